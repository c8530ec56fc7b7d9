//! Amounts of working days as exact fractions: a day counts what was worked of it ÷ what it has
//! (LEDGER 27).
//! Never in here: calendars, rounding, words for an amount.

use std::cmp::Ordering;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// An exact number of working days: whole ones, and parts of days by how long those days are. Parts
/// of days of different length stay apart, so no sum can overflow or be rounded.
#[derive(Clone, Debug, Default)]
pub struct Days {
    whole: i64,
    /// `(length of the day, worked of it)`, both in milliseconds: by length, each once, `0 < worked < length`.
    parts: Vec<(u32, u32)>,
}

impl Days {
    #[must_use]
    pub const fn whole(days: i64) -> Self {
        Self {
            whole: days,
            parts: Vec::new(),
        }
    }

    /// `worked` out of `length`, such as four hours of a day of eight; any unit, the same in both.
    /// More than the length is more than a day. A day without length has no parts.
    #[must_use]
    pub fn part(worked: u32, length: u32) -> Self {
        if length == 0 {
            return Self::default();
        }
        let left = worked % length;
        Self {
            whole: i64::from(worked / length),
            parts: if left == 0 {
                Vec::new()
            } else {
                vec![(length, left)]
            },
        }
    }

    /// Close to the exact amount, for showing it.
    #[must_use]
    pub fn approximate(&self) -> f64 {
        let parts = self.parts.iter();
        let parts = parts.map(|&(length, worked)| f64::from(worked) / f64::from(length));
        self.whole as f64 + parts.sum::<f64>()
    }

    fn add_part(&mut self, length: u32, worked: u32) {
        match self.parts.binary_search_by_key(&length, |part| part.0) {
            Err(place) => self.parts.insert(place, (length, worked)),
            Ok(place) => {
                let Some(part) = self.parts.get_mut(place) else {
                    return;
                };
                let sum = u64::from(part.1) + u64::from(worked);
                let rest = sum % u64::from(length);
                // At most one day and, like the rest of a length, small enough.
                self.whole = self.whole.saturating_add((sum / u64::from(length)) as i64);
                part.1 = rest as u32;
                if rest == 0 {
                    self.parts.remove(place);
                }
            }
        }
    }
}

impl Add<&Days> for Days {
    type Output = Days;

    fn add(mut self, other: &Days) -> Days {
        self.whole = self.whole.saturating_add(other.whole);
        for &(length, worked) in &other.parts {
            self.add_part(length, worked);
        }
        self
    }
}

impl Add for Days {
    type Output = Days;

    fn add(self, other: Days) -> Days {
        self + &other
    }
}

impl Sub<&Days> for Days {
    type Output = Days;

    fn sub(mut self, other: &Days) -> Days {
        self.whole = self.whole.saturating_sub(other.whole);
        for &(length, worked) in &other.parts {
            // A part is taken away as a day less and what that day has left.
            self.whole = self.whole.saturating_sub(1);
            self.add_part(length, length - worked);
        }
        self
    }
}

impl Sum for Days {
    fn sum<I: Iterator<Item = Days>>(all: I) -> Days {
        all.fold(Days::default(), |sum, each| sum + &each)
    }
}

impl PartialEq for Days {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Days {}

impl PartialOrd for Days {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Days {
    fn cmp(&self, other: &Self) -> Ordering {
        // Every part is less than a day, so the whole days often decide alone.
        let most = |days: &Self| days.whole.saturating_add(days.parts.len() as i64);
        if most(self) < other.whole {
            return Ordering::Less;
        }
        if self.whole > most(other) {
            return Ordering::Greater;
        }
        // What both have of one length is taken off both.
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let mut lengths: Vec<u32> = self.parts.iter().chain(&other.parts).map(|p| p.0).collect();
        lengths.sort_unstable();
        lengths.dedup();
        for length in lengths {
            let of = |days: &Self| {
                let place = days.parts.binary_search_by_key(&length, |part| part.0);
                place
                    .ok()
                    .and_then(|at| days.parts.get(at))
                    .map_or(0, |p| p.1)
            };
            let (a, b) = (of(self), of(other));
            if a > b {
                ours.push((length, a - b));
            } else if b > a {
                theirs.push((length, b - a));
            }
        }
        let shared = self.whole.min(other.whole);
        let sum = |whole: i64, mine: &[(u32, u32)], yours: &[(u32, u32)]| {
            // Over the common denominator of all lengths that are left.
            let mut sum = Natural::default();
            let mut denominator = Natural::from(1);
            for &(length, worked) in mine {
                sum.times(length);
                sum.add_times(&denominator, worked);
                denominator.times(length);
            }
            for &(length, _) in yours {
                sum.times(length);
                denominator.times(length);
            }
            // Few enough: parts of different length are left over, one each.
            let whole = u32::try_from(whole).unwrap_or(u32::MAX);
            sum.add_times(&denominator, whole);
            sum
        };
        let ours_sum = sum(self.whole.saturating_sub(shared), &ours, &theirs);
        let theirs_sum = sum(other.whole.saturating_sub(shared), &theirs, &ours);
        ours_sum.cmp(&theirs_sum)
    }
}

/// A natural number of any size, least limb first, without leading zeros.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Natural(Vec<u32>);

impl From<u32> for Natural {
    fn from(number: u32) -> Self {
        Self(if number == 0 { vec![] } else { vec![number] })
    }
}

impl Natural {
    fn times(&mut self, factor: u32) {
        let product = std::mem::take(self);
        self.add_times(&product, factor);
    }

    /// Adds `other · factor`.
    fn add_times(&mut self, other: &Self, factor: u32) {
        let mut carry = 0_u64;
        let mut place = 0;
        while place < other.0.len() || carry > 0 {
            if place == self.0.len() {
                self.0.push(0);
            }
            let term = other.0.get(place).copied().unwrap_or(0);
            if let Some(limb) = self.0.get_mut(place) {
                // At most (2³² − 1) + (2³² − 1)² + (2³² − 1), which fits.
                let sum = u64::from(*limb) + u64::from(term) * u64::from(factor) + carry;
                *limb = sum as u32;
                carry = sum >> 32;
            }
            place += 1;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}
