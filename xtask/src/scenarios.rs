//! The library of scenarios as files of the page: each under a name that changes with its content, and a
//! small index of them, made from the files themselves. What a scenario says is not judged here.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::digest::{integrity, short};
use crate::finish;

const TAG: &str = r#"<meta name="tandem-scenarios">"#;

/// Copies every scenario of a folder, writes the index, and tells the page where that is.
pub fn name_scenarios(html: &str, library: &Path, dist: &Path) -> Result<String, String> {
    if !html.contains(TAG) {
        return Err(format!("index.html lacks {TAG}."));
    }
    let mut index = Vec::new();
    for (name, path) in finish::files(library)? {
        let Some(stem) = name.strip_suffix(".json") else {
            continue;
        };
        let fault = |fault: &dyn std::fmt::Display| format!("{}: {fault}.", path.display());
        let bytes = fs::read(&path).map_err(|error| fault(&error))?;
        let whole: Value = serde_json::from_slice(&bytes).map_err(|error| fault(&error))?;
        // Without the white space of a file that people write: a third less to keep.
        let bytes = whole.to_string().into_bytes();
        let file = format!("scenario-{}-{}.json", stem.replace('_', "-"), short(&bytes));
        index.push(entry(&whole, &file, &integrity(&bytes)));
        fs::write(dist.join(&file), bytes).map_err(|error| fault(&error))?;
    }
    let bytes = json!({ "scenarios": index }).to_string().into_bytes();
    let file = format!("scenarios-{}.json", short(&bytes));
    let tag = format!(
        r#"<meta name="tandem-scenarios" data-index="{file}" data-index-integrity="{}">"#,
        integrity(&bytes)
    );
    fs::write(dist.join(&file), bytes).map_err(|fault| format!("{file}: {fault}."))?;
    Ok(html.replacen(TAG, &tag, 1))
}

/// What is shown of a scenario before it is opened.
fn entry(whole: &Value, file: &str, integrity: &str) -> Value {
    let count = |list: &str| whole[list].as_array().map_or(0, Vec::len);
    json!({
        "file": file,
        "integrity": integrity,
        "slug": whole["slug"],
        "class": whole["class"],
        "kind": whole["kind"],
        "title": whole["title"],
        "summary": whole["summary"],
        "minutes": whole["minutes"],
        "roles": count("roles"),
        "injects": count("injects"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_says_what_the_scenario_says_and_counts_its_parts() {
        let whole = json!({
            "slug": "late", "class": "delay", "kind": "major", "title": {"zh": "晚", "en": "Late"},
            "summary": "s", "minutes": 60, "roles": [1, 2], "injects": [1, 2, 3], "background": "b",
        });
        let entry = entry(&whole, "late.json", "sha384-x");
        assert_eq!(entry["title"]["en"], "Late");
        assert_eq!((&entry["roles"], &entry["injects"]), (&json!(2), &json!(3)));
        assert!(entry.get("background").is_none());
    }
}
