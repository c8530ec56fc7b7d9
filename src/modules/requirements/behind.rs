//! The rows behind a part of a figure, a bar or a month, as an address asks for them.
//! Never in here: counting a figure (`report`, `trend`), words.

use crate::kpi::{Average, Flag, Kpi};
use crate::ledger::RecordId;
use crate::records::stage::Stage;
use crate::time::Zone;

use super::model::Row;
use super::report::{averages, shares};
use super::trend::{Known, Month, ageing, funnel};

/// Names the bars by stage in addresses; the part is the stage.
pub const FUNNEL: &str = "funnel";
/// Names the bars by age in addresses; the part is the age in days a bar begins at.
pub const AGEING: &str = "ageing";

/// Parts of a figure besides the classes of [`Flag`].
pub const COUNTED: &str = "counted";
/// Of an average: the rows that add to it.
pub const HITS: &str = "hits";
pub const MISSES: &str = "misses";
pub const NOT_DUE: &str = "not_due";

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    pub figure: String,
    pub part: String,
    /// Only what was submitted in that month.
    pub month: Option<Month>,
}

impl Behind {
    /// The rows, sorted; `None` where it names no figure.
    #[must_use]
    pub fn rows(&self, all: &[Row], known: Known<'_>, zone: &Zone) -> Option<Vec<RecordId>> {
        let mut ids = match self.figure.as_str() {
            FUNNEL => {
                let stage = Stage::parse(&self.part)?;
                let bar = funnel(all).into_iter().find(|(s, _)| *s == stage);
                bar.map(|(_, rows)| rows)
            }
            AGEING => {
                let from: i64 = self.part.parse().ok()?;
                let bars = ageing(all, known.now).into_iter();
                let bar = bars.into_iter().find(|bucket| bucket.from_days == from);
                bar.map(|bucket| bucket.rows)
            }
            _ => self.part_of_a_figure(all, known, zone),
        }?;
        ids.sort();
        Some(ids)
    }

    fn part_of_a_figure(
        &self,
        all: &[Row],
        known: Known<'_>,
        zone: &Zone,
    ) -> Option<Vec<RecordId>> {
        let in_month = |row: &&Row| {
            let of = |month| {
                row.submitted()
                    .is_some_and(|at| Month::of(at, zone) == month)
            };
            self.month.is_none_or(of)
        };
        let rows: Vec<&Row> = all.iter().filter(in_month).collect();
        let kpis = shares(&rows, known.joins, known.partners, known.now);
        if let Some(kpi) = kpis.into_iter().find(|kpi| kpi.key == self.figure) {
            return Some(part_of_share(&kpi, &self.part));
        }
        let averages = averages(known.ws, &rows, known.joins, known.partners);
        let average = averages.into_iter().find(|a| a.key == self.figure)?;
        Some(part_of_average(&average, &self.part))
    }
}

fn part_of_share(kpi: &Kpi, part: &str) -> Vec<RecordId> {
    match part {
        HITS => kpi.hits.clone(),
        MISSES => kpi.misses.clone(),
        NOT_DUE => kpi.not_due.clone(),
        part => match Flag::parse(part) {
            Some(flag) => kpi.flagged(flag).to_vec(),
            None => [kpi.hits.as_slice(), &kpi.misses].concat(),
        },
    }
}

fn part_of_average(average: &Average, part: &str) -> Vec<RecordId> {
    let ids = |counts: fn(i64) -> bool| {
        let rows = average.rows.iter().filter(|(_, amount)| counts(*amount));
        rows.map(|(id, _)| id.clone()).collect()
    };
    match part {
        HITS => ids(|amount| amount > 0),
        MISSES => ids(|amount| amount == 0),
        NOT_DUE => average.not_due.clone(),
        part => match Flag::parse(part) {
            Some(flag) => average.flagged(flag).to_vec(),
            None => ids(|_| true),
        },
    }
}
