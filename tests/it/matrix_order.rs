//! Places in a list: always room between two, in the right order, and short.

use proptest::prelude::*;
use tandem::records::order::{between, is_place, spread};

fn place() -> impl Strategy<Value = String> {
    "[0-9a-z]{0,6}[1-9a-z]"
}

proptest! {
    #[test]
    fn there_is_a_place_between_any_two(a in place(), b in place()) {
        let (low, high) = if a < b { (&a, &b) } else { (&b, &a) };
        if low == high {
            prop_assert_eq!(between(Some(low), Some(high)), None);
        } else {
            let mid = between(Some(low), Some(high)).unwrap();
            prop_assert!(is_place(&mid) && *low < mid && mid < *high, "{low} {mid} {high}");
        }
    }

    #[test]
    fn there_is_a_place_before_and_after_any(a in place()) {
        let (first, last) = (between(None, Some(&a)).unwrap(), between(Some(&a), None).unwrap());
        prop_assert!(is_place(&first) && first < a, "{first} {a}");
        prop_assert!(is_place(&last) && a < last, "{a} {last}");
    }

    /// The model: a plain list, inserted into at random places.
    #[test]
    fn a_list_that_grows_anywhere_stays_sorted(at in prop::collection::vec(any::<prop::sample::Index>(), 1..300)) {
        let mut list: Vec<String> = Vec::new();
        for index in at {
            let at = index.index(list.len() + 1);
            let low = at.checked_sub(1).and_then(|i| list.get(i)).cloned();
            let place = between(low.as_deref(), list.get(at).map(String::as_str)).unwrap();
            list.insert(at, place);
        }
        prop_assert!(list.is_sorted_by(|a, b| a < b) && list.iter().all(|p| is_place(p)));
    }

    #[test]
    fn a_spread_list_is_sorted_and_short(count in 0_usize..5_000) {
        let list = spread(count);
        prop_assert_eq!(list.len(), count);
        prop_assert!(list.is_sorted_by(|a, b| a < b) && list.iter().all(|p| is_place(p)));
        prop_assert!(list.iter().all(|p| p.len() <= 3));
    }
}

#[test]
fn appending_and_prepending_ten_thousand_times_stays_short() {
    let (mut last, mut first) = (between(None, None).unwrap(), between(None, None).unwrap());
    for _ in 0..10_000 {
        let (next, before) = (between(Some(&last), None), between(None, Some(&first)));
        let (next, before) = (next.unwrap(), before.unwrap());
        assert!(
            last < next && before < first,
            "{last} {next} {before} {first}"
        );
        (last, first) = (next, before);
    }
    assert!(last.len() <= 8 && first.len() <= 8, "{last} {first}");
}

#[test]
fn what_is_no_place_gives_none() {
    for wrong in ["", "a0", "A", "é", " a"] {
        assert!(!is_place(wrong));
        assert_eq!(between(Some(wrong), None), None);
        assert_eq!(between(None, Some(wrong)), None);
        assert_eq!(between(Some("1"), Some(wrong)), None);
    }
    assert_eq!(between(Some("b"), Some("a")), None);
}
