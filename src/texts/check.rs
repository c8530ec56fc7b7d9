//! Reading the language files: both languages say the same keys with the same placeholders.
//! Shared by build.rs and a test, so nothing here may use the crate, print, or touch the disk.

use serde_json::{Map, Value};

/// One text in both languages, its placeholders already numbered `{0}`, `{1}` … in the order of
/// their first appearance in English.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    pub key: String,
    /// The argument names of the generated function; a plural's first one is `n`.
    pub names: Vec<String>,
    /// One form, or two (`one`, `other`) for a plural.
    pub en: Vec<String>,
    pub zh: Vec<String>,
}

impl Text {
    pub fn is_plural(&self) -> bool {
        self.en.len() == 2
    }
}

/// Reads `locales/{en,zh}/<area>.json`. Every fault is a sentence that names file and key.
pub fn texts(area: &str, en: &str, zh: &str) -> Result<Vec<Text>, Vec<String>> {
    let en_file = format!("locales/en/{area}.json");
    let zh_file = format!("locales/zh/{area}.json");
    let mut faults = Vec::new();
    if !is_name(area) || area == "format" {
        faults.push(format!(
            "{en_file}: `{area}` cannot name a module of texts; use snake_case other than `format`."
        ));
    }
    let en = read(&en_file, en, &mut faults);
    let zh = read(&zh_file, zh, &mut faults);
    let (Some(en), Some(zh)) = (en, zh) else {
        return Err(faults);
    };

    for key in zh.keys().filter(|key| !en.contains_key(*key)) {
        faults.push(format!(
            "{en_file}: the key `{key}` is missing; {zh_file} has it."
        ));
    }
    let mut texts = Vec::new();
    for (key, en_value) in &en {
        let Some(zh_value) = zh.get(key) else {
            faults.push(format!(
                "{zh_file}: the key `{key}` is missing; {en_file} has it."
            ));
            continue;
        };
        if !is_name(key) {
            faults.push(format!(
                "{en_file}: the key `{key}` is not snake_case or is a word of Rust."
            ));
            continue;
        }
        let en_forms = forms(&en_file, key, en_value, &mut faults);
        let zh_forms = forms(&zh_file, key, zh_value, &mut faults);
        let (Some(en_forms), Some(mut zh_forms)) = (en_forms, zh_forms) else {
            continue;
        };
        let plural = en_forms.len() == 2;
        // Chinese has one form; a plain text there serves both numbers.
        if plural && zh_forms.len() == 1 {
            zh_forms.extend(zh_forms.clone());
        }
        if en_forms.len() != zh_forms.len() {
            faults.push(format!(
                "{zh_file}: `{key}` has plural forms, but in {en_file} it has none."
            ));
            continue;
        }
        match numbered(&en_file, &zh_file, key, plural, &en_forms, &zh_forms) {
            Ok(text) => texts.push(text),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        Ok(texts)
    } else {
        Err(faults)
    }
}

fn read(file: &str, content: &str, faults: &mut Vec<String>) -> Option<Map<String, Value>> {
    match serde_json::from_str::<Map<String, Value>>(content) {
        Ok(map) => Some(map),
        Err(error) => {
            faults.push(format!("{file}: not a JSON object of texts ({error})."));
            None
        }
    }
}

/// The forms of one value: `[text]`, or `[one, other]`.
fn forms(file: &str, key: &str, value: &Value, faults: &mut Vec<String>) -> Option<Vec<String>> {
    let fault = match value {
        Value::String(text) if text.trim().is_empty() => "is empty",
        Value::String(text) => return Some(vec![text.clone()]),
        Value::Object(map) => {
            let one = map.get("one").and_then(Value::as_str);
            let other = map.get("other").and_then(Value::as_str);
            match (one, other, map.len()) {
                (Some(one), Some(other), 2) => return Some(vec![one.into(), other.into()]),
                (None, Some(other), 1) => return Some(vec![other.into()]),
                _ => "may have the plural forms `one` and `other` and nothing else",
            }
        }
        _ => "is neither a text nor an object of plural forms",
    };
    faults.push(format!("{file}: `{key}` {fault}."));
    None
}

fn numbered(
    en_file: &str,
    zh_file: &str,
    key: &str,
    plural: bool,
    en: &[String],
    zh: &[String],
) -> Result<Text, Vec<String>> {
    let mut faults = Vec::new();
    let mut names: Vec<String> = Vec::new();
    if plural {
        names.push("n".into());
    }
    let mut placeholders = |file: &str, form: &str| -> Vec<String> {
        match placeholders(form) {
            Ok(found) => found,
            Err(fault) => {
                faults.push(format!("{file}: `{key}` {fault}."));
                Vec::new()
            }
        }
    };
    let en_found: Vec<_> = en.iter().map(|form| placeholders(en_file, form)).collect();
    let zh_found: Vec<_> = zh.iter().map(|form| placeholders(zh_file, form)).collect();
    for name in en_found.iter().flatten() {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    // The number may stay unsaid ("one task"); every other placeholder has to stand in every form.
    let all = en_found.iter().map(|found| (en_file, found));
    let all = all.chain(zh_found.iter().map(|found| (zh_file, found)));
    for (file, found) in all {
        for name in &names {
            if !found.contains(name) && (!plural || name != "n") {
                faults.push(format!(
                    "{file}: `{key}` lacks the placeholder {{{name}}}, which {en_file} uses."
                ));
            }
        }
        for name in found.iter().filter(|name| !names.contains(name)) {
            faults.push(format!(
                "{file}: `{key}` has the placeholder {{{name}}}, which {en_file} lacks."
            ));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let number = |form: &String| {
        let mut form = form.clone();
        for (at, name) in names.iter().enumerate() {
            form = form.replace(&format!("{{{name}}}"), &format!("{{{at}}}"));
        }
        form
    };
    Ok(Text {
        key: key.into(),
        en: en.iter().map(number).collect(),
        zh: zh.iter().map(number).collect(),
        names,
    })
}

/// The names between braces, in order, each once.
fn placeholders(form: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut rest = form;
    while let Some(open) = rest.find(['{', '}']) {
        let inner = rest[open..].strip_prefix('{');
        let Some((name, after)) = inner.and_then(|inner| inner.split_once('}')) else {
            return Err("has a brace without its partner".into());
        };
        if !is_name(name) {
            return Err(format!("has the placeholder {{{name}}}, which is no name"));
        }
        if !found.iter().any(|known| known == name) {
            found.push(name.into());
        }
        rest = after;
    }
    Ok(found)
}

/// Usable as a Rust name, and as a key that reads the same in code and in the file.
fn is_name(name: &str) -> bool {
    const WORDS: &str = " as async await break const continue crate dyn else enum extern false fn \
        for gen if impl in let loop match mod move mut pub ref return self static struct super \
        trait true type unsafe use where while abstract become box do final macro override priv \
        try typeof unsized virtual yield ";
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_')
        && !WORDS.contains(&format!(" {name} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(en: &str, zh: &str) -> String {
        texts("shell", en, zh).unwrap_err().join("\n")
    }

    #[test]
    fn a_key_missing_in_one_language_is_a_fault_that_names_file_and_key() {
        let found = faults(
            r#"{"open": "Open", "close": "Close"}"#,
            r#"{"open": "打开"}"#,
        );
        assert_eq!(
            found,
            "locales/zh/shell.json: the key `close` is missing; locales/en/shell.json has it."
        );
        let found = faults(
            r#"{"open": "Open"}"#,
            r#"{"open": "打开", "close": "关闭"}"#,
        );
        assert!(found.starts_with("locales/en/shell.json: the key `close` is missing"));
    }

    #[test]
    fn a_placeholder_missing_or_added_in_one_language_is_a_fault() {
        let found = faults(r#"{"of": "{done} of {all}"}"#, r#"{"of": "{done} 项"}"#);
        assert!(found.contains("locales/zh/shell.json: `of` lacks the placeholder {all}"));
        let found = faults(r#"{"of": "{done}"}"#, r#"{"of": "{done}/{all}"}"#);
        assert!(found.contains("locales/zh/shell.json: `of` has the placeholder {all}"));
    }

    #[test]
    fn placeholders_are_numbered_by_their_first_appearance_in_english() {
        let texts = texts(
            "shell",
            r#"{"sent": "{who} sent {what} ({what})"}"#,
            r#"{"sent": "{what}由{who}发出"}"#,
        );
        let texts = texts.unwrap();
        assert_eq!(texts[0].names, ["who", "what"]);
        assert_eq!(texts[0].en, ["{0} sent {1} ({1})"]);
        assert_eq!(texts[0].zh, ["{1}由{0}发出"]);
    }

    #[test]
    fn a_plural_takes_its_number_first_and_one_chinese_form() {
        let texts = texts(
            "shell",
            r#"{"files": {"one": "one file for {who}", "other": "{n} files for {who}"}}"#,
            r#"{"files": "给{who}的 {n} 个文件"}"#,
        );
        let texts = texts.unwrap();
        assert!(texts[0].is_plural());
        assert_eq!(texts[0].names, ["n", "who"]);
        assert_eq!(texts[0].en, ["one file for {1}", "{0} files for {1}"]);
        assert_eq!(texts[0].zh, ["给{1}的 {0} 个文件", "给{1}的 {0} 个文件"]);
    }

    #[test]
    fn malformed_texts_are_faults() {
        for (en, says) in [
            (r#"{"a": ""}"#, "is empty"),
            (r#"{"a": 1}"#, "neither a text"),
            (r#"{"a": {"one": "x"}}"#, "plural forms"),
            (r#"{"a": "{x"}"#, "without its partner"),
            (r#"{"a": "x}"}"#, "without its partner"),
            (r#"{"a": "{X y}"}"#, "is no name"),
            (r#"{"type": "x"}"#, "word of Rust"),
            (r#"["#, "not a JSON object"),
        ] {
            let found = faults(en, en);
            assert!(found.contains(says), "{en}: {found}");
        }
    }
}
