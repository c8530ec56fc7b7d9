//! Joining a party that is here twice, and taking the join apart.
//! Never in here: which id a joined party goes by (`records::same_as`).

use leptos::prelude::*;

use super::super::edits::{Join, Part};
use super::{Desk, refused};
use crate::ledger::RecordId;
use crate::records::party;
use crate::texts::format;
use crate::texts::people as t;
use crate::ui::{Button, Choice, Form, Section, SelectField, toast};

pub fn duplicates(desk: Desk, id: RecordId) -> AnyView {
    let asked = id.clone();
    let joined = Memo::new(move |_| {
        let mut all = desk.joins.get().ids_of(&asked);
        all.retain(|other| *other != asked);
        all
    });
    let names = move || {
        let all = joined.get();
        desk.session.with(|ws| {
            let names: Vec<String> = all.iter().map(|id| party::name_of(ws, id)).collect();
            t::joined_with(format::list(&names))
        })
    };
    let session = desk.session;
    let apart = move |party: RecordId| {
        if session.commit(&Part { party }).is_ok() {
            toast::say_undoable(t::parted(), move || {
                let _ = session.undo();
            });
        }
    };
    let part_all = move |()| joined.get_untracked().into_iter().for_each(apart);
    view! {
        <Section title=t::duplicates>
            <p class="hint">{t::duplicates_hint}</p>
            <Show when=move || joined.with(|all| !all.is_empty())>
                <p>{names}</p>
                <Button label=t::part icon=icondata::LuUnlink on_press=part_all />
            </Show>
            {joining(desk, id)}
        </Section>
    }
    .into_any()
}

fn joining(desk: Desk, id: RecordId) -> AnyView {
    let other = RwSignal::new(String::new());
    let refusal = RwSignal::new(None);
    let asked = id.clone();
    let options = Memo::new(move |_| {
        let joins = desk.joins.get();
        desk.session.with(|ws| {
            let all = ws.of_kind(party::KIND).map(|r| r.id().clone());
            let others = all.filter(|p| joins.canonical(p) == p && !joins.same(p, &asked));
            let named = others.map(|p| Choice::new(p.as_str(), party::name_of(ws, &p)));
            named.collect::<Vec<_>>()
        })
    });
    let session = desk.session;
    let submit = move |()| {
        let Some(with) = RecordId::parse(&other.get_untracked()) else {
            return;
        };
        let party = id.clone();
        if desk.commit(&Join { party, with }, refusal) {
            other.set(String::new());
            toast::say_undoable(t::joined_toast(), move || {
                let _ = session.undo();
            });
        }
    };
    let some = move || options.with(|all| !all.is_empty());
    view! {
        <div hidden=move || !some()>
            <Form on_submit=submit>
                <div class="people-inline">
                    <SelectField
                        label=t::same_as
                        options=options
                        value=other
                        on_change=move |key: String| other.set(key)
                        error=refused(refusal)
                    />
                    <Button label=t::join submit=true />
                </div>
            </Form>
        </div>
    }
    .into_any()
}
