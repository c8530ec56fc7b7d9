//! Stored values in words, for the history, the inbox and the preview of a file.
//! Never in here: what a value means to the rules (`records`), names of fields (`words`).

use super::words;
use crate::ledger::{RecordId, STAGE, Value, Workspace};
use crate::records::allowance::{self, Allowance};
use crate::records::change_request::{self, Cause, Level, Verdict};
use crate::records::limits::Clock;
use crate::records::pause::{self, Answer, Says};
use crate::records::requirement as r;
use crate::records::stage::Statement;
use crate::records::{document, message, milestone, party, person};
use crate::texts::format;
use crate::texts::requirements as t;
use crate::time::Instant;

/// What a value says; `None` where its stored form speaks for itself, or is none this version knows.
pub fn value(ws: &Workspace, kind: &str, field: &str, value: &Value) -> Option<String> {
    match kind {
        pause::KIND => of_pause(field, value),
        allowance::KIND => of_limit(field, value),
        change_request::KIND | change_request::APPROVAL => of_change(ws, field, value),
        milestone::KIND if field == milestone::REACHED => moment(value),
        document::KIND if field == document::SIZE => size(value),
        message::KIND if field == message::AT => moment(value),
        message::KIND if field == message::URGENT => Some(yes_or_no(value.as_bool()?)),
        _ if field == STAGE => Some(stated(ws, &value.read()?)),
        _ => of_asked(field, value),
    }
}

fn moment(value: &Value) -> Option<String> {
    Some(format::instant(Instant(value.as_int()?)))
}

fn size(value: &Value) -> Option<String> {
    Some(format::bytes(value.read()?))
}

fn yes_or_no(yes: bool) -> String {
    match yes {
        true => t::yes(),
        false => t::no(),
    }
}

/// Values of what is asked; texts are left as they are.
fn of_asked(field: &str, value: &Value) -> Option<String> {
    let in_words = [
        r::QUANTITY,
        r::PRICE,
        r::NEEDED_BY,
        r::PRIORITY,
        milestone::DUE,
    ];
    let known = in_words.contains(&field);
    known.then(|| words::asked_value(field, Some(value)))
}

fn of_pause(field: &str, value: &Value) -> Option<String> {
    match field {
        pause::FROM | pause::TO => moment(value),
        pause::ANSWER => {
            let answer: Answer = value.read()?;
            let says = match answer.says {
                Says::Agree => t::pause_agreed(),
                Says::Object => t::pause_objected(),
            };
            Some(and_reason(says, &answer.reason))
        }
        _ => None,
    }
}

fn of_limit(field: &str, value: &Value) -> Option<String> {
    match field {
        allowance::FROM => moment(value),
        allowance::CLOCK => Clock::parse(&value.as_text()?).map(words::clock),
        // Whose working time it is stands in a field of its own.
        allowance::ALLOWS => {
            let allows: Allowance = value.read()?;
            Some(words::amount(allows))
        }
        _ => None,
    }
}

fn of_change(ws: &Workspace, field: &str, value: &Value) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Withdrawal {
        at: Instant,
        #[serde(default)]
        reason: String,
    }
    match field {
        change_request::AT => moment(value),
        change_request::CAUSE => Cause::parse(&value.as_text()?).map(words::cause),
        change_request::VERDICT => Verdict::parse(&value.as_text()?).map(words::verdict),
        change_request::LEVEL => Some(format::number(f64::from(value.read::<u16>()? + 1))),
        change_request::LEVELS => {
            let levels: Vec<Level> = value.read()?;
            let named = levels.iter().map(|level| words::level(ws, level));
            Some(format::list(&named.collect::<Vec<_>>()))
        }
        change_request::WITHDRAWN => {
            let said: Withdrawal = value.read()?;
            Some(and_reason(format::instant(said.at), &said.reason))
        }
        proposed => of_asked(proposed.rsplit('.').next()?, value),
    }
}

/// What an act of the course says, with the moment it is stated for.
fn stated(ws: &Workspace, said: &Statement) -> String {
    let at = t::stated_at(words::did(said.act), format::instant(said.stated));
    let party = |id: &RecordId| party::short_name_of(ws, id);
    let more = [
        said.entered_for
            .as_ref()
            .map(|id| format!("{}: {}", t::f_entered_for(), party(id))),
        said.owner
            .as_ref()
            .map(|id| format!("{}: {}", t::shelf_owner(), person::name_of(ws, id))),
    ];
    let more = more.into_iter().flatten().chain(words::details(said));
    let all: Vec<String> = std::iter::once(at).chain(more).collect();
    all.join(" · ")
}

fn and_reason(words: String, reason: &str) -> String {
    match reason.trim() {
        "" => words,
        reason => format!("{words} · {reason}"),
    }
}
