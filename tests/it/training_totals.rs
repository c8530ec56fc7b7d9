//! Totals for partners: groups of at least three, and no difference of two of them that is one person's or
//! two people's; everything else about training stays at home.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tandem::exchange::{self, FileLog, Me, ProfileId};
use tandem::ledger::{RecordId, Value};
use tandem::modules::training::credit::{Rates, Year};
use tandem::modules::training::edits::{Assess, DescribeCourse, GiveFeedback, Hold, Invite};
use tandem::modules::training::hours_edits::{Approve, JoinPeople, SetRate, SetStandard};
use tandem::modules::training::model::{self, Standard};
use tandem::modules::training::totals::{
    Counted, FEWEST, Publish, Quarter, TotalRefusal, bases, count, totals,
};
use tandem::records::person::Layer;
use tandem::records::same_as::SameAs;

use crate::firm::Firm;
use crate::pair::pair;
use crate::time_schedule::Dice;
use crate::training_world::{
    all_members, book, claimed, course, date, described, firm, held, hire, nine, plan,
};

fn q(text: &str) -> Quarter {
    Quarter::parse(text).expect("a quarter")
}

fn counted(firm: &Firm, quarter: Quarter) -> Option<Counted> {
    let people = SameAs::of_people(&firm.ws);
    let before = bases(&firm.ws, &people, quarter);
    let rates = Rates::of(&firm.ws);
    count(
        &all_members(firm),
        &book(firm),
        &rates,
        quarter,
        before.first(),
    )
}

fn publish(firm: &mut Firm, quarter: Quarter, to: &RecordId) -> Result<(), TotalRefusal> {
    let edit = Publish {
        quarter,
        counted: counted(firm, quarter),
        today: tandem::time::Date(firm.now.0.div_euclid(tandem::time::DAY)),
        parties: vec![to.clone()],
    };
    firm.commit(&edit).map(|_| ())
}

#[test]
fn a_quarter_reads_back_from_its_text_and_knows_its_days() {
    assert_eq!(q("2026-Q3").to_string(), "2026-Q3");
    assert_eq!(
        (q("2026-Q3").first(), q("2026-Q3").end()),
        (date("2026-07-01"), date("2026-10-01"))
    );
    assert_eq!(q("2026-Q4").end(), date("2027-01-01"));
    assert_eq!(q("2026-Q1").before(), q("2025-Q4"));
    assert_eq!(Quarter::of(date("2026-12-31")), q("2026-Q4"));
    assert_eq!(
        (Quarter::parse("2026-Q5"), Quarter::parse("2026")),
        (None, None)
    );
    assert_eq!(Year::of(date("2026-12-31")), Year(2026));
}

#[test]
fn layers_that_are_too_small_go_together_and_fewer_than_three_people_have_no_total() {
    let mut firm = firm(1, "2026-10-02");
    let to = RecordId::from_bits("party", 77);
    hire(&mut firm, "Ann", Layer::Manager, ["", ""]);
    assert_eq!(
        publish(&mut firm, q("2026-Q3"), &to),
        Err(TotalRefusal::TooFew)
    );
    for name in ["B", "C", "D"] {
        hire(&mut firm, name, Layer::Contact, ["", ""]);
    }
    hire(&mut firm, "Boss", Layer::Executive, ["", ""]);
    // Lin and three more are contacts; a manager and an executive are two.
    let all = counted(&firm, q("2026-Q3")).expect("six people");
    let groups: Vec<(usize, usize)> = all.iter().map(|(l, p)| (l.len(), p.len())).collect();
    assert_eq!(groups, [(3, 6)]);
    hire(&mut firm, "Second", Layer::Manager, ["", ""]);
    let all = counted(&firm, q("2026-Q3")).expect("seven people");
    let groups: Vec<usize> = all.values().map(BTreeMap::len).collect();
    assert_eq!(groups, [4, 3]);
    let open = publish(&mut firm, q("2026-Q4"), &to);
    assert_eq!(open, Err(TotalRefusal::NotOver));
    publish(&mut firm, q("2026-Q3"), &to).expect("over");
    assert_eq!(
        publish(&mut firm, q("2026-Q3"), &to),
        Err(TotalRefusal::NothingNew)
    );
}

#[test]
fn a_revision_that_would_tell_of_one_person_waits_until_three_have_changed() {
    let mut firm = firm(1, "2026-10-02");
    let to = RecordId::from_bits("party", 77);
    let people: Vec<RecordId> = ["A", "B", "C"]
        .iter()
        .map(|name| hire(&mut firm, name, Layer::Contact, ["", ""]))
        .collect();
    let talk = course(&mut firm, &described("Talk", 90));
    let training = held(&mut firm, &talk, "2026-08-01", &[(&people[0], 90)]);
    publish(&mut firm, q("2026-Q3"), &to).expect("over");
    for (n, person) in people.iter().enumerate() {
        let late = Hold {
            training: training.clone(),
            attended: vec![(person.clone(), 45)],
        };
        firm.wait(1_000);
        firm.commit(&late).expect("a correction");
        let expected = if n < 2 {
            Err(TotalRefusal::TellsOfFew)
        } else {
            Ok(())
        };
        assert_eq!(
            publish(&mut firm, q("2026-Q3"), &to),
            expected,
            "{} changed",
            n + 1
        );
    }
    let all = totals(&firm.ws);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].groups[0].hours, 3_000, "the latest comes first");
}

#[test]
fn the_same_totals_for_one_more_partner_are_the_same_record() {
    let (mut us, them) = pair();
    us.now = nine(date("2026-10-02"));
    for name in ["A", "B", "C"] {
        hire(&mut us, name, Layer::Contact, ["", ""]);
    }
    publish(&mut us, q("2026-Q3"), &them.party()).expect("over");
    let third = RecordId::from_bits("party", 77);
    publish(&mut us, q("2026-Q3"), &third).expect("one more");
    let all = totals(&us.ws);
    assert_eq!(all.len(), 1);
    let audience = exchange::audience(&us.ws, &all[0].id);
    assert_eq!(audience, [us.party(), them.party(), third].into());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_two_totals_differ_by_one_or_two_people(seed in any::<u64>(), steps in 5_usize..50) {
        let mut dice = Dice(seed);
        let mut firm = firm(1, "2026-10-02");
        let to = RecordId::from_bits("party", 77);
        let layers = [Layer::Contact, Layer::Contact, Layer::Manager];
        let mut people: Vec<RecordId> = Vec::new();
        for n in 0..3 + dice.upto(6) {
            let layer = layers[dice.upto(3) as usize];
            people.push(hire(&mut firm, &format!("P{n}"), layer, ["", ""]));
        }
        let talk = course(&mut firm, &described("Talk", 90));
        let training = held(&mut firm, &talk, "2026-08-01", &[(&people[0], 90)]);
        // What an observer who knew everybody's hours at each moment would see behind each total.
        type Seen = (Vec<(u32, i64)>, BTreeMap<RecordId, i64>);
        let mut seen: Vec<Seen> = Vec::new();
        let own = firm.me.person.clone();
        for _ in 0..steps {
            firm.wait(1_000);
            match dice.upto(6) {
                0 => {
                    let joined = format!("2026-{:02}-01", 7 + dice.upto(4));
                    let layer = layers[dice.upto(3) as usize];
                    people.push(hire(&mut firm, "New", layer, [&joined, ""]));
                }
                1..=3 => {
                    let rows = (0..1 + dice.upto(4)).map(|_| {
                        let who = people[dice.upto(people.len() as i64) as usize].clone();
                        (who, dice.upto(3) as u32 * 45)
                    });
                    let _ = firm.commit(&Hold { training: training.clone(), attended: rows.collect() });
                }
                4 if dice.upto(4) == 0 => {
                    let with = people[dice.upto(people.len() as i64) as usize].clone();
                    let person = people[dice.upto(people.len() as i64) as usize].clone();
                    // Of two in different groups, one reads as both: the sums still tell of three each.
                    let layer = |id: &RecordId| firm.ws.record(id).map(|r| r.text("layer").into_owned());
                    if layer(&with) != layer(&person) {
                        continue;
                    }
                    let _ = firm.commit(&JoinPeople { person, with: Some(with) });
                }
                _ => {
                    let known = totals(&firm.ws).len();
                    if publish(&mut firm, q("2026-Q3"), &to).is_err() || totals(&firm.ws).len() == known {
                        continue;
                    }
                    let said = totals(&firm.ws).remove(0);
                    prop_assert!(said.groups.iter().all(|g| g.people as usize >= FEWEST));
                    let joins = SameAs::of_people(&firm.ws);
                    let book = book(&firm);
                    let rates = Rates::of(&firm.ws);
                    let mut truth: BTreeMap<RecordId, i64> = BTreeMap::new();
                    for id in people.iter().chain([&own]) {
                        let person = joins.canonical(id).clone();
                        let here = all_members(&firm)
                            .into_iter()
                            .find(|m| m.id == person)
                            .is_some_and(|m| m.joined.is_none_or(|j| j < q("2026-Q3").end()));
                        if here {
                            let entries = book.learnt(&person).into_iter().flat_map(|l| &l.entries);
                            let hours = rates.hours(entries.map(|e| (e.date, e.minutes))).0;
                            truth.insert(person, hours);
                        }
                    }
                    let groups: Vec<(u32, i64)> = said.groups.iter().map(|g| (g.people, g.hours)).collect();
                    let all: i64 = groups.iter().map(|g| g.1).sum();
                    prop_assert_eq!(all, truth.values().sum::<i64>(), "it is their sum");
                    // Ids that were joined since read as one in what was seen before as well.
                    for (_, earlier) in &mut seen {
                        let mut read: BTreeMap<RecordId, i64> = BTreeMap::new();
                        for (id, hours) in std::mem::take(earlier) {
                            *read.entry(joins.canonical(&id).clone()).or_default() += hours;
                        }
                        *earlier = read;
                    }
                    for (sums, earlier) in &seen {
                        prop_assert_eq!(sums.len(), groups.len(), "groups stay as they were cut");
                        let changed = truth.iter().filter(|(id, h)| earlier.get(*id) != Some(*h)).count()
                            + earlier.keys().filter(|id| !truth.contains_key(*id)).count();
                        // Groups are disjoint: whoever changed, changed in one of them.
                        let told = sums.iter().zip(&groups).filter(|(a, b)| a != b).count();
                        prop_assert!(changed == 0 || changed >= FEWEST * told.max(1), "{} in {}", changed, told);
                    }
                    seen.push((groups, truth));
                }
            }
        }
    }
}

/// Every private field of a firm's training carries a token; none is in what leaves.
#[test]
fn a_partner_gets_totals_and_nothing_else() {
    let (mut us, them) = pair();
    us.now = nine(date("2026-10-02"));
    let people: Vec<RecordId> = ["A", "B", "C"]
        .iter()
        .map(|name| hire(&mut us, name, Layer::Contact, ["2020-02-03", ""]))
        .collect();
    let boss = hire(&mut us, "Boss", Layer::Manager, ["", ""]);
    let token = "zztokenzz";
    let exam = DescribeCourse {
        goals: format!("{token} goals"),
        links: format!("{token} links"),
        layers: [Layer::Contact].into(),
        pass_mark: Some(60),
        starter: token.into(),
        ..described(&format!("{token} course"), 90)
    };
    let talk = course(&mut us, &exam);
    let training = held(
        &mut us,
        &talk,
        "2026-08-01",
        &[(&people[0], 90), (&people[1], 90)],
    );
    let ahead = plan(&mut us, &talk, "2026-12-01", 90);
    us.set(&ahead, model::PLACE, Value::text(&format!("{token} place")));
    us.commit(&Invite {
        training: ahead,
        people: people.clone(),
        on: true,
    })
    .expect("ahead");
    us.commit(&Assess {
        training: training.clone(),
        person: people[0].clone(),
        score: 61,
        date: Some(date("2026-08-02")),
    })
    .expect("there");
    us.commit(&GiveFeedback {
        training,
        stars: 5,
        text: format!("{token} feedback"),
    })
    .expect("held");
    let external = claimed(&mut us, &people[2], "2026-08-03", 90);
    us.set(
        &external,
        model::TITLE,
        Value::text(&format!("{token} external")),
    );
    let clerk = std::mem::replace(&mut us.me.person, boss);
    us.commit(&Approve(external)).expect("a second person");
    us.me.person = clerk;
    us.commit(&SetRate {
        minutes: 45,
        from: Some(date("2026-01-01")),
    })
    .expect("a rate");
    us.commit(&SetStandard {
        layer: Layer::Contact,
        standard: Standard {
            courses: [talk].into(),
            drills: 1,
            hours: true,
        },
    })
    .expect("said");
    publish(&mut us, q("2026-Q3"), &them.party()).expect("over");
    let me = Me::new(ProfileId(1), &us.me);
    let log = FileLog::default();
    let out = exchange::outgoing(&us.ws, &log, &me, &them.party(), us.now, true);
    let text = tandem::ledger::encode(&out.changes);
    assert!(!text.contains(token), "{text}");
    let private = [
        model::COURSE,
        model::TRAINING,
        model::ATTENDANCE,
        model::ASSESSMENT,
        model::FEEDBACK,
        model::EXTERNAL,
        model::APPROVAL,
        model::SETTING,
        model::STANDARD,
        model::BASIS,
        "document",
        "personal",
    ];
    for kind in private {
        assert!(us.ws.all_of_kind(kind).count() > 0, "{kind} is there");
        let left = out.changes.iter().filter(|c| c.record.kind() == kind);
        assert_eq!(left.count(), 0, "{kind} left");
    }
    let kinds: std::collections::BTreeSet<&str> =
        out.changes.iter().map(|c| c.record.kind()).collect();
    assert!(kinds.contains(model::TOTAL), "{kinds:?}");
    let mut there = them;
    there.ws.insert_all(out.changes.iter().cloned());
    let seen = totals(&there.ws);
    assert_eq!(
        (seen[0].groups[0].people, seen[0].groups[0].hours),
        (5, 6_000)
    );
}
