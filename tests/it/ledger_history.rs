//! Made-up histories of several writers who each know only part of the whole, and what they contain.
//! No assertion about the ledger stands here; `ledger_merge` and its neighbours make those.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;
use tandem::ledger::{Author, Change, ChangeId, DELETED, RecordId, Value, Write, WriterId};
use tandem::time::Instant;

use crate::ledger_rules::{Standing, literal};

const REPLICAS: usize = 4;
const RECORDS: [&str; 6] = [
    "task-a",
    "task-b",
    "pause-c",
    "party-d",
    "party-e",
    "zeppelin_shed-f",
];
const FIELDS: [&str; 8] = [
    "title",
    "qty",
    "stage",
    "parent",
    "same_as",
    "audience",
    "cell.party-d.buyer",
    "未来 \"field\"\n",
];
/// Texts that fit some field, texts that fit none, and texts whose spelling must survive.
const VALUES: [&str; 17] = [
    "\"steel\"",
    "\"copper\"",
    "1",
    "1.0",
    "-9223372036854775809",
    "null",
    "true",
    "\"task-a\"",
    "\"task-b\"",
    "\"party-d\"",
    "\"\\u00e9\\n\\\"\"",
    "{\"act\": \"submit\",  \"at\":12, \"new\":[1,{}]}",
    "[[[]]]",
    "1e400",
    "[\"party-d\"]",
    "[\"party-d\", \"party-e\"]",
    "[]",
];
/// Where the field of an audience stands among the fields.
const AUDIENCE: u8 = 5;
/// Where the values begin that name an audience.
const AUDIENCES: u8 = 14;
const YEAR: i64 = 31_556_952_000;
const NOW: i64 = 1_760_000_000_000;

/// One thing that happens in a history. Every number is taken modulo what it chooses from, so any
/// shorter list of steps is a history too.
#[derive(Clone, Debug)]
pub enum Step {
    /// Writes a field over every head known there.
    Write {
        who: u8,
        to: Spot,
        clock: u8,
    },
    /// Writes several records in one act.
    Act {
        who: u8,
        to: Vec<Spot>,
        clock: u8,
    },
    /// Writes a field over only one of its known heads.
    Half {
        who: u8,
        to: Spot,
        clock: u8,
    },
    Delete {
        who: u8,
        record: u8,
        clock: u8,
    },
    Restore {
        who: u8,
        record: u8,
        clock: u8,
    },
    /// Hands over what the first knows of some records, less what got lost on the way.
    Share {
        from: u8,
        to: u8,
        audience: u8,
        lost: u16,
    },
    /// Says anew who gets a record.
    Audience {
        who: u8,
        record: u8,
        value: u8,
        clock: u8,
    },
    /// A page load: from now on this one writes under another writer.
    Reload {
        who: u8,
    },
    /// Different content under an id that exists.
    Variant {
        of: u8,
        how: u8,
    },
    /// Two or three writes, each over the next: only a forger can do it.
    Cycle {
        who: u8,
        to: Spot,
        length: u8,
    },
    /// A write over a change nobody will ever see.
    Ghost {
        who: u8,
        to: Spot,
    },
    /// A change of a newer version, with members unknown here.
    Newer {
        who: u8,
        to: Spot,
    },
    /// One change that writes one field twice: only a forger does it.
    Twice {
        who: u8,
        to: Spot,
    },
    /// A change that reaches nobody else in the end, though others were written over it.
    Lose {
        of: u8,
    },
}

#[derive(Clone, Debug)]
pub struct Spot {
    record: u8,
    field: u8,
    value: u8,
}

fn spot() -> impl Strategy<Value = Spot> {
    (
        0..RECORDS.len() as u8,
        0..FIELDS.len() as u8,
        0..VALUES.len() as u8,
    )
        .prop_map(|(record, field, value)| Spot {
            // Half of the spots are of one record and few fields, so that people meet there.
            record: if value % 2 == 0 { record % 2 } else { record },
            field: if value % 2 == 0 { field % 3 } else { field },
            value,
        })
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..REPLICAS as u8;
    let clock = any::<u8>();
    prop_oneof![
        40 => (who.clone(), spot(), clock).prop_map(|(who, to, clock)| Step::Write { who, to, clock }),
        4 => (who.clone(), vec(spot(), 2..4), clock).prop_map(|(who, to, clock)| Step::Act { who, to, clock }),
        4 => (who.clone(), spot(), clock).prop_map(|(who, to, clock)| Step::Half { who, to, clock }),
        8 => (who.clone(), any::<u8>(), clock).prop_map(|(who, record, clock)| Step::Delete { who, record, clock }),
        2 => (who.clone(), any::<u8>(), clock).prop_map(|(who, record, clock)| Step::Restore { who, record, clock }),
        20 => (who.clone(), who.clone(), any::<u8>(), prop_oneof![2 => Just(0u16), 1 => any::<u16>()])
            .prop_map(|(from, to, audience, lost)| Step::Share { from, to, audience, lost }),
        6 => (who.clone(), 0..2u8, 0..4u8, clock)
            .prop_map(|(who, record, value, clock)| Step::Audience { who, record, value, clock }),
        3 => who.clone().prop_map(|who| Step::Reload { who }),
        4 => (any::<u8>(), any::<u8>()).prop_map(|(of, how)| Step::Variant { of, how }),
        1 => (who.clone(), spot(), 1..4u8).prop_map(|(who, to, length)| Step::Cycle { who, to, length }),
        2 => (who.clone(), spot()).prop_map(|(who, to)| Step::Ghost { who, to }),
        3 => (who.clone(), spot()).prop_map(|(who, to)| Step::Newer { who, to }),
        1 => (who, spot()).prop_map(|(who, to)| Step::Twice { who, to }),
        2 => any::<u8>().prop_map(|of| Step::Lose { of }),
    ]
}

/// A history of some 8 to 40 steps.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    vec(step(), 8..40)
}

/// A history short enough that every order of it can be tried.
pub fn few_steps() -> impl Strategy<Value = Vec<Step>> {
    vec(step(), 3..9)
}

/// The changes of a history, each once, and what was odd about how they came to be.
#[derive(Default)]
pub struct History {
    pub changes: Vec<Change>,
    audience_subset: bool,
}

#[derive(Default)]
struct Replica {
    known: Vec<usize>,
    reloads: u64,
    seq: u32,
}

struct Telling {
    all: Vec<Change>,
    replicas: Vec<Replica>,
    lost: Vec<usize>,
    audience_subset: bool,
}

/// Plays the steps.
pub fn tell(steps: &[Step]) -> History {
    let mut telling = Telling {
        all: Vec::new(),
        replicas: (0..REPLICAS).map(|_| Replica::default()).collect(),
        lost: Vec::new(),
        audience_subset: false,
    };
    for step in steps {
        telling.play(step);
    }
    let mut changes: Vec<Change> = Vec::new();
    for (nth, change) in telling.all.into_iter().enumerate() {
        if !telling.lost.contains(&nth) && !changes.contains(&change) {
            changes.push(change);
        }
    }
    History {
        changes,
        audience_subset: telling.audience_subset,
    }
}

pub fn record_id(nth: u8) -> RecordId {
    RecordId::parse(RECORDS[nth as usize % RECORDS.len()]).unwrap()
}

fn author(who: u8) -> Author {
    let party = if who.is_multiple_of(2) {
        "party-d"
    } else {
        "party-e"
    };
    Author {
        party: RecordId::parse(party).unwrap(),
        person: RecordId::parse(&format!("person-{who}")).unwrap(),
    }
}

impl Spot {
    fn field(&self) -> &'static str {
        FIELDS[self.field as usize % FIELDS.len()]
    }

    fn write(&self, over: Vec<ChangeId>) -> Write {
        Write {
            field: self.field().into(),
            value: Value::from_json(VALUES[self.value as usize % VALUES.len()]).unwrap(),
            over,
        }
    }
}

impl Telling {
    fn play(&mut self, step: &Step) {
        match step {
            Step::Write { who, to, clock } => {
                let over = self.heads(*who, to);
                self.write(*who, to, over, *clock);
            }
            Step::Act { who, to, clock } => {
                let mut act = None;
                for to in to {
                    let over = self.heads(*who, to);
                    let id = self.next_id(*who);
                    let act = *act.get_or_insert(id);
                    self.add(
                        *who,
                        id,
                        act,
                        &record_id(to.record),
                        vec![to.write(over)],
                        *clock,
                    );
                }
            }
            Step::Half { who, to, clock } => {
                let over = self.heads(*who, to).into_iter().take(1).collect();
                self.write(*who, to, over, *clock);
            }
            Step::Delete { who, record, clock } => self.mark(*who, *record, true, *clock),
            Step::Restore { who, record, clock } => self.mark(*who, *record, false, *clock),
            Step::Share {
                from,
                to,
                audience,
                lost,
            } => self.share(*from, *to, *audience, *lost),
            Step::Audience {
                who,
                record,
                value,
                clock,
            } => {
                let to = Spot {
                    record: *record,
                    field: AUDIENCE,
                    value: AUDIENCES + value % 3,
                };
                let over = self.heads(*who, &to);
                self.write(*who, &to, over, *clock);
            }
            Step::Reload { who } => {
                let replica = &mut self.replicas[*who as usize % REPLICAS];
                replica.reloads += 1;
                replica.seq = 0;
            }
            Step::Variant { of, how } => self.vary(*of, *how),
            Step::Cycle { who, to, length } => {
                let ids: Vec<ChangeId> = (0..*length).map(|_| self.next_id(*who)).collect();
                for (nth, &id) in ids.iter().enumerate() {
                    let over = ids[(nth + 1) % ids.len()];
                    let spot = Spot {
                        value: to.value.wrapping_add(nth as u8),
                        ..to.clone()
                    };
                    self.add(
                        *who,
                        id,
                        id,
                        &record_id(to.record),
                        vec![spot.write(vec![over])],
                        1,
                    );
                }
            }
            Step::Ghost { who, to } => {
                let ghost = ChangeId {
                    writer: WriterId(u64::MAX),
                    seq: to.value.into(),
                };
                let mut over = self.heads(*who, to);
                over.push(ghost);
                self.write(*who, to, over, 7);
            }
            Step::Newer { who, to } => {
                let over = self.heads(*who, to);
                self.write(*who, to, over, 2);
                if let Some(change) = self.all.last_mut() {
                    let odd = Value::from_json("{ \"lamp\" : [1.50, null] }").unwrap();
                    change.extra = vec![("mood".into(), odd), ("\"".into(), Value::null())];
                }
            }
            Step::Twice { who, to } => {
                let over = self.heads(*who, to);
                let other = Spot {
                    value: to.value.wrapping_add(1),
                    ..to.clone()
                };
                let writes = vec![to.write(over), other.write(Vec::new())];
                let id = self.next_id(*who);
                self.add(*who, id, id, &record_id(to.record), writes, 3);
            }
            Step::Lose { of } => {
                if !self.all.is_empty() {
                    self.lost.push(*of as usize % self.all.len());
                }
            }
        }
    }

    fn next_id(&mut self, who: u8) -> ChangeId {
        let who = who as usize % REPLICAS;
        let replica = &mut self.replicas[who];
        replica.seq += 1;
        ChangeId {
            writer: WriterId((who as u64) << 32 | replica.reloads),
            seq: replica.seq - 1,
        }
    }

    fn known(&self, who: u8) -> Vec<&Change> {
        let known = &self.replicas[who as usize % REPLICAS].known;
        known.iter().map(|&at| &self.all[at]).collect()
    }

    fn heads(&self, who: u8, to: &Spot) -> Vec<ChangeId> {
        let record = record_id(to.record);
        let known = self.known(who).into_iter().filter(|c| c.record == record);
        let mut heads: Vec<ChangeId> = literal(known)
            .records
            .iter()
            .flat_map(|r| &r.fields)
            .filter(|f| f.name == to.field())
            .flat_map(|f| &f.heads)
            .map(|(c, _)| c.id)
            .collect();
        heads.dedup();
        heads
    }

    fn write(&mut self, who: u8, to: &Spot, over: Vec<ChangeId>, clock: u8) {
        let id = self.next_id(who);
        self.add(
            who,
            id,
            id,
            &record_id(to.record),
            vec![to.write(over)],
            clock,
        );
    }

    fn mark(&mut self, who: u8, record: u8, deleted: bool, clock: u8) {
        let record = record_id(record);
        if clock >= 64 {
            // Most know the whole record when they delete it; the others make contested deletions.
            let known = &mut self.replicas[who as usize % REPLICAS].known;
            let of_record = (0..self.all.len()).filter(|&at| self.all[at].record == record);
            let news: Vec<usize> = of_record.filter(|at| !known.contains(at)).collect();
            known.extend(news);
        }
        let known = self.known(who).into_iter().filter(|c| c.record == record);
        let mut over: Vec<ChangeId> = literal(known)
            .records
            .iter()
            .flat_map(|r| &r.fields)
            .filter(|f| deleted || f.name == DELETED)
            .flat_map(|f| &f.heads)
            .map(|(c, _)| c.id)
            .collect();
        over.sort();
        over.dedup();
        if deleted && over.is_empty() {
            return;
        }
        let write = Write {
            field: DELETED.into(),
            value: Value::bool(deleted),
            over,
        };
        let id = self.next_id(who);
        self.add(who, id, id, &record, vec![write], clock);
    }

    fn add(
        &mut self,
        who: u8,
        id: ChangeId,
        act: ChangeId,
        record: &RecordId,
        writes: Vec<Write>,
        clock: u8,
    ) {
        let step = self.all.len() as i64 * 60_000;
        let at = match clock % 8 {
            0 => NOW,
            1 => NOW + 100 * YEAR - step,
            2 => NOW - 100 * YEAR + step,
            _ => NOW + step,
        };
        let by = author(who);
        let record = record.clone();
        let at = Instant(at);
        self.replicas[who as usize % REPLICAS]
            .known
            .push(self.all.len());
        self.all.push(Change {
            id,
            at,
            by,
            act,
            record,
            writes,
            extra: Vec::new(),
        });
    }

    fn share(&mut self, from: u8, to: u8, audience: u8, lost: u16) {
        let (from, to) = (from as usize % REPLICAS, to as usize % REPLICAS);
        // One in four hands over everything; the others only some records, as audiences do.
        let shared = |record: &RecordId| {
            let nth = RECORDS
                .iter()
                .position(|r| *r == record.as_str())
                .unwrap_or(0);
            audience.is_multiple_of(4) || (audience >> 2) >> nth & 1 == 1
        };
        let mut arriving = Vec::new();
        for (nth, &at) in self.replicas[from].known.iter().enumerate() {
            if !shared(&self.all[at].record) {
                self.audience_subset = true;
            } else if lost >> (nth % 16) & 1 == 0 {
                arriving.push(at);
            }
        }
        let known = &mut self.replicas[to].known;
        for at in arriving {
            if !known.contains(&at) {
                known.push(at);
            }
        }
    }

    fn vary(&mut self, of: u8, how: u8) {
        if self.all.is_empty() {
            return;
        }
        let mut change = self.all[of as usize % self.all.len()].clone();
        match how % 5 {
            0 => change.at = Instant(change.at.0 + 1),
            1 => change.by = author(9),
            2 => change.extra.push(("by_hand".into(), Value::bool(true))),
            3 => change.record = record_id(how / 5),
            _ => {
                for write in &mut change.writes {
                    write.value =
                        Value::from_json(VALUES[how as usize / 5 % VALUES.len()]).unwrap();
                }
            }
        }
        let who = how as usize % REPLICAS;
        self.replicas[who].known.push(self.all.len());
        self.all.push(change);
    }
}

/// How many of some histories hold what the ledger's rules are about.
#[derive(Default)]
pub struct Shares {
    pub histories: u32,
    counts: [u32; TRAITS.len()],
}

/// What is counted, and the least share of histories, in per cent, that must hold it.
const TRAITS: [(&str, u32); 15] = [
    ("rivals", 70),
    ("several heads of equal value", 25),
    ("a record in the bin", 20),
    ("a contested deletion", 25),
    ("a write over an unknown change", 30),
    ("variants of one id", 40),
    ("a cycle", 7),
    ("a partial audience", 60),
    ("same_as", 40),
    ("an audience written again", 15),
    ("a clock 100 years off", 80),
    ("members of a newer version", 40),
    ("an act on several records", 45),
    ("a child of a parent", 15),
    ("a field written twice in one change", 12),
];

impl Shares {
    pub fn count(&mut self, history: &History) {
        let changes = &history.changes;
        let picture = literal(changes);
        let fields = || picture.records.iter().flat_map(|r| &r.fields);
        let ids: Vec<ChangeId> = changes.iter().map(|c| c.id).collect();
        let mut distinct = ids.clone();
        distinct.sort();
        distinct.dedup();
        let writes = || changes.iter().flat_map(|c| &c.writes);
        let stands = |s: Standing| picture.records.iter().any(|r| r.standing == s);
        let holds = [
            fields().any(|f| f.values() > 1),
            fields().any(|f| f.heads.len() > 1 && f.values() == 1),
            stands(Standing::Deleted),
            stands(Standing::Contested),
            writes().any(|w| w.over.iter().any(|o| !ids.contains(o))),
            distinct.len() < ids.len(),
            fields().any(|f| f.cyclic),
            history.audience_subset,
            writes().any(|w| w.field.as_str() == "same_as"),
            writes().any(|w| w.field.as_str() == "audience" && !w.over.is_empty()),
            changes.iter().any(|c| (c.at.0 - NOW).abs() > 99 * YEAR),
            changes.iter().any(|c| !c.extra.is_empty()),
            changes
                .iter()
                .any(|c| c.act != c.id && ids.contains(&c.act)),
            picture.records.iter().any(|r| r.parent().is_some()),
            changes.iter().any(|c| {
                let mut names: Vec<&str> = c.writes.iter().map(|w| w.field.as_str()).collect();
                names.sort();
                names.windows(2).any(|w| w[0] == w[1])
            }),
        ];
        self.histories += 1;
        for (count, holds) in self.counts.iter_mut().zip(holds) {
            *count += u32::from(holds);
        }
    }

    /// A generator that makes too few of something tests nothing about it.
    pub fn assert_enough(&self) {
        for (count, (name, least)) in self.counts.iter().zip(TRAITS) {
            assert!(
                count * 100 >= least * self.histories,
                "only {count} of {} histories hold {name}; {least} % must",
                self.histories
            );
        }
    }
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} histories", self.histories)?;
        for (count, (name, _)) in self.counts.iter().zip(TRAITS) {
            let share = f64::from(*count) * 100.0 / f64::from(self.histories.max(1));
            write!(f, ", {name} {share:.0} %")?;
        }
        Ok(())
    }
}
