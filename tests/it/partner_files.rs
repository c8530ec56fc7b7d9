//! The partner files in tests/data: each is opened as long as its format is read, and holds what it held.
//! They are never edited and never made anew; what made them stands at the end.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tandem::exchange::{self, Fact, Opened};
use tandem::ledger::{Digest, PARENT, Workspace, canonical, digest_of};

use crate::exchange_firms::{Browser, opened, party, person, two_firms};
use crate::exchange_properties::with_body;

/// What a file of tests/data must still turn out to hold.
struct Kept {
    name: &'static str,
    minor: u32,
    colleague: bool,
    changes: usize,
    records: usize,
    documents: usize,
    facts: usize,
    /// Of the set of its changes.
    digest: &'static str,
}

const KEPT: [Kept; 3] = [
    Kept {
        name: "partner-0.json",
        minor: 0,
        colleague: false,
        changes: 16,
        records: 10,
        documents: 1,
        facts: 0,
        digest: "a46b2c8bfe61b8cdbdccca0144f095f48eacc774fda64dae3adc7033127b84e6",
    },
    Kept {
        name: "colleague-0.json",
        minor: 0,
        colleague: true,
        changes: 17,
        records: 11,
        documents: 1,
        facts: 4,
        digest: "260f73368969659806432df2ea67a140e40f27c41bd6b53fd054f577dcc3cda5",
    },
    Kept {
        name: "newer-minor-0.json",
        minor: 7,
        colleague: false,
        changes: 16,
        records: 10,
        documents: 1,
        facts: 0,
        digest: "658d8353d8030453479c09863c5be9b548b434d9b5adf250fecb3ec3a0846974",
    },
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn read(name: &str) -> Opened {
    let bytes = std::fs::read(folder().join(name)).expect("it is there");
    exchange::open(&bytes, None).unwrap_or_else(|why| panic!("{name}: {why:?}"))
}

fn workspace(file: &Opened) -> Workspace {
    let mut ws = Workspace::new();
    ws.insert_all(file.changes.iter().cloned());
    ws
}

#[test]
fn every_kept_partner_file_opens_and_holds_what_it_held() {
    let entries = std::fs::read_dir(folder()).expect("the folder is there");
    let names = entries.map(|e| {
        e.expect("readable")
            .file_name()
            .into_string()
            .expect("text")
    });
    let mut found: Vec<String> = names.filter(|name| name.ends_with(".json")).collect();
    found.sort();
    let mut listed = KEPT.map(|kept| kept.name.to_owned());
    listed.sort();
    assert_eq!(found, listed, "each file is described here");
    for kept in KEPT {
        let file = read(kept.name);
        let ws = workspace(&file);
        let held = (
            file.header.minor,
            file.header.colleague,
            file.changes.len(),
            ws.records().count(),
            file.documents.len(),
            file.facts.len(),
            digest_of(&file.changes).to_string(),
        );
        let described = (
            kept.minor,
            kept.colleague,
            kept.changes,
            kept.records,
            kept.documents,
            kept.facts,
            kept.digest.to_owned(),
        );
        assert_eq!(held, described, "{}", kept.name);
        assert!(file.bad_documents.is_empty());
    }
}

#[test]
fn a_kept_file_is_merged_and_shows_its_records() {
    let file = read("partner-0.json");
    let to = file.header.to.party.clone();
    let mut reader = Browser::new(21, &to, &person(2));
    let text = std::fs::read_to_string(folder().join("partner-0.json")).expect("it is there");
    assert_eq!(reader.read(&[&text]), file.changes.len());
    assert_eq!(reader.shared_with(&party(1)), file.header.shared.digest);
    let titles = |kind: &str| -> Vec<String> {
        let records = reader.ws.of_kind(kind);
        records.map(|r| r.text("title").into_owned()).collect()
    };
    assert_eq!(titles("requirement"), ["法兰 \"M12\""]);
    assert_eq!(titles("task"), ["Approve the drawing"]);
    assert!(reader.ws.all_of_kind("measure").all(|r| r.is_deleted()));
    assert_eq!(reader.ws.marks().len(), 1);
    assert!(reader.ws.all_of_kind("note").next().is_none(), "private");
}

#[test]
fn a_kept_colleague_file_brings_private_records_and_local_facts() {
    let file = read("colleague-0.json");
    assert_eq!(workspace(&file).all_of_kind("note").count(), 1);
    let kinds = file.facts.iter().map(|fact| match fact {
        Fact::Written(_) => "written",
        Fact::Merged(_) => "merged",
        Fact::Heard(_) => "heard",
    });
    let kinds: std::collections::BTreeSet<&str> = kinds.collect();
    assert_eq!(kinds.len(), 3);
}

#[test]
fn what_a_kept_newer_file_holds_unknown_goes_on_to_the_byte() {
    let file = read("newer-minor-0.json");
    let mut reader = Browser::new(21, &party(2), &person(2));
    let text = std::fs::read_to_string(folder().join("newer-minor-0.json")).expect("it is there");
    reader.read(&[&text]);
    let again = opened(&reader.write(&party(1), true));
    let strange = |file: &Opened| -> Vec<String> {
        let unknown = file.changes.iter().filter(|c| !c.extra.is_empty());
        unknown.map(canonical).collect()
    };
    assert_eq!(strange(&file).len(), 1);
    assert_eq!(strange(&again), strange(&file));
    let beacon = |file: &Opened| workspace(file).all_of_kind("beacon").next().is_some();
    assert!(beacon(&file) && beacon(&again), "an unknown kind");
}

const DRAWING: &[u8] = b"%PDF-1.4 a drawing of a flange, revision C";

/// What the second firm, then the first writes, at fixed moments with fixed names.
fn made() -> [(&'static str, String); 3] {
    let (mut a, mut b) = two_firms();
    let (one, two) = (party(1), party(2));
    let column = format!("party.{two}");
    let matrix = a.create(
        "matrix",
        &[("title", "Launch"), ("name", "Launch"), (&column, "true")],
    );
    let task = a.create(
        "task",
        &[
            (PARENT, matrix.as_str()),
            ("title", "Approve the drawing"),
            ("order", "\"i\""),
        ],
    );
    let (ours, theirs) = (format!("cell.{one}"), format!("cell.{two}"));
    a.set(&task, &[(&ours, "\"A\""), (&theirs, "\"R\"")]);
    let asked = a.create(
        "requirement",
        &[
            ("title", "法兰 \"M12\""),
            ("requester", one.as_str()),
            ("provider", two.as_str()),
            ("quantity", "250.50"),
        ],
    );
    a.set(
        &asked,
        &[("stage", r#"{"act":"submit","at":1790000000000}"#)],
    );
    let digest = Digest::of_bytes(DRAWING).to_string();
    a.create(
        "document",
        &[
            (PARENT, asked.as_str()),
            ("name", "flange.pdf"),
            ("digest", &digest),
        ],
    );
    a.create(
        "note",
        &[(PARENT, asked.as_str()), ("text", "our floor price is 12")],
    );
    a.create(
        "beacon",
        &[
            ("audience", &format!("[\"{two}\"]")),
            ("light", r#"{"colour" : "green"}"#),
        ],
    );
    let measure = a.create(
        "measure",
        &[
            ("title", "Fewer calls"),
            ("audience", &format!("[\"{two}\"]")),
        ],
    );
    a.act(|plan| plan.delete(&measure));
    let first = a.write(&two, false);
    b.read(&[&first]);
    b.set(
        &asked,
        &[
            ("title", "Flange"),
            ("stage", r#"{"act":"acknowledge","at":1790000360000}"#),
        ],
    );
    a.set(
        &task,
        &[
            ("title", "Approve the drawing"),
            ("standard", "signed within a day"),
        ],
    );
    a.set(&asked, &[("title", "法兰 \"M12\"")]);
    a.read(&[&b.write(&one, false)]);
    let at_hand: BTreeMap<String, Vec<u8>> = [(digest, DRAWING.to_vec())].into();
    let partner = a.write_with(&two, true, &at_hand);
    let colleague = a.write_with(&one, true, &at_hand);
    let newer = with_body(&partner, |body| {
        let strange = r#""mood":{ "b" : [1.0, 12345678901234567890 ], "a":"\u00e9"},"set":"#;
        body.replacen("\"set\":", strange, 1)
    });
    let newer = newer.replacen("\"minor\":0", "\"minor\":7,\"novel\":{\"a\":[1]}", 1);
    [
        ("partner-0.json", partner),
        ("colleague-0.json", colleague),
        ("newer-minor-0.json", newer),
    ]
}

/// Makes the files that are not there yet. One that is there stays as it is.
#[test]
#[ignore = "run once for each new version of the format"]
fn write_the_files_that_are_missing() {
    for (name, text) in made() {
        let path = folder().join(name);
        if !path.exists() {
            std::fs::write(path, text).expect("written");
        }
    }
}
