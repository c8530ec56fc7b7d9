//! Documents in files (rule 21): found by their content, bounded, sent until they have arrived, and
//! missed without harm.

use std::collections::{BTreeMap, BTreeSet};

use tandem::exchange::{self, MAX_DOCUMENT, MAX_DOCUMENTS, Odd, OpenError};
use tandem::ledger::{Digest, PARENT, RecordId};

use crate::exchange_firms::{Browser, opened, party, person, two_firms};
use crate::exchange_properties::with_body;

type Blobs = BTreeMap<String, Vec<u8>>;

/// Two firms and a requirement of the first to which documents of these sizes are attached.
fn with_documents(sizes: &[usize]) -> (Browser, Browser, RecordId, Blobs) {
    let (mut a, b) = two_firms();
    let asked = a.create(
        "requirement",
        &[
            ("title", "Flange"),
            ("requester", party(1).as_str()),
            ("provider", party(2).as_str()),
        ],
    );
    let mut blobs = Blobs::new();
    for (nth, &size) in sizes.iter().enumerate() {
        let mut bytes = nth.to_string().into_bytes();
        bytes.resize(size, b'.');
        let digest = Digest::of_bytes(&bytes).to_string();
        a.create("document", &[(PARENT, asked.as_str()), ("digest", &digest)]);
        blobs.insert(digest, bytes);
    }
    (a, b, asked, blobs)
}

fn carried(text: &str) -> BTreeSet<String> {
    let file = opened(text);
    assert_eq!(file.header.documents as usize, file.documents.len());
    file.documents.into_iter().map(|(name, _)| name).collect()
}

/// What merging a file would put into the store of documents.
fn stored(reader: &Browser, text: &str) -> Blobs {
    let files = [opened(text)];
    let merge = exchange::merge(&reader.ws, &reader.log(), &reader.me, &files, reader.now);
    merge
        .expect("for this reader")
        .documents
        .into_iter()
        .collect()
}

#[test]
fn a_document_arrives_whole_and_under_the_digest_its_record_names() {
    let (mut a, mut b, _, blobs) = with_documents(&[10, MAX_DOCUMENT]);
    let text = a.write_with(&party(2), false, &blobs);
    assert_eq!(stored(&b, &text), blobs);
    b.read(&[&text]);
    let named =
        b.ws.of_kind("document")
            .map(|r| r.text("digest").into_owned());
    assert_eq!(named.collect::<BTreeSet<_>>(), carried(&text));
}

#[test]
fn a_document_that_is_too_large_or_not_at_hand_stays_behind_and_its_record_travels() {
    let (mut a, mut b, _, mut blobs) = with_documents(&[10, MAX_DOCUMENT + 1, 20]);
    let small = |blobs: &Blobs, size| {
        let found = blobs.iter().find(|(_, bytes)| bytes.len() == size);
        found
            .map(|(name, _)| name.clone())
            .expect("one of this size")
    };
    let (there, gone) = (small(&blobs, 10), small(&blobs, 20));
    blobs.remove(&gone);
    let text = a.write_with(&party(2), false, &blobs);
    assert_eq!(carried(&text), [there].into());
    b.read(&[&text]);
    assert_eq!(
        b.ws.of_kind("document").count(),
        3,
        "a missing one is a state"
    );
    assert_eq!(a.shared_with(&party(2)), b.shared_with(&party(1)));
}

#[test]
fn what_does_not_fit_into_one_file_comes_with_the_next_ones() {
    let (mut a, mut b, _, blobs) = with_documents(&[200 * 1024; 60]);
    let mut arrived = Blobs::new();
    for _ in 0..3 {
        let text = a.write_with(&party(2), false, &blobs);
        let came = stored(&b, &text);
        assert!(came.values().map(Vec::len).sum::<usize>() <= MAX_DOCUMENTS);
        assert!(
            came.keys().all(|name| !arrived.contains_key(name)),
            "none twice"
        );
        arrived.extend(came);
        b.read(&[&text]);
        a.read(&[&b.write(&party(1), false)]);
    }
    assert_eq!(arrived, blobs);
    assert!(carried(&a.write_with(&party(2), false, &blobs)).is_empty());
    assert!(
        !carried(&a.write_with(&party(2), true, &blobs)).is_empty(),
        "everything"
    );
}

#[test]
fn a_document_of_a_lost_file_is_sent_again_and_new_ones_come_first() {
    let (mut a, mut b, asked, mut blobs) = with_documents(&[250 * 1024; 20]);
    b.read(&[&a.write(&party(2), false)]);
    a.read(&[&b.write(&party(1), false)]);
    let lost = carried(&a.write_with(&party(2), false, &blobs));
    assert_eq!(lost.len(), 20);
    let new = vec![b'n'; MAX_DOCUMENT];
    let digest = Digest::of_bytes(&new).to_string();
    a.create("document", &[(PARENT, asked.as_str()), ("digest", &digest)]);
    blobs.insert(digest.clone(), new);
    let next = carried(&a.write_with(&party(2), false, &blobs));
    assert!(next.contains(&digest) && next.len() == 20, "{}", next.len());
    assert_eq!(next.intersection(&lost).count(), 19);
}

#[test]
fn documents_go_with_their_record_and_to_nobody_else() {
    let (mut a, _, asked, blobs) = with_documents(&[10]);
    a.set(&party(3), &[("name", "Cedar Retail")]);
    a.create(
        "relation",
        &[("from", party(1).as_str()), ("to", party(3).as_str())],
    );
    assert!(carried(&a.write_with(&party(3), true, &blobs)).is_empty());
    a.act(|plan| plan.delete(&asked));
    assert!(
        carried(&a.write_with(&party(2), true, &blobs)).is_empty(),
        "it is in the bin"
    );
}

#[test]
fn a_backup_carries_the_documents_too_and_the_next_one_those_left_out() {
    let (mut a, _, _, blobs) = with_documents(&[200 * 1024; 40]);
    let mut restored = Browser::new(12, &party(1), &person(1));
    let mut arrived = Blobs::new();
    for _ in 0..2 {
        let text = a.write_with(&party(1), true, &blobs);
        arrived.extend(stored(&restored, &text));
        restored.read(&[&text]);
    }
    assert_eq!(arrived, blobs);
}

#[test]
fn a_document_that_is_not_what_its_name_says_is_left_out_and_pointed_out() {
    let (mut a, mut b, _, blobs) = with_documents(&[12, 13]);
    let text = with_body(&a.write_with(&party(2), false, &blobs), |body| {
        // The first letter of a document's content, in base64.
        body.replacen("\"data\":\"M", "\"data\":\"N", 1)
    });
    let file = opened(&text);
    assert_eq!((file.documents.len(), file.bad_documents.len()), (1, 1));
    assert!(
        b.preview(&[&text])
            .odd
            .contains(&Odd::BadDocuments { count: 1 })
    );
    assert_eq!(stored(&b, &text).len(), 1);
    assert_eq!(b.read(&[&text]), file.changes.len());
}

#[test]
fn a_file_with_more_or_larger_documents_than_may_be_is_refused_whole() {
    let (mut a, _, _, blobs) = with_documents(&[30]);
    let text = a.write_with(&party(2), false, &blobs);
    let forged = |contents: &[Vec<u8>]| {
        with_body(&text, |body| {
            let one = |bytes: &Vec<u8>| {
                let name = Digest::of_bytes(bytes).to_string();
                // Base64 of full stops only.
                let data = "Li4u".repeat(bytes.len() / 3);
                format!("{{\"digest\":\"{name}\",\"data\":\"{data}\"}}")
            };
            let all: Vec<String> = contents.iter().map(one).collect();
            let at = body.find("\"documents\":[").expect("documents");
            format!("{}\"documents\":[{}]}}", &body[..at], all.join(","))
        })
    };
    let is_refused = |text: &str| {
        let read = exchange::open(text.as_bytes(), None);
        matches!(read, Err(OpenError::Documents { .. }))
    };
    let dots = |count: usize| vec![b'.'; count * 3];
    let most = MAX_DOCUMENT / 3;
    assert!(!is_refused(&forged(&[dots(most)])));
    assert!(is_refused(&forged(&[dots(most + 1)])));
    let many = MAX_DOCUMENTS / (most * 3);
    assert!(!is_refused(&forged(&vec![dots(most); many])));
    assert!(is_refused(&forged(&vec![dots(most); many + 1])));
}
