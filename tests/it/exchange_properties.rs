//! Whatever bytes come in, nothing panics and nothing is half taken in; what a newer version wrote
//! comes out again to the byte; the bytes are what docs/FORMAT.md and its schema say.

use proptest::prelude::*;
use serde_json::Value as Json;
use tandem::exchange::{self, OpenError, Opened};
use tandem::ledger::{Change, Digest, Value, canonical};

use crate::exchange_firms::{Browser, opened, party, person, two_firms};

fn a_file() -> String {
    let (mut a, b) = two_firms();
    let (one, two) = (a.me.party.clone(), b.me.party.clone());
    let asked = a.create(
        "requirement",
        &[
            ("title", "法兰 \"M12\""),
            ("requester", one.as_str()),
            ("provider", two.as_str()),
        ],
    );
    a.set(
        &asked,
        &[("title", "Flange"), ("stage", r#"{"act":"submit","at":1}"#)],
    );
    a.write(&two, false)
}

/// The file with another body, and the header's digest made to fit it.
pub fn with_body(text: &str, change: impl Fn(&str) -> String) -> String {
    let envelope = exchange::Envelope::read(text.as_bytes()).expect("readable");
    let (old, digest) = (envelope.body().to_owned(), envelope.header().digest.clone());
    let new = change(&old);
    let fits = Digest::of_bytes(new.as_bytes()).to_string();
    text.replacen(&old, &new, 1).replacen(&digest, &fits, 1)
}

/// Opens and, if that works, previews and merges: nothing of it may panic or change the workspace.
fn try_all(bytes: &[u8]) -> Result<Opened, OpenError> {
    let file = exchange::open(bytes, None)?;
    let b = Browser::new(21, &party(2), &person(2));
    let files = [file];
    let _ = exchange::preview(&b.ws, &b.log(), Some(&b.me), &files, b.now);
    let _ = exchange::merge(&b.ws, &b.log(), &b.me, &files, b.now);
    assert!(b.ws.is_empty());
    let [file] = files;
    Ok(file)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_opened_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = try_all(&bytes);
    }

    #[test]
    fn a_damaged_file_is_never_half_taken_in(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = a_file();
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(file) = try_all(&bytes) {
            prop_assert_eq!(file.changes, opened(&text).changes);
        }
    }

    #[test]
    fn a_body_that_was_forged_to_fit_its_digest_is_read_or_refused(
        at in any::<prop::sample::Index>(),
        piece in "[\\[\\]{}0-9\",:a-z-]{0,6}",
    ) {
        let forged = with_body(&a_file(), |body| {
            let at = at.index(body.len());
            let at = (at..=body.len()).find(|&n| body.is_char_boundary(n)).unwrap_or(0);
            format!("{}{piece}{}", &body[..at], &body[at..])
        });
        let _ = try_all(forged.as_bytes());
    }
}

#[test]
fn what_a_newer_version_wrote_goes_on_to_the_byte() {
    const BIG: &str = "1.50e+3";
    let strange = r#"{ "b" : [1.0, 12345678901234567890 ], "a":"\u00e9"}"#;
    let newer = with_body(&a_file(), |body| {
        let body = body.replacen(
            "\"set\":[[0,",
            &format!("\"mood\":{strange},\"set\":[[0,"),
            1,
        );
        body.replacen("\"Flange\"", BIG, 1)
    })
    .replacen("\"minor\":0", "\"minor\":3", 1);
    let file = opened(&newer);
    let mut b = Browser::new(21, &party(2), &person(2));
    b.read(&[&newer]);
    let again = opened(&b.write(&party(1), true));
    let line = |c: &Change| canonical(c);
    let mut first: Vec<String> = file.changes.iter().map(line).collect();
    let mut second: Vec<String> = again.changes.iter().map(line).collect();
    first.sort();
    second.sort();
    assert_eq!(first, second);
    assert!(first.iter().any(|c| c.contains(strange)) && first.iter().any(|c| c.contains(BIG)));
    let same = |c: &Change| {
        c.extra
            .iter()
            .any(|(n, v)| &**n == "mood" && *v == Value::from_json(strange).expect("json"))
    };
    assert!(again.changes.iter().any(same));
}

/// As much of JSON Schema as the schema of partner files uses, but for patterns.
fn fits(schema: &Json, root: &Json, value: &Json, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let found = root
            .pointer(name.trim_start_matches('#'))
            .expect("a definition");
        return fits(found, root, value, at);
    }
    let is = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        _ => true,
    };
    assert!(is, "{at}: {value} is no {}", schema["type"]);
    assert!(
        schema.get("const").is_none_or(|c| c == value),
        "{at}: {value}"
    );
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(
            value.get(name.as_str().expect("a name")).is_some(),
            "{at} lacks {name}"
        );
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        if let Some(inner) = schema["properties"].get(name) {
            fits(inner, root, member, &format!("{at}.{name}"));
        } else if schema.get("properties").is_some() {
            panic!("{at}.{name} is written and not in the schema");
        }
    }
    let first = schema["prefixItems"].as_array();
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        let inner = first.and_then(|f| f.get(n)).or(schema.get("items"));
        if let Some(inner) = inner.filter(|s| s.is_object()) {
            fits(inner, root, item, &format!("{at}[{n}]"));
        }
    }
}

#[test]
fn written_files_fit_the_schema() {
    let schema: Json =
        serde_json::from_str(include_str!("../../docs/partner-file.schema.json")).expect("JSON");
    let (mut a, mut b) = two_firms();
    b.read(&[&a.write(&party(2), false)]);
    a.read(&[&b.write(&party(1), false)]);
    for text in [
        a_file(),
        a.write(&party(2), false),
        a.write(&party(1), false),
    ] {
        let file: Json = serde_json::from_str(&text).expect("JSON");
        fits(&schema, &schema, &file, "file");
    }
}
