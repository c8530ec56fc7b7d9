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

/// What a spreadsheet begins to reckon at; in Chinese and Japanese ones the wide signs as well.
const BEGINS_A_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(part)
}

fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(BEGINS_A_FORMULA) && !is_number(cell);
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

    #[test]
    fn whatever_begins_like_a_formula_is_a_text() {
        for cell in [
            "=HYPERLINK(\"http://x\")",
            "+86 138",
            "-2+3",
            "-inf",
            "@SUM(A1)",
            "\t=1",
            "\n=1",
            "＝1+1",
            "－李",
        ] {
            let line = csv(&[vec![cell.to_owned()]]);
            let begins = line.trim_start_matches(['\u{feff}', '"']);
            assert!(begins.starts_with('\''), "{cell:?} is written as {line:?}");
        }
        for number in ["0.000", "-1", "24.000"] {
            let line = csv(&[vec![number.to_owned()]]);
            assert_eq!(line, format!("\u{feff}{number}\r\n"));
        }
    }

    #[test]
    fn read_back_as_a_table_every_cell_is_in_its_column() {
        use crate::exchange::table::Sheet;
        let rows: Vec<Vec<String>> = [
            ["Person", "Hours", "To refresh"],
            ["李伟, 采购", "24.000", "Talks\nand \"signs\""],
            ["Mei; Lin", "0.500", ""],
        ]
        .map(|row| row.map(str::to_owned).to_vec())
        .to_vec();
        let text = csv(&rows);
        let separator = Sheet::read(&text).separator;
        let sheet = Sheet::read_as(&text, separator, false);
        let read: Vec<Vec<String>> = sheet.rows.iter().map(|row| row.cells.clone()).collect();
        assert_eq!(read, rows);
    }
}
