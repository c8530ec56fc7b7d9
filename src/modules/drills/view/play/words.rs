//! What people read of a running drill: times, refusals, what was said.
//! Never in here: markup, what the scenario says (the words of the module).

use super::super::words;
use super::desk::Script;
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::edits::DrillRefusal;
use crate::modules::drills::event::{Answer, Captured};
use crate::modules::drills::scenario::{Inject, Scenario};
use crate::records::party;
use crate::texts::play as t;
use crate::texts::{drills, format};
use crate::time::{MINUTE, SECOND};

/// The local fact that holds how long a drill has run.
pub fn ran_key(drill: &RecordId) -> String {
    format!("drill_ran/{drill}")
}

/// A moment of the scenario's clock.
pub fn clock(scenario: &Scenario, ms: i64) -> String {
    words::moment(
        scenario,
        u32::try_from(ms.max(0) / MINUTE).unwrap_or(u32::MAX / 2),
    )
}

/// Time of the room that is left or has passed: `4:05`, `1:04:05`. What is left of a second counts.
pub fn countdown(ms: i64) -> String {
    let seconds = (ms.max(0) + SECOND - 1) / SECOND;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// The same, of what has passed: full seconds.
pub fn passed(ms: i64) -> String {
    countdown(ms.max(0) / SECOND * SECOND)
}

/// The names of groups that played a role, where the room may read them.
pub fn role_with_names(script: &Script, role: &str) -> String {
    let title = words::role(&script.scenario, role);
    let names = script.names.iter().filter(|(_, of, _)| of == role);
    let names: Vec<&str> = names.map(|(_, _, name)| name.as_str()).collect();
    if names.is_empty() {
        title
    } else {
        t::role_of(title, names.join(&drills::and()))
    }
}

/// Whom an inject is for.
pub fn receivers(script: &Script, inject: &Inject) -> String {
    if inject.to.is_empty() {
        return drills::everyone();
    }
    let each: Vec<String> = inject
        .to
        .iter()
        .map(|role| role_with_names(script, role))
        .collect();
    words::several(&each)
}

pub fn group(script: &Script, id: &str) -> String {
    let known = script.groups.iter().find(|group| group.id == id);
    known.map_or_else(|| id.to_owned(), |group| group.name.clone())
}

/// What somebody said, in a line.
pub fn said(ws: &Workspace, script: &Script, injects: &[&Inject], said: &Captured) -> String {
    let find = |id: &str| injects.iter().find(|inject| inject.id == id);
    let about = |id: &str| find(id).map_or_else(|| id.to_owned(), |i| words::text(&i.title));
    match said {
        Captured::Answer(answer) => {
            let of = find(&answer.inject).and_then(|inject| {
                let id = answer.expectation.as_deref()?;
                let found = inject.expectations.iter().find(|e| e.id == id)?;
                Some(words::text(&found.what))
            });
            let what = of.unwrap_or_else(|| about(&answer.inject));
            let line = t::said_answer(group(script, &answer.group), what, answer_worth(answer));
            with_text(line, &answer.text)
        }
        Captured::Decide(decide) => {
            let inject = find(&decide.inject).and_then(|inject| inject.decision.as_ref());
            let option = inject.and_then(|d| d.options.iter().find(|o| o.id == decide.option));
            let option = option.map_or_else(|| decide.option.clone(), |o| words::text(&o.title));
            t::said_decide(group(script, &decide.group), option)
        }
        Captured::Rating(rating) => {
            let who = rating.group.as_deref().map(|id| group(script, id));
            let line = t::said_rating(who.unwrap_or_else(t::room), rating.stars);
            with_text(line, &rating.text)
        }
        Captured::Note(note) => t::said_note(&note.text),
        Captured::Blame(blame) => {
            let name = |id: &RecordId| party::short_name_of(ws, id);
            let right = blame.matrix.as_ref() == Some(&blame.said);
            let who = (group(script, &blame.group), name(&blame.said));
            match (&blame.matrix, right) {
                (_, true) => t::said_blame_right(who.0, who.1),
                (Some(matrix), false) => t::said_blame_wrong(who.0, who.1, name(matrix)),
                (None, false) => t::said_blame_open(who.0, who.1),
            }
        }
    }
}

fn answer_worth(answer: &Answer) -> String {
    format::percent(f64::from(answer.credit), 100.0)
}

fn with_text(line: String, text: &str) -> String {
    if text.trim().is_empty() {
        line
    } else {
        drills::at_place(line, text)
    }
}

/// Why something is not done.
pub fn refusal(script: &Script, refusal: &DrillRefusal) -> String {
    match refusal {
        DrillRefusal::Gone => drills::refused_gone(),
        DrillRefusal::TitleMissing => drills::refused_title(),
        DrillRefusal::Scenario(inner) => super::super::scenario_refusal(inner),
        DrillRefusal::Groups => t::refused_groups(),
        DrillRefusal::Unplayable(findings) => t::refused_unplayable(findings.0.len() as i64),
        DrillRefusal::Started => t::refused_started(),
        DrillRefusal::NotStarted => t::refused_not_started(),
        DrillRefusal::Ended => t::refused_ended(),
        DrillRefusal::NotRunning => t::refused_not_running(),
        DrillRefusal::NotPaused => t::refused_not_paused(),
        DrillRefusal::Backwards { .. } => t::refused_backwards(),
        DrillRefusal::NoSuchInject
        | DrillRefusal::NoSuchGroup
        | DrillRefusal::NoSuchRole
        | DrillRefusal::NoSuchExpectation
        | DrillRefusal::NoSuchOption => t::refused_unknown(),
        DrillRefusal::NotWaiting => t::refused_not_waiting(),
        DrillRefusal::NotOpen => t::refused_not_open(),
        DrillRefusal::IdTaken => t::refused_id_taken(),
        DrillRefusal::Speed => t::refused_speed(),
        DrillRefusal::Jump {
            furthest: Some(furthest),
        } => t::refused_jump(clock(&script.scenario, *furthest)),
        DrillRefusal::Jump { furthest: None } => t::refused_jump_back(),
        DrillRefusal::OutOfRange => t::refused_range(),
        DrillRefusal::TextMissing => t::refused_text(),
        DrillRefusal::NothingToCorrect => t::refused_correct(),
    }
}
