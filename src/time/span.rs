//! Half-open stretches of time and normalised sets of them, with the algebra clocks need.
//! Never in here: calendars, zones, what a stretch is about.

use super::instant::Instant;

/// From `from` up to, not including, `to`. It never ends before it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    from: Instant,
    to: Instant,
}

impl Span {
    /// All of time that can be written down.
    pub const ALL: Self = Self {
        from: Instant::MIN,
        to: Instant::MAX,
    };

    /// `None` if it would end before it starts: such a span counts nowhere (LEDGER 28).
    #[must_use]
    pub fn new(from: Instant, to: Instant) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    #[must_use]
    pub const fn from(self) -> Instant {
        self.from
    }

    #[must_use]
    pub const fn to(self) -> Instant {
        self.to
    }

    /// Its length in milliseconds, never negative; saturating.
    #[must_use]
    pub const fn length(self) -> i64 {
        self.to.since(self.from)
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.from == self.to
    }

    #[must_use]
    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// What both share; `None` if they do not even touch.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to))
    }
}

/// A set of moments as spans: sorted, none empty, none touching another. Equal sets are equal values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Spans(Vec<Span>);

impl Spans {
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Span> + ExactSizeIterator + '_ {
        self.0.iter().copied()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn contains(&self, at: Instant) -> bool {
        let after = self.0.partition_point(|span| span.from <= at);
        after
            .checked_sub(1)
            .and_then(|i| self.0.get(i))
            .is_some_and(|span| span.contains(at))
    }

    /// The sum of all lengths in milliseconds; saturating.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.iter()
            .fold(0, |sum, span| sum.saturating_add(span.length()))
    }

    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).collect()
    }

    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut shared = Vec::new();
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        while let (Some(&a), Some(&b)) = (left.peek(), right.peek()) {
            shared.extend(a.intersection(b).filter(|both| !both.is_empty()));
            if a.to <= b.to {
                left.next()
            } else {
                right.next()
            };
        }
        // Both sides are disjoint and apart, so the pieces are as well.
        Self(shared)
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }

    /// How much of one span is in this set, in milliseconds; saturating.
    #[must_use]
    pub fn overlap(&self, span: Span) -> i64 {
        let inside = self.iter().filter_map(|own| own.intersection(span));
        inside.fold(0, |sum, both| sum.saturating_add(both.length()))
    }

    /// Whether the stretches from first to last of both have a moment in common.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let whole = |spans: &Self| Some((spans.0.first()?.from, spans.0.last()?.to));
        whole(self)
            .zip(whole(other))
            .is_some_and(|(a, b)| a.0 < b.1 && b.0 < a.1)
    }

    /// The part of this set within one span.
    #[must_use]
    pub fn within(&self, span: Span) -> Self {
        self.intersection(&Self::from(span))
    }

    /// Everything in [`Span::ALL`] that is not in this set.
    fn complement(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.0.len() + 1);
        let mut from = Instant::MIN;
        for span in self.iter() {
            gaps.extend(Span::new(from, span.from));
            from = span.to;
        }
        gaps.extend(Span::new(from, Instant::MAX));
        gaps.retain(|gap| !gap.is_empty());
        Self(gaps)
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Self {
        std::iter::once(span).collect()
    }
}

impl FromIterator<Span> for Spans {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut sorted: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        sorted.sort_unstable();
        let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match merged.last_mut() {
                Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
                _ => merged.push(span),
            }
        }
        Self(merged)
    }
}
