//! Everything of one person: as a table to keep, and purged for good where it never left.
//! Never in here: what belongs to it and what may go (`super::super::about`).

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::about::{Item, Left, NotePurge, Purge, items};
use super::super::model::{
    ASSESSMENT, ATTENDANCE, Assessment, Attendance, EXTERNAL, External, Training, course_name,
};
use super::super::table::csv;
use super::desk::Desk;
use super::words;
use crate::ledger::{Record, RecordId, Workspace};
use crate::records::person::{PERSONAL, Person, Personal, name_of};
use crate::records::{document, participation, party};
use crate::session::{PurgeRefusal, Target, outside};
use crate::texts::format;
use crate::texts::training as t;
use crate::time::Date;
use crate::ui::{Button, Dialog, Look, toast};

/// One row of the table: what it is, when, of what, minutes, credit hours, how it ended.
type Row = [String; 6];

fn row(what: String, of: String) -> Row {
    [
        what,
        String::new(),
        of,
        String::new(),
        String::new(),
        String::new(),
    ]
}

/// Saves everything that is kept about a person, for the person to have.
pub fn save(desk: Desk, id: &RecordId) {
    let people = desk.people.get_untracked();
    let mut rows = vec![vec![
        t::what(),
        t::date(),
        t::what_learnt(),
        t::minutes(),
        t::hours(),
        t::result(),
    ]];
    let count = desk.session.with_untracked(|ws| {
        let mut learnt: Vec<Row> = Vec::new();
        for item in items(ws, &people, id) {
            let Some(record) = item.records.first().and_then(|id| ws.record(id)) else {
                continue;
            };
            if record.kind() == crate::records::person::KIND {
                rows.extend(card(ws, &record).map(Vec::from));
            } else if record.kind() == PERSONAL {
                rows.extend(personal(&Personal(record)).map(Vec::from));
            } else {
                learnt.extend(noted(desk, &record));
            }
        }
        learnt.extend(drills(desk, ws, id));
        // The rows of a training, its attempts included, stand together.
        learnt.sort_by(|a, b| (&a[1], &a[2]).cmp(&(&b[1], &b[2])));
        rows.extend(learnt.into_iter().map(Vec::from));
        rows.len() - 1
    });
    let name = format!("training-{}.csv", id.label());
    outside::save_file(&name, "text/csv", csv(&rows).as_bytes());
    toast::say(t::table_saved(count as i64));
}

fn card(ws: &Workspace, record: &Record<'_>) -> [Row; 3] {
    let person = Person(*record);
    let firm = person.party().map(|id| party::name_of(ws, &id));
    [
        row(t::person(), name_of(ws, record.id())),
        row(t::firm(), firm.unwrap_or_default()),
        row(t::layer(), words::layer(person.layer())),
    ]
}

fn personal(personal: &Personal<'_>) -> [Row; 4] {
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    [
        row(t::mail(), personal.email().into_owned()),
        row(t::phone(), personal.phone().into_owned()),
        row(t::joined(), day(personal.joined())),
        row(t::left(), day(personal.left())),
    ]
}

/// A note of who was there, an attempt, hours from elsewhere.
fn noted(desk: Desk, record: &Record<'_>) -> Option<Row> {
    let ws = record.workspace();
    let held = record.parent().and_then(|id| ws.record(&id)).map(Training);
    let course = held.and_then(|training| training.course());
    let course = course.map(|id| course_name(ws, &id)).unwrap_or_default();
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let row = match record.kind() {
        ATTENDANCE => {
            let attendance = Attendance(*record);
            let date = held.and_then(|training| training.date());
            let result = match attendance.minutes() {
                None => t::state_invited(),
                Some(0) => t::absent(),
                Some(_) => t::attended(),
            };
            let minutes = attendance.minutes();
            let [minutes, hours] = amounts(desk, date, minutes);
            [
                t::credited_training(),
                day(date),
                course,
                minutes,
                hours,
                result,
            ]
        }
        ASSESSMENT => {
            let attempt = Assessment(*record);
            let score = attempt.score().unwrap_or_default();
            let result = match attempt.is_passed() {
                Some(true) => t::passed_with(score),
                _ => t::failed_with(score),
            };
            let none = String::new;
            [
                t::assessment(),
                day(attempt.date()),
                course,
                none(),
                none(),
                result,
            ]
        }
        EXTERNAL => {
            let external = External(*record);
            let approved = external.approved_by(&desk.people.get_untracked());
            let counts = approved.is_some().then(|| external.minutes());
            let [_, hours] = amounts(desk, external.date(), counts);
            let result = match approved {
                Some(by) => t::approved_by(name_of(ws, &by)),
                None => t::waits_for_approval(),
            };
            let minutes = external.minutes().to_string();
            let title = external.title().into_owned();
            [
                t::credited_external(),
                day(external.date()),
                title,
                minutes,
                hours,
                result,
            ]
        }
        _ => return None,
    };
    let is_gone = record.is_deleted() || held.is_some_and(|training| training.0.is_deleted());
    Some(if is_gone { in_the_bin(row) } else { row })
}

/// What lies in the bin counts for nothing, but is kept.
fn in_the_bin([what, date, of, minutes, _, _]: Row) -> Row {
    [what, date, of, minutes, String::new(), t::discarded()]
}

/// Minutes and what they count, as a spreadsheet reads numbers.
fn amounts(desk: Desk, date: Option<Date>, minutes: Option<u32>) -> [String; 2] {
    let Some(minutes) = minutes else {
        return Default::default();
    };
    let alone = date.map(|date| (date, minutes)).into_iter();
    let hours = desk.terms.with_untracked(|terms| terms.rates.hours(alone));
    [minutes.to_string(), format!("{:.3}", hours.value())]
}

/// Drills that somebody sat in: their rows are the drills', so they are no records of the person.
fn drills(desk: Desk, ws: &Workspace, id: &RecordId) -> Vec<Row> {
    let book = desk.book.get_untracked();
    let entries = book.as_ref().and_then(|book| book.learnt(id));
    let entries = entries.into_iter().flat_map(|learnt| &learnt.entries);
    let own = entries.filter(|entry| entry.source.kind() == participation::DRILL);
    own.map(|entry| {
        let title = ws
            .record(&entry.source)
            .map(|drill| drill.text(participation::TITLE));
        let [minutes, hours] = amounts(desk, Some(entry.date), Some(entry.minutes));
        let title = title.unwrap_or_default().into_owned();
        let date = entry.date.to_string();
        [
            t::credited_drill(),
            date,
            title,
            minutes,
            hours,
            entry.roles.join(", "),
        ]
    })
    .collect()
}

/// What purging would do, for as long as somebody asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    name: String,
    purge: Purge,
}

/// Purging what never left, at the end of a person's page.
pub fn purge(desk: Desk, id: RecordId) -> AnyView {
    let asked = RwSignal::new(None::<Asked>);
    let refusal = RwSignal::new(None::<String>);
    let is_me = {
        let id = id.clone();
        Memo::new(move |_| {
            let me = desk.session.me().person;
            desk.people.with(|people| people.same(&me, &id))
        })
    };
    let ask = move |()| {
        let (people, log) = (desk.people.get_untracked(), desk.session.file_log());
        refusal.set(None);
        asked.set(Some(desk.session.with_untracked(|ws| Asked {
            name: name_of(ws, &id),
            purge: Purge::of(ws, &people, &log, &id),
        })));
    };
    let ask = StoredValue::new(ask);
    view! {
        <details class="training-add">
            <summary>{t::purge_title}</summary>
            <p class="hint">{t::purge_about}</p>
            <Show
                when=move || !is_me.get()
                fallback=|| view! { <p class="hint">{t::purge_oneself}</p> }
            >
                <Button
                    label=t::purge_look
                    icon=icondata::LuEraser
                    on_press=move |()| ask.with_value(|ask| ask(()))
                />
            </Show>
        </details>
        <Dialog
            open=Signal::derive(move || asked.with(Option::is_some))
            on_close=move |()| asked.set(None)
            title=t::purge_title
        >
            {move || asked.get_untracked().map(|one| question(desk, one, (asked, refusal)))}
        </Dialog>
    }
    .into_any()
}

type Answer = (RwSignal<Option<Asked>>, RwSignal<Option<String>>);

/// What goes and what stays, and the last word.
fn question(desk: Desk, Asked { name, purge }: Asked, (asked, refusal): Answer) -> AnyView {
    let goes = kinds(purge.goes.iter());
    let none = purge.goes.is_empty();
    let stays = purge.stays.clone().into_iter();
    let stays = stays
        .map(|(item, left)| stay(desk, &item, left))
        .collect_view();
    let keeps = !purge.stays.is_empty();
    let count: i64 = purge
        .goes
        .iter()
        .map(|item| item.records.len() as i64)
        .sum();
    let go = move |()| {
        let (session, purge) = (desk.session, purge.clone());
        let gone = session.with_untracked(|ws| purge.changes(ws));
        spawn_local(async move {
            match session.purge(gone, &NotePurge(purge.counts())).await {
                Ok(()) => {
                    let _ = asked.try_set(None);
                    toast::say(t::purge_done());
                    Target::page(super::SLUG).go();
                }
                Err(why) => {
                    let _ = refusal.try_set(Some(refused(why)));
                }
            }
        });
    };
    view! {
        <p>{t::purge_whom(name)}</p>
        {(!none)
            .then(|| {
                view! {
                    <h3>{t::purge_goes}</h3>
                    <ul class="training-goes">{goes.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                    <p class="hint">{t::purge_rest}</p>
                }
            })}
        {keeps
            .then(|| {
                view! {
                    <h3>{t::purge_stays}</h3>
                    <p class="hint">{t::purge_stays_why}</p>
                    <ul class="training-stays">{stays}</ul>
                }
            })}
        {none.then(|| view! { <p class="error">{t::purge_nothing}</p> })}
        <p class="error" role="alert">{move || refusal.get()}</p>
        <div class="actions">
            {(!none)
                .then(|| {
                    view! {
                        <Button
                            label=move || t::purge_go(count)
                            icon=icondata::LuEraser
                            look=Look::Danger
                            on_press=go
                        />
                    }
                })}
            <Button label=crate::texts::ui::cancel on_press=move |()| asked.set(None) />
        </div>
    }
    .into_any()
}

fn refused(why: PurgeRefusal) -> String {
    match why {
        PurgeRefusal::Meanwhile => t::purge_meanwhile(),
        PurgeRefusal::Unread => t::purge_unread(),
        PurgeRefusal::Disk(_) => t::purge_disk(),
    }
}

/// Records by kind, each with how many there are.
fn kinds<'i>(items: impl Iterator<Item = &'i Item>) -> Vec<String> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for item in items {
        *counts.entry(kind(item)).or_default() += 1;
    }
    let each = counts.into_iter();
    each.map(|(kind, count)| kind_words(kind, count)).collect()
}

/// Kinds nobody here knows are read as one.
fn kind(item: &Item) -> &'static str {
    let known = [
        crate::records::person::KIND,
        PERSONAL,
        ATTENDANCE,
        ASSESSMENT,
        EXTERNAL,
    ];
    let known = known.into_iter().find(|kind| *kind == item.kind());
    known.unwrap_or(document::KIND)
}

fn kind_words(kind: &str, count: i64) -> String {
    match kind {
        crate::records::person::KIND => t::purge_cards(count),
        PERSONAL => t::purge_personal(count),
        ATTENDANCE => t::purge_attendance(count),
        ASSESSMENT => t::purge_assessments(count),
        EXTERNAL => t::purge_external(count),
        _ => t::purge_others(count),
    }
}

fn stay(desk: Desk, item: &Item, left: Left) -> AnyView {
    let name = |id: &RecordId| desk.session.with(|ws| party::short_name_of(ws, id));
    let own = |id: &RecordId| *id == desk.me.get_untracked();
    let why = match left {
        Left::For(to, at) if own(&to) => t::purge_left_own(format::instant(at)),
        Left::For(to, at) => t::purge_left_for(name(&to), format::instant(at)),
        Left::From(from, at) => t::purge_left_from(name(&from), format::instant(at)),
    };
    let what = kind_words(kind(item), 1);
    view! { <li>{what} " — " <span class="faint">{why}</span></li> }.into_any()
}
