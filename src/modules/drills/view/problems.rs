//! Findings about scenarios and lists of events in the reader's language.
//! Never in here: finding them.

use leptos::prelude::*;

use super::{places, words};
use crate::modules::drills::finding::{Finding, Problem, Thing, Wants};
use crate::modules::drills::msel::{Column, Odd};
use crate::modules::drills::reach::Apart;
use crate::modules::drills::scenario::Scenario;
use crate::texts::{author, drills, format};
use crate::ui::{Badge, State};

/// Whether a scenario can be played, as a badge.
pub fn playable(findings: usize) -> AnyView {
    if findings == 0 {
        view! { <Badge state=State::Good label=drills::playable /> }.into_any()
    } else {
        let count = move || drills::findings(findings as i64);
        view! { <Badge state=State::Warn label=count /> }.into_any()
    }
}

/// A finding with its place.
pub fn finding(scenario: &Scenario, finding: &Finding) -> String {
    let text = problem(scenario, &finding.problem);
    if finding.place.is_empty() {
        text
    } else {
        drills::at_place(places::place(scenario, &finding.place), text)
    }
}

fn problem(scenario: &Scenario, problem: &Problem) -> String {
    match problem {
        Problem::TooLarge { bytes, most } => {
            drills::p_too_large(format::bytes(*bytes as u64), format::bytes(*most as u64))
        }
        Problem::NotJson { line, column } => drills::p_not_json(line, column),
        Problem::NotAScenario => drills::p_not_a_scenario(),
        Problem::Newer { format } => drills::p_newer(format),
        Problem::Missing => drills::p_missing(),
        Problem::NotA(what) => drills::p_not_a(wants(*what)),
        Problem::UnknownWord { word } => drills::p_unknown_word(word),
        Problem::TooLong { most } => drills::p_too_long(format::bytes(*most as u64)),
        Problem::TooMany { most } => drills::p_too_many(most),
        Problem::OutOfRange { from, to } => drills::p_out_of_range(from, to),
        Problem::OneLanguage => drills::p_one_language(),
        Problem::Twice { id } => drills::p_twice(id),
        // Chosen in the editor, and nothing of it yet.
        Problem::NoSuch { thing, id } if id.is_empty() => {
            author::nothing_chosen(self::thing(*thing))
        }
        Problem::NoSuch { thing, id } => drills::p_no_such(self::thing(*thing), id),
        Problem::WrongType { id } => drills::p_wrong_type(words::variable(scenario, id)),
        Problem::NoRoles => drills::p_no_roles(),
        Problem::NoInjects => drills::p_no_injects(),
        Problem::JumpedOver { jump } => {
            let known = scenario.jumps.iter().find(|known| known.id == *jump);
            let title = known.map(|known| words::text(&known.title));
            let title = title.filter(|title| !title.is_empty());
            drills::p_jumped_over(title.unwrap_or_else(|| jump.clone()))
        }
        Problem::BadJump => drills::p_bad_jump(),
        Problem::Loop { path } => {
            let path = path.iter().map(|id| words::inject_title(scenario, id));
            drills::p_loop(path.collect::<Vec<_>>().join(" → "))
        }
        Problem::Unreachable => drills::p_unreachable(),
        Problem::DeadEnd => drills::p_dead_end(),
        Problem::HasItsOwnTime => drills::p_own_time(),
        Problem::NeverTaken => drills::p_never_taken(),
        Problem::TwoWaysOut => drills::p_two_ways(),
        Problem::NobodyAnswers => drills::p_nobody_answers(),
        Problem::NotReceived { role } => drills::p_not_received(words::role(scenario, role)),
        Problem::TrainerAnswers { role } => drills::p_trainer_answers(words::role(scenario, role)),
        Problem::NoTime => drills::p_no_time(),
        Problem::TooFewOptions => drills::p_few_options(),
        Problem::LongerThanPlanned { needs } => drills::p_longer(words::minutes(*needs)),
        Problem::TooTangled { states, apart } => tangled(*states, *apart),
    }
}

/// How far it was looked, and what to have less of.
fn tangled(states: usize, apart: Apart) -> String {
    let looked = author::tangled(
        format::number(states as f64),
        author::tangled_decisions(apart.decisions as i64),
        author::tangled_expectations(apart.expectations as i64),
    );
    match apart.score {
        true => format!("{looked} {}", author::tangled_score()),
        false => looked,
    }
}

fn wants(wants: Wants) -> String {
    match wants {
        Wants::Object => drills::w_object(),
        Wants::List => drills::w_list(),
        Wants::Text => drills::w_text(),
        Wants::Id => drills::w_id(),
        Wants::Whole => drills::w_whole(),
        Wants::Bool => drills::w_bool(),
        Wants::TimeOfDay => drills::w_time(),
        Wants::Held => drills::w_held(),
        Wants::Condition => drills::w_condition(),
        Wants::Effect => drills::w_effect(),
    }
}

fn thing(thing: Thing) -> String {
    match thing {
        Thing::Role => drills::t_role(),
        Thing::Variable => drills::t_variable(),
        Thing::Phase => drills::t_phase(),
        Thing::Inject => drills::t_inject(),
        Thing::Expectation => drills::t_expectation(),
        Thing::Choice => drills::t_choice(),
    }
}

/// What is odd about a line of a list of events.
pub fn odd(odd: &Odd) -> String {
    match odd {
        Odd::NoColumn(Column::Time) => drills::o_no_column(drills::c_time()),
        Odd::NoColumn(_) => drills::o_no_column(drills::c_content()),
        Odd::UnknownHeading(heading) => drills::o_unknown_heading(heading),
        Odd::UnreadableTime(text) => drills::o_time(text),
        Odd::Empty => drills::o_empty(),
        Odd::UnknownKind(text) => drills::o_kind(text),
        Odd::NotANumber(text) => drills::o_number(text),
        Odd::Table(count) => drills::o_table(*count as i64),
    }
}
