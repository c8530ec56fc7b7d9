//! Files get lost, come twice or late, merges are undone, a profile falls silent for months: in the
//! end everybody who shares records has the same ones (rules 13, 15 and 19). And no file ever names
//! a record, or anybody, its reader was never to hear of.
//!
//! Wrong ways to read receipts are played by the same model and must fail it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use tandem::exchange::{self, Fact, FileLog, Listed, SayAgain, Withheld, WithheldWhy};
use tandem::ledger::{PARENT, RecordId, canonical, digest_of};

use crate::exchange_firms::{Browser, opened, party, person};
use crate::ledger_merge::{say, soak};

/// How the log is read before a file is written.
type Reading = fn(FileLog, &Browser) -> FileLog;

fn truthful(log: FileLog, _: &Browser) -> FileLog {
    log
}

/// Drops receipts' meaning: what was sent counts as received.
fn sent_is_received(mut log: FileLog, at: &Browser) -> FileLog {
    let heard: Vec<_> = log.heard().cloned().collect();
    for mut heard in heard {
        heard.listed = list_of(&log, at, &heard.party, |_| true);
        log.add(Fact::Heard(heard));
    }
    log
}

/// Takes the greatest number listed for the last of a series without holes.
fn listed_up_to(mut log: FileLog, at: &Browser) -> FileLog {
    let heard: Vec<_> = log.heard().cloned().collect();
    for mut heard in heard {
        let numbers = heard.listed.iter().flat_map(|l| &l.numbers);
        let last = numbers.map(|(n, _)| *n).max().unwrap_or(0);
        heard.listed = list_of(&log, at, &heard.party, |n| n <= last);
        log.add(Fact::Heard(heard));
    }
    log
}

fn list_of(log: &FileLog, at: &Browser, to: &RecordId, keep: impl Fn(u32) -> bool) -> Vec<Listed> {
    let files = log
        .written()
        .filter(|w| w.profile == at.me.profile && w.to == *to);
    vec![Listed {
        profile: at.me.profile,
        to: to.clone(),
        numbers: files
            .filter(|w| keep(w.number))
            .map(|w| (w.number, w.print))
            .collect(),
    }]
}

#[derive(Clone, Debug)]
enum Step {
    Create {
        who: usize,
        kind: usize,
    },
    Edit {
        who: usize,
        pick: usize,
        field: u8,
    },
    Audience {
        who: usize,
        pick: usize,
        with: u8,
    },
    Delete {
        who: usize,
        pick: usize,
    },
    /// Lets a party into a matrix or takes it out.
    Column {
        who: usize,
        pick: usize,
        party: u64,
        is_in: bool,
    },
    /// Names one record in another.
    Refer {
        who: usize,
        pick: usize,
        other: usize,
    },
    /// Writes on the card of any firm, or of a person of one.
    Card {
        who: usize,
        pick: usize,
        field: usize,
    },
    Write {
        who: usize,
        to: usize,
        /// What the reader would not see because of who wrote it is said again first.
        says_again: bool,
    },
    Deliver {
        pick: usize,
        reader: usize,
    },
    SetAside {
        who: usize,
        pick: usize,
    },
    Wait {
        days: i64,
    },
}

/// How much of what goes on concerns the fourth firm and cards: it is there for what must not reach
/// it, and what strangers write on cards is what stays back.
#[derive(Clone, Copy)]
struct Weights {
    by_fourth: u32,
    to_fourth: u32,
    cards: u32,
}

fn step(weights: Weights) -> impl Strategy<Value = Step> {
    let who = prop_oneof![12 => 0..4usize, weights.by_fourth => Just(4usize)];
    let to = prop_oneof![9 => 0..3usize, weights.to_fourth => Just(3usize)];
    let any = 0..10_000usize;
    prop_oneof![
        3 => (who.clone(), 0..6usize).prop_map(|(who, kind)| Step::Create { who, kind }),
        8 => (who.clone(), any.clone(), 0..4u8).prop_map(|(who, pick, field)| Step::Edit { who, pick, field }),
        2 => (who.clone(), any.clone(), 0..8u8).prop_map(|(who, pick, with)| Step::Audience { who, pick, with }),
        2 => (who.clone(), any.clone(), 1..4u64, prop::bool::ANY)
            .prop_map(|(who, pick, party, is_in)| Step::Column { who, pick, party, is_in }),
        1 => (who.clone(), any.clone()).prop_map(|(who, pick)| Step::Delete { who, pick }),
        1 => (who.clone(), any.clone(), any.clone()).prop_map(|(who, pick, other)| Step::Refer { who, pick, other }),
        weights.cards => (who.clone(), any.clone(), 0..2usize).prop_map(|(who, pick, field)| Step::Card { who, pick, field }),
        8 => (who.clone(), to, prop::bool::ANY)
            .prop_map(|(who, to, says_again)| Step::Write { who, to, says_again }),
        9 => (any.clone(), who.clone()).prop_map(|(pick, reader)| Step::Deliver { pick, reader }),
        1 => (who, any).prop_map(|(who, pick)| Step::SetAside { who, pick }),
        1 => (1..80i64).prop_map(|days| Step::Wait { days }),
    ]
}

/// Three firms, the second with two browsers and a partner the others never hear of, and every file
/// that was ever written.
struct World {
    browsers: Vec<Browser>,
    files: Vec<(RecordId, String)>,
    /// For each record the parties that were ever to have it, as the model decides by itself.
    allowed: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// What goes wherever its parent goes.
    parents: BTreeMap<RecordId, RecordId>,
    tokens: Vec<(RecordId, String)>,
    reading: Reading,
    /// By reader, the places of the files it has read.
    read: BTreeMap<usize, BTreeSet<usize>>,
    met: Met,
}

/// How often in a history something came about that the rules are there for.
#[derive(Default)]
struct Met {
    /// Files that reached none of their readers before everybody made up.
    lost: usize,
    /// Files that a reader was given again.
    doubled: usize,
    /// Files that came after a later one of the same writer.
    late: usize,
    /// Merges that were undone.
    undone: usize,
    /// Files written while a profile of the recipient had been silent for sixty days.
    silent: usize,
    /// Files that told their reader that it does not get a record any more.
    told: usize,
    /// Files that left out what was received.
    partial: usize,
    /// Fields with rivals in the end.
    rivals: usize,
    /// Files without what a stranger to their reader wrote.
    strange: usize,
    /// Acts that said something again.
    again: usize,
}

impl World {
    fn new(reading: Reading) -> Self {
        let (a, b, c) = (party(1), party(2), party(3));
        let mut first = Browser::new(11, &a, &person(1));
        let all: BTreeSet<RecordId> = [&a, &b, &c].into_iter().cloned().collect();
        let mut allowed = BTreeMap::new();
        for (n, id) in [(1, &a), (2, &b), (3, &c)] {
            first.set(id, &[("name", &format!("Firm {n}"))]);
            first.set(
                &person(n),
                &[("name", &format!("Person {n}")), ("party", id.as_str())],
            );
            allowed.insert(id.clone(), all.clone());
            allowed.insert(person(n), all.clone());
        }
        let columns: Vec<String> = all.iter().map(|id| format!("party.{id}")).collect();
        let fields: Vec<(&str, &str)> = columns.iter().map(|c| (c.as_str(), "true")).collect();
        let matrix = first.create("matrix", &[&fields[..], &[("title", "Together")]].concat());
        allowed.insert(matrix, all);
        let d = party(4);
        let mut second = Browser::new(21, &b, &person(2));
        second.set(&d, &[("name", "Firm 4")]);
        second.set(&person(4), &[("name", "Person 4"), ("party", d.as_str())]);
        let tie = second.create("relation", &[("from", d.as_str()), ("to", b.as_str())]);
        for id in [d.clone(), person(4), tie] {
            allowed.insert(id, [b.clone(), d.clone()].into());
        }
        for id in [&b, &person(2)] {
            allowed.entry(id.clone()).or_default().insert(d.clone());
        }
        let browsers = vec![
            first,
            second,
            Browser::new(22, &b, &person(2)),
            Browser::new(31, &c, &person(3)),
            Browser::new(41, &d, &person(4)),
        ];
        Self {
            browsers,
            files: Vec::new(),
            allowed,
            parents: BTreeMap::new(),
            tokens: Vec::new(),
            reading,
            read: BTreeMap::new(),
            met: Met::default(),
        }
    }

    fn pick(&self, who: usize, pick: usize, kinds: &[&str]) -> Option<RecordId> {
        let records = self.browsers[who].ws.records();
        let mut ids: Vec<RecordId> = records.map(|r| r.id().clone()).collect();
        ids.retain(|id| kinds.contains(&id.kind()));
        (!ids.is_empty()).then(|| ids[pick % ids.len()].clone())
    }

    /// A party that is not known can be named by nobody.
    fn knows(&self, who: usize, party: &RecordId) -> bool {
        self.browsers[who].ws.record(party).is_some()
    }

    fn token(&mut self, of: &RecordId) -> String {
        let token = format!("t{}k", 1_000_000 + self.tokens.len());
        self.tokens.push((of.clone(), token.clone()));
        token
    }

    fn create(&mut self, who: usize, kind: usize) {
        let me = self.browsers[who].me.party.clone();
        let next = match who {
            // The fourth firm knows the second one alone, and is known to it alone.
            4 => party(2),
            1 | 2 if kind == 1 => party(4),
            _ => party(1 + (who as u64 + kind as u64) % 3),
        };
        let mine: BTreeSet<RecordId> = [me.clone()].into();
        let column = format!("party.{next}");
        let mut parent = None;
        let (kind, fields, allowed) = match kind {
            0 | 1 => (
                "requirement",
                vec![
                    ("requester", me.to_string()),
                    ("provider", next.to_string()),
                ],
                [me.clone(), next].into(),
            ),
            2 => (
                "measure",
                vec![("audience", format!("[\"{next}\"]"))],
                [me.clone(), next].into(),
            ),
            3 => {
                let pick = self.tokens.len();
                let Some(above) = self.pick(who, pick, &["matrix", "requirement"]) else {
                    return;
                };
                parent = Some(above.clone());
                let allowed = self.allowed[&above].clone();
                ("task", vec![(PARENT, above.to_string())], allowed)
            }
            4 => (
                "matrix",
                vec![(column.as_str(), "true".to_owned())],
                [me.clone(), next].into(),
            ),
            _ => {
                let parent = self.pick(who, kind, &["matrix", "requirement", "task"]);
                let parent = parent.map(|p| (PARENT, p.to_string()));
                ("note", parent.into_iter().collect(), mine)
            }
        };
        let id = RecordId::from_bits(
            kind,
            tandem::ledger::Mint::bits(&mut self.browsers[who].mint),
        );
        let token = self.token(&id);
        let title = [("title", token.as_str())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(f, v)| (*f, v.as_str())).collect();
        self.browsers[who].set(&id, &[&title[..], &fields[..]].concat());
        self.parents
            .extend(parent.map(|parent| (id.clone(), parent)));
        self.allowed.insert(id, allowed);
    }

    /// If this is the creator's to say, these may have the record and what belongs to it.
    fn allow(&mut self, who: usize, id: &RecordId, named: &[RecordId]) {
        let browser = &self.browsers[who];
        let creator = exchange::Audiences::of(&browser.ws).creator(id);
        if creator.as_ref() != Some(&browser.me.party) {
            return;
        }
        for (record, allowed) in &mut self.allowed {
            let belongs = std::iter::successors(Some(record), |r| self.parents.get(*r));
            if belongs.into_iter().any(|r| r == id) {
                allowed.extend(named.iter().cloned());
            }
        }
    }

    const KINDS: [&str; 5] = ["requirement", "measure", "task", "note", "matrix"];

    fn play(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match *step {
            Step::Create { who, kind } => self.create(who, kind),
            Step::Edit { who, pick, field } => {
                let Some(id) = self.pick(who, pick, &Self::KINDS) else {
                    return Ok(());
                };
                let token = self.token(&id);
                self.browsers[who].set(&id, &[(&format!("field{field}"), &token)]);
            }
            Step::Audience { who, pick, with } => {
                let Some(id) = self.pick(who, pick, &["measure"]) else {
                    return Ok(());
                };
                let named = (0..3).filter(|n| with >> n & 1 == 1).map(|n| party(n + 1));
                let named: BTreeSet<RecordId> = named.filter(|id| self.knows(who, id)).collect();
                self.allow(who, &id, &Vec::from_iter(named.clone()));
                let record = self.browsers[who].ws.record(&id);
                let now: Option<BTreeSet<RecordId>> = record.and_then(|r| r.read("audience"));
                if now.as_ref() != Some(&named) {
                    self.browsers[who].act(|plan| exchange::share_with(plan, &id, &named));
                }
            }
            Step::Column {
                who,
                pick,
                party: nth,
                is_in,
            } => {
                let known = self.pick(who, pick, &["matrix"]);
                let Some(id) = known.filter(|_| self.knows(who, &party(nth))) else {
                    return Ok(());
                };
                if is_in {
                    self.allow(who, &id, &[party(nth)]);
                }
                let column = format!("party.{}", party(nth));
                self.browsers[who].set(&id, &[(&column, if is_in { "true" } else { "false" })]);
            }
            Step::Delete { who, pick } => {
                let Some(id) = self.pick(who, pick, &Self::KINDS) else {
                    return Ok(());
                };
                self.browsers[who].act(|plan| plan.delete(&id));
            }
            Step::Refer { who, pick, other } => {
                let id = self.pick(who, pick, &Self::KINDS);
                let other = self.pick(who, other, &Self::KINDS);
                if let (Some(id), Some(other)) = (id, other) {
                    self.browsers[who].set(&id, &[("see", &format!("see {other}!"))]);
                }
            }
            Step::Card { who, pick, field } => {
                let Some(id) = self.pick(who, pick, &["party", "person"]) else {
                    return Ok(());
                };
                let name = ["name", "layer"][field];
                self.browsers[who].set(&id, &[(name, &format!("{name} {pick}"))]);
            }
            Step::Write {
                who,
                to,
                says_again,
            } => {
                let to = party(to as u64 + 1);
                if says_again {
                    self.say_again(who, &to);
                }
                self.write(who, &to)?;
            }
            Step::Deliver { pick, reader } => {
                if let Some((place, text)) = self.file_to(reader, pick) {
                    self.note_arrival(reader, place);
                    let said = self.browsers[reader].preview(&[&text]).records;
                    let before = self.browsers[reader].ws.marks();
                    self.browsers[reader].read(&[&text]);
                    let mut marks = self.browsers[reader].ws.marks();
                    // Taking a parent out of the bin asks again about records no change is of.
                    marks.retain(|m| !before.contains(m) && said.iter().any(|r| r.id == m.0));
                    let said = said
                        .iter()
                        .flat_map(|r| r.marks.iter().map(|m| (r.id.clone(), m.clone())));
                    prop_assert_eq!(said.collect::<Vec<_>>(), marks, "preview and inbox differ");
                }
            }
            Step::SetAside { who, pick } => {
                if let Some((_, text)) = self.file_to(who, pick) {
                    self.met.undone += usize::from(self.browsers[who].set_aside(&text).is_ok());
                }
            }
            Step::Wait { days } => {
                for browser in &mut self.browsers {
                    browser.now.0 += days * 86_400_000;
                }
            }
        }
        Ok(())
    }

    /// One of the files addressed to a reader's party.
    fn file_to(&self, reader: usize, pick: usize) -> Option<(usize, String)> {
        let party = &self.browsers[reader].me.party;
        let files = self.files.iter().enumerate();
        let to_it: Vec<_> = files.filter(|(_, (to, _))| to == party).collect();
        let (place, (_, text)) = to_it.get(pick % to_it.len().max(1))?;
        Some((*place, text.clone()))
    }

    fn note_arrival(&mut self, reader: usize, place: usize) {
        let series = |place: &usize| {
            let header = opened(&self.files[*place].1).header;
            (header.from.profile, header.number)
        };
        let (writer, number) = series(&place);
        let read = self.read.entry(reader).or_default();
        let overtaken = |(other, later)| other == writer && later > number;
        self.met.late += usize::from(read.iter().map(series).any(overtaken));
        self.met.doubled += usize::from(!read.insert(place));
    }

    fn say_again(&mut self, who: usize, to: &RecordId) {
        let edit = SayAgain {
            to: vec![to.clone()],
        };
        let said = self.browsers[who].follow(&edit);
        self.met.again += usize::from(said > 0);
    }

    /// What a file about to leave shows of the rules at work.
    fn note_departure(&mut self, who: usize, to: &RecordId, text: &str) {
        let browser = &self.browsers[who];
        let (theirs, log) = ([to.clone()].into(), browser.log());
        let heard = log.profiles_of(&theirs).len();
        let recent = log.recent_profiles_of(&theirs, browser.now).len();
        let file = opened(text);
        let audiences = exchange::Audiences::of(&browser.ws);
        let mut records = file.changes.iter().map(|c| &c.record);
        self.met.silent += usize::from(recent < heard);
        self.met.told += usize::from(records.any(|id| !audiences.holds(id, to)));
        self.met.partial += usize::from(!file.header.everything);
        let out = exchange::outgoing(&browser.ws, &log, &browser.me, to, browser.now, true);
        let strange = |held: &Withheld| matches!(held.why, WithheldWhy::By(_));
        self.met.strange += usize::from(out.withheld.iter().any(strange));
    }

    fn write(&mut self, who: usize, to: &RecordId) -> Result<(), TestCaseError> {
        if are_strangers(&self.browsers[who].me.party, to) {
            return Ok(());
        }
        let kept = self.browsers[who].local.clone();
        let read = (self.reading)(self.browsers[who].log(), &self.browsers[who]);
        let browser = &mut self.browsers[who];
        browser.keep(read.facts().map(|f| (f.key(), Some(f.value()))).collect());
        let text = browser.write(to, false);
        let written: Vec<_> = browser
            .log()
            .written()
            .cloned()
            .map(Fact::Written)
            .collect();
        browser.local = kept;
        browser.keep(
            written
                .into_iter()
                .map(|f| (f.key(), Some(f.value())))
                .collect(),
        );
        if *to != self.browsers[who].me.party {
            self.note_departure(who, to, &text);
            for (record, token) in &self.tokens {
                let theirs = self.allowed[record].contains(to);
                prop_assert!(theirs || !text.contains(token), "{token} of {record} left");
            }
            for (record, allowed) in &self.allowed {
                let leaked = !allowed.contains(to) && text.contains(record.as_str());
                prop_assert!(!leaked, "{record} is named in a file to {to}");
            }
        }
        self.files.push((to.clone(), text));
        Ok(())
    }

    /// Everybody writes to everybody they know once, and every file arrives.
    fn round(&mut self, says_again: bool) -> Result<(), TestCaseError> {
        for who in 0..self.browsers.len() {
            for to in 1..=4 {
                let before = self.files.len();
                if says_again {
                    self.say_again(who, &party(to));
                }
                self.write(who, &party(to))?;
                let Some((to, text)) = self.files.get(before).cloned() else {
                    continue;
                };
                for reader in (0..self.browsers.len()).filter(|&r| r != who) {
                    if self.browsers[reader].me.party == to {
                        self.browsers[reader].read(&[&text]);
                    }
                }
            }
        }
        Ok(())
    }

    /// Nobody has anything to say again, and partners call a firm what it calls itself.
    fn is_named_alike(&self) -> Result<(), TestCaseError> {
        for one in &self.browsers {
            let me = &one.me.party;
            let card = one.ws.record(me).and_then(|card| card.field("name"));
            let settled = card.is_some_and(|name| !name.is_rivals());
            for other in &self.browsers {
                let to = &other.me.party;
                let again = exchange::said_again(&one.ws, &one.author(), to, one.now);
                prop_assert!(again.is_none(), "{me} does not come to rest");
                let audiences = exchange::Audiences::of(&one.ws);
                let sharing = exchange::Sharing::new(&audiences, me, to);
                if settled && sharing.shares(me) {
                    prop_assert_eq!(one.text(me, "name"), other.text(me, "name"));
                }
            }
        }
        Ok(())
    }

    /// Records whose end a firm has still to say in its own name, and what belongs to them.
    fn unsaid(&self) -> BTreeSet<RecordId> {
        let mut unsaid = BTreeSet::new();
        for one in &self.browsers {
            for to in (1..=4).map(party) {
                let then = exchange::said_again(&one.ws, &one.author(), &to, one.now);
                let said = then.iter().flat_map(|then| then.changes());
                let new = said.filter(|c| !one.ws.contains(c.id));
                let ends = new.filter(|c| ["matrix", "measure"].contains(&c.record.kind()));
                unsaid.extend(ends.map(|c| c.record.clone()));
            }
        }
        let all = self.allowed.keys();
        let belongs = |id: &&RecordId| {
            let mut above = std::iter::successors(Some(*id), |r| self.parents.get(*r));
            above.any(|r| unsaid.contains(r))
        };
        all.filter(belongs).cloned().collect()
    }

    /// What two firms share is the same, but for ends that one of them has still to say.
    fn agrees(&self, unsaid: &BTreeSet<RecordId>) -> Result<(), TestCaseError> {
        for (n, one) in self.browsers.iter().enumerate() {
            for other in &self.browsers[n + 1..] {
                if one.me.party == other.me.party {
                    let all = |b: &Browser| digest_of(b.ws.changes());
                    prop_assert_eq!(all(one), all(other), "colleagues differ");
                } else {
                    let here = shared(one, &other.me.party);
                    let there = shared(other, &one.me.party);
                    let mut differ: Vec<_> = here.symmetric_difference(&there).collect();
                    let same = differ.is_empty();
                    differ.retain(|(record, _)| !unsaid.contains(record));
                    prop_assert!(
                        differ.is_empty(),
                        "{:?} and {:?} differ by {differ:#?}",
                        one.me.profile,
                        other.me.profile
                    );
                    prop_assert_eq!(
                        one.shared_with(&other.me.party) == other.shared_with(&one.me.party),
                        same
                    );
                }
            }
        }
        Ok(())
    }
}

/// Of the four firms, those that never hear of each other.
fn are_strangers(one: &RecordId, other: &RecordId) -> bool {
    let apart = [party(1), party(3)];
    let fourth = party(4);
    *one == fourth && apart.contains(other) || *other == fourth && apart.contains(one)
}

/// What a browser shares with a party, change by change.
fn shared(at: &Browser, with: &RecordId) -> BTreeSet<(RecordId, String)> {
    let audiences = exchange::Audiences::of(&at.ws);
    let sharing = exchange::Sharing::new(&audiences, &at.me.party, with);
    let changes = sharing.changes();
    changes.map(|c| (c.record.clone(), canonical(c))).collect()
}

fn heals(steps: &[Step], reading: Reading) -> Result<World, TestCaseError> {
    let mut world = World::new(reading);
    for step in steps {
        world.play(step)?;
    }
    let arrived: BTreeSet<usize> = world.read.values().flatten().copied().collect();
    world.met.lost = world.files.len() - arrived.len();
    let rivals = world.browsers.iter().map(|b| b.ws.marks().len());
    world.met.rivals = rivals.sum();
    let (strange, again) = (world.met.strange, world.met.again);
    for says_again in [false, true] {
        for _ in 0..3 {
            world.round(says_again)?;
        }
        world.agrees(&world.unsaid())?;
    }
    prop_assert_eq!(
        world.unsaid(),
        BTreeSet::new(),
        "somebody is not told of an end"
    );
    world.is_named_alike()?;
    // What making up brought about is no trait of the history.
    (world.met.strange, world.met.again) = (strange, again);
    Ok(world)
}

/// Most goes on between three firms.
fn histories() -> impl Strategy<Value = Vec<Step>> {
    let weights = Weights {
        by_fourth: 1,
        to_fourth: 1,
        cards: 1,
    };
    prop::collection::vec(step(weights), 20..90)
}

/// Longer, and with more of strangers.
fn with_strangers() -> impl Strategy<Value = Vec<Step>> {
    let weights = Weights {
        by_fourth: 2,
        to_fourth: 3,
        cards: 4,
    };
    prop::collection::vec(step(weights), 30..110)
}

proptest! {
    #![proptest_config(Config { cases: 100 * soak(), ..Config::default() })]

    #[test]
    fn whatever_files_are_lost_doubled_or_late_everybody_ends_with_the_same(steps in histories()) {
        heals(&steps, truthful)?;
    }

    #[test]
    fn among_strangers_everybody_ends_with_the_same(steps in with_strangers()) {
        heals(&steps, truthful)?;
    }
}

/// Whether some history out of a fixed thousand shows the reading to be wrong.
fn is_caught(reading: Reading) -> bool {
    let config = Config {
        cases: 1000,
        failure_persistence: None,
        max_shrink_iters: 0,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let outcome = runner.run(&histories(), |steps| heals(&steps, reading).map(drop));
    outcome.is_err()
}

#[test]
fn receipts_that_drop_are_caught() {
    assert!(
        is_caught(sent_is_received),
        "what was sent is not yet received"
    );
    assert!(
        is_caught(listed_up_to),
        "a number listed says nothing of those before it"
    );
}

type Counted = fn(&Met) -> usize;

#[test]
fn the_histories_do_what_the_rules_are_about() {
    const HISTORIES: usize = 100;
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut all = Vec::new();
    for _ in 0..HISTORIES {
        let tree = with_strangers().new_tree(&mut runner);
        let steps = tree.expect("a history").current();
        match heals(&steps, truthful) {
            Ok(world) => all.push(world.met),
            Err(why) => panic!("{why}\n{steps:#?}"),
        }
    }
    let traits: [(&str, Counted, usize); 10] = [
        ("a lost file", |m| m.lost, 90),
        ("a file that came twice", |m| m.doubled, 50),
        ("a late file", |m| m.late, 20),
        ("an undone merge", |m| m.undone, 10),
        ("a silent profile", |m| m.silent, 15),
        ("an end of sharing told", |m| m.told, 15),
        ("a file without what was received", |m| m.partial, 70),
        ("rivals", |m| m.rivals, 25),
        ("a file without a stranger's words", |m| m.strange, 5),
        ("words said again", |m| m.again, 3),
    ];
    let share = |of: Counted| {
        let holding = all.iter().filter(|met| of(met) > 0);
        holding.count() * 100 / HISTORIES
    };
    let shares = traits.map(|(name, of, _)| format!(", {name} {} %", share(of)));
    say(&format!(
        "exchange: {HISTORIES} histories{}",
        shares.concat()
    ));
    for (name, of, least) in traits {
        assert!(share(of) >= least, "too few hold {name}");
    }
}
