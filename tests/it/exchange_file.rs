//! A partner file's bytes: what is written is read back, what is not ours or damaged is refused whole.

use tandem::exchange::{self, OpenError};
use tandem::ledger::Digest;

use crate::exchange_firms::{opened, party, two_firms};

fn a_file() -> String {
    let (mut a, b) = two_firms();
    let to = b.me.party.clone();
    a.create(
        "requirement",
        &[
            ("title", "法兰 M12"),
            ("requester", a.me.party.clone().as_str()),
            ("provider", to.as_str()),
        ],
    );
    a.write(&to, false)
}

#[test]
fn a_file_reads_back_as_it_was_written() {
    let text = a_file();
    let file = opened(&text);
    assert_eq!(file.header.number, 1);
    assert_eq!(file.header.to.party, party(2));
    assert_eq!(file.header.to.name, "Birch Works");
    assert!(
        file.header.everything,
        "the first file of a profile carries everything"
    );
    assert_eq!(file.header.shared.changes, file.changes.len() as u64);
    assert_eq!(
        file.header.shared.digest,
        tandem::ledger::digest_of(&file.changes).to_string()
    );
}

#[test]
fn a_digest_computed_outside_is_taken_and_a_wrong_one_refused() {
    let text = a_file();
    let envelope = exchange::Envelope::read(text.as_bytes()).expect("readable");
    let outside = Digest::of_bytes(envelope.body().as_bytes());
    assert!(envelope.open(Some(outside)).is_ok());
    let wrong = exchange::open(text.as_bytes(), Some(Digest::of_bytes(b"other")));
    assert!(matches!(wrong, Err(OpenError::Damaged { .. })));
}

#[test]
fn a_byte_order_mark_and_blank_lines_around_a_file_do_no_harm() {
    let text = format!("\u{feff}\r\n{}\r\n", a_file());
    assert!(exchange::open(text.as_bytes(), None).is_ok());
}

#[test]
fn a_changed_letter_in_the_body_is_noticed() {
    let text = a_file().replace("法兰", "法蘭");
    let refused = exchange::open(text.as_bytes(), None);
    assert!(
        matches!(refused, Err(OpenError::Damaged { .. })),
        "{refused:?}"
    );
}

#[test]
fn half_a_file_is_called_cut_short() {
    let text = a_file();
    let half: String = text.chars().take(text.chars().count() / 2).collect();
    let refused = exchange::open(half.as_bytes(), None);
    assert!(
        matches!(refused, Err(OpenError::CutShort { .. })),
        "{refused:?}"
    );
}

#[test]
fn what_is_no_partner_file_says_so() {
    for text in [
        "hello",
        "[1,2]",
        "{}",
        "{\"header\":1,\"body\":2}",
        "{\"header\":{\"tandem\":\"other\"},\"body\":{}}",
    ] {
        let refused = exchange::open(text.as_bytes(), None);
        assert_eq!(refused, Err(OpenError::NotAPartnerFile), "{text}");
    }
    assert_eq!(exchange::open(b" \n", None), Err(OpenError::Empty));
    // What Tandem writes besides says what it is, so that a reader can be led to where it opens.
    let statement = exchange::open(b"{\"tandem\":\"statement\",\"format\":0}", None);
    let kind = OpenError::AnotherKind("statement".to_owned());
    assert_eq!(statement, Err(kind));
    let garbled = exchange::open(b"{\"header\":{]", None);
    assert!(
        matches!(garbled, Err(OpenError::Garbled { .. })),
        "{garbled:?}"
    );
    assert_eq!(
        exchange::open(b"\xff\xfe{", None),
        Err(OpenError::NotText { at: 0 })
    );
}

#[test]
fn a_newer_major_version_is_refused_whole_and_a_newer_minor_one_is_read() {
    let text = a_file();
    let major = text.replacen("\"format\":0", "\"format\":7", 1);
    let refused = exchange::open(major.as_bytes(), None);
    assert_eq!(
        refused,
        Err(OpenError::NewerFormat {
            format: 7,
            known: 0
        })
    );
    let minor = text.replacen("\"minor\":0", "\"minor\":9,\"novel\":{\"a\":[1]}", 1);
    assert!(exchange::open(minor.as_bytes(), None).is_ok());
}
