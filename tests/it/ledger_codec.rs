//! Changes as bytes: export then import is identity, unknown parts survive, bounds hold.
//! What a set of changes adds up to is not looked at here.

use proptest::prelude::*;
use tandem::ledger::{Change, MAX_DEPTH, MAX_TEXT, Value, Workspace, decode, digest_of, encode};

use crate::ledger_history::{steps, tell};

/// Text with one change, its value and its unknown members given.
fn batch(value: &str, more: &str) -> String {
    format!(
        "{{\"writers\":[\"00000000000000aa\"],\"people\":[[\"party-a\",\"person-a\"]],\
         \"records\":[\"lighthouse-1\"],\"fields\":[\"beam \\\"width\\\"\"],\
         \"changes\":[{{\"id\":[0,7],\"at\":-5,\"by\":0,\"on\":0,\"set\":[[0,{value},0,3]]{more}}}]}}"
    )
}

#[test]
fn unknown_kinds_fields_values_and_members_come_back_byte_for_byte() {
    let value = "{\"b\": 1.50,  \"a\":[ 1e400, \"\\u00e9\\/\" ] ,\"a\":null}";
    let more = ",\"mood\":{\"n\" : [ ]},\"\\\"odd\\\"\":-0.0,\"mood\":2";
    let text = batch(value, more);
    let changes = decode(&text).unwrap();
    assert_eq!(encode(&changes), text);
    assert_eq!(changes[0].writes[0].value.json(), value);
    let mut ws = Workspace::new();
    ws.insert_all(changes);
    assert_eq!(encode(ws.changes()), text);
}

#[test]
fn unknown_tables_of_a_newer_version_are_passed_over() {
    let text = batch("1", "");
    let newer = text.replacen('{', "{\"lamps\":[{\"a\":[[]]},\"]}\"],", 1);
    assert_eq!(decode(&newer), decode(&text));
}

#[test]
fn white_space_and_the_order_of_members_do_not_matter() {
    let text = batch("1", "");
    let spaced = text.replace(',', " ,\n").replace(':', "\t: ");
    assert_eq!(decode(&spaced), decode(&text));
    let other = text.replace("\"id\":[0,7],\"at\":-5", "\"at\":-5,\"id\":[0,7]");
    assert_eq!(decode(&other), decode(&text));
}

#[test]
fn a_value_longer_or_deeper_than_the_bound_is_refused() {
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    let long = |n: usize| format!("\"{}\"", "x".repeat(n - 2));
    assert!(decode(&batch(&deep(MAX_DEPTH), "")).is_ok());
    assert!(decode(&batch(&long(MAX_TEXT), "")).is_ok());
    for bad in [deep(MAX_DEPTH + 1), long(MAX_TEXT + 1), deep(1_000_000)] {
        assert!(decode(&batch(&bad, "")).is_err());
        assert!(decode(&batch("1", &format!(",\"new\":{bad}"))).is_err());
    }
    // Brackets within a text nest nothing.
    assert!(decode(&batch(&format!("\"{}\"", "[{".repeat(500)), "")).is_ok());
}

#[test]
fn places_that_no_table_has_are_refused_with_a_sentence() {
    let text = batch("1", "");
    for (good, bad, says) in [
        ("\"id\":[0,7]", "\"id\":[1,7]", "no entry 1 in writers"),
        ("\"by\":0", "\"by\":3", "no entry 3 in people"),
        ("\"on\":0", "\"on\":9", "no entry 9 in records"),
        ("[[0,1,0,3]]", "[[2,1,0,3]]", "no entry 2 in fields"),
        ("[[0,1,0,3]]", "[[0,1,5,3]]", "no entry 5 in writers"),
        ("\"at\":-5,", "", "a change lacks"),
        ("lighthouse-1", "Lighthouse 1", "is not a name"),
        ("[0,7]", "[0,4294967296]", "too great"),
        ("[0,7]", "[0,07]", "whole number"),
        ("[0,7]", "[0,7.0]", "whole number"),
        ("-5", "9223372036854775808", "too great"),
    ] {
        let fault = decode(&text.replace(good, bad)).unwrap_err().to_string();
        assert!(fault.contains(says), "{bad}: {fault}");
    }
    assert!(decode(&format!("{text} x")).is_err());
    assert!(decode("{}").is_err());
}

#[test]
fn every_64_bit_moment_and_32_bit_count_is_kept() {
    for at in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX] {
        let text = batch("1", "").replace("-5", &at.to_string());
        let text = text.replace("[0,7]", &format!("[0,{}]", u32::MAX));
        let changes = decode(&text).unwrap();
        assert_eq!((changes[0].at.0, changes[0].id.seq), (at, u32::MAX));
        assert_eq!(encode(&changes), text);
    }
}

/// JSON texts, and texts that are nearly JSON.
fn nearly_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "0",
            "-0",
            "01",
            "1.",
            ".5",
            "1.5e+3",
            "1e",
            "-",
            "+1",
            "1E-2",
            "tru",
            "true",
            "false",
            "null",
            "nul",
            "\"",
            "\"\\u00\"",
            "\"\\ud800\"",
            "\"\\x\"",
            "\"a\u{1}\"",
            "\"é\"",
            "",
            " ",
            "NaN",
            "\"\\\\\"",
            "[",
            "}",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{1:2}",
            "[1 2]",
            "{,}",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
        "\"[a-z\\\\\"/ué]{0,6}\"",
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|v| format!("[{}]", v.join(" , "))),
            prop::collection::vec(inner, 0..3).prop_map(|v| {
                let members: Vec<String> = v.iter().map(|v| format!("\"k\":{v}")).collect();
                format!("{{ {}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..Default::default() })]

    /// The reader and serde_json agree on what one JSON value is.
    #[test]
    fn the_reader_takes_exactly_the_values_that_are_json(text in nearly_json()) {
        let read = decode(&batch(&text, "")).ok();
        let value = read.and_then(|changes| match changes.as_slice() {
            [Change { writes, .. }] if writes.len() == 1 => Some(writes[0].value.clone()),
            _ => None,
        });
        // Text such as `1,0,3` is read as a value and more.
        let value = value.filter(|v| v.json() == text.trim_matches(' '));
        prop_assert_eq!(value, Value::from_json(&text));
    }

    #[test]
    fn no_text_makes_the_reader_panic(cut in 0usize..400, byte in any::<char>(), steps in steps()) {
        let text = encode(&tell(&steps).changes);
        let at = text.char_indices().map(|(at, _)| at).nth(cut % text.chars().count()).unwrap();
        let mut broken = text.clone();
        broken.insert(at, byte);
        let _ = decode(&broken);
        let _ = decode(&text[..at]);
    }

    #[test]
    fn export_then_import_is_identity(steps in steps()) {
        let mut ws = Workspace::new();
        ws.insert_all(tell(&steps).changes);
        let exported = encode(ws.changes_in_order());
        let imported = decode(&exported).unwrap();
        prop_assert_eq!(encode(&imported), exported);
        let mut again = Workspace::new();
        let inserted = again.insert_all(imported.clone());
        prop_assert_eq!((inserted.added.len(), inserted.already_there), (ws.len(), 0));
        prop_assert_eq!(digest_of(again.changes()), digest_of(ws.changes()));
        prop_assert_eq!(ws.insert_all(imported).added.len(), 0);
    }
}
