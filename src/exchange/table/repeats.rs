//! Times of day that repeat so often in a column that they only stand in for a date (LEDGER 22).
//! Never in here: reading cells, what a record does with the flag.

use std::collections::BTreeMap;

/// What a column's times of day say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeats {
    /// Seconds of the day that stand in for a date, with how many rows have them.
    pub seconds: BTreeMap<u32, usize>,
    /// Rows with such a time, or with no time at all.
    pub rows: usize,
    /// At least nine in ten of the column's moments are dates only.
    pub column: bool,
}

impl Repeats {
    #[must_use]
    pub fn flags(&self, second: Option<u32>) -> bool {
        second.is_none_or(|second| self.seconds.contains_key(&second))
    }
}

/// Finds them in a column: for each readable moment its second of the day as written, `None` if
/// only a date was written.
///
/// A second of the day stands in for a date
/// - if every moment has it: always at midnight, otherwise from three moments on;
/// - if there are at least twenty moments and no more than two different seconds among them;
/// - if at least twenty rows share it, they are at least 5 % of the column (1 % at midnight, which
///   a date without a time is printed as), and that is at least ten times what the column's other
///   seconds usually have. The last keeps columns apart whose times are rounded to half hours.
#[must_use]
pub fn repeats(seconds: &[Option<u32>]) -> Repeats {
    let mut counts = BTreeMap::<u32, usize>::new();
    for &second in seconds.iter().flatten() {
        *counts.entry(second).or_default() += 1;
    }
    let timed: usize = counts.values().sum();
    let mut usual: Vec<usize> = counts.values().copied().collect();
    usual.sort_unstable();
    let median = usual
        .get(usual.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or(0);
    let stands_in = |second: u32, rows: usize| match counts.len() {
        1 if second == 0 || timed >= 3 => true,
        1 | 2 if timed >= 20 => true,
        _ => {
            let share = if second == 0 { 100 } else { 20 };
            rows >= 20 && rows * share >= timed && rows >= 10 * median
        }
    };
    let flagged: BTreeMap<u32, usize> = counts
        .iter()
        .map(|(&s, &n)| (s, n))
        .filter(|&(s, n)| stands_in(s, n))
        .collect();
    let rows = seconds.len() - timed + flagged.values().sum::<usize>();
    Repeats {
        seconds: flagged,
        rows,
        column: rows > 0 && rows * 10 >= seconds.len() * 9,
    }
}
