//! The same made-up changes for every lane of a bench row: five writers, ten fields, partial knowledge.
//! Nothing is random and nothing is measured here.

use std::collections::BTreeMap;

use tandem::ledger::{Author, Change, ChangeId, RecordId, Value, Workspace, Write, WriterId};
use tandem::time::Instant;

const WRITERS: u32 = 5;
const FIELDS: u32 = 10;
/// Changes to each record, on average.
const PER_RECORD: u32 = 50;
/// How often, on the way, all writers learn what the others wrote.
pub const EXCHANGES: u32 = 50;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % u64::from(below)) as u32
    }
}

/// `total` changes, the writers taking turns. Clocks agree with causality, so that even a map that
/// only looks at clocks ends with the values the ledger shows; each write changes what its writer sees.
pub fn changes(total: u32) -> Vec<Change> {
    let records = total / PER_RECORD;
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let names: Vec<String> = (0..FIELDS).map(|n| format!("field_{n}")).collect();
    let spread = 0x1234_5678_9abc_def0_1234_5678_9abc;
    let ids: Vec<RecordId> = (0..records)
        .map(|n| RecordId::from_bits("task", u128::from(n) * spread))
        .collect();
    let authors: Vec<Author> = (0..WRITERS)
        .map(|n| Author {
            party: RecordId::from_bits("party", u128::from(n % 3 + 1) * spread),
            person: RecordId::from_bits("person", u128::from(n + 1) * spread),
        })
        .collect();
    let cells = records * FIELDS;
    // What all know of each cell's heads, and what each wrote since the last exchange.
    let mut common: BTreeMap<u32, Vec<ChangeId>> = BTreeMap::new();
    let mut own: Vec<BTreeMap<u32, ChangeId>> = vec![BTreeMap::new(); WRITERS as usize];
    let mut all = Vec::with_capacity(total as usize);
    let mut written: BTreeMap<ChangeId, Value> = BTreeMap::new();
    let each = total / WRITERS;
    for seq in 0..each {
        if seq % (each / EXCHANGES) == 0 {
            let mut news: BTreeMap<u32, Vec<ChangeId>> = BTreeMap::new();
            for (cell, id) in own.iter_mut().flat_map(std::mem::take) {
                news.entry(cell).or_default().push(id);
            }
            common.extend(news);
        }
        for (nth, author) in authors.iter().enumerate() {
            let cell = dice.roll(cells);
            let writer = WriterId(0xa1b2_c3d4_0000_0000 + nth as u64 * 0x1_0001);
            let id = ChangeId { writer, seq };
            let over = match own[nth].insert(cell, id) {
                Some(mine) => vec![mine],
                None => common.get(&cell).cloned().unwrap_or_default(),
            };
            let late = i64::from(seq) * 60_000 + i64::from(dice.roll(60_000));
            // Nobody writes again what stands there: to Automerge that is no write at all.
            let seen = |value: &Value| over.iter().any(|id| written.get(id) == Some(value));
            let value = loop {
                let value = value(&mut dice);
                if !seen(&value) {
                    break value;
                }
            };
            written.insert(id, value.clone());
            let field = names[(cell % FIELDS) as usize].as_str().into();
            all.push(Change {
                id,
                at: Instant(1_760_000_000_000 + late),
                by: author.clone(),
                act: id,
                record: ids[(cell / FIELDS) as usize].clone(),
                writes: vec![Write { field, value, over }],
                extra: Vec::new(),
            });
        }
    }
    all
}

fn value(dice: &mut Dice) -> Value {
    match dice.roll(4) {
        0 => Value::int(i64::from(dice.roll(100_000))),
        1 => Value::text(&format!("协作 {} 号", dice.roll(1_000))),
        2 => Value::text(["open", "answered", "shelved", "done"][dice.roll(4) as usize]),
        _ => {
            let (revision, part) = (dice.roll(100), dice.roll(10_000));
            Value::text(&format!(
                "Housing, aluminium, revision {revision} of {part}"
            ))
        }
    }
}

/// `{record: {field: [shown value, other rivals …]}}`, to compare states by.
pub fn shown(ws: &Workspace) -> String {
    let mut text = String::from("{");
    for record in ws.records() {
        text.push_str(if text.len() > 1 { "," } else { "" });
        text.push_str(&format!("\"{}\":{{", record.id()));
        for (nth, field) in record.fields().enumerate() {
            let mut values = vec![field.value().json()];
            values.extend(field.rivals().iter().skip(1).map(|(_, v)| v.json()));
            let comma = if nth > 0 { "," } else { "" };
            let name = field.name().as_str();
            text.push_str(&format!("{comma}\"{name}\":[{}]", values.join(",")));
        }
        text.push('}');
    }
    text.push('}');
    text
}
