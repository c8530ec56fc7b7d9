//! What is typed in a dialog until it is kept: one draft, and none while the dialog is closed.
//! Never in here: what a draft holds, fields, what keeping it writes.

use leptos::prelude::*;

use crate::ui::{Dialog, toast};

pub type Draught<D> = RwSignal<Option<D>>;

/// Something of what is typed; reactive.
pub fn of<D, T>(draft: Draught<D>, of: impl FnOnce(&D) -> T) -> T
where
    D: Send + Sync + 'static,
    T: Default,
{
    draft
        .with(|typed| typed.as_ref().map(of))
        .unwrap_or_default()
}

/// The same as a field shows it.
pub fn field<D, T>(draft: Draught<D>, of: impl Fn(&D) -> T + Send + Sync + 'static) -> Signal<T>
where
    D: Send + Sync + 'static,
    T: Default + Send + Sync + 'static,
{
    Signal::derive(move || self::of(draft, &of))
}

pub fn put<D: Send + Sync + 'static>(draft: Draught<D>, change: impl FnOnce(&mut D)) {
    draft.update(|typed| {
        if let Some(typed) = typed {
            change(typed);
        }
    });
}

/// The dialog, open while there is a draft. `form` is told why the draft was not kept.
pub fn dialog<D, R>(
    draft: Draught<D>,
    title: impl Fn() -> String + Send + Sync + 'static,
    wide: bool,
    form: impl Fn(RwSignal<Option<R>>) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    D: Send + Sync + 'static,
    R: Send + Sync + 'static,
{
    let refused = RwSignal::new(None::<R>);
    let form = StoredValue::new(form);
    let close = move |()| {
        refused.set(None);
        draft.set(None);
    };
    view! {
        <Dialog
            open=Signal::derive(move || draft.with(Option::is_some))
            on_close=close
            title=title
            wide=wide
        >
            {move || form.with_value(|form| form(refused))}
        </Dialog>
    }
    .into_any()
}

/// Keeps what is typed and closes the dialog, or leaves it open and says why not.
pub fn keep<D, R>(
    draft: Draught<D>,
    refused: RwSignal<Option<R>>,
    keep: impl FnOnce(&D) -> Result<(), R>,
    kept: fn() -> String,
) where
    D: Clone + Send + Sync + 'static,
    R: Send + Sync + 'static,
{
    let Some(typed) = draft.get_untracked() else {
        return;
    };
    match keep(&typed) {
        Ok(()) => {
            refused.set(None);
            draft.set(None);
            toast::say(kept());
        }
        Err(refusal) => refused.set(Some(refusal)),
    }
}
