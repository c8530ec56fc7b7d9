//! Instants, civil dates and their ISO 8601 texts. Nothing here about zones.

use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use proptest::prelude::*;
use tandem::time::{Civil, DAY, Date, Instant};

#[test]
fn a_moment_reads_from_every_usual_iso_form() {
    let moment = Some(Instant(1_769_839_506_789));
    for text in [
        "2026-01-31T06:05:06.789Z",
        "2026-01-31T14:05:06.789+08:00",
        "2026-01-31 14:05:06.789 +08:00",
        "2026-01-31T14:05:06,789999+0800",
        "2026-01-31t01:05:06.789-05",
        "  2026-01-31T01:05:06.789\u{2212}05:00 ",
        "+002026-01-31T06:05:06.789Z",
    ] {
        assert_eq!(Instant::parse_iso(text), moment, "{text}");
    }
    assert_eq!(Instant::parse_iso("1970-01-01T00:00Z"), Some(Instant(0)));
    assert_eq!(
        Instant::parse_iso("1970-01-01T00:00:00.5Z"),
        Some(Instant(500))
    );
}

#[test]
fn a_text_without_an_offset_or_with_an_impossible_part_is_no_moment() {
    for text in [
        "",
        "2026-01-31",
        "2026-01-31T14:05:06",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T23:60:00Z",
        "2026-01-31T23:59:60Z",
        "2026-01-31T23:59:59.Z",
        "2026-01-31T23:59:59+24:00",
        "2026-01-31T23:59:59+08:60",
        "2026-01-31T23:59:59+8:00",
        "2026-01-31T23:59:59+0+00",
        "2026-01-31T23:59:59Z tail",
        "2026-1-31T23:59:59Z",
        "26-01-31T23:59:59Z",
        "-999999999-01-01T00:00:00Z",
        "年月日",
        "２０２６-01-31T00:00:00Z",
    ] {
        assert_eq!(Instant::parse_iso(text), None, "{text}");
    }
}

#[test]
fn arithmetic_stops_at_the_ends_of_the_range() {
    assert_eq!(Instant::MAX.plus(1), Instant::MAX);
    assert_eq!(Instant::MIN.plus(-1), Instant::MIN);
    assert_eq!(Instant::MAX.checked_plus(1), None);
    assert_eq!(Instant::MAX.since(Instant::MIN), i64::MAX);
    assert_eq!(Instant::MIN.since(Instant::MAX), i64::MIN);
    assert_eq!(Instant::MIN.iso(), "-292275055-05-16T16:47:04.192Z");
    assert_eq!(Instant::MAX.iso(), "+292278994-08-17T07:12:55.807Z");
}

#[test]
fn weekdays_count_from_monday() {
    assert_eq!(Date::parse("2026-01-26").map(Date::weekday), Some(0));
    assert_eq!(Date::parse("2026-02-01").map(Date::weekday), Some(6));
    assert_eq!(Date::parse("1969-12-31").map(Date::weekday), Some(2));
}

#[test]
fn stored_forms_are_an_integer_and_a_date_text() {
    assert_eq!(serde_json::to_string(&Instant(-5)).unwrap(), "-5");
    let date = Date::from_ymd(2026, 1, 31).unwrap();
    assert_eq!(serde_json::to_string(&date).unwrap(), "\"2026-01-31\"");
    assert_eq!(
        serde_json::from_str::<Date>("\"2026-01-31\"").unwrap(),
        date
    );
    assert!(serde_json::from_str::<Date>("\"2026-02-30\"").is_err());
}

proptest! {
    #[test]
    fn every_moment_prints_a_text_that_reads_back(ms in any::<i64>()) {
        prop_assert_eq!(Instant::parse_iso(&Instant(ms).iso()), Some(Instant(ms)));
    }

    #[test]
    fn texts_agree_with_chrono_within_a_hundred_years_of_now(ms in -1_400_000_000_000_i64..4_950_000_000_000) {
        let theirs = DateTime::from_timestamp_millis(ms).unwrap();
        let text = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            theirs.year(), theirs.month(), theirs.day(),
            theirs.hour(), theirs.minute(), theirs.second(), theirs.timestamp_subsec_millis(),
        );
        prop_assert_eq!(Instant(ms).iso(), text);
    }

    #[test]
    fn dates_agree_with_chrono(days in -90_000_000_i64..90_000_000) {
        let theirs = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(days);
        prop_assert_eq!(Date(days).ymd(), (i64::from(theirs.year()), theirs.month(), theirs.day()));
        prop_assert_eq!(Date(days).weekday(), theirs.weekday().num_days_from_monday() as usize);
        let (year, month, day) = Date(days).ymd();
        prop_assert_eq!(Date::from_ymd(year, month, day), Some(Date(days)));
    }

    #[test]
    fn only_days_that_exist_are_dates(year in -9999_i32..9999, month in 0_u32..15, day in 0_u32..35) {
        let theirs = NaiveDate::from_ymd_opt(year, month, day).is_some();
        prop_assert_eq!(Date::from_ymd(i64::from(year), month, day).is_some(), theirs);
    }

    #[test]
    fn nothing_panics_whatever_the_numbers(a in any::<i64>(), b in any::<i64>()) {
        let _ = (Instant(a).plus(b), Instant(a).checked_plus(b), Instant(a).since(Instant(b)));
        let _ = (Date(a).ymd(), Date(a).to_string(), Date(a).weekday(), Date(a).start(), Date(a).at(b), Date(a).plus(b));
        prop_assert_eq!(Civil(a).date().at(Civil(a).of_day()), Some(Civil(a)));
        prop_assert!((0..DAY).contains(&Civil(a).of_day()));
    }

    #[test]
    fn reading_never_panics_on_any_text(text in "\\PC*", nearly in "[-+0-9:.TZ /年月日]{0,32}") {
        let _ = (Instant::parse_iso(&text), Date::parse(&text));
        let _ = (Instant::parse_iso(&nearly), Date::parse(&nearly));
    }
}
