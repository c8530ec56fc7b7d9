//! One party: its names, what it is to us, its people, its calendars, and joining duplicates.

use leptos::prelude::*;

use super::calendars::Calendars;
use super::parties::ties;
use super::persons::Persons;
use super::words;
use crate::ledger::RecordId;
use crate::modules::people::edits::{DescribeParty, Discard, Join, Part, Refusal, Relate, Tie};
use crate::records::party::{self, Party, PartyKind, Relation};
use crate::records::same_as::SameAs;
use crate::session::{Target, use_session};
use crate::texts;
use crate::ui::{
    Banner, Button, Choice, Form, LinkButton, Look, Page, Section, SelectField, State, TextField,
    toast,
};

/// What happened to an edit, told where the user looks.
pub fn tell<T>(outcome: Result<T, Refusal>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(why) => {
            toast::say(words::refusal(why));
            false
        }
    }
}

#[component]
pub fn OneParty(party: RecordId) -> AnyView {
    let session = use_session();
    let id = StoredValue::new(party.clone());
    let there =
        move || session.with(|ws| ws.record(&id.get_value()).is_some_and(|r| !r.is_deleted()));
    let title = move || {
        session.with(|ws| {
            let record = ws.record(&id.get_value());
            record.map_or_else(texts::people::not_here, |r| Party(r).name().into_owned())
        })
    };
    let marked = move || {
        session.with(|ws| {
            let record = ws.record(&id.get_value());
            record.is_some_and(|r| r.fields().any(|f| f.is_rivals()))
        })
    };
    let history = Target::record("history", party.clone()).href();
    let actions = move || {
        view! {
            <LinkButton
                label=texts::people::history
                href=history.clone()
                icon=icondata::LuHistory
            />
        }
    };
    view! {
        <Page title=title actions=actions>
            <p><a href=Target::page("people").href()>{texts::people::all_parties}</a></p>
            <Show when=marked>
                <Banner state=State::Warn>
                    <a href=Target::page("inbox").href()>{texts::people::marked}</a>
                </Banner>
            </Show>
            <Show
                when=there
                fallback=|| view! { <p class="hint">{texts::people::not_here_hint}</p> }
            >
                <Names party=id.get_value()/>
                <Ties party=id.get_value()/>
                <Persons party=id.get_value()/>
                <Calendars party=id.get_value()/>
                <Duplicates party=id.get_value()/>
            </Show>
        </Page>
    }
    .into_any()
}

#[component]
fn Names(party: RecordId) -> AnyView {
    let session = use_session();
    let read = session.with_untracked(|ws| {
        ws.record(&party).map(|r| {
            let p = Party(r);
            (
                p.name().into_owned(),
                r.text(party::SHORT_NAME).into_owned(),
                p.kind(),
            )
        })
    });
    let (name, short, kind) = read.unwrap_or_default();
    let name = RwSignal::new(name);
    let short = RwSignal::new(short);
    let kind = RwSignal::new(kind.as_str().to_owned());
    let refused = RwSignal::new(None::<Refusal>);
    let save = move || {
        let edit = DescribeParty {
            party: party.clone(),
            name: name.get_untracked(),
            short_name: short.get_untracked(),
            kind: PartyKind::parse(&kind.get_untracked()).unwrap_or_default(),
        };
        let outcome = session.commit(&edit);
        refused.set(outcome.err());
        if outcome.is_ok() {
            toast::say(texts::people::kept());
        }
    };
    view! {
        <Form on_submit=save>
            <TextField
                label=texts::people::name
                value=name
                on_input=move |text| name.set(text)
                error=Signal::derive(move || refused.get().map(words::refusal))
            />
            <TextField
                label=texts::people::short_name
                value=short
                on_input=move |text| short.set(text)
                optional=true
            />
            <SelectField
                label=texts::people::kind
                options=Signal::derive(words::kinds)
                value=kind
                on_change=move |value| kind.set(value)
            />
            <p class="actions"><Button label=texts::people::keep submit=true/></p>
        </Form>
    }
    .into_any()
}

/// What the party is to us: relations, one line each.
#[component]
fn Ties(party: RecordId) -> AnyView {
    let session = use_session();
    let id = StoredValue::new(party);
    let own = move || session.with(|ws| SameAs::of(ws).same(&id.get_value(), &session.me().party));
    let all = Memo::new(move |_| {
        session.with(|ws| ties(ws, &SameAs::of(ws), &session.me().party, &id.get_value()))
    });
    let drop_tie = move |tie: Tie| {
        let relation = session.with_untracked(|ws| {
            let joins = SameAs::of(ws);
            let me = session.me_untracked().party;
            let is = |end: Option<RecordId>, id: &RecordId| end.is_some_and(|e| joins.same(&e, id));
            let them = id.get_value();
            let (from, to) = if tie.comes_from_them() {
                (&them, &me)
            } else {
                (&me, &them)
            };
            let relations = ws.of_kind(party::RELATION).map(Relation);
            let mut mine = relations
                .filter(|r| r.role() == Some(tie.role()) && is(r.from(), from) && is(r.to(), to));
            mine.next().map(|r| r.0.id().clone())
        });
        if let Some(record) = relation {
            tell(session.commit(&Discard { record }));
        }
    };
    let chosen = RwSignal::new(String::new());
    let add = move || {
        if let Some(tie) = Tie::parse(&chosen.get_untracked()) {
            tell(session.commit(&Relate {
                party: id.get_value(),
                tie,
            }));
        }
    };
    let row = move |tie: Tie| {
        view! {
            <li class="actions">
                <span>{move || words::tie(tie)}</span>
                <Button
                    label=texts::people::remove
                    look=Look::Quiet
                    icon=icondata::LuX
                    bare=true
                    on_press=move || drop_tie(tie)
                />
            </li>
        }
    };
    view! {
        <Show when=move || !own()>
            <Section title=texts::people::to_us>
                <ul class="plain">
                    <For each=move || all.get() key=|tie| *tie children=row/>
                </ul>
                <Form on_submit=add>
                    <SelectField
                        label=texts::people::they_are
                        options=Signal::derive(words::ties)
                        value=chosen
                        on_change=move |value| chosen.set(value)
                    />
                    <p class="actions">
                        <Button label=texts::people::add_tie submit=true/>
                    </p>
                </Form>
            </Section>
        </Show>
    }
    .into_any()
}

/// Two entries of one firm read as one; that can be taken back.
#[component]
fn Duplicates(party: RecordId) -> AnyView {
    let session = use_session();
    let id = StoredValue::new(party);
    let joined = Memo::new(move |_| {
        session.with(|ws| {
            let ids = SameAs::of(ws).ids_of(&id.get_value());
            let others = ids.into_iter().filter(|other| *other != id.get_value());
            let named = others.filter_map(|other| {
                let name = Party(ws.record(&other)?).name().into_owned();
                Some((other, name))
            });
            named.collect::<Vec<_>>()
        })
    });
    let candidates = Signal::derive(move || {
        session.with(|ws| {
            let joins = SameAs::of(ws);
            let others = ws.of_kind(party::KIND);
            let others = others.filter(|r| !joins.same(r.id(), &id.get_value()));
            others
                .map(|r| Choice::new(r.id().as_str(), Party(r).name()))
                .collect::<Vec<_>>()
        })
    });
    let chosen = RwSignal::new(String::new());
    let join = move || {
        if let Some(with) = RecordId::parse(&chosen.get_untracked()) {
            tell(session.commit(&Join {
                party: id.get_value(),
                with,
            }));
        }
    };
    let part = move |other: RecordId| {
        tell(session.commit(&Part { party: other }));
    };
    view! {
        <Section title=texts::people::duplicates>
            <p class="hint">{texts::people::duplicates_hint}</p>
            <ul class="plain">
                <For
                    each=move || joined.get()
                    key=Clone::clone
                    children=move |(other, name)| {
                        view! {
                            <li class="actions">
                                <span>{name}</span>
                                <Button
                                    label=texts::people::part
                                    on_press=move || part(other.clone())
                                />
                            </li>
                        }
                    }
                />
            </ul>
            <Form on_submit=join>
                <SelectField
                    label=texts::people::same_as
                    options=candidates
                    value=chosen
                    on_change=move |value| chosen.set(value)
                />
                <p class="actions"><Button label=texts::people::join submit=true/></p>
            </Form>
        </Section>
    }
    .into_any()
}
