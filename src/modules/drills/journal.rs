//! The journal of a drill, for others' tools: rows for a table, and a JSON that names everything.
//! Never in here: headings in a language (given), files, words.

use serde::Serialize;

use super::event::{Captured, Cause, Event, What};
use super::run::{At, Run, Stood};
use super::scenario::Text;
use super::score;
use crate::ledger::{RecordId, Value};
use crate::time::{MINUTE, SECOND};

/// The columns, by the names the JSON uses too.
pub const COLUMNS: [&str; 10] = [
    "ran", "day", "clock", "what", "inject", "title", "group", "role", "text", "points",
];

/// One line: what happened, by itself or by somebody's hand. `clock` is the scenario's time of day on
/// its day, from 1; the title is in the language asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Milliseconds run in the room.
    pub ran: i64,
    pub day: i64,
    pub clock: String,
    /// `fired`, `closed`, `passed`, `answer`, `decide`, `pause` …: neutral names.
    pub what: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub inject: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub points: String,
}

/// Which of a text's two languages is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    Chinese,
    English,
}

impl Tongue {
    #[must_use]
    pub fn of(self, text: &Text) -> &str {
        match self {
            Self::Chinese => text.chinese(),
            Self::English => text.english(),
        }
    }
}

/// Everything that happened, in its order: what the clock brought before an event, the event, what
/// followed from it at once. Scores are those of now.
#[must_use]
pub fn rows(run: &Run<'_>, log: &[Event], tongue: Tongue) -> Vec<Row> {
    let mut teller = Teller {
        run,
        tongue,
        lines: score::lines(run),
        told: Vec::new(),
        rows: Vec::new(),
    };
    let mut replay = Run::new(run.scenario, run.groups);
    for event in log {
        replay.advance(event.ran);
        teller.tell(&replay);
        replay.apply(event);
        teller.rows.extend(event_row(run, event, replay.at, tongue));
        teller.tell(&replay);
    }
    replay.advance(run.at.ran);
    teller.tell(&replay);
    teller.rows
}

struct Teller<'r, 's> {
    run: &'r Run<'s>,
    tongue: Tongue,
    lines: Vec<score::Line<'r>>,
    /// How each inject stood when it was last told of.
    told: Vec<Stood>,
    rows: Vec<Row>,
}

impl Teller<'_, '_> {
    /// Tells what became of injects since, by the moment it did.
    fn tell(&mut self, now: &Run<'_>) {
        self.told.resize(now.stood.len(), Stood::default());
        let mut new: Vec<(At, Row)> = Vec::new();
        let all = now.injects().zip(&self.told).enumerate();
        for (nth, ((inject, stood), told)) in all {
            let own = |at: At, what: &str| Row {
                inject: inject.id.clone(),
                title: self.tongue.of(&inject.title).to_owned(),
                ..row(self.run, at, what)
            };
            if let Some(at) = stood.left.filter(|_| stood.left != told.left) {
                new.push((at, own(at, "passed")));
            }
            if let Some(at) = stood.fired.filter(|_| stood.fired != told.fired) {
                let what = if stood.by_hand {
                    "fired_by_hand"
                } else {
                    "fired"
                };
                new.push((at, own(at, what)));
            }
            if let Some(at) = stood.closed.filter(|_| stood.closed != told.closed) {
                let option = inject
                    .decision
                    .as_ref()
                    .and_then(|d| d.options.get(stood.took?));
                let took = option.map(|o| self.tongue.of(&o.title).to_owned());
                let line = Row {
                    text: took.unwrap_or_default(),
                    ..own(at, "closed")
                };
                new.push((at, line));
                for line in self.lines.iter().filter(|l| l.source.inject() == nth) {
                    let scored = Row {
                        group: line.group.to_owned(),
                        points: line.points.to_string(),
                        text: source_of(self.run, line.source, self.tongue),
                        ..own(at, "scored")
                    };
                    new.push((at, scored));
                }
            }
        }
        // Stable: what happened at one moment keeps its order.
        new.sort_by_key(|(at, _)| *at);
        self.rows.extend(new.into_iter().map(|(_, row)| row));
        self.told.clone_from(&now.stood);
    }
}

fn row(run: &Run<'_>, at: At, what: &str) -> Row {
    let minutes = i64::from(run.scenario.starts) + at.clock / MINUTE;
    let (day, minute) = (minutes.div_euclid(1_440), minutes.rem_euclid(1_440));
    Row {
        ran: at.ran,
        day: day + 1,
        clock: format!(
            "{:02}:{:02}:{:02}",
            minute / 60,
            minute % 60,
            at.clock % MINUTE / SECOND
        ),
        what: what.to_owned(),
        ..Row::default()
    }
}

fn source_of(run: &Run<'_>, source: score::Source, tongue: Tongue) -> String {
    let inject = run.inject(source.inject());
    let text = match source {
        score::Source::Expectation(_, place) => inject
            .and_then(|i| i.expectations.get(place))
            .map(|e| &e.what),
        score::Source::Decision(_, chosen) => {
            let decision = inject.and_then(|i| i.decision.as_ref());
            decision
                .and_then(|d| d.options.get(chosen?))
                .map(|o| &o.title)
        }
        score::Source::Bonus(_) => None,
    };
    text.map(|text| tongue.of(text).to_owned())
        .unwrap_or_default()
}

/// What a person did.
fn event_row(run: &Run<'_>, event: &Event, at: At, tongue: Tongue) -> Option<Row> {
    let plain = |what: &str| row(run, at, what);
    let on = |what: &str, inject: &str| {
        let title = run.place(inject).and_then(|nth| run.inject(nth));
        Row {
            inject: inject.to_owned(),
            title: title
                .map(|i| tongue.of(&i.title).to_owned())
                .unwrap_or_default(),
            ..plain(what)
        }
    };
    Some(match &event.what {
        What::Start => plain("start"),
        What::Pause(Cause::Hand) => plain("pause"),
        What::Pause(Cause::Gap) => plain("pause_after_gap"),
        What::Resume => plain("resume"),
        What::Speed(speed) => Row {
            text: speed.to_string(),
            ..plain("speed")
        },
        What::Hold(id) => on("hold", id),
        What::Release(id) => on("release", id),
        What::Skip(id) => on("skip", id),
        What::Close(id) => on("close", id),
        What::Fire(id) => on("fire", id),
        What::Insert(inject) => on("insert", &inject.id),
        What::Jump(_) => plain("jump"),
        What::Follow { inject, option } => Row {
            text: option.clone(),
            ..on("follow", inject)
        },
        What::End => plain("end"),
        What::Captured(said) => said_row(said, &plain, &on, "")?,
        What::Correct(correct) => {
            let of = correct.of.to_string();
            let line = match &correct.with {
                Some(said) => said_row(said, &plain, &on, "corrected_")?,
                None => plain("taken_back"),
            };
            let why = [of.as_str(), line.text.as_str(), correct.reason.as_str()];
            let why: Vec<&str> = why.into_iter().filter(|part| !part.is_empty()).collect();
            Row {
                text: why.join(" · "),
                ..line
            }
        }
    })
}

fn said_row(
    said: &Captured,
    plain: &impl Fn(&str) -> Row,
    on: &impl Fn(&str, &str) -> Row,
    prefix: &str,
) -> Option<Row> {
    let name = |what: &str| format!("{prefix}{what}");
    Some(match said {
        Captured::Answer(answer) => Row {
            group: answer.group.clone(),
            role: answer.role.clone().unwrap_or_default(),
            text: answer.text.clone(),
            points: format!("{} %", answer.credit),
            ..on(&name("answer"), &answer.inject)
        },
        Captured::Decide(decide) => Row {
            group: decide.group.clone(),
            text: decide.option.clone(),
            ..on(&name("decide"), &decide.inject)
        },
        Captured::Rating(rating) => Row {
            group: rating.group.clone().unwrap_or_default(),
            role: rating.role.clone().unwrap_or_default(),
            text: rating.text.clone(),
            points: rating.stars.to_string(),
            ..plain(&name("rating"))
        },
        Captured::Note(note) => Row {
            text: note.text.clone(),
            ..match &note.inject {
                Some(inject) => on(&name("note"), inject),
                None => plain(&name("note")),
            }
        },
        Captured::Blame(blame) => Row {
            group: blame.group.clone(),
            text: format!("{} → {}", blame.task, blame.said),
            ..on(&name("responsible"), &blame.inject)
        },
    })
}

/// The rows under headings as a CSV with a byte order mark, which Excel takes for UTF-8. A cell that a
/// spreadsheet would take for a formula begins with an apostrophe.
#[must_use]
pub fn csv(headings: &[String; 10], rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(headings);
    for row in rows {
        let ran = row.ran / SECOND;
        let cells = [
            format!("{:02}:{:02}:{:02}", ran / 3_600, ran / 60 % 60, ran % 60),
            row.day.to_string(),
            row.clock.clone(),
            row.what.clone(),
            row.inject.clone(),
            harmless(&row.title),
            harmless(&row.group),
            harmless(&row.role),
            harmless(&row.text),
            row.points.clone(),
        ];
        let _ = writer.write_record(&cells);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8(bytes).unwrap_or_default())
}

fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The journal as JSON: the scenario's name and version, the rows, and the log itself, to the byte.
#[must_use]
pub fn json(drill: &RecordId, run: &Run<'_>, log: &[Event], tongue: Tongue) -> String {
    #[derive(Serialize)]
    struct Journal<'a> {
        tandem: &'static str,
        format: u32,
        drill: &'a RecordId,
        scenario: &'a str,
        version: u32,
        groups: &'a [String],
        rows: Vec<Row>,
        log: Vec<Entry<'a>>,
    }
    #[derive(Serialize)]
    struct Entry<'a> {
        id: &'a RecordId,
        n: u32,
        ran: i64,
        at: String,
        what: Value,
    }
    let entry = |event| {
        let Event {
            id,
            n,
            ran,
            at,
            what,
        }: &Event = event;
        Entry {
            id,
            n: *n,
            ran: *ran,
            at: at.iso(),
            what: what.value(),
        }
    };
    let journal = Journal {
        tandem: "drill-journal",
        format: 0,
        drill,
        scenario: &run.scenario.slug,
        version: run.scenario.version,
        groups: run.groups,
        rows: rows(run, log, tongue),
        log: log.iter().map(entry).collect(),
    };
    serde_json::to_string_pretty(&journal).unwrap_or_default()
}
