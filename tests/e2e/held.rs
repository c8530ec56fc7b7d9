//! Drills that were held in a workspace without a browser, as a colleague file to open in one.
//! Never in here: a test.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use tandem::exchange::{self, FileLog, Me, ProfileId};
use tandem::ledger::{RecordId, Value};
use tandem::modules::drills::edits::{Happen, Schedule};
use tandem::modules::drills::event::{Answer, Blame, Captured, Decide, Note, Rating, What};
use tandem::modules::drills::model::{self, DRILL, Drill, EVENT, Group};
use tandem::modules::drills::reading;
use tandem::modules::drills::run::{Run, Standing};
use tandem::modules::drills::scenario::Scenario;
use tandem::modules::matrix::edits::{AddTask, CreateMatrix};
use tandem::records::matrix::TASK;
use tandem::records::party;
use tandem::time::{Instant, MINUTE, SECOND};

#[allow(dead_code)]
#[path = "../it/drills_story.rs"]
mod drills_story;
#[allow(dead_code)]
#[path = "../it/firm.rs"]
mod firm;

pub use drills_story::STORY;
pub use firm::Firm;

/// A workshop's firm with a partner, and a matrix in which nobody answers for incoming material.
pub struct Workshop {
    pub firm: Firm,
    pub matrix: RecordId,
    pub task: RecordId,
    pub mill: RecordId,
}

impl Workshop {
    pub fn new() -> Self {
        let mut firm = Firm::new(1, "Alpha Works");
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = since.expect("after 1970").as_millis() as i64;
        // A few minutes ago, one after the other.
        firm.now = Instant(now - 10 * MINUTE);
        let mill = firm.name(party::KIND);
        firm.set(&mill, party::NAME, Value::text("Beta Mill"));
        let create = CreateMatrix {
            name: "Castings".into(),
            purpose: String::new(),
            parties: vec![mill.clone()],
        };
        let matrix = made(firm.commit(&create).expect("named"), "matrix");
        let add = AddTask {
            matrix: matrix.clone(),
            title: "Incoming material".into(),
            after: None,
        };
        let task = made(firm.commit(&add).expect("there"), TASK);
        Self {
            firm,
            matrix,
            task,
            mill,
        }
    }

    pub fn prepare(&mut self, title: &str, scenario: Scenario) -> RecordId {
        let group = |id: &str, name: &str| Group {
            id: id.into(),
            name: name.into(),
        };
        let schedule = Schedule {
            title: title.into(),
            scenario,
            planned: None,
            groups: vec![group("red", "Red"), group("blue", "Blue")],
            parties: Vec::new(),
            trainer: None,
            matrix: Some(self.matrix.clone()),
            hide_names: false,
        };
        self.firm.wait(SECOND);
        made(self.firm.commit(&schedule).expect("complete"), DRILL)
    }

    pub fn happen(&mut self, drill: &RecordId, second: i64, what: What) {
        let happen = Happen {
            drill: drill.clone(),
            ran: Some(second * SECOND),
            what,
        };
        self.firm.commit(&happen).expect("allowed");
    }

    /// The small story: red confirms after so many seconds, both read the list a second later, blue
    /// flies the steel in. Red thinks the mill answers for it, which the matrix does not say.
    pub fn play_story(&mut self, drill: &RecordId, confirmed: i64, speed: u32) {
        self.happen(drill, 0, What::Speed(speed));
        self.happen(drill, 0, What::Start);
        self.happen(
            drill,
            20,
            blame("red", &self.task.clone(), &self.mill.clone()),
        );
        self.happen(drill, confirmed, answer("call", "confirm", "red"));
        let fired = (300 / i64::from(speed)).max(confirmed);
        for group in ["red", "blue"] {
            self.happen(drill, fired + 1, answer("stock", "read", group));
        }
        self.happen(drill, 370, rating("red", 4));
        self.happen(drill, 380, note("The phone rang twice"));
        if speed < 5 {
            // The choice does not come before the end.
            self.happen(drill, 500, What::End);
            return;
        }
        let fly = Captured::Decide(Decide {
            inject: "choice".into(),
            group: "blue".into(),
            option: "fly".into(),
            played: None,
        });
        self.happen(drill, 400, What::Captured(fly));
        self.happen(drill, 500, What::End);
    }

    /// Any scenario, played by groups that answer most of what is expected.
    pub fn play(&mut self, drill: &RecordId) {
        self.happen(drill, 0, What::Start);
        let groups = ["red", "blue"];
        let mut done: Vec<String> = Vec::new();
        for step in 1..600_i64 {
            let second = step * 10;
            let (mut says, mut over) = (Vec::new(), false);
            {
                let held = Drill::find(&self.firm.ws, drill).expect("it");
                let (scenario, _) = model::scenario(&held.script().expect("one"));
                let (ids, log) = (held.group_ids(), held.log());
                let mut run = Run::of(&scenario, &ids, &log);
                run.advance(second * SECOND);
                over |= run.is_exhausted();
                let open = run.injects().filter(|(_, s)| s.standing == Standing::Open);
                for (inject, _) in open.filter(|(inject, _)| !done.contains(&inject.id)) {
                    says.push(inject.clone());
                }
            }
            for inject in says {
                done.push(inject.id.clone());
                for (nth, group) in groups.iter().enumerate() {
                    for (place, expectation) in inject.expectations.iter().enumerate() {
                        if !(step as usize + nth + place).is_multiple_of(4) {
                            self.happen(drill, second, answer(&inject.id, &expectation.id, group));
                        }
                    }
                    if let Some(option) = inject.decision.as_ref().map(|d| &d.options[nth % 2]) {
                        let decide = Captured::Decide(Decide {
                            inject: inject.id.clone(),
                            group: (*group).into(),
                            option: option.id.clone(),
                            played: None,
                        });
                        self.happen(drill, second, What::Captured(decide));
                    }
                }
            }
            if over {
                self.happen(drill, second, What::End);
                return;
            }
        }
        panic!("every drill ends");
    }

    /// Writes so many notes and answers into a drill that runs, as other programs may have.
    pub fn fill(&mut self, drill: &RecordId, events: u32, ms: i64) {
        let first = Drill::find(&self.firm.ws, drill).expect("it").log().len() as u32;
        for nth in 0..events {
            let group = ["red", "blue"][nth as usize % 2];
            let what = match nth % 3 {
                0 => note(&format!("Note no. {nth}")),
                1 => rating(group, 1 + nth % 5),
                _ => answer("call", "confirm", group),
            };
            let event = self.firm.name(EVENT);
            let fields = [
                ("parent", Value::of(drill)),
                (model::N, Value::of(&(first + nth))),
                (
                    model::RAN,
                    Value::int(ms * i64::from(nth) / i64::from(events)),
                ),
                (model::WHAT, what.value()),
            ];
            self.firm.put(&event, &fields);
        }
    }

    /// The workspace as a colleague file, which is a backup as well.
    pub fn file(&self) -> Vec<u8> {
        let me = Me::new(ProfileId(7), &self.firm.me);
        let log = FileLog::from_local([]);
        let out = exchange::outgoing_to_colleagues(&self.firm.ws, &log, &me);
        let now = self.firm.now;
        let file = exchange::write(&out, &self.firm.ws, &log, &me, now, &BTreeMap::new());
        file.text.into_bytes()
    }

    /// Everything that a colleague's file holds comes in.
    pub fn hear(&mut self, bytes: &[u8]) {
        let opened = exchange::open(bytes, None).expect("a file");
        self.firm.ws.insert_all(opened.changes);
    }
}

pub fn story() -> Scenario {
    reading::file(STORY).0.expect("the story")
}

/// A scenario of the library that is of the story's class.
pub fn shortage() -> Scenario {
    const FILE: &str = include_str!("../../src/modules/drills/library/material_shortage.json");
    reading::file(FILE).0.expect("a scenario")
}

fn made(changes: Vec<tandem::ledger::Change>, kind: &str) -> RecordId {
    let mut ids = changes.into_iter().map(|change| change.record);
    ids.find(|id| id.kind() == kind).expect(kind)
}

pub fn answer(inject: &str, expectation: &str, group: &str) -> What {
    What::Captured(Captured::Answer(Answer {
        inject: inject.into(),
        group: group.into(),
        expectation: Some(expectation.into()),
        role: None,
        text: format!("{group} says so"),
        credit: 100,
        played: None,
    }))
}

fn rating(group: &str, stars: u32) -> What {
    What::Captured(Captured::Rating(Rating {
        stars,
        group: Some(group.into()),
        role: None,
        text: "Calm".into(),
    }))
}

fn note(text: &str) -> What {
    What::Captured(Captured::Note(Note {
        text: text.into(),
        inject: None,
    }))
}

fn blame(group: &str, task: &RecordId, said: &RecordId) -> What {
    What::Captured(Captured::Blame(Blame {
        inject: "call".into(),
        group: group.into(),
        task: task.clone(),
        said: said.clone(),
        matrix: None,
    }))
}
