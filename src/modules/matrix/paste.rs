//! Blocks of cells as spreadsheets put them on the clipboard, and letters as people write them.
//! Never in here: records, the clipboard itself.

use crate::records::matrix::{Letter, Letters};

/// Words for the letters, in any case. Longer ones stand before those they begin with.
const WORDS: [(&str, Letter); 17] = [
    ("responsible", Letter::Responsible),
    ("accountable", Letter::Accountable),
    ("consulted", Letter::Consulted),
    ("informed", Letter::Informed),
    ("执行", Letter::Responsible),
    ("主责", Letter::Accountable),
    ("咨询", Letter::Consulted),
    ("知会", Letter::Informed),
    ("執行", Letter::Responsible),
    ("主責", Letter::Accountable),
    ("諮詢", Letter::Consulted),
    ("知會", Letter::Informed),
    ("负责", Letter::Accountable),
    ("批准", Letter::Accountable),
    ("被咨询", Letter::Consulted),
    ("被告知", Letter::Informed),
    ("告知", Letter::Informed),
];

/// What people put between letters, and what they write for "nothing".
fn is_between(char: char) -> bool {
    char.is_whitespace() || "/\\,;+&|-–—、，；／·".contains(char)
}

/// Reads letters as people write them: `R/A`, `r, a`, `RA`, `执行/主责`, `Responsible`; blank or a
/// dash for none. `None` if anything else is in the text.
pub fn letters(text: &str) -> Option<Letters> {
    let text = narrow(text).to_lowercase();
    let mut all = Letters::NONE;
    let mut rest = text.trim_start_matches(is_between);
    while let Some(first) = rest.chars().next() {
        let word = WORDS
            .iter()
            .find_map(|(w, letter)| Some((*letter, rest.strip_prefix(*w)?)));
        let (letter, left) = match word {
            Some(found) => found,
            None => (Letter::of(first)?, rest.get(first.len_utf8()..)?),
        };
        all = all.with(letter);
        rest = left.trim_start_matches(is_between);
    }
    Some(all)
}

/// Full-width letters, as Chinese input methods write them, as plain ones.
fn narrow(text: &str) -> String {
    let plain = |char: char| match char {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(char) - 0xFEE0).unwrap_or(char),
        _ => char,
    };
    text.chars().map(plain).collect()
}

/// Reads tab-separated rows. A cell that holds a tab, a line break or a quote stands in double
/// quotes, its own quotes doubled, as spreadsheets write it. Rows may differ in length.
pub fn read_block(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(char) = chars.next() {
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\t' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' | '\r' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(char),
        }
    }
    // Spreadsheets end the last row with a line break; what is left is a row only if it holds anything.
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// Writes what [`read_block`] reads.
pub fn write_block(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        if text.contains(['\t', '\n', '\r', '"']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.clone()
        }
    };
    let row = |cells: &Vec<String>| cells.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n";
    rows.iter().map(row).collect()
}
