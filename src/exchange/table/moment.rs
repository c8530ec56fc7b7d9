//! Cells to moments: ISO 8601, the common Chinese and English forms, Excel's day numbers.
//! Never in here: guessing which of day and month comes first, the reader's own zone.

use serde::{Deserialize, Serialize};

use super::half_width;
use crate::time::instant::parse_offset;
use crate::time::zone::Resolved;
use crate::time::{Civil, DAY, Date, HOUR, Instant, MINUTE, SECOND, Zone};

/// Which of two numbers before a year is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
}

/// A moment as a cell states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    pub at: Instant,
    /// The second of the day as written; `None` if the cell has no time of day.
    pub second: Option<u32>,
    pub clock: Clock,
}

/// What the zone's clocks did at a reading without an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    Plain,
    Skipped,
    Repeated,
}

/// Why a cell is not a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Unreadable,
    /// Before 1900 or after 2199.
    Implausible,
    /// It is one by the other order of day and month only, or the order is open.
    DayOrder,
}

/// What the cells of a column say about how they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    pub day_first: usize,
    pub month_first: usize,
    /// Cells that are two different dates.
    pub either: usize,
    /// All cells are plain numbers in the range of Excel's days.
    pub serial: bool,
}

/// How to read a column.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub order: Option<DayOrder>,
    pub serial: bool,
    /// For cells without an offset.
    pub zone: &'a Zone,
}

/// A date as written, before day and month are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dated {
    Sure(Date),
    Either {
        day_first: Option<Date>,
        month_first: Option<Date>,
    },
}

struct Written {
    date: Dated,
    of_day: Option<i64>,
    offset: Option<i64>,
}

/// Excel's day numbers of 1954 to 2119. A column of smaller numbers is more likely quantities.
const SERIALS: std::ops::RangeInclusive<f64> = 20_000.0..=80_500.0;
/// Day 0 of Excel's calendar, which believes in a 29 February 1900, seen from later dates.
const SERIAL_ZERO: i64 = -25_569;

/// Looks through the filled cells of a column.
pub fn evidence<'a>(cells: impl Iterator<Item = &'a str>) -> Evidence {
    let mut found = Evidence {
        serial: true,
        ..Evidence::default()
    };
    let mut any = false;
    for cell in cells {
        any = true;
        found.serial &= serial(cell).is_some();
        match written(cell).map(|written| written.date) {
            Some(Dated::Either {
                day_first: Some(a),
                month_first: Some(b),
            }) => found.either += usize::from(a != b),
            Some(Dated::Either {
                day_first: Some(_), ..
            }) => found.day_first += 1,
            Some(Dated::Either {
                month_first: Some(_),
                ..
            }) => found.month_first += 1,
            _ => {}
        }
    }
    found.serial &= any;
    found
}

impl Evidence {
    /// The order the cells prove, if they prove one and only one.
    #[must_use]
    pub const fn order(self) -> Option<DayOrder> {
        match (self.day_first, self.month_first) {
            (0, 0) => None,
            (_, 0) => Some(DayOrder::DayFirst),
            (0, _) => Some(DayOrder::MonthFirst),
            _ => None,
        }
    }
}

/// Reads one cell by its column's rules.
pub fn read(cell: &str, rules: Rules<'_>) -> Result<Stated, Fault> {
    if let Some(civil) = serial(cell).filter(|_| rules.serial) {
        let whole_day = civil.of_day() == 0 && !cell.contains(['.', ',']);
        return Ok(in_zone(civil, !whole_day, rules.zone));
    }
    let written = written(cell).ok_or(Fault::Unreadable)?;
    let date = match (written.date, rules.order) {
        (Dated::Sure(date), _) => date,
        (Dated::Either { day_first, .. }, Some(DayOrder::DayFirst)) => {
            day_first.ok_or(Fault::DayOrder)?
        }
        (Dated::Either { month_first, .. }, Some(DayOrder::MonthFirst)) => {
            month_first.ok_or(Fault::DayOrder)?
        }
        (
            Dated::Either {
                day_first,
                month_first,
            },
            None,
        ) => match (day_first, month_first) {
            (Some(a), Some(b)) if a != b => return Err(Fault::DayOrder),
            (Some(date), _) | (None, Some(date)) => date,
            (None, None) => return Err(Fault::Unreadable),
        },
    };
    if !(1900..=2199).contains(&date.ymd().0) {
        return Err(Fault::Implausible);
    }
    let civil = date
        .at(written.of_day.unwrap_or(0))
        .ok_or(Fault::Unreadable)?;
    let Some(offset) = written.offset else {
        return Ok(in_zone(civil, written.of_day.is_some(), rules.zone));
    };
    let at = civil
        .0
        .checked_sub(offset * SECOND)
        .map(Instant)
        .ok_or(Fault::Unreadable)?;
    Ok(Stated {
        at,
        second: Some((civil.of_day() / SECOND) as u32),
        clock: Clock::Plain,
    })
}

/// Whether a cell is a date or a moment in any form but a bare number.
#[must_use]
pub fn looks_like(cell: &str) -> bool {
    written(cell).is_some()
}

fn in_zone(civil: Civil, timed: bool, zone: &Zone) -> Stated {
    let clock = match zone.resolve(civil) {
        // A date without a time only needs to be some moment at the start of that date.
        _ if !timed => Clock::Plain,
        Resolved::Once(_) => Clock::Plain,
        Resolved::Twice(..) => Clock::Repeated,
        Resolved::Never(..) => Clock::Skipped,
    };
    let second = timed.then_some((civil.of_day() / SECOND) as u32);
    Stated {
        at: zone.instant(civil),
        second,
        clock,
    }
}

/// Days since 30 December 1899 with a fraction for the time, as Excel stores moments; to the second,
/// because that is what its fractions are good for.
pub(super) fn serial(cell: &str) -> Option<Civil> {
    let plain = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let days: f64 = cell.parse().ok().filter(|_| plain)?;
    SERIALS.contains(&days).then(|| {
        let seconds = (days * 86_400.0).round() as i64;
        Civil(seconds * SECOND + SERIAL_ZERO * DAY)
    })
}

/// Every form but bare numbers. A date without a time of day must be the whole cell.
fn written(cell: &str) -> Option<Written> {
    let plain = half_width(cell);
    let text = plain.trim();
    // The longest moment is some forty characters; notes need no looking through.
    if text.len() > 64 {
        return None;
    }
    let (date, rest) = ymd(text)
        .or_else(|| packed(text))
        .or_else(|| numbers_first(text))
        .or_else(|| month_first(text))?;
    let rest = rest
        .strip_prefix(['T', 't'])
        .unwrap_or(rest)
        .trim_start_matches([' ', ',']);
    if rest.is_empty() {
        return Some(Written {
            date,
            of_day: None,
            offset: None,
        });
    }
    let (of_day, rest) = time(rest)?;
    let rest = rest.trim_start();
    let offset = match rest
        .strip_prefix("UTC")
        .or_else(|| rest.strip_prefix("GMT"))
    {
        Some("") => Some(0),
        Some(offset) => Some(parse_offset(offset)?),
        None if rest.is_empty() => None,
        None => Some(parse_offset(rest)?),
    };
    Some(Written {
        date,
        of_day: Some(of_day),
        offset,
    })
}

/// `2026-01-31`, `2026/1/31`, `2026.1.31`, `2026年1月31日`.
fn ymd(text: &str) -> Option<(Dated, &str)> {
    let (year, rest) = number(text, 4, 4)?;
    let sign = rest.trim_start().chars().next()?;
    let rest = rest.trim_start().strip_prefix(['-', '/', '.', '年'])?;
    let (month, rest) = number(rest.trim_start(), 1, 2)?;
    let between = if sign == '年' { '月' } else { sign };
    let rest = rest.trim_start().strip_prefix(between)?;
    let (day, rest) = number(rest.trim_start(), 1, 2)?;
    let rest = if sign == '年' {
        rest.trim_start().strip_prefix(['日', '号'])?
    } else {
        rest
    };
    Some((Dated::Sure(date(year, month, day)?), rest))
}

/// `20260131`, nothing but eight digits or with a time after a blank or T.
fn packed(text: &str) -> Option<(Dated, &str)> {
    let (all, rest) = number(text, 8, 8)?;
    let date = date(all / 10_000, all / 100 % 100, all % 100)?;
    let ends = rest.is_empty() || rest.starts_with([' ', 'T']);
    // Order numbers have eight digits, too; dates are of this age.
    (ends && (1900..2200).contains(&date.ymd().0)).then_some((Dated::Sure(date), rest))
}

/// `31.01.2026` (always the day first), `31/1/2026` or `1/31/2026`, `31 Jan 2026`, `31-Jan-2026`.
fn numbers_first(text: &str) -> Option<(Dated, &str)> {
    let (first, rest) = number(text, 1, 2)?;
    if let Some(sign) = rest.chars().next().filter(|c| matches!(c, '/' | '-' | '.'))
        && let Some((second, rest)) = rest.strip_prefix(sign).and_then(|rest| number(rest, 1, 2))
    {
        let (year, rest) = number(rest.strip_prefix(sign)?, 4, 4)?;
        let (day_first, month_first) = (date(year, second, first), date(year, first, second));
        if sign == '.' {
            return Some((Dated::Sure(day_first?), rest));
        }
        day_first.or(month_first)?;
        return Some((
            Dated::Either {
                day_first,
                month_first,
            },
            rest,
        ));
    }
    let rest = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| rest.strip_prefix(end))
        .unwrap_or(rest);
    let (month, rest) = month_name(rest.trim_start_matches([' ', '-', '.', '/']))?;
    let (year, rest) = number(rest.trim_start_matches([' ', '-', '.', ',', '/']), 4, 4)?;
    Some((Dated::Sure(date(year, month, first)?), rest))
}

/// `Jan 31, 2026`, `January 31st 2026`.
fn month_first(text: &str) -> Option<(Dated, &str)> {
    let (month, rest) = month_name(text)?;
    let (day, rest) = number(rest.trim_start_matches([' ', '.', '-']), 1, 2)?;
    let rest = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| rest.strip_prefix(end))
        .unwrap_or(rest);
    let (year, rest) = number(rest.trim_start_matches([' ', ',', '-']), 4, 4)?;
    Some((Dated::Sure(date(year, month, day)?), rest))
}

/// `14:05`, `14:05:06.789`, `2:05 PM`, `14时05分06秒`, `下午2:05`; milliseconds after midnight.
fn time(text: &str) -> Option<(i64, &str)> {
    let (before, text) = half_of_day(text);
    let (hour, rest) = number(text.trim_start(), 1, 2)?;
    let (minute, second, milli, rest) = match rest.strip_prefix(['时', '点', '時']) {
        Some(rest) => in_characters(rest.trim_start())?,
        None => in_digits(rest.strip_prefix(':')?)?,
    };
    let (after, rest) = half_of_day(rest.trim_start());
    let hour = match (before.or(after), hour) {
        (None, hour) => hour,
        (Some(Half::Morning), 12) => 0,
        (Some(Half::Morning), 13..) => return None,
        (Some(Half::Morning), hour) => hour,
        (Some(Half::Afternoon), hour @ 0..12) => hour + 12,
        // People write 下午14:05 as well as 下午2:05.
        (Some(Half::Afternoon), hour) => hour,
    };
    let exists = hour <= 23 && minute <= 59 && second <= 59;
    exists.then_some((
        hour * HOUR + minute * MINUTE + second * SECOND + milli,
        rest,
    ))
}

/// `05`, `05:06`, `05:06.789` after an hour: minute, second, millisecond.
fn in_digits(text: &str) -> Option<(i64, i64, i64, &str)> {
    let (minute, rest) = number(text, 2, 2)?;
    let Some(rest) = rest.strip_prefix(':') else {
        return Some((minute, 0, 0, rest));
    };
    let (second, rest) = number(rest, 2, 2)?;
    let (milli, rest) = fraction(rest);
    Some((minute, second, milli, rest))
}

/// `05分`, `5分6秒` or nothing after an hour: minute, second, millisecond.
fn in_characters(text: &str) -> Option<(i64, i64, i64, &str)> {
    let Some((minute, rest)) = number(text, 1, 2) else {
        return Some((0, 0, 0, text));
    };
    let rest = rest.strip_prefix('分').unwrap_or(rest).trim_start();
    let Some((second, rest)) = number(rest, 1, 2) else {
        return Some((minute, 0, 0, rest));
    };
    let (milli, rest) = fraction(rest);
    Some((minute, second, milli, rest.strip_prefix('秒')?))
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

fn half_of_day(text: &str) -> (Option<Half>, &str) {
    const NAMES: [(&str, Half); 10] = [
        ("上午", Half::Morning),
        ("下午", Half::Afternoon),
        ("a.m.", Half::Morning),
        ("p.m.", Half::Afternoon),
        ("am", Half::Morning),
        ("pm", Half::Afternoon),
        ("早上", Half::Morning),
        ("晚上", Half::Afternoon),
        ("凌晨", Half::Morning),
        ("中午", Half::Afternoon),
    ];
    for (name, half) in NAMES {
        if let Some((head, rest)) = text.split_at_checked(name.len())
            && head.eq_ignore_ascii_case(name)
        {
            return (Some(half), rest);
        }
    }
    (None, text)
}

/// `.789` or `,789` as milliseconds, and the rest.
fn fraction(text: &str) -> (i64, &str) {
    let Some(after) = text.strip_prefix(['.', ',']) else {
        return (0, text);
    };
    let count = after.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = after.split_at_checked(count).unwrap_or((after, ""));
    let kept = digits.get(..count.min(3)).unwrap_or_default();
    let milli = kept.parse::<i64>().unwrap_or(0) * 10_i64.pow(3 - kept.len() as u32);
    if count == 0 { (0, text) } else { (milli, rest) }
}

fn month_name(text: &str) -> Option<(i64, &str)> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let count = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at_checked(count).filter(|_| count >= 3)?;
    let word = word.to_ascii_lowercase();
    let place = NAMES
        .iter()
        .position(|name| word == "sept" && name.starts_with("sep") || name.starts_with(&word))?;
    // Whole names and their first three letters; "marc" is a person.
    let known =
        word.len() == 3 || word == "sept" || NAMES.get(place).is_some_and(|name| *name == word);
    known.then_some((place as i64 + 1, rest))
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::from_ymd(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// All digits at the start of a text, if there are `least` to `most` of them, and the rest.
fn number(text: &str, least: usize, most: usize) -> Option<(i64, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text
        .split_at_checked(count)
        .filter(|_| (least..=most).contains(&count))?;
    Some((digits.parse().ok()?, rest))
}
