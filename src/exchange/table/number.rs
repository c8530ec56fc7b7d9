//! Cells to exact decimal numbers, whichever signs group thousands and begin the decimals.
//! Never in here: floating point, units, percentages (a share is not the number beside its sign).

use serde::{Deserialize, Serialize};

use super::half_width;

/// What begins the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecimalSign {
    Point,
    Comma,
}

/// What the cells of a column say about their decimal sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimals {
    /// At least one cell shows it, none contradicts; or no cell depends on it.
    Known(DecimalSign),
    /// Cells such as `1,234` could be a thousand or a little more than one.
    Open,
}

/// Signs of money that may stand before or after an amount.
const MONEY: [&str; 10] = ["¥", "￥", "$", "€", "£", "元", "RMB", "CNY", "USD", "EUR"];

/// What one cell can be.
struct Readings {
    point: Option<String>,
    comma: Option<String>,
}

/// Looks through a column for what begins its decimals.
pub fn decimals<'a>(cells: impl Iterator<Item = &'a str>) -> Decimals {
    let (mut point, mut comma, mut open) = (0_usize, 0_usize, 0_usize);
    for cell in cells {
        match both(cell) {
            Readings {
                point: Some(a),
                comma: Some(b),
            } => open += usize::from(a != b),
            Readings {
                point: Some(_),
                comma: None,
            } => point += 1,
            Readings {
                point: None,
                comma: Some(_),
            } => comma += 1,
            Readings {
                point: None,
                comma: None,
            } => {}
        }
    }
    match (point, comma, open) {
        (_, 0, 0) => Decimals::Known(DecimalSign::Point),
        (0, _, 0) => Decimals::Known(DecimalSign::Comma),
        (p, 0, _) if p > 0 => Decimals::Known(DecimalSign::Point),
        (0, c, _) if c > 0 => Decimals::Known(DecimalSign::Comma),
        // Both kinds in one column: a person says which, the others become findings.
        _ => Decimals::Open,
    }
}

/// The number as JSON has it (`-1234.5`), exact; `None` if the cell is no number by this sign.
#[must_use]
pub fn read(cell: &str, sign: DecimalSign) -> Option<String> {
    let readings = both(cell);
    match sign {
        DecimalSign::Point => readings.point,
        DecimalSign::Comma => readings.comma,
    }
}

/// Whether a cell is a number by either sign.
#[must_use]
pub fn looks_like(cell: &str) -> bool {
    let readings = both(cell);
    readings.point.is_some() || readings.comma.is_some()
}

fn both(cell: &str) -> Readings {
    let plain = half_width(cell);
    let mut text = plain.trim();
    let mut negative = false;
    // Bookkeepers write a negative amount in brackets.
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        (text, negative) = (inner.trim(), true);
    }
    for _ in 0..2 {
        for sign in MONEY {
            text = text
                .strip_prefix(sign)
                .or_else(|| text.strip_suffix(sign))
                .unwrap_or(text)
                .trim();
        }
        if let Some(rest) = text.strip_prefix(['-', '\u{2212}']).filter(|_| !negative) {
            (text, negative) = (rest.trim_start(), true);
        }
    }
    let text = text.strip_prefix('+').filter(|_| !negative).unwrap_or(text);
    Readings {
        point: with(text, '.', ',', negative),
        comma: with(text, ',', '.', negative),
    }
}

/// Reads digits in groups; `decimal` begins the decimals, `grouping`, a blank or ' parts thousands.
fn with(text: &str, decimal: char, grouping: char, negative: bool) -> Option<String> {
    let (whole, decimals) = match text.split_once(decimal) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if decimals.is_some_and(|part| !all_digits(part)) {
        return None;
    }
    let parts = [grouping, ' ', '\'']
        .into_iter()
        .find(|&sign| whole.contains(sign));
    let digits: String = match parts {
        None => whole.to_owned(),
        Some(sign) => {
            let groups: Vec<&str> = whole.split(sign).collect();
            let (first, rest) = groups.split_first()?;
            let regular =
                (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
            // 0,123 is a decimal fraction by anyone's habits.
            if !regular || first.starts_with('0') {
                return None;
            }
            groups.concat()
        }
    };
    // A whole part may be left out before decimals: .5
    let digits = if digits.is_empty() && decimals.is_some() {
        "0".to_owned()
    } else {
        digits
    };
    if !all_digits(&digits) || digits.len() > 30 || decimals.is_some_and(|part| part.len() > 30) {
        return None;
    }
    let whole = digits.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let decimals = decimals.unwrap_or_default().trim_end_matches('0');
    let minus = if negative && !(whole == "0" && decimals.is_empty()) {
        "-"
    } else {
        ""
    };
    let point = if decimals.is_empty() { "" } else { "." };
    Some(format!("{minus}{whole}{point}{decimals}"))
}
