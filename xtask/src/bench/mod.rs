//! `bench`: runs the rows and prints `name ratio target spread` for each.
//! Every figure is a ratio within one run; no absolute time is judged.

pub mod lanes;

use crate::places::Places;
use lanes::{Measured, Verdict};

/// One figure the project promises.
pub struct Row {
    pub name: &'static str,
    /// The ratio, ours ÷ theirs, must not exceed this.
    pub target: f64,
    pub run: fn(&Places) -> Result<Measured, String>,
}

const ROWS: &[Row] = &[];

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
