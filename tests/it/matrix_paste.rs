//! Blocks and letters as spreadsheets and people write them.

use proptest::prelude::*;
use tandem::modules::matrix::paste::{letters, read_block, write_block};
use tandem::records::matrix::{Letter, Letters};

#[test]
fn letters_are_read_as_people_write_them() {
    let cases = [
        ("", ""),
        ("  ", ""),
        ("-", ""),
        ("—", ""),
        ("R/A", "RA"),
        ("a,r", "RA"),
        ("RACI", "RACI"),
        ("执行/主责", "RA"),
        ("执行主责", "RA"),
        ("主责、知会", "AI"),
        ("咨询", "C"),
        ("Responsible, accountable", "RA"),
        ("Ｒ／Ａ", "RA"),
        ("C\nI", "CI"),
        ("被咨询", "C"),
    ];
    for (text, expected) in cases {
        assert_eq!(
            letters(text).map(|l| l.to_string()).as_deref(),
            Some(expected),
            "{text:?}"
        );
    }
}

#[test]
fn anything_else_is_not_letters() {
    for text in ["X", "R/X", "Carl", "yes", "执", "1", "R?", "reponsible"] {
        assert_eq!(letters(text), None, "{text:?}");
    }
}

#[test]
fn every_set_of_letters_reads_back_from_what_it_writes() {
    for bits in 0_u8..16 {
        let chosen = Letter::ALL
            .into_iter()
            .filter(|l| bits & (1 << *l as u8) != 0);
        let set: Letters = chosen.collect();
        assert_eq!(Letters::parse(&set.to_string()), Some(set));
        assert_eq!(letters(&set.to_string().to_lowercase()), Some(set));
    }
}

#[test]
fn a_block_from_a_spreadsheet_is_rows_of_cells() {
    assert_eq!(read_block("R\tA\r\nC\tI\r\n"), [["R", "A"], ["C", "I"]]);
    assert_eq!(
        read_block("\"two\nlines\"\t\"a \"\"b\"\"\""),
        [["two\nlines", "a \"b\""]]
    );
    assert_eq!(read_block("\t\n"), [["", ""]]);
    assert_eq!(read_block("\u{feff}x"), [["x"]]);
    assert_eq!(read_block("5\" pipe\tx"), [["5\" pipe", "x"]]);
    assert!(read_block("").is_empty());
}

proptest! {
    #[test]
    fn a_written_block_reads_back(rows in prop::collection::vec(prop::collection::vec("[a\"\t\n\r执 ]{0,5}", 1..4), 1..5)) {
        prop_assert_eq!(read_block(&write_block(&rows)), rows);
    }

    #[test]
    fn reading_never_fails(text in "\\PC{0,40}|[\"\t\n\r ab]{0,40}") {
        read_block(&text);
        letters(&text);
    }
}
