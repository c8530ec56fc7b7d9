//! Sets of spans: their algebra, against a plain list of booleans as the model.

use proptest::prelude::*;
use tandem::time::{Instant, Span, Spans};

fn span(from: i64, to: i64) -> Span {
    Span::new(Instant(from), Instant(to)).unwrap()
}

#[test]
fn a_span_never_ends_before_it_starts() {
    assert_eq!(Span::new(Instant(1), Instant(0)), None);
    assert!(span(1, 1).is_empty());
    assert!(span(0, 2).contains(Instant(0)) && !span(0, 2).contains(Instant(2)));
}

#[test]
fn touching_spans_become_one_and_empty_ones_vanish() {
    let set: Spans = [span(5, 7), span(0, 2), span(2, 3), span(9, 9)]
        .into_iter()
        .collect();
    assert_eq!(set.iter().collect::<Vec<_>>(), [span(0, 3), span(5, 7)]);
    assert_eq!(set.total(), 5);
}

#[test]
fn the_whole_of_time_has_a_total_and_no_rest() {
    let all = Spans::from(Span::ALL);
    assert_eq!(all.total(), i64::MAX);
    assert!(all.difference(&all).is_empty());
    assert_eq!(all.difference(&Spans::none()), all);
}

fn sets() -> impl Strategy<Value = Spans> {
    prop::collection::vec((0_i64..60, 0_i64..20), 0..8).prop_map(|pairs| {
        pairs
            .into_iter()
            .map(|(from, length)| span(from, from + length))
            .collect()
    })
}

fn model(set: &Spans) -> Vec<bool> {
    (0..100)
        .map(|at| set.iter().any(|span| span.contains(Instant(at))))
        .collect()
}

fn zip(a: &[bool], b: &[bool], op: fn(bool, bool) -> bool) -> Vec<bool> {
    a.iter().zip(b).map(|(&a, &b)| op(a, b)).collect()
}

proptest! {
    #[test]
    fn the_algebra_is_that_of_sets_of_moments(a in sets(), b in sets()) {
        let (left, right) = (model(&a), model(&b));
        prop_assert_eq!(model(&a.union(&b)), zip(&left, &right, |a, b| a || b));
        prop_assert_eq!(model(&a.intersection(&b)), zip(&left, &right, |a, b| a && b));
        prop_assert_eq!(model(&a.difference(&b)), zip(&left, &right, |a, b| a && !b));
        prop_assert_eq!(a.total(), left.iter().filter(|&&on| on).count() as i64);
        for (at, &on) in (0..).zip(&left) {
            prop_assert_eq!(a.contains(Instant(at)), on);
        }
    }

    #[test]
    fn equal_sets_are_equal_values(a in sets(), b in sets()) {
        prop_assert_eq!(a.union(&b), b.union(&a));
        prop_assert_eq!(a.difference(&b).union(&a.intersection(&b)), a.clone());
        for set in [a.union(&b), a.intersection(&b), a.difference(&b)] {
            let spans: Vec<Span> = set.iter().collect();
            prop_assert!(spans.windows(2).all(|pair| pair[0].to() < pair[1].from()));
            prop_assert!(spans.iter().all(|span| !span.is_empty()));
        }
    }

    #[test]
    fn splitting_anywhere_never_changes_sums(
        raw in prop::collection::vec((any::<i32>(), any::<u16>()), 0..12),
        mut cuts in prop::collection::vec(any::<i32>(), 0..12),
    ) {
        let set: Spans = raw.into_iter()
            .map(|(from, length)| span(i64::from(from), i64::from(from) + i64::from(length)))
            .collect();
        cuts.sort_unstable();
        let mut edges = vec![Instant::MIN];
        edges.extend(cuts.into_iter().map(|cut| Instant(i64::from(cut))));
        edges.push(Instant::MAX);
        let parts: Vec<Spans> =
            edges.windows(2).map(|pair| set.within(Span::new(pair[0], pair[1]).unwrap())).collect();
        prop_assert_eq!(parts.iter().map(Spans::total).sum::<i64>(), set.total());
        prop_assert_eq!(parts.iter().fold(Spans::none(), |sum, part| sum.union(part)), set);
    }

    #[test]
    fn nothing_panics_at_the_ends_of_time(raw in prop::collection::vec(any::<(i64, i64)>(), 0..6)) {
        let set: Spans = raw.iter().filter_map(|&(a, b)| Span::new(Instant(a), Instant(b))).collect();
        let rest = Spans::from(Span::ALL).difference(&set);
        prop_assert!(set.intersection(&rest).is_empty());
        let _ = (set.total(), rest.total(), set.union(&rest));
    }
}
