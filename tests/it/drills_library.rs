//! The built-in scenarios: each can be played, is spelt as the format has it, and speaks both languages.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;
use tandem::ledger::{MAX_TEXT, RecordId};
use tandem::modules::drills::check::check;
use tandem::modules::drills::event::{Answer, Captured, Decide, Event, What};
use tandem::modules::drills::finding::Findings;
use tandem::modules::drills::reach::{MAX_STATES, reach};
use tandem::modules::drills::run::{Run, Standing};
use tandem::modules::drills::scenario::{CLASSES, Choice, Rest, Scenario};
use tandem::modules::drills::{model, reading, report, score};
use tandem::time::{Instant, SECOND};

use crate::drills_story::STORY;

/// Every file of the library by its name, with its text.
fn library() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/modules/drills/library");
    let files = std::fs::read_dir(folder).into_iter().flatten();
    let paths = files.map(|entry| entry.expect("an entry").path());
    let texts = paths.filter(|path| path.extension().is_some_and(|e| e == "json"));
    texts
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("a text");
            (name.into_owned(), text)
        })
        .collect()
}

/// Members nobody knows: in a file of our own they are misspelt.
fn misspelt(s: &Scenario) -> Vec<String> {
    let mut all: Vec<(&str, &Rest)> = vec![("scenario", &s.rest)];
    all.extend(s.roles.iter().map(|role| (role.id.as_str(), &role.rest)));
    all.extend(s.variables.iter().map(|v| (v.id.as_str(), &v.rest)));
    all.extend(
        s.variables
            .iter()
            .flat_map(|v| &v.options)
            .map(|o| (o.id.as_str(), &o.rest)),
    );
    all.extend(
        s.phases
            .iter()
            .map(|phase| (phase.id.as_str(), &phase.rest)),
    );
    all.extend(s.jumps.iter().map(|jump| (jump.id.as_str(), &jump.rest)));
    for inject in &s.injects {
        let id = inject.id.as_str();
        all.push((id, &inject.rest));
        all.extend(inject.attachments.iter().map(|a| (id, &a.rest)));
        all.extend(inject.expectations.iter().map(|e| (e.id.as_str(), &e.rest)));
        all.extend(inject.branches.iter().map(|branch| (id, &branch.rest)));
        all.extend(inject.decision.iter().map(|decision| (id, &decision.rest)));
        let options = inject.decision.iter().flat_map(|d| &d.options);
        all.extend(options.map(|option| (option.id.as_str(), &option.rest)));
    }
    let named = all
        .into_iter()
        .flat_map(|(at, rest)| rest.keys().map(move |key| format!("{at}: {key}")));
    named.collect()
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// Texts that are not in both languages, or not in the right one.
fn one_sided(json: &Json, key: &str, found: &mut Vec<String>) {
    const TEXTS: [&str; 16] = [
        "title",
        "summary",
        "background",
        "preread",
        "guide",
        "brief",
        "task",
        "unit",
        "content",
        "note",
        "expected",
        "what",
        "text",
        "goals",
        "debrief",
        "table",
    ];
    match json {
        Json::Object(members) if members.contains_key("zh") || members.contains_key("en") => {
            let say = |lang: &str| members.get(lang).and_then(Json::as_str).unwrap_or_default();
            let (zh, en) = (say("zh"), say("en"));
            let letters = |text: &str| text.chars().any(char::is_alphabetic);
            let right = !zh.is_empty() && !en.is_empty() && !en.chars().any(is_chinese);
            // Names, numbers and codes may read the same in both.
            let own = zh.chars().any(is_chinese) || !letters(zh) || zh == en;
            if !right || !own {
                found.push(format!("{key}: {zh} / {en}"));
            }
        }
        Json::Object(members) => {
            for (name, member) in members {
                one_sided(member, name, found);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| one_sided(item, key, found)),
        // A code in a table is no sentence.
        Json::String(text)
            if TEXTS.contains(&key)
                && text.chars().any(char::is_alphabetic)
                && (key != "table" || text.chars().any(|c| is_chinese(c) || c == ' ')) =>
        {
            found.push(format!("{key}: {text}"));
        }
        _ => {}
    }
}

#[test]
fn every_scenario_of_the_library_can_be_played_in_both_languages() {
    for (name, text) in library() {
        let (read, findings) = reading::file(&text);
        assert_eq!(findings, Findings::default(), "{name}");
        let scenario = read.unwrap_or_else(|| panic!("{name} is no scenario"));
        assert_eq!(scenario.slug, name);
        assert_eq!(misspelt(&scenario), Vec::<String>::new(), "{name}");
        assert_eq!(check(&scenario), Findings::default(), "{name}");
        let mut found = Vec::new();
        let json: Json = serde_json::from_str(&text).expect("json");
        one_sided(&json, "", &mut found);
        assert_eq!(found, Vec::<String>::new(), "{name}");
        for (field, value) in model::fields(&scenario) {
            assert!(
                value.json().len() <= MAX_TEXT,
                "{name}: {field} fits into a field"
            );
        }
        let leads = scenario
            .injects
            .iter()
            .filter_map(|inject| inject.decision.as_ref());
        let leads = leads.filter(|d| d.options.iter().any(|option| option.way.is_some()));
        assert!(leads.count() >= 1, "{name}: a choice that leads somewhere");
        let scored = scenario
            .injects
            .iter()
            .filter(|inject| inject.open_for() > 0)
            .count();
        assert!(
            scenario.injects.len() >= 10 && scored >= 6,
            "{name}: {scored} ask for something"
        );
    }
}

#[test]
fn every_scenario_of_the_library_lies_below_half_of_what_the_check_looks_at() {
    for (name, text) in library() {
        let scenario = reading::file(&text).0.expect("a scenario");
        let found = reach(&scenario);
        println!("drills: {name}: {} of {MAX_STATES} states", found.states);
        assert!(
            found.whole && found.states * 2 < MAX_STATES,
            "{name}: {}",
            found.states
        );
    }
}

#[test]
fn the_library_has_a_scenario_of_every_class_with_a_guide_and_something_to_read_before() {
    let all = library();
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    let mut classes = CLASSES.to_vec();
    classes.sort_unstable();
    assert_eq!(names, classes);
    for (name, text) in &all {
        let scenario = reading::file(text).0.expect("a scenario");
        assert_eq!(scenario.class, *name);
        for (what, text) in [("guide", &scenario.guide), ("preread", &scenario.preread)] {
            for words in [text.chinese(), text.english()] {
                assert!(words.len() > 500, "{name}: {what} is a page, not a line");
            }
        }
    }
}

/// Plays a scenario at 60×, looking once a second; whatever opens is answered in full at once, and one
/// of the options is chosen.
fn played<'s>(
    scenario: &'s Scenario,
    groups: &'s [String],
    choose: fn(&[Choice]) -> Option<&Choice>,
) -> Run<'s> {
    let mut run = Run::new(scenario, groups);
    let mut n = 0;
    let mut happen = |run: &mut Run<'_>, ran: i64, what: What| {
        n += 1;
        run.apply(&Event {
            id: RecordId::from_bits("drill_event", u128::from(n)),
            n,
            ran,
            at: Instant(0),
            what,
        });
    };
    happen(&mut run, 0, What::Speed(60));
    happen(&mut run, 0, What::Start);
    let mut answered = vec![false; run.stood.len()];
    for second in 0..24 * 3600 {
        let ran = second * SECOND;
        run.advance(ran);
        for (nth, answered) in answered.iter_mut().enumerate() {
            let open = run.stood.get(nth).map(|stood| stood.standing) == Some(Standing::Open);
            if std::mem::replace(answered, *answered || open) || !open {
                continue;
            }
            let inject = run.inject(nth).expect("an inject").clone();
            let group = groups.first().expect("a group").clone();
            for expectation in &inject.expectations {
                let who = expectation.who.iter();
                for role in who.take(if expectation.all { usize::MAX } else { 1 }) {
                    let answer = Captured::Answer(Answer {
                        inject: inject.id.clone(),
                        group: group.clone(),
                        expectation: Some(expectation.id.clone()),
                        role: Some(role.clone()),
                        text: String::new(),
                        credit: 100,
                        played: None,
                    });
                    happen(&mut run, ran, What::Captured(answer));
                }
            }
            let decision = inject.decision.as_ref();
            if let Some(option) = decision.and_then(|d| choose(&d.options)) {
                let decide = Captured::Decide(Decide {
                    inject: inject.id.clone(),
                    group,
                    option: option.id.clone(),
                    played: None,
                });
                happen(&mut run, ran, What::Captured(decide));
            }
        }
        if run.is_exhausted() {
            happen(&mut run, ran, What::End);
            return run;
        }
    }
    panic!("{} does not end", scenario.slug);
}

#[test]
fn every_scenario_of_the_library_plays_from_start_to_review_at_sixty_times_its_speed() {
    let groups = ["g1".to_owned()];
    for (name, text) in library() {
        let scenario = reading::file(&text).0.expect("a scenario");
        let best = played(&scenario, &groups, |options| {
            options.iter().max_by_key(|option| option.points)
        });
        let worst = played(&scenario, &groups, |options| {
            options.iter().min_by_key(|option| option.points)
        });
        for run in [&best, &worst] {
            let came = report::timeline(run);
            let came = came.iter().filter(|placed| placed.fired.is_some()).count();
            assert!(came >= 8, "{name}: {came} injects came");
            let steps = report::steps(run);
            assert!(!steps.is_empty());
            for step in &steps {
                assert!(step.met.is_some(), "{name}: answered at once, so met");
            }
            let in_room = run.at.ran / SECOND;
            assert!(
                in_room <= i64::from(scenario.minutes) * 60,
                "{name}: {in_room} s"
            );
        }
        let points = |run: &Run<'_>| score::total(run, "g1");
        assert!(points(&best) > points(&worst), "{name}: choices tell");
        let most: i64 = score::lines(&best).iter().map(|line| line.most).sum();
        assert!(
            points(&best) * 10 >= most * 8,
            "{name}: {} of {most}",
            points(&best)
        );
    }
}

#[test]
fn what_is_misspelt_or_in_one_language_is_found() {
    let misspelled = STORY.replacen("\"note\": \"Show", "\"notes\": \"Show", 1);
    let scenario = reading::file(&misspelled).0.expect("the story");
    assert_eq!(misspelt(&scenario), ["air: notes"]);
    let found = |text: &str| {
        let mut found = Vec::new();
        one_sided(&serde_json::from_str(text).expect("json"), "", &mut found);
        found.len()
    };
    assert_eq!(
        found(r#"{"title": {"zh": "钢材", "en": "Steel"}, "slug": "x"}"#),
        0
    );
    assert_eq!(found(r#"{"title": "Steel"}"#), 1);
    assert_eq!(
        found(r#"{"title": {"zh": "Steel mill", "en": "Steel"}}"#),
        1
    );
    assert_eq!(found(r#"{"title": {"zh": "钢材", "en": "钢材"}}"#), 1);
    assert_eq!(found(r#"{"table": [["A-7", "12"], ["two words"]]}"#), 1);
}
