//! Deadlines as a calendar file (RFC 5545), for the calendar a person already looks at.
//! Never in here: which deadlines there are; reading calendars (`records::holidays::ics`).

use crate::time::Instant;

/// One moment to be in time for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The same for the same deadline, so that a later file replaces the entry.
    pub key: String,
    pub title: String,
    pub notes: String,
    /// The address that leads to it.
    pub url: String,
    pub at: Instant,
}

/// The calendar file, an alarm a quarter of an hour before each deadline.
#[must_use]
pub fn calendar(name: &str, deadlines: &[Deadline], written: Instant) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Tandem//Deadlines//EN".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(name)),
    ];
    for deadline in deadlines {
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@tandem", escaped(&deadline.key)),
            format!("DTSTAMP:{}", utc(written)),
            format!("DTSTART:{}", utc(deadline.at)),
            format!("SUMMARY:{}", escaped(&deadline.title)),
            format!("DESCRIPTION:{}", escaped(&deadline.notes)),
            format!("URL:{}", deadline.url.replace(['\r', '\n'], "")),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escaped(&deadline.title)),
            "TRIGGER:-PT15M".to_owned(),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    let folded = lines.iter().map(|line| folded(line) + "\r\n");
    folded.collect()
}

/// `20260131T093000Z`.
fn utc(at: Instant) -> String {
    let iso = at.iso();
    let whole = iso.split(['.', 'Z']).next().unwrap_or_default();
    format!("{}Z", whole.replace(['-', ':'], ""))
}

fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            // The other controls have no place in a calendar file.
            c if c.is_control() => {}
            c => written.push(c),
        }
    }
    written
}

/// A line of at most 75 bytes, the rest on lines that begin with a space.
fn folded(line: &str) -> String {
    let mut written = String::with_capacity(line.len());
    let mut room = 75;
    for c in line.chars() {
        if c.len_utf8() > room {
            written.push_str("\r\n ");
            room = 74;
        }
        room -= c.len_utf8();
        written.push(c);
    }
    written
}
