//! A statement as text: it comes back as it was, and whatever else is opened is told apart.
//! Never in here: comparing statements (`requirements_reconcile`).

use std::collections::BTreeMap;

use proptest::prelude::*;

use tandem::ledger::RecordId;
use tandem::modules::requirements::reconcile::{Counted, Line, Statement};
use tandem::modules::requirements::statement::{MAX_BYTES, NoStatement, read, write};
use tandem::time::Instant;

fn statement(from: i64, to: i64, ids: &[u128]) -> Statement {
    let line = |id: &u128| Line {
        record: RecordId::from_bits("requirement", *id),
        digest: "0f".into(),
        changes: 3,
        verdicts: BTreeMap::from([("closed_loop".to_owned(), Counted::Hit)]),
    };
    Statement {
        by: RecordId::from_bits("party", 1),
        with: RecordId::from_bits("party", 2),
        from: Instant(from),
        to: Instant(to),
        as_of: Instant(to),
        lines: ids.iter().map(line).collect(),
    }
}

fn any_counted() -> impl Strategy<Value = Counted> {
    prop_oneof![
        Just(Counted::Hit),
        Just(Counted::Miss),
        Just(Counted::NotDue),
        Just(Counted::Unknown),
        Just(Counted::EndsBeforeStart),
    ]
}

prop_compose! {
    fn any_line()(
        digest in "[0-9a-f]{0,64}",
        changes in any::<u64>(),
        verdicts in prop::collection::btree_map("[a-z_]{1,24}", any_counted(), 0..12),
    ) -> (String, u64, BTreeMap<String, Counted>) {
        (digest, changes, verdicts)
    }
}

prop_compose! {
    fn any_statement()(
        (by, with) in any::<(u128, u128)>(),
        (from, length) in (any::<i32>(), any::<u32>()),
        as_of in any::<i64>(),
        lines in prop::collection::btree_map(any::<u128>(), any_line(), 0..20),
    ) -> Statement {
        let from = i64::from(from) * 1_000;
        let line = |(id, (digest, changes, verdicts))| Line {
            record: RecordId::from_bits("requirement", id),
            digest,
            changes,
            verdicts,
        };
        Statement {
            by: RecordId::from_bits("party", by),
            with: RecordId::from_bits("party", with),
            from: Instant(from),
            to: Instant(from + i64::from(length)),
            as_of: Instant(as_of),
            lines: lines.into_iter().map(line).collect(),
        }
    }
}

proptest! {
    #[test]
    fn a_statement_comes_back_as_it_was(statement in any_statement()) {
        let text = write(&statement);
        prop_assert_eq!(read(text.as_bytes()), Ok(statement.clone()));
        // Mails wrap it in blanks, Windows puts a mark in front.
        let carried = format!("\u{feff}\r\n {text}\r\n\r\n");
        prop_assert_eq!(read(carried.as_bytes()), Ok(statement));
    }

    #[test]
    fn a_statement_that_lost_its_end_is_said_to_have(statement in any_statement(), at in any::<prop::sample::Index>()) {
        let text = write(&statement);
        let kept = 1 + at.index(text.len() - 1);
        prop_assert_eq!(read(&text.as_bytes()[..kept]), Err(NoStatement::CutShort));
    }

    #[test]
    fn any_bytes_give_a_statement_or_say_why_not(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_statement_with_a_byte_changed_never_stops_the_program(
        statement in any_statement(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut text = write(&statement).into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        let _ = read(&text);
    }
}

#[test]
fn what_is_no_statement_is_told_apart() {
    let good = write(&statement(0, 10, &[1, 2]));
    let newer = good.replace("\"format\":0", "\"format\":7");
    let told = [
        ("", NoStatement::Empty),
        (" \r\n", NoStatement::Empty),
        ("Dear Ann, please find attached", NoStatement::Other),
        ("[1,2,3]", NoStatement::Other),
        ("{}", NoStatement::Other),
        ("{\"tandem\":\"report\",\"format\":0}", NoStatement::Other),
        (
            "{\"tandem\":0,\"header\":{},\"body\":{}}",
            NoStatement::PartnerFile,
        ),
        (newer.as_str(), NoStatement::Newer(7)),
        // Cut after the sign of a number.
        (
            "{\"tandem\":\"statement\",\"statement\":{\"from\":-",
            NoStatement::CutShort,
        ),
    ];
    for (text, why) in told {
        assert_eq!(read(text.as_bytes()), Err(why), "{text}");
    }
    assert!(read(good.as_bytes()).is_ok());
}

#[test]
fn a_partner_file_is_told_from_a_statement() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/partner-0.json");
    let bytes = std::fs::read(path).expect("the kept file");
    assert_eq!(read(&bytes), Err(NoStatement::PartnerFile));
}

#[test]
fn a_statement_that_does_not_hold_together_is_refused() {
    let good = write(&statement(0, 10, &[1, 2]));
    let twice = write(&statement(0, 10, &[1, 1]));
    let backwards = write(&statement(10, 0, &[1]));
    let long = good.replace("closed_loop", &"x".repeat(65));
    let nameless = good.replace("\"by\":\"party-", "\"by\":\"PARTY ");
    for text in [twice, backwards, long, nameless] {
        assert_eq!(read(text.as_bytes()), Err(NoStatement::Impossible));
    }
}

#[test]
fn more_than_a_statement_can_hold_is_not_read() {
    let huge = vec![b'{'; MAX_BYTES + 1];
    assert_eq!(read(&huge), Err(NoStatement::TooLarge));
    let nested = vec![b'['; 1_000_000];
    assert!(read(&nested).is_err());
    let ids: Vec<u128> = (0..20_001).collect();
    let many = write(&statement(0, 10, &ids));
    assert_eq!(read(many.as_bytes()), Err(NoStatement::Impossible));
}

#[test]
fn what_a_later_version_adds_is_passed_over() {
    let good = write(&statement(0, 10, &[1]));
    let more = good.replacen('{', "{\"note\":{\"deep\":[1,{}]},", 1);
    let more = more.replace("\"changes\":3", "\"changes\":3,\"stages\":[\"x\"]");
    assert_eq!(read(more.as_bytes()), Ok(statement(0, 10, &[1])));
}
