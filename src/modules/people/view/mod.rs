//! The page of people: all parties, or one of them with its persons and calendars.

mod calendars;
mod parties;
mod party;
mod persons;
mod words;

use leptos::prelude::*;

use crate::records::party as kind;
use crate::session::{Place, use_session};

/// The list, or the party that the address names. A person's address shows its party.
pub fn page(place: Place) -> AnyView {
    let session = use_session();
    let party = Memo::new(move |_| {
        let record = place.record.get()?;
        if record.kind() == kind::KIND {
            return Some(record);
        }
        session.with(|ws| {
            let record = ws.record(&record)?;
            record
                .reference("party")
                .or_else(|| ws.record(&record.parent()?)?.reference("party"))
        })
    });
    (move || match party.get() {
        Some(party) => view! { <party::OneParty party/> }.into_any(),
        None => view! { <parties::Parties/> }.into_any(),
    })
    .into_any()
}
