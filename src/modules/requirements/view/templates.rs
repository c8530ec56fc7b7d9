//! Beginning a requirement from a template of its kind, and keeping what is typed as one.
//! Never in here: what a template keeps (`templates`).

use leptos::prelude::*;

use super::super::form::Form;
use super::super::templates::{self, DropTemplate, KeepTemplate, TemplateRefusal};
use super::desk::Desk;
use super::words;
use crate::ledger::RecordId;
use crate::records::requirement::Requirement;
use crate::texts::requirements as t;
use crate::ui::{self, Button, Choice, Look, SelectField, TextField, toast};

fn all(desk: Desk) -> Memo<Vec<(RecordId, String)>> {
    Memo::new(move |_| desk.session.with(templates::all))
}

/// The choice of a template, where there is any.
pub fn choose(desk: Desk, draft: RwSignal<Form>) -> AnyView {
    let all = all(desk);
    let chosen = RwSignal::new(String::new());
    let options = move || {
        let all = all.get().into_iter();
        all.map(|(id, name)| Choice::new(id.as_str(), name))
            .collect::<Vec<_>>()
    };
    let begin = move |key: String| {
        chosen.set(key.clone());
        let Some(id) = RecordId::parse(&key) else {
            return;
        };
        desk.session.with_untracked(|ws| {
            if let Some(record) = ws.record(&id) {
                draft.update(|form| *form = std::mem::take(form).like(&Requirement(record)));
            }
        });
    };
    let drop = move |()| {
        let template = RecordId::parse(&chosen.get_untracked());
        let Some(template) = template else { return };
        // Refused only if it is gone already.
        if desk.session.commit(&DropTemplate { template }).is_ok() {
            toast::say_undoable(t::deleted(), move || {
                let _ = desk.session.undo();
            });
        }
        chosen.set(String::new());
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <div class="row">
                <SelectField
                    label=t::template_begin
                    empty=t::template_none
                    options=Signal::derive(options)
                    value=chosen
                    on_change=begin
                />
                <Show when=move || !chosen.with(String::is_empty)>
                    <Button
                        label=t::template_drop
                        look=Look::Quiet
                        icon=icondata::LuTrash2
                        on_press=drop
                    />
                </Show>
            </div>
        </Show>
    }
    .into_any()
}

/// Keeps what is typed as the template of a kind.
pub fn keep(desk: Desk, draft: RwSignal<Form>) -> AnyView {
    let name = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<TemplateRefusal>);
    let submit = move |()| {
        let edit = KeepTemplate {
            name: name.get_untracked(),
            form: draft.get_untracked(),
        };
        let why = desk.session.commit(&edit).err();
        if why.is_none() {
            toast::say_undoable(t::template_kept(), move || {
                let _ = desk.session.undo();
            });
            name.set(String::new());
        }
        refusal.set(why);
    };
    view! {
        <details>
            <summary>{t::template_keep}</summary>
            <ui::Form on_submit=submit>
                <TextField
                    label=t::template_name
                    hint=t::template_hint
                    value=name
                    on_input=move |text: String| name.set(text)
                    error=Signal::derive(move || refusal.get().map(refused))
                />
                <div class="actions">
                    <Button label=t::template_keep_it submit=true icon=icondata::LuBookmarkPlus />
                </div>
            </ui::Form>
        </details>
    }
    .into_any()
}

fn refused(why: TemplateRefusal) -> String {
    match why {
        TemplateRefusal::NameMissing => t::template_name_missing(),
        TemplateRefusal::Gone => t::gone(),
        TemplateRefusal::Form(why) => words::form_refusal(why),
    }
}
