//! Tables against the workspace: the real file, importing again, human edits, stages, refusals.

use std::collections::BTreeMap;

use tandem::exchange::table::import::{Fate, IMPORTED};
use tandem::exchange::table::moment::DayOrder;
use tandem::exchange::table::requirements::REQUIREMENTS;
use tandem::exchange::table::{Import, Mapping, Preview, Reading, Refusal, Sheet};
use tandem::kpi::Flag;
use tandem::ledger::{Edit, Plan, RecordId, Undo, Value, Workspace};
use tandem::modules::requirements::model::rows;
use tandem::modules::requirements::report::{ACKNOWLEDGED, CLOSED_LOOP, PROPOSED, shares};
use tandem::records::hours::Terms;
use tandem::records::limits::{Partners, Reader};
use tandem::records::requirement::{REFERENCE_REQUESTER, Requirement};
use tandem::records::same_as::SameAs;
use tandem::records::stage::{Act, Loop, Stage};
use tandem::time::{DAY, Zone};

use crate::ledger_chain::{Counter, NOW, me, run};

const REAL: &str = include_str!("../data/requirements-real.csv");

fn maker() -> RecordId {
    RecordId::parse("party-maker").unwrap()
}

fn import<'a>(reading: &'a Reading) -> Import<'a> {
    Import {
        shape: &REQUIREMENTS,
        source: " orders ".into(),
        reading,
        key_field: REFERENCE_REQUESTER,
        requester: me().party,
        provider: maker(),
    }
}

fn read_with(text: &str, correct: impl FnOnce(&mut Mapping)) -> Reading {
    let sheet = Sheet::read(text);
    let mut mapping = Mapping::propose(&sheet, &REQUIREMENTS, None);
    correct(&mut mapping);
    Reading::of(&sheet, &REQUIREMENTS, &mapping, &Zone::utc())
}

fn read(text: &str) -> Reading {
    read_with(text, |_| {})
}

/// A workspace one table was brought into, and more may be.
struct Desk(Workspace, Counter);

impl Desk {
    fn new() -> Self {
        Self(Workspace::new(), Counter(0))
    }

    fn preview(&self, text: &str) -> Preview {
        import(&read(text)).preview(&self.0, &me())
    }

    fn enter(&mut self, text: &str) -> Result<usize, Refusal> {
        let reading = read(text);
        run(&mut self.0, &mut self.1, &import(&reading)).map(|changes| changes.len())
    }

    fn write(&mut self, key: &str, field: &str, value: Value) {
        struct Set<'a>(RecordId, &'a str, Value);
        impl Edit for Set<'_> {
            type Refusal = ();
            fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
                plan.write(&self.0, self.1, self.2.clone());
                Ok(())
            }
        }
        let id = id(key);
        run(&mut self.0, &mut self.1, &Set(id, field, value)).unwrap();
    }

    fn text(&self, key: &str, field: &str) -> String {
        self.0
            .record(&id(key))
            .map(|r| r.text(field).into_owned())
            .unwrap_or_default()
    }

    fn course(&self, key: &str) -> Loop {
        Loop::of(
            &Requirement(self.0.record(&id(key)).unwrap()),
            &SameAs::of(&self.0),
        )
    }

    fn moments(&self, key: &str) -> Vec<(Act, String)> {
        let course = self.course(key);
        course
            .counted()
            .map(|m| (m.said.act, m.said.stated.iso()[..16].to_owned()))
            .filter(|(act, _)| *act != Act::Undo)
            .collect()
    }
}

fn id(key: &str) -> RecordId {
    import(&Reading::default()).id(key)
}

fn classes(preview: &Preview) -> BTreeMap<&'static str, usize> {
    let mut all = BTreeMap::new();
    for (class, count) in preview.findings.classes() {
        *all.entry(class.name).or_default() += count;
    }
    all
}

#[test]
fn the_real_table_enters_whole_with_everything_odd_in_it_counted() {
    let mut desk = Desk::new();
    let preview = desk.preview(REAL);
    assert_eq!(
        (
            preview.new,
            preview.changed,
            preview.unchanged,
            preview.left_out
        ),
        (1_434, 0, 0, 0)
    );
    let reading = read(REAL);
    let by_column: Vec<_> = reading
        .findings
        .classes()
        .map(|(c, n)| (c.name, c.column, c.pair, n))
        .collect();
    assert_eq!(
        by_column,
        [
            (
                "backwards",
                Some(5),
                Some(("submitted_at", "acknowledged_at")),
                2
            ),
            (
                "backwards",
                Some(6),
                Some(("submitted_at", "proposed_at")),
                2
            ),
            (
                "backwards",
                Some(7),
                Some(("proposed_at", "planned_at")),
                237
            ),
            (
                "backwards",
                Some(9),
                Some(("acknowledged_at", "closed_at")),
                117
            ),
            ("backwards", Some(9), Some(("planned_at", "closed_at")), 23),
            ("backwards", Some(9), Some(("proposed_at", "closed_at")), 12),
            ("backwards", Some(9), Some(("submitted_at", "closed_at")), 2),
            ("date_only", Some(4), None, 1_379),
            ("date_only", Some(8), None, 1_381),
            ("date_only", Some(9), None, 63),
            ("dates_only_column", Some(4), None, 1),
            ("dates_only_column", Some(8), None, 1),
        ]
    );
    desk.enter(REAL).unwrap();
    assert_eq!(desk.0.of_kind("requirement").count(), 1_434);
    assert_eq!(desk.text("case-10017", "owner"), "Resource04");
    assert_eq!(
        desk.moments("case-10017"),
        [
            (Act::Submit, "2011-10-10T23:06".into()),
            (Act::Acknowledge, "2011-10-18T11:46".into()),
            (Act::Propose, "2011-10-18T11:47".into()),
            (Act::Commit, "2011-10-18T11:47".into()),
            (Act::Accept, "2011-10-18T11:56".into()),
        ]
    );
    let record = desk.0.record(&id("case-10017")).unwrap();
    assert_eq!(Requirement(record).dates_only(), ["submit", "needed_by"]);
}

#[test]
fn importing_the_same_table_again_adds_nothing() {
    let mut desk = Desk::new();
    desk.enter(REAL).unwrap();
    let (changes, digest) = (desk.0.len(), tandem::ledger::digest_of(desk.0.changes()));
    let again = desk.preview(REAL);
    assert_eq!(
        (
            again.new,
            again.changed,
            again.unchanged,
            again.not_mentioned
        ),
        (0, 0, 1_434, 0)
    );
    assert_eq!(desk.enter(REAL), Err(Refusal::NothingNew));
    assert_eq!(
        (desk.0.len(), tandem::ledger::digest_of(desk.0.changes())),
        (changes, digest)
    );
}

#[test]
fn the_real_figures_follow_from_the_stated_moments() {
    let mut desk = Desk::new();
    desk.enter(REAL).unwrap();
    let (joins, partners) = (SameAs::of(&desk.0), Partners::default());
    let party = me().party;
    let terms = Terms::of(&desk.0, &joins);
    let reader = Reader {
        me: &party,
        joins: &joins,
        partners: &partners,
        terms: &terms,
    };
    let rows = rows(&desk.0, &reader);
    assert!(rows.iter().all(|row| row.course.not_counted() == 0));
    // A moment after the table was entered, which is evidence of both parties up to then.
    let each: Vec<_> = rows.iter().collect();
    let figures = shares(&each, &joins, &partners, NOW.plus(DAY));
    let figure = |key: &str| {
        let kpi = figures.iter().find(|kpi| kpi.key == key).unwrap();
        let flagged = |flag| kpi.flagged(flag).len();
        (
            (kpi.numerator(), kpi.denominator()),
            (flagged(Flag::EndsBeforeStart), flagged(Flag::DatesOnly)),
        )
    };
    assert_eq!(figure(ACKNOWLEDGED), ((11, 1_432), (2, 1_379)));
    assert_eq!(figure(PROPOSED), ((12, 1_432), (2, 1_379)));
    assert_eq!(figure(CLOSED_LOOP).0, (1_327, 1_432));
    assert_eq!(figure(CLOSED_LOOP).1.0, 2);
}

const SMALL: &str = "id,title,qty,submitted at,acknowledged at,closed at\n\
    1,bolts,100,2026-01-05T08:00Z,2026-01-05T09:00Z,\n\
    2,nuts,50,2026-01-06T08:00Z,,\n";

#[test]
fn what_people_changed_survives_a_newer_table() {
    let mut desk = Desk::new();
    desk.enter(SMALL).unwrap();
    desk.write("1", "title", Value::text("hexagon bolts"));
    desk.write("1", "quantity", Value::int(90));
    let newer = SMALL
        .replace("1,bolts,100", "1,bolts,120")
        .replace("2,nuts", "2,wing nuts");
    let preview = desk.preview(&newer);
    let fates: Vec<Fate> = preview.rows.into_iter().map(|(_, _, fate)| fate).collect();
    assert_eq!(
        fates,
        [
            Fate::Changed(vec!["quantity"]),
            Fate::Changed(vec!["title"])
        ]
    );
    assert_eq!(desk.enter(&newer), Ok(2));
    assert_eq!(desk.text("1", "title"), "hexagon bolts");
    assert_eq!(desk.0.record(&id("1")).unwrap().int("quantity"), Some(120));
    assert_eq!(desk.text("2", "title"), "wing nuts");
    assert_eq!(desk.enter(&newer), Err(Refusal::NothingNew));
}

#[test]
fn an_emptied_cell_clears_its_field_but_not_what_happened() {
    let mut desk = Desk::new();
    desk.enter(SMALL).unwrap();
    let emptied = SMALL.replace(
        "bolts,100,2026-01-05T08:00Z,2026-01-05T09:00Z",
        ",100,2026-01-05T08:00Z,",
    );
    assert_eq!(desk.preview(&emptied).findings.count("moment_gone"), 1);
    desk.enter(&emptied).unwrap();
    assert_eq!(desk.text("1", "title"), "");
    assert_eq!(desk.course("1").stage, Some(Stage::Acknowledged));
    assert_eq!(desk.enter(&emptied), Err(Refusal::NothingNew));
}

#[test]
fn a_column_left_out_is_not_a_column_emptied() {
    let mut desk = Desk::new();
    desk.enter(SMALL).unwrap();
    assert_eq!(
        desk.enter("id,qty\n1,100\n2,50\n"),
        Err(Refusal::NothingNew)
    );
    assert_eq!(desk.text("1", "title"), "bolts");
}

#[test]
fn newer_stages_are_added_and_corrected_ones_replaced() {
    let mut desk = Desk::new();
    desk.enter(SMALL).unwrap();
    let later = SMALL.replace("09:00Z,\n2", "09:00Z,2026-01-09T10:00Z\n2");
    assert_eq!(desk.enter(&later), Ok(1));
    assert_eq!(
        desk.moments("1")[2],
        (Act::Accept, "2026-01-09T10:00".into())
    );
    let corrected = later.replace("2026-01-05T09:00Z", "2026-01-05T09:30Z");
    desk.enter(&corrected).unwrap();
    assert_eq!(
        desk.moments("1"),
        [
            (Act::Submit, "2026-01-05T08:00".into()),
            (Act::Acknowledge, "2026-01-05T09:30".into()),
            (Act::Accept, "2026-01-09T10:00".into()),
        ]
    );
    assert_eq!(desk.enter(&corrected), Err(Refusal::NothingNew));
    desk.enter(&later).unwrap();
    assert_eq!(
        desk.moments("1")[1],
        (Act::Acknowledge, "2026-01-05T09:00".into())
    );
    let first = later.replace("2026-01-05T08:00Z", "2026-01-05T07:00Z");
    desk.enter(&first).unwrap();
    assert_eq!(
        desk.moments("1")[0],
        (Act::Submit, "2026-01-05T07:00".into())
    );
    assert_eq!(desk.moments("1").len(), 3);
}

#[test]
fn a_requirement_people_moved_on_keeps_the_stage_they_gave_it() {
    let mut desk = Desk::new();
    desk.enter(SMALL).unwrap();
    let said = format!(
        r#"{{"act":"propose","at":1767690000000,"for":"{}"}}"#,
        maker()
    );
    desk.write("1", "stage", Value::from_json(&said).unwrap());
    let later = SMALL.replace("09:00Z,\n2", "09:00Z,2026-01-09T10:00Z\n2");
    assert_eq!(desk.preview(&later).findings.count("moved_on"), 1);
    assert_eq!(desk.enter(&later), Err(Refusal::NothingNew));
    assert_eq!(desk.course("1").stage, Some(Stage::Proposed));
}

#[test]
fn a_record_in_the_bin_stays_there() {
    let mut desk = Desk::new();
    desk.enter(SMALL).unwrap();
    struct Bin(RecordId);
    impl Edit for Bin {
        type Refusal = ();
        fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
            plan.delete(&self.0);
            Ok(())
        }
    }
    run(&mut desk.0, &mut desk.1, &Bin(id("1"))).unwrap();
    let newer = SMALL.replace("bolts", "screws");
    assert_eq!(desk.preview(&newer).binned, 1);
    assert_eq!(desk.enter(&newer), Err(Refusal::NothingNew));
    assert!(desk.0.record(&id("1")).unwrap().is_deleted());
}

#[test]
fn an_import_is_taken_back_as_one_act() {
    let mut desk = Desk::new();
    desk.enter(SMALL).unwrap();
    let newer = SMALL.replace(
        "bolts,100,2026-01-05T08:00Z,2026-01-05T09:00Z,",
        "screws,100,2026-01-05T08:00Z,2026-01-05T09:30Z,2026-01-09T10:00Z",
    );
    let reading = read(&newer);
    let act = run(&mut desk.0, &mut desk.1, &import(&reading)).unwrap()[0].act;
    assert_eq!(desk.course("1").stage, Some(Stage::Accepted));
    run(&mut desk.0, &mut desk.1, &Undo { act }).unwrap();
    assert_eq!(desk.text("1", "title"), "bolts");
    assert_eq!(
        desk.moments("1"),
        [
            (Act::Submit, "2026-01-05T08:00".into()),
            (Act::Acknowledge, "2026-01-05T09:00".into()),
        ]
    );
    desk.enter(&newer).unwrap();
    assert_eq!(desk.course("1").stage, Some(Stage::Accepted));
}

#[test]
fn rows_without_a_key_and_repeated_keys_are_left_out_and_named() {
    let mut desk = Desk::new();
    let text = "id,title\n1,a\n,b\n1,a\n1,c\n2,d\n";
    let preview = desk.preview(text);
    assert_eq!((preview.new, preview.left_out), (2, 3));
    assert_eq!(classes(&preview)["missing_key"], 1);
    assert_eq!(classes(&preview)["repeated_key"], 2);
    desk.enter(text).unwrap();
    assert_eq!(desk.text("1", "title"), "a");
}

#[test]
fn unusable_cells_are_named_with_line_and_column_and_the_rest_of_the_row_enters() {
    let mut desk = Desk::new();
    let text = "id,title,qty,priority,due date\n1,a,12 pcs,高,2026-01-31\n2,b,5,whenever,2026-01-31\n3,c,5,low,soon\n4,d,5,low,9999-12-31\n";
    let preview = desk.preview(text);
    let named: Vec<(u64, Option<usize>, &str)> = preview
        .findings
        .list()
        .iter()
        .map(|f| (f.line, f.column, f.reason.class()))
        .filter(|f| f.2 != "date_only")
        .collect();
    assert_eq!(
        named,
        [
            (2, Some(2), "not_a_number"),
            (3, Some(3), "unknown_choice"),
            (4, Some(4), "unreadable_moment"),
            (5, Some(4), "implausible_year"),
            (1, Some(4), "dates_only_column"),
        ]
    );
    desk.enter(text).unwrap();
    assert_eq!(
        (desk.text("1", "title"), desk.text("1", "priority")),
        ("a".into(), "high".into())
    );
    assert_eq!(desk.0.record(&id("1")).unwrap().value("quantity"), None);
    assert_eq!(desk.0.record(&id("3")).unwrap().int("quantity"), Some(5));
}

#[test]
fn nothing_enters_before_an_open_question_is_answered() {
    let text = "id,submitted\n1,3/4/2026\n2,5/6/2026\n";
    let mut desk = Desk::new();
    assert_eq!(desk.preview(text).findings.count("ask_day_order"), 1);
    assert_eq!(desk.enter(text), Err(Refusal::Asks));
    let reading = read_with(text, |mapping| {
        mapping.columns[1].day_order = Some(DayOrder::DayFirst)
    });
    run(&mut desk.0, &mut desk.1, &import(&reading)).unwrap();
    assert_eq!(
        desk.moments("1"),
        [(Act::Submit, "2026-04-03T00:00".into())]
    );
    let keyless = read_with(text, |mapping| mapping.assign(0, None));
    assert_eq!(
        run(&mut desk.0, &mut desk.1, &import(&keyless)),
        Err(Refusal::NoKey)
    );
    let nameless = Import {
        source: "  ".into(),
        ..import(&reading)
    };
    assert_eq!(
        run(&mut desk.0, &mut desk.1, &nameless),
        Err(Refusal::NoSource)
    );
}

#[test]
fn the_same_row_is_the_same_record_wherever_it_is_imported() {
    let reading = Reading::default();
    let other = Import {
        requester: maker(),
        ..import(&reading)
    };
    assert_eq!(other.id("1"), id("1"));
    let elsewhere = Import {
        source: "orders 2".into(),
        ..import(&reading)
    };
    assert_ne!(elsewhere.id("1"), id("1"));
    assert_eq!(id("case-10011").as_str(), id("case-10011").as_str());
}

#[test]
fn what_the_table_said_is_kept_as_values_not_as_written() {
    let mut desk = Desk::new();
    desk.enter(SMALL).unwrap();
    let kept = desk
        .0
        .record(&id("2"))
        .unwrap()
        .value(IMPORTED)
        .unwrap()
        .json()
        .to_owned();
    assert_eq!(
        kept,
        r#"{"quantity":50,"reference":"2","submitted_at":1767686400000,"title":"nuts"}"#
    );
    let rewritten = SMALL.replace("2026-01-06T08:00Z", "2026/1/6 16:00 +08:00");
    assert_eq!(desk.enter(&rewritten), Err(Refusal::NothingNew));
}
