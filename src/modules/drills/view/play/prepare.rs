//! Preparing a drill: from a scenario with one press, then who takes part, and the start.
//! Never in here: leading it.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::super::review::href;
use super::super::{author, words as story};
use super::desk::{Desk, player};
use super::presenter::open_screen;
use super::words;
use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::arrange::Arrange;
use crate::modules::drills::edits::{Discard, Schedule, Seat};
use crate::modules::drills::event::What;
use crate::modules::drills::model::{DRILL, Drill, Group};
use crate::modules::drills::scenario::Scenario;
use crate::records::matrix::Matrix;
use crate::records::party;
use crate::records::person;
use crate::session::{Session, Target};
use crate::texts::drills;
use crate::texts::play as t;
use crate::time::Instant;
use crate::ui::{
    Banner, Button, CheckField, Choice, DateTimeField, Form, LinkButton, Look, Page, Section,
    SelectField, State, TextField, toast,
};

/// Prepares a drill from a scenario: two groups, one's own trainer, the matrix if there is but one. All of
/// it can be changed on the page this leads to.
pub fn prepare(session: Session, scenario: Scenario) {
    let group = |nth: i64| Group {
        id: format!("g{nth}"),
        name: t::group_nth(nth),
    };
    let matrix = session.with_untracked(|ws| {
        let mut all = Matrix::all(ws).map(|matrix| matrix.id().clone());
        all.next().filter(|_| all.next().is_none())
    });
    let edit = Schedule {
        title: story::title(&scenario),
        scenario,
        planned: None,
        groups: vec![group(1), group(2)],
        parties: Vec::new(),
        trainer: None,
        matrix,
        hide_names: false,
    };
    match session.commit(&edit) {
        Ok(Some(act)) => {
            let made = |ws: &Workspace| {
                let mut all = ws.by_id(act).map(|change| change.record.clone());
                all.find(|id| id.kind() == DRILL)
            };
            if let Some(drill) = session.with_untracked(made) {
                Target::record(super::super::SLUG, drill).go();
            }
        }
        Ok(None) => {}
        Err(refusal) => toast::say(words::refusal(&Default::default(), &refusal)),
    }
}

/// What is typed on the page before it is kept.
#[derive(Clone, Debug, Default, PartialEq)]
struct Plan {
    title: String,
    planned: Option<Instant>,
    parties: BTreeSet<RecordId>,
    trainer: Option<RecordId>,
    matrix: Option<RecordId>,
    hide_names: bool,
    groups: Vec<Group>,
    /// Group, role, who.
    plays: Vec<(String, String, String)>,
}

impl Plan {
    fn of(ws: &Workspace, me: &RecordId, id: &RecordId, roles: &[String]) -> Self {
        let Some(drill) = Drill::find(ws, id) else {
            return Self::default();
        };
        let groups = drill.groups();
        let mut plays = Vec::new();
        for group in &groups {
            for role in roles {
                let who = player(ws, &drill.plays(&group.id, role));
                plays.push((group.id.clone(), role.clone(), who));
            }
        }
        let trainer = drill.trainer();
        let others = |party: &RecordId| party != me && Some(party) != trainer.as_ref();
        Self {
            title: drill.title().into_owned(),
            planned: drill.planned(),
            parties: drill.parties().into_iter().filter(others).collect(),
            trainer,
            matrix: drill.matrix(),
            hide_names: drill.hides_names(),
            groups,
            plays,
        }
    }

    fn who(&self, group: &str, role: &str) -> String {
        let found = self.plays.iter().find(|(g, r, _)| g == group && r == role);
        found.map(|(_, _, who)| who.clone()).unwrap_or_default()
    }

    fn seat(&mut self, group: &str, role: &str, who: String) {
        match self
            .plays
            .iter_mut()
            .find(|(g, r, _)| g == group && r == role)
        {
            Some((_, _, known)) => *known = who,
            None => self.plays.push((group.to_owned(), role.to_owned(), who)),
        }
    }
}

pub fn page(desk: Desk) -> AnyView {
    let session = desk.session;
    let kept = Memo::new(move |_| {
        let roles = roles(desk);
        let me = session.me().party;
        session.with(|ws| Plan::of(ws, &me, &desk.id(), &roles))
    });
    let draft = RwSignal::new(kept.get_untracked());
    let changed = Memo::new(move |_| draft.get() != kept.get());
    let title = move || desk.script.with(|script| script.title.clone());
    let save = move || keep(desk, &draft.get_untracked());
    let start = move || {
        if !changed.get_untracked() || save() {
            desk.happen(What::Start);
        }
    };
    let actions = move || {
        let discard = move || match session.commit(&Discard(desk.id())) {
            Ok(_) => Target::page(super::super::SLUG).go(),
            Err(refusal) => toast::say(words::refusal(&Default::default(), &refusal)),
        };
        view! {
            {open_screen(desk)}
            <Button label=t::start look=Look::Primary icon=icondata::LuPlay on_press=start />
            <LinkButton
                label=crate::texts::review::prints
                icon=icondata::LuPrinter
                href=move || href(&desk.id(), "prints")
            />
            <Button
                label=drills::discard
                look=Look::Quiet
                icon=icondata::LuTrash2
                on_press=discard
            />
        }
    };
    view! {
        <Page title=title actions=actions>
            {author::mark()}
            <p class="lead">{t::prepare_lead}</p>
            <Form on_submit=move || { save(); }>
                {about(desk, draft)}
                {groups(desk, draft)}
                {sharing(desk, draft)}
                <Show when=move || changed.get()>
                    <Banner state=State::Warn>
                        <p>{t::not_kept}</p>
                    </Banner>
                </Show>
                <div class="actions">
                    <Button
                        label=t::keep_plan
                        submit=true
                        disabled=Signal::derive(move || !changed.get())
                    />
                </div>
            </Form>
            {author::travel(desk.id())}
        </Page>
    }
    .into_any()
}

fn roles(desk: Desk) -> Vec<String> {
    desk.script.with(|script| {
        let each = script.scenario.roles.iter();
        each.map(|role| role.id.clone()).collect()
    })
}

fn keep(desk: Desk, draft: &Plan) -> bool {
    let people = desk.session.with_untracked(people);
    // A name that is a person's here stands for the person.
    let seat = |(group, role, who): (String, String, String)| {
        let known = people.iter().find(|(_, name)| *name == who.trim());
        (group, role, known.map_or(who, |(id, _)| id.to_string()))
    };
    let ids: Vec<&String> = draft.groups.iter().map(|group| &group.id).collect();
    let plays = draft
        .plays
        .iter()
        .filter(|(group, ..)| ids.contains(&group));
    let edit = Arrange {
        title: draft.title.clone(),
        planned: draft.planned,
        parties: draft.parties.iter().cloned().collect(),
        trainer: draft
            .trainer
            .clone()
            .unwrap_or_else(|| desk.session.me_untracked().party),
        matrix: draft.matrix.clone(),
        hide_names: draft.hide_names,
        seat: Seat {
            drill: desk.id(),
            groups: draft.groups.clone(),
            plays: plays.cloned().map(seat).collect(),
        },
    };
    match desk.session.commit(&edit) {
        Ok(_) => true,
        Err(refusal) => {
            toast::say(words::refusal(&desk.script.get_untracked(), &refusal));
            false
        }
    }
}

fn people(ws: &Workspace) -> Vec<(RecordId, String)> {
    let all = ws.of_kind(person::KIND);
    all.map(|record| (record.id().clone(), person::name_of(ws, record.id())))
        .collect()
}

fn about(desk: Desk, draft: RwSignal<Plan>) -> AnyView {
    let matrices = Signal::derive(move || {
        desk.session.with(|ws| {
            let each = Matrix::all(ws);
            each.map(|matrix| Choice::new(matrix.id().as_str(), matrix.name().into_owned()))
                .collect::<Vec<_>>()
        })
    });
    let trainers = Signal::derive(move || desk.session.with(parties));
    let id = |id: Option<RecordId>| id.map_or_else(String::new, |id| id.to_string());
    view! {
        <TextField
            label=drills::field_title
            value=Signal::derive(move || draft.with(|d| d.title.clone()))
            on_input=move |typed| draft.update(|d| d.title = typed)
        />
        <DateTimeField
            label=drills::field_planned
            optional=true
            value=Signal::derive(move || draft.with(|d| d.planned))
            on_change=move |at| draft.update(|d| d.planned = at)
        />
        <SelectField
            label=drills::side_trainer
            hint=t::trainer_hint
            options=trainers
            value=Signal::derive(move || id(draft.with(|d| d.trainer.clone())))
            on_change=move |party: String| draft.update(|d| d.trainer = RecordId::parse(&party))
        />
        <SelectField
            label=t::matrix
            hint=t::matrix_hint
            optional=true
            empty=t::no_matrix
            options=matrices
            value=Signal::derive(move || id(draft.with(|d| d.matrix.clone())))
            on_change=move |matrix: String| draft.update(|d| d.matrix = RecordId::parse(&matrix))
        />
        <CheckField
            label=t::hide_names
            hint=t::hide_names_hint
            checked=Signal::derive(move || draft.with(|d| d.hide_names))
            on_change=move |on| draft.update(|d| d.hide_names = on)
        />
    }
    .into_any()
}

fn parties(ws: &Workspace) -> Vec<Choice> {
    let all = ws.of_kind(party::KIND);
    all.map(|record| Choice::new(record.id().as_str(), party::name_of(ws, record.id())))
        .collect()
}

/// The groups beside each other, with who plays which role.
fn groups(desk: Desk, draft: RwSignal<Plan>) -> AnyView {
    let ids = Memo::new(move |_| {
        draft.with(|d| d.groups.iter().map(|g| g.id.clone()).collect::<Vec<_>>())
    });
    let add = move || {
        draft.update(|d| {
            let taken = |id: &String| d.groups.iter().any(|group| group.id == *id);
            let nth = (1_i64..)
                .find(|nth| !taken(&format!("g{nth}")))
                .unwrap_or(1);
            let name = t::group_nth(d.groups.len() as i64 + 1);
            d.groups.push(Group {
                id: format!("g{nth}"),
                name,
            });
        });
    };
    let add = move || {
        view! { <Button label=t::add_group icon=icondata::LuPlus on_press=add /> }
    };
    let names = Signal::derive(move || {
        let all = desk.session.with(people);
        all.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    });
    view! {
        <Section title=t::groups actions=add>
            <ul class="plain cards play-groups">
                <For
                    each=move || ids.get()
                    key=|id| id.clone()
                    children=move |id| group(desk, draft, id, names)
                />
            </ul>
        </Section>
    }
    .into_any()
}

fn group(desk: Desk, draft: RwSignal<Plan>, id: String, names: Signal<Vec<String>>) -> AnyView {
    let own = StoredValue::new(id);
    let find = move |d: &Plan| own.with_value(|id| d.groups.iter().position(|g| g.id == *id));
    let name = Signal::derive(move || {
        draft.with(|d| {
            let group = find(d).and_then(|nth| d.groups.get(nth));
            group.map(|group| group.name.clone()).unwrap_or_default()
        })
    });
    let rename = move |typed: String| {
        draft.update(|d| {
            if let Some(group) = find(d).and_then(|nth| d.groups.get_mut(nth)) {
                group.name = typed;
            }
        });
    };
    let remove = move || {
        draft.update(|d| {
            if let Some(nth) = find(d) {
                d.groups.remove(nth);
            }
        });
    };
    let only = Signal::derive(move || draft.with(|d| d.groups.len() < 2));
    let roles = roles(desk).into_iter().map(|role| {
        let (read, write) = (role.clone(), role.clone());
        let title = move || {
            desk.script
                .with(|script| story::role(&script.scenario, &role))
        };
        let who =
            Signal::derive(move || own.with_value(|group| draft.with(|d| d.who(group, &read))));
        let seat = move |typed: String| {
            own.with_value(|group| draft.update(|d| d.seat(group, &write, typed)));
        };
        view! { <TextField label=title value=who on_input=seat suggestions=names /> }
    });
    let roles = roles.collect_view();
    view! {
        <li class="card">
            <TextField label=t::group_name value=name on_input=rename />
            {roles}
            <Button
                label=t::remove_group
                look=Look::Quiet
                icon=icondata::LuX
                disabled=only
                on_press=remove
            />
        </li>
    }
    .into_any()
}

/// The partners that get the drill.
fn sharing(desk: Desk, draft: RwSignal<Plan>) -> AnyView {
    let others = move || {
        let me = desk.session.me().party;
        let all = desk.session.with(parties).into_iter();
        all.filter(|choice| choice.value != me.as_str())
            .collect::<Vec<_>>()
    };
    let each = move |Choice { value, label }: Choice| {
        let party = RecordId::parse(&value)?;
        let (is, trains) = (party.clone(), party.clone());
        let set = move |on: bool| {
            draft.update(|d| {
                if on {
                    d.parties.insert(party.clone());
                } else {
                    d.parties.remove(&party);
                }
            });
        };
        let leads = move |d: &Plan| d.trainer.as_ref() == Some(&trains);
        let disabled = leads.clone();
        let checked = Signal::derive(move || draft.with(|d| d.parties.contains(&is) || leads(d)));
        Some(view! {
            <CheckField
                label=move || label.clone()
                checked=checked
                disabled=Signal::derive(move || draft.with(&disabled))
                on_change=set
            />
        })
    };
    let list = move || {
        let all = others();
        match all.is_empty() {
            true => view! { <p class="hint">{t::no_partners}</p> }.into_any(),
            false => all.into_iter().filter_map(each).collect_view().into_any(),
        }
    };
    view! {
        <fieldset>
            <legend>{t::shared_with}</legend>
            <p class="hint">{t::shared_hint}</p>
            {list}
        </fieldset>
    }
    .into_any()
}
