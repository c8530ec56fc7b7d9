//! The shape of a KPI: the rows it counts, and the share or the average that follows from them.
//! Never in here: what any KPI means, its words, its colours. No data, no figure.

use crate::ledger::RecordId;
use crate::time::{Date, Instant, Span};

/// A share of rows. Its figures are counted from the rows it names, so that they cannot disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kpi {
    /// Names it in texts (name and formula) and addresses, such as `requirements.closed_loop`.
    pub key: &'static str,
    /// From the first to the last stated moment behind it; `None` without rows.
    pub period: Option<Span>,
    /// The rows of the numerator.
    pub hits: Vec<RecordId>,
    /// The rows of the denominator that are not in the numerator.
    pub misses: Vec<RecordId>,
    /// Rows that are in neither because it is not known yet, or not due yet.
    pub not_due: Vec<RecordId>,
    /// Rows that are set apart or flagged, by class.
    pub flags: Vec<Flagged>,
    pub target: Option<Target>,
}

/// Rows a reader of the figure should know about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flagged {
    pub flag: Flag,
    pub rows: Vec<RecordId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// The span ends before it starts: in neither numerator nor denominator (LEDGER 28).
    EndsBeforeStart,
    /// A stated moment comes from a column of dates without times of day (LEDGER 22). Counted.
    DatesOnly,
    /// A stated moment cannot be right by what is known of the writer's clock (LEDGER 28). Counted.
    OutsideClockBounds,
    /// A later step is stated before an earlier one. Counted.
    OutOfOrder,
    /// Past its limit, but the answer may be in a file that has not come: in neither.
    Unknown,
}

impl Flag {
    pub const ALL: [Self; 5] = [
        Self::EndsBeforeStart,
        Self::DatesOnly,
        Self::OutsideClockBounds,
        Self::OutOfOrder,
        Self::Unknown,
    ];

    /// Its name in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EndsBeforeStart => "ends_before_start",
            Self::DatesOnly => "dates_only",
            Self::OutsideClockBounds => "outside_clock_bounds",
            Self::OutOfOrder => "out_of_order",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.as_str() == text)
    }
}

/// What the plan asks of a share, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    AtLeast(u32),
    AtMost(u32),
}

impl Kpi {
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            period: None,
            hits: Vec::new(),
            misses: Vec::new(),
            not_due: Vec::new(),
            flags: Vec::new(),
            target: None,
        }
    }

    #[must_use]
    pub fn numerator(&self) -> usize {
        self.hits.len()
    }

    /// The sample: every row that counts.
    #[must_use]
    pub fn denominator(&self) -> usize {
        self.hits.len() + self.misses.len()
    }

    /// `None` where nothing counts: then there is no figure.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let sample = self.denominator();
        (sample > 0).then(|| self.numerator() as f64 / sample as f64)
    }

    /// Whether the target is met; `None` without a target or without a figure.
    #[must_use]
    pub fn meets_target(&self) -> Option<bool> {
        // Whole numbers, so that 95 % of 20 is met by 19.
        let (hits, sample) = (self.numerator() * 100, self.denominator());
        if sample == 0 {
            return None;
        }
        Some(match self.target? {
            Target::AtLeast(percent) => hits >= sample * percent as usize,
            Target::AtMost(percent) => hits <= sample * percent as usize,
        })
    }

    /// Puts one row where it counts: `None` is neither.
    pub fn count(&mut self, row: &RecordId, counts: Option<bool>) {
        let rows = match counts {
            Some(true) => &mut self.hits,
            Some(false) => &mut self.misses,
            None => &mut self.not_due,
        };
        rows.push(row.clone());
    }

    pub fn flag(&mut self, flag: Flag, row: &RecordId) {
        put(&mut self.flags, flag, row);
    }

    #[must_use]
    pub fn flagged(&self, flag: Flag) -> &[RecordId] {
        rows_of(&self.flags, flag)
    }

    /// Widens the period to hold a moment.
    pub fn reaches(&mut self, at: Instant) {
        self.period = widened(self.period, at);
    }

    /// Takes in what was counted of other rows.
    pub fn join(&mut self, other: Self) {
        self.hits.extend(other.hits);
        self.misses.extend(other.misses);
        self.not_due.extend(other.not_due);
        joined(&mut self.flags, other.flags);
        self.period = both(self.period, other.period);
    }
}

fn put(flags: &mut Vec<Flagged>, flag: Flag, row: &RecordId) {
    match flags.iter_mut().find(|f| f.flag == flag) {
        Some(flagged) => flagged.rows.push(row.clone()),
        None => flags.push(Flagged {
            flag,
            rows: vec![row.clone()],
        }),
    }
}

fn rows_of(flags: &[Flagged], flag: Flag) -> &[RecordId] {
    let class = flags.iter().find(|f| f.flag == flag);
    class.map_or(&[], |f| &f.rows)
}

fn joined(flags: &mut Vec<Flagged>, others: Vec<Flagged>) {
    for other in others {
        match flags.iter_mut().find(|f| f.flag == other.flag) {
            Some(flagged) => flagged.rows.extend(other.rows),
            None => flags.push(other),
        }
    }
}

fn both(period: Option<Span>, other: Option<Span>) -> Option<Span> {
    let Some(other) = other else { return period };
    widened(widened(period, other.from()), other.to())
}

fn widened(period: Option<Span>, at: Instant) -> Option<Span> {
    let (from, to) = period.map_or((at, at), |p| (p.from(), p.to()));
    Span::new(from.min(at), to.max(at))
}

/// What a figure was before the programme: in its own unit, on a date, from so many rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    pub value: f64,
    pub date: Date,
    pub sample: u32,
}

/// An average over rows, such as changes per requirement or milliseconds per cycle, that the plan wants
/// to fall against a baseline. Like a share, it is computed from the rows it names.
#[derive(Clone, Debug, PartialEq)]
pub struct Average {
    /// Names it in texts (name and formula), addresses and baselines.
    pub key: &'static str,
    /// From the first to the last stated moment behind it; `None` without rows.
    pub period: Option<Span>,
    /// Every row that counts, with its amount in the figure's unit.
    pub rows: Vec<(RecordId, i64)>,
    /// Rows that do not count because it is not known yet, or not due yet.
    pub not_due: Vec<RecordId>,
    pub flags: Vec<Flagged>,
    pub baseline: Option<Baseline>,
    /// By how many percent the plan wants it below the baseline.
    pub reduce_by: Option<u32>,
}

impl Average {
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            period: None,
            rows: Vec::new(),
            not_due: Vec::new(),
            flags: Vec::new(),
            baseline: None,
            reduce_by: None,
        }
    }

    /// The sum of all amounts.
    #[must_use]
    pub fn numerator(&self) -> i64 {
        let amounts = self.rows.iter().map(|(_, amount)| *amount);
        amounts.fold(0, i64::saturating_add)
    }

    /// The sample: how many rows count.
    #[must_use]
    pub fn denominator(&self) -> usize {
        self.rows.len()
    }

    /// `None` where nothing counts: then there is no figure.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        let sample = self.denominator();
        (sample > 0).then(|| self.numerator() as f64 / sample as f64)
    }

    /// How it changed against the baseline: −0.6 is 60 % less. `None` without a figure or a baseline,
    /// and from nothing, of which there is no share.
    #[must_use]
    pub fn change(&self) -> Option<f64> {
        let before = self.baseline?.value;
        let now = self.value()?;
        (before > 0.0).then(|| now / before - 1.0)
    }

    /// Whether it fell as far as the plan wants; `None` where [`Average::change`] is, or without a target.
    #[must_use]
    pub fn meets_target(&self) -> Option<bool> {
        let before = self.baseline?.value;
        self.change()?;
        let left = f64::from(100_u32.saturating_sub(self.reduce_by?));
        // Multiplied out, so that exactly 60 % less is 60 % less.
        Some(self.numerator() as f64 * 100.0 <= before * left * self.denominator() as f64)
    }

    pub fn count(&mut self, row: &RecordId, amount: i64) {
        self.rows.push((row.clone(), amount));
    }

    pub fn flag(&mut self, flag: Flag, row: &RecordId) {
        put(&mut self.flags, flag, row);
    }

    #[must_use]
    pub fn flagged(&self, flag: Flag) -> &[RecordId] {
        rows_of(&self.flags, flag)
    }

    /// Widens the period to hold a moment.
    pub fn reaches(&mut self, at: Instant) {
        self.period = widened(self.period, at);
    }

    /// Takes in what was counted of other rows.
    pub fn join(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.not_due.extend(other.not_due);
        joined(&mut self.flags, other.flags);
        self.period = both(self.period, other.period);
    }
}
