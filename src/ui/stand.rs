//! Which rows of a long list stand on the page: those in sight and about as many around them.
//! Pure arithmetic; never in here: elements, signals, what a row shows.

/// Up to so many rows all stand, wherever one looks.
const FEW: usize = 60;

/// How many rows come at once, so that the page can answer in between.
const BATCH: usize = 4;

/// CSS pixels; what a row is taken to be high before any was seen.
const USUAL: f64 = 44.0;

/// Some rows in a row: from the first up to, not including, the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    pub from: usize,
    pub to: usize,
}

impl Stand {
    /// What stands before anything was measured.
    pub fn first(count: usize) -> Self {
        Self::default().within(count).grown(BATCH, count)
    }

    pub fn within(self, count: usize) -> Self {
        let to = self.to.min(count);
        Self {
            from: self.from.min(to),
            to,
        }
    }

    /// What stands once the list is another one: what is in sight, and not much more than comes at once.
    pub fn renewed(sight: Self, count: usize) -> Self {
        let from = sight.from.min(count.saturating_sub(BATCH));
        let to = sight.to.max(from + BATCH).min(from + 2 * BATCH);
        Self { from, to }.within(count)
    }

    pub fn len(self) -> usize {
        self.to.saturating_sub(self.from)
    }

    fn grown(self, by: usize, count: usize) -> Self {
        Self {
            to: (self.to + by).min(count),
            ..self
        }
    }

    /// What stands next, when these rows are in sight; the same once enough does.
    pub fn toward(self, sight: Self, count: usize) -> Self {
        let margin = match count {
            ..=FEW => count,
            _ => sight.len().max(BATCH),
        };
        let wanted = |margin: usize| Self {
            from: sight.from.saturating_sub(margin),
            to: (sight.to + margin).min(count),
        };
        let (enough, most) = (wanted(margin.div_ceil(2)), wanted(margin));
        let meets = self.from < sight.to && sight.from < self.to;
        if !meets {
            let to = sight.to.min(sight.from + BATCH);
            return Self { to, ..sight }.within(count);
        }
        let keeps = Self {
            from: self.from.max(most.from),
            to: self.to.min(most.to),
        };
        // What is in sight goes first, then what one comes to by scrolling on.
        for goal in [sight, if count <= FEW { most } else { enough }] {
            if keeps.to < goal.to {
                let to = most.to.min(keeps.to + BATCH);
                return Self { to, ..keeps };
            }
            if keeps.from > goal.from {
                let from = most.from.max(keeps.from.saturating_sub(BATCH));
                return Self { from, ..keeps };
            }
        }
        // Rows far behind stay until others come: taking them away for nothing is work too.
        if self.len() > most.len() + 2 * BATCH {
            keeps
        } else {
            self
        }
    }
}

/// How high the rows are, in CSS pixels: as they were seen last, else as rows here usually are.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    seen: Vec<Option<f64>>,
    usual: Option<f64>,
}

impl Heights {
    /// For a list of so many rows of which none was seen.
    pub fn renew(&mut self, count: usize) {
        self.seen.clear();
        self.seen.resize(count, None);
    }

    /// Forgets how high rows usually are as well: they have another width.
    pub fn forget(&mut self) {
        self.usual = None;
        self.renew(self.seen.len());
    }

    /// Where rows from `first` on begin; the last is where the row before it ends.
    pub fn note(&mut self, first: usize, tops: &[f64]) {
        let pairs = tops.iter().zip(tops.iter().skip(1));
        let heights: Vec<f64> = pairs.map(|(top, next)| next - top).collect();
        // An element that is not shown has no height.
        if heights.is_empty() || heights.iter().any(|height| *height <= 0.0) {
            return;
        }
        let mean = heights.iter().sum::<f64>() / heights.len() as f64;
        // Once taken it stays: what was never seen must not move what is in sight.
        self.usual.get_or_insert(mean);
        for (seen, height) in self.seen.iter_mut().skip(first).zip(heights) {
            *seen = Some(height);
        }
    }

    fn each(&self) -> impl Iterator<Item = f64> {
        let usual = self.usual.unwrap_or(USUAL);
        self.seen.iter().map(move |seen| seen.unwrap_or(usual))
    }

    /// How high all these rows are together.
    pub fn of(&self, rows: Stand) -> f64 {
        self.each().skip(rows.from).take(rows.len()).sum()
    }

    /// The rows that reach from one distance below the beginning to another; at least one, if any.
    pub fn between(&self, top: f64, bottom: f64) -> Stand {
        let count = self.seen.len();
        let (mut end, mut from, mut to) = (0.0, 0, 0);
        for height in self.each() {
            to += usize::from(end < bottom);
            end += height;
            from += usize::from(end <= top);
        }
        let from = from.min(count.saturating_sub(1));
        let to = to.max(from + 1);
        Stand { from, to }.within(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand(from: usize, to: usize) -> Stand {
        Stand { from, to }
    }

    /// Step by step until nothing more comes; never more than a batch at once.
    fn settled(mut now: Stand, sight: Stand, count: usize) -> Stand {
        for _ in 0..100 {
            let next = now.toward(sight, count);
            let new = (next.from..next.to).filter(|row| !(now.from..now.to).contains(row));
            assert!(new.count() <= BATCH, "{now:?} to {next:?}");
            if next == now {
                return now;
            }
            now = next;
        }
        panic!("{now:?} does not come to rest");
    }

    #[test]
    fn what_is_in_sight_stands_with_rows_around_it_wherever_one_looks() {
        const COUNT: usize = 10_000;
        let mut now = Stand::first(COUNT);
        for from in [0, 5, 40, 41, 400, 9_985, 9_000, 8_990, 3, 9_999] {
            let sight = stand(from, (from + 17).min(COUNT));
            now = settled(now, sight, COUNT);
            assert!(now.from <= sight.from && sight.to <= now.to, "{now:?}");
            let enough = sight.len().max(BATCH).div_ceil(2);
            let around = |there: usize, end: usize| there.abs_diff(end) >= enough;
            assert!(now.from == 0 || around(now.from, sight.from), "{now:?}");
            assert!(now.to == COUNT || around(now.to, sight.to), "{now:?}");
            assert!(now.len() < 120, "{now:?}");
        }
    }

    #[test]
    fn short_lists_stand_whole() {
        assert_eq!(settled(Stand::first(60), stand(0, 4), 60), stand(0, 60));
        assert_eq!(settled(Stand::first(3), stand(0, 1), 3), stand(0, 3));
        assert_eq!(settled(Stand::first(0), stand(0, 0), 0), stand(0, 0));
    }

    #[test]
    fn rows_never_seen_are_as_high_as_the_first_that_were() {
        let mut heights = Heights::default();
        heights.renew(100);
        heights.note(0, &[0.0, 30.0, 80.0]);
        assert_eq!(heights.of(stand(0, 100)), 80.0 + 98.0 * 40.0);
        // What comes into sight later corrects itself alone.
        heights.note(50, &[10.0, 70.0]);
        assert_eq!(heights.of(stand(0, 100)), 80.0 + 60.0 + 97.0 * 40.0);
        assert_eq!(heights.between(0.0, 31.0), stand(0, 2));
        assert_eq!(heights.between(80.0, 200.0), stand(2, 5));
        assert_eq!(heights.between(-50.0, -10.0), stand(0, 1));
        assert_eq!(heights.between(1e6, 2e6), stand(99, 100));
        // Not shown: nothing is learnt.
        heights.note(2, &[0.0, 0.0]);
        assert_eq!(heights.of(stand(2, 3)), 40.0);
    }

    #[test]
    fn another_list_begins_with_what_is_in_sight() {
        assert_eq!(Stand::renewed(stand(420, 437), 10_000), stand(420, 428));
        assert_eq!(Stand::renewed(stand(420, 437), 30), stand(26, 30));
        assert_eq!(Stand::renewed(stand(420, 437), 0), stand(0, 0));
    }
}
