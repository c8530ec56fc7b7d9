//! The ledger's rules 2–6 read word for word, with no index and no hurry: what the real one must equal.
//! Nothing of src/ledger but its plain types and canonical text is used here.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use tandem::ledger::{
    Change, ChangeId, DELETED, PARENT, RecordId, Value, Workspace, Write, canonical,
};

/// What a set of changes adds up to.
#[derive(Debug, PartialEq)]
pub struct Picture<'a> {
    pub records: Vec<RecordPicture<'a>>,
    pub variants: Vec<ChangeId>,
}

#[derive(Debug, PartialEq)]
pub struct RecordPicture<'a> {
    pub id: &'a RecordId,
    pub standing: Standing,
    pub fields: Vec<FieldPicture<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Kept,
    Contested,
    /// In the bin, by itself or with a record it belongs to.
    Deleted,
}

#[derive(Debug, PartialEq)]
pub struct FieldPicture<'a> {
    pub name: &'a str,
    /// The shown one first.
    pub heads: Vec<(&'a Change, &'a Write)>,
    pub cyclic: bool,
}

impl FieldPicture<'_> {
    /// How many different values the heads have.
    pub fn values(&self) -> usize {
        let values: BTreeSet<&Value> = self.heads.iter().map(|(_, w)| &w.value).collect();
        values.len()
    }
}

impl RecordPicture<'_> {
    pub fn parent(&self) -> Option<RecordId> {
        let field = self.fields.iter().find(|f| f.name == PARENT)?;
        RecordId::parse(&field.heads.first()?.1.value.as_text()?)
    }
}

type Picked<'a> = (Vec<(&'a Change, &'a Write)>, bool);

/// The picture by the rules.
pub fn literal<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Picture<'a> {
    draw(changes, heads)
}

/// Rule 3: the writes no known write of the field is over; in a cycle all of them.
pub fn heads<'a>(writes: &[(&'a Change, &'a Write)]) -> Picked<'a> {
    let covered = |id: ChangeId| writes.iter().any(|(_, w)| w.over.contains(&id));
    let mut heads: Vec<_> = writes
        .iter()
        .copied()
        .filter(|(c, _)| !covered(c.id))
        .collect();
    let cyclic = heads.is_empty();
    if cyclic {
        heads = writes.to_vec();
    }
    heads.sort_by(|a, b| by_rank(*b, *a));
    (heads, cyclic)
}

/// The greatest `(at, id)` shows; between variants of one id, the greatest content.
pub fn by_rank(a: (&Change, &Write), b: (&Change, &Write)) -> Ordering {
    let rank = |(c, w): (&Change, &Write)| (c.at, c.id, w.value.clone());
    rank(a)
        .cmp(&rank(b))
        .then_with(|| canonical(a.0).cmp(&canonical(b.0)))
}

/// A write with the change it is part of.
type Written<'a> = (&'a Change, &'a Write);

/// The picture with any way of picking heads, right or wrong.
pub fn draw<'a>(
    changes: impl IntoIterator<Item = &'a Change>,
    pick: fn(&[(&'a Change, &'a Write)]) -> Picked<'a>,
) -> Picture<'a> {
    let changes: Vec<&Change> = changes.into_iter().collect();
    let mut written: BTreeMap<&RecordId, BTreeMap<&str, Vec<Written<'_>>>> = BTreeMap::new();
    for change in &changes {
        let fields = written.entry(&change.record).or_default();
        for write in &change.writes {
            fields
                .entry(write.field.as_str())
                .or_default()
                .push((*change, write));
        }
    }
    let mut records: Vec<RecordPicture<'a>> = Vec::new();
    for (id, fields) in written {
        let fields = fields.into_iter().map(|(name, writes)| {
            let (heads, cyclic) = pick(&writes);
            FieldPicture {
                name,
                heads,
                cyclic,
            }
        });
        let fields: Vec<_> = fields.collect();
        let standing = standing(&fields);
        records.push(RecordPicture {
            id,
            standing,
            fields,
        });
    }
    let in_bin: BTreeSet<&RecordId> = records
        .iter()
        .filter(|r| r.standing == Standing::Deleted)
        .map(|r| r.id)
        .collect();
    let parents: BTreeMap<&RecordId, RecordId> = records
        .iter()
        .filter_map(|r| Some((r.id, r.parent()?)))
        .collect();
    let mut pulled_down = Vec::new();
    for (nth, record) in records.iter().enumerate() {
        let mut line = vec![record.id];
        while let Some(parent) = line.last().and_then(|id| parents.get(id)) {
            if line.contains(&parent) {
                break;
            }
            line.push(parent);
        }
        if line.iter().any(|id| in_bin.contains(id)) {
            pulled_down.push(nth);
        }
    }
    for nth in pulled_down {
        if records[nth].standing != Standing::Contested {
            records[nth].standing = Standing::Deleted;
        }
    }
    let mut seen = BTreeSet::new();
    let mut variants: Vec<ChangeId> = changes
        .iter()
        .map(|c| c.id)
        .filter(|id| !seen.insert(*id))
        .collect();
    variants.sort();
    variants.dedup();
    Picture { records, variants }
}

/// Rule 6, for the record by itself.
fn standing(fields: &[FieldPicture<'_>]) -> Standing {
    let Some(marks) = fields.iter().find(|f| f.name == DELETED) else {
        return Standing::Kept;
    };
    let deletes = |w: &Write| w.value.json() == "true";
    let deleting: Vec<_> = marks.heads.iter().filter(|(_, w)| deletes(w)).collect();
    if deleting.is_empty() {
        return Standing::Kept;
    }
    let covered = |id| {
        deleting
            .iter()
            .any(|(c, w)| c.id == id || w.over.contains(&id))
    };
    let mut others = fields
        .iter()
        .filter(|f| f.name != DELETED)
        .flat_map(|f| &f.heads);
    if deleting.len() == marks.heads.len() && others.all(|(c, _)| covered(c.id)) {
        Standing::Deleted
    } else {
        Standing::Contested
    }
}

/// The picture the real workspace gives.
pub fn picture(ws: &Workspace) -> Picture<'_> {
    let mut cycles = BTreeSet::new();
    let mut variants = Vec::new();
    for finding in ws.findings() {
        match finding {
            tandem::ledger::LedgerFinding::Variants { id, .. } => variants.push(id),
            tandem::ledger::LedgerFinding::Cycle { record, field } => {
                cycles.insert((record, field));
            }
        }
    }
    let records = ws.records().map(|record| {
        let fields = record.fields().map(|f| FieldPicture {
            name: f.name().as_str(),
            heads: f.heads().collect(),
            cyclic: !cycles.is_empty()
                && cycles.contains(&(record.id().clone(), f.name().as_str().to_owned())),
        });
        let standing = if record.deletion_contested() {
            Standing::Contested
        } else if record.is_deleted() {
            Standing::Deleted
        } else {
            Standing::Kept
        };
        RecordPicture {
            id: record.id(),
            standing,
            fields: fields.collect(),
        }
    });
    Picture {
        records: records.collect(),
        variants,
    }
}
