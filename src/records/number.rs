//! Quantities and prices: exact decimal numbers as JSON writes them, from what people type.
//! Never in here: rounding, currencies, how a locale shows a number.

use crate::ledger::{Record, Value};

/// Reads what a person typed as a number: `1,200.50`, `１２`, ` 3 `. Kept to the digit, never through
/// a float. `None` if it is no plain decimal number; a comma is a separator of thousands.
#[must_use]
pub fn typed(text: &str) -> Option<Value> {
    let plain: String = text
        .trim()
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' ' | '\u{a0}'))
        .map(narrow)
        .collect();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        kept => kept,
    };
    let point = if part.is_empty() { "" } else { "." };
    Value::from_json(&format!("{sign}{whole}{point}{part}"))
}

/// The number a field holds, whether written as a JSON number or as a text that is one.
#[must_use]
pub fn reading(record: &Record<'_>, field: &str) -> Option<f64> {
    let value = record.value(field)?;
    let number: Option<f64> = value.read();
    let number = number.or_else(|| typed(&value.as_text()?)?.read());
    number.filter(|n| n.is_finite())
}

/// The number of a field as it was written, for a form to show again; empty where there is none.
#[must_use]
pub fn as_written(record: &Record<'_>, field: &str) -> String {
    let Some(value) = record.value(field) else {
        return String::new();
    };
    value
        .as_text()
        .map_or_else(|| value.json().to_owned(), std::borrow::Cow::into_owned)
}

/// Full-width digits and points, as Chinese input methods write them, as ASCII.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '．' | '－' | '＋' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}
