//! Addresses of the app: what is written is read back, whatever the values.

use proptest::prelude::*;
use tandem::ledger::RecordId;
use tandem::session::Target;

proptest! {
    #[test]
    fn every_address_reads_back_as_it_was_written(
        slug in "[a-z]{0,12}",
        bits in proptest::option::of(any::<u128>()),
        pairs in proptest::collection::vec(("[a-z]{1,6}", any::<String>()), 0..4),
    ) {
        let mut target = match bits {
            Some(bits) => Target::record(&slug, RecordId::from_bits("requirement", bits)),
            None => Target::page(&slug),
        };
        for (key, value) in &pairs {
            target = target.with(key, value);
        }
        prop_assert_eq!(Target::parse(&target.href()), target);
    }

    #[test]
    fn any_hash_can_be_read(hash in any::<String>()) {
        let read = Target::parse(&hash);
        prop_assert_eq!(Target::parse(&read.href()), read);
    }
}

#[test]
fn an_address_someone_typed_wrongly_leaves_out_what_does_not_fit() {
    let read = Target::parse("#/requirements/not a record?stage=open&broken");
    assert_eq!(read.slug, "requirements");
    assert_eq!(read.record, None);
    assert_eq!(read.query.get("stage"), Some("open"));
    assert_eq!(read.query.get("broken"), None);
}
