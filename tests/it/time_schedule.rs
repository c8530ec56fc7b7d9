//! Working time of a party against a walk over every minute, and working days as exact fractions.
//! Never in here: limits, pauses, records.

use std::io::Write as _;

use chrono::{DateTime, LocalResult, TimeDelta, TimeZone};
use chrono_tz::Tz;
use tandem::time::calendar::{Calendar, Week, Window};
use tandem::time::schedule::Amount;
use tandem::time::{DAY, Date, Days, HOUR, Instant, MINUTE, Schedule, Span, Zone};

use crate::time_zone::{ZONES, zone};

/// Cases in `test`, and in `cargo xtask soak`.
pub fn cases(test: u64, soak: u64) -> u64 {
    if std::env::var_os("TANDEM_SOAK").is_some_and(|v| v == "1") {
        soak
    } else {
        test
    }
}

/// Past the test harness's capture: figures are part of the result.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Numbers from one seed, so that a case repeats itself.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        // Sebastiano Vigna's splitmix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn upto(&mut self, end: i64) -> i64 {
        (self.next() % end.max(1) as u64) as i64
    }

    fn one_in(&mut self, n: i64) -> bool {
        self.upto(n) == 0
    }
}

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

struct Zones(Vec<(Tz, Zone, Vec<i64>)>);

impl Zones {
    fn load() -> Self {
        let load = |name: &&str| {
            let zone = zone(name);
            let jumps = zone.transitions().iter().map(|t| t.0.0);
            // Where chrono-tz and the search agree on every transition, to the minute.
            let jumps = jumps.filter(|at| (631_152_000_000..2_082_758_400_000).contains(at));
            let jumps = jumps.collect();
            (name.parse().unwrap(), zone, jumps)
        };
        Self(ZONES.iter().map(load).collect())
    }
}

/// Windows of one day: usually apart, sometimes over midnight, overlapping or all around the clock.
fn windows(dice: &mut Dice) -> Vec<Window> {
    let count = dice.upto(4);
    let mut all = Vec::new();
    for _ in 0..count {
        let from = dice.upto(1440) as u16;
        let long = match dice.upto(8) {
            0 => 1440,
            1 => 1,
            2 => 480 + dice.upto(600) as u16,
            _ => 1 + dice.upto(300) as u16,
        };
        all.push(window(from, from + long));
    }
    all
}

fn calendar(dice: &mut Dice, zone: &Zone, around: Date) -> Calendar {
    let week = |dice: &mut Dice| {
        let usual = windows(dice);
        let mut week = Week::of_days(dice.upto(8) as usize, &usual);
        if dice.one_in(3) {
            week.0[dice.upto(7) as usize] = windows(dice);
        }
        week
    };
    let weeks = (0..1 + dice.upto(3)).map(|_| week(dice)).collect();
    let near = |dice: &mut Dice| around.plus(dice.upto(24) - 8);
    let mut calendar = Calendar {
        weeks,
        anchor: Date(dice.upto(20_000)),
        ..Calendar::usual(zone.clone())
    };
    for _ in 0..dice.upto(6) {
        let (day, open) = (near(dice), dice.one_in(2));
        let open = if open { windows(dice) } else { vec![] };
        calendar.exceptions.insert(day, open);
    }
    if dice.one_in(3) {
        calendar.from = Some(near(dice));
    }
    if dice.one_in(4) {
        calendar.to = Some(near(dice));
    }
    calendar
}

/// What a wall-clock reading means, by chrono-tz: the earlier of two, and one that never was is as
/// much later as the clock had been put forward.
fn resolved(tz: Tz, day: Date, minutes: u16) -> i64 {
    let naive = DateTime::from_timestamp_millis(day.0 * DAY + i64::from(minutes) * MINUTE);
    let naive = naive.unwrap().naive_utc();
    let mut back = 0;
    loop {
        let reading = naive - TimeDelta::minutes(back);
        let at = match tz.from_local_datetime(&reading) {
            LocalResult::Single(at) => at,
            LocalResult::Ambiguous(early, _) if back == 0 => early,
            LocalResult::Ambiguous(_, late) => late,
            LocalResult::None => {
                back += 1;
                continue;
            }
        };
        return at.timestamp_millis() + back * MINUTE;
    }
}

/// Every minute around a span, and the day it belongs to.
struct Walk {
    from: i64,
    owner: Vec<Option<Date>>,
}

impl Walk {
    fn over(calendars: &[(Tz, Calendar)], span: Span) -> Self {
        let from = (span.from().0.div_euclid(DAY) - 8) * DAY;
        let to = (span.to().0.div_euclid(DAY) + 9) * DAY;
        let minutes = usize::try_from((to - from) / MINUTE).unwrap();
        let mut owner: Vec<Option<Date>> = vec![None; minutes];
        for day in (from / DAY - 4..to / DAY + 4).map(Date) {
            let holds = |c: &&(Tz, Calendar)| {
                c.1.from.is_none_or(|from| day >= from) && c.1.to.is_none_or(|to| day < to)
            };
            let Some((tz, calendar)) = calendars.iter().find(holds) else {
                continue;
            };
            let windows = calendar.exceptions.get(&day).unwrap_or_else(|| {
                let monday = |day: i64| (day + 3).div_euclid(7);
                let turn = (monday(day.0) - monday(calendar.anchor.0))
                    .rem_euclid(calendar.weeks.len() as i64);
                &calendar.weeks[turn as usize].0[(day.0 + 3).rem_euclid(7) as usize]
            });
            for window in windows {
                let begins = resolved(*tz, day, window.from());
                let ends = resolved(*tz, day, window.to());
                let mut minute = begins;
                while minute < ends {
                    let place = usize::try_from((minute - from) / MINUTE);
                    if let Some(owner) = place.ok().and_then(|at| owner.get_mut(at)) {
                        owner.get_or_insert(day);
                    }
                    minute += MINUTE;
                }
            }
        }
        Self { from, owner }
    }

    /// What was worked of each day within a span, in milliseconds.
    fn worked(&self, span: Span) -> Vec<(Date, i64)> {
        let mut by_day: Vec<(Date, i64)> = Vec::new();
        for (place, owner) in self.owner.iter().enumerate() {
            let Some(day) = *owner else { continue };
            let begins = self.from + place as i64 * MINUTE;
            let inside = span.to().0.min(begins + MINUTE) - span.from().0.max(begins);
            if inside > 0 {
                match by_day.iter_mut().find(|(known, _)| *known == day) {
                    Some((_, sum)) => *sum += inside,
                    None => by_day.push((day, inside)),
                }
            }
        }
        by_day
    }

    fn length(&self, day: Date) -> u32 {
        let minutes = self.owner.iter().filter(|owner| **owner == Some(day));
        (minutes.count() as i64 * MINUTE) as u32
    }

    fn days(&self, span: Span) -> Days {
        let worked = self.worked(span).into_iter();
        let parts = worked.map(|(day, ms)| Days::part(ms as u32, self.length(day)));
        parts.sum()
    }
}

struct Case {
    calendars: Vec<(Tz, Calendar)>,
    schedule: Schedule,
    span: Span,
}

fn case(dice: &mut Dice, zones: &Zones) -> Case {
    let pick = |dice: &mut Dice| dice.upto(zones.0.len() as i64) as usize;
    let (tz, own, jumps) = &zones.0[pick(dice)];
    // Half of the spans lie around a change of the clock, if the zone has any.
    let jump = jumps.get(dice.upto(jumps.len() as i64) as usize);
    let from = match jump.filter(|_| dice.one_in(2)) {
        Some(jump) => jump - dice.upto(4 * DAY),
        None => 631_152_000_000 + dice.upto(1_450_000_000_000),
    };
    let long = if dice.one_in(3) { DAY } else { 12 * DAY };
    let span = Span::new(Instant(from), Instant(from + dice.upto(long))).unwrap();
    let around = Date(from.div_euclid(DAY));
    let mut calendars = vec![(*tz, calendar(dice, own, around))];
    while dice.one_in(3) {
        // A party that moved: an earlier calendar in another zone.
        let (tz, other, _) = &zones.0[pick(dice)];
        calendars.push((*tz, calendar(dice, other, around)));
    }
    let schedule = Schedule::new(calendars.iter().map(|(_, c)| c.clone()).collect());
    Case {
        calendars,
        schedule,
        span,
    }
}

/// One amount of working time is used up at the first millisecond that has it.
fn check_used_up(schedule: &Schedule, span: Span, dice: &mut Dice, seed: u64) {
    let all = schedule.worked(span);
    let ms = 1 + dice.upto(all + HOUR);
    let until = |to: Instant| Span::new(span.from(), to).unwrap();
    match schedule.used_up(span, &Amount::Ms(ms)) {
        None => assert!(all < ms, "seed {seed}"),
        Some(at) => {
            assert_eq!(schedule.worked(until(at)), ms, "seed {seed}");
            assert_eq!(schedule.worked(until(at.plus(-1))), ms - 1, "seed {seed}");
        }
    }
    let days = Days::part(1 + dice.upto(900) as u32, 100);
    match schedule.used_up(span, &Amount::Days(days.clone())) {
        None => assert!(schedule.days(span) < days, "seed {seed}"),
        Some(at) => {
            assert!(schedule.days(until(at)) >= days, "seed {seed}");
            assert!(schedule.days(until(at.plus(-1))) < days, "seed {seed}");
        }
    }
}

/// Cuts a span in some places; the parts must have what the whole has.
fn check_split(schedule: &Schedule, span: Span, dice: &mut Dice, seed: u64) {
    let mut cuts: Vec<i64> = (0..dice.upto(6))
        .map(|_| dice.upto(span.length() + 1))
        .collect();
    cuts.extend([0, span.length()]);
    cuts.sort_unstable();
    let parts = cuts.windows(2).map(|pair| {
        let at = |ms: i64| span.from().plus(ms);
        Span::new(at(pair[0]), at(pair[1])).unwrap()
    });
    let (mut ms, mut days) = (0, Days::default());
    for part in parts {
        ms += schedule.worked(part);
        days = days + &schedule.days(part);
    }
    assert_eq!(ms, schedule.worked(span), "seed {seed}");
    assert_eq!(days, schedule.days(span), "seed {seed}");
}

#[test]
fn working_time_is_what_a_walk_over_every_minute_counts() {
    let (zones, cases) = (Zones::load(), cases(4_000, 100_000));
    let (mut working, mut over_a_jump, mut moved) = (0, 0, 0);
    for seed in 0..cases {
        let mut dice = Dice(seed);
        let Case {
            calendars,
            schedule,
            span,
        } = case(&mut dice, &zones);
        let walk = Walk::over(&calendars, span);
        let worked: i64 = walk.worked(span).iter().map(|(_, ms)| ms).sum();
        assert_eq!(schedule.worked(span), worked, "seed {seed}");
        assert_eq!(schedule.days(span), walk.days(span), "seed {seed}");
        let pieces = schedule.pieces(span);
        let sum: i64 = pieces.iter().map(|piece| piece.span.length()).sum();
        assert_eq!(sum, worked, "seed {seed}");
        let apart =
            |pair: &[tandem::time::schedule::Piece]| pair[0].span.to() <= pair[1].span.from();
        assert!(pieces.windows(2).all(apart), "seed {seed}");
        check_used_up(&schedule, span, &mut dice, seed);
        check_split(&schedule, span, &mut dice, seed);
        working += u64::from(worked > 0);
        moved += u64::from(calendars.len() > 1);
        over_a_jump += u64::from(zones.0.iter().any(|(tz, _, jumps)| {
            *tz == calendars[0].0 && jumps.iter().any(|&jump| span.contains(Instant(jump)))
        }));
    }
    say(&format!(
        "schedule: {cases} cases, {working} with working time, {over_a_jump} over a change of the clock, {moved} with several calendars"
    ));
    assert!(working * 5 > cases * 2 && over_a_jump * 8 > cases && moved * 4 > cases);
}

#[test]
fn the_parts_of_a_day_sum_to_exactly_one() {
    let mut calendar = Calendar::usual(zone("Europe/Amsterdam"));
    // 7 h 13 min with three breaks: a third of it is no whole number of minutes.
    let broken = [(480, 615), (633, 720), (751, 899), (903, 966)];
    let broken = broken.map(|(from, to)| window(from, to));
    calendar.weeks = vec![Week::of_days(7, &broken)];
    let schedule = Schedule::new(vec![calendar]);
    let mut dice = Dice(7);
    for day in ["2026-03-29", "2026-06-10", "2026-10-25"] {
        let from = moment(&format!("{day}T00:00:00Z")).plus(-2 * HOUR);
        let whole = Span::new(from, from.plus(26 * HOUR)).unwrap();
        assert_eq!(schedule.worked(whole), 433 * MINUTE);
        for _ in 0..200 {
            check_split(&schedule, whole, &mut dice, 7);
        }
        assert_eq!(schedule.days(whole), Days::whole(1));
    }
    let third = schedule.days(span("2026-06-10T00:00Z", "2026-06-10T08:42:20Z"));
    assert_eq!(third.clone() + &third + &third, Days::whole(1));
}

#[test]
fn sums_of_days_of_any_length_stay_exact() {
    // Lengths without common factors: the common denominator has two thousand digits.
    let lengths: Vec<u32> = (0..400).map(|n| 28_800_001 + 7_919 * n).collect();
    let first: Days = lengths.iter().map(|&l| Days::part(l / 3, l)).sum();
    let rest: Days = lengths.iter().map(|&l| Days::part(l - l / 3, l)).sum();
    assert_eq!(first.clone() + &rest, Days::whole(400));
    let all_but_one_ms = Days::part(28_799_999, 28_800_000);
    assert!(all_but_one_ms < Days::whole(1));
    assert!(first.clone() + &Days::part(1, 400_000_000) > first);
    assert_eq!((first.clone() + &rest) - &rest, first);
    assert_eq!(Days::part(1, 3) + &Days::part(1, 6), Days::part(1, 2));
    assert_eq!(Days::part(7, 2), Days::whole(3) + &Days::part(1, 2));
    assert_eq!(Days::part(5, 0), Days::default());
    assert!((first.approximate() - 400.0 / 3.0).abs() < 1e-4);
}

#[test]
fn small_fractions_add_and_compare_as_common_ones_do() {
    let mut dice = Dice(3);
    for _ in 0..3_000 {
        let parts: Vec<(u32, u32)> = (0..1 + dice.upto(5))
            .map(|_| (dice.upto(60) as u32, 1 + dice.upto(12) as u32))
            .collect();
        let sum = |parts: &[(u32, u32)]| parts.iter().map(|&(n, d)| Days::part(n, d)).sum::<Days>();
        // 27,720 is a multiple of everything up to 12.
        let common = |parts: &[(u32, u32)]| parts.iter().map(|&(n, d)| n * 27_720 / d).sum::<u32>();
        let (left, right) = parts.split_at(dice.upto(parts.len() as i64 + 1) as usize);
        assert_eq!(sum(left).cmp(&sum(right)), common(left).cmp(&common(right)));
        let (small, great) = if common(left) < common(right) {
            (left, right)
        } else {
            (right, left)
        };
        assert_eq!(
            sum(great) - &sum(small),
            Days::part(common(great) - common(small), 27_720)
        );
    }
}

#[test]
fn three_working_days_from_friday_noon_end_on_wednesday_noon_and_a_holiday_moves_them() {
    let mut calendar = Calendar::usual(zone("Asia/Shanghai"));
    let due = |calendar: &Calendar| {
        let schedule = Schedule::new(vec![calendar.clone()]);
        let since = moment("2026-01-30T12:00:00+08:00");
        let ever = Span::new(since, Instant::MAX).unwrap();
        schedule.used_up(ever, &Amount::Days(Days::whole(3)))
    };
    assert_eq!(due(&calendar), Some(moment("2026-02-04T12:00:00+08:00")));
    calendar.exceptions.insert(date("2026-02-02"), vec![]);
    assert_eq!(due(&calendar), Some(moment("2026-02-05T12:00:00+08:00")));
    // A make-up Saturday of half the hours is a day like any other: half of it is half a day.
    calendar
        .exceptions
        .insert(date("2026-01-31"), vec![window(540, 780)]);
    assert_eq!(due(&calendar), Some(moment("2026-02-04T12:00:00+08:00")));
}

#[test]
fn a_night_shift_goes_before_the_day_after_it() {
    let mut calendar = Calendar::usual(Zone::utc());
    calendar.weeks = vec![Week::of_days(7, &[window(1320, 1800), window(300, 420)])];
    let schedule = Schedule::new(vec![calendar]);
    // 22:00–06:00 belongs to the day before, so 05:00–07:00 has an hour of its own left.
    assert_eq!(schedule.day(date("2026-01-07")).total(), 9 * HOUR);
    let morning = span("2026-01-07T05:00Z", "2026-01-07T07:00Z");
    assert_eq!(schedule.worked(morning), 2 * HOUR);
    assert_eq!(schedule.days(morning), Days::part(2, 9));
}

#[test]
fn each_date_goes_by_the_calendar_in_effect_on_it() {
    let mut old = Calendar::usual(zone("Asia/Shanghai"));
    old.weeks = vec![Week::of_days(6, &[window(480, 1020)])];
    let mut new = Calendar::usual(zone("Asia/Shanghai"));
    new.from = Some(date("2026-01-08"));
    let schedule = Schedule::new(vec![new.clone(), old.clone()]);
    let week = span("2026-01-05T00:00+08:00", "2026-01-12T00:00+08:00");
    assert_eq!(schedule.worked(week), (3 * 9 + 2 * 8) * HOUR);
    assert_eq!(schedule.days(week), Days::whole(5));
    // What was before a new calendar took effect is as it was without it.
    let before = span("2025-01-05T00:00+08:00", "2026-01-08T00:00+08:00");
    assert_eq!(
        schedule.worked(before),
        Schedule::new(vec![old]).worked(before)
    );
    assert_eq!(schedule.effective(date("2026-01-07")), Some(1));
    assert_eq!(schedule.effective(date("2026-01-08")), Some(0));
}

#[test]
fn without_working_time_nothing_is_ever_used_up() {
    let ever = Span::new(Instant(0), Instant::MAX).unwrap();
    let one = Amount::Ms(1);
    assert_eq!(Schedule::new(vec![]).used_up(ever, &one), None);
    let mut calendar = Calendar::usual(Zone::utc());
    calendar.to = Some(date("1970-01-03"));
    let schedule = Schedule::new(vec![calendar.clone()]);
    assert_eq!(
        schedule.used_up(ever, &Amount::Ms(16 * HOUR)),
        Some(moment("1970-01-02T18:00Z"))
    );
    assert_eq!(schedule.used_up(ever, &Amount::Ms(16 * HOUR + 1)), None);
    assert_eq!(schedule.used_up(ever, &Amount::Ms(0)), Some(Instant(0)));
    calendar.weeks.clear();
    calendar
        .exceptions
        .insert(date("1970-01-02"), vec![window(0, 1)]);
    let schedule = Schedule::new(vec![calendar]);
    assert_eq!(schedule.worked(Span::ALL), MINUTE);
    assert_eq!(schedule.used_up(Span::ALL, &one), Some(Instant(DAY + 1)));
}

#[test]
fn from_end_to_end_of_time_everything_answers() {
    let schedule = Schedule::new(vec![Calendar::usual(zone("Asia/Shanghai"))]);
    assert!(schedule.days(Span::ALL) > Days::whole(70_000));
    for at in [
        Instant::MIN,
        Instant(-DAY * 40_000),
        Instant(DAY * 90_000),
        Instant::MAX,
    ] {
        let none = Span::new(at, at).unwrap();
        assert_eq!((schedule.worked(none), schedule.pieces(none)), (0, vec![]));
        let after = Span::new(at, Instant::MAX).unwrap();
        let _ = schedule.used_up(after, &Amount::Days(Days::whole(3)));
    }
    let (first, last) = (
        Span::new(Instant::MIN, Instant(0)),
        Span::new(Instant(0), Instant::MAX),
    );
    let both = [first.unwrap(), last.unwrap()].map(|s| schedule.worked(s));
    assert_eq!(both[0] + both[1], schedule.worked(Span::ALL));
}

#[test]
fn ten_thousand_clocks_over_years_take_no_walk() {
    let schedule = Schedule::new(vec![Calendar::usual(zone("Europe/Amsterdam"))]);
    let begun = std::time::Instant::now();
    let mut dice = Dice(11);
    for _ in 0..10_000 {
        let since = Instant(1_000_000_000_000 + dice.upto(700_000_000_000));
        let years = Span::new(since, since.plus(dice.upto(4_000 * DAY))).unwrap();
        let ever = Span::new(since, Instant::MAX).unwrap();
        let due = schedule.used_up(ever, &Amount::Days(Days::whole(3)));
        assert!(due.is_some_and(|due| since < due) && schedule.worked(years) >= 0);
    }
    let took = begun.elapsed();
    say(&format!(
        "schedule: 10,000 limits of 3 working days and spans of years in {} ms",
        took.as_millis()
    ));
    // A walk over every minute of these spans would take 28 billion steps.
    assert!(took.as_secs() < 5);
}
