//! The pages of the module: the list of parties, and one party.
//! Never in here: rules; they are in `model` and `edits`.

mod calendar;
mod day;
mod duplicates;
mod holidays;
mod list;
mod party;
mod person;
mod relations;
mod words;

use std::sync::Arc;

use leptos::prelude::*;

use super::edits::Refusal;
use super::model::party_of;
use crate::ledger::{Edit, RecordId};
use crate::records::same_as::SameAs;
use crate::session::{Place, Session, Target, use_session};
use crate::texts;
use crate::texts::people as t;
use crate::ui::{Button, Empty, LinkButton, Look, Page, toast};

pub use words::field;

pub const SLUG: &str = "people";

/// What every part of these pages reads.
#[derive(Clone, Copy)]
struct Desk {
    session: Session,
    joins: Memo<Arc<SameAs>>,
    me: Memo<RecordId>,
}

impl Desk {
    /// Does one thing; the refusal goes where it is shown.
    fn commit<E: Edit<Refusal = Refusal>>(self, edit: &E, said: RwSignal<Option<Refusal>>) -> bool {
        match self.session.commit(edit) {
            Ok(_) => {
                said.set(None);
                true
            }
            Err(refusal) => {
                said.set(Some(refusal));
                false
            }
        }
    }

    /// Puts a record away, with the way back.
    fn discard(self, record: RecordId) {
        let session = self.session;
        if session.commit(&super::edits::Discard { record }).is_ok() {
            toast::say_undoable(t::removed(), move || {
                let _ = session.undo();
            });
        }
    }
}

pub fn page(place: Place) -> AnyView {
    let session = use_session();
    let desk = Desk {
        session,
        joins: Memo::new(move |_| Arc::new(session.with(SameAs::of))),
        me: Memo::new(move |_| session.me().party),
    };
    let asked = Memo::new(move |_| {
        let id = place.record.get()?;
        let (joins, me) = (desk.joins.get(), desk.me.get());
        Some(session.with(|ws| {
            let party = joins.canonical(&party_of(ws, &me, &id)?).clone();
            let there = ws.record(&party).is_some_and(|r| !r.is_deleted());
            there.then_some(party)
        }))
    });
    let shown = move || match asked.get() {
        None => list::page(desk, place),
        Some(Some(party)) => party::page(desk, party),
        Some(None) => not_here(),
    };
    shown.into_any()
}

fn all_href() -> String {
    Target::page(SLUG).href()
}

fn not_here() -> AnyView {
    view! {
        <Page title=t::title>
            <Empty title=t::not_here hint=t::not_here_hint icon=icondata::LuFileQuestion>
                <LinkButton label=t::all href=all_href />
            </Empty>
        </Page>
    }
    .into_any()
}

/// The words of a refusal, beside what was refused.
fn refused(refusal: RwSignal<Option<Refusal>>) -> Signal<Option<String>> {
    Signal::derive(move || refusal.get().map(words::refusal))
}

/// The buttons at the end of a form in a dialog.
fn save_or_cancel(on_cancel: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <div class="actions">
            <Button label=t::save look=Look::Primary submit=true />
            <Button label=texts::ui::cancel on_press=move |()| on_cancel() />
        </div>
    }
    .into_any()
}
