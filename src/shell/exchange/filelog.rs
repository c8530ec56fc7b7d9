//! The files that went and came, and taking a merge back while nothing builds on it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::exchange::{Fact, SetAsideRefusal, may_set_aside};
use crate::session::{Session, use_session};
use crate::shell::{field_names, status};
use crate::texts;
use crate::time::Instant;
use crate::ui::{Button, Look, Section, toast};

/// One line of the log.
#[derive(Clone, PartialEq)]
struct Line {
    key: String,
    at: Instant,
    words: String,
    /// A merge that stands and may perhaps be undone.
    merged: bool,
}

/// The files this browser wrote and merged, the latest first.
fn lines(session: Session) -> Vec<Line> {
    let log = session.file_log();
    let me = session.file_me();
    let name = |id| field_names::name(session, id);
    let mut all = Vec::new();
    for w in log.written().filter(|w| w.profile == me.profile) {
        all.push(Line {
            key: Fact::Written(w.clone()).key(),
            at: w.at,
            words: texts::exchange::log_written(w.number, name(&w.to), w.contents.len()),
            merged: false,
        });
    }
    for m in log.merged().filter(|m| m.reader == me.profile) {
        let words = if m.set_aside {
            texts::exchange::log_set_aside(m.number, name(&m.party))
        } else {
            texts::exchange::log_merged(m.number, name(&m.party), m.added.len())
        };
        all.push(Line {
            key: Fact::Merged(m.clone()).key(),
            at: m.at,
            words,
            merged: !m.set_aside,
        });
    }
    all.sort_by_key(|line| std::cmp::Reverse(line.at));
    all
}

#[component]
pub fn Log() -> AnyView {
    let session = use_session();
    let all = Memo::new(move |_| lines(session));
    let row = move |line: Line| {
        let key = line.key.clone();
        let at = line.at;
        view! {
            <li class="log-line">
                <time title=move || texts::format::exact(at)>
                    {move || texts::format::instant(at)}
                </time>
                <span>{line.words.clone()}</span>
                {line
                    .merged
                    .then(|| {
                        view! {
                            <Button
                                label=texts::exchange::undo_merge
                                look=Look::Quiet
                                icon=icondata::LuUndo2
                                on_press=move || undo_merge(session, key.clone())
                            />
                        }
                    })}
            </li>
        }
    };
    view! {
        <Section title=texts::exchange::log>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| view! { <p class="hint">{texts::exchange::log_empty}</p> }
            >
                <ul class="plain">{move || all.get().into_iter().map(row).collect_view()}</ul>
            </Show>
        </Section>
    }
    .into_any()
}

fn undo_merge(session: Session, key: String) {
    let me = session.file_me();
    let log = untrack(|| session.file_log());
    let planned = session.with_untracked(|ws| may_set_aside(ws, &log, &me, &key));
    let aside = match planned {
        Ok(aside) => aside,
        Err(why) => return toast::say(refusal(session, &why)),
    };
    spawn_local(async move {
        match session.set_aside(&key, aside.ids, aside.facts).await {
            Ok(()) => toast::say(texts::exchange::merge_undone()),
            Err(crate::session::SetAsideRefusal::Meanwhile) => {
                toast::say(texts::shell::disk_conflict());
            }
            Err(crate::session::SetAsideRefusal::Disk(error)) => {
                toast::say(status::reason(&error));
            }
        }
    });
}

fn refusal(session: Session, why: &SetAsideRefusal) -> String {
    use texts::exchange as t;
    match why {
        SetAsideRefusal::Unknown | SetAsideRefusal::AlreadyAside => t::undo_unknown(),
        SetAsideRefusal::WrittenSince { to, number } => {
            t::undo_written_since(number, field_names::name(session, to))
        }
        SetAsideRefusal::BuiltUpon(records) => {
            let names = records
                .iter()
                .take(3)
                .map(|r| field_names::name(session, r));
            t::undo_built_upon(names.collect::<Vec<_>>().join(", "))
        }
        SetAsideRefusal::Variants(record) => t::undo_variants(field_names::name(session, record)),
    }
}
