//! The house rules, checked over the source text: who may import whom, what stands nowhere.
//! Every check is also shown to find a made-up breach, so that none can pass by never failing.

use std::collections::BTreeSet;
use std::path::Path;

/// Which folders of src/ each one may use besides itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("time", &[]),
    ("ledger", &["time"]),
    ("records", &["time", "ledger"]),
    ("kpi", &["time", "ledger"]),
    ("exchange", &["records", "time", "ledger"]),
    ("browser", &["time", "ledger"]),
    // Dates and numbers are worded by the browser's Intl.
    ("texts", &["time", "browser"]),
    // The focus and dropped files are the browser's.
    ("ui", &["texts", "time", "browser"]),
    (
        "session",
        &["browser", "exchange", "records", "time", "ledger", "texts"],
    ),
    (
        "modules",
        &[
            "session", "ui", "exchange", "records", "kpi", "time", "ledger", "texts",
        ],
    ),
    (
        "shell",
        &[
            "modules", "session", "ui", "exchange", "records", "kpi", "time", "ledger", "texts",
            "browser",
        ],
    ),
    ("main", &["shell"]),
    (
        "bin",
        &["browser", "exchange", "records", "time", "ledger", "texts"],
    ),
];

/// What a module's model, edits and report may use: the pure folders.
const PURE: &[&str] = &["ledger", "time", "records", "kpi", "exchange"];

/// Breaches that stand for now: file, rule, reason. One that no longer stands must be struck out.
const STANDING: &[(&str, &str, &str)] = &[(
    "ui/file_drop.rs",
    "web_sys outside src/browser",
    "the type of a native event's files",
)];

/// Code without comments, texts and what only tests compile; lines keep their places.
fn code(source: &str) -> String {
    let mut left = source.chars().peekable();
    let mut code = String::with_capacity(source.len());
    while let Some(c) = left.next() {
        let before = code.chars().next_back().unwrap_or(' ');
        match (c, left.peek().copied()) {
            ('/', Some('/')) => while left.next_if(|c| *c != '\n').is_some() {},
            ('/', Some('*')) => {
                let mut last = ' ';
                for c in left.by_ref() {
                    if c == '\n' {
                        code.push(c);
                    }
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            ('r', Some('"' | '#')) if !before.is_alphanumeric() && before != '_' => {
                let mut hashes = 0;
                while left.next_if_eq(&'#').is_some() {
                    hashes += 1;
                }
                if left.next_if_eq(&'"').is_none() {
                    continue;
                }
                let mut closing = 0;
                let mut in_end = false;
                for c in left.by_ref() {
                    match c {
                        '"' => (in_end, closing) = (true, 0),
                        '#' if in_end => closing += 1,
                        '\n' => (in_end, _) = (false, code.push('\n')),
                        _ => in_end = false,
                    }
                    if in_end && closing == hashes {
                        break;
                    }
                }
                code.push_str("\"\"");
            }
            ('"', _) => {
                while let Some(c) = left.next() {
                    match c {
                        // What is escaped is passed over, but a line it ends still counts.
                        '\\' => code.extend(left.next().filter(|escaped| *escaped == '\n')),
                        '"' => break,
                        '\n' => code.push('\n'),
                        _ => {}
                    }
                }
                code.push_str("\"\"");
            }
            // A character, not a lifetime: `'x'` or `'\…'`.
            ('\'', Some(next)) => {
                let mut ahead = left.clone();
                ahead.next();
                if next == '\\' {
                    left.next();
                    left.next();
                    while left.next_if(|c| *c != '\'').is_some() {}
                    left.next();
                } else if ahead.next() == Some('\'') {
                    left.next();
                    left.next();
                }
                code.push(' ');
            }
            _ => code.push(c),
        }
    }
    without_tests(&code)
}

/// Cuts every item that stands under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        let mut depth = 0;
        let end = after.char_indices().find(|&(_, c)| {
            match c {
                '{' | '[' | '(' => depth += 1,
                '}' | ']' | ')' => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(c, '}' | ';')
        });
        rest = end.map_or("", |(at, c)| &after[at + c.len_utf8()..]);
    }
    kept.push_str(rest);
    kept
}

/// The module path of a file below src/.
fn module_path(file: &str) -> Vec<&str> {
    let stem = file.trim_end_matches(".rs");
    let mut path: Vec<&str> = stem.split('/').collect();
    if matches!(path.last(), Some(&("mod" | "lib"))) {
        path.pop();
    }
    path
}

/// Every path of this crate that code names: from `crate`, `tandem` or `super`, groups spelled out.
fn paths(file: &str, code: &str) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    let words = tokens(code);
    let own = module_path(file);
    let mut at = 0;
    while at < words.len() {
        let starts = |w: &str, n: &str| w == n && words.get(at + 1).is_some_and(|c| c == "::");
        let fresh = at == 0 || words[at - 1] != "::";
        if fresh && (starts(&words[at], "crate") || starts(&words[at], "tandem")) {
            spell(&words, at + 2, &mut Vec::new(), &mut found);
        } else if fresh && starts(&words[at], "super") {
            let mut up = 0;
            while words.get(at).is_some_and(|w| w == "super") {
                (up, at) = (up + 1, at + 2);
            }
            let base = own[..own.len().saturating_sub(up)]
                .iter()
                .map(|s| (*s).to_owned());
            spell(&words, at, &mut base.collect(), &mut found);
            continue;
        }
        at += 1;
    }
    found
}

fn tokens(code: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in code.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        match c {
            ':' if words.last().is_some_and(|w| w == ":") => {
                words.pop();
                words.push("::".into());
            }
            c if c.is_whitespace() => {}
            c => words.push(c.into()),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Follows a path, or each path of a `{…}` group, from a token on; says where it ends.
fn spell(
    words: &[String],
    mut at: usize,
    path: &mut Vec<String>,
    found: &mut BTreeSet<Vec<String>>,
) -> usize {
    let depth = path.len();
    loop {
        match words.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while words.get(at).is_some_and(|w| w != "}") {
                    at = spell(words, at, path, found).max(at + 1);
                    at += usize::from(words.get(at).is_some_and(|w| w == ","));
                }
                path.truncate(depth);
                return at + 1;
            }
            Some(word) => path.push(word.to_owned()),
            None => break,
        }
        at += 1;
        if words.get(at).is_none_or(|w| w != "::") {
            break;
        }
        at += 1;
    }
    found.insert(path.clone());
    path.truncate(depth);
    while words.get(at).is_some_and(|w| w == "as") {
        at += 2;
    }
    at
}

/// Every rule a file breaks.
fn breaches(file: &str, source: &str) -> Vec<String> {
    let mut broken = Vec::new();
    if !source.starts_with("//!") {
        broken.push("the first line is not `//!`".to_owned());
    }
    let code = code(source);
    let own = module_path(file);
    let folder = own.first().copied().unwrap_or("lib");
    let allowed = MAY_USE
        .iter()
        .find(|(name, _)| *name == folder)
        .map(|(_, may)| *may);
    if allowed.is_none() && folder != "lib" {
        broken.push(format!("{folder} is not a folder the house knows"));
    }
    let slug = (folder == "modules").then(|| own.get(1).copied()).flatten();
    let leaf = file.rsplit('/').next().unwrap_or_default();
    let pure = slug.is_some() && matches!(leaf, "model.rs" | "edits.rs" | "report.rs");
    for path in paths(file, &code) {
        let Some(to) = path.first().map(String::as_str) else {
            continue;
        };
        let known = MAY_USE.iter().any(|(name, _)| *name == to);
        if known && to != folder && folder != "lib" && !allowed.unwrap_or_default().contains(&to) {
            broken.push(format!("{folder} may not use {to}"));
        }
        if known && pure && to != "modules" && !PURE.contains(&to) {
            broken.push(format!("{leaf} of a module may not use {to}"));
        }
        let Some(slug) = slug.filter(|_| to == "modules") else {
            continue;
        };
        match path.get(1).map(String::as_str) {
            Some(other) if other.starts_with(char::is_lowercase) && other != slug => {
                broken.push(format!("module {slug} may not use module {other}"));
            }
            _ => {}
        }
    }
    let words = tokens(&code);
    for foreign in ["web_sys", "js_sys"] {
        if folder != "browser" && words.iter().any(|w| w == foreign) {
            broken.push(format!("{foreign} outside src/browser"));
        }
    }
    for (nth, word) in words.iter().enumerate() {
        let next = words.get(nth + 1).map(String::as_str);
        let method = nth > 0 && words[nth - 1] == "." && next == Some("(");
        let mends = matches!(word.as_str(), "unwrap" | "expect") && method;
        let stops = ["panic", "todo", "unimplemented", "unreachable"].contains(&word.as_str());
        if mends || (stops && next == Some("!")) {
            broken.push(format!("{word} outside tests"));
        }
        if word == "inner_html" {
            broken.push("inner_html is used".to_owned());
        }
        if pure && word == "leptos" {
            broken.push(format!("{leaf} of a module may not use leptos"));
        }
    }
    broken.dedup();
    broken
}

fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    let read = |path: std::path::PathBuf| {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        (name, std::fs::read_to_string(&path).unwrap())
    };
    files.into_iter().map(read).collect()
}

#[test]
fn the_source_keeps_the_house_rules() {
    let all = all_sources();
    assert!(all.len() > 20, "only {} files were found", all.len());
    let mut standing: Vec<(&str, &str)> = STANDING.iter().map(|s| (s.0, s.1)).collect();
    let mut broken = Vec::new();
    for (file, source) in &all {
        for breach in breaches(file, source) {
            let place = standing
                .iter()
                .position(|(f, rule)| f == file && *rule == breach);
            match place {
                Some(place) => {
                    standing.swap_remove(place);
                }
                None if STANDING.iter().any(|s| s.0 == file && s.1 == breach) => {}
                None => broken.push(format!("src/{file}: {breach}")),
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(
        standing.is_empty(),
        "no longer true, strike it out: {standing:?}"
    );
}

#[test]
fn every_module_folder_is_named_by_its_slug() {
    let all = all_sources();
    let mut modules = 0;
    for (file, source) in &all {
        let path: Vec<&str> = file.split('/').collect();
        if let ["modules", folder, "mod.rs"] = path.as_slice() {
            modules += 1;
            let slug = format!("slug: \"{folder}\"");
            let stub = !source.contains("MODULE");
            assert!(
                stub || source.contains(&slug),
                "src/{file} does not say {slug}"
            );
        }
    }
    assert!(modules >= 3);
}

#[test]
fn every_kind_of_breach_is_found() {
    let clean = "//! Clean.\n";
    assert_eq!(breaches("ledger/value.rs", clean), Vec::<String>::new());
    for (file, source, breach) in [
        (
            "ledger/value.rs",
            "use crate::time::Instant;",
            "the first line is not `//!`",
        ),
        (
            "ledger/value.rs",
            "//! x\nuse crate::session::Session;",
            "ledger may not use session",
        ),
        (
            "time/span.rs",
            "//! x\nuse crate::ledger::Value;",
            "time may not use ledger",
        ),
        (
            "kpi.rs",
            "//! x\nfn f() { crate::exchange::open() }",
            "kpi may not use exchange",
        ),
        (
            "ui/table.rs",
            "//! x\nuse crate::session::use_session;",
            "ui may not use session",
        ),
        (
            "ui/table.rs",
            "//! x\nuse super::super::session::S;",
            "ui may not use session",
        ),
        (
            "ui/table/row.rs",
            "//! x\nuse crate::{time::I, session::{a, b}};",
            "ui may not use session",
        ),
        (
            "session/mod.rs",
            "//! x\nuse crate::shell::App;",
            "session may not use shell",
        ),
        (
            "session/mod.rs",
            "//! x\nuse crate::{texts, ui::toast};",
            "session may not use ui",
        ),
        (
            "exchange/file.rs",
            "//! x\nuse crate::browser::disk;",
            "exchange may not use browser",
        ),
        (
            "browser/disk/mod.rs",
            "//! x\nuse crate::exchange;",
            "browser may not use exchange",
        ),
        (
            "texts/format.rs",
            "//! x\nuse crate::ui::Field;",
            "texts may not use ui",
        ),
        (
            "main.rs",
            "//! x\nuse tandem::modules::all;",
            "main may not use modules",
        ),
        (
            "helpers/mod.rs",
            "//! x\n",
            "helpers is not a folder the house knows",
        ),
        (
            "modules/matrix/view/grid.rs",
            "//! x\nuse crate::modules::people::edits::Tie;",
            "module matrix may not use module people",
        ),
        (
            "modules/matrix/mod.rs",
            "//! x\nuse super::people::Tie;",
            "module matrix may not use module people",
        ),
        (
            "modules/matrix/view.rs",
            "//! x\nuse crate::browser::clock;",
            "modules may not use browser",
        ),
        (
            "modules/matrix/edits.rs",
            "//! x\nuse crate::session::S;",
            "edits.rs of a module may not use session",
        ),
        (
            "modules/matrix/report.rs",
            "//! x\nuse crate::texts::matrix;",
            "report.rs of a module may not use texts",
        ),
        (
            "modules/matrix/model.rs",
            "//! x\nuse leptos::prelude::*;",
            "model.rs of a module may not use leptos",
        ),
        (
            "shell/mod.rs",
            "//! x\nfn f(e: leptos::web_sys::Event) {}",
            "web_sys outside src/browser",
        ),
        (
            "session/mod.rs",
            "//! x\nuse js_sys::Date;",
            "js_sys outside src/browser",
        ),
        (
            "ui/field.rs",
            "//! x\nview! { <p inner_html=text/> }",
            "inner_html is used",
        ),
        (
            "time/zone.rs",
            "//! x\nfn f() { g().unwrap() }",
            "unwrap outside tests",
        ),
        (
            "time/zone.rs",
            "//! x\nfn f() { g()\n.expect(\"it\") }",
            "expect outside tests",
        ),
        (
            "time/zone.rs",
            "//! x\nfn f() { panic!(\"no\") }",
            "panic outside tests",
        ),
        (
            "time/zone.rs",
            "//! x\nfn f() { todo!() }",
            "todo outside tests",
        ),
        (
            "time/zone.rs",
            "//! x\n#[cfg(test)]\nmod tests { fn f() { a.unwrap() } }\nfn g() { b.unwrap() }",
            "unwrap outside tests",
        ),
    ] {
        let found = breaches(file, source);
        assert!(
            found.iter().any(|f| f == breach),
            "{file}: {source}\nfound {found:?}, not {breach}"
        );
    }
}

#[test]
fn what_only_looks_like_a_breach_is_none() {
    for (file, source) in [
        (
            "time/zone.rs",
            "//! x\n// f().unwrap() and crate::session\n/* todo!() */",
        ),
        (
            "time/zone.rs",
            "//! x\nconst A: &str = \"crate::session::x .unwrap() // \\\"\";\nconst B: char = '\"';",
        ),
        (
            "time/zone.rs",
            "//! x\nconst A: &str = r#\"panic!(\" \"#; fn f<'a>(x: &'a str) { x.unwrap_or(1) }",
        ),
        (
            "time/zone.rs",
            "//! x\n#[cfg(test)]\nmod tests { use crate::session::S; fn f() { a.unwrap() } }",
        ),
        (
            "time/zone.rs",
            "//! x\n#[cfg(test)]\nuse crate::shell::App;\nfn f() {}",
        ),
        (
            "modules/matrix/view/grid.rs",
            "//! x\nuse super::super::edits::A; use super::{b::c, d};",
        ),
        (
            "modules/matrix/view/grid.rs",
            "//! x\nuse crate::modules::matrix::edits::A; use crate::modules::Module;",
        ),
        (
            "browser/clock.rs",
            "//! x\nuse js_sys::Date; use web_sys::window;",
        ),
        (
            "shell/mod.rs",
            "//! x\nuse crate::modules::all; use crate::session::S;",
        ),
    ] {
        assert_eq!(
            breaches(file, source),
            Vec::<String>::new(),
            "{file}: {source}"
        );
    }
}
