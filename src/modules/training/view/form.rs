//! What the module's forms are made of: a draft with the refusal beside the field it is about, whole numbers,
//! lists to tick, the buttons at the end.
//! Never in here: any one form.

use leptos::prelude::*;

use super::super::edits::Refusal;
use super::{Amount, Words, words};
use crate::session::Session;
use crate::texts::training as t;
use crate::ui::{Button, CheckField, Choice, Look, toast};

/// What is being filled in, and why it was last refused.
pub struct Draft<T: Send + Sync + 'static> {
    value: RwSignal<T>,
    pub refusal: RwSignal<Option<Refusal>>,
}

// Handles are copied whatever is being filled in, which a derived impl would not say.
impl<T: Send + Sync + 'static> Clone for Draft<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Draft<T> {}

impl<T: Clone + Send + Sync + 'static> Draft<T> {
    pub fn new(value: T) -> Self {
        Self {
            value: RwSignal::new(value),
            refusal: RwSignal::new(None),
        }
    }

    pub fn untracked(self) -> T {
        self.value.get_untracked()
    }

    /// What a field shows.
    pub fn shows<V: Clone + Send + Sync + 'static>(
        self,
        read: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Signal<V> {
        Signal::derive(move || self.value.with(&read))
    }

    pub fn text(self, read: fn(&T) -> &String) -> Signal<String> {
        self.shows(move |draft| read(draft).clone())
    }

    /// What a field writes.
    pub fn takes<V: 'static>(
        self,
        write: impl Fn(&mut T, V) + Send + Sync + 'static,
    ) -> Callback<V> {
        Callback::new(move |given| self.value.update(|draft| write(draft, given)))
    }

    /// The refusal, beside the field these are about.
    pub fn at(self, whys: &'static [Refusal]) -> Signal<Option<String>> {
        Signal::derive(move || {
            let why = self.refusal.get();
            why.filter(|why| whys.contains(why)).map(words::refusal)
        })
    }
}

/// What a number field holds, as the whole number it asks for.
pub fn whole(value: Amount) -> Option<u32> {
    value.map(|value| value.clamp(0.0, 1e6) as u32)
}

/// What a number field shows of a whole number.
pub fn amount(value: Option<u32>) -> Amount {
    value.map(f64::from)
}

/// A list of which any number may be ticked; nothing where there is nothing to tick.
pub fn ticks(
    legend: Words,
    choices: Signal<Vec<Choice>>,
    ticked: impl Fn(&str) -> bool + Copy + Send + Sync + 'static,
    on_tick: impl Fn(&str, bool) + Copy + Send + Sync + 'static,
) -> AnyView {
    let one = move |choice: Choice| {
        let (is, on) = (choice.value.clone(), choice.value);
        view! {
            <CheckField
                label=move || choice.label.clone()
                checked=Signal::derive(move || ticked(&is))
                on_change=move |ticked: bool| on_tick(&on, ticked)
            />
        }
    };
    view! {
        <Show when=move || !choices.with(Vec::is_empty)>
            <fieldset class="training-checks">
                <legend>{legend}</legend>
                {move || choices.get().into_iter().map(one).collect_view()}
            </fieldset>
        </Show>
    }
    .into_any()
}

/// The buttons at the end of a form in a dialog.
pub fn save_or_cancel(on_cancel: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <div class="actions">
            <Button label=t::save look=Look::Primary submit=true />
            <Button label=crate::texts::ui::cancel on_press=move |()| on_cancel() />
        </div>
    }
    .into_any()
}

/// The refusal of what has no field of its own.
pub fn said(refusal: RwSignal<Option<Refusal>>) -> AnyView {
    let words = super::desk::refused(refusal);
    view! { <p class="error" role="alert">{move || words.get()}</p> }.into_any()
}

/// Says what was done, with the way back.
pub fn undoable(session: Session, words: String) {
    toast::say_undoable(words, move || {
        let _ = session.undo();
    });
}
