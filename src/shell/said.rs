//! The one line in which the shell says what an act did, read out politely by screen readers.
//! Nothing that must be answered enters here.

use leptos::prelude::*;

/// The line, for whoever has something to say.
#[derive(Clone, Copy)]
pub struct Said(RwSignal<String>);

impl Said {
    pub fn provide() -> Self {
        let said = Self(RwSignal::new(String::new()));
        provide_context(said);
        said
    }

    pub fn say(self, sentence: String) {
        self.0.set(sentence);
    }
}

#[component]
pub fn SaidLine() -> impl IntoView {
    let Said(line) = expect_context::<Said>();
    view! {
        <p class="said" role="status" aria-live="polite" data-empty=move || line.with(String::is_empty).to_string()>
            {move || line.get()}
        </p>
    }
}
