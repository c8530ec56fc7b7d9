//! A table's text to lines of cells: separator and header row found, raggedness and quotes noted.
//! Never in here: what a column means, types of cells.

use serde::{Deserialize, Serialize};

use super::finding::{Findings, Reason};
use super::{moment, number};

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Separator {
    Comma,
    Tab,
    Semicolon,
    Pipe,
}

impl Separator {
    pub const ALL: [Self; 4] = [Self::Comma, Self::Tab, Self::Semicolon, Self::Pipe];

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Pipe => b'|',
        }
    }
}

/// One row and the line of the file it starts on (a quoted cell may hold line breaks).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    pub cells: Vec<String>,
}

impl Row {
    /// The cell without surrounding blanks; empty where the row is too short.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// A table as rows of equal meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub separator: Separator,
    /// Names of the columns; empty if the table has no header row.
    pub header: Vec<String>,
    pub columns: usize,
    pub rows: Vec<Row>,
    pub findings: Findings,
}

/// A firm's table of open things has thousands of rows; more than this is not one a person checks.
pub const MAX_ROWS: usize = 200_000;

/// So much of the text is looked at to find the separator.
const SAMPLE_BYTES: usize = 64 * 1024;
const SAMPLE_ROWS: usize = 64;

impl Sheet {
    /// Reads a table, finding its separator and whether it has a header row.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let (text, stated) = stated_separator(text);
        let separator = stated.unwrap_or_else(|| find_separator(text));
        Self::build(text, separator, None)
    }

    /// Reads a table as a person said.
    #[must_use]
    pub fn read_as(text: &str, separator: Separator, has_header: bool) -> Self {
        let (text, _) = stated_separator(text);
        Self::build(text, separator, Some(has_header))
    }

    #[must_use]
    pub fn has_header(&self) -> bool {
        !self.header.is_empty()
    }

    fn build(text: &str, separator: Separator, has_header: Option<bool>) -> Self {
        let mut findings = Findings::default();
        let mut rows = records(text, separator, MAX_ROWS + 1);
        if let Some(line) = unclosed_quote(text, separator) {
            findings.add(line, None, Reason::UnclosedQuote);
        }
        if let Some(first_out) = rows.get(MAX_ROWS) {
            findings.add(first_out.line, None, Reason::TooManyRows { kept: MAX_ROWS });
            rows.truncate(MAX_ROWS);
        }
        let usual = usual_width(&rows);
        // A title over the table fills one cell of a row that is otherwise empty.
        let filled = |row: &Row| {
            row.cells
                .iter()
                .filter(|cell| !cell.trim().is_empty())
                .count()
        };
        let titles = rows
            .iter()
            .take_while(|row| usual > 2 && filled(row) <= 1)
            .count();
        rows.drain(..if titles < rows.len() { titles } else { 0 });
        let header = match rows.first() {
            Some(first) if has_header.unwrap_or_else(|| looks_like_header(first)) => {
                let names = first
                    .cells
                    .iter()
                    .map(|name| name.trim().to_owned())
                    .collect();
                rows.remove(0);
                names
            }
            _ => Vec::new(),
        };
        // Names are missing where most rows go on beyond them; a few long rows prove nothing.
        let wider = rows.iter().filter(|row| row.cells.len() == usual).count() * 2 > rows.len();
        let columns = if usual > header.len() && (wider || header.is_empty()) {
            usual
        } else {
            header.len()
        };
        for row in &rows {
            let cells = row.cells.len();
            let over = row
                .cells
                .iter()
                .skip(columns)
                .any(|cell| !cell.trim().is_empty());
            if over {
                findings.add(row.line, None, Reason::LongRow { cells, columns });
            } else if cells < columns {
                findings.add(row.line, None, Reason::ShortRow { cells, columns });
            }
        }
        let garbled = rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter(|cell| cell.contains('\u{fffd}'))
            .count();
        if garbled > 0 {
            findings.add(1, None, Reason::Garbled { cells: garbled });
        }
        Self {
            separator,
            header,
            columns,
            rows,
            findings,
        }
    }

    /// The trimmed, non-empty cells of a column.
    pub fn filled(&self, column: usize) -> impl Iterator<Item = &str> + Clone + '_ {
        self.rows
            .iter()
            .map(move |row| row.cell(column))
            .filter(|cell| !cell.is_empty())
    }
}

/// Excel takes a first line `sep=;` as the separator, and so do tables made for it.
fn stated_separator(text: &str) -> (&str, Option<Separator>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let after = text
        .get(..4)
        .filter(|head| head.eq_ignore_ascii_case("sep="))
        .and_then(|_| text.get(4..));
    let stated = after.and_then(|after| {
        let separator = Separator::ALL
            .into_iter()
            .find(|s| after.as_bytes().first() == Some(&s.byte()))?;
        let rest = after.get(1..)?;
        let rest = rest
            .strip_prefix("\r\n")
            .or_else(|| rest.strip_prefix(['\n', '\r']))?;
        Some((rest, Some(separator)))
    });
    stated.unwrap_or((text, None))
}

/// Rows with anything in them, at most `limit`.
fn records(text: &str, separator: Separator, limit: usize) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.byte())
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut lines = Lines {
        bytes: text.as_bytes(),
        at: 0,
        line: 1,
    };
    // The text is valid UTF-8 and rows may be of any length, so reading it cannot fail half-way.
    while rows.len() < limit && matches!(reader.read_record(&mut record), Ok(true)) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let byte = record.position().map_or(0, csv::Position::byte);
        rows.push(Row {
            line: lines.of_row_after(byte),
            cells: record.iter().map(str::to_owned).collect(),
        });
    }
    rows
}

/// Counts lines as editors do. The csv crate's own count is that before the line breaks in front
/// of a row, and half of a CR LF may be among those.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first row at or after a byte; asked for in ascending order.
    fn of_row_after(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(&here) = self.bytes.get(self.at) {
            let breaks = matches!(here, b'\n' | b'\r');
            if self.at >= byte && !breaks {
                break;
            }
            self.at += 1;
            let half = here == b'\r' && self.bytes.get(self.at) == Some(&b'\n');
            self.line += u64::from(breaks && !half);
        }
        self.line
    }
}

/// The separator by which most rows have the same number of cells; of equals, that with most cells.
fn find_separator(text: &str) -> Separator {
    let cut = text.len() > SAMPLE_BYTES;
    let sample = if cut {
        text.get(..text.floor_char_boundary(SAMPLE_BYTES))
            .unwrap_or(text)
    } else {
        text
    };
    let score = |separator: Separator| {
        let mut rows = records(sample, separator, SAMPLE_ROWS + 1);
        // The last row of a sample may have been cut short.
        if rows.len() > 1 && (cut || rows.len() > SAMPLE_ROWS) {
            rows.pop();
        }
        let width = usual_width(&rows);
        let alike = rows.iter().filter(|row| row.cells.len() == width).count();
        let share = if width > 1 {
            alike * 1_000 / rows.len().max(1)
        } else {
            0
        };
        (share, width)
    };
    // `max_by_key` keeps the last of equals, so the likeliest comes last.
    let all = [
        Separator::Pipe,
        Separator::Semicolon,
        Separator::Tab,
        Separator::Comma,
    ];
    all.into_iter()
        .max_by_key(|&separator| score(separator))
        .unwrap_or(Separator::Comma)
}

/// The number of cells that most rows have; of equals the greater.
fn usual_width(rows: &[Row]) -> usize {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in rows {
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|&(width, count)| (count, width))
        .map_or(0, |(width, _)| width)
}

/// Names, not values: nothing in it is a number or a moment, and no name comes twice.
fn looks_like_header(row: &Row) -> bool {
    let names: Vec<&str> = row
        .cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let mut distinct = names.clone();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() == names.len()
        && !names
            .iter()
            .any(|name| number::looks_like(name) || moment::looks_like(name))
}

/// The line on which a quotation mark opens that nothing closes before the end of the text.
fn unclosed_quote(text: &str, separator: Separator) -> Option<u64> {
    let (mut line, mut opened, mut at_start) = (1_u64, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += u64::from(byte == b'\n');
        match (opened, byte) {
            (Some(_), b'"') if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (Some(_), b'"') => opened = None,
            (Some(_), _) => {}
            (None, b'"') if at_start => opened = Some(line),
            (None, _) => at_start = byte == separator.byte() || matches!(byte, b'\n' | b'\r'),
        }
    }
    opened
}
