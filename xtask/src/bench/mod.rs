//! `bench`: runs the rows and prints `name ratio target spread` for each.
//! Every figure is a ratio within one run; no absolute time is judged.

pub mod lanes;
mod native;
mod page;

use crate::places::Places;
use lanes::{Measured, Verdict};

/// One figure the project promises.
pub struct Row {
    pub name: &'static str,
    /// The ratio, ours ÷ theirs, must not exceed this.
    pub target: f64,
    pub run: fn(&Places) -> Result<Measured, String>,
}

/// Rows (a) merge, (b) disk, (c) growth, (d) size; docs/PERFORMANCE.md says what each compares.
const ROWS: &[Row] = &[
    Row {
        name: "merge ÷ plain map, last writer wins",
        target: 0.5,
        run: |places| page::measure(places, "merge-lww"),
    },
    Row {
        name: "merge ÷ plain map, heads kept",
        target: 0.35,
        run: |places| page::measure(places, "merge-heads"),
    },
    Row {
        name: "merge ÷ Yjs",
        target: 0.12,
        run: |places| page::measure(places, "merge-yjs"),
    },
    Row {
        name: "merge ÷ Automerge",
        target: 0.01,
        run: |places| page::measure(places, "merge-automerge"),
    },
    Row {
        name: "persist in segments ÷ in rows",
        target: 0.01,
        run: |places| page::measure(places, "persist"),
    },
    Row {
        name: "load from segments ÷ from rows",
        target: 0.2,
        run: |places| page::measure(places, "load"),
    },
    Row {
        name: "instructions, 100,000 ÷ 10,000 changes",
        target: 10.5,
        run: native::instructions,
    },
    Row {
        name: "first screen ÷ Leptos hello",
        target: 4.5,
        run: native::first_screen,
    },
    Row {
        name: "today's screen ÷ Leptos hello",
        target: 4.5,
        run: native::todays_screen,
    },
];

/// True when every row run holds its target.
pub fn run(places: &Places, name: Option<&str>) -> Result<bool, String> {
    let chosen: Vec<&Row> = ROWS
        .iter()
        .filter(|row| name.is_none_or(|name| row.name.contains(name)))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
        return Err(format!("No such row. There are: {}.", names.join(", ")));
    }
    println!(
        "{:<40} {:>9} {:>9} {:>9}",
        "name", "ratio", "target", "spread"
    );
    let mut well = true;
    for row in chosen {
        let figures = match (row.run)(places).map(|measured| measured.verdict()) {
            Ok(Verdict::Stands { ratio, spread }) => {
                let held = ratio <= row.target;
                well &= held;
                let note = if held { "" } else { "  missed" };
                format!("{ratio:>9.3} {:>9.3} {spread:>9.3}{note}", row.target)
            }
            Ok(Verdict::Void { twin }) => {
                well = false;
                format!(
                    "     void {:>9.3}            twin lanes differ: {twin:.3}",
                    row.target
                )
            }
            Err(fault) => {
                well = false;
                format!("   failed {:>9.3}            {fault}", row.target)
            }
        };
        println!("{:<40} {figures}", row.name);
    }
    Ok(well)
}
