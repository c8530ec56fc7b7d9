//! The form of one inject: what the room sees, when it comes, and the parts that are for the trainer.
//! Never in here: the timeline, what is asked of groups (`asked`), what follows (`follows`).

use leptos::prelude::*;

use super::desk::Desk;
use super::fields::{line, list, several, signed, whole, written};
use super::part::{Part, member};
use super::{asked, choices, follows, found};
use crate::modules::drills::axis::moment;
use crate::modules::drills::scenario::{
    Attachment, Body, Due, Inject, Rest, Scenario, Sender, Text,
};
use crate::modules::drills::view::words;
use crate::modules::drills::words::Channel;
use crate::texts::author as t;
use crate::texts::{self, Lang};
use crate::ui::{Button, Choice, Look, Segmented, SelectField};

/// The inject that is open, below the timeline.
pub fn open(desk: Desk) -> AnyView {
    // Made once for each inject: what it reads while it is made must not make it anew at each change,
    // under the pointer of whoever presses something in it.
    let shown = move || desk.open.get().map(|id| untrack(|| form(desk, id)));
    view! { <div class="author-open">{shown}</div> }.into_any()
}

fn form(desk: Desk, id: String) -> AnyView {
    let part = desk.inject(id.clone());
    let title = {
        let id = id.clone();
        move || {
            desk.scenario
                .with(|scenario| words::inject_title(scenario, &id))
        }
    };
    let takes = id.clone();
    Effect::new(move |_| desk.arrived());
    view! {
        <section class="card" aria-labelledby="author-inject">
            <header class="section-head">
                <h2 id="author-inject" tabindex="-1">{title}</h2>
                <div class="actions">
                    <Button
                        label=t::remove_inject
                        icon=icondata::LuTrash2
                        look=Look::Quiet
                        on_press=move || super::board::ask(desk, takes.clone())
                    />
                    <Button
                        label=t::close_inject
                        icon=icondata::LuX
                        look=Look::Quiet
                        on_press=move || desk.show("")
                    />
                </div>
            </header>
            {seen(desk, part)}
            {for_trainer(desk, part)}
            {asked::expectations(desk, part)}
            {asked::decision(desk, part)}
            {follows::branches(desk, part)}
            {follows::conditions(desk, part)}
            // Last: what goes away when a field is left must not move what is about to be pressed.
            {found::of_inject(desk, id)}
        </section>
    }
    .into_any()
}

/// A part of the form that opens where it has something in it.
pub fn fold(title: fn() -> String, open: bool, inside: AnyView) -> AnyView {
    view! {
        <details class="author-fold" open=open>
            <summary>{title}</summary>
            <div class="author-grid">{inside}</div>
        </details>
    }
    .into_any()
}

fn seen(desk: Desk, part: Part<Inject>) -> AnyView {
    let channels = || {
        let all = Channel::ALL.iter();
        all.map(|c| Choice::new(c.as_str(), words::channel(*c)))
            .collect::<Vec<_>>()
    };
    let channel = part.of(
        |inject| inject.channel.as_str().to_owned(),
        |inject, word| inject.channel = Channel::parse(&word).unwrap_or_default(),
    );
    let inside = view! {
        {written(desk, texts::drills::field_title, member!(part, title), None)}
        {choices::select(t::channel, channels, channel)}
        {due(desk, member!(part, due))}
        {phase(desk, part)}
        {sender(desk, member!(part, from))}
        {several(t::to_roles, choices::roles(desk), member!(part, to))}
        {written(desk, t::content, member!(part, content), Some(5))}
        {attachments(desk, member!(part, attachments))}
    };
    fold(t::seen, true, inside.into_any())
}

fn due(desk: Desk, part: Part<Due>) -> AnyView {
    let kind = part.read(|due| match due {
        Due::At(_) => "at".to_owned(),
        Due::After { .. } => "after".to_owned(),
        Due::Led => "led".to_owned(),
    });
    let kinds = || {
        vec![
            Choice::new("at", t::due_at()),
            Choice::new("after", t::due_after()),
            Choice::new("led", t::due_led()),
        ]
    };
    // What it was before is kept as far as it fits: the moment it came at, or the inject before it.
    let choose = move |kind: String| {
        let scenario = desk.scenario.get();
        let open = desk.open.get_untracked().unwrap_or_default();
        part.put(turned(&scenario, &open, &kind));
    };
    let fields = move || match kind.get().as_str() {
        "at" => {
            let minute = part.of(
                |due| match due {
                    Due::At(minute) => *minute,
                    Due::After { .. } | Due::Led => 0,
                },
                |due, minute| *due = Due::At(minute),
            );
            let clock = move || desk.scenario.with(|s| words::moment(s, minute.get()));
            view! {
                {whole(t::minute, minute)}
                <p class="hint">{clock}</p>
            }
            .into_any()
        }
        "after" => {
            let before = part.of(
                |due| match due {
                    Due::After { inject, .. } => inject.clone(),
                    Due::At(_) | Due::Led => String::new(),
                },
                |due, id| {
                    if let Due::After { inject, .. } = due {
                        *inject = id;
                    }
                },
            );
            let wait = part.of(
                |due| match due {
                    Due::After { minutes, .. } => *minutes,
                    Due::At(_) | Due::Led => 0,
                },
                |due, n| {
                    if let Due::After { minutes, .. } = due {
                        *minutes = n;
                    }
                },
            );
            view! {
                {choices::select(t::after_which, choices::injects(desk), before)}
                {whole(t::after_minutes, wait)}
            }
            .into_any()
        }
        _ => view! { <p class="hint">{t::led_hint}</p> }.into_any(),
    };
    view! {
        <Segmented
            label=t::due
            options=Signal::derive(kinds)
            value=kind
            on_change=choose
        />
        <div class="author-row">{fields}</div>
    }
    .into_any()
}

fn turned(scenario: &Scenario, id: &str, kind: &str) -> Due {
    let inject = scenario.inject(id);
    let minute = inject
        .and_then(|inject| moment(scenario, inject))
        .unwrap_or(0);
    match kind {
        "at" => Due::At(minute),
        "led" => Due::Led,
        _ => {
            let others = scenario.injects.iter().filter(|i| i.id != id);
            let timed = others.filter_map(|i| Some((moment(scenario, i)?, i)));
            // The last before it, of those that do not come after it themselves.
            let last = timed.filter(|(at, i)| *at <= minute && is_apart(scenario, i, id));
            match last.max_by_key(|(at, _)| *at) {
                Some((at, before)) => Due::After {
                    inject: before.id.clone(),
                    minutes: minute - at,
                },
                None => Due::At(minute),
            }
        }
    }
}

/// Whether the moment of an inject does not hang on the one of this id.
fn is_apart(scenario: &Scenario, inject: &Inject, id: &str) -> bool {
    let mut inject = inject;
    for _ in 0..scenario.injects.len() {
        match &inject.due {
            Due::After { inject: before, .. } if before == id => return false,
            Due::After { inject: before, .. } => match scenario.inject(before) {
                Some(before) => inject = before,
                None => return true,
            },
            Due::At(_) | Due::Led => return true,
        }
    }
    false
}

fn phase(desk: Desk, part: Part<Inject>) -> AnyView {
    let chosen = part.of(
        |inject| inject.phase.clone().unwrap_or_default(),
        |inject, id| inject.phase = Some(id).filter(|id| !id.is_empty()),
    );
    let options = Signal::derive(move || {
        desk.scenario.with(|s| {
            let all = s.phases.iter();
            all.map(|p| Choice::new(p.id.clone(), words::text(&p.title)))
                .collect::<Vec<_>>()
        })
    });
    let any = Memo::new(move |_| !options.with(Vec::is_empty));
    let field = move || {
        any.get().then(|| {
            view! {
                <SelectField
                    label=t::phase
                    options
                    value=chosen.read(Clone::clone)
                    on_change=move |id| chosen.put(id)
                    empty=t::phase_by_time
                />
            }
        })
    };
    field.into_any()
}

/// A role, or somebody outside the roles by name.
fn sender(desk: Desk, part: Part<Option<Sender>>) -> AnyView {
    const NAMED: &str = "+";
    let chosen = part.of(
        |from| match from {
            None => String::new(),
            Some(Sender::Role { role }) => role.clone(),
            Some(Sender::Named(_)) => NAMED.to_owned(),
        },
        |from, key| {
            *from = match key.as_str() {
                "" => None,
                NAMED => Some(Sender::Named(Text::default())),
                _ => Some(Sender::Role { role: key }),
            }
        },
    );
    let roles = choices::roles(desk);
    let options = Signal::derive(move || {
        let mut all = roles();
        all.push(Choice::new(NAMED, t::from_named()));
        all
    });
    let name = part.of(
        |from| match from {
            Some(Sender::Named(name)) => name.clone(),
            Some(Sender::Role { .. }) | None => Text::default(),
        },
        |from, name| *from = Some(Sender::Named(name)),
    );
    let is_named = part.read(|from| matches!(from, Some(Sender::Named(_))));
    let field = move || {
        is_named
            .get()
            .then(|| written(desk, t::from_name, name, None))
    };
    view! {
        <SelectField
            label=texts::drills::from
            options
            value=chosen.read(Clone::clone)
            on_change=move |key| chosen.put(key)
            empty=t::from_nobody
        />
        {field}
    }
    .into_any()
}

fn for_trainer(desk: Desk, part: Part<Inject>) -> AnyView {
    let has = part.with(|i| !(i.note.is_empty() && i.expected.is_empty() && i.task.is_empty()));
    let inside = view! {
        {written(desk, texts::drills::expected, member!(part, expected), Some(3))}
        {written(desk, texts::drills::note, member!(part, note), Some(3))}
        {written(desk, texts::drills::task, member!(part, task), None)}
    };
    fold(texts::drills::for_trainer, has, inside.into_any())
}

fn attachments(desk: Desk, part: Part<Vec<Attachment>>) -> AnyView {
    let part = choices::optional(part);
    list(
        part,
        t::attachment_n,
        t::add_attachment,
        |_| Some(empty_attachment()),
        move |one| attachment(desk, choices::some(one, empty_attachment())),
    )
}

fn empty_attachment() -> Attachment {
    Attachment {
        title: Text::default(),
        body: Body::Text(Text::default()),
        rest: Rest::new(),
    }
}

fn attachment(desk: Desk, part: Part<Attachment>) -> AnyView {
    let kind = part.of(
        |one| match one.body {
            Body::Text(_) => "text".to_owned(),
            Body::Table(_) => "table".to_owned(),
        },
        |one, kind| {
            one.body = match kind.as_str() {
                "table" => Body::Table(Vec::new()),
                _ => Body::Text(Text::default()),
            }
        },
    );
    let kinds = || {
        vec![
            Choice::new("text", t::as_text()),
            Choice::new("table", t::as_table()),
        ]
    };
    let body = member!(part, body);
    let shown = kind.read(Clone::clone);
    let field = move || match shown.get().as_str() {
        "table" => table(desk, body),
        _ => {
            let text = body.of(
                |body| match body {
                    Body::Text(text) => text.clone(),
                    Body::Table(_) => Text::default(),
                },
                |body, text| *body = Body::Text(text),
            );
            written(desk, t::attachment_text, text, Some(4))
        }
    };
    view! {
        {written(desk, texts::drills::field_title, member!(part, title), None)}
        {choices::select(t::attachment_kind, kinds, kind)}
        {field}
    }
    .into_any()
}

/// Rows of a table as lines, cells parted by tabs: as a spreadsheet copies them.
fn table(desk: Desk, part: Part<Body>) -> AnyView {
    let rows = move |language: Lang| {
        part.of(
            move |body| match body {
                Body::Table(rows) => cells_out(rows, language),
                Body::Text(_) => String::new(),
            },
            move |body, text| {
                if let Body::Table(rows) = body {
                    *rows = cells_in(rows, &text, language);
                }
            },
        )
    };
    let fields = move || {
        if !desk.both.get() {
            return line(t::table_rows, rows(texts::lang()), Some(5));
        }
        view! {
            <div class="author-both">
                {line(|| t::in_chinese(t::table_rows()), rows(Lang::Zh), Some(5))}
                {line(|| t::in_english(t::table_rows()), rows(Lang::En), Some(5))}
            </div>
        }
        .into_any()
    };
    view! { {fields} <p class="hint">{t::table_hint}</p> }.into_any()
}

fn cells_out(rows: &[Vec<Text>], language: Lang) -> String {
    let cell = |cell: &Text| match language {
        Lang::Zh => cell.chinese().to_owned(),
        Lang::En => cell.english().to_owned(),
    };
    let row = |row: &Vec<Text>| row.iter().map(cell).collect::<Vec<_>>().join("\t");
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// The rows as typed in one language. What the other language says of a cell stays; a cell it says
/// nothing of, or the same, is plain.
fn cells_in(known: &[Vec<Text>], typed: &str, language: Lang) -> Vec<Vec<Text>> {
    let cell = |row: usize, column: usize, words: &str| {
        let words = words.trim().to_owned();
        let known = known.get(row).and_then(|row| row.get(column));
        let (other, was) = match (known, language) {
            (Some(Text::Both { zh, en }), Lang::Zh) => (en.clone(), zh.clone()),
            (Some(Text::Both { zh, en }), Lang::En) => (zh.clone(), en.clone()),
            (Some(Text::Plain(plain)), _) => (plain.clone(), plain.clone()),
            (None, _) => return Text::Plain(words),
        };
        // A plain cell that is typed anew is another cell, not a translation of the old one.
        let is_plain = matches!(known, Some(Text::Plain(_))) && words != was;
        match language {
            _ if words == other || is_plain => Text::Plain(words),
            Lang::Zh => Text::Both {
                zh: words,
                en: other,
            },
            Lang::En => Text::Both {
                zh: other,
                en: words,
            },
        }
    };
    let lines = typed
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(nth, line)| {
            let cells = line.split('\t').enumerate();
            cells
                .map(|(column, words)| cell(nth, column, words))
                .collect()
        })
        .collect()
}

/// Points of an option or an effect, which may be negative.
pub fn points(part: Part<i32>) -> AnyView {
    let wide = part.of(
        |points| i64::from(*points),
        |points, wide| *points = i32::try_from(wide).unwrap_or(*points),
    );
    signed(t::points, wide)
}

#[cfg(test)]
mod tests {
    use super::{cells_in, cells_out};
    use crate::modules::drills::scenario::Text;
    use crate::texts::Lang;

    #[test]
    fn a_table_is_typed_as_a_spreadsheet_copies_it_and_each_language_keeps_its_own() {
        let rows = cells_in(&[], "Part\tPieces\nA-7\t12", Lang::En);
        assert_eq!(cells_out(&rows, Lang::Zh), "Part\tPieces\nA-7\t12");
        let both = vec![vec![Text::Both {
            zh: "零件".into(),
            en: "Part".into(),
        }]];
        let rows = cells_in(&both, "Parts\tPieces", Lang::En);
        assert_eq!(cells_out(&rows, Lang::Zh), "零件\tPieces");
        assert_eq!(cells_out(&rows, Lang::En), "Parts\tPieces");
    }
}
