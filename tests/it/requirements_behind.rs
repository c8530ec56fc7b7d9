//! The rows behind a part of a figure, a month or a bar; and which limits those rows were given.
//! Never in here: how a figure is counted (`requirements_report`, `requirements_figures`).

use tandem::kpi::Flag;
use tandem::ledger::RecordId;
use tandem::modules::requirements::allowances::StateAllowance;
use tandem::modules::requirements::behind::{
    AGEING, Behind, COUNTED, FUNNEL, HITS, MISSES, NOT_DUE,
};
use tandem::modules::requirements::changes::AskForChange;
use tandem::modules::requirements::edits::Step;
use tandem::modules::requirements::granted::{Granted, Within, granted};
use tandem::modules::requirements::report::{ACKNOWLEDGED, CHANGES, CYCLE, UNCLEAR};
use tandem::modules::requirements::trend::{Known, Month, trend};
use tandem::records::allowance::Allowance;
use tandem::records::change_request::{Cause, Level, Proposed, Who};
use tandem::records::limits::{Clock, Partners};
use tandem::records::requirement::QUANTITY;
use tandem::records::same_as::SameAs;
use tandem::records::stage::Stage;
use tandem::time::{DAY, HOUR, MINUTE, Zone};

use crate::firm::Firm;
use crate::pair::{ask, pair, read, take};

fn rows(firm: &Firm, figure: &str, part: &str, month: Option<Month>) -> Option<Vec<RecordId>> {
    let (joins, partners) = (SameAs::of(&firm.ws), Partners::default());
    let known = Known {
        ws: &firm.ws,
        joins: &joins,
        partners: &partners,
        now: firm.now,
    };
    let asked = Behind {
        figure: figure.into(),
        part: part.into(),
        month,
    };
    asked.rows(&read(firm, &partners), known, &Zone::utc())
}

fn sorted(ids: &[&RecordId]) -> Option<Vec<RecordId>> {
    let mut ids: Vec<RecordId> = ids.iter().map(|id| (*id).clone()).collect();
    ids.sort();
    Some(ids)
}

fn request(firm: &mut Firm, other: &Firm, id: &RecordId) {
    let ask = AskForChange {
        requirement: id.clone(),
        changes: vec![Proposed {
            milestone: None,
            field: QUANTITY.into(),
            value: tandem::ledger::Value::int(7),
        }],
        cause: Cause::Market,
        impact: String::new(),
        levels: vec![Level {
            party: other.party(),
            who: Who::Manager,
        }],
        asked_by: None,
        stated: None,
    };
    firm.commit(&ask).expect("asked");
}

#[test]
fn each_part_of_a_share_and_of_an_average_leads_to_its_own_rows() {
    let (mut buyer, mut maker) = pair();
    let [early, late, open] = [(); 3].map(|()| ask(&mut buyer, &maker));
    maker.hear(&buyer);
    maker.wait(HOUR);
    take(&mut maker, &early, Step::Acknowledge).expect("in time");
    maker.wait(2 * HOUR);
    take(&mut maker, &late, Step::Acknowledge).expect("late");
    buyer.hear(&maker);
    request(&mut buyer, &maker, &late);
    // Past the limit, and whether the maker answered nobody here can know.
    let of = |part: &str| rows(&buyer, ACKNOWLEDGED, part, None);
    assert_eq!(of(HITS), sorted(&[&early]));
    assert_eq!(of(MISSES), sorted(&[&late]));
    assert_eq!(of(COUNTED), sorted(&[&early, &late]));
    assert_eq!(of("whatever"), of(COUNTED));
    assert_eq!(of(NOT_DUE), sorted(&[]));
    assert_eq!(of(Flag::Unknown.as_str()), sorted(&[&open]));
    let of = |part: &str| rows(&buyer, CHANGES, part, None);
    assert_eq!(of(COUNTED), sorted(&[&early, &late, &open]));
    assert_eq!(of(HITS), sorted(&[&late]));
    assert_eq!(of(MISSES), sorted(&[&early, &open]));
    assert_eq!(rows(&buyer, UNCLEAR, HITS, None), sorted(&[]));
    let unaccepted = rows(&buyer, CYCLE, NOT_DUE, None);
    assert_eq!(unaccepted, sorted(&[&early, &late, &open]));
    assert_eq!(rows(&buyer, "no_figure", HITS, None), None);
}

#[test]
fn a_month_holds_what_was_submitted_in_it_as_its_trend_counts_it() {
    let (mut buyer, maker) = pair();
    let november = ask(&mut buyer, &maker);
    buyer.wait(31 * DAY);
    let december = [ask(&mut buyer, &maker), ask(&mut buyer, &maker)];
    let months = |text: &str| Month::parse(text);
    let of = |month: &str| rows(&buyer, CHANGES, COUNTED, months(month));
    assert_eq!(of("2023-11"), sorted(&[&november]));
    assert_eq!(of("2023-12"), sorted(&[&december[0], &december[1]]));
    assert_eq!(of("2024-01"), sorted(&[]));
    let (joins, partners) = (SameAs::of(&buyer.ws), Partners::default());
    let known = Known {
        ws: &buyer.ws,
        joins: &joins,
        partners: &partners,
        now: buyer.now,
    };
    for monthly in trend(&read(&buyer, &partners), known, &Zone::utc()) {
        let counted = monthly.averages.iter().find(|a| a.key == CHANGES);
        let sample = counted.expect("the figure").denominator();
        let behind = of(&monthly.month.to_string()).expect("rows");
        assert_eq!(behind.len(), sample, "{}", monthly.month);
    }
}

#[test]
fn a_bar_leads_to_the_rows_it_counts() {
    let (mut buyer, mut maker) = pair();
    let old = ask(&mut buyer, &maker);
    buyer.wait(4 * DAY);
    let fresh = ask(&mut buyer, &maker);
    maker.hear(&buyer);
    take(&mut maker, &old, Step::Acknowledge).expect("acknowledged");
    buyer.hear(&maker);
    let stage = |stage: Stage| rows(&buyer, FUNNEL, stage.as_str(), None);
    assert_eq!(stage(Stage::Submitted), sorted(&[&old, &fresh]));
    assert_eq!(stage(Stage::Acknowledged), sorted(&[&old]));
    assert_eq!(stage(Stage::Settled), sorted(&[]));
    // Nobody comes as far as withdrawn; nothing is cut at two days.
    assert_eq!(stage(Stage::Withdrawn), None);
    let age = |from: &str| rows(&buyer, AGEING, from, None);
    assert_eq!(age("0"), sorted(&[&fresh]));
    assert_eq!(age("3"), sorted(&[&old]));
    assert_eq!((age("2"), age("old")), (None, None));
}

#[test]
fn a_limit_is_named_only_where_every_row_was_given_the_same() {
    let (mut buyer, mut maker) = pair();
    let nobody = Partners::default();
    let clock = Clock::Acknowledge;
    assert_eq!(Within::of(&[]).clock(clock), Some(Allowance::hours(2)));
    ask(&mut buyer, &maker);
    ask(&mut buyer, &maker);
    let two = read(&buyer, &nobody);
    assert_eq!(Within::of(&two).clock(clock), Some(Allowance::hours(2)));
    maker.hear(&buyer);
    let stated = StateAllowance {
        party: maker.party(),
        clock,
        allowance: Allowance::hours(4),
        from: None,
    };
    maker.commit(&stated).expect("stated");
    buyer.hear(&maker);
    buyer.wait(MINUTE);
    ask(&mut buyer, &maker);
    let three = read(&buyer, &nobody);
    // Two began before it was stated.
    assert_eq!(Within::of(&three).clock(clock), None);
    let others = Within::of(&three).clock(Clock::Proposal);
    assert_eq!(others, Some(Allowance::hours(24)));
    let answers = maker.party();
    let given = |hours: u16, rows: usize| Granted {
        allowance: Allowance::hours(hours),
        party: Some(answers.clone()),
        rows,
    };
    let me = buyer.party();
    assert_eq!(granted(&three, &me, clock), [given(2, 2), given(4, 1)]);
    let of_four = |row: &&_| granted(std::slice::from_ref(*row), &me, clock) == [given(4, 1)];
    let last: Vec<_> = three.iter().filter(of_four).cloned().collect();
    assert_eq!(last.len(), 1);
    assert_eq!(Within::of(&last).clock(clock), Some(Allowance::hours(4)));
    // Who answers is the same on the other side.
    maker.hear(&buyer);
    let theirs = granted(&read(&maker, &nobody), &maker.party(), clock);
    assert_eq!(theirs, [given(2, 2), given(4, 1)]);
}

#[test]
fn a_month_reads_back_and_touches_its_neighbours() {
    for text in ["2026-01", "2025-12", "0000-06"] {
        assert_eq!(
            Month::parse(text).map(|m| m.to_string()).as_deref(),
            Some(text)
        );
    }
    for text in ["", "2026", "2026-13", "2026-1", "2026-01-01"] {
        assert_eq!(Month::parse(text), None, "{text}");
    }
    let january = Month {
        year: 2026,
        month: 1,
    };
    assert_eq!(january.before().next(), january);
    let zone = Zone::new("+08:00", "test", 8 * 3600, Vec::new()).expect("a zone");
    let span = january.span(&zone).expect("a span");
    assert_eq!(span.from().iso(), "2025-12-31T16:00:00.000Z");
    let next = january.next().span(&zone).expect("a span");
    assert_eq!(span.to(), next.from());
}
