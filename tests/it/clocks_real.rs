//! The real table under the working hours of a Dutch office: shares within the limits, one row in full.
//! Never in here: how a table is read (`table_import`).

use std::io::Write as _;

use tandem::exchange::table::requirements::REQUIREMENTS;
use tandem::exchange::table::{Import, Mapping, Reading, Sheet};
use tandem::ledger::{Edit, Plan, RecordId, Value, Workspace};
use tandem::modules::requirements::model::rows;
use tandem::modules::requirements::report::{
    self, ACKNOWLEDGED, ASSESSED, CLOSED_LOOP, PLANNED, PROPOSED,
};
use tandem::records::allowance::{self, Allowance};
use tandem::records::calendar;
use tandem::records::explain::{Cause, Hands};
use tandem::records::hours::Terms;
use tandem::records::limits::{Clock, Partners, Reader};
use tandem::records::pause::Pausing;
use tandem::records::requirement::{REFERENCE_REQUESTER, Requirement};
use tandem::records::same_as::SameAs;
use tandem::records::stage::Loop;
use tandem::time::calendar::{Week, Window};
use tandem::time::{DAY, Days, HOUR, MINUTE, Zone};

use crate::ledger_chain::{Counter, NOW, me, run};
use crate::time_zone::zone;

const REAL: &str = include_str!("../data/requirements-real.csv");

/// The public holidays of 2010 to 2012 by article 3 of the Dutch Algemene termijnenwet, the law that
/// says on which days a term does not run: New Year's Day, Easter Monday, Ascension, Whit Monday, both
/// days of Christmas, the Queen's birthday and 5 May; its second paragraph puts Good Friday on a par.
const HOLIDAYS: [(&str, &str); 27] = [
    ("2010-01-01", "New Year’s Day"),
    ("2010-04-02", "Good Friday"),
    ("2010-04-05", "Easter Monday"),
    ("2010-04-30", "Queen’s birthday"),
    ("2010-05-05", "Liberation Day"),
    ("2010-05-13", "Ascension Day"),
    ("2010-05-24", "Whit Monday"),
    ("2010-12-25", "Christmas Day"),
    ("2010-12-26", "Second day of Christmas"),
    ("2011-01-01", "New Year’s Day"),
    ("2011-04-22", "Good Friday"),
    ("2011-04-25", "Easter Monday"),
    ("2011-04-30", "Queen’s birthday"),
    ("2011-05-05", "Liberation Day"),
    ("2011-06-02", "Ascension Day"),
    ("2011-06-13", "Whit Monday"),
    ("2011-12-25", "Christmas Day"),
    ("2011-12-26", "Second day of Christmas"),
    ("2012-01-01", "New Year’s Day"),
    ("2012-04-06", "Good Friday"),
    ("2012-04-09", "Easter Monday"),
    ("2012-04-30", "Queen’s birthday"),
    ("2012-05-05", "Liberation Day"),
    ("2012-05-17", "Ascension Day"),
    ("2012-05-28", "Whit Monday"),
    ("2012-12-25", "Christmas Day"),
    ("2012-12-26", "Second day of Christmas"),
];

fn maker() -> RecordId {
    RecordId::parse("party-maker").unwrap()
}

/// What the requester records of its supplier: an office in Amsterdam, and limits in its hours.
struct Office {
    working: bool,
}

impl Edit for Office {
    type Refusal = std::convert::Infallible;

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), Self::Refusal> {
        let hours = [(540, 750), (780, 1020)].map(|(from, to)| Window::new(from, to).unwrap());
        let office = RecordId::parse("calendar-office").unwrap();
        plan.set(&office, calendar::PARTY, Value::of(&maker()));
        plan.set(
            &office,
            calendar::ZONE,
            Value::of(&zone("Europe/Amsterdam")),
        );
        plan.set(
            &office,
            calendar::WEEKS,
            Value::of(&[Week::of_days(5, &hours)]),
        );
        for (day, name) in HOLIDAYS {
            let id = RecordId::parse(&format!("calendar_day-{}", day.replace('-', ""))).unwrap();
            plan.set(&id, "parent", Value::of(&office));
            plan.set(&id, calendar::DATE, Value::text(day));
            plan.set(&id, calendar::REASON, Value::text(name));
        }
        let given = [
            (Clock::Acknowledge, Allowance::hours(2)),
            (Clock::Proposal, Allowance::hours(24)),
        ];
        for (clock, allowed) in given.into_iter().filter(|_| self.working) {
            let id = RecordId::parse(&format!("limit-{}", clock.as_str())).unwrap();
            plan.set(&id, allowance::PARTY, Value::of(&maker()));
            plan.set(&id, allowance::CLOCK, Value::text(clock.as_str()));
            plan.set(&id, allowance::ALLOWS, Value::of(&allowed.working()));
        }
        Ok(())
    }
}

fn desk(working: bool) -> Workspace {
    let (mut ws, mut names) = (Workspace::new(), Counter(0));
    let sheet = Sheet::read(REAL);
    let mapping = Mapping::propose(&sheet, &REQUIREMENTS, None);
    let reading = Reading::of(&sheet, &REQUIREMENTS, &mapping, &Zone::utc());
    let import = Import {
        shape: &REQUIREMENTS,
        source: "orders".into(),
        reading: &reading,
        key_field: REFERENCE_REQUESTER,
        requester: me().party,
        provider: maker(),
    };
    run(&mut ws, &mut names, &import).unwrap();
    let Ok(_) = run(&mut ws, &mut names, &Office { working });
    ws
}

fn with<T>(ws: &Workspace, read: impl FnOnce(&Reader<'_>) -> T) -> T {
    let (joins, partners) = (SameAs::of(ws), Partners::default());
    let terms = Terms::of(ws, &joins);
    read(&Reader {
        me: &me().party,
        joins: &joins,
        partners: &partners,
        terms: &terms,
    })
}

fn shares(ws: &Workspace) -> [(usize, usize); 5] {
    with(ws, |reader| {
        let rows = rows(ws, reader);
        let each: Vec<_> = rows.iter().collect();
        let figures = report::shares(&each, reader.joins, reader.partners, NOW.plus(DAY));
        [ACKNOWLEDGED, PROPOSED, ASSESSED, PLANNED, CLOSED_LOOP].map(|key| {
            let kpi = figures.iter().find(|kpi| kpi.key == key).unwrap();
            (kpi.numerator(), kpi.denominator())
        })
    })
}

#[test]
fn the_real_rows_under_a_dutch_office_calendar() {
    let (elapsed, working) = (shares(&desk(false)), shares(&desk(true)));
    let [acknowledged, proposed, assessed, planned, closed] = elapsed;
    let _ = writeln!(
        std::io::stderr(),
        "real: within 2 h {acknowledged:?} elapsed, {:?} working; within 24 h {proposed:?} elapsed, {:?} working; of receipt {assessed:?}, planned {planned:?}, closed {closed:?}",
        working[0],
        working[1],
    );
    assert_eq!((acknowledged, proposed), ((11, 1_432), (12, 1_432)));
    assert_eq!((working[0], working[1]), ((16, 1_432), (79, 1_432)));
    assert_eq!(assessed, (1_164, 1_434));
    // What was not given in working time stays as it was.
    assert_eq!(working[2..], elapsed[2..]);
}

#[test]
fn one_real_row_explained_in_full_over_whitsun() {
    let ws = desk(true);
    let explained = with(&ws, |reader| {
        let mut all = ws.of_kind("requirement").map(Requirement);
        let row = all
            .find(|r| r.0.text(REFERENCE_REQUESTER) == "case-8047")
            .unwrap();
        let course = Loop::of(&row, reader.joins);
        reader.explain(&row, &course, Clock::Proposal, Pausing::Standing, NOW)
    });
    let explained = explained.unwrap();
    let told: Vec<(String, &str, i64)> = explained
        .intervals
        .iter()
        .map(|interval| {
            let cause = match &interval.cause {
                Cause::Running => "running",
                Cause::OutsideHours => "outside hours",
                Cause::Closed { name, .. } => name.reason.as_str(),
                other => panic!("{other:?}"),
            };
            assert_eq!(interval.hands, Hands::Provider);
            (
                interval.span.from().plus(2 * HOUR).iso()[..23].to_owned(),
                cause,
                interval.counted_ms,
            )
        })
        .collect();
    let row = |from: &str, cause, ms| (from.to_owned(), cause, ms);
    assert_eq!(
        told,
        [
            row("2011-06-10T17:00:10.794", "outside hours", 0),
            row("2011-06-13T00:00:00.000", "Whit Monday", 0),
            row("2011-06-14T00:00:00.000", "outside hours", 0),
            row("2011-06-14T09:00:00.000", "running", 210 * MINUTE),
            row("2011-06-14T12:30:00.000", "outside hours", 0),
            row("2011-06-14T13:00:00.000", "running", 240 * MINUTE),
            row("2011-06-14T17:00:00.000", "outside hours", 0),
            row("2011-06-15T09:00:00.000", "running", 6_887_774),
        ]
    );
    // 9 h 24 min 47.774 s of 24, proposed on Wednesday at 10:54.
    assert_eq!(explained.counted_ms(), 33_887_774);
    assert_eq!(
        explained.counted_days(),
        Days::whole(1) + &Days::part(6_887_774, 27_000_000)
    );
    assert_eq!(
        explained.span.to().plus(2 * HOUR).iso(),
        "2011-06-15T10:54:47.774Z"
    );
    assert!(explained.is_answered);
    assert_eq!(explained.split().provider, explained.span.length());
}
