//! Dates of the proleptic Gregorian calendar and wall-clock readings, before any zone is known.
//! Never in here: zones, moments in UTC, names of months or days in any language.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::instant::{DAY, HOUR, MINUTE, SECOND};

/// A civil date, as days since 1970-01-01; stored as `"2026-01-31"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i64);

impl Date {
    /// `None` if there is no such day. Years are kept to ±999,999,999.
    #[must_use]
    pub fn from_ymd(year: i64, month: u32, day: u32) -> Option<Self> {
        if !(-999_999_999..=999_999_999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        (1..=days_in_month(year, month))
            .contains(&day)
            .then(|| Self(days_from_ymd(year, month, day)))
    }

    /// Year, month 1–12, day 1–31.
    #[must_use]
    pub fn ymd(self) -> (i64, u32, u32) {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days;
        // in i128 so that no day count overflows.
        let z = i128::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i128::from(month <= 2);
        (year as i64, month as u32, day as u32)
    }

    /// 0 is Monday, 6 is Sunday (ISO 8601 order).
    #[must_use]
    pub const fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        (self.0.rem_euclid(7) as usize + 3) % 7
    }

    #[must_use]
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Midnight at the start of this date.
    #[must_use]
    pub const fn start(self) -> Civil {
        Civil(self.0.saturating_mul(DAY))
    }

    /// Reads `2026-01-31`, the whole text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = parse_date_prefix(text)?;
        rest.is_empty().then_some(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        if (0..=9999).contains(&year) {
            write!(f, "{year:04}-{month:02}-{day:02}")
        } else {
            write!(f, "{year:+07}-{month:02}-{day:02}")
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("expected a date such as 2026-01-31"))
    }
}

/// A wall-clock reading: milliseconds since 1970-01-01 00:00 on that wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Civil(pub i64);

impl Civil {
    /// A reading from its parts; `None` if the date or the time of day does not exist.
    #[must_use]
    pub fn new(date: Date, hour: u32, minute: u32, second: u32, milli: u32) -> Option<Self> {
        if hour > 23 || minute > 59 || second > 59 || milli > 999 {
            return None;
        }
        let of_day = i64::from(hour) * HOUR
            + i64::from(minute) * MINUTE
            + i64::from(second) * SECOND
            + i64::from(milli);
        date.at(of_day)
    }

    #[must_use]
    pub const fn date(self) -> Date {
        Date(self.0.div_euclid(DAY))
    }

    /// Milliseconds since midnight, 0 to 86,399,999.
    #[must_use]
    pub const fn of_day(self) -> i64 {
        self.0.rem_euclid(DAY)
    }

    /// Reads `2026-01-31T14:05[:06[.789]]` from the start of a text and gives what follows it.
    /// `None` if there is no time of day: a bare date is not a reading of a clock.
    pub(crate) fn parse_prefix(text: &str) -> Option<(Self, &str)> {
        let (date, rest) = parse_date_prefix(text)?;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (hour, rest) = digits(rest, 2)?;
        let (minute, mut rest) = digits(rest.strip_prefix(':')?, 2)?;
        let (mut second, mut milli) = (0, 0);
        if let Some(after) = rest.strip_prefix(':') {
            (second, rest) = digits(after, 2)?;
            if let Some(after) = rest.strip_prefix(['.', ',']) {
                let count = after.bytes().take_while(u8::is_ascii_digit).count();
                let kept = after.get(..count.min(3)).filter(|kept| !kept.is_empty())?;
                milli = kept.parse::<i64>().ok()? * 10_i64.pow(3 - kept.len() as u32);
                rest = after.get(count..)?;
            }
        }
        let [hour, minute, second, milli] = [hour, minute, second, milli].map(|n| n as u32);
        Some((Self::new(date, hour, minute, second, milli)?, rest))
    }
}

impl Date {
    /// The reading `ms` after this date's midnight; `ms` may pass the day's end.
    #[must_use]
    pub fn at(self, ms: i64) -> Option<Civil> {
        // The first day in range starts before the range does, so the sum is made wide.
        let wide = i128::from(self.0) * i128::from(DAY) + i128::from(ms);
        i64::try_from(wide).ok().map(Civil)
    }
}

impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.of_day();
        let (hour, minute) = (ms / HOUR, ms % HOUR / MINUTE);
        let (second, milli) = (ms % MINUTE / SECOND, ms % SECOND);
        write!(
            f,
            "{}T{hour:02}:{minute:02}:{second:02}.{milli:03}",
            self.date()
        )
    }
}

/// `2026-01-31` or `+002026-01-31` from the start of a text, and the rest.
fn parse_date_prefix(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = match text.strip_prefix(['+', '-']) {
        None => digits(text, 4)?,
        Some(after) => {
            let count = after.bytes().take_while(u8::is_ascii_digit).count();
            let (year, rest) = (6..=9)
                .contains(&count)
                .then(|| digits(after, count))
                .flatten()?;
            (if text.starts_with('-') { -year } else { year }, rest)
        }
    };
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
    Some((Date::from_ymd(year, month as u32, day as u32)?, rest))
}

/// Exactly `count` ASCII digits from the start of a text, and the rest.
fn digits(text: &str, count: usize) -> Option<(i64, &str)> {
    let (head, rest) = text.split_at_checked(count)?;
    head.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| head.parse().ok())?
        .map(|n| (n, rest))
}

/// Howard Hinnant's days_from_civil; the year is bounded by the caller.
fn days_from_ymd(year: i64, month: u32, day: u32) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = i64::from((month + 9) % 12);
    let doy = (153 * mp + 2) / 5 + i64::from(day) - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}
