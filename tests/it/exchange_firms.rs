//! Firms in memory that edit and send each other files: what the exchange tests play with.
//! Never in here: a test.

use std::collections::BTreeMap;
use std::convert::Infallible;

use tandem::exchange::{self, Fact, FileLog, LocalFacts, Me, Opened, ProfileId};
use tandem::ledger::{
    Author, Change, ChangeId, Edit, Mint, Plan, RecordId, Value, Workspace, WriterId,
};
use tandem::time::Instant;

pub const HOUR: i64 = 3_600_000;
pub const START: i64 = 1_790_000_000_000;

/// Names and moments from one counter, so that a run repeats itself.
pub struct Counter {
    writer: WriterId,
    seq: u32,
    bits: u128,
}

impl Mint for Counter {
    fn change_id(&mut self) -> ChangeId {
        let id = ChangeId {
            writer: self.writer,
            seq: self.seq,
        };
        self.seq += 1;
        id
    }

    fn bits(&mut self) -> u128 {
        self.bits = self
            .bits
            .wrapping_mul(0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645)
            .wrapping_add(0x5851_F42D_4C95_7F2D_1405_7B7E_F767_814F);
        self.bits
    }
}

/// One browser of one firm.
pub struct Browser {
    pub me: Me,
    pub ws: Workspace,
    pub local: BTreeMap<String, String>,
    pub mint: Counter,
    pub now: Instant,
}

pub fn party(n: u64) -> RecordId {
    RecordId::from_bits("party", 0x1234_5678_9ABC_DEF0_u128 * 977 + u128::from(n))
}

pub fn person(n: u64) -> RecordId {
    RecordId::from_bits("person", 0xFEDC_BA98_7654_3210_u128 * 733 + u128::from(n))
}

struct Edited<F>(F);

impl<F: Fn(&mut Plan<'_>)> Edit for Edited<F> {
    type Refusal = ();
    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
        (self.0)(plan);
        Ok(())
    }
}

impl Browser {
    pub fn new(profile: u64, of: &RecordId, who: &RecordId) -> Self {
        Self {
            me: Me {
                profile: ProfileId(profile),
                party: of.clone(),
                person: who.clone(),
            },
            ws: Workspace::new(),
            local: BTreeMap::new(),
            mint: Counter {
                writer: WriterId(profile << 16 | 0xA5),
                seq: 0,
                bits: u128::from(profile) << 64 | 0x9E37,
            },
            now: Instant(START),
        }
    }

    pub fn log(&self) -> FileLog {
        FileLog::from_local(self.local.iter().map(|(k, v)| (k.as_str(), v.as_str())))
    }

    pub fn author(&self) -> Author {
        Author {
            party: self.me.party.clone(),
            person: self.me.person.clone(),
        }
    }

    /// Does one act.
    pub fn act(&mut self, edit: impl Fn(&mut Plan<'_>)) -> ChangeId {
        let author = self.author();
        self.now.0 += 1;
        let mut plan = Plan::new(&self.ws, self.now, &author, &mut self.mint);
        Edited(edit)
            .plan(&mut plan)
            .expect("edits here are never refused");
        let changes = plan.finish();
        let first = changes
            .first()
            .map(|c| c.id)
            .expect("an edit writes something");
        self.ws.insert_all(changes);
        first
    }

    /// Does what a module's edit plans.
    pub fn commit<E: Edit>(&mut self, edit: &E) -> Result<Vec<Change>, E::Refusal> {
        let author = self.author();
        self.now.0 += 1;
        let mut plan = Plan::new(&self.ws, self.now, &author, &mut self.mint);
        edit.plan(&mut plan)?;
        let changes = plan.finish();
        self.ws.insert_all(changes.iter().cloned());
        Ok(changes)
    }

    /// Does an edit of the program; gives how many changes it made.
    pub fn follow<E: Edit<Refusal = Infallible>>(&mut self, edit: &E) -> usize {
        let author = self.author();
        self.now.0 += 1;
        let mut plan = Plan::new(&self.ws, self.now, &author, &mut self.mint);
        let Ok(()) = edit.plan(&mut plan);
        self.ws.insert_all(plan.finish()).added.len()
    }

    /// Creates a record with text fields; a value that parses as JSON is written as it stands.
    pub fn create(&mut self, kind: &str, fields: &[(&str, &str)]) -> RecordId {
        let id = RecordId::from_bits(kind, self.mint.bits());
        self.set(&id, fields);
        id
    }

    pub fn set(&mut self, id: &RecordId, fields: &[(&str, &str)]) -> ChangeId {
        self.act(|plan| {
            for (field, text) in fields {
                let value = Value::from_json(text).unwrap_or_else(|| Value::text(text));
                plan.write(id, field, value);
            }
        })
    }

    /// Writes a file to a partner, or to colleagues, and remembers it.
    pub fn write(&mut self, to: &RecordId, everything: bool) -> String {
        self.write_with(to, everything, &BTreeMap::new())
    }

    /// The same with the documents at hand, by their hex digest.
    pub fn write_with(
        &mut self,
        to: &RecordId,
        everything: bool,
        documents: &BTreeMap<String, Vec<u8>>,
    ) -> String {
        let log = self.log();
        self.now.0 += 1;
        let out = if *to == self.me.party {
            exchange::outgoing_to_colleagues(&self.ws, &log, &self.me)
        } else {
            exchange::outgoing(&self.ws, &log, &self.me, to, self.now, everything)
        };
        let file = exchange::write(&out, &self.ws, &log, &self.me, self.now, documents);
        self.keep(vec![(file.fact.key(), Some(file.fact.value()))]);
        file.text
    }

    pub fn keep(&mut self, facts: LocalFacts) {
        for (key, value) in facts {
            match value {
                Some(value) => drop(self.local.insert(key, value)),
                None => drop(self.local.remove(&key)),
            }
        }
    }

    /// Opens and merges files; they must be readable and for this firm.
    pub fn read(&mut self, texts: &[&str]) -> usize {
        self.now.0 += 1;
        let files: Vec<Opened> = texts.iter().map(|t| opened(t)).collect();
        let merge = exchange::merge(&self.ws, &self.log(), &self.me, &files, self.now)
            .expect("the file is for this firm");
        self.keep(merge.facts);
        self.ws.insert_all(merge.changes).added.len()
    }

    pub fn preview(&self, texts: &[&str]) -> exchange::Preview {
        let files: Vec<Opened> = texts.iter().map(|t| opened(t)).collect();
        exchange::preview(&self.ws, &self.log(), Some(&self.me), &files, self.now)
    }

    /// Takes back the merge of a file.
    pub fn set_aside(&mut self, text: &str) -> Result<(), exchange::SetAsideRefusal> {
        let key = self.key_of(text);
        let aside = exchange::may_set_aside(&self.ws, &self.log(), &self.me, &key)?;
        self.ws = self.ws.without(|c| aside.ids.contains(c.id));
        self.keep(aside.facts);
        Ok(())
    }

    /// The key of the fact that a file was merged here.
    pub fn key_of(&self, text: &str) -> String {
        let file = opened(text);
        let log = self.log();
        let merged = log.merged().find(|m| {
            m.reader == self.me.profile
                && m.print == file.print
                && m.number == file.header.number
                && m.profile == file.header.from.profile
        });
        merged.map_or_else(String::new, |m| Fact::Merged(m.clone()).key())
    }

    pub fn text(&self, id: &RecordId, field: &str) -> String {
        let record = self.ws.record(id);
        record.map_or_else(String::new, |r| r.text(field).into_owned())
    }

    pub fn shared_with(&self, other: &RecordId) -> String {
        exchange::subset_digest(&self.ws, &self.me.party, other)
            .0
            .to_string()
    }
}

pub fn opened(text: &str) -> Opened {
    exchange::open(text.as_bytes(), None).expect("the file is readable")
}

/// Two firms that know each other: the first has a card of both and the relation between them.
pub fn two_firms() -> (Browser, Browser) {
    let (a, b) = (party(1), party(2));
    let (ann, bob) = (person(1), person(2));
    let mut first = Browser::new(11, &a, &ann);
    first.set(&a, &[("name", "Amber Metals")]);
    first.set(&b, &[("name", "Birch Works")]);
    first.set(
        &ann,
        &[("name", "Ann"), ("party", a.as_str()), ("layer", "contact")],
    );
    first.create(
        "relation",
        &[
            ("from", a.as_str()),
            ("to", b.as_str()),
            ("role", "supplies"),
        ],
    );
    (first, Browser::new(21, &b, &bob))
}
