//! A part of the program that is fetched when it is first shown: a sign of life meanwhile, and a
//! sentence with a way on if it cannot be had. Never in here: which parts there are.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::{Banner, Button, State};
use crate::texts;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;

/// A part did not arrive. Why stands in the browser's console; the next try fetches it anew.
pub use leptos::wasm_split::SplitLoaderError as NotFetched;

/// A view whose code may still have to be fetched.
pub type Part = Pin<Box<dyn Future<Output = Result<AnyView, NotFetched>>>>;

/// Shows a part. One that is here already shows at once, without a flicker.
pub fn later(part: impl Fn() -> Part + Send + 'static) -> AnyView {
    let attempt = RwSignal::new(0_u32);
    let again = Callback::new(move |()| attempt.update(|n| *n += 1));
    let tried = move || {
        attempt.track();
        // What the part sets up belongs to this place and goes with it.
        fetched(Box::pin(ScopedFuture::new_untracked(part())), again)
    };
    tried.into_any()
}

fn fetched(mut part: Part, again: Callback<()>) -> AnyView {
    let mut nobody = Context::from_waker(Waker::noop());
    if let Poll::Ready(outcome) = part.as_mut().poll(&mut nobody) {
        return shown(outcome, again);
    }
    let arrived = StoredValue::new_local(None);
    let is_here = RwSignal::new(false);
    spawn_local(async move {
        let outcome = part.await;
        // Neither is there any more if the user has gone on meanwhile.
        arrived.try_set_value(Some(outcome));
        is_here.try_set(true);
    });
    let content = move || match is_here.get() {
        true => arrived
            .try_update_value(Option::take)
            .flatten()
            .map(|outcome| shown(outcome, again)),
        false => Some(view! { <p class="later" aria-busy="true"></p> }.into_any()),
    };
    content.into_any()
}

fn shown(outcome: Result<AnyView, NotFetched>, again: Callback<()>) -> AnyView {
    outcome.unwrap_or_else(|_| {
        view! {
            <Banner state=State::Bad>
                <p>{texts::ui::not_fetched}</p>
                <Button label=texts::ui::try_again on_press=again />
            </Banner>
        }
        .into_any()
    })
}
