//! The matrix of the sample: twelve tasks between the three firms, some with something to mend.
//! Never in here: what the letters mean.

use super::desk::{Office, SampleFault};
use super::firms::{Firms, Staff};
use crate::modules::matrix::edits::{AddTask, CreateMatrix, SetLetters, SetText};
use crate::modules::matrix::model::Text;
use crate::records::matrix::{Column, Letters};
use crate::texts::sample as say;
use crate::time::{DAY, HOUR, Instant, MINUTE};

type Word = fn() -> String;

struct Row {
    title: Word,
    /// Supplier, maker, retailer.
    letters: [&'static str; 3],
    standard: Option<Word>,
    rhythm: Word,
    group: Word,
}

const fn row(
    title: Word,
    letters: [&'static str; 3],
    standard: Option<Word>,
    [rhythm, group]: [Word; 2],
) -> Row {
    Row {
        title,
        letters,
        standard,
        rhythm,
        group,
    }
}

/// Commit has no standard, inspection no A, anomalies have two, settlement no R.
const ROWS: [Row; 12] = [
    row(
        say::task_submit,
        ["", "C", "RA"],
        Some(say::task_submit_standard),
        [say::as_needed, say::group_requirement],
    ),
    row(
        say::task_acknowledge,
        ["", "RA", "I"],
        Some(say::task_acknowledge_standard),
        [say::as_needed, say::group_requirement],
    ),
    row(
        say::task_propose,
        ["C", "RA", "I"],
        Some(say::task_propose_standard),
        [say::as_needed, say::group_requirement],
    ),
    row(
        say::task_commit,
        ["C", "RA", "I"],
        None,
        [say::as_needed, say::group_requirement],
    ),
    row(
        say::task_order,
        ["C", "RA", ""],
        Some(say::task_order_standard),
        [say::weekly, say::group_supply],
    ),
    row(
        say::task_supply,
        ["RA", "I", ""],
        Some(say::task_supply_standard),
        [say::weekly, say::group_supply],
    ),
    row(
        say::task_inspect,
        ["C", "R", ""],
        Some(say::task_inspect_standard),
        [say::daily, say::group_supply],
    ),
    row(
        say::task_progress,
        ["I", "RA", "I"],
        Some(say::task_progress_standard),
        [say::daily, say::group_production],
    ),
    row(
        say::task_anomaly,
        ["A", "RA", "I"],
        Some(say::task_anomaly_standard),
        [say::as_needed, say::group_production],
    ),
    row(
        say::task_ship,
        ["", "RA", "R"],
        Some(say::task_ship_standard),
        [say::weekly, say::group_delivery],
    ),
    row(
        say::task_settle,
        ["", "C", "A"],
        Some(say::task_settle_standard),
        [say::monthly, say::group_delivery],
    ),
    row(
        say::task_forecast,
        ["I", "C", "RA"],
        Some(say::task_forecast_standard),
        [say::weekly, say::group_planning],
    ),
];

/// The maker draws it up; later the retailer amends a cell and, before it hears of that, the
/// supplier another value of the same: one field is changed on both sides.
pub(super) fn draw_up(office: &mut Office, firms: &Firms, now: Instant) -> Result<(), SampleFault> {
    let begun = now.plus(-40 * DAY);
    let maker = &firms.maker;
    let create = CreateMatrix {
        name: say::matrix(),
        purpose: say::purpose(),
        parties: vec![
            firms.supplier.party().clone(),
            firms.retailer.party().clone(),
        ],
    };
    let matrix = office.act(maker.manager(), begun, &create)?;
    let mut tasks = Vec::with_capacity(ROWS.len());
    for (nth, row) in (0..).zip(&ROWS) {
        let at = begun.plus(HOUR + nth * 3 * MINUTE);
        let add = AddTask {
            matrix: matrix.clone(),
            after: tasks.last().cloned(),
            title: (row.title)(),
        };
        let task = office.act(maker.manager(), at, &add)?;
        let texts = [
            (Text::Standard, row.standard),
            (Text::Rhythm, Some(row.rhythm)),
            (Text::Group, Some(row.group)),
        ];
        for (text, word) in texts {
            let Some(word) = word else { continue };
            let (task, to) = (task.clone(), word());
            office.act(
                maker.manager(),
                at.plus(MINUTE),
                &SetText { task, text, to },
            )?;
        }
        for (staff, letters) in in_order(firms).into_iter().zip(row.letters) {
            if letters.is_empty() {
                continue;
            }
            let set = letters_of(&task, staff, letters)?;
            office.act(maker.manager(), at.plus(2 * MINUTE), &set)?;
        }
        tasks.push(task);
    }
    let Some(forecast) = tasks.last() else {
        return Ok(());
    };
    let at = now.plus(-3 * DAY);
    let ours = letters_of(forecast, maker, "CI")?;
    office.act(firms.retailer.contact(), at, &ours)?;
    let theirs = letters_of(forecast, maker, "R")?;
    let later = at.plus(2 * HOUR);
    office.act_unaware(firms.supplier.contact(), (later, at), &theirs)?;
    Ok(())
}

fn in_order(firms: &Firms) -> [&Staff; 3] {
    [&firms.supplier, &firms.maker, &firms.retailer]
}

fn letters_of(
    task: &crate::ledger::RecordId,
    staff: &Staff,
    letters: &str,
) -> Result<SetLetters, SampleFault> {
    let none = || SampleFault::new("a cell of the matrix holds no letters");
    Ok(SetLetters {
        task: task.clone(),
        column: Column::party(staff.party().clone()),
        letters: Letters::parse(letters).ok_or_else(none)?,
    })
}
