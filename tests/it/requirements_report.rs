//! The figures by LEDGER 28, and limits that are never called late too early.
//! Never in here: how they look.

use crate::firm::Firm;
use tandem::kpi::{Flag, Kpi, Target};
use tandem::ledger::{ChangeId, Edit, Plan, RecordId, STAGE, Value};
use tandem::modules::requirements::edits::{Step, Submit, Take};
use tandem::modules::requirements::form::Form;
use tandem::modules::requirements::model::{Due, Filter, Order, Row, arrange, rows};
use tandem::modules::requirements::report::{
    ACKNOWLEDGED, CLOSED_IN_TIME, CLOSED_LOOP, PLANNED, PROPOSED, shares,
};
use tandem::records::hours::Terms;
use tandem::records::limits::{Clock, Partners, Reader};
use tandem::records::requirement::{DATES_ONLY, KIND, PROVIDER, REQUESTER, SOURCE};
use tandem::records::same_as::SameAs;
use tandem::records::stage::{Act, Statement};
use tandem::time::limit::State;
use tandem::time::{DAY, HOUR, Instant, MINUTE};

fn pair() -> (Firm, Firm) {
    let (mut buyer, mut maker) = (Firm::new(1, "Buyer"), Firm::new(2, "Maker"));
    buyer.hear(&maker);
    maker.hear(&buyer);
    (buyer, maker)
}

fn submit(firm: &mut Firm, requester: RecordId, provider: RecordId) -> RecordId {
    let form = Form {
        title: "Brackets".into(),
        requester: Some(requester),
        provider: Some(provider),
        needed_by: Some(firm.now.plus(10 * DAY)),
        ..Form::default()
    };
    let submit = Submit {
        draft: None,
        form,
        stated: None,
    };
    let changes = firm.commit(&submit).expect("submitted");
    changes.first().expect("a change").record.clone()
}

fn ask(firm: &mut Firm, provider: &Firm) -> RecordId {
    let (ours, theirs) = (firm.party(), provider.party());
    submit(firm, ours, theirs)
}

fn be_asked(firm: &mut Firm, requester: &Firm) -> RecordId {
    let (ours, theirs) = (firm.party(), requester.party());
    submit(firm, theirs, ours)
}

fn read(firm: &Firm, partners: &Partners) -> Vec<Row> {
    let joins = SameAs::of(&firm.ws);
    let terms = Terms::of(&firm.ws, &joins);
    let reader = Reader {
        me: &firm.me.party,
        joins: &joins,
        partners,
        terms: &terms,
    };
    rows(&firm.ws, &reader)
}

fn figure(firm: &Firm, partners: &Partners, key: &str) -> Kpi {
    let joins = SameAs::of(&firm.ws);
    let rows = read(firm, partners);
    let rows: Vec<&Row> = rows.iter().collect();
    let all = shares(&rows, &joins, partners, firm.now);
    all.into_iter().find(|k| k.key == key).expect("the figure")
}

fn fraction(kpi: &Kpi) -> (usize, usize) {
    (kpi.numerator(), kpi.denominator())
}

#[test]
fn without_data_there_is_no_figure() {
    let (buyer, _) = pair();
    for key in [ACKNOWLEDGED, PROPOSED, PLANNED, CLOSED_LOOP, CLOSED_IN_TIME] {
        let kpi = figure(&buyer, &Partners::default(), key);
        assert_eq!((kpi.share(), kpi.meets_target()), (None, None));
    }
}

#[test]
fn a_partner_is_never_late_before_a_later_file_of_theirs() {
    let (mut buyer, maker) = pair();
    ask(&mut buyer, &maker);
    let asked = buyer.now;
    buyer.wait(3 * HOUR);
    let mut partners = Partners::default();
    let state = |partners: &Partners, firm: &Firm| {
        let all = read(firm, partners);
        let clock = all.first().and_then(|r| r.clock(Clock::Acknowledge));
        clock.expect("a clock").state(firm.now)
    };
    assert_eq!(state(&partners, &buyer), State::Unknown);
    let kpi = figure(&buyer, &partners, ACKNOWLEDGED);
    assert_eq!(fraction(&kpi), (0, 0));
    assert_eq!(kpi.flagged(Flag::Unknown).len(), 1);
    partners.heard.insert(maker.party(), asked.plus(HOUR));
    assert_eq!(state(&partners, &buyer), State::Unknown);
    partners
        .heard
        .insert(maker.party(), asked.plus(2 * HOUR + 1));
    assert_eq!(state(&partners, &buyer), State::Breached);
    let kpi = figure(&buyer, &partners, ACKNOWLEDGED);
    assert_eq!(fraction(&kpi), (0, 1));
    // The provider itself knows that it did not answer.
    let mut there = maker;
    there.hear(&buyer);
    assert_eq!(state(&Partners::default(), &there), State::Breached);
}

#[test]
fn both_firms_read_the_same_figures_once_they_heard_of_each_other() {
    let (mut buyer, mut maker) = pair();
    let id = ask(&mut buyer, &maker);
    maker.hear(&buyer);
    maker.wait(90 * MINUTE);
    let take = Take {
        requirement: id,
        step: Step::Acknowledge,
        stated: None,
    };
    maker.commit(&take).expect("acknowledged");
    maker.wait(5 * DAY);
    buyer.hear(&maker);
    let heard = Partners {
        heard: [(maker.party(), maker.now), (buyer.party(), buyer.now)].into(),
        ..Partners::default()
    };
    for key in [ACKNOWLEDGED, PROPOSED, PLANNED, CLOSED_LOOP] {
        let (a, b) = (figure(&buyer, &heard, key), figure(&maker, &heard, key));
        assert_eq!(a, b);
    }
    assert_eq!(fraction(&figure(&buyer, &heard, ACKNOWLEDGED)), (1, 1));
    assert_eq!(fraction(&figure(&buyer, &heard, PROPOSED)), (0, 1));
    assert_eq!(fraction(&figure(&buyer, &heard, CLOSED_LOOP)), (0, 0));
}

#[test]
fn what_was_withdrawn_is_not_due() {
    let (mut buyer, maker) = pair();
    let id = ask(&mut buyer, &maker);
    let take = Take {
        requirement: id,
        step: Step::Withdraw {
            reason: "not needed".into(),
        },
        stated: None,
    };
    buyer.commit(&take).expect("withdrawn");
    buyer.wait(30 * DAY);
    let heard = Partners {
        heard: [(maker.party(), buyer.now)].into(),
        ..Partners::default()
    };
    for key in [ACKNOWLEDGED, PROPOSED, PLANNED, CLOSED_LOOP, CLOSED_IN_TIME] {
        assert_eq!(fraction(&figure(&buyer, &heard, key)), (0, 0));
    }
}

/// A row of a table: the stated moments of its acts, written as an import writes them.
struct ImportRow {
    acts: Vec<(Act, i64)>,
    needed_by: i64,
    dates_only: bool,
}

struct Import {
    requester: RecordId,
    provider: RecordId,
    rows: Vec<ImportRow>,
}

impl Edit for Import {
    type Refusal = std::convert::Infallible;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal> {
        for row in &self.rows {
            let id = plan.create(KIND);
            plan.set(&id, SOURCE, Value::text("history"));
            plan.set(&id, REQUESTER, Value::of(&self.requester));
            plan.set(&id, PROVIDER, Value::of(&self.provider));
            plan.set(&id, "needed_by", Value::int(row.needed_by));
            if row.dates_only {
                plan.set(&id, DATES_ONLY, Value::of(&["submit"]));
            }
            for (act, at) in &row.acts {
                let mut said = Statement::new(*act, Instant(*at));
                let provided = matches!(act, Act::Acknowledge | Act::Propose | Act::Commit);
                said.entered_for = provided.then(|| self.provider.clone());
                plan.write(&id, STAGE, said.value());
                plan.then(&id);
            }
        }
        Ok(())
    }
}

fn history(buyer: &mut Firm, maker: &Firm) -> Vec<ChangeId> {
    let row = |acts: &[(Act, i64)], dates_only| ImportRow {
        acts: acts.to_vec(),
        needed_by: 20 * DAY,
        dates_only,
    };
    let import = Import {
        requester: buyer.party(),
        provider: maker.party(),
        rows: vec![
            row(
                &[
                    (Act::Submit, 0),
                    (Act::Acknowledge, HOUR),
                    (Act::Propose, 2 * DAY),
                    (Act::Commit, DAY),
                    (Act::Accept, 9 * DAY),
                ],
                true,
            ),
            // Acknowledged before it was submitted: counts nowhere, and is listed.
            row(
                &[
                    (Act::Submit, DAY),
                    (Act::Acknowledge, HOUR),
                    (Act::Accept, 30 * DAY),
                ],
                false,
            ),
            // Never answered, never closed.
            row(&[(Act::Submit, 0)], false),
        ],
    };
    let Ok(changes) = buyer.commit(&import);
    changes.into_iter().map(|c| c.id).collect()
}

#[test]
fn imported_history_counts_up_to_the_moment_of_the_import() {
    let (mut buyer, maker) = pair();
    history(&mut buyer, &maker);
    let alone = Partners::default();
    let figure = |key| figure(&buyer, &alone, key);
    let acknowledged = figure(ACKNOWLEDGED);
    assert_eq!(fraction(&acknowledged), (1, 2));
    assert_eq!(acknowledged.flagged(Flag::EndsBeforeStart).len(), 1);
    assert_eq!(acknowledged.flagged(Flag::DatesOnly).len(), 1);
    assert_eq!(fraction(&figure(PROPOSED)), (0, 3));
    assert_eq!(fraction(&figure(PLANNED)), (1, 3));
    let closed = figure(CLOSED_LOOP);
    assert_eq!(fraction(&closed), (2, 3));
    assert_eq!(closed.target, Some(Target::AtLeast(95)));
    assert_eq!(closed.meets_target(), Some(false));
    // The plan of the first is stated before its proposal, the second acknowledged too early.
    assert_eq!(closed.flagged(Flag::OutOfOrder).len(), 2);
    assert_eq!(fraction(&figure(CLOSED_IN_TIME)), (1, 3));
}

#[test]
fn imported_history_gives_the_partner_the_same_figures() {
    let (mut buyer, mut maker) = pair();
    history(&mut buyer, &maker);
    maker.hear(&buyer);
    let alone = Partners::default();
    for key in [ACKNOWLEDGED, PROPOSED, PLANNED, CLOSED_LOOP, CLOSED_IN_TIME] {
        let (a, b) = (figure(&buyer, &alone, key), figure(&maker, &alone, key));
        assert_eq!(a, b);
    }
}

#[test]
fn a_clock_known_to_be_off_is_flagged_and_counted() {
    let (mut buyer, mut maker) = pair();
    let id = ask(&mut buyer, &maker);
    maker.hear(&buyer);
    let take = Take {
        requirement: id,
        step: Step::Acknowledge,
        stated: None,
    };
    maker.commit(&take).expect("acknowledged");
    buyer.hear(&maker);
    let ahead = Partners {
        clock_ahead: [(maker.party(), (20 * MINUTE, 3 * HOUR))].into(),
        ..Partners::default()
    };
    let kpi = figure(&buyer, &ahead, ACKNOWLEDGED);
    assert_eq!(fraction(&kpi), (1, 1));
    assert_eq!(kpi.flagged(Flag::OutsideClockBounds).len(), 1);
}

#[test]
fn the_list_filters_and_sorts_by_what_runs_out_first() {
    let (mut buyer, maker) = pair();
    let first = ask(&mut buyer, &maker);
    buyer.wait(HOUR);
    let second = be_asked(&mut buyer, &maker);
    buyer.wait(90 * MINUTE);
    let all = read(&buyer, &Partners::default());
    let ids = |filter: &Filter, descending| -> Vec<RecordId> {
        let places = arrange(&all, filter, Order::Due, descending, buyer.now);
        let found = places.into_iter().filter_map(|place| all.get(place));
        found.map(|row| row.id.clone()).collect()
    };
    let any = Filter::default();
    assert_eq!(ids(&any, false), [first.clone(), second.clone()]);
    assert_eq!(ids(&any, true), [second.clone(), first.clone()]);
    let due = |due| Filter {
        due: Some(due),
        ..Filter::default()
    };
    assert_eq!(ids(&due(Due::Unknown), false), [first]);
    assert_eq!(ids(&due(Due::Soon), false), [second]);
    assert!(ids(&due(Due::Overdue), false).is_empty());
    let text = Filter {
        text: "  BRACK".into(),
        ..Filter::default()
    };
    assert_eq!(ids(&text, false).len(), 2);
}
