//! Two thousand people and five years of trainings: the ledger opens, searches, filters and scrolls without a
//! task of more than 50 ms. Times are judged in the soak alone, of three rounds the middle one.

use std::collections::BTreeMap;

use tandem::exchange::{self, FileLog, Me, ProfileId};
use tandem::ledger::{
    Author, Change, ChangeId, PARENT, RecordId, Value, Workspace, Write, WriterId,
};
use tandem::modules::training::model::{
    ATTENDANCE, COURSE, COURSE_REF, DATE, MINUTES, PERSON, STATE, TITLE, TRAINING, attendance_id,
};
use tandem::records::person;
use tandem::time::{DAY, Date, Instant};

use crate::harness::{Browser, Key, journey, soak};
use crate::keeps_ten_thousand_in_view::{LONGEST, longest, rows_in_view, scroll, shown};
use crate::three_firms_converge::{backup, saved, start};

/// People and years.
const SIZE: (u32, i64) = (2_000, 5);

struct Writer {
    by: Author,
    at: Instant,
    changes: Vec<Change>,
}

impl Writer {
    fn write(&mut self, record: &RecordId, fields: &[(&str, Value)]) {
        let id = ChangeId {
            writer: WriterId(0xF00D),
            seq: self.changes.len() as u32,
        };
        let write = |(field, value): &(&str, Value)| Write {
            field: (*field).into(),
            value: value.clone(),
            over: Vec::new(),
        };
        self.changes.push(Change {
            id,
            at: self.at,
            by: self.by.clone(),
            act: id,
            record: record.clone(),
            writes: fields.iter().map(write).collect(),
            extra: Vec::new(),
        });
    }
}

/// What a firm of that size has noted: each person at six trainings a year, twenty in each.
fn years_of_training(by: Author, (people, years): (u32, i64), this: i64) -> Vec<Change> {
    let mut writer = Writer {
        at: Instant(Date::from_ymd(this, 1, 1).expect("a date").0 * DAY),
        changes: Vec::new(),
        by,
    };
    let party = Value::of(&writer.by.party.clone());
    let id = |kind: &str, n: u32| RecordId::from_bits(kind, (0xABCD_u128 << 64) + u128::from(n));
    let names = ["Lin", "Wang", "Zhao", "Chen", "Xu"];
    for n in 0..people {
        let layer = person::Layer::ALL[(n % 10 / 6) as usize];
        let name = format!("{} {n:04}", names[n as usize % names.len()]);
        writer.write(
            &id(person::KIND, n),
            &[
                (person::NAME, Value::text(&name)),
                (person::PARTY, party.clone()),
                (person::LAYER, Value::text(layer.as_str())),
            ],
        );
    }
    for n in 0..12 {
        let title = format!("Course {n}");
        writer.write(
            &id(COURSE, n),
            &[
                (TITLE, Value::text(&title)),
                (MINUTES, Value::int(180)),
                ("valid_months", Value::int(24)),
            ],
        );
    }
    let mut training = 0;
    for year in this - years + 1..=this {
        for round in 0..6 {
            for room in 0..people / 20 {
                let record = id(TRAINING, training);
                let date = Date::from_ymd(year, 1, 1).expect("a date").plus(round);
                writer.write(
                    &record,
                    &[
                        (COURSE_REF, Value::of(&id(COURSE, training % 12))),
                        (DATE, Value::of(&date)),
                        (MINUTES, Value::int(180)),
                        (STATE, Value::text("held")),
                    ],
                );
                for seat in 0..20 {
                    let person = id(person::KIND, (room * 20 + seat + round as u32) % people);
                    let noted = attendance_id(&record, &person);
                    assert_eq!(noted.kind(), ATTENDANCE);
                    writer.write(
                        &noted,
                        &[
                            (PARENT, Value::of(&record)),
                            (PERSON, Value::of(&person)),
                            (MINUTES, Value::int(180)),
                        ],
                    );
                }
                training += 1;
            }
        }
    }
    writer.changes
}

async fn counted(browser: &Browser, people: u32) {
    browser.open("#/training").await;
    browser.css(".training-averages").appears().await;
    let rows = format!("{} rows", thousands(people + 1));
    shown(browser, &rows).await;
    rows_in_view(browser).await;
}

fn thousands(n: u32) -> String {
    match n {
        1_000.. => format!("{},{:03}", n / 1_000, n % 1_000),
        _ => n.to_string(),
    }
}

#[test]
fn the_ledger_of_thousands_opens_and_filters_without_a_long_task() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, "Works", "Ann Example").await;
        let this = ann.eval("return new Date().getFullYear()", vec![]).await;
        let this = this.as_i64().expect("a year");
        let (people, years) = SIZE;
        let mail = backup(stage, &ann).await;
        let bytes = std::fs::read(&mail.path).expect("the file");
        let opened = exchange::open(&bytes, None).expect("a file of the firm");
        let by = Author {
            party: opened.header.from.party.clone(),
            person: opened.header.from.person.clone(),
        };
        let mut ws = Workspace::new();
        ws.insert_all(opened.changes);
        ws.insert_all(years_of_training(by.clone(), (people, years), this));
        let me = Me::new(ProfileId(0xF00D), &by);
        let log = FileLog::default();
        let outgoing = exchange::outgoing_to_colleagues(&ws, &log, &me);
        let now = Instant(Date::from_ymd(this, 1, 8).expect("a date").0 * DAY);
        let file = exchange::write(&outgoing, &ws, &log, &me, now, &BTreeMap::new());
        let path = stage.file("years.json", file.text.as_bytes());
        ann.open("#/exchange").await;
        ann.css("input[type=file]").upload(&[&path]).await;
        ann.button("Merge").click().await;
        ann.button("Merge").disappears().await;
        saved(&ann).await;

        let opened = longest(&ann, "open", async |_| {
            ann.open("#/settings").await;
            ann.css("main h1").appears().await;
            counted(&ann, people).await;
        })
        .await;
        ann.row("Chen 0003").says("24 of 24").await;
        ann.screenshot("training-thousands").await;
        let searched = longest(&ann, "search", async |round| {
            let word = ["Wang", "0199", "Xu 0"][round];
            ann.field("Search").focus().await;
            ann.press(word).await;
            shown(&ann, " of ").await;
            rows_in_view(&ann).await;
            for _ in 0..word.len() {
                ann.press(Key::Backspace + "").await;
            }
            shown(&ann, " rows").await;
            rows_in_view(&ann).await;
        })
        .await;
        let filtered = longest(&ann, "filter", async |round| {
            let layer = ["Contacts", "Managers", "Contacts"][round];
            ann.field("Layer").choose(layer).await;
            shown(&ann, " of ").await;
            rows_in_view(&ann).await;
            ann.button("Clear filters").click().await;
            shown(&ann, " rows").await;
            rows_in_view(&ann).await;
        })
        .await;
        let scrolled = longest(&ann, "scroll", async |round| {
            let down = if round == 1 { -1 } else { 1 };
            scroll(&ann, down * 6_000, 4_000).await;
            rows_in_view(&ann).await;
        })
        .await;
        for (what, took) in [
            ("opening", opened),
            ("searching", searched),
            ("filtering", filtered),
            ("scrolling", scrolled),
        ] {
            println!("{what}: the longest task of the middle round took {took:.1} ms");
            assert!(
                took < LONGEST || !soak(),
                "{what} kept the page busy for {took:.1} ms"
            );
        }
    });
}
