//! Moments, durations and numbers as the reader's language and zone write them.
//! Never stored, never parsed back, except for what date inputs hold.

use super::{Lang, lang};
use crate::time::{DAY, HOUR, Instant, MINUTE, SECOND};

/// What stands where there is no figure.
pub const NO_FIGURE: &str = "–";

/// Short and natural: "today", "yesterday" or "tomorrow" with the time, else the date with the
/// time, and the year only when it is another one.
pub fn instant(at: Instant) -> String {
    platform::instant(lang(), at.0)
}

/// The whole moment to the second, with weekday and zone.
pub fn exact(at: Instant) -> String {
    platform::exact(lang(), at.0)
}

/// The date alone, with its year.
pub fn day(at: Instant) -> String {
    platform::day(lang(), at.0)
}

/// The month with its year.
pub fn month(at: Instant) -> String {
    platform::month(lang(), at.0)
}

/// The time of day alone.
pub fn time(at: Instant) -> String {
    platform::time(lang(), at.0)
}

/// A number with at most two decimals.
pub fn number(value: f64) -> String {
    platform::number(lang(), value)
}

/// A share with at most one decimal; [`NO_FIGURE`] of nothing.
pub fn percent(numerator: f64, denominator: f64) -> String {
    let share = numerator / denominator;
    if share.is_finite() {
        platform::percent(lang(), share)
    } else {
        NO_FIGURE.into()
    }
}

/// A length of time by its two largest units, without its sign: `3d 4h`, `1小时20分钟`.
pub fn duration(ms: i64) -> String {
    units(ms, 2)
}

/// A length of time to the second, without its sign.
pub fn whole_duration(ms: i64) -> String {
    units(ms, 4)
}

fn units(ms: i64, most: usize) -> String {
    let lang = lang();
    let mut rest = ms.unsigned_abs();
    let mut said: Vec<String> = Vec::new();
    let sizes = [DAY, HOUR, MINUTE, SECOND];
    for (unit, size) in Unit::ALL.into_iter().zip(sizes) {
        let size = size.unsigned_abs();
        let count = rest / size;
        rest %= size;
        let smallest = unit == Unit::Second;
        if count > 0 || (smallest && said.is_empty()) {
            said.push(platform::unit(lang, unit, count as f64));
        }
        // Nothing between: "3d" rather than "3d 5m", which reads as exact and is not.
        if said.len() == most || (most == 2 && count == 0 && !said.is_empty()) {
            break;
        }
    }
    said.join(match lang {
        Lang::Zh => "",
        Lang::En => " ",
    })
}

/// A size in bytes, in the unit that keeps it short.
pub fn bytes(count: u64) -> String {
    let (unit, size) = match count {
        0..1_000 => (Unit::Byte, 1.0),
        1_000..1_000_000 => (Unit::Kilobyte, 1e3),
        _ => (Unit::Megabyte, 1e6),
    };
    platform::unit(lang(), unit, count as f64 / size)
}

/// Several words as one enumeration.
pub fn list<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    words.join(match lang() {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

/// What `<input type="datetime-local">` holds for a moment: the reader's local time to the minute.
pub fn local_input(at: Instant) -> String {
    let [year, month, day, hour, minute, _] = platform::local(at.0);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
}

/// The moment that `<input type="datetime-local">` holds.
pub fn read_local_input(text: &str) -> Option<Instant> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let mut time = time.splitn(3, ':').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (hour, minute) = (time.next()??, time.next()??);
    let second = time.next().flatten().unwrap_or(0);
    platform::from_local([year, month, day, hour, minute, second]).map(Instant)
}

pub(super) fn is_one(n: i64) -> bool {
    platform::is_one(lang(), n)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Hour,
    Minute,
    Second,
    Byte,
    Kilobyte,
    Megabyte,
}

impl Unit {
    const ALL: [Unit; 4] = [Unit::Day, Unit::Hour, Unit::Minute, Unit::Second];
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use super::{Lang, Unit};
    use crate::browser::intl;
    pub use intl::{from_local, local};

    pub fn instant(lang: Lang, ms: i64) -> String {
        let now = intl::now();
        let [year, month, day, ..] = local(ms);
        let this_year = local(now)[0];
        for distance in [0, -1, 1] {
            let [y, m, d, ..] = local(now + distance * crate::time::DAY);
            if (year, month, day) == (y, m, d) {
                return format!("{} {}", intl::days(lang.tag(), distance), time(lang, ms));
            }
        }
        let options = if year == this_year {
            r#"{"month":"short","day":"numeric","hour":"2-digit","minute":"2-digit","hourCycle":"h23"}"#
        } else {
            r#"{"year":"numeric","month":"short","day":"numeric","hour":"2-digit","minute":"2-digit","hourCycle":"h23"}"#
        };
        intl::date(lang.tag(), options, ms)
    }

    pub fn exact(lang: Lang, ms: i64) -> String {
        const OPTIONS: &str = r#"{"year":"numeric","month":"long","day":"numeric","weekday":"short","hour":"2-digit","minute":"2-digit","second":"2-digit","hourCycle":"h23","timeZoneName":"short"}"#;
        intl::date(lang.tag(), OPTIONS, ms)
    }

    pub fn day(lang: Lang, ms: i64) -> String {
        const OPTIONS: &str = r#"{"year":"numeric","month":"short","day":"numeric"}"#;
        intl::date(lang.tag(), OPTIONS, ms)
    }

    pub fn month(lang: Lang, ms: i64) -> String {
        const OPTIONS: &str = r#"{"year":"numeric","month":"short"}"#;
        intl::date(lang.tag(), OPTIONS, ms)
    }

    pub fn time(lang: Lang, ms: i64) -> String {
        const OPTIONS: &str = r#"{"hour":"2-digit","minute":"2-digit","hourCycle":"h23"}"#;
        intl::date(lang.tag(), OPTIONS, ms)
    }

    pub fn number(lang: Lang, value: f64) -> String {
        intl::number(lang.tag(), r#"{"maximumFractionDigits":2}"#, value)
    }

    pub fn percent(lang: Lang, share: f64) -> String {
        const OPTIONS: &str = r#"{"style":"percent","maximumFractionDigits":1}"#;
        intl::number(lang.tag(), OPTIONS, share)
    }

    pub fn unit(lang: Lang, unit: Unit, count: f64) -> String {
        let options = match unit {
            Unit::Day => r#"{"style":"unit","unit":"day","unitDisplay":"narrow"}"#,
            Unit::Hour => r#"{"style":"unit","unit":"hour","unitDisplay":"narrow"}"#,
            Unit::Minute => r#"{"style":"unit","unit":"minute","unitDisplay":"narrow"}"#,
            Unit::Second => r#"{"style":"unit","unit":"second","unitDisplay":"narrow"}"#,
            Unit::Byte => r#"{"style":"unit","unit":"byte","unitDisplay":"short"}"#,
            Unit::Kilobyte => {
                r#"{"style":"unit","unit":"kilobyte","unitDisplay":"short","maximumFractionDigits":1}"#
            }
            Unit::Megabyte => {
                r#"{"style":"unit","unit":"megabyte","unitDisplay":"short","maximumFractionDigits":1}"#
            }
        };
        intl::number(lang.tag(), options, count)
    }

    pub fn is_one(lang: Lang, n: i64) -> bool {
        intl::is_one(lang.tag(), n)
    }
}

/// Plain and the same everywhere, in UTC: what tests read.
#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use super::{Lang, Unit};
    use crate::time::Instant;
    use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

    fn part(ms: i64, to: usize) -> String {
        let text = Instant(ms).iso().replace('T', " ");
        text.get(..to).unwrap_or(&text).to_string()
    }

    pub fn instant(_: Lang, ms: i64) -> String {
        part(ms, 16)
    }

    pub fn exact(_: Lang, ms: i64) -> String {
        part(ms, 19) + " UTC"
    }

    pub fn day(_: Lang, ms: i64) -> String {
        part(ms, 10)
    }

    pub fn month(_: Lang, ms: i64) -> String {
        part(ms, 7)
    }

    pub fn time(_: Lang, ms: i64) -> String {
        part(ms, 16).split_off(11)
    }

    pub fn number(_: Lang, value: f64) -> String {
        ((value * 100.0).round() / 100.0).to_string()
    }

    pub fn percent(_: Lang, share: f64) -> String {
        format!("{}%", (share * 1000.0).round() / 10.0)
    }

    pub fn unit(lang: Lang, unit: Unit, count: f64) -> String {
        let count = (count * 10.0).round() / 10.0;
        let word = match (lang, unit) {
            (Lang::Zh, Unit::Day) => "天",
            (Lang::Zh, Unit::Hour) => "小时",
            (Lang::Zh, Unit::Minute) => "分钟",
            (Lang::Zh, Unit::Second) => "秒",
            (Lang::En, Unit::Day) => "d",
            (Lang::En, Unit::Hour) => "h",
            (Lang::En, Unit::Minute) => "m",
            (Lang::En, Unit::Second) => "s",
            (_, Unit::Byte) => " B",
            (_, Unit::Kilobyte) => " kB",
            (_, Unit::Megabyte) => " MB",
        };
        format!("{count}{word}")
    }

    pub fn is_one(lang: Lang, n: i64) -> bool {
        lang == Lang::En && n == 1
    }

    pub fn local(ms: i64) -> [i64; 6] {
        let Some(at) = DateTime::<Utc>::from_timestamp_millis(ms) else {
            return [0; 6];
        };
        [
            at.year().into(),
            at.month().into(),
            at.day().into(),
            at.hour().into(),
            at.minute().into(),
            at.second().into(),
        ]
    }

    pub fn from_local([year, month, day, hour, minute, second]: [i64; 6]) -> Option<i64> {
        let day =
            NaiveDate::from_ymd_opt(year.try_into().ok()?, month as u32, day.try_into().ok()?)?;
        let at = day.and_hms_opt(
            hour.try_into().ok()?,
            minute.try_into().ok()?,
            second.try_into().ok()?,
        )?;
        Some(at.and_utc().timestamp_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::super::use_included;
    use super::*;

    #[test]
    fn a_duration_reads_by_its_two_largest_units() {
        use_included(Lang::En);
        assert_eq!(duration(3 * DAY + 4 * HOUR + 59 * MINUTE), "3d 4h");
        assert_eq!(duration(-(HOUR + 20 * MINUTE)), "1h 20m");
        assert_eq!(duration(3 * DAY + 5 * MINUTE), "3d");
        assert_eq!(duration(0), "0s");
        assert_eq!(whole_duration(DAY + MINUTE + SECOND), "1d 1m 1s");
        use_included(Lang::Zh);
        assert_eq!(duration(HOUR + 20 * MINUTE), "1小时20分钟");
    }

    #[test]
    fn a_share_of_nothing_is_no_figure() {
        assert_eq!(percent(0.0, 0.0), NO_FIGURE);
        assert_eq!(percent(953.0, 1000.0), "95.3%");
    }

    #[test]
    fn a_date_input_gives_back_the_moment_it_was_given() {
        let at = Instant(1_767_254_400_000);
        assert_eq!(local_input(at), "2026-01-01T08:00");
        assert_eq!(read_local_input("2026-01-01T08:00"), Some(at));
        assert_eq!(read_local_input("2026-02-30T08:00"), None);
        assert_eq!(read_local_input(""), None);
    }
}
