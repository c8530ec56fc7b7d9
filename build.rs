//! Checks the language files, generates one function per text, writes one catalogue per language.
//! Nothing else is built here.

#[path = "src/texts/check.rs"]
mod check;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/texts/check.rs");
    println!("cargo::rerun-if-changed=locales");
    match generate() {
        Ok(()) => {}
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
        }
    }
}

fn generate() -> Result<(), Vec<String>> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let (en_dir, zh_dir) = (root.join("locales/en"), root.join("locales/zh"));
    let mut areas = areas(&en_dir)?;
    areas.extend(self::areas(&zh_dir)?);

    let mut code = String::new();
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    let mut names = Vec::new();
    let mut faults = Vec::new();
    for area in &areas {
        let file = format!("{area}.json");
        let found = check::texts(area, &read(&en_dir, &file)?, &read(&zh_dir, &file)?);
        let texts = match found {
            Ok(texts) => texts,
            Err(found) => {
                faults.extend(found);
                continue;
            }
        };
        let _ = writeln!(code, "pub mod {area} {{");
        for text in texts {
            function(&mut code, area, &text, en.len());
            for _ in &text.en {
                names.push(format!("{area}.{}", text.key));
            }
            en.extend(text.en);
            zh.extend(text.zh);
        }
        let _ = writeln!(code, "}}");
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let _ = writeln!(code, "const COUNT: usize = {};", en.len());
    let _ = writeln!(code, "#[cfg(not(target_arch = \"wasm32\"))]");
    let _ = writeln!(code, "static KEYS: [&str; COUNT] = {names:?};");

    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let target = env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let assets = target.join("texts");
    write(&out, "texts.rs", &code)?;
    for (name, forms) in [("texts-en.json", en), ("texts-zh.json", zh)] {
        let json = serde_json::to_string(&forms).map_err(|error| vec![error.to_string()])?;
        write(&out, name, &json)?;
        write(&assets, name, &json)?;
    }
    Ok(())
}

/// One generated function; its doc comment is what both languages say.
fn function(code: &mut String, area: &str, text: &check::Text, at: usize) {
    let check::Text { key, names, en, zh } = text;
    let doc = |forms: &[String]| forms.join(" / ").replace('\n', " ");
    let (en_doc, zh_doc) = (doc(en), doc(zh));
    let _ = writeln!(
        code,
        "#[doc = {:?}]",
        format!("{en_doc} · {zh_doc} ({area})")
    );
    let params: Vec<String> = names
        .iter()
        .map(|name| match name.as_str() {
            "n" if text.is_plural() => "n: i64".into(),
            _ => format!("{name}: impl std::fmt::Display"),
        })
        .collect();
    let argument = |name: &String| match name.as_str() {
        // A count reads as the language groups digits.
        "n" if text.is_plural() => "&super::format::number(n as f64)".into(),
        _ => format!("&{name}"),
    };
    let arguments: Vec<String> = names.iter().map(argument).collect();
    let (params, arguments) = (params.join(", "), arguments.join(", "));
    let body = match (text.is_plural(), names.is_empty()) {
        (true, _) => format!("super::plural({at}, n, &[{arguments}])"),
        (false, true) => format!("super::current_or_key({at})"),
        (false, false) => format!("super::filled({at}, &[{arguments}])"),
    };
    let _ = writeln!(code, "pub fn {key}({params}) -> String {{ {body} }}");
}

fn areas(dir: &Path) -> Result<BTreeSet<String>, Vec<String>> {
    let fault = |error| vec![format!("{}: cannot be listed ({error}).", dir.display())];
    let mut areas = BTreeSet::new();
    for entry in fs::read_dir(dir).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if let (Some(stem), Some("json")) =
            (path.file_stem(), path.extension().and_then(|e| e.to_str()))
        {
            areas.insert(stem.to_string_lossy().into_owned());
        }
    }
    Ok(areas)
}

fn read(dir: &Path, file: &str) -> Result<String, Vec<String>> {
    let path = dir.join(file);
    fs::read_to_string(&path)
        .map_err(|error| vec![format!("{}: cannot be read ({error}).", path.display())])
}

/// Writes only what differs, so that what watches these files is not woken for nothing.
fn write(dir: &Path, name: &str, content: &str) -> Result<(), Vec<String>> {
    let path = dir.join(name);
    if fs::read_to_string(&path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    fs::create_dir_all(dir)
        .and_then(|()| fs::write(&path, content))
        .map_err(|error| vec![format!("{}: cannot be written ({error}).", path.display())])
}
