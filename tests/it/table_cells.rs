//! Cells to moments and numbers, and times of day that only stand in for dates.

use proptest::prelude::*;
use tandem::exchange::table::moment::{self, Clock, DayOrder, Evidence, Fault, Rules, evidence};
use tandem::exchange::table::number::{self, DecimalSign, Decimals, decimals};
use tandem::exchange::table::repeats::repeats;
use tandem::time::{Date, Instant, Zone};

use crate::time_zone::zone;

fn read_in(zone: &Zone, cell: &str, order: Option<DayOrder>) -> Result<String, Fault> {
    moment::read(
        cell,
        Rules {
            order,
            serial: false,
            zone,
        },
    )
    .map(|stated| stated.at.iso())
}

#[test]
fn every_common_form_is_read_in_the_zone_that_was_given() {
    let shanghai = zone("Asia/Shanghai");
    for (cell, at) in [
        ("2026-01-31 14:05", "2026-01-31T06:05:00.000Z"),
        ("2026-01-31T14:05:06", "2026-01-31T06:05:06.000Z"),
        ("2026/1/31 14:05:06", "2026-01-31T06:05:06.000Z"),
        ("2026.1.31 14:05:06.789", "2026-01-31T06:05:06.789Z"),
        ("2026年1月31日 14时05分", "2026-01-31T06:05:00.000Z"),
        ("2026年1月31日14时5分6秒", "2026-01-31T06:05:06.000Z"),
        ("2026年01月31日 14:05", "2026-01-31T06:05:00.000Z"),
        ("2026年1月31日 14时", "2026-01-31T06:00:00.000Z"),
        ("２０２６年１月３１日", "2026-01-30T16:00:00.000Z"),
        ("2026/1/31 下午2:05", "2026-01-31T06:05:00.000Z"),
        ("2026/1/31 下午14:05", "2026-01-31T06:05:00.000Z"),
        ("2026/1/31 上午12:05", "2026-01-30T16:05:00.000Z"),
        ("20260131", "2026-01-30T16:00:00.000Z"),
        ("31.01.2026", "2026-01-30T16:00:00.000Z"),
        ("31.1.2026 14:05", "2026-01-31T06:05:00.000Z"),
        ("31 Jan 2026", "2026-01-30T16:00:00.000Z"),
        ("31-Jan-2026 2:05 PM", "2026-01-31T06:05:00.000Z"),
        ("Jan 31, 2026, 2:05 p.m.", "2026-01-31T06:05:00.000Z"),
        ("January 31st 2026 12:05 am", "2026-01-30T16:05:00.000Z"),
        ("5 Sept 2026", "2026-09-04T16:00:00.000Z"),
        ("31/1/2026 14:05", "2026-01-31T06:05:00.000Z"),
        ("1/31/2026 2:05:06 PM", "2026-01-31T06:05:06.000Z"),
        ("5/5/2026", "2026-05-04T16:00:00.000Z"),
        ("2026-01-31T14:05:06.020+01:00", "2026-01-31T13:05:06.020Z"),
        ("2026/1/31 14:05 UTC", "2026-01-31T14:05:00.000Z"),
        ("2026-01-31 14:05 GMT+08:00", "2026-01-31T06:05:00.000Z"),
    ] {
        assert_eq!(read_in(&shanghai, cell, None), Ok(at.into()), "{cell}");
    }
}

#[test]
fn what_is_no_moment_says_why() {
    let utc = Zone::utc();
    for (cell, fault) in [
        ("soon", Fault::Unreadable),
        ("2026-02-30", Fault::Unreadable),
        ("2026-01-31 25:00", Fault::Unreadable),
        ("2026-01-31 14:05 or later", Fault::Unreadable),
        ("31/1/26", Fault::Unreadable),
        ("45321", Fault::Unreadable),
        ("12345678", Fault::Unreadable),
        ("marc 5 2026", Fault::Unreadable),
        ("13/13/2026", Fault::Unreadable),
        ("9999-12-31", Fault::Implausible),
        ("0001-01-01", Fault::Implausible),
        ("3/4/2026", Fault::DayOrder),
    ] {
        assert_eq!(read_in(&utc, cell, None), Err(fault), "{cell}");
    }
    assert_eq!(
        read_in(&utc, "31/1/2026", Some(DayOrder::MonthFirst)),
        Err(Fault::DayOrder)
    );
}

#[test]
fn the_order_of_day_and_month_is_proved_by_a_cell_or_asked_for() {
    let of = |cells: &[&str]| evidence(cells.iter().copied());
    assert_eq!(
        of(&["3/4/2026", "31/1/2026"]).order(),
        Some(DayOrder::DayFirst)
    );
    assert_eq!(
        of(&["3/4/2026", "1/31/2026"]).order(),
        Some(DayOrder::MonthFirst)
    );
    assert_eq!(
        of(&["3/4/2026", "5/5/2026"]),
        Evidence {
            either: 1,
            ..Evidence::default()
        }
    );
    assert_eq!(of(&["31/1/2026", "1/31/2026"]).order(), None);
    let utc = Zone::utc();
    assert_eq!(
        read_in(&utc, "3/4/2026", Some(DayOrder::DayFirst)),
        Ok("2026-04-03T00:00:00.000Z".into())
    );
    assert_eq!(
        read_in(&utc, "3/4/2026", Some(DayOrder::MonthFirst)),
        Ok("2026-03-04T00:00:00.000Z".into())
    );
}

#[test]
fn day_numbers_are_moments_only_where_the_whole_column_is() {
    assert!(evidence(["46053", "46053.5868"].into_iter()).serial);
    assert!(!evidence(["46053", "2026-01-31"].into_iter()).serial);
    assert!(!evidence(["46053", "12"].into_iter()).serial);
    assert!(!evidence([].into_iter()).serial);
    let (utc, serial) = (Zone::utc(), true);
    let read = |cell| {
        moment::read(
            cell,
            Rules {
                order: None,
                serial,
                zone: &utc,
            },
        )
        .unwrap()
    };
    assert_eq!(
        (read("46053").at.iso(), read("46053").second),
        ("2026-01-31T00:00:00.000Z".into(), None)
    );
    assert_eq!(read("46053.5").at.iso(), "2026-01-31T12:00:00.000Z");
    assert_eq!(read("46053.0").second, Some(0));
}

#[test]
fn readings_the_clocks_skipped_or_repeated_are_taken_and_marked() {
    let amsterdam = zone("Europe/Amsterdam");
    let clock = |cell| {
        moment::read(
            cell,
            Rules {
                order: None,
                serial: false,
                zone: &amsterdam,
            },
        )
        .unwrap()
        .clock
    };
    assert_eq!(clock("2026-03-29 02:30"), Clock::Skipped);
    assert_eq!(clock("2026-10-25 02:30"), Clock::Repeated);
    assert_eq!(clock("2026-10-25 02:30 +01:00"), Clock::Plain);
}

#[test]
fn numbers_are_exact_and_their_signs_proved_or_asked_for() {
    for (cell, point, comma) in [
        ("1234", Some("1234"), Some("1234")),
        ("1,234.50", Some("1234.5"), None),
        ("1.234,50", None, Some("1234.5")),
        ("1,234,567", Some("1234567"), None),
        ("1,234", Some("1234"), Some("1.234")),
        ("0,125", None, Some("0.125")),
        ("1 234 567", Some("1234567"), Some("1234567")),
        ("１，２３４", Some("1234"), Some("1.234")),
        ("¥ 1,200.00", Some("1200"), None),
        ("1200 元", Some("1200"), Some("1200")),
        ("-$5.5", Some("-5.5"), None),
        ("(12)", Some("-12"), Some("-12")),
        ("+007", Some("7"), Some("7")),
        (".5", Some("0.5"), None),
        ("-0", Some("0"), Some("0")),
        (
            "0.10000000000000000000000001",
            Some("0.10000000000000000000000001"),
            None,
        ),
        ("12 pcs", None, None),
        ("1,23,456", None, None),
        ("50%", None, None),
        ("1e5", None, None),
        ("", None, None),
        ("-", None, None),
    ] {
        assert_eq!(
            number::read(cell, DecimalSign::Point).as_deref(),
            point,
            "{cell}"
        );
        assert_eq!(
            number::read(cell, DecimalSign::Comma).as_deref(),
            comma,
            "{cell}"
        );
    }
    let of = |cells: &[&str]| decimals(cells.iter().copied());
    assert_eq!(of(&["1,234", "5"]), Decimals::Open);
    assert_eq!(of(&["1,234", "5.5"]), Decimals::Known(DecimalSign::Point));
    assert_eq!(of(&["1,234", "5,5"]), Decimals::Known(DecimalSign::Comma));
    assert_eq!(of(&["12", "x"]), Decimals::Known(DecimalSign::Point));
    assert_eq!(of(&["5.5", "5,5"]), Decimals::Open);
}

#[test]
fn times_of_day_that_repeat_too_often_stand_in_for_dates() {
    let column = |parts: &[(u32, usize)], others: u32| {
        let seconds = parts
            .iter()
            .flat_map(|&(s, n)| std::iter::repeat_n(Some(s), n));
        repeats(
            &seconds
                .chain((0..others).map(|i| Some(40_000 + i * 7)))
                .collect::<Vec<_>>(),
        )
    };
    assert!(column(&[(0, 1)], 0).column, "one midnight");
    assert!(
        !column(&[(50_000, 2)], 0).column,
        "two of one time may be chance"
    );
    assert!(column(&[(4_000, 3)], 0).column, "all of one same second");
    assert!(
        column(&[(3_600, 60), (7_200, 40)], 0).column,
        "midnight in UTC, shown over a change of clocks"
    );
    let mixed = column(&[(0, 458), (4_000, 921)], 55);
    assert!(mixed.column);
    assert_eq!((mixed.rows, mixed.seconds.len()), (1_379, 2));
    let some = column(&[(0, 63)], 1_266);
    assert_eq!((some.rows, some.column), (63, false));
    assert_eq!(column(&[(0, 19)], 400).rows, 0, "fewer than twenty");
    assert_eq!(
        column(&[(50_000, 30)], 1_000).rows,
        0,
        "not midnight, and less than one in twenty"
    );
    let half_hours: Vec<(u32, usize)> = (18..34).map(|half| (half * 1_800, 25)).collect();
    assert_eq!(column(&half_hours, 0).rows, 0, "rounded times are times");
    assert!(repeats(&[None, None]).column, "dates without a time");
    assert!(!repeats(&[]).column);
}

proptest! {
    #[test]
    fn whatever_is_written_in_a_common_form_is_read_back(
        days in -25_000_i64..80_000, hour in 0_u32..24, minute in 0_u32..60, second in 0_u32..60, form in 0..6,
    ) {
        let (y, m, d) = Date(days).ymd();
        let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][m as usize - 1];
        let (half, of_half) = (if hour < 12 { "AM" } else { "PM" }, if hour % 12 == 0 { 12 } else { hour % 12 });
        let (cell, order) = match form {
            0 => (format!("{y:04}-{m:02}-{d:02} {hour:02}:{minute:02}:{second:02}"), None),
            1 => (format!("{y}/{m}/{d} {hour}:{minute:02}:{second:02}"), None),
            2 => (format!("{y}年{m}月{d}日{hour}时{minute}分{second}秒"), None),
            3 => (format!("{d}/{m}/{y} {hour}:{minute:02}:{second:02}"), Some(DayOrder::DayFirst)),
            4 => (format!("{m}/{d}/{y} {of_half}:{minute:02}:{second:02} {half}"), Some(DayOrder::MonthFirst)),
            _ => (format!("{d} {month} {y} {hour:02}:{minute:02}:{second:02}"), None),
        };
        let at = Instant((days * 86_400 + i64::from(hour * 3_600 + minute * 60 + second)) * 1_000);
        prop_assert_eq!(read_in(&Zone::utc(), &cell, order), Ok(at.iso()), "{}", cell);
    }

    #[test]
    fn no_cell_makes_reading_panic(any in "\\PC{0,70}", nearly in "[0-9年月日时分秒上下午AMapm:./, TZ+-]{0,40}") {
        let utc = Zone::utc();
        for cell in [any.as_str(), nearly.as_str()] {
            for order in [None, Some(DayOrder::DayFirst), Some(DayOrder::MonthFirst)] {
                let _ = moment::read(cell, Rules { order, serial: true, zone: &utc });
            }
            let _ = (evidence([cell].into_iter()), number::looks_like(cell), decimals([cell].into_iter()));
        }
    }

    #[test]
    fn an_exact_number_is_json_and_reads_as_itself(whole in 0_u64.., decimals in 0_u64.., negative in any::<bool>()) {
        let cell = format!("{}{whole}.{decimals}", if negative { "-" } else { "" });
        let read = number::read(&cell, DecimalSign::Point).unwrap();
        prop_assert!(serde_json::from_str::<serde_json::Number>(&read).is_ok());
        prop_assert_eq!(number::read(&read, DecimalSign::Point), Some(read.clone()));
        prop_assert_eq!(read.parse::<f64>().unwrap(), cell.parse::<f64>().unwrap());
    }
}
