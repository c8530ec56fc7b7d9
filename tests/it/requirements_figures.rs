//! The figures of SPEC 2 beyond the limits: shelved, consensus, changes, cycle, their baselines, and the
//! rows by month, stage and age. Each on cases made by hand.
//! Never in here: limits and the closed loop (`requirements_report`).

use tandem::kpi::{Average, Flag, Kpi, Target};
use tandem::ledger::{RecordId, STAGE, Value};
use tandem::modules::requirements::baselines::{self, BaselineRefusal, DropBaseline, SetBaseline};
use tandem::modules::requirements::changes::{AskForChange, WithdrawRequest};
use tandem::modules::requirements::edits::{Offer, Proposal, Step};
use tandem::modules::requirements::model::Row;
use tandem::modules::requirements::report::{
    self, CHANGES, CONSENSUS, CYCLE, SHELVED, UNCLEAR, averages, join,
};
use tandem::modules::requirements::trend::{Known, Month, ageing, funnel, submitted_within, trend};
use tandem::records::baseline;
use tandem::records::change_request::{self, Cause, Level, Proposed, Who};
use tandem::records::limits::Partners;
use tandem::records::requirement::{PROVIDER, QUANTITY, REQUESTER};
use tandem::records::same_as::SameAs;
use tandem::records::stage::{Act, Feasibility, Stage, Statement};
use tandem::time::{DAY, Date, HOUR, Instant, Span, Zone};

use crate::firm::Firm;
use crate::pair::{ask, pair, read, take};

fn share(firm: &Firm, partners: &Partners, key: &str) -> Kpi {
    let joins = SameAs::of(&firm.ws);
    let rows = read(firm, partners);
    let rows: Vec<&Row> = rows.iter().collect();
    let all = report::shares(&rows, &joins, partners, firm.now);
    all.into_iter().find(|k| k.key == key).expect("the figure")
}

fn average(firm: &Firm, key: &str) -> Average {
    let (joins, partners) = (SameAs::of(&firm.ws), Partners::default());
    let rows = read(firm, &partners);
    let rows: Vec<&Row> = rows.iter().collect();
    let all = averages(&firm.ws, &rows, &joins, &partners);
    all.into_iter().find(|k| k.key == key).expect("the figure")
}

fn fraction(kpi: &Kpi) -> (usize, usize) {
    (kpi.numerator(), kpi.denominator())
}

/// A requirement whose acts are stated by hand, as an import or a telephone would have them.
fn history(firm: &mut Firm, other: &Firm, nth: u128, acts: &[(Act, i64)]) -> RecordId {
    let id = RecordId::from_bits("requirement", nth);
    let (requester, provider) = (firm.party(), other.party());
    firm.set(&id, REQUESTER, Value::of(&requester));
    firm.set(&id, PROVIDER, Value::of(&provider));
    for (act, at) in acts {
        let mut said = Statement::new(*act, Instant(*at));
        said.feasibility = (*act == Act::Propose).then_some(Feasibility::Accept);
        let theirs = matches!(
            act,
            Act::Acknowledge | Act::Propose | Act::Commit | Act::Start | Act::Deliver
        );
        said.entered_for = theirs.then(|| provider.clone());
        firm.set(&id, STAGE, said.value());
    }
    id
}

fn propose(feasibility: Feasibility) -> Step {
    Step::Propose(Proposal {
        feasibility,
        quantity: "900".into(),
        price: String::new(),
        date: None,
        reason: "so".into(),
    })
}

#[test]
fn without_rows_there_is_no_figure() {
    let (buyer, _) = pair();
    let nobody = Partners::default();
    for key in [SHELVED, CONSENSUS] {
        let kpi = share(&buyer, &nobody, key);
        assert_eq!((kpi.share(), kpi.meets_target()), (None, None));
        assert_eq!(kpi.period, None);
    }
    for key in [CHANGES, UNCLEAR, CYCLE] {
        let average = average(&buyer, key);
        assert_eq!((average.value(), average.change()), (None, None));
        assert_eq!((average.meets_target(), average.period), (None, None));
    }
}

#[test]
fn shelved_counts_what_is_shelved_now_of_all_that_was_not_withdrawn() {
    let (mut buyer, maker) = pair();
    let ids: Vec<RecordId> = (0..21).map(|_| ask(&mut buyer, &maker)).collect();
    let shelve = |firm: &Firm| Step::Shelve {
        owner: Some(firm.me.person.clone()),
        reason: "no budget".into(),
        review: Some(firm.now.plus(DAY)),
    };
    let nobody = Partners::default();
    for id in &ids[..3] {
        let step = shelve(&buyer);
        take(&mut buyer, id, step).expect("shelved");
    }
    assert_eq!(fraction(&share(&buyer, &nobody, SHELVED)), (3, 21));
    let reason = || "done with".to_owned();
    let withdraw = Step::Withdraw { reason: reason() };
    take(&mut buyer, &ids[0], withdraw).expect("withdrawn");
    take(&mut buyer, &ids[1], Step::Revive).expect("revived");
    let kpi = share(&buyer, &nobody, SHELVED);
    assert_eq!(fraction(&kpi), (1, 20));
    assert_eq!(kpi.hits, [ids[2].clone()]);
    // Exactly 5 % is at most 5 %.
    assert_eq!(kpi.target, Some(Target::AtMost(5)));
    assert_eq!(kpi.meets_target(), Some(true));
}

#[test]
fn consensus_is_one_answer_that_both_want() {
    let (mut buyer, mut maker) = pair();
    let ids: Vec<RecordId> = (0..8).map(|_| ask(&mut buyer, &maker)).collect();
    maker.hear(&buyer);
    take(&mut maker, &ids[0], propose(Feasibility::Accept)).expect("accepted");
    take(&mut maker, &ids[1], propose(Feasibility::Reject)).expect("rejected");
    take(&mut maker, &ids[2], propose(Feasibility::NotOurs)).expect("not ours");
    for id in &ids[3..6] {
        take(&mut maker, id, propose(Feasibility::AcceptWithChanges)).expect("proposed");
    }
    take(&mut maker, &ids[6], Step::Start).expect("went ahead as asked");
    buyer.hear(&maker);
    take(&mut buyer, &ids[3], Step::Agree).expect("agreed");
    let counter = Step::Counter(Offer {
        quantity: "800".into(),
        ..Offer::default()
    });
    take(&mut buyer, &ids[4], counter).expect("countered");
    let nobody = Partners::default();
    let sorted = |rows: &[RecordId]| {
        let mut rows = rows.to_vec();
        rows.sort();
        rows
    };
    let kpi = share(&buyer, &nobody, CONSENSUS);
    let agreed = sorted(&[ids[0].clone(), ids[3].clone(), ids[6].clone()]);
    assert_eq!(sorted(&kpi.hits), agreed);
    assert_eq!(sorted(&kpi.misses), sorted(&ids[1..3]));
    assert_eq!(
        sorted(&kpi.not_due),
        sorted(&[ids[4].clone(), ids[5].clone(), ids[7].clone()])
    );
    // A day later the terms still wait for the buyer, who knows that; whether the maker answered the
    // counter-offer and the fresh one nobody here can know yet.
    buyer.wait(25 * HOUR);
    let kpi = share(&buyer, &nobody, CONSENSUS);
    let missed = sorted(&[ids[1].clone(), ids[2].clone(), ids[5].clone()]);
    assert_eq!(sorted(&kpi.misses), missed);
    let unknown = sorted(&[ids[4].clone(), ids[7].clone()]);
    assert_eq!(sorted(kpi.flagged(Flag::Unknown)), unknown);
    assert_eq!(fraction(&kpi), (3, 6));
    let heard = Partners {
        heard: [(maker.party(), buyer.now)].into(),
        ..Partners::default()
    };
    let kpi = share(&buyer, &heard, CONSENSUS);
    assert_eq!(fraction(&kpi), (3, 8));
    assert_eq!(kpi.meets_target(), Some(false));
}

#[test]
fn a_span_that_ends_before_it_starts_is_in_neither_and_listed() {
    let (mut buyer, maker) = pair();
    let good = [
        (Act::Submit, 0),
        (Act::Propose, HOUR),
        (Act::Accept, 4 * DAY),
    ];
    let turned = [
        (Act::Submit, 9 * DAY),
        (Act::Propose, DAY),
        (Act::Accept, 8 * DAY),
    ];
    let good = history(&mut buyer, &maker, 1, &good);
    let turned = history(&mut buyer, &maker, 2, &turned);
    let open = history(&mut buyer, &maker, 3, &[(Act::Submit, 0)]);
    let cycle = average(&buyer, CYCLE);
    assert_eq!(cycle.rows, [(good.clone(), 4 * DAY)]);
    let inverted = std::slice::from_ref(&turned);
    assert_eq!(cycle.flagged(Flag::EndsBeforeStart), inverted);
    assert_eq!(cycle.not_due, std::slice::from_ref(&open));
    assert_eq!(cycle.value(), Some(4.0 * DAY as f64));
    let consensus = share(&buyer, &Partners::default(), CONSENSUS);
    assert_eq!(consensus.hits, [good]);
    assert_eq!(consensus.flagged(Flag::EndsBeforeStart), inverted);
    assert!(consensus.misses.is_empty() && consensus.not_due.is_empty());
    assert_eq!(consensus.flagged(Flag::Unknown), [open]);
}

fn request(firm: &mut Firm, other: &Firm, id: &RecordId, cause: Cause) -> RecordId {
    let before = change_request::of(&firm.ws, id).len() as i64;
    let ask = AskForChange {
        requirement: id.clone(),
        changes: vec![Proposed {
            milestone: None,
            field: QUANTITY.into(),
            value: Value::int(7 + before),
        }],
        cause,
        impact: String::new(),
        levels: vec![Level {
            party: other.party(),
            who: Who::Manager,
        }],
        asked_by: None,
        stated: None,
    };
    let changes = firm.commit(&ask).expect("asked");
    changes.first().expect("a change").record.clone()
}

fn set_baseline(firm: &mut Firm, nth: u128, (kpi, value, date, sample): (&str, &str, &str, i64)) {
    let id = RecordId::from_bits(baseline::KIND, nth);
    firm.set(&id, baseline::KPI, Value::text(kpi));
    let value = Value::from_json(value).expect("json");
    firm.set(&id, baseline::VALUE, value);
    firm.set(&id, baseline::DATE, Value::text(date));
    firm.set(&id, baseline::SAMPLE, Value::int(sample));
}

#[test]
fn changes_count_per_requirement_against_a_baseline_with_date_and_sample() {
    let (mut buyer, maker) = pair();
    let ids: Vec<RecordId> = (0..5).map(|_| ask(&mut buyer, &maker)).collect();
    request(&mut buyer, &maker, &ids[0], Cause::UnclearSpec);
    request(&mut buyer, &maker, &ids[1], Cause::Market);
    let taken_back = request(&mut buyer, &maker, &ids[2], Cause::UnclearSpec);
    let withdraw = WithdrawRequest {
        request: taken_back,
        reason: "clear by now".into(),
    };
    buyer.commit(&withdraw).expect("withdrawn");
    let changes = average(&buyer, CHANGES);
    assert_eq!((changes.numerator(), changes.denominator()), (2, 5));
    assert_eq!((changes.change(), changes.meets_target()), (None, None));
    // Without a date or a sample it is no baseline; of two whole ones the later counts.
    set_baseline(&mut buyer, 1, (CHANGES, "9", "soon", 40));
    set_baseline(&mut buyer, 2, (CHANGES, "9", "2025-12-31", 0));
    assert_eq!(average(&buyer, CHANGES).baseline, None);
    set_baseline(&mut buyer, 3, (CHANGES, "5", "2025-01-31", 40));
    set_baseline(&mut buyer, 4, (CHANGES, "1.0", "2025-12-31", 40));
    let changes = average(&buyer, CHANGES);
    let baseline = changes.baseline.expect("a baseline");
    assert_eq!((baseline.value, baseline.sample), (1.0, 40));
    assert_eq!(baseline.date, Date::from_ymd(2025, 12, 31).expect("a date"));
    // Exactly 60 % less meets it; one more would not.
    assert!(changes.change().is_some_and(|c| (c + 0.6).abs() < 1e-12));
    assert_eq!(changes.meets_target(), Some(true));
    request(&mut buyer, &maker, &ids[3], Cause::Engineering);
    assert_eq!(average(&buyer, CHANGES).meets_target(), Some(false));
    let unclear = average(&buyer, UNCLEAR);
    assert_eq!((unclear.numerator(), unclear.denominator()), (1, 5));
    assert_eq!(unclear.reduce_by, Some(70));
    let hit = unclear.rows.iter().filter(|(_, n)| *n > 0);
    assert_eq!(hit.map(|(id, _)| id).collect::<Vec<_>>(), [&ids[0]]);
    // From nothing there is no share.
    set_baseline(&mut buyer, 5, (UNCLEAR, "0", "2025-12-31", 40));
    let unclear = average(&buyer, UNCLEAR);
    assert!(unclear.baseline.is_some());
    assert_eq!((unclear.change(), unclear.meets_target()), (None, None));
}

#[test]
fn a_cycle_is_compared_with_what_it_was() {
    let (mut buyer, maker) = pair();
    for (nth, days) in [(1, 4), (2, 8)] {
        let acts = [
            (Act::Submit, 0),
            (Act::Deliver, HOUR),
            (Act::Accept, days * DAY),
        ];
        history(&mut buyer, &maker, nth, &acts);
    }
    let before = (10 * DAY).to_string();
    set_baseline(&mut buyer, 1, (CYCLE, &before, "2025-12-31", 12));
    let cycle = average(&buyer, CYCLE);
    assert_eq!(cycle.value(), Some(6.0 * DAY as f64));
    assert_eq!(cycle.meets_target(), Some(true));
    assert!(cycle.change().is_some_and(|c| (c + 0.4).abs() < 1e-12));
}

#[test]
fn a_baseline_is_taken_from_rows_or_typed_in_and_the_latest_counts() {
    let (mut buyer, maker) = pair();
    let day = |day: u32| Date::from_ymd(2023, 1, day).expect("a date");
    assert_eq!(
        SetBaseline::taken_from(&average(&buyer, CYCLE), day(1)),
        None
    );
    for (nth, days) in [(1, 4), (2, 8)] {
        let acts = [
            (Act::Submit, 0),
            (Act::Deliver, HOUR),
            (Act::Accept, days * DAY),
        ];
        history(&mut buyer, &maker, nth, &acts);
    }
    let taken = SetBaseline::taken_from(&average(&buyer, CYCLE), day(1)).expect("a figure");
    buyer.commit(&taken).expect("kept");
    let cycle = average(&buyer, CYCLE);
    assert_eq!(cycle.change(), Some(0.0));
    assert_eq!(
        cycle.baseline.map(|b| (b.sample, b.date)),
        Some((2, day(1)))
    );
    let later = SetBaseline {
        value: 12.0 * DAY as f64,
        date: Some(day(2)),
        ..taken.clone()
    };
    buyer.commit(&later).expect("kept");
    assert_eq!(average(&buyer, CYCLE).change(), Some(-0.5));
    let cases = [
        (
            SetBaseline {
                kpi: SHELVED.into(),
                ..taken.clone()
            },
            BaselineRefusal::UnknownKpi,
        ),
        (
            SetBaseline {
                value: f64::NAN,
                ..taken.clone()
            },
            BaselineRefusal::NoValue,
        ),
        (
            SetBaseline {
                date: None,
                ..taken.clone()
            },
            BaselineRefusal::NoDate,
        ),
        (
            // It would outdo every baseline of the years until then.
            SetBaseline {
                date: Date::from_ymd(2032, 11, 14),
                ..taken.clone()
            },
            BaselineRefusal::InTheFuture,
        ),
        (
            SetBaseline { sample: 0, ..taken },
            BaselineRefusal::NoSample,
        ),
    ];
    for (edit, refusal) in cases {
        assert_eq!(buyer.commit(&edit).err(), Some(refusal));
    }
}

#[test]
fn a_baseline_that_is_taken_away_gives_way_to_the_one_before() {
    let (mut buyer, _) = pair();
    let set = |date: &str, value: f64| SetBaseline {
        kpi: CHANGES.into(),
        value,
        date: Date::parse(date),
        sample: 12,
    };
    buyer.commit(&set("2023-06-30", 2.0)).expect("kept");
    buyer.commit(&set("2023-01-31", 3.0)).expect("kept");
    let kept = history_of(&buyer);
    assert_eq!(kept.len(), 2);
    let latest = DropBaseline {
        baseline: kept.first().expect("the latest").0.clone(),
    };
    buyer.commit(&latest).expect("taken away");
    assert_eq!(buyer.commit(&latest).err(), Some(BaselineRefusal::Gone));
    let left: Vec<Option<f64>> = history_of(&buyer).into_iter().map(|(_, v)| v).collect();
    assert_eq!(left, [Some(3.0)]);
    let counts = average(&buyer, CHANGES).baseline.expect("a baseline");
    assert_eq!(counts.value, 3.0);
}

/// Ids and values, the one that counts first.
fn history_of(firm: &Firm) -> Vec<(RecordId, Option<f64>)> {
    let all = baselines::history(&firm.ws, CHANGES).into_iter();
    all.map(|b| (b.0.id().clone(), b.value())).collect()
}

#[test]
fn the_trend_names_every_month_and_those_without_data_have_no_figure() {
    let (mut buyer, maker) = pair();
    let at = |text: &str| Instant::parse_iso(text).expect("a moment").0;
    let january = at("2026-01-31T20:00:00Z");
    let april = at("2026-04-02T00:00:00Z");
    let first = history(&mut buyer, &maker, 1, &[(Act::Submit, january)]);
    let last = [
        (Act::Submit, april),
        (Act::Deliver, april + HOUR),
        (Act::Accept, april + DAY),
    ];
    let last = history(&mut buyer, &maker, 2, &last);
    let (joins, partners) = (SameAs::of(&buyer.ws), Partners::default());
    let rows = read(&buyer, &partners);
    let known = Known {
        ws: &buyer.ws,
        joins: &joins,
        partners: &partners,
        now: buyer.now,
    };
    let all = trend(&rows, known, &Zone::utc());
    let months: Vec<(i64, u32)> = all.iter().map(|m| (m.month.year, m.month.month)).collect();
    assert_eq!(months, [(2026, 1), (2026, 2), (2026, 3), (2026, 4)]);
    let cycles: Vec<Option<f64>> = all
        .iter()
        .flat_map(|m| m.averages.iter().filter(|a| a.key == CYCLE))
        .map(Average::value)
        .collect();
    assert_eq!(cycles, [None, None, None, Some(DAY as f64)]);
    // Where the day has begun already, the first one is February's.
    let east = Zone::new("+08:00", "test", 8 * 3600, Vec::new()).expect("a zone");
    let first_month = trend(&rows, known, &east).first().map(|m| m.month);
    assert_eq!(
        first_month,
        Some(Month {
            year: 2026,
            month: 2
        })
    );
    let period = Span::new(Instant(january), Instant(april)).expect("a span");
    let within = submitted_within(&rows, period);
    assert_eq!(within.iter().map(|r| &r.id).collect::<Vec<_>>(), [&first]);
    assert_ne!(first, last);
}

#[test]
fn the_funnel_counts_how_far_each_came_and_ages_cut_what_is_open() {
    let (mut buyer, maker) = pair();
    let now = 40 * DAY;
    let sent_back = [
        (Act::Submit, 0),
        (Act::Deliver, DAY),
        (Act::SendBack, 2 * DAY),
    ];
    let withdrawn = [
        (Act::Submit, 0),
        (Act::Acknowledge, HOUR),
        (Act::Withdraw, DAY),
    ];
    let back = history(&mut buyer, &maker, 1, &sent_back);
    let gone = history(&mut buyer, &maker, 2, &withdrawn);
    let fresh = history(&mut buyer, &maker, 3, &[(Act::Submit, now - DAY)]);
    let ahead = history(&mut buyer, &maker, 4, &[(Act::Submit, now + DAY)]);
    let rows = read(&buyer, &Partners::default());
    let stages = funnel(&rows);
    let count = |stage: Stage| {
        let of_it = stages.iter().find(|(s, _)| *s == stage);
        of_it.map(|(_, rows)| rows.len())
    };
    assert_eq!(count(Stage::Submitted), Some(4));
    assert_eq!(count(Stage::Acknowledged), Some(2));
    assert_eq!(count(Stage::Delivered), Some(1));
    assert_eq!(count(Stage::Accepted), Some(0));
    assert_eq!(count(Stage::Withdrawn), None);
    let ages = ageing(&rows, Instant(now));
    let filled: Vec<(i64, Option<i64>, Vec<RecordId>)> = ages
        .into_iter()
        .filter(|b| !b.rows.is_empty())
        .map(|b| (b.from_days, b.to_days, b.rows))
        .collect();
    // Exactly one day old is a day old.
    let expected = [(1, Some(3), vec![fresh]), (30, None, vec![back])];
    assert_eq!(filled, expected);
    assert!(rows.iter().any(|r| r.id == gone) && rows.iter().any(|r| r.id == ahead));
}

#[test]
fn figures_counted_in_pieces_are_those_of_all_rows() {
    let (mut buyer, maker) = pair();
    for nth in 0..23 {
        let asked = nth % 5 * DAY;
        // Some end before they start, some are open, some closed.
        let closed = match nth % 4 {
            0 => vec![(Act::Accept, asked - HOUR)],
            1 => Vec::new(),
            n => vec![
                (Act::Acknowledge, asked + n * HOUR),
                (Act::Accept, asked + DAY),
            ],
        };
        let acts = [vec![(Act::Submit, asked)], closed].concat();
        history(&mut buyer, &maker, 100 + nth as u128, &acts);
    }
    let (joins, partners) = (SameAs::of(&buyer.ws), Partners::default());
    let rows = read(&buyer, &partners);
    let rows: Vec<&Row> = rows.iter().collect();
    let count = |rows: &[&Row]| {
        let shares = report::shares(rows, &joins, &partners, Instant(30 * DAY));
        (shares, averages(&buyer.ws, rows, &joins, &partners))
    };
    let whole = count(&rows);
    assert!(whole.0.iter().any(|kpi| kpi.numerator() > 0));
    assert!(whole.0.iter().any(|kpi| !kpi.flags.is_empty()));
    for size in [1, 4, 7, 22, 23] {
        let (mut all_shares, mut all_averages) = (Vec::new(), Vec::new());
        for piece in rows.chunks(size) {
            let (shares, averages) = count(piece);
            join(&mut all_shares, shares, Kpi::join);
            join(&mut all_averages, averages, Average::join);
        }
        assert_eq!((all_shares, all_averages), whole, "by {size}");
    }
}
