//! China's statutory calendar against two packages, day by day, and what a calendar takes from it.
//! Never in here: a network; the statements of both packages stand in tests/data.

use tandem::records::holidays::china::{Missing, Statement, exceptions, statement, years};
use tandem::records::holidays::{Festival, Kind};
use tandem::time::calendar::{Calendar, Week, Window};
use tandem::time::{DAY, Date, HOUR, Instant, Schedule, Span, Zone};

const PACKAGES: &str = include_str!("../data/china-days.txt");

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// What one package states of every day: its letter.
fn stated(package: &str) -> Vec<(Date, char)> {
    let lines = PACKAGES.lines().filter(|line| !line.starts_with('#'));
    let mut all = Vec::new();
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        if words[0] == package {
            let first = date(&format!("{}-01-01", words[1]));
            let days = words[2].chars().enumerate();
            all.extend(days.map(|(place, letter)| (first.plus(place as i64), letter)));
        }
    }
    all
}

fn festival(letter: char) -> Option<Festival> {
    Some(match letter.to_ascii_uppercase() {
        'N' => Festival::NewYear,
        'S' => Festival::Spring,
        'Q' => Festival::Qingming,
        'L' => Festival::Labour,
        'D' => Festival::DragonBoat,
        'M' => Festival::MidAutumn,
        'G' => Festival::National,
        'V' => Festival::Victory,
        _ => return None,
    })
}

/// Whether a day is worked in a week of five days.
fn is_worked(date: Date) -> bool {
    match statement(date) {
        Statement::Stated(kind, _) => kind == Kind::Work,
        _ => date.weekday() < 5,
    }
}

#[test]
fn the_table_says_what_both_packages_say_of_each_of_8401_days() {
    // A weekend before the new year that one package counts to it and the other does not.
    let weekend = ["2023-12-30", "2023-12-31"].map(date);
    for package in ["chinesecalendar", "chinese-days"] {
        let all = stated(package);
        assert_eq!(all.len(), 8_401);
        assert_eq!(all[0].0, date("2004-01-01"));
        assert!(all.windows(2).all(|pair| pair[0].0.plus(1) == pair[1].0));
        let mut named = Vec::new();
        for (date, letter) in all {
            let works = letter == '.' || letter.is_ascii_lowercase();
            assert_eq!(is_worked(date), works, "{package} {date}");
            let kind = if works { Kind::Work } else { Kind::Off };
            let theirs = festival(letter).map_or(Statement::Usual, |f| Statement::Stated(kind, f));
            if statement(date) != theirs {
                named.push(date);
            }
        }
        let differ: &[Date] = if package == "chinesecalendar" {
            &weekend
        } else {
            &[]
        };
        assert_eq!(named, differ, "{package}");
    }
}

#[test]
fn beyond_the_announced_years_nothing_is_claimed() {
    assert_eq!(years(), (2004, 2026));
    assert_eq!(statement(date("2027-01-01")), Statement::NotAnnounced);
    assert_eq!(statement(date("2003-12-31")), Statement::TooEarly);
    let calendar = Calendar::usual(Zone::utc());
    assert_eq!(exceptions(2027, &calendar), Err(Missing::NotAnnounced));
    assert_eq!(exceptions(2003, &calendar), Err(Missing::TooEarly));
}

#[test]
fn a_calendar_closes_the_days_off_and_works_the_make_up_days_in_its_usual_hours() {
    let mut calendar = Calendar::usual(Zone::utc());
    let days = exceptions(2026, &calendar).unwrap();
    assert_eq!(days.len(), 33 + 6);
    assert!(days.is_sorted_by_key(|day| day.date));
    for day in &days {
        calendar.exceptions.insert(day.date, day.windows.clone());
    }
    let schedule = Schedule::new(vec![calendar.clone()]);
    let midnight = |text: &str| Instant(date(text).0 * DAY);
    let year = Span::new(midnight("2026-01-01"), midnight("2027-01-01")).unwrap();
    let worked = (0..365)
        .map(|n| date("2026-01-01").plus(n))
        .filter(|d| is_worked(*d));
    assert_eq!(schedule.worked(year), worked.count() as i64 * 8 * HOUR);
    let named = |text: &str| days.iter().find(|day| day.date == date(text)).unwrap();
    assert_eq!(named("2026-02-17").festival, Some(Festival::Spring));
    assert!(named("2026-02-17").windows.is_empty());
    assert_eq!(named("2026-02-14").windows, calendar.weeks[0].0[0]);
    // What the calendar excepts already is left to it.
    assert_eq!(exceptions(2026, &calendar), Ok(vec![]));
}

#[test]
fn a_big_week_s_saturday_keeps_its_own_hours_when_it_makes_up() {
    let short = [Window::new(480, 720).unwrap()];
    let mut calendar = Calendar::usual(Zone::utc());
    calendar.weeks[0].0[5] = short.to_vec();
    let saturday = |calendar: &Calendar| {
        let days = exceptions(2026, calendar).unwrap();
        let day = days.into_iter().find(|day| day.date == date("2026-02-14"));
        day.unwrap().windows
    };
    assert_eq!(saturday(&calendar), short);
    calendar.weeks = vec![Week::default()];
    assert_eq!(saturday(&calendar), []);
}
