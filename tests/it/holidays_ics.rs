//! Holidays out of .ics files: Chinese marks, plain lists, folded lines, and whatever else comes.
//! Never in here: writing exceptions into a calendar.

use proptest::prelude::*;
use tandem::records::holidays::Kind;
use tandem::records::holidays::ics::{Holidays, What, read};
use tandem::time::{Calendar, Date, Zone};

use crate::time_zone::zone;

fn file(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn event(lines: &[&str]) -> String {
    format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", lines.join("\r\n"))
}

fn days(holidays: &Holidays) -> Vec<(String, Kind, &str)> {
    let all = holidays.days.iter();
    all.map(|day| (day.date.to_string(), day.kind, day.name.as_str()))
        .collect()
}

fn found(holidays: &Holidays) -> Vec<(usize, What)> {
    holidays.findings.iter().map(|f| (f.line, f.what)).collect()
}

fn day(date: &str, kind: Kind, name: &'static str) -> (String, Kind, &'static str) {
    (date.to_owned(), kind, name)
}

#[test]
fn chinese_files_mark_days_off_and_make_up_days_and_a_festival_alone_closes_nothing() {
    let text = file(
        &[
            event(&[
                "DTSTART;VALUE=DATE:20260215",
                "DTEND;VALUE=DATE:20260218",
                "SUMMARY:春节",
                "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY",
            ]),
            event(&[
                "DTSTART;VALUE=DATE:20260214",
                "SUMMARY;LANGUAGE=zh_CN:春节",
                "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY",
            ]),
            event(&["DTSTART;VALUE=DATE:20260405", "SUMMARY:清明（休）"]),
            event(&["DTSTART;VALUE=DATE:20260509", "SUMMARY:劳动节 补班"]),
            event(&["DTSTART;VALUE=DATE:20260920", "SUMMARY:国庆节(班)"]),
            event(&["DTSTART;VALUE=DATE:20261001", "SUMMARY:国庆节 休"]),
            event(&["DTSTART;VALUE=DATE:20260303", "SUMMARY:元宵节"]),
            event(&["DTSTART;VALUE=DATE:20260617", "SUMMARY:员工退休日"]),
            event(&["DTSTART;VALUE=DATE:20261010", "SUMMARY:国庆节调休"]),
            event(&[
                "DTSTART;VALUE=DATE:20261009",
                "SUMMARY:国庆节调休",
                "CATEGORIES:上班",
            ]),
        ]
        .concat(),
    );
    let holidays = read(&text, &zone("Asia/Shanghai"));
    use Kind::{Off, Work};
    assert_eq!(
        days(&holidays),
        [
            day("2026-02-14", Work, "春节"),
            day("2026-02-15", Off, "春节"),
            day("2026-02-16", Off, "春节"),
            day("2026-02-17", Off, "春节"),
            day("2026-04-05", Off, "清明"),
            day("2026-05-09", Work, "劳动节"),
            day("2026-09-20", Work, "国庆节"),
            day("2026-10-01", Off, "国庆节"),
            day("2026-10-09", Work, "国庆节调休"),
        ]
    );
    assert_eq!(
        found(&holidays),
        [
            (30, What::NotADayOff),
            (34, What::NotADayOff),
            (38, What::Ambiguous)
        ]
    );
}

#[test]
fn a_calendar_takes_the_days_it_does_not_except_itself() {
    let text = file(
        &[
            event(&["DTSTART:20260214", "SUMMARY:春节（班）"]),
            event(&["DTSTART:20260216", "DTEND:20260218", "SUMMARY:春节（休）"]),
        ]
        .concat(),
    );
    let mut calendar = Calendar::usual(zone("Asia/Shanghai"));
    let eve = Date::parse("2026-02-16").unwrap();
    calendar.exceptions.insert(eve, vec![]);
    let taken = read(&text, &calendar.zone).exceptions(&calendar);
    let told: Vec<(String, usize, &str)> = taken
        .iter()
        .map(|e| (e.date.to_string(), e.windows.len(), e.name.as_str()))
        .collect();
    // The Saturday is worked in the two windows of a usual day.
    assert_eq!(
        told,
        [
            ("2026-02-14".to_owned(), 2, "春节"),
            ("2026-02-17".to_owned(), 0, "春节")
        ]
    );
}

#[test]
fn in_a_list_without_any_mark_every_all_day_event_is_a_day_off() {
    let text = file(
        &[
            event(&[
                "DTSTART;VALUE=DATE:20260427",
                "SUMMARY:Koningsdag",
                "RRULE:FREQ=YEARLY",
            ]),
            event(&[
                "DTSTART:20260406T000000",
                "DTEND:20260407T000000",
                "SUMMARY:Tweede paasdag",
            ]),
            event(&[
                "DTSTART:20260513T220000Z",
                "DURATION:P1D",
                "SUMMARY:Hemelvaartsdag",
            ]),
            event(&[
                "DTSTART:20260525T090000",
                "DTEND:20260525T103000",
                "SUMMARY:Overleg",
            ]),
        ]
        .concat(),
    );
    let holidays = read(&text, &zone("Europe/Amsterdam"));
    assert_eq!(
        days(&holidays),
        [
            day("2026-04-06", Kind::Off, "Tweede paasdag"),
            day("2026-04-27", Kind::Off, "Koningsdag"),
            day("2026-05-14", Kind::Off, "Hemelvaartsdag"),
        ]
    );
    assert_eq!(
        found(&holidays),
        [
            (3, What::NothingMarked),
            (6, What::Repeats),
            (18, What::PartOfADay)
        ]
    );
}

#[test]
fn google_s_observances_close_nothing() {
    let text = file(
        &[
            event(&[
                "DTSTART;VALUE=DATE:20260214",
                "DESCRIPTION:Observance\\nTo hide observances\\, go to settings",
                "SUMMARY:Valentine's Day",
            ]),
            event(&[
                "DTSTART;VALUE=DATE:20260101",
                "DESCRIPTION:Public holiday",
                "SUMMARY:New Year's Day",
            ]),
        ]
        .concat(),
    );
    let holidays = read(&text, &Zone::utc());
    assert_eq!(
        days(&holidays),
        [day("2026-01-01", Kind::Off, "New Year's Day")]
    );
    assert_eq!(found(&holidays), [(3, What::NotADayOff)]);
}

#[test]
fn folded_lines_go_on_quoted_colons_do_not_end_a_name_and_an_alarm_s_text_is_its_own() {
    let text = "\u{feff}BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=\"Asia:Shanghai\";VALUE=DATE:2026\n 1001\n\
        SUMMARY;X=\"a:b\":National\n  Day\\, first\n\tof three (休)\nBEGIN:VALARM\nDESCRIPTION:Observance\nSUMMARY:Alarm\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR";
    let holidays = read(text, &Zone::utc());
    assert_eq!(
        days(&holidays),
        [day("2026-10-01", Kind::Off, "National Day, firstof three")]
    );
    assert_eq!(holidays.days[0].line, 2);
    assert_eq!(found(&holidays), []);
}

#[test]
fn what_is_odd_is_named_with_its_line_and_the_rest_is_read() {
    let text = file(
        &[
            event(&["SUMMARY:节日（休）"]),
            event(&["DTSTART:20261340", "SUMMARY:节日（休）"]),
            event(&["DTSTART:20260103", "DTEND:20260101", "SUMMARY:节日（休）"]),
            event(&["DTSTART:20260101", "DTEND:20270101", "SUMMARY:节日（休）"]),
            event(&["DTSTART:20260201", "DTEND:soon", "SUMMARY:节日（休）"]),
            event(&["DTSTART:20260301", "STATUS:CANCELLED", "SUMMARY:节日（休）"]),
            event(&["DTSTART:20260201", "DTEND:20260201", "SUMMARY:节日（班）"]),
        ]
        .concat(),
    );
    let holidays = read(&text, &Zone::utc());
    assert_eq!(days(&holidays), [day("2026-02-01", Kind::Off, "节日")]);
    assert_eq!(
        found(&holidays),
        [
            (3, What::NoStart),
            (6, What::NoStart),
            (10, What::EndsBeforeStart),
            (15, What::TooManyDays),
            (22, What::NoEnd),
            (25, What::Cancelled),
            (30, What::SaysOtherwise),
        ]
    );
    assert_eq!(
        found(&read("not a calendar", &Zone::utc())),
        [(1, What::NotACalendar)]
    );
    assert_eq!(read("", &Zone::utc()).days, []);
}

#[test]
fn a_file_of_any_size_is_read_within_bounds() {
    let one = event(&["DTSTART:20260101", "SUMMARY:x（休）"]);
    let many = file(&one.repeat(6_000));
    let holidays = read(&many, &Zone::utc());
    assert_eq!(holidays.days.len(), 1);
    assert!(
        found(&holidays)
            .iter()
            .any(|(_, what)| *what == What::TooManyEvents)
    );
    let long = file(&event(&[
        "DTSTART:20260101",
        &format!("SUMMARY:（休）{}", "长".repeat(3_000_000)),
    ]));
    let holidays = read(&long, &Zone::utc());
    assert!(
        found(&holidays)
            .iter()
            .any(|(_, what)| *what == What::TooLong)
    );
}

proptest! {
    #[test]
    fn reading_never_panics_and_each_date_comes_once(
        lines in prop::collection::vec(
            prop_oneof![
                Just("BEGIN:VCALENDAR".to_owned()), Just("BEGIN:VEVENT".to_owned()), Just("END:VEVENT".to_owned()),
                Just("END:VALARM".to_owned()), Just("SUMMARY:休".to_owned()), Just("SUMMARY:x(班)".to_owned()),
                "DTSTART:[0-9T]{0,15}Z?", "DTEND:2026[0-9]{4}", "DTSTART;VALUE=DATE:2026(0[1-9]|1[0-2])(0[1-9]|1[0-9])",
                "DURATION:-?P[0-9]{0,7}[DWTH]{0,3}", "[ \t]?.{0,30}", "STATUS:CANCELLED",
            ],
            0..40,
        ),
    ) {
        let holidays = read(&lines.join("\n"), &zone("Asia/Shanghai"));
        prop_assert!(holidays.days.windows(2).all(|pair| pair[0].date < pair[1].date));
        prop_assert!(holidays.findings.is_sorted_by_key(|f| f.line));
    }
}
