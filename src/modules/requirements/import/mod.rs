//! The page that brings in a table of requirements: file, whose it is, columns, what would enter, what is odd.
//! Never in here: reading the table (`exchange::table`), the list of requirements.
//!
//! Nothing enters before the button at its end is pressed; everything above it is computed on read.

mod columns;
mod desk;
mod outcome;
mod words;

use leptos::prelude::*;

use crate::records::party;
use crate::session::outside::{self, NoText};
use crate::session::{Target, use_session};
use crate::texts;
use crate::ui::{
    Banner, Button, CheckField, Choice, Fact, Facts, FileDrop, LinkButton, Look, Page, Section,
    Segmented, SelectField, State, TextField,
};

use desk::{Desk, Trouble};

/// The address of this page, and of the list it belongs to.
#[must_use]
pub fn href() -> String {
    Target::page(SLUG).with("view", VIEW).href()
}

const SLUG: &str = "requirements";
/// The value of `view` in the address that shows this page.
pub const VIEW: &str = "import";

#[component]
pub fn ImportTable() -> AnyView {
    let desk = Desk::new(use_session());
    let back = || {
        let list = || Target::page(SLUG).href();
        view! { <LinkButton label=texts::table::back href=list icon=icondata::LuArrowLeft/> }
    };
    let trouble = move || {
        let said = match desk.trouble.get()? {
            Trouble::NoText(NoText::Unreadable) => texts::table::cannot_read(),
            Trouble::NoText(NoText::TooBig) => texts::table::too_big(),
            Trouble::NoText(NoText::Encoding) => texts::table::no_encoding(),
            Trouble::Empty => texts::table::no_rows(),
        };
        Some(view! { <Banner state=State::Bad>{said}</Banner> })
    };
    let given = move || desk.given.with(Option::is_some);
    view! {
        <Page title=texts::table::title actions=back>
            <p class="hint">{texts::table::intro}</p>
            <FileDrop
                label=texts::table::drop_here
                accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
                on_files=move |files| desk.take(files)
            />
            {trouble}
            <Show when=given>
                <TheFile desk/>
                <Whose desk/>
                <columns::Columns desk/>
                <outcome::Outcome desk/>
            </Show>
        </Page>
    }
    .into_any()
}

/// What was found out about the file, correctable.
#[component]
fn TheFile(desk: Desk) -> AnyView {
    let file = move || {
        desk.given
            .with(|given| given.as_ref().map(|g| (g.name.clone(), g.encoding)))
    };
    let name = move || file().map(|(name, _)| name);
    let encoding = move || file().map(|(_, encoding)| words::encoding(encoding));
    let rows = move || {
        desk.sheet
            .with(|sheet| sheet.as_ref().map_or(0, |s| s.rows.len() as i64))
    };
    let separators = Signal::derive(words::separators);
    let separator = Signal::derive(move || desk.separator());
    let has_header = Signal::derive(move || desk.has_header());
    view! {
        <Section title=texts::table::the_file>
            <Facts>
                <Fact label=texts::table::file_name>{name}</Fact>
                <Fact label=texts::table::encoding>{encoding}</Fact>
                <Fact label=texts::table::size>{move || texts::table::rows(rows())}</Fact>
            </Facts>
            <div class="form-row">
                <SelectField
                    label=texts::table::separator
                    options=separators
                    value=separator
                    on_change=move |value: String| {
                        desk.read_as(words::separator_of(&value), has_header.get_untracked());
                    }
                />
                <CheckField
                    label=texts::table::has_header
                    checked=has_header
                    on_change=move |on| {
                        let separator = words::separator_of(&separator.get_untracked());
                        desk.read_as(separator, on);
                    }
                />
            </div>
        </Section>
    }
    .into_any()
}

/// The name it is known by, and the two parties every row is between.
#[component]
fn Whose(desk: Desk) -> AnyView {
    let session = use_session();
    let partners = Signal::derive(move || {
        let me = session.me().party;
        session.with(|ws| {
            let joins = crate::records::same_as::SameAs::of(ws);
            let others = ws
                .of_kind(party::KIND)
                .filter(|r| joins.canonical(r.id()) == r.id());
            let others = others.filter(|r| !joins.same(r.id(), &me));
            let mut all: Vec<Choice> = others
                .map(|r| Choice::new(r.id().as_str(), party::name_of(ws, r.id())))
                .collect();
            all.sort_by(|a, b| a.label.cmp(&b.label));
            all
        })
    });
    let directions = Signal::derive(|| {
        vec![
            Choice::new("out", texts::table::we_asked()),
            Choice::new("in", texts::table::we_were_asked()),
        ]
    });
    let nobody = move || partners.with(Vec::is_empty);
    let unknown_zone = Signal::derive(move || {
        let known = desk.zone.with(Option::is_some);
        (!known).then(texts::table::unknown_zone)
    });
    view! {
        <Section title=texts::table::whose>
            <Show when=nobody>
                <Banner state=State::Warn>{texts::table::no_partner}</Banner>
            </Show>
            <div class="form-row">
                <TextField
                    label=texts::table::source
                    hint=texts::table::source_hint
                    value=desk.source
                    on_input=move |name| desk.call_it(name)
                    suggestions=Signal::derive(move || desk.known_sources())
                />
                <TextField
                    label=texts::table::zone
                    hint=texts::table::zone_hint
                    value=desk.zone_name
                    on_input=move |name| desk.zone_name.set(name)
                    suggestions=Signal::derive(outside::zone_names)
                    error=unknown_zone
                />
            </div>
            <Segmented
                label=texts::table::direction
                options=directions
                value=desk.direction
                on_change=move |value| desk.direction.set(value)
            />
            <SelectField
                label=texts::table::partner
                options=partners
                value=desk.partner
                on_change=move |value| desk.partner.set(value)
            />
        </Section>
    }
    .into_any()
}

/// The button, which says what it will do.
#[component]
fn Confirm(desk: Desk) -> AnyView {
    let count = move || {
        desk.preview
            .with(|p| p.as_ref().map_or(0, |p| p.new + p.changed))
    };
    let asks = move || {
        desk.reading
            .with(|r| r.as_ref().is_some_and(|r| r.findings.asks()))
    };
    let obstacle = Memo::new(move |_| {
        if desk
            .reading
            .with(|r| r.as_ref().is_some_and(|r| !r.has_key))
        {
            Some(texts::table::need_key())
        } else if asks() {
            Some(texts::table::need_choice())
        } else if desk.source.with(|name| name.trim().is_empty()) {
            Some(texts::table::need_source())
        } else if desk.preview.with(Option::is_none) {
            Some(texts::table::need_partner())
        } else if count() == 0 {
            Some(texts::table::nothing_new())
        } else {
            None
        }
    });
    let blocked = Signal::derive(move || obstacle.with(Option::is_some));
    view! {
        <p class="hint" role="status">{move || obstacle.get()}</p>
        <Button
            label=move || texts::table::enter(count() as i64)
            look=Look::Primary
            icon=icondata::LuCheck
            disabled=blocked
            on_press=move || desk.enter()
        />
    }
    .into_any()
}
