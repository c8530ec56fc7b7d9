//! Calendars: windows, exceptions, effective dates, shifts and clock changes.

use proptest::prelude::*;
use tandem::time::calendar::{Calendar, Week, Window};
use tandem::time::{DAY, Date, HOUR, Instant, Span, Zone};

use crate::time_zone::zone;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn moment(text: &str) -> Instant {
    Instant::parse_iso(text).unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(moment(from), moment(to)).unwrap()
}

fn window(from: u16, to: u16) -> Window {
    Window::new(from, to).unwrap()
}

#[test]
fn a_usual_week_has_forty_hours_with_a_lunch_break_each_day() {
    let calendar = Calendar::usual(zone("Asia/Shanghai"));
    let week = span("2026-01-26T00:00:00+08:00", "2026-02-02T00:00:00+08:00");
    assert_eq!(calendar.windows(week).total(), 40 * HOUR);
    let monday = calendar.day(date("2026-01-26"));
    let edges: Vec<String> = monday
        .iter()
        .flat_map(|s| [s.from().iso(), s.to().iso()])
        .collect();
    assert_eq!(
        edges,
        [
            "2026-01-26T01:00:00.000Z",
            "2026-01-26T04:00:00.000Z",
            "2026-01-26T05:00:00.000Z",
            "2026-01-26T10:00:00.000Z",
        ]
    );
}

#[test]
fn exceptions_close_a_day_or_open_a_sunday() {
    let mut calendar = Calendar::usual(zone("Asia/Shanghai"));
    calendar.exceptions.insert(date("2026-02-17"), vec![]);
    calendar
        .exceptions
        .insert(date("2026-02-15"), vec![window(540, 720)]);
    assert!(calendar.day(date("2026-02-17")).is_empty());
    assert_eq!(calendar.day(date("2026-02-15")).total(), 3 * HOUR);
}

#[test]
fn outside_its_effective_dates_a_calendar_has_no_working_time() {
    let mut calendar = Calendar::usual(Zone::utc());
    calendar.from = Some(date("2026-01-27"));
    calendar.to = Some(date("2026-01-29"));
    let week = span("2026-01-26T00:00:00Z", "2026-02-02T00:00:00Z");
    assert_eq!(calendar.windows(week).total(), 16 * HOUR);
}

#[test]
fn big_and_small_weeks_take_turns_in_both_directions_from_their_anchor() {
    let day = [window(480, 1020)];
    let mut calendar = Calendar::usual(Zone::utc());
    calendar.weeks = vec![Week::of_days(6, &day), Week::of_days(5, &day)];
    calendar.anchor = date("2026-01-28");
    for (saturday, works) in [
        ("2026-01-31", true),
        ("2026-02-07", false),
        ("2026-02-14", true),
        ("2026-01-24", false),
        ("2026-01-17", true),
    ] {
        assert_eq!(
            !calendar.day(date(saturday)).is_empty(),
            works,
            "{saturday}"
        );
    }
}

#[test]
fn a_night_shift_belongs_to_the_day_it_starts_on_and_follows_the_clock() {
    let mut calendar = Calendar::usual(zone("Europe/Amsterdam"));
    calendar.weeks = vec![Week::of_days(7, &[window(1320, 1800)])];
    assert_eq!(calendar.day(date("2026-01-31")).total(), 8 * HOUR);
    // The night the clocks go forward has an hour less, the night they go back an hour more.
    assert_eq!(calendar.day(date("2026-03-28")).total(), 7 * HOUR);
    assert_eq!(calendar.day(date("2026-10-24")).total(), 9 * HOUR);
    let early = span("2026-02-01T00:00:00+01:00", "2026-02-01T12:00:00+01:00");
    assert_eq!(calendar.windows(early).total(), 6 * HOUR);
}

#[test]
fn a_calendar_without_weeks_or_over_all_of_time_still_answers() {
    let mut calendar = Calendar::usual(Zone::utc());
    assert!(calendar.windows(Span::ALL).total() > 0);
    assert!(
        calendar
            .windows(Span::new(Instant::MAX, Instant::MAX).unwrap())
            .is_empty()
    );
    calendar.weeks.clear();
    assert!(calendar.windows(Span::ALL).is_empty());
    let edges = [
        date("1899-12-31"),
        date("1900-01-01"),
        date("2199-12-31"),
        date("2200-01-01"),
    ];
    calendar.weeks = vec![Week::of_days(7, &[window(0, 60)])];
    let works = edges.map(|day| {
        !calendar
            .windows(Span::new(Instant(day.0 * DAY), Instant(day.0 * DAY + DAY)).unwrap())
            .is_empty()
    });
    assert_eq!(works, [false, true, true, false]);
}

#[test]
fn a_calendar_is_small_as_a_value_and_reads_back() {
    let mut calendar = Calendar::usual(Zone::utc());
    assert_eq!(
        serde_json::to_string(&calendar).unwrap(),
        r#"{"zone":{"name":"UTC","base":0},"weeks":[[[[540,720],[780,1080]],[[540,720],[780,1080]],[[540,720],[780,1080]],[[540,720],[780,1080]],[[540,720],[780,1080]],[],[]]]}"#
    );
    calendar.exceptions.insert(date("2026-10-01"), vec![]);
    calendar.from = Some(date("2026-01-01"));
    let text = serde_json::to_string(&calendar).unwrap();
    assert!(
        text.ends_with(r#""exceptions":{"2026-10-01":[]},"from":"2026-01-01"}"#),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), calendar);
    for damaged in ["[[720,540]]", "[[1440,1500]]", "[[0,1441]]", "[[-1,5]]"] {
        assert!(
            serde_json::from_str::<Vec<Window>>(damaged).is_err(),
            "{damaged}"
        );
    }
}

proptest! {
    #[test]
    fn splitting_a_span_anywhere_never_changes_working_time(
        pick in 0..crate::time_zone::ZONES.len(),
        from in 1_577_836_800_000_i64..1_893_456_000_000,
        lengths in prop::collection::vec(0..20 * DAY, 1..5),
        windows in prop::collection::vec((0_u16..1440, 1_u16..=1440), 0..4),
        days in 0_usize..8,
    ) {
        let windows: Vec<Window> = windows.into_iter().filter_map(|(at, long)| Window::new(at, at + long)).collect();
        let mut calendar = Calendar::usual(zone(crate::time_zone::ZONES[pick]));
        calendar.weeks = vec![Week::of_days(days, &windows)];
        let (mut at, mut sum) = (Instant(from), 0);
        for length in lengths {
            let next = at.plus(length);
            sum += calendar.windows(Span::new(at, next).unwrap()).total();
            at = next;
        }
        prop_assert_eq!(sum, calendar.windows(Span::new(Instant(from), at).unwrap()).total());
    }
}
