//! A drill and its partners: what each of them gets with the next file and is known to have, whether the
//! matrix goes along, whose figures count it. Never in here: writing files, which the outbox does.

use leptos::prelude::*;

use super::letter::of_debrief;
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::debrief::Debrief;
use crate::modules::drills::lessons;
use crate::modules::drills::model::Drill;
use crate::modules::drills::package::{Leg, MatrixGoes, is_led_for_others, legs};
use crate::modules::drills::report::held;
use crate::records::party;
use crate::session::{Session, Target, outside, use_session};
use crate::texts::author as t;
use crate::ui::{Badge, LinkButton, Section, State};

/// The page of files, and which partner is chosen there.
const FILES: &str = "exchange";
const TO: &str = "to";

fn name(ws: &Workspace, id: &RecordId) -> String {
    let record = ws.record(id);
    record
        .map(|record| record.text(party::NAME).into_owned())
        .unwrap_or_default()
}

/// The partners of a drill; nothing where it is one's own alone.
pub fn travel(drill: RecordId) -> AnyView {
    let session = use_session();
    let found = Memo::new(move |_| {
        let (log, me) = (session.file_log(), session.me().party);
        session.with(|ws| {
            let drill = Drill::find(ws, &drill)?;
            let legs = legs(ws, &log, &me, &drill);
            let for_others = is_led_for_others(ws, &me, &drill, &legs);
            Some((legs, for_others))
        })
    });
    let shown = move || {
        let (legs, for_others) = found.get().filter(|(legs, _)| !legs.is_empty())?;
        let each = legs.into_iter().map(|leg| card(session, leg));
        let each = each.collect_view();
        let counts = if for_others {
            t::counts_theirs
        } else {
            t::counts_ours
        };
        Some(view! {
            <Section title=t::travel>
                <p class="hint">{counts}</p>
                <ul class="author-shelf">{each}</ul>
            </Section>
        })
    };
    shown.into_any()
}

fn card(session: Session, leg: Leg) -> AnyView {
    let Leg {
        party,
        changes,
        open,
        matrix,
    } = leg;
    let href = Target::page(FILES).with(TO, party.as_str()).href();
    let named = move || session.with(|ws| name(ws, &party));
    let (state, label) = match open {
        0 => (State::Good, t::all_arrived()),
        open => (State::Busy, t::not_arrived(open as i64, changes)),
    };
    let goes = match matrix {
        MatrixGoes::None => t::matrix_none,
        MatrixGoes::Along => t::matrix_along,
        MatrixGoes::StaysBack => t::matrix_back,
    };
    view! {
        <li class="card">
            <h3>{named}</h3>
            <p><Badge state=state label=label /></p>
            <p class="hint">{goes}</p>
            <LinkButton label=t::write_package href=move || href.clone() icon=icondata::LuSend />
        </li>
    }
    .into_any()
}

/// Saves the debrief of a drill for partners who took part; the text that goes with it, or none where the
/// drill was not held or the browser refuses.
pub fn save_debrief(session: Session, drill: &RecordId) -> Option<String> {
    let me = session.me_untracked().party;
    let file = session.with_untracked(|ws| {
        let held = held(Drill::find(ws, drill)?)?;
        let by = held.drill.trainer().unwrap_or(me);
        let told = Debrief::of(&held, &lessons::of(ws, drill), &name(ws, &by));
        Some(told)
    });
    let told = file?;
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let title: String = told.title.chars().take(40).map(plain).collect();
    let day = told.started().iso();
    let day = day.get(..10).unwrap_or_default();
    let saved = outside::save_file(
        &format!("debrief-{title}-{day}.json"),
        "application/json",
        told.json().as_bytes(),
    );
    saved.then(|| of_debrief(&told))
}
