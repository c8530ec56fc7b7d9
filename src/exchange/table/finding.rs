//! What is odd about a table: where, and why, as data that pages put into words.
//! Never in here: sentences, deciding what to do about a finding.

use std::collections::BTreeMap;

/// One oddity. Lines count from 1 as an editor shows them, columns from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub line: u64,
    pub column: Option<usize>,
    pub reason: Reason,
}

/// Why. Names in `from` and `to` are targets' keys; `text` is the cell as it stands, shortened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A quotation mark opened on this line is never closed: what follows ran into one cell.
    UnclosedQuote,
    /// Lines from this one on were left out; a table may have `kept` rows.
    TooManyRows {
        kept: usize,
    },
    /// Characters the decoder could not read stand as U+FFFD.
    Garbled {
        cells: usize,
    },
    ShortRow {
        cells: usize,
        columns: usize,
    },
    LongRow {
        cells: usize,
        columns: usize,
    },
    /// The row has no key, so it could not be recognised again: left out.
    MissingKey,
    /// The key came before, on line `first`; this row is left out. `same`: it says the same.
    RepeatedKey {
        first: u64,
        same: bool,
    },
    TooLong {
        limit: usize,
    },
    UnreadableMoment {
        text: String,
    },
    /// A year before 1900 or after 2199, such as a 9999 that stands for "never".
    ImplausibleYear {
        text: String,
    },
    /// Day and month could be either way round in every cell of this column: choose.
    AskDayOrder {
        text: String,
    },
    /// Some cells of this column have the day first and others the month: choose, or mend it.
    MixedDayOrder {
        day_first: usize,
        month_first: usize,
    },
    /// The clocks were put forward over this reading; it was moved forward with them.
    ClockSkipped {
        text: String,
    },
    /// The clocks were put back, the reading happened twice; the first one is taken.
    ClockRepeated {
        text: String,
    },
    NotANumber {
        text: String,
    },
    /// Whether a comma or point groups thousands or begins the decimals is open: choose.
    AskDecimal {
        text: String,
    },
    UnknownChoice {
        text: String,
    },
    /// This time of day repeats so often in its column that it only stands in for a date (LEDGER 22).
    DateOnly {
        second: Option<u32>,
        rows: usize,
    },
    /// At least nine in ten of a column's moments are dates only.
    DatesOnlyColumn {
        rows: usize,
        of: usize,
    },
    /// Ends before it starts: neither counted nor dropped, but listed (LEDGER 28).
    Backwards {
        from: &'static str,
        to: &'static str,
    },
    /// The row does not say when its first stage began, so none of its stages can count.
    NoFirstMoment {
        target: &'static str,
    },
    /// An earlier import stated this moment and the cell is empty now; what happened stays.
    MomentGone {
        target: &'static str,
    },
    /// People moved this record on since the last import; the table's newer stage is not entered.
    MovedOn {
        target: &'static str,
    },
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing enters until a person has chosen.
    Ask,
    /// A cell, a row or a part of the file is left out.
    Unusable,
    /// Enters as it is, and is marked.
    Flag,
}

impl Reason {
    /// A name per class of findings, for counting and for texts.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self {
            Self::UnclosedQuote => "unclosed_quote",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::Garbled { .. } => "garbled",
            Self::ShortRow { .. } => "short_row",
            Self::LongRow { .. } => "long_row",
            Self::MissingKey => "missing_key",
            Self::RepeatedKey { .. } => "repeated_key",
            Self::TooLong { .. } => "too_long",
            Self::UnreadableMoment { .. } => "unreadable_moment",
            Self::ImplausibleYear { .. } => "implausible_year",
            Self::AskDayOrder { .. } => "ask_day_order",
            Self::MixedDayOrder { .. } => "mixed_day_order",
            Self::ClockSkipped { .. } => "clock_skipped",
            Self::ClockRepeated { .. } => "clock_repeated",
            Self::NotANumber { .. } => "not_a_number",
            Self::AskDecimal { .. } => "ask_decimal",
            Self::UnknownChoice { .. } => "unknown_choice",
            Self::DateOnly { .. } => "date_only",
            Self::DatesOnlyColumn { .. } => "dates_only_column",
            Self::Backwards { .. } => "backwards",
            Self::NoFirstMoment { .. } => "no_first_moment",
            Self::MomentGone { .. } => "moment_gone",
            Self::MovedOn { .. } => "moved_on",
        }
    }

    #[must_use]
    pub const fn weight(&self) -> Weight {
        match self {
            Self::AskDayOrder { .. } | Self::MixedDayOrder { .. } | Self::AskDecimal { .. } => {
                Weight::Ask
            }
            Self::UnclosedQuote
            | Self::TooManyRows { .. }
            | Self::LongRow { .. }
            | Self::MissingKey
            | Self::RepeatedKey { .. }
            | Self::TooLong { .. }
            | Self::UnreadableMoment { .. }
            | Self::ImplausibleYear { .. }
            | Self::NotANumber { .. }
            | Self::UnknownChoice { .. }
            | Self::MovedOn { .. } => Weight::Unusable,
            Self::Garbled { .. }
            | Self::ShortRow { .. }
            | Self::ClockSkipped { .. }
            | Self::ClockRepeated { .. }
            | Self::DateOnly { .. }
            | Self::DatesOnlyColumn { .. }
            | Self::Backwards { .. }
            | Self::NoFirstMoment { .. }
            | Self::MomentGone { .. } => Weight::Flag,
        }
    }
}

/// So many findings of a class are listed; all are counted.
const LISTED: usize = 5_000;

/// One class of findings: what they are about, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    pub weight: Weight,
    pub name: &'static str,
    /// What sets classes of one name apart: the column, or the two targets of a backwards pair.
    pub column: Option<usize>,
    pub pair: Option<(&'static str, &'static str)>,
}

impl Class {
    /// The class a finding belongs to.
    #[must_use]
    pub const fn of(finding: &Finding) -> Self {
        let pair = match finding.reason {
            Reason::Backwards { from, to } => Some((from, to)),
            _ => None,
        };
        Self {
            weight: finding.reason.weight(),
            name: finding.reason.class(),
            column: finding.column,
            pair,
        }
    }
}

/// Findings in the order met, counted by class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    list: Vec<Finding>,
    counts: BTreeMap<Class, usize>,
}

impl Findings {
    pub fn add(&mut self, line: u64, column: Option<usize>, reason: Reason) {
        let finding = Finding {
            line,
            column,
            reason,
        };
        let count = self.counts.entry(Class::of(&finding)).or_default();
        *count += 1;
        if *count <= LISTED {
            self.list.push(finding);
        }
    }

    /// All that are listed: at most 5,000 of each class.
    #[must_use]
    pub fn list(&self) -> &[Finding] {
        &self.list
    }

    /// The classes, what must be chosen first, with how many of each there are.
    pub fn classes(&self) -> impl Iterator<Item = (Class, usize)> + '_ {
        self.counts.iter().map(|(&class, &count)| (class, count))
    }

    /// How many findings of a name there are in all columns.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.classes()
            .filter(|(class, _)| class.name == name)
            .map(|(_, count)| count)
            .sum()
    }

    /// Whether a person must choose something first.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.counts.keys().any(|class| class.weight == Weight::Ask)
    }

    pub(super) fn append(&mut self, other: &Self) {
        self.list.extend(other.list.iter().cloned());
        for (&class, count) in &other.counts {
            *self.counts.entry(class).or_default() += count;
        }
    }
}

/// A cell as a finding shows it: the first forty characters.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
