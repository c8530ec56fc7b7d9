//! Holidays out of an .ics file (RFC 5545): its all-day events as days off and make-up days.
//! Never in here: writing exceptions, asking the person, anything of an event but day, kind and name.
//!
//! Reading is total and bounded. A day off is told by Apple's `X-APPLE-SPECIAL-DAY`, by the marks of
//! Chinese calendars in title or category (休, 班, 补班, 放假 …), or by Google's description. In a file
//! that marks any day, an event without a mark is a festival people work on; in one that marks none,
//! every all-day event is a day off, as in the lists of most countries. Repetition (`RRULE`) is not
//! followed: holidays move, so only the date that is written down is taken, and a finding says so.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Exception, Kind, make_up_windows};
use crate::time::calendar::Calendar;
use crate::time::{Civil, DAY, Date, Instant, Zone};

/// A longer file is read up to here.
const MAX_BYTES: usize = 4 << 20;
/// The longest logical line that is read, in bytes.
const MAX_LINE: usize = 1 << 14;
const MAX_EVENTS: usize = 5_000;
/// The longest holiday, in days.
const MAX_DAYS: i64 = 60;

/// A day as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    pub kind: Kind,
    pub name: String,
    /// Where its event begins, counted from 1.
    pub line: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    pub line: usize,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// No `BEGIN:VCALENDAR`: not an .ics file.
    NotACalendar,
    /// Longer than what is read.
    TooLong,
    /// More events than are read.
    TooManyEvents,
    /// An event without a readable beginning.
    NoStart,
    /// An end that cannot be read: one day is taken.
    NoEnd,
    EndsBeforeStart,
    /// More days than a holiday has; not taken.
    TooManyDays,
    /// Not a whole day; not taken.
    PartOfADay,
    /// It repeats: only its first date is taken.
    Repeats,
    Cancelled,
    /// A festival people work on; not taken.
    NotADayOff,
    /// 调休 alone can mean a day off as well as one to make up for it; not taken.
    Ambiguous,
    /// The file marks no days off: each of its all-day events is taken for one.
    NothingMarked,
    /// Another event has said otherwise of this date; the first stands.
    SaysOtherwise,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    /// By date, each once.
    pub days: Vec<Day>,
    /// By line.
    pub findings: Vec<Finding>,
}

impl Holidays {
    /// What a calendar has to except, by date: a make-up day with the hours of [`make_up_windows`]. A
    /// date the calendar excepts already is left to it.
    #[must_use]
    pub fn exceptions(&self, calendar: &Calendar) -> Vec<Exception> {
        let days = self.days.iter();
        let new = days.filter(|day| !calendar.exceptions.contains_key(&day.date));
        new.map(|day| Exception {
            date: day.date,
            windows: match day.kind {
                Kind::Off => Vec::new(),
                Kind::Work => make_up_windows(calendar, day.date),
            },
            festival: None,
            name: day.name.clone(),
        })
        .collect()
    }
}

/// Reads a file. `zone` tells the date of moments written in UTC.
#[must_use]
pub fn read(text: &str, zone: &Zone) -> Holidays {
    let mut out = Holidays::default();
    let mut find = |line: usize, what: What| out.findings.push(Finding { line, what });
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let short = text.get(..text.floor_char_boundary(MAX_BYTES));
    let read = short.unwrap_or_default();
    if read.len() < text.len() {
        find(read.lines().count(), What::TooLong);
    }
    let events = match events(read, zone) {
        Some(events) => events,
        None => {
            find(1, What::NotACalendar);
            Vec::new()
        }
    };
    if let Some(beyond) = events.get(MAX_EVENTS) {
        find(beyond.line, What::TooManyEvents);
    }
    let events = events.get(..MAX_EVENTS).unwrap_or(&events);
    let is_marked = events.iter().any(|event| event.mark().is_some());
    if !is_marked && let Some(first) = events.first() {
        find(first.line, What::NothingMarked);
    }
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for event in events {
        for &(line, what) in &event.findings {
            find(line, what);
        }
        let kind = match event.mark() {
            Some(Mark::Is(kind)) => kind,
            None if !is_marked => Kind::Off,
            None | Some(Mark::Festival) => {
                find(event.line, What::NotADayOff);
                continue;
            }
            Some(Mark::Ambiguous) => {
                find(event.line, What::Ambiguous);
                continue;
            }
        };
        let dates = match event.dates(kind) {
            Ok(dates) => dates,
            Err(what) => {
                find(event.line, what);
                continue;
            }
        };
        for date in dates {
            let day = Day {
                date,
                kind,
                name: event.name(),
                line: event.line,
            };
            match days.entry(date) {
                Entry::Vacant(place) => {
                    place.insert(day);
                }
                Entry::Occupied(place) if place.get().kind != kind => {
                    find(event.line, What::SaysOtherwise);
                }
                Entry::Occupied(_) => {}
            }
        }
    }
    out.days = days.into_values().collect();
    out.findings
        .sort_by_key(|finding| (finding.line, finding.what));
    out
}

/// What an event says of its days.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Is(Kind),
    Festival,
    Ambiguous,
}

/// A beginning or an end.
#[derive(Clone, Copy)]
enum Edge {
    Date(Date),
    /// By the clock on the wall there.
    Time(Civil),
}

#[derive(Default)]
struct Event {
    line: usize,
    summary: String,
    description: String,
    categories: String,
    special: String,
    start: Option<Edge>,
    end: Option<Edge>,
    /// In whole days.
    lasts: Option<i64>,
    is_cancelled: bool,
    findings: Vec<(usize, What)>,
}

impl Event {
    fn mark(&self) -> Option<Mark> {
        match self.special.as_str() {
            "WORK-HOLIDAY" => return Some(Mark::Is(Kind::Off)),
            "ALTERNATE-WORKDAY" => return Some(Mark::Is(Kind::Work)),
            _ => {}
        }
        let by_title = marked(&self.summary);
        let by_words = match by_title {
            Some(Mark::Is(_)) => by_title,
            _ => marked(&self.categories).or(by_title),
        };
        by_words.or_else(|| {
            let description = self.description.trim();
            if description.starts_with("Public holiday") {
                Some(Mark::Is(Kind::Off))
            } else if description.starts_with("Observance") {
                Some(Mark::Festival)
            } else {
                None
            }
        })
    }

    /// The title without its mark.
    fn name(&self) -> String {
        let mut name = self.summary.trim();
        let alone = [" 休", " 班"];
        for mark in BRACKETED_OFF.iter().chain(&BRACKETED_WORK).chain(&alone) {
            name = name.strip_suffix(mark).unwrap_or(name);
            name = name.strip_prefix(mark).unwrap_or(name).trim();
        }
        name.to_owned()
    }

    fn dates(&self, kind: Kind) -> Result<impl Iterator<Item = Date> + use<>, What> {
        if self.is_cancelled {
            return Err(What::Cancelled);
        }
        let start = self.start.ok_or(What::NoStart)?;
        let (first, end) = match start {
            Edge::Date(first) => {
                let lasts = first.plus(self.lasts.unwrap_or(1));
                let end = match self.end {
                    Some(Edge::Date(end)) => end,
                    // A day that ends at some hour is a day all the same.
                    Some(Edge::Time(at)) => at.date().plus(i64::from(at.of_day() > 0)),
                    None => lasts,
                };
                // Some write the last day itself as the end of one day.
                (first, if end == first { first.plus(1) } else { end })
            }
            Edge::Time(from) => {
                let end = match (self.end, self.lasts) {
                    (Some(Edge::Time(to)), _) => to,
                    (Some(Edge::Date(to)), _) => to.start(),
                    (None, days) => Civil(from.0.saturating_add(days.unwrap_or(0) * DAY)),
                };
                match kind {
                    // Worked at all is worked: the calendar knows the hours of a make-up day.
                    Kind::Work => (from.date(), Civil(end.0.max(from.0 + 1) - 1).date().plus(1)),
                    Kind::Off if end < from => return Err(What::EndsBeforeStart),
                    Kind::Off if from.of_day() == 0 && end.0 - from.0 >= DAY - 60_000 => {
                        // To 23:59 as well as to midnight.
                        (from.date(), Civil(end.0.saturating_add(60_000)).date())
                    }
                    Kind::Off => return Err(What::PartOfADay),
                }
            }
        };
        if end < first {
            return Err(What::EndsBeforeStart);
        }
        if end.0 - first.0 > MAX_DAYS {
            return Err(What::TooManyDays);
        }
        Ok((first.0..end.0).map(Date))
    }
}

const BRACKETED_OFF: [&str; 5] = ["（休）", "(休)", "【休】", "[休]", "休假"];
const BRACKETED_WORK: [&str; 5] = ["（班）", "(班)", "【班】", "[班]", "补班"];

/// The mark in a title, if it has one.
fn marked(title: &str) -> Option<Mark> {
    let title = title.trim();
    let has = |marks: &[&str]| marks.iter().any(|mark| title.contains(mark));
    // A mark that stands alone at an end, as in `春节 休` or `班 国庆节`.
    let alone = |mark: &str| {
        let mut words = title.split([' ', '　', '·', '-', ':', '：']);
        words.any(|word| word == mark)
    };
    if has(&BRACKETED_WORK) || has(&["上班", "調班", "補班"]) || alone("班") {
        Some(Mark::Is(Kind::Work))
    } else if has(&BRACKETED_OFF) || has(&["放假", "假期", "公休"]) || alone("休") {
        Some(Mark::Is(Kind::Off))
    } else if has(&["调休"]) {
        Some(Mark::Ambiguous)
    } else {
        None
    }
}

/// The events in the order of the file; `None` if it is no calendar.
fn events(text: &str, zone: &Zone) -> Option<Vec<Event>> {
    let mut events = Vec::new();
    let mut is_calendar = false;
    // What the properties belong to: an event's alarm has a description of its own.
    let mut within: Vec<String> = Vec::new();
    let mut event = Event::default();
    for (line, logical) in unfolded(text) {
        let Some(property) = Property::read(&logical) else {
            continue;
        };
        match property.name.as_str() {
            "BEGIN" => {
                let what = property.value.trim().to_ascii_uppercase();
                is_calendar |= what == "VCALENDAR";
                if what == "VEVENT" {
                    event = Event {
                        line,
                        ..Event::default()
                    };
                }
                // Deeper nesting than any calendar has is not followed.
                if within.len() < 16 {
                    within.push(what);
                }
            }
            "END" => {
                let closed = within.pop();
                if closed.as_deref() == Some("VEVENT") && events.len() <= MAX_EVENTS {
                    events.push(std::mem::take(&mut event));
                }
            }
            _ if within.last().is_some_and(|what| what == "VEVENT") => {
                event.take(&property, line, zone);
            }
            _ => {}
        }
    }
    is_calendar.then_some(events)
}

impl Event {
    fn take(&mut self, property: &Property, line: usize, zone: &Zone) {
        let text = || unescaped(&property.value);
        match property.name.as_str() {
            "SUMMARY" => self.summary = text(),
            "DESCRIPTION" => self.description = text(),
            "CATEGORIES" => self.categories = text(),
            "X-APPLE-SPECIAL-DAY" => {
                self.special = property.value.trim().to_ascii_uppercase();
            }
            "STATUS" => {
                self.is_cancelled = property.value.trim().eq_ignore_ascii_case("CANCELLED");
            }
            "DTSTART" => self.start = edge(property.value.trim(), zone),
            "DTEND" => {
                self.end = edge(property.value.trim(), zone);
                if self.end.is_none() {
                    self.findings.push((line, What::NoEnd));
                }
            }
            "DURATION" => {
                self.lasts = whole_days(property.value.trim());
                if self.lasts.is_none() {
                    self.findings.push((line, What::NoEnd));
                }
            }
            "RRULE" | "RDATE" => self.findings.push((line, What::Repeats)),
            _ => {}
        }
    }
}

/// One line with its parameters left out: nothing here depends on them but the form of the value,
/// which shows by itself.
struct Property {
    name: String,
    value: String,
}

impl Property {
    fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.char_indices().find(|&(_, c)| {
            quoted ^= c == '"';
            c == ':' && !quoted
        });
        let (head, value) = line.split_at_checked(colon?.0)?;
        let name = head.split(';').next()?.trim();
        Some(Self {
            name: name.to_ascii_uppercase(),
            value: value.get(1..)?.to_owned(),
        })
    }
}

/// Logical lines with the number of their first physical one: a line that begins with a space or a
/// tab goes on with the one before.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut logical: Vec<(usize, String)> = Vec::new();
    for (place, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), logical.last_mut()) {
            (Some(more), Some((_, last))) => {
                let room = MAX_LINE.saturating_sub(last.len());
                last.extend(more.get(..more.floor_char_boundary(room)));
            }
            _ if line.is_empty() => {}
            _ => {
                let kept = line.get(..line.floor_char_boundary(MAX_LINE));
                logical.push((place + 1, kept.unwrap_or_default().to_owned()));
            }
        }
    }
    logical
}

fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut left = value.chars();
    while let Some(c) = left.next() {
        match c {
            '\\' => match left.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            c => text.push(c),
        }
    }
    text
}

/// `20260217`, `20260217T093000` or `20260217T093000Z`; dates and times with their marks as well.
fn edge(value: &str, zone: &Zone) -> Option<Edge> {
    let plain: String = value.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    let (date, time) = match plain.split_once(['T', 't']) {
        None => (plain.as_str(), None),
        Some((date, time)) => (date, Some(time)),
    };
    let number = |text: Option<&str>| -> Option<u32> {
        let text = text?;
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok())?
    };
    let date = Date::from_ymd(
        i64::from(number(date.get(..4))?),
        number(date.get(4..6))?,
        number(date.get(6..8).filter(|_| date.len() == 8))?,
    )?;
    let Some(time) = time else {
        return Some(Edge::Date(date));
    };
    let (time, is_utc) = match time.strip_suffix(['Z', 'z']) {
        Some(time) => (time, true),
        None => (time, false),
    };
    let second = if time.len() == 4 {
        0
    } else {
        number(time.get(4..6).filter(|_| time.len() == 6))?
    };
    let (hour, minute) = (number(time.get(..2))?, number(time.get(2..4))?);
    // A leap second is the end of its minute.
    let civil = Civil::new(date, hour, minute, second.min(59), 0)?;
    Some(Edge::Time(if is_utc {
        zone.civil(Instant(civil.0))
    } else {
        civil
    }))
}

/// `P1D`, `P2W`, `P1DT0H`: a number of whole days.
fn whole_days(value: &str) -> Option<i64> {
    let value = value.strip_prefix('+').unwrap_or(value).strip_prefix('P')?;
    let (days, time) = value.split_once('T').unwrap_or((value, ""));
    let is_nothing = |text: &str| text.chars().all(|c| matches!(c, '0' | 'H' | 'M' | 'S'));
    let count = |text: &str| text.parse::<u16>().ok().map(i64::from);
    let days = match days.strip_suffix('W') {
        Some(weeks) => count(weeks)? * 7,
        None => count(days.strip_suffix('D')?)?,
    };
    is_nothing(time).then_some(days)
}
