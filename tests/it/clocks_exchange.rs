//! Two firms that send each other files read the same clocks, whatever their zones and clock errors.
//! Never in here: how files are written and merged.

use tandem::ledger::{Edit, Plan, RecordId, Value};
use tandem::modules::requirements::allowances::StateAllowance;
use tandem::modules::requirements::edits::{Step, Submit, Take};
use tandem::modules::requirements::form::Form;
use tandem::modules::requirements::pauses::{AnswerPause, BeginPause, EndPause};
use tandem::records::allowance::Allowance;
use tandem::records::explain::Explained;
use tandem::records::hours::Terms;
use tandem::records::limits::{Clock, Partners, Reader, Running};
use tandem::records::pause::{self, Pausing, Says};
use tandem::records::requirement::{KIND, Requirement};
use tandem::records::same_as::SameAs;
use tandem::records::stage::Loop;
use tandem::time::calendar::{Calendar, Week, Window};
use tandem::time::{DAY, HOUR, Heard, Instant, Limit};

use crate::exchange_firms::{Browser, START, two_firms};
use crate::time_schedule::{Dice, cases};
use crate::time_zone::zone;

/// Does what is not refused.
fn attempt<E: Edit>(browser: &mut Browser, edit: &E) {
    let author = browser.author();
    browser.now.0 += 1;
    let mut plan = Plan::new(&browser.ws, browser.now, &author, &mut browser.mint);
    if edit.plan(&mut plan).is_ok() {
        let changes = plan.finish();
        browser.ws.insert_all(changes);
    }
}

fn give_calendar(browser: &mut Browser, zone_name: &str, dice: &mut Dice) {
    let mut window = |from: i64| {
        let from = from + dice.upto(120);
        Window::new(from as u16, (from + 60 + dice.upto(200)) as u16).unwrap()
    };
    let week = Week::of_days(5, &[window(400), window(800)]);
    let of = Calendar {
        weeks: vec![week],
        ..Calendar::usual(zone(zone_name))
    };
    let party = browser.me.party.as_str().to_owned();
    let json = |value: &Value| value.json().to_owned();
    let fields = [
        ("party", party),
        ("zone", json(&Value::of(&of.zone))),
        ("weeks", json(&Value::of(&of.weeks))),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let calendar = browser.create("calendar", &fields);
    let days = [
        ("date", "2026-09-25"),
        ("windows", "[]"),
        ("reason", "closed"),
    ];
    let mut day = vec![("parent", calendar.as_str())];
    day.extend(days);
    browser.create("calendar_day", &day);
}

fn exchange(one: &mut Browser, other: &mut Browser) {
    for _ in 0..2 {
        let file = one.write(&other.me.party.clone(), false);
        other.read(&[&file]);
        let file = other.write(&one.me.party.clone(), false);
        one.read(&[&file]);
    }
}

/// What a firm reads of every requirement: the clocks without who was heard, and what explains them.
type Read = (
    Option<(Limit, Limit, Limit, Option<Instant>)>,
    Vec<Option<Explained>>,
);

fn read(browser: &Browser, now: Instant) -> Vec<(RecordId, Clock, Read)> {
    let joins = SameAs::of(&browser.ws);
    let terms = Terms::of(&browser.ws, &joins);
    let partners = Partners::default();
    let reader = Reader {
        me: &browser.me.party,
        joins: &joins,
        partners: &partners,
        terms: &terms,
    };
    let clocks = |record| {
        let requirement = Requirement(record);
        let course = Loop::of(&requirement, &joins);
        Clock::ALL.map(|clock| {
            let running = reader.clock(&requirement, &course, clock);
            let limits = |r: Running| (r.limit, r.claimed, r.agreed, r.answered);
            let explained = Pausing::ALL
                .map(|pausing| reader.explain(&requirement, &course, clock, pausing, now));
            let id = requirement.0.id().clone();
            (id, clock, (running.map(limits), explained.to_vec()))
        })
    };
    browser.ws.of_kind(KIND).flat_map(clocks).collect()
}

#[test]
fn both_firms_compute_equal_clocks_after_exchange_whatever_their_zones_and_clock_errors() {
    let zones = [
        "Asia/Shanghai",
        "America/St_Johns",
        "Pacific/Chatham",
        "Europe/Amsterdam",
    ];
    let (mut answered, mut open, mut paused, mut inverted) = (0, 0, 0, 0);
    for seed in 0..cases(60, 1_200) {
        let mut dice = Dice(seed);
        let (mut maker, mut buyer) = two_firms();
        exchange(&mut maker, &mut buyer);
        // Up to two days fast or slow, each on its own.
        maker.now = Instant(START + dice.upto(4 * DAY) - 2 * DAY);
        buyer.now = Instant(START + dice.upto(4 * DAY) - 2 * DAY);
        give_calendar(&mut maker, zones[dice.upto(4) as usize], &mut dice);
        give_calendar(&mut buyer, zones[dice.upto(4) as usize], &mut dice);
        for clock in Clock::ALL {
            let amount = 1 + dice.upto(6) as u16;
            let given = [Allowance::hours(amount), Allowance::days(amount)];
            let state = StateAllowance {
                party: maker.me.party.clone(),
                clock,
                allowance: given[dice.upto(2) as usize].working(),
                from: None,
            };
            let by = if dice.upto(3) == 0 {
                &mut buyer
            } else {
                &mut maker
            };
            attempt(by, &state);
        }
        exchange(&mut maker, &mut buyer);
        for _ in 0..3 {
            let submit = Submit {
                draft: None,
                form: Form {
                    title: "Brackets".into(),
                    requester: Some(buyer.me.party.clone()),
                    provider: Some(maker.me.party.clone()),
                    ..Form::default()
                },
                stated: None,
            };
            attempt(&mut buyer, &submit);
        }
        for _ in 0..20 {
            let by_maker = dice.upto(3) > 0;
            let browser = if by_maker { &mut maker } else { &mut buyer };
            browser.now.0 += dice.upto(20 * HOUR);
            let pick = |browser: &Browser, kind: &str, dice: &mut Dice| {
                let all: Vec<RecordId> = browser.ws.of_kind(kind).map(|r| r.id().clone()).collect();
                all.get(dice.upto(all.len() as i64) as usize).cloned()
            };
            if let Some(requirement) = pick(browser, KIND, &mut dice) {
                let plan = Some(browser.now.plus(DAY));
                let steps = [
                    Step::Acknowledge,
                    Step::Commit { plan },
                    Step::Deliver,
                    Step::Accept,
                ];
                match dice.upto(3) {
                    0 => attempt(
                        browser,
                        &BeginPause {
                            requirement,
                            from: None,
                            to: None,
                            reason: "waiting".into(),
                            entered_for: None,
                        },
                    ),
                    _ => attempt(
                        browser,
                        &Take {
                            requirement,
                            step: steps[dice.upto(4) as usize].clone(),
                            stated: None,
                        },
                    ),
                }
            }
            if let Some(pause) = pick(browser, pause::KIND, &mut dice) {
                match dice.upto(3) {
                    0 => attempt(browser, &EndPause { pause, at: None }),
                    n => attempt(
                        browser,
                        &AnswerPause {
                            pause,
                            says: [Says::Agree, Says::Object][n as usize - 1],
                            reason: "so".into(),
                            entered_for: None,
                        },
                    ),
                }
            }
            if dice.upto(3) == 0 {
                exchange(&mut maker, &mut buyer);
            }
        }
        exchange(&mut maker, &mut buyer);
        let now = maker.now.max(buyer.now);
        let (there, here) = (read(&maker, now), read(&buyer, now));
        assert_eq!((there.len(), there.len()), (12, here.len()), "seed {seed}");
        for ((id, clock, own), (other, _, theirs)) in there.iter().zip(&here) {
            assert_eq!((id, &own.0), (other, &theirs.0), "seed {seed} {clock:?}");
            for (own, theirs) in own.1.iter().zip(&theirs.1) {
                let figures = |e: &Explained| (e.span, e.counted_ms(), e.counted_days());
                assert_eq!(own.as_ref().map(figures), theirs.as_ref().map(figures));
                // An answer settles what was unknown to one of them: they read the same, cause by cause.
                if own.as_ref().is_some_and(|e| e.is_answered) {
                    assert_eq!(own, theirs, "seed {seed} {clock:?}");
                }
            }
            if let Some((limit, claimed, _, at)) = own.0 {
                answered += usize::from(at.is_some());
                open += usize::from(at.is_none());
                paused += usize::from(limit != claimed || limit.due().is_none());
                inverted += usize::from(
                    limit.state(at, Heard::Own, now) == tandem::time::limit::State::Inverted,
                );
            }
        }
    }
    assert!(
        answered > 200 && open > 100 && paused > 50,
        "{answered} {open} {paused}"
    );
    assert!(inverted > 5, "{inverted}");
}
