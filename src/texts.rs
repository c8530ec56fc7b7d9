//! Every visible word: one generated function per text, read from the catalogue of the language in use.
//! Nothing here fetches, stores a choice, or touches the page; the shell does.

// Shared with build.rs; here only for its tests.
#[cfg(test)]
mod check;
pub mod format;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use std::fmt::Display;

// One module per area with one function per key, then COUNT and (natively) KEYS.
include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The BCP 47 tag for `<html lang>` and for `Intl`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// Chinese for every `zh*` tag of a browser, English for all others.
    pub fn of_tag(tag: &str) -> Self {
        match tag.get(..2) {
            Some(start) if start.eq_ignore_ascii_case("zh") => Lang::Zh,
            _ => Lang::En,
        }
    }

    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];
}

/// All texts of one language, in key order.
#[derive(Clone, Debug)]
pub struct Catalogue(Box<[Box<str>]>);

impl Catalogue {
    /// Reads `texts-<lang>.json`. `None` if it is no such file or belongs to another build.
    pub fn parse(json: &str) -> Option<Self> {
        let texts: Box<[Box<str>]> = serde_json::from_str(json).ok()?;
        (texts.len() == COUNT).then_some(Catalogue(texts))
    }

    /// The catalogue built into native programs, so that tests read both languages without a server.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn included(lang: Lang) -> Self {
        let json = match lang {
            Lang::Zh => include_str!(concat!(env!("OUT_DIR"), "/texts-zh.json")),
            Lang::En => include_str!(concat!(env!("OUT_DIR"), "/texts-en.json")),
        };
        Catalogue::parse(json).unwrap_or(Catalogue(Box::default()))
    }
}

struct Current {
    lang: Lang,
    catalogue: Catalogue,
}

// Each thread has its own: the page has one, and native tests do not disturb each other.
thread_local! {
    static CURRENT: ArcRwSignal<Current> = ArcRwSignal::new(first());
}

#[cfg(target_arch = "wasm32")]
fn first() -> Current {
    Current {
        lang: Lang::En,
        catalogue: Catalogue(Box::default()),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn first() -> Current {
    Current {
        lang: Lang::En,
        catalogue: Catalogue::included(Lang::En),
    }
}

/// The language in use. Subscribes where it is read reactively.
pub fn lang() -> Lang {
    read(|current| current.lang)
}

/// Switches the language; all texts read in a reactive place follow.
pub fn set(lang: Lang, catalogue: Catalogue) {
    CURRENT.with(|signal| signal.set(Current { lang, catalogue }));
}

/// Switches to one of the built-in catalogues.
#[cfg(not(target_arch = "wasm32"))]
pub fn use_included(lang: Lang) {
    set(lang, Catalogue::included(lang));
}

fn read<T>(reading: impl FnOnce(&Current) -> T) -> T {
    CURRENT.with(|signal| {
        // Event handlers read texts too; only what reruns may subscribe.
        if Observer::get().is_some() {
            signal.with(reading)
        } else {
            signal.with_untracked(reading)
        }
    })
}

/// The text at `at`. Before any catalogue is there, its key natively and its number in the browser.
fn current_or_key(at: usize) -> String {
    read(|current| match current.catalogue.0.get(at) {
        Some(text) => text.to_string(),
        None => key(at),
    })
}

#[cfg(target_arch = "wasm32")]
fn key(at: usize) -> String {
    format!("#{at}")
}

#[cfg(not(target_arch = "wasm32"))]
fn key(at: usize) -> String {
    KEYS.get(at).map_or_else(String::new, |key| key.to_string())
}

/// The text at `at` with its numbered placeholders filled.
fn filled(at: usize, arguments: &[&dyn Display]) -> String {
    let text = current_or_key(at);
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        let argument = name.parse().ok().and_then(|n: usize| arguments.get(n));
        if let Some(argument) = argument {
            filled.push_str(&argument.to_string());
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The plural form for `n`: `one` stands at `at`, `other` after it.
fn plural(at: usize, n: i64, arguments: &[&dyn Display]) -> String {
    let one = format::is_one(n);
    filled(if one { at } else { at + 1 }, arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_in_the_language_in_use() {
        use_included(Lang::En);
        assert_eq!(ui::close(), "Close");
        use_included(Lang::Zh);
        assert_eq!(ui::close(), "关闭");
        assert_eq!(lang(), Lang::Zh);
    }

    #[test]
    fn a_plural_follows_its_number_and_the_language() {
        use_included(Lang::En);
        assert_eq!(ui::rows(1), "1 row");
        assert_eq!(ui::rows(2), "2 rows");
        use_included(Lang::Zh);
        assert_eq!(ui::rows(1), "1 行");
    }

    #[test]
    fn a_catalogue_of_another_build_is_refused() {
        assert!(Catalogue::parse("[\"one\"]").is_none());
        assert!(Catalogue::parse("no json").is_none());
    }

    #[test]
    fn without_a_catalogue_the_key_shows() {
        set(Lang::En, Catalogue(Box::default()));
        assert_eq!(ui::close(), "ui.close");
    }

    #[test]
    fn a_text_read_in_a_memo_follows_the_switch() {
        let owner = leptos::reactive::owner::Owner::new();
        owner.set();
        use_included(Lang::En);
        let word = Memo::new(|_| ui::close());
        assert_eq!(word.get_untracked(), "Close");
        use_included(Lang::Zh);
        assert_eq!(word.get_untracked(), "关闭");
    }

    #[test]
    fn the_browsers_language_decides_by_its_first_letters() {
        assert_eq!(Lang::of_tag("zh-Hant-TW"), Lang::Zh);
        assert_eq!(Lang::of_tag("ZH"), Lang::Zh);
        assert_eq!(Lang::of_tag("de"), Lang::En);
        assert_eq!(Lang::of_tag(""), Lang::En);
    }
}
