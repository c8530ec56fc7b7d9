//! Quarterly totals: what partners get of ours, said when a person says so, and what they said of theirs.
//! Never in here: what may be said (`super::super::totals`).

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::super::credit::Hours;
use super::super::totals::{
    Counted, FEWEST, Group, Publish, Quarter, Total, TotalRefusal, bases, count, sum, totals,
};
use super::desk::Desk;
use super::form::ticks;
use super::{ways, words};
use crate::ledger::RecordId;
use crate::records::party;
use crate::records::person::Layer;
use crate::records::same_as::SameAs;
use crate::texts::format;
use crate::texts::training as t;
use crate::ui::{Button, Choice, Empty, Look, Page, Section, SelectField, When, toast};

pub fn page(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| desk.session.with(totals));
    let ours = move |own: bool| {
        let (me, joins) = (desk.me.get(), desk.session.with(SameAs::of));
        all.with(|all| {
            let each = all.iter().filter(|total| joins.same(&total.by, &me) == own);
            each.cloned().collect::<Vec<_>>()
        })
    };
    let list = move |own: bool| {
        let said = ours(own);
        if said.is_empty() {
            return match own {
                true => view! { <p class="faint">{t::totals_none}</p> }.into_any(),
                false => view! {
                    <Empty
                        title=t::totals_theirs_none
                        hint=t::totals_theirs_hint
                        icon=icondata::LuChartColumn
                    />
                }
                .into_any(),
            };
        }
        let mut seen: BTreeSet<(RecordId, Quarter)> = BTreeSet::new();
        let cards = said.into_iter().map(|total| {
            let latest = seen.insert((total.by.clone(), total.quarter));
            card(desk, total, latest)
        });
        view! { <ul class="plain">{cards.collect_view()}</ul> }.into_any()
    };
    view! {
        <Page title=t::nav_totals>
            {ways("totals")} <p class="lead">{move || t::totals_intro(FEWEST)}</p>
            <Section title=t::totals_publish>{publish(desk)}</Section>
            <Section title=t::totals_ours>{move || list(true)}</Section>
            <Section title=t::totals_theirs>{move || list(false)}</Section>
        </Page>
    }
    .into_any()
}

fn card(desk: Desk, total: Total, latest: bool) -> AnyView {
    let (people, hours) = sum(&total.groups);
    let by = desk.session.with(|ws| party::short_name_of(ws, &total.by));
    let group = |group: Group| {
        let layers = group.layers.iter().filter_map(|l| Layer::parse(l));
        let name = words::layer_list(layers);
        let head = group.hours / i64::from(group.people.max(1));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="num">{t::people_count(i64::from(group.people))}</td>
                <td class="num">{words::hours(Hours(group.hours))}</td>
                <td class="num">{words::hours(Hours(head))}</td>
            </tr>
        }
    };
    let groups = total.groups.into_iter().map(group).collect_view();
    let revised = (!latest).then(|| view! { <span class="faint">{t::revised_since}</span> });
    view! {
        <li class="card">
            <p class="training-line">
                <strong>{by}</strong>
                <span>{words::quarter(total.quarter)}</span>
                <span class="faint">
                    {t::people_count(i64::from(people))} " · " {t::hours_amount(words::hours(hours))}
                    " · " <When at=total.said />
                </span>
                {revised}
            </p>
            <table class="training-averages">{head()} <tbody>{groups}</tbody></table>
        </li>
    }
    .into_any()
}

fn head() -> AnyView {
    view! {
        <thead>
            <tr>
                <th scope="col">{t::group}</th>
                <th scope="col" class="num">
                    {t::people}
                </th>
                <th scope="col" class="num">
                    {t::hours}
                </th>
                <th scope="col" class="num">
                    {t::per_head}
                </th>
            </tr>
        </thead>
    }
    .into_any()
}

/// What would be said of a quarter, and to whom.
fn publish(desk: Desk) -> AnyView {
    let chosen = RwSignal::new(None::<Quarter>);
    let quarter = Memo::new(move |_| {
        chosen
            .get()
            .unwrap_or_else(|| Quarter::of(desk.today.get()).before())
    });
    let parties = RwSignal::new(BTreeSet::<RecordId>::new());
    let refusal = RwSignal::new(None::<TotalRefusal>);
    let counted = Memo::new(move |_| {
        let (quarter, people) = (quarter.get(), desk.people.get());
        let book = desk.book.get()?;
        let before = desk.session.with(|ws| bases(ws, &people, quarter));
        let (members, terms) = (desk.members.get(), desk.terms.get());
        count(&members, &book, &terms.rates, quarter, before.first())
    });
    let say = move |()| {
        let edit = Publish {
            quarter: quarter.get_untracked(),
            counted: counted.get_untracked(),
            today: desk.today.get_untracked(),
            parties: parties.get_untracked().into_iter().collect(),
        };
        match desk.session.commit(&edit) {
            Ok(_) => {
                refusal.set(None);
                toast::say(t::total_said());
            }
            Err(why) => refusal.set(Some(why)),
        }
    };
    let options = move || {
        let mut at = Quarter::of(desk.today.get());
        let mut all = Vec::new();
        for _ in 0..8 {
            at = at.before();
            all.push(Choice::new(at.to_string(), words::quarter(at)));
        }
        all
    };
    let preview = move || match counted.get() {
        Some(counted) => groups(counted),
        None => view! { <p class="hint">{t::total_too_few}</p> }.into_any(),
    };
    view! {
        <p class="hint">{t::totals_hint}</p>
        <div class="training-year">
            <SelectField
                label=t::quarter
                options=Signal::derive(options)
                value=Signal::derive(move || quarter.get().to_string())
                on_change=move |key: String| chosen.set(Quarter::parse(&key))
            />
        </div>
        {preview}
        {partners(desk, parties)}
        <p class="error" role="alert">{move || refusal.get().map(words::total_refusal)}</p>
        <Button label=t::total_say icon=icondata::LuSend look=Look::Primary on_press=say />
    }
    .into_any()
}

/// Exactly what would leave: groups, heads, hours.
fn groups(counted: Counted) -> AnyView {
    let row = |(layers, all): (Vec<Layer>, std::collections::BTreeMap<RecordId, i64>)| {
        let hours: i64 = all.values().sum();
        let head = hours / (all.len().max(1) as i64);
        view! {
            <tr>
                <th scope="row">{words::layer_list(layers)}</th>
                <td class="num">{format::number(all.len() as f64)}</td>
                <td class="num">{words::hours(Hours(hours))}</td>
                <td class="num">{words::hours(Hours(head))}</td>
            </tr>
        }
    };
    let rows = counted.into_iter().map(row).collect_view();
    view! { <table class="training-averages">{head()} <tbody>{rows}</tbody></table> }.into_any()
}

fn partners(desk: Desk, chosen: RwSignal<BTreeSet<RecordId>>) -> AnyView {
    let all = Memo::new(move |_| {
        let me = desk.me.get();
        desk.session.with(|ws| {
            let joins = SameAs::of(ws);
            let others = ws
                .of_kind(party::KIND)
                .filter(|r| joins.canonical(r.id()) == r.id() && !joins.same(r.id(), &me));
            let mut all: Vec<Choice> = others
                .map(|r| Choice::new(r.id().as_str(), party::short_name_of(ws, r.id())))
                .collect();
            all.sort_by(|a, b| (&a.label, &a.value).cmp(&(&b.label, &b.value)));
            all
        })
    });
    let is = move |key: &str| chosen.with(|all| all.iter().any(|id| id.as_str() == key));
    let tick = move |key: &str, on: bool| {
        let Some(id) = RecordId::parse(key) else {
            return;
        };
        chosen.update(|all| {
            if on {
                all.insert(id);
            } else {
                all.remove(&id);
            }
        });
    };
    ticks(t::totals_for, all.into(), is, tick)
}
