//! Two firms lay their figures of a period side by side: equal, or the records that differ and why.
//! Never in here: how a statement travels, words for a reader.
//!
//! A statement is compact: of each requirement between the two, a digest of the changes that both get,
//! its children's included, and the verdict of each figure. Equal digests mean equal records (LEDGER 20);
//! where they are equal and a verdict is not, the two know differently far of each other's files or clocks.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::exchange::{Audiences, Sharing};
use crate::kpi::{Flag, Kpi};
use crate::ledger::{Change, RecordId, Workspace, digest_of};
use crate::records::limits::Reader;
use crate::records::requirement::KIND;
use crate::time::{Instant, Span};

use super::model::Row;
use super::report::shares;
use super::trend::submitted_within;

/// How one figure counts one requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    Hit,
    Miss,
    NotDue,
    /// The answer may be in a file that has not come.
    Unknown,
    EndsBeforeStart,
}

/// What one firm says of one requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub record: RecordId,
    /// Of the changes both get, as hex, and how many they are.
    pub digest: String,
    pub changes: u64,
    /// By the key of the figure. A figure that does not concern it is absent.
    pub verdicts: BTreeMap<String, Counted>,
}

/// What one firm says of a period with a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub by: RecordId,
    pub with: RecordId,
    /// The period of submission, half-open.
    pub from: Instant,
    pub to: Instant,
    /// The moment the figures were computed for.
    pub as_of: Instant,
    /// By record.
    pub lines: Vec<Line>,
}

/// What makes a statement.
pub struct Said<'a> {
    pub ws: &'a Workspace,
    pub rows: &'a [Row],
    pub reader: &'a Reader<'a>,
    pub with: &'a RecordId,
    pub period: Span,
    pub now: Instant,
}

impl Said<'_> {
    #[must_use]
    pub fn statement(&self) -> Statement {
        let joins = self.reader.joins;
        let partner = joins.canonical(self.with);
        let between = |row: &&Row| row.partner.as_ref() == Some(partner);
        let rows = submitted_within(self.rows, self.period).into_iter();
        let rows: Vec<&Row> = rows.filter(between).collect();
        let digests = self.digests(&rows);
        let figures = shares(&rows, joins, self.reader.partners, self.now);
        let lines = rows.iter().map(|row| {
            let (digest, changes) = digests.get(&row.id).cloned().unwrap_or_default();
            Line {
                record: row.id.clone(),
                digest,
                changes,
                verdicts: BTreeMap::new(),
            }
        });
        let mut lines: Vec<Line> = lines.collect();
        lines.sort_by(|a, b| a.record.cmp(&b.record));
        for kpi in &figures {
            for (record, counted) in verdicts(kpi) {
                let place = lines.binary_search_by(|line| line.record.cmp(record));
                if let Some(line) = place.ok().and_then(|place| lines.get_mut(place)) {
                    line.verdicts.insert(kpi.key.to_owned(), counted);
                }
            }
        }
        Statement {
            by: self.reader.me.clone(),
            with: partner.clone(),
            from: self.period.from(),
            to: self.period.to(),
            as_of: self.now,
            lines,
        }
    }

    /// The digest of what both get of each requirement and its children.
    fn digests(&self, rows: &[&Row]) -> BTreeMap<RecordId, (String, u64)> {
        let wanted: BTreeSet<&RecordId> = rows.iter().map(|row| &row.id).collect();
        let audiences = Audiences::of(self.ws);
        let sharing = Sharing::new(&audiences, self.reader.me, self.with);
        let mut changes: BTreeMap<RecordId, Vec<&Change>> = BTreeMap::new();
        for change in sharing.changes() {
            if let Some(root) = self.root(&change.record).filter(|id| wanted.contains(id)) {
                changes.entry(root).or_default().push(change);
            }
        }
        let all = changes.into_iter();
        all.map(|(id, changes)| {
            let count = changes.len() as u64;
            (id, (digest_of(changes).to_string(), count))
        })
        .collect()
    }

    /// The requirement a record belongs to.
    fn root(&self, record: &RecordId) -> Option<RecordId> {
        let mut at = record.clone();
        // Deeper only a forger nests.
        for _ in 0..8 {
            if at.kind() == KIND {
                return Some(at);
            }
            at = self.ws.record(&at)?.parent()?;
        }
        None
    }
}

fn verdicts(kpi: &Kpi) -> impl Iterator<Item = (&RecordId, Counted)> {
    let parts = [
        (kpi.hits.as_slice(), Counted::Hit),
        (&kpi.misses, Counted::Miss),
        (&kpi.not_due, Counted::NotDue),
        (kpi.flagged(Flag::Unknown), Counted::Unknown),
        (kpi.flagged(Flag::EndsBeforeStart), Counted::EndsBeforeStart),
    ];
    let all = parts.into_iter();
    all.flat_map(|(rows, counted)| rows.iter().map(move |row| (row, counted)))
}

/// Why a verdict or a record differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The other side does not have it, or puts it outside the period.
    OnlyOurs,
    OnlyTheirs,
    /// One side has changes that the other has not: exchange files, then compare again.
    Records {
        ours: u64,
        theirs: u64,
    },
    /// We cannot know yet: their later file is not here.
    UnknownToUs,
    /// They cannot know yet: our later file is not there.
    UnknownToThem,
    /// Equal records and both know: computed for another moment, or by another version.
    Moment,
}

/// One requirement on which the two do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub record: RecordId,
    pub reason: Reason,
    /// The figures it counts differently in: ours, theirs.
    pub figures: Vec<(String, Option<Counted>, Option<Counted>)>,
}

/// A share as both firms have it: numerator and denominator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub key: String,
    pub ours: (usize, usize),
    pub theirs: (usize, usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub figures: Vec<Figure>,
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// Every record and every figure is the same on both sides.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.differences.is_empty() && self.figures.iter().all(|f| f.ours == f.theirs)
    }
}

/// The two are not about the same period of the same two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    Parties,
    Period,
}

/// Compares our statement with the partner's. `same` says whether two ids are one party here.
pub fn compare(
    ours: &Statement,
    theirs: &Statement,
    same: impl Fn(&RecordId, &RecordId) -> bool,
) -> Result<Comparison, Mismatch> {
    if !same(&ours.by, &theirs.with) || !same(&ours.with, &theirs.by) {
        return Err(Mismatch::Parties);
    }
    if (ours.from, ours.to) != (theirs.from, theirs.to) {
        return Err(Mismatch::Period);
    }
    let (left, right) = (by_record(ours), by_record(theirs));
    let records: BTreeSet<&RecordId> = left.keys().chain(right.keys()).copied().collect();
    let differences = records
        .into_iter()
        .filter_map(|id| difference(id, left.get(id).copied(), right.get(id).copied()))
        .collect();
    let keys = |s: &Statement| -> BTreeSet<String> {
        let all = s.lines.iter().flat_map(|l| l.verdicts.keys());
        all.cloned().collect()
    };
    let all = keys(ours).into_iter().chain(keys(theirs));
    let all: BTreeSet<String> = all.collect();
    let figures = all.into_iter().map(|key| Figure {
        ours: share(ours, &key),
        theirs: share(theirs, &key),
        key,
    });
    Ok(Comparison {
        figures: figures.collect(),
        differences,
    })
}

fn by_record(statement: &Statement) -> BTreeMap<&RecordId, &Line> {
    let lines = statement.lines.iter();
    lines.map(|line| (&line.record, line)).collect()
}

fn share(statement: &Statement, key: &str) -> (usize, usize) {
    let counted = statement.lines.iter().filter_map(|l| l.verdicts.get(key));
    let counted: Vec<&Counted> = counted.collect();
    let count = |what: Counted| counted.iter().filter(|c| ***c == what).count();
    let hits = count(Counted::Hit);
    (hits, hits + count(Counted::Miss))
}

fn difference(record: &RecordId, ours: Option<&Line>, theirs: Option<&Line>) -> Option<Difference> {
    let empty = BTreeMap::new();
    let verdicts = |line: Option<&'_ Line>| line.map_or(empty.clone(), |l| l.verdicts.clone());
    let (left, right) = (verdicts(ours), verdicts(theirs));
    let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let each = keys.into_iter().map(|key| {
        let (a, b) = (left.get(key).copied(), right.get(key).copied());
        (key.clone(), a, b)
    });
    let figures: Vec<_> = each.filter(|(_, a, b)| a != b).collect();
    let has = |what: Counted, of: &BTreeMap<String, Counted>| {
        figures.iter().any(|(key, _, _)| of.get(key) == Some(&what))
    };
    let reason = match (ours, theirs) {
        (Some(_), None) => Reason::OnlyOurs,
        (None, Some(_)) => Reason::OnlyTheirs,
        (Some(a), Some(b)) if a.digest != b.digest => Reason::Records {
            ours: a.changes,
            theirs: b.changes,
        },
        _ if figures.is_empty() => return None,
        _ if has(Counted::Unknown, &left) => Reason::UnknownToUs,
        _ if has(Counted::Unknown, &right) => Reason::UnknownToThem,
        _ => Reason::Moment,
    };
    Some(Difference {
        record: record.clone(),
        reason,
        figures,
    })
}
