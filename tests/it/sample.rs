//! The sample: it shows everything it promises, in both languages, and is real history.

use std::collections::BTreeSet;

use tandem::ledger::{Change, RecordId, Workspace, digest_of};
use tandem::modules::matrix::report::{Issue, coverage, findings};
use tandem::records::hours::Terms;
use tandem::records::limits::{Clock, Partners, Reader};
use tandem::records::matrix::Matrix;
use tandem::records::person::{Layer, Person};
use tandem::records::requirement::{DRAFT, Direction, KIND, Requirement};
use tandem::records::same_as::SameAs;
use tandem::records::stage::{Loop, Stage};
use tandem::records::{calendar, party, person};
use tandem::shell::sample::{Sample, sample};
use tandem::texts::{Lang, use_included};
use tandem::time::Instant;
use tandem::time::limit::State;

const NOW: Instant = Instant(1_790_000_000_000);

fn made(lang: Lang) -> (Sample, Workspace) {
    use_included(lang);
    let sample = sample(7, NOW).unwrap();
    let mut ws = Workspace::new();
    ws.insert_all(sample.changes.iter().cloned());
    (sample, ws)
}

fn in_both_languages(check: impl Fn(&Sample, &Workspace)) {
    for lang in Lang::ALL {
        let (sample, ws) = made(lang);
        check(&sample, &ws);
    }
}

#[test]
fn every_stage_and_every_state_of_a_limit_occurs() {
    in_both_languages(|sample, ws| {
        let (joins, partners) = (SameAs::of(ws), Partners::default());
        let terms = Terms::of(ws, &joins);
        let reader = Reader {
            me: &sample.me.party,
            joins: &joins,
            partners: &partners,
            terms: &terms,
        };
        let (mut stages, mut states) = (BTreeSet::new(), Vec::new());
        for record in ws.of_kind(KIND) {
            let requirement = Requirement(record);
            let course = Loop::of(&requirement, &joins);
            assert_eq!(
                course.not_counted(),
                0,
                "every step is the right party's, in order"
            );
            stages.extend(course.stage);
            for clock in Clock::ALL {
                let running = reader.clock(&requirement, &course, clock);
                states.extend(running.map(|r| r.state(NOW)));
            }
        }
        assert_eq!(stages, Stage::ALL.into_iter().collect());
        assert_eq!(ws.of_kind(DRAFT).count(), 1);
        let wanted = [
            State::Open,
            State::Warned,
            State::Breached,
            State::Unknown,
            State::Met,
            State::Missed,
        ];
        for state in wanted {
            assert!(states.contains(&state), "{state:?}");
        }
        assert!(!states.contains(&State::Inverted));
    });
}

#[test]
fn the_reader_is_the_maker_with_requirements_both_ways() {
    in_both_languages(|sample, ws| {
        let joins = SameAs::of(ws);
        let count = |way| {
            let all = ws.of_kind(KIND).map(Requirement);
            all.filter(|r| r.direction(&joins, &sample.me.party) == way)
                .count()
        };
        assert!(count(Direction::In) >= 8 && count(Direction::Out) >= 8);
        assert_eq!(count(Direction::Other), 0);
    });
}

#[test]
fn three_firms_have_people_in_every_layer_and_a_calendar() {
    in_both_languages(|_, ws| {
        let firms: Vec<RecordId> = ws.of_kind(party::KIND).map(|r| r.id().clone()).collect();
        assert_eq!(firms.len(), 3);
        assert_eq!(ws.of_kind(party::RELATION).count(), 2);
        for firm in &firms {
            let people = ws.of_kind(person::KIND).map(Person);
            let layers = people.filter(|p| p.party().as_ref() == Some(firm));
            let layers: BTreeSet<Layer> = layers.map(|p| p.layer()).collect();
            assert_eq!(layers, Layer::ALL.into_iter().collect());
            let calendars = calendar::of_party(ws, &SameAs::of(ws), firm);
            assert!(calendars.iter().any(|c| c.to_calendar().is_some()));
        }
    });
}

#[test]
fn the_matrix_has_something_to_mend_and_one_field_changed_on_both_sides() {
    in_both_languages(|sample, ws| {
        let matrix = Matrix::all(ws).next().unwrap();
        assert_eq!(matrix.tasks().len(), 12);
        assert_eq!(matrix.parties().len(), 3);
        assert_eq!(matrix.creator(), Some(&sample.me.party));
        let issues: BTreeSet<Issue> = findings(ws, matrix.id())
            .into_iter()
            .map(|f| f.issue)
            .collect();
        let is_double = |issue: &Issue| matches!(issue, Issue::SeveralAccountable(_));
        assert!(issues.iter().any(is_double));
        for issue in [
            Issue::NoAccountable,
            Issue::NoResponsible,
            Issue::NoStandard,
            Issue::Rivals,
        ] {
            assert!(issues.contains(&issue), "{issue:?}");
        }
        let kpi = coverage(ws, None);
        assert_eq!((kpi.numerator(), kpi.denominator()), (8, 12));
        assert_eq!(ws.marks().len(), 1);
    });
}

#[test]
fn nothing_refers_to_a_record_that_is_not_there() {
    in_both_languages(|_, ws| {
        for record in ws.records() {
            for field in record.fields() {
                let text = field.value().as_text();
                let named = text.and_then(|text| RecordId::parse(&text));
                let in_name = field.name().as_str().split('.').filter_map(RecordId::parse);
                for id in named.into_iter().chain(in_name) {
                    assert!(
                        ws.record(&id).is_some(),
                        "{record} {id}",
                        record = record.id()
                    );
                }
            }
        }
        for change in ws.changes() {
            for id in [&change.by.party, &change.by.person] {
                assert!(ws.record(id).is_some(), "{id}");
            }
            assert!(change.at <= NOW);
        }
    });
}

#[test]
fn merging_it_twice_adds_nothing_and_the_same_seed_makes_the_same() {
    in_both_languages(|first, ws| {
        let again = sample(7, NOW).unwrap();
        assert_eq!(again.me, first.me);
        let mut merged = Workspace::new();
        merged.insert_all(ws.changes().cloned());
        let inserted = merged.insert_all(again.changes);
        assert!(inserted.added.is_empty());
        assert_eq!(digest_of(merged.changes()), digest_of(ws.changes()));
        let other = sample(8, NOW).unwrap();
        let ids = |changes: &[Change]| changes.iter().map(|c| c.id).collect::<BTreeSet<_>>();
        assert!(ids(&other.changes).is_disjoint(&ids(&first.changes)));
    });
}

#[test]
fn the_languages_tell_the_same_story() {
    let (english, chinese) = (made(Lang::En).0.changes, made(Lang::Zh).0.changes);
    let shape = |changes: &[Change]| -> Vec<_> {
        let fields = |c: &Change| c.writes.iter().map(|w| w.field.clone()).collect::<Vec<_>>();
        let each = |c: &Change| (c.id, c.at, c.record.clone(), fields(c));
        changes.iter().map(each).collect()
    };
    assert_eq!(shape(&english), shape(&chinese));
    let has_han = |c: &Change| {
        let mut values = c.writes.iter().map(|w| w.value.json());
        values.any(|v| v.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)))
    };
    assert!(!english.iter().any(has_han));
    assert!(chinese.iter().any(has_han));
}
