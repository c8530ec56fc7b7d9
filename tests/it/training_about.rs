//! Everything that is kept about one person, and what of it may be purged: what never left in any file.

use std::collections::BTreeMap;

use tandem::exchange::{self, Fact, FileLog, Me, ProfileId};
use tandem::ledger::{IdRanges, PARENT, RecordId, Value, encode};
use tandem::modules::training::about::{Left, NotePurge, Purge, items, purged};
use tandem::modules::training::edits::{Assess, DescribeCourse, Discard, GiveFeedback, Invite};
use tandem::modules::training::hours_edits::{Approve, JoinPeople};
use tandem::modules::training::model::{self, EXTERNAL};
use tandem::modules::training::totals::{Publish, Quarter, TotalRefusal, bases, count, totals};
use tandem::records::person::{self, Layer};
use tandem::records::same_as::SameAs;
use tandem::time::{Date, Instant};

use crate::firm::Firm;
use crate::pair::pair;
use crate::training_world::{
    all_members, book, claimed, course, date, described, firm, held, hire, hours, nine, plan,
    year_lines,
};

/// In everything that names the person or says what only they are.
const TOKEN: &str = "zzwangzz";

struct World {
    firm: Firm,
    /// Entered twice.
    wang: [RecordId; 2],
    ann: RecordId,
    log: FileLog,
}

/// Somebody who was at trainings, failed and passed, learnt elsewhere, and has details of their own.
fn world(mut firm: Firm) -> World {
    firm.now = nine(date("2026-10-02"));
    let name = format!("{TOKEN} Wang");
    let wang = hire(&mut firm, &name, Layer::Contact, ["2020-01-01", ""]);
    let twice = hire(&mut firm, &format!("{name}."), Layer::Contact, ["", ""]);
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["2020-01-01", ""]);
    hire(&mut firm, "Ben", Layer::Contact, ["2020-01-01", ""]);
    firm.commit(&JoinPeople {
        person: wang.clone(),
        with: Some(twice.clone()),
    })
    .expect("two");
    let mail = firm.name(person::PERSONAL);
    firm.set(&mail, PARENT, Value::of(&twice));
    firm.set(&mail, person::EMAIL, Value::text(&format!("{TOKEN}@works")));
    let exam = DescribeCourse {
        pass_mark: Some(60),
        ..described("Talk", 90)
    };
    let talk = course(&mut firm, &exam);
    let training = held(&mut firm, &talk, "2026-08-01", &[(&wang, 90), (&ann, 45)]);
    for score in [40, 70] {
        firm.commit(&Assess {
            training: training.clone(),
            person: wang.clone(),
            score,
            date: Some(date("2026-08-02")),
        })
        .expect("there");
    }
    firm.commit(&GiveFeedback {
        training: training.clone(),
        stars: 4,
        text: "Good".into(),
    })
    .expect("held");
    let ahead = plan(&mut firm, &talk, "2026-12-01", 90);
    firm.commit(&Invite {
        training: ahead,
        people: vec![twice.clone(), ann.clone()],
        on: true,
    })
    .expect("ahead");
    let external = claimed(&mut firm, &wang, "2026-08-03", 90);
    firm.set(&external, model::TITLE, Value::text(TOKEN));
    let me = firm.me.person.clone();
    firm.me.person = ann.clone();
    firm.commit(&Approve(external)).expect("a second person");
    firm.me.person = me;
    let other = claimed(&mut firm, &wang, "2026-08-04", 30);
    firm.commit(&Discard(other)).expect("it is there");
    claimed(&mut firm, &ann, "2026-08-04", 30);
    World {
        firm,
        wang: [wang, twice],
        ann,
        log: FileLog::default(),
    }
}

impl World {
    fn purge(&self) -> Purge {
        let people = SameAs::of_people(&self.firm.ws);
        Purge::of(&self.firm.ws, &people, &self.log, &self.wang[0])
    }

    fn me(&self) -> Me {
        Me::new(ProfileId(1), &self.firm.me)
    }

    fn wrote(&mut self, outgoing: &exchange::Outgoing) {
        let me = self.me();
        let ws = &self.firm.ws;
        let file = exchange::write(
            outgoing,
            ws,
            &self.log,
            &me,
            self.firm.now,
            &BTreeMap::new(),
        );
        self.log.add(file.fact);
    }

    fn erase(&mut self, gone: &IdRanges) {
        self.firm.ws = self.firm.ws.without(|c| gone.contains(c.id));
    }
}

#[test]
fn everything_of_a_person_is_found_under_both_ids_and_in_the_bin_and_nothing_of_others() {
    let world = world(firm(1, "2026-10-02"));
    let people = SameAs::of_people(&world.firm.ws);
    for id in &world.wang {
        let found = items(&world.firm.ws, &people, id);
        let count = |kind: &str| found.iter().filter(|item| item.kind() == kind).count();
        assert_eq!(count(person::KIND), 2);
        assert_eq!(
            count(person::PERSONAL),
            2,
            "dates of the one, mail of the other"
        );
        assert_eq!(count(model::ATTENDANCE), 2, "held and invited");
        assert_eq!(count(model::ASSESSMENT), 2);
        assert_eq!(count(EXTERNAL), 2, "one of them in the bin");
        let approved = found.iter().find(|item| item.records.len() == 3);
        let approved = approved.expect("hours with their document and approval");
        assert_eq!(approved.kind(), EXTERNAL);
        let ann = &world.ann;
        assert!(found.iter().all(|item| !item.records.contains(ann)));
        assert_eq!(found.len(), 10);
    }
}

#[test]
fn what_never_left_goes_without_a_trace_and_everybody_else_keeps_theirs() {
    let mut world = world(firm(1, "2026-10-02"));
    let before = hours(&world.firm, &world.ann, 2026);
    let text = |firm: &Firm| encode(firm.ws.changes());
    assert!(text(&world.firm).contains(TOKEN), "the search can find it");
    let purge = world.purge();
    assert_eq!((purge.goes.len(), purge.stays.as_slice()), (10, &[][..]));
    let gone = purge.changes(&world.firm.ws);
    world.erase(&gone);
    world
        .firm
        .commit(&NotePurge(purge.counts()))
        .expect("noted");
    let left = text(&world.firm);
    assert!(!left.contains(TOKEN));
    for id in &world.wang {
        assert!(!left.contains(id.as_str()), "not even the bare id");
    }
    assert_eq!(hours(&world.firm, &world.ann, 2026), before);
    assert_eq!(year_lines(&world.firm, 2026, "2026-10-02").len(), 3);
    let noted = purged(&world.firm.ws);
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0].counts[model::ATTENDANCE], 2);
    assert_eq!(noted[0].by, world.firm.me.person);
    assert!(world.purge().goes.is_empty(), "nothing is left to purge");
}

#[test]
fn what_a_partner_was_sent_stays_and_the_rest_goes() {
    let (us, them) = pair();
    let mut world = world(us);
    let to = them.party();
    let tie = world.firm.name("relation");
    let ends = [
        ("from", Value::of(&world.firm.party())),
        ("to", Value::of(&to)),
    ];
    world.firm.put(&tie, &ends);
    let (ws, me) = (&world.firm.ws, world.me());
    let out = exchange::outgoing(ws, &world.log, &me, &to, world.firm.now, true);
    world.wrote(&out);
    let purge = world.purge();
    let stays: Vec<&str> = purge.stays.iter().map(|(item, _)| item.kind()).collect();
    assert_eq!(
        stays,
        [person::KIND, person::KIND],
        "partners get people's names"
    );
    let left = Left::For(to, world.firm.now);
    assert!(purge.stays.iter().all(|(_, why)| *why == left));
    assert_eq!(purge.goes.len(), 8);
}

#[test]
fn after_a_backup_nothing_goes_and_what_was_noted_since_does() {
    let mut world = world(firm(1, "2026-10-02"));
    let (ws, me) = (&world.firm.ws, world.me());
    let out = exchange::outgoing_to_colleagues(ws, &world.log, &me);
    world.wrote(&out);
    let purge = world.purge();
    assert!(purge.goes.is_empty() && purge.changes(&world.firm.ws).is_empty());
    let own = world.firm.party();
    let left = Left::For(own, world.firm.now);
    assert!(purge.stays.iter().all(|(_, why)| *why == left));
    // A record that is in the backup stays whole, whatever was written to it since.
    let wang = world.wang[0].clone();
    world.firm.set(&wang, person::NAME, Value::text("Wang"));
    assert!(world.purge().goes.is_empty());
    claimed(&mut world.firm, &wang, "2026-09-01", 45);
    let kinds: Vec<String> = world.purge().counts().into_keys().collect();
    assert_eq!(kinds, ["document", EXTERNAL]);
}

#[test]
fn what_came_in_a_colleagues_file_is_elsewhere_too() {
    let mut world = world(firm(1, "2026-10-02"));
    let me = world.me();
    let out = exchange::outgoing_to_colleagues(&world.firm.ws, &FileLog::default(), &me);
    let merged = exchange::Merged {
        reader: ProfileId(1),
        profile: ProfileId(2),
        party: world.firm.party(),
        to: world.firm.party(),
        number: 1,
        print: exchange::Fingerprint(7),
        written: Instant(5),
        at: world.firm.now,
        everything: true,
        contents: out.changes.iter().map(|c| c.id).collect(),
        documents: Vec::new(),
        added: IdRanges::default(),
        learned: Vec::new(),
        wrote: 0,
        set_aside: false,
    };
    world.log.add(Fact::Merged(merged));
    let purge = world.purge();
    assert!(purge.goes.is_empty());
    let left = Left::From(world.firm.party(), world.firm.now);
    assert!(purge.stays.iter().all(|(_, why)| *why == left));
}

#[test]
fn a_total_of_before_guards_the_hours_of_who_was_purged() {
    let mut world = world(firm(1, "2026-10-02"));
    let quarter = Quarter::parse("2026-Q3").expect("a quarter");
    let publish = |firm: &mut Firm| {
        let people = SameAs::of_people(&firm.ws);
        let before = bases(&firm.ws, &people, quarter);
        let rates = tandem::modules::training::credit::Rates::of(&firm.ws);
        let (members, book) = (all_members(firm), book(firm));
        let today: Date = date("2026-10-02");
        let edit = Publish {
            quarter,
            counted: count(&members, &book, &rates, quarter, before.first()),
            today,
            parties: vec![RecordId::from_bits("party", 77)],
        };
        firm.commit(&edit).map(drop)
    };
    publish(&mut world.firm).expect("four people");
    let gone = world.purge().changes(&world.firm.ws);
    world.erase(&gone);
    assert_eq!(totals(&world.firm.ws).len(), 1, "what was said stands");
    assert_eq!(publish(&mut world.firm), Err(TotalRefusal::TellsOfFew));
    let left = encode(world.firm.ws.changes());
    assert!(!left.contains(TOKEN), "the total knows a bare id alone");
}
