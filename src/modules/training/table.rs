//! The yearly ledger as a table for spreadsheets: CSV with a mark, so that Excel reads it as UTF-8.
//! Never in here: which rows, words of a language.

/// Rows of cells as CSV: a byte order mark, commas, CRLF. A cell that a spreadsheet would take for a
/// formula begins with an apostrophe; numbers stay numbers.
#[must_use]
pub fn csv(rows: &[Vec<String>]) -> String {
    let mut text = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok();
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number;
    let safe = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if safe.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_signs_stay_names_and_numbers_stay_numbers() {
        let row = ["李, 伟", "=1+1", "-3.5", "say \"hi\"", ""].map(str::to_owned);
        let text = csv(&[row.to_vec()]);
        assert_eq!(
            text,
            "\u{feff}\"李, 伟\",'=1+1,-3.5,\"say \"\"hi\"\"\",\r\n"
        );
    }
}
