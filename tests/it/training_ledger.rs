//! The yearly ledger: what a year asks for day by day, hours counted once whatever happens in which order,
//! standards, refreshers, whom to invite next.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tandem::ledger::RecordId;
use tandem::modules::training::credit::{Hours, Required, TARGET, Year, months_after};
use tandem::modules::training::edits::{
    Answer, Assess, Cancel, DescribeCourse, Hold, Invite, PlanTraining,
};
use tandem::modules::training::hours_edits::{Approve, JoinPeople, SetStandard};
use tandem::modules::training::model::{Category, Standard};
use tandem::modules::training::report::{
    PerHead, Terms, at_standard, lines, needs, needs_met, reached,
};
use tandem::modules::training::standing::{Lack, Rules, Until, Why, holds_until, invite_next};
use tandem::modules::training::tally::{Book, Tally};
use tandem::records::person::Layer;
use tandem::records::training_need;
use tandem::time::{DAY, Date, Zone};

use crate::firm::Firm;
use crate::time_schedule::Dice;
use crate::training_world::{
    all_members, book, claimed, course, date, dated, described, drilled, firm, held, hire, hours,
    line_of, nine, plan, year_lines,
};

/// A person's year, day by day.
fn by_day(year: i64, joined: Option<Date>, left: Option<Date>) -> (i64, i64) {
    let mut day = Date::from_ymd(year, 1, 1).expect("a year");
    let (mut here, mut all) = (0, 0);
    while day.ymd().0 == year {
        all += 1;
        let began = joined.is_none_or(|joined| day >= joined);
        let stays = left.is_none_or(|left| day <= left);
        here += i64::from(began && stays);
        day = day.plus(1);
    }
    (here, all)
}

proptest! {
    #[test]
    fn what_a_year_asks_for_is_what_counting_its_days_gives(
        year in 2019_i64..2033,
        joined in proptest::option::of(-500_i64..900),
        left in proptest::option::of(-500_i64..900),
        hours in 0_i64..30_000,
    ) {
        let first = Date::from_ymd(year, 1, 1).expect("a year");
        let (joined, left) = (joined.map(|d| first.plus(d)), left.map(|d| first.plus(d)));
        let (here, all) = by_day(year, joined, left);
        let required = Required::of(Year(year), joined, left);
        prop_assert_eq!((required.days, required.of), (here, all));
        // Thousandths × days of the year against 24 × days here, as whole numbers.
        let enough = i128::from(hours) * i128::from(all) >= 24_000 * i128::from(here);
        prop_assert_eq!(required.is_reached(Hours(hours)), enough);
        prop_assert!(required.is_reached(required.hours()));
        let less = Hours(required.hours().0 - 1);
        prop_assert!(here == 0 || !required.is_reached(less));
    }
}

#[test]
fn a_joiner_in_september_owes_a_third_of_the_year_and_a_leaver_what_came_before() {
    let mut firm = firm(1, "2026-12-01");
    let joiner = hire(&mut firm, "Joy", Layer::Contact, ["2026-09-01", ""]);
    let leaver = hire(&mut firm, "Lee", Layer::Contact, ["", "2026-01-31"]);
    let whole = hire(&mut firm, "Wen", Layer::Contact, ["2019-01-01", ""]);
    let asked = |id: &RecordId| line_of(&firm, id, 2026, "2026-12-01").required;
    assert_eq!((asked(&joiner).days, asked(&joiner).of), (122, 365));
    assert_eq!(
        asked(&joiner).hours(),
        Hours(8_022),
        "24 × 122 ÷ 365, rounded up"
    );
    assert_eq!(asked(&leaver).days, 31);
    assert_eq!(asked(&whole).hours(), Hours::whole(TARGET));
    let gone: Vec<_> = year_lines(&firm, 2027, "2027-06-01");
    assert!(
        !gone.iter().any(|l| l.person == leaver),
        "not there, learnt nothing"
    );
}

#[test]
fn a_person_reaches_24_hours_by_a_course_a_drill_and_approved_external_hours() {
    let mut firm = firm(1, "2026-11-01");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let boss = hire(&mut firm, "Boss", Layer::Manager, ["", ""]);
    let talk = course(&mut firm, &described("Talk", 720));
    held(&mut firm, &talk, "2026-03-02", &[(&ann, 720)]);
    drilled(&mut firm, "2026-05-05", 90, &[("buyer", ann.as_str())]);
    let external = claimed(&mut firm, &ann, "2026-06-06", 269);
    firm.me.person = boss.clone();
    firm.commit(&Approve(external)).expect("a second person");
    let line = line_of(&firm, &ann, 2026, "2026-11-01");
    assert_eq!(line.hours, Hours(23_977), "a minute is missing");
    assert!(!line.is_reached() && line.gap() == Hours(23));
    let more = claimed(&mut firm, &ann, "2026-06-07", 1);
    firm.me.person = firm.name("person");
    firm.commit(&Approve(more)).expect("somebody else");
    let line = line_of(&firm, &ann, 2026, "2026-11-01");
    assert_eq!(line.hours, Hours::whole(24));
    assert!(line.is_reached());
    let by: Vec<(Category, i64)> = line.by_category.iter().map(|(c, h)| (*c, h.0)).collect();
    let expected = [
        (Category::Communication, 16_000),
        (Category::Planning, 6_000),
        (Category::Drill, 2_000),
    ];
    assert_eq!(by, expected);
    assert_eq!(
        hours(&firm, &ann, 2025),
        Hours::default(),
        "no other year's"
    );
    let all = year_lines(&firm, 2026, "2026-11-01");
    let kpi = reached(&all);
    assert_eq!(
        (kpi.hits, kpi.misses.len()),
        (vec![ann], 2),
        "Lin and the boss have none"
    );
    let average = PerHead::of(all.iter());
    assert_eq!((average.people, average.value()), (3, Some(8.0)));
    assert_eq!(average.meets_target(), Some(false));
}

#[test]
fn a_head_of_half_a_year_is_half_a_head_in_the_average() {
    let mut firm = firm(1, "2026-11-01");
    let own = firm.me.person.clone();
    let half = hire(&mut firm, "Half", Layer::Contact, ["2026-07-03", ""]);
    let talk = course(&mut firm, &described("Talk", 1_080));
    held(
        &mut firm,
        &talk,
        "2026-08-02",
        &[(&half, 540), (&own, 1_080)],
    );
    let all = year_lines(&firm, 2026, "2026-11-01");
    let average = PerHead::of(all.iter());
    assert_eq!(average.days, 365 + 182);
    // 36 学时 over one head and 182 days.
    let expected = 36.0 / (547.0 / 365.0);
    assert!((average.value().expect("heads") - expected).abs() < 1e-9);
    assert_eq!(
        average.meets_target(),
        Some(true),
        "12 of 11.97 and 24 of 24"
    );
    assert_eq!(
        PerHead::of(std::iter::empty()).value(),
        None,
        "nobody, no figure"
    );
}

/// What happened, as the test itself keeps it: a map that the last word overwrites.
#[derive(Default)]
struct Oracle {
    /// Training → (date, state, person → minutes).
    trainings: BTreeMap<RecordId, (Date, bool, bool, BTreeMap<RecordId, u32>)>,
    joined: BTreeSet<(RecordId, RecordId)>,
}

impl Oracle {
    /// Minutes of one person in a year: for each held training what was noted last, and of two ids of one
    /// person the more.
    fn minutes(&self, person: &RecordId, year: i64) -> u32 {
        let mut ids = BTreeSet::from([person.clone()]);
        loop {
            let before = ids.len();
            for (a, b) in &self.joined {
                if ids.contains(a) || ids.contains(b) {
                    ids.extend([a.clone(), b.clone()]);
                }
            }
            if ids.len() == before {
                break;
            }
        }
        let counts = self
            .trainings
            .values()
            .filter(|t| t.1 && !t.2 && t.0.ymd().0 == year);
        let most = |t: &(Date, bool, bool, BTreeMap<RecordId, u32>)| {
            ids.iter()
                .filter_map(|id| t.3.get(id))
                .max()
                .copied()
                .unwrap_or(0)
        };
        counts.map(most).sum()
    }
}

fn pick<T: Clone>(dice: &mut Dice, all: &[T]) -> T {
    all[dice.upto(all.len() as i64) as usize].clone()
}

/// One colleague's random deed; the other hears it at once or later, in whatever order.
fn deed(
    dice: &mut Dice,
    firm: &mut Firm,
    people: &[RecordId],
    course: &RecordId,
    oracle: &mut Oracle,
) {
    let trainings: Vec<RecordId> = oracle.trainings.keys().cloned().collect();
    match dice.upto(10) {
        0..=1 => {
            let day = date("2025-12-20").plus(dice.upto(30));
            let text = day.to_string();
            let training = plan(firm, course, &text, 90);
            oracle
                .trainings
                .insert(training, (day, false, false, BTreeMap::new()));
        }
        2..=6 if !trainings.is_empty() => {
            let training = pick(dice, &trainings);
            let rows: Vec<(RecordId, u32)> = (0..1 + dice.upto(3))
                .map(|_| (pick(dice, people), dice.upto(4) as u32 * 30))
                .collect();
            let hold = Hold {
                training: training.clone(),
                attended: rows,
            };
            let done = firm.commit(&hold).is_ok();
            if let Some(known) = oracle.trainings.get_mut(&training).filter(|_| done) {
                known.1 = true;
                // Under which of a person's ids something is noted is for `training_edits` to say; here
                // it is how what was noted counts.
                let record = firm.ws.record(&training).expect("it");
                let read = tandem::modules::training::model::Training(record);
                let noted = read
                    .attendances()
                    .filter_map(|a| Some((a.person()?, a.minutes()?)));
                known.3 = noted.collect();
            }
        }
        7 if !trainings.is_empty() => {
            let training = pick(dice, &trainings);
            let to = date("2025-12-20").plus(dice.upto(30));
            let moved = PlanTraining {
                training: Some(training.clone()),
                ..dated(course, &to.to_string(), 90)
            };
            let done = firm.commit(&moved).is_ok();
            if let Some(known) = oracle.trainings.get_mut(&training).filter(|_| done) {
                known.0 = to;
            }
        }
        8 if !trainings.is_empty() && dice.upto(3) == 0 => {
            let training = pick(dice, &trainings);
            let cancel = Cancel {
                training: training.clone(),
                reason: String::new(),
            };
            let done = firm.commit(&cancel).is_ok();
            if let Some(known) = oracle.trainings.get_mut(&training).filter(|_| done) {
                known.2 = true;
            }
        }
        _ => {
            let (a, b) = (pick(dice, people), pick(dice, people));
            let join = JoinPeople {
                person: a.clone(),
                with: Some(b.clone()),
            };
            if a != b && dice.upto(4) == 0 && firm.commit(&join).is_ok() {
                oracle.joined.insert((a, b));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn hours_are_counted_once_whatever_is_corrected_moved_joined_and_cancelled_in_any_order(
        seed in any::<u64>(),
        deeds in 5_usize..60,
    ) {
        let mut dice = Dice(seed);
        let mut one = firm(1, "2026-06-15");
        let people: Vec<RecordId> = ["Ann", "Anne", "Ben", "Cai"]
            .iter()
            .map(|name| hire(&mut one, name, Layer::Contact, ["", ""]))
            .collect();
        let talk = course(&mut one, &described("Talk", 90));
        let mut two = firm(2, "2026-06-15");
        let mut oracle = Oracle::default();
        for _ in 0..deeds {
            let (doer, other) = if dice.upto(2) == 0 { (&mut one, &mut two) } else { (&mut two, &mut one) };
            doer.hear(other);
            doer.wait(1_000);
            deed(&mut dice, doer, &people, &talk, &mut oracle);
        }
        // The same set in any order is the same book.
        let mut changes: Vec<_> = one.ws.changes().chain(two.ws.changes()).cloned().collect();
        for place in (1..changes.len()).rev() {
            changes.swap(place, dice.upto(place as i64 + 1) as usize);
        }
        let mut shuffled = firm(3, "2026-06-15");
        shuffled.ws = tandem::ledger::Workspace::new();
        for part in changes.chunks(7) {
            shuffled.ws.insert_all(part.iter().cloned());
        }
        one.hear(&two);
        let (whole, again) = (book(&one), Book::of(&shuffled.ws, &Zone::utc()));
        prop_assert_eq!(&whole, &again);
        // Read in pieces it is the same as well.
        let mut tally = Tally::new(&one.ws, Zone::utc());
        while !tally.read(&one.ws, 1 + dice.upto(3) as usize) {}
        prop_assert_eq!(&whole, &tally.finish());
        for person in &people {
            for year in [2025, 2026] {
                let learnt = whole.learnt(person);
                let entries = learnt.iter().flat_map(|l| &l.entries);
                let own: u32 = entries.filter(|e| e.date.ymd().0 == year).map(|e| e.minutes).sum();
                prop_assert_eq!(own, oracle.minutes(person, year), "{} in {}", person, year);
            }
        }
    }
}

#[test]
fn a_course_holds_to_the_day_before_and_its_refresher_renews_it() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let short = course(&mut firm, &described("Short refresher", 45));
    let long = DescribeCourse {
        valid_months: Some(12),
        refresher: Some(short.clone()),
        ..described("Long", 90)
    };
    let long = course(&mut firm, &long);
    let until = |firm: &Firm, on: &str| {
        let book = book(firm);
        holds_until(book.learnt(&ann)?, &Rules::of(&firm.ws), &long, date(on))
    };
    held(&mut firm, &short, "2025-01-10", &[(&ann, 45)]);
    assert_eq!(
        until(&firm, "2026-06-15"),
        None,
        "a refresher stands for nothing alone"
    );
    held(&mut firm, &long, "2025-02-01", &[(&ann, 90)]);
    assert_eq!(
        until(&firm, "2025-03-01"),
        Some(Until::Date(date("2026-01-31")))
    );
    let refresh = |today: &str| line_of(&firm, &ann, 2026, today).refreshes.len();
    assert_eq!((refresh("2026-01-05"), refresh("2026-06-15")), (1, 1));
    held(&mut firm, &short, "2026-01-20", &[(&ann, 45)]);
    assert_eq!(
        until(&firm, "2026-06-15"),
        Some(Until::Date(date("2027-01-19")))
    );
    assert_eq!(line_of(&firm, &ann, 2026, "2026-06-15").refreshes, []);
    assert_eq!(months_after(date("2024-02-29"), 12), date("2025-02-28"));
    assert_eq!(months_after(date("2025-10-31"), 4), date("2026-02-28"));
}

#[test]
fn being_at_standard_is_a_fact_of_courses_drills_and_hours() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let boss = hire(&mut firm, "Boss", Layer::Manager, ["", ""]);
    let exam = DescribeCourse {
        pass_mark: Some(60),
        ..described("Split", 1_080)
    };
    let split = course(&mut firm, &exam);
    let lacks = |firm: &Firm| line_of(firm, &ann, 2026, "2026-06-15").lacks;
    assert_eq!(lacks(&firm), None, "nobody said what the standard is");
    firm.commit(&SetStandard {
        layer: Layer::Contact,
        standard: Standard {
            courses: [split.clone()].into(),
            drills: 1,
            hours: true,
        },
    })
    .expect("said");
    let expected = vec![
        Lack::NotPassed(split.clone()),
        Lack::Drills { done: 0, of: 1 },
        Lack::Hours,
    ];
    assert_eq!(lacks(&firm), Some(expected));
    let training = held(&mut firm, &split, "2026-02-02", &[(&ann, 1_080)]);
    firm.commit(&Assess {
        training,
        person: ann.clone(),
        score: 75,
        date: Some(date("2026-02-02")),
    })
    .expect("there");
    assert_eq!(lacks(&firm), Some(vec![Lack::Drills { done: 0, of: 1 }]));
    drilled(&mut firm, "2025-06-15", 60, &[("buyer", ann.as_str())]);
    assert_eq!(
        lacks(&firm),
        Some(vec![Lack::Drills { done: 0, of: 1 }]),
        "a year ago"
    );
    drilled(&mut firm, "2025-06-16", 60, &[("buyer", ann.as_str())]);
    assert_eq!(lacks(&firm), Some(Vec::new()));
    let all = year_lines(&firm, 2026, "2026-06-15");
    let kpi = at_standard(&all, date("2026-06-15"));
    // Lin, at the desk, is a contact as well and has shown nothing; managers have no standard.
    assert_eq!((kpi.hits, kpi.misses.len()), (vec![ann], 1));
    assert_eq!(kpi.not_due, [boss]);
}

#[test]
fn whoever_lacks_a_course_is_invited_next_and_nobody_twice() {
    let mut firm = firm(1, "2026-06-15");
    let own = firm.me.person.clone();
    let late = hire(&mut firm, "Late", Layer::Contact, ["", ""]);
    let bare = hire(&mut firm, "Bare", Layer::Contact, ["", ""]);
    let left = hire(&mut firm, "Left", Layer::Contact, ["", "2026-05-01"]);
    let boss = hire(&mut firm, "Boss", Layer::Manager, ["", ""]);
    let yearly = DescribeCourse {
        valid_months: Some(12),
        layers: [Layer::Contact].into(),
        ..described("Yearly", 90)
    };
    let yearly = course(&mut firm, &yearly);
    held(&mut firm, &yearly, "2025-06-01", &[(&late, 90)]);
    held(&mut firm, &yearly, "2026-05-01", &[(&own, 90)]);
    let next = |firm: &Firm| {
        let (book, terms) = (book(firm), Terms::of(&firm.ws));
        let nothing = Default::default();
        let lines = lines(
            &all_members(firm),
            &book,
            &terms,
            Year(2026),
            date("2026-06-15"),
        );
        let pairs = lines
            .iter()
            .map(|l| (l, book.learnt(&l.person).unwrap_or(&nothing)));
        invite_next(
            &yearly,
            &terms.rules,
            pairs,
            &terms.standards,
            date("2026-06-15"),
        )
    };
    let run_out = Why::Refresh(date("2026-05-31"));
    assert_eq!(
        next(&firm),
        [(late.clone(), run_out), (bare.clone(), Why::Hours)]
    );
    assert!(!next(&firm).iter().any(|(id, _)| *id == left || *id == boss));
    firm.commit(&SetStandard {
        layer: Layer::Contact,
        standard: Standard {
            courses: [yearly.clone()].into(),
            ..Standard::default()
        },
    })
    .expect("said");
    assert_eq!(next(&firm)[1], (bare, Why::Standard));
    let training = plan(&mut firm, &yearly, "2026-07-01", 90);
    let people = next(&firm).into_iter().map(|(id, _)| id).collect();
    firm.commit(&Invite {
        training,
        people,
        on: true,
    })
    .expect("ahead");
    assert_eq!(next(&firm), []);
}

#[test]
fn a_need_is_ticked_off_by_a_training_that_was_held_and_opens_again_when_that_is_called_off() {
    let mut firm = firm(1, "2026-06-15");
    let ann = hire(&mut firm, "Ann", Layer::Contact, ["", ""]);
    let need = firm.name(training_need::KIND);
    firm.set(
        &need,
        training_need::TITLE,
        tandem::ledger::Value::text("Say who decides"),
    );
    let talk = course(&mut firm, &described("Talk", 90));
    let training = plan(&mut firm, &talk, "2026-06-10", 90);
    let open = |firm: &Firm| needs_met(&needs(&firm.ws)).misses.len();
    firm.commit(&Answer {
        training: training.clone(),
        needs: [need.clone()].into(),
    })
    .expect("there");
    assert_eq!(open(&firm), 1, "planned is not held");
    crate::training_world::hold(&mut firm, &training, &[(&ann, 90)]);
    assert_eq!(open(&firm), 0);
    firm.commit(&Cancel {
        training,
        reason: "It never took place".into(),
    })
    .expect("a correction");
    assert_eq!(open(&firm), 1);
    assert_eq!(hours(&firm, &ann, 2026), Hours::default());
}

#[test]
fn a_book_of_thousands_is_read_in_short_pieces() {
    let mut firm = firm(1, "2026-12-15");
    let people: Vec<RecordId> = (0..200)
        .map(|n| hire(&mut firm, &format!("P{n:03}"), Layer::Contact, ["", ""]))
        .collect();
    let talk = course(&mut firm, &described("Talk", 90));
    let training = plan(&mut firm, &talk, "2026-06-10", 90);
    firm.now = nine(date("2026-12-15")).plus(DAY);
    let rows: Vec<(&RecordId, u32)> = people.iter().map(|id| (id, 90)).collect();
    crate::training_world::hold(&mut firm, &training, &rows);
    let all = year_lines(&firm, 2026, "2026-12-15");
    assert_eq!(all.len(), 201);
    assert!(all.iter().filter(|l| l.hours == Hours::whole(2)).count() == 200);
}
