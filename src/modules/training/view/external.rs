//! Hours learnt elsewhere: claiming them with evidence, approving them as a second person; and names in drills
//! that nobody is credited for until somebody says who they are.
//! Never in here: who may approve (`model`).

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::edits::{Discard, Refusal};
use super::super::hours_edits::{Approve, ClaimHours, Evidence, Recognise};
use super::super::model::{Category, EXTERNAL, External};
use super::super::tally::Unknown;
use super::desk::Desk;
use super::form::{Draft, amount, said, save_or_cancel, undoable, whole};
use super::{person_href, ways, words};
use crate::ledger::RecordId;
use crate::records::{document, participation, person};
use crate::session::outside::any_files;
use crate::texts::training as t;
use crate::time::Date;
use crate::ui::{
    Badge, Button, Choice, DateField, Dialog, Empty, FileDrop, Files, Form, Look, NumberField,
    Page, Section, SelectField, State, TextField, toast,
};

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: RecordId,
    person: Option<RecordId>,
    name: String,
    title: String,
    category: Category,
    date: Option<Date>,
    minutes: u32,
    provider: String,
    evidence: Vec<(String, String)>,
    approved_by: Option<String>,
    mine_to_approve: bool,
}

fn row(desk: Desk, external: &External<'_>) -> Row {
    let ws = external.0.workspace();
    let people = desk.people.get();
    let me = desk.session.me().person;
    let person = external.person();
    let approved = external.approved_by(&people);
    let documents = document::of(ws, external.0.id()).into_iter();
    Row {
        id: external.0.id().clone(),
        name: person
            .as_ref()
            .map(|id| person::name_of(ws, id))
            .unwrap_or_default(),
        person,
        title: external.title().into_owned(),
        category: external.category(),
        date: external.date(),
        minutes: external.minutes(),
        provider: external.provider().into_owned(),
        evidence: documents
            .map(|d| (d.name().into_owned(), d.digest().unwrap_or_default()))
            .collect(),
        mine_to_approve: approved.is_none() && external.may_approve(&me, &people),
        approved_by: approved.map(|by| person::name_of(ws, &by)),
    }
}

/// All of them, or one.
pub fn page(desk: Desk, only: Option<RecordId>) -> AnyView {
    let all = Memo::new(move |_| {
        desk.session.with(|ws| {
            let each = ws.of_kind(EXTERNAL).map(External);
            let own = each.filter(|e| only.as_ref().is_none_or(|id| e.0.id() == id));
            let mut all: Vec<Row> = own.map(|e| row(desk, &e)).collect();
            all.sort_by(|a, b| {
                let key = |r: &Row| (r.approved_by.is_some(), std::cmp::Reverse(r.date));
                key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
            });
            all
        })
    });
    let claiming = RwSignal::new(None::<ClaimHours>);
    let refusal = RwSignal::new(None::<Refusal>);
    let actions = move || {
        view! {
            <Button
                label=t::claim_hours
                icon=icondata::LuPlus
                look=Look::Primary
                on_press=move |()| claiming.set(Some(ClaimHours::default()))
            />
        }
    };
    let none = move || all.with(Vec::is_empty);
    view! {
        <Page title=t::nav_external actions=actions>
            {ways("external")} <p class="lead">{t::external_intro}</p> {said(refusal)}
            <Show when=none>
                <Empty title=t::external_none hint=t::external_none_hint icon=icondata::LuAward />
            </Show>
            <ul class="plain">
                {move || {
                    all.get()
                        .into_iter()
                        .map(|r| card(desk, r, (claiming, refusal)))
                        .collect_view()
                }}
            </ul> {unknown(desk)} {dialog(desk, claiming)}
        </Page>
    }
    .into_any()
}

type Deeds = (RwSignal<Option<ClaimHours>>, RwSignal<Option<Refusal>>);

fn card(desk: Desk, row: Row, (claiming, refusal): Deeds) -> AnyView {
    let (id, away) = (row.id.clone(), row.id.clone());
    let stands = ClaimHours {
        record: Some(row.id.clone()),
        person: row.person.clone(),
        title: row.title.clone(),
        category: row.category,
        date: row.date,
        minutes: row.minutes,
        provider: row.provider.clone(),
        evidence: Vec::new(),
    };
    let approve = move |()| {
        desk.commit(&Approve(id.clone()), refusal);
    };
    let discard = move |()| {
        if desk.commit(&Discard(away.clone()), refusal) {
            undoable(desk.session, t::discarded());
        }
    };
    let (state, label) = match &row.approved_by {
        Some(by) => (State::Good, t::approved_by(by)),
        None => (State::Busy, t::waits_for_approval()),
    };
    let evidence = |(name, digest): (String, String)| {
        let short: String = digest.chars().take(12).collect();
        view! {
            <li class="training-line">
                <span>{name}</span>
                <code class="digest" title=digest>
                    {short}
                </code>
            </li>
        }
    };
    let about = [
        words::category(row.category),
        row.date.map(|d| d.to_string()).unwrap_or_default(),
        t::minutes_of(row.minutes),
        row.provider,
    ];
    let about: Vec<String> = about.into_iter().filter(|part| !part.is_empty()).collect();
    let href = row.person.as_ref().map(person_href);
    let wait = row.approved_by.is_none() && !row.mine_to_approve;
    view! {
        <li class="card">
            <p class="training-line">
                <strong>{row.title}</strong>
                <a href=href>{row.name}</a>
                <Badge state=state label=label />
            </p>
            <p class="hint">{about.join(" · ")}</p>
            <ul class="plain">{row.evidence.into_iter().map(evidence).collect_view()}</ul>
            {wait.then(|| view! { <p class="hint">{t::second_person}</p> })}
            <div class="actions">
                {row
                    .mine_to_approve
                    .then(|| {
                        view! {
                            <Button
                                label=t::approve
                                icon=icondata::LuCheck
                                look=Look::Primary
                                on_press=approve
                            />
                        }
                    })}
                <Button
                    label=t::change_hours
                    icon=icondata::LuPencil
                    look=Look::Quiet
                    on_press=move |()| claiming.set(Some(stands.clone()))
                />
                <Button
                    label=t::discard
                    icon=icondata::LuTrash2
                    look=Look::Quiet
                    on_press=discard
                />
            </div>
        </li>
    }
    .into_any()
}

pub fn person_choices(desk: Desk) -> Signal<Vec<Choice>> {
    Signal::derive(move || {
        desk.members.with(|members| {
            let each = members.iter();
            each.map(|m| Choice::new(m.id.as_str(), m.name.clone()))
                .collect()
        })
    })
}

fn dialog(desk: Desk, open: RwSignal<Option<ClaimHours>>) -> AnyView {
    let title = move || match open.with(|c| c.as_ref().is_some_and(|c| c.record.is_some())) {
        true => t::change_hours(),
        false => t::claim_hours(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || open.with(Option::is_some))
            on_close=move |()| open.set(None)
            title=title
        >
            {move || open.get_untracked().map(|claim| form(desk, claim, open))}
        </Dialog>
    }
    .into_any()
}

fn form(desk: Desk, claim: ClaimHours, open: RwSignal<Option<ClaimHours>>) -> AnyView {
    let changes = claim.record.is_some();
    let draft = Draft::new(claim);
    let submit = move |()| {
        if desk.commit(&draft.untracked(), draft.refusal) {
            open.set(None);
        }
    };
    let add = draft.takes(|d, evidence: Evidence| d.evidence.push(evidence));
    let files = move |files: Files| {
        for given in any_files(files) {
            spawn_local(async move {
                match given.await {
                    Ok(file) => add.run(Evidence {
                        size: file.bytes.len() as u64,
                        name: file.name,
                        digest: file.digest,
                    }),
                    Err(unreadable) => toast::say(t::evidence_unreadable(unreadable.name)),
                }
            });
        }
    };
    let names = |d: &ClaimHours| {
        d.evidence
            .iter()
            .map(|e| e.name.clone())
            .collect::<Vec<_>>()
    };
    let named = draft.shows(names);
    let lacking = draft.at(&[Refusal::NoEvidence]);
    view! {
        <Form on_submit=submit>
            {changes.then(|| view! { <p class="hint">{t::change_hours_hint}</p> })}
            <SelectField
                label=t::person
                options=person_choices(desk)
                value=draft
                    .shows(|d| d.person.as_ref().map(ToString::to_string).unwrap_or_default())
                on_change=draft.takes(|d, id: String| d.person = RecordId::parse(&id))
                error=draft.at(&[Refusal::NoSuchPerson, Refusal::Gone])
            />
            <TextField
                label=t::what_learnt
                value=draft.text(|d| &d.title)
                on_input=draft.takes(|d, text| d.title = text)
                error=draft.at(&[Refusal::TitleMissing])
            />
            <div class="training-row">
                <SelectField
                    label=t::category
                    options=Signal::derive(words::categories)
                    value=draft.shows(|d| d.category.as_str().to_owned())
                    on_change=draft
                        .takes(|d, key: String| {
                            d.category = Category::parse(&key).unwrap_or_default();
                        })
                />
                <DateField
                    label=t::date
                    value=draft.shows(|d| d.date.map(|d| d.to_string()).unwrap_or_default())
                    on_change=draft.takes(|d, text: String| d.date = Date::parse(&text))
                    error=draft.at(&[Refusal::DateMissing])
                />
                <NumberField
                    label=t::minutes
                    min="1"
                    step="1"
                    value=draft.shows(|d| amount(Some(d.minutes).filter(|m| *m > 0)))
                    on_change=draft.takes(|d, v| d.minutes = whole(v).unwrap_or(0))
                    error=draft.at(&[Refusal::Minutes])
                />
                <TextField
                    label=t::provider
                    optional=true
                    value=draft.text(|d| &d.provider)
                    on_input=draft.takes(|d, text| d.provider = text)
                />
            </div>
            <FileDrop label=t::evidence multiple=true on_files=files />
            <ul class="plain">
                {move || named.get().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}
            </ul>
            <p class="hint">{t::evidence_hint}</p>
            <p class="error" role="alert">{move || lacking.get()}</p>
            {save_or_cancel(move || open.set(None))}
        </Form>
    }
    .into_any()
}

/// Seats of held drills with names that are nobody's yet.
fn unknown(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| {
        desk.book
            .with(|book| book.as_ref().map(|b| b.unknown.clone()).unwrap_or_default())
    });
    let refusal = RwSignal::new(None::<Refusal>);
    let line = move |seat: Unknown| {
        let title = desk.session.with(|ws| {
            let drill = ws.record(&seat.drill);
            drill.map(|r| r.text(participation::TITLE).into_owned())
        });
        let href = desk.session.href(&seat.drill);
        let label = seat.name.clone();
        let (name, role) = (seat.name.clone(), seat.role.clone());
        let choose = move |key: String| {
            let Some(person) = RecordId::parse(&key) else {
                return;
            };
            let edit = Recognise {
                drill: seat.drill.clone(),
                group: seat.group.clone(),
                role: seat.role.clone(),
                person,
            };
            desk.commit(&edit, refusal);
        };
        view! {
            <li class="training-line">
                <strong>{name}</strong>
                <a href=href>{title}</a>
                <span class="faint">{role}</span>
                <span class="training-choice">
                    <SelectField
                        label=move || t::who_is(&label)
                        unlabelled=true
                        empty=t::nobody_yet
                        options=person_choices(desk)
                        value=Signal::derive(String::new)
                        on_change=choose
                    />
                </span>
            </li>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <Section title=t::seats_unknown>
                <p class="hint">{t::seats_unknown_hint}</p>
                {said(refusal)}
                <ul class="plain">{move || all.get().into_iter().map(line).collect_view()}</ul>
            </Section>
        </Show>
    }
    .into_any()
}
