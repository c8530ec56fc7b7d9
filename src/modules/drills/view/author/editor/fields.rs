//! Fields that keep what was typed when they are left: texts in one language or both, numbers, choices,
//! and lists of things that can be added and taken away. Never in here: what any of them is for.

use leptos::prelude::*;

use super::desk::Desk;
use super::part::Part;
use crate::modules::drills::scenario::Text;
use crate::texts;
use crate::texts::{Lang, lang};
use crate::ui::{Button, CheckField, Choice, Look, NumberField, SelectField, TextField};

/// A text as it is typed, kept when the field is left: each change of a field is one act to undo.
pub fn line(label: impl Into<TextProp>, part: Part<String>, lines: Option<u32>) -> AnyView {
    let label = label.into();
    let draft = RwSignal::new(None::<String>);
    let shown = Signal::derive(move || draft.get().unwrap_or_else(|| part.get()));
    let on_input = Callback::new(move |text| draft.set(Some(text)));
    let leave = move |_| {
        // A field that goes away while it has the focus is left, too.
        if let Some(text) = draft.try_get_untracked().flatten() {
            part.put(text);
            draft.try_set(None);
        }
    };
    let field = match lines {
        Some(lines) => view! { <TextField label value=shown on_input lines /> },
        None => view! { <TextField label value=shown on_input /> },
    };
    view! { <div on:focusout=leave>{field}</div> }.into_any()
}

/// What is said in one language, as part of a text in either form. What is the same in both is plain.
fn said(part: Part<Text>, language: Lang) -> Part<String> {
    let read = move |text: &Text| match language {
        Lang::Zh => text.chinese().to_owned(),
        Lang::En => text.english().to_owned(),
    };
    part.of(read, move |text, words| {
        let other = match language {
            Lang::Zh => text.english().to_owned(),
            Lang::En => text.chinese().to_owned(),
        };
        *text = match language {
            _ if words == other => Text::Plain(words),
            Lang::Zh => Text::Both {
                zh: words,
                en: other,
            },
            Lang::En => Text::Both {
                zh: other,
                en: words,
            },
        };
    })
}

/// The text in the language the page is read in; a plain one stays plain.
fn own(part: Part<Text>) -> Part<String> {
    let read = |text: &Text| match lang() {
        Lang::Zh => text.chinese().to_owned(),
        Lang::En => text.english().to_owned(),
    };
    part.of(read, |text, words| match (&mut *text, lang()) {
        (Text::Plain(plain), _) => *plain = words,
        (Text::Both { zh, .. }, Lang::Zh) => *zh = words,
        (Text::Both { en, .. }, Lang::En) => *en = words,
    })
}

/// A text of the scenario.
pub fn written(
    desk: Desk,
    label: impl Fn() -> String + Clone + Send + Sync + 'static,
    part: Part<Text>,
    lines: Option<u32>,
) -> AnyView {
    let shown = move || {
        let label = label.clone();
        if !desk.both.get() {
            return line(label, own(part), lines);
        }
        let (zh, en) = (label.clone(), label);
        view! {
            <div class="author-both">
                {line(move || texts::author::in_chinese(zh()), said(part, Lang::Zh), lines)}
                {line(move || texts::author::in_english(en()), said(part, Lang::En), lines)}
            </div>
        }
        .into_any()
    };
    shown.into_any()
}

/// A whole number that may not be below zero.
pub fn whole(label: fn() -> String, part: Part<u32>) -> AnyView {
    let value = part.read(|number| Some(f64::from(*number)));
    let put = move |number: Option<f64>| part.put(number.unwrap_or_default().max(0.0) as u32);
    view! { <NumberField label value on_change=put min="0" step="1" /> }.into_any()
}

/// A whole number of either sign.
pub fn signed(label: fn() -> String, part: Part<i64>) -> AnyView {
    let value = part.read(|number| Some(*number as f64));
    let put = move |number: Option<f64>| part.put(number.unwrap_or_default() as i64);
    view! { <NumberField label value on_change=put step="1" /> }.into_any()
}

/// One of a few, each by its key.
pub fn select(
    label: fn() -> String,
    options: impl Fn() -> Vec<Choice> + Send + Sync + 'static,
    part: Part<String>,
) -> AnyView {
    let value = part.read(Clone::clone);
    view! {
        <SelectField
            label
            options=Signal::derive(options)
            value
            on_change=move |key| part.put(key)
        />
    }
    .into_any()
}

pub fn check(label: impl Into<TextProp>, part: Part<bool>) -> AnyView {
    let checked = part.read(|yes| *yes);
    view! { <CheckField label checked on_change=move |yes| part.put(yes) /> }.into_any()
}

/// Which of some things, each with a box to tick.
pub fn several(
    label: fn() -> String,
    options: impl Fn() -> Vec<Choice> + Send + Sync + 'static,
    part: Part<Vec<String>>,
) -> AnyView {
    let options = Memo::new(move |_| options());
    let each = move |choice: Choice| {
        let Choice { value: key, label } = choice;
        let is = key.clone();
        let chosen = part.of(
            move |all| all.contains(&is),
            move |all, yes| {
                all.retain(|known| *known != key);
                if yes {
                    all.push(key.clone());
                }
            },
        );
        check(label, chosen)
    };
    view! {
        <fieldset class="author-several">
            <legend>{label}</legend>
            <div>{move || options.get().into_iter().map(each).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// A list whose items can be taken away and added to. `title` names an item by its number from 1.
pub fn list<T: Clone + PartialEq + Send + Sync + Default + 'static>(
    part: Part<Vec<T>>,
    title: fn(usize) -> String,
    add: fn() -> String,
    fresh: impl Fn(&[T]) -> T + Send + Sync + 'static,
    item: impl Fn(Part<T>) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    let count = part.read(Vec::len);
    let each = move |nth: usize| {
        let name = move || title(nth + 1);
        view! {
            <fieldset class="author-item">
                <legend>{name}</legend>
                {untrack(|| item(part.item(nth)))}
                <Button
                    label=move || texts::author::take_away(name())
                    icon=icondata::LuTrash2
                    look=Look::Quiet
                    bare=true
                    on_press=move || part.remove(nth)
                />
            </fieldset>
        }
        .into_any()
    };
    let more = move || {
        part.change(|all| {
            let one = fresh(all);
            all.push(one);
        });
    };
    view! {
        <For each=move || 0..count.get() key=|nth| *nth children=each />
        <p>
            <Button label=add icon=icondata::LuPlus look=Look::Quiet on_press=more />
        </p>
    }
    .into_any()
}
