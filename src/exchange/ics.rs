//! Deadlines and invitations as calendar files (RFC 5545, 5546), for the calendar a person already looks at.
//! Never in here: which there are; reading calendars (`records::holidays::ics`).

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
    let mut lines = beginning("Deadlines");
    lines.push(format!("X-WR-CALNAME:{}", escaped(name)));
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
    ended(lines)
}

/// Something people are invited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for the same event, so that a later file moves or cancels the entry.
    pub key: String,
    /// Of two files of one event calendars take the one with the greater.
    pub sequence: u32,
    pub title: String,
    pub notes: String,
    pub place: String,
    pub starts: Instant,
    pub ends: Instant,
    pub is_cancelled: bool,
    /// Who invites, by name.
    pub from: String,
    /// Their mail address; may be empty.
    pub mail: String,
}

/// The calendar file of one event: it puts the entry in, moves it, or takes it out again.
#[must_use]
pub fn invitation(event: &Event, written: Instant) -> String {
    let (method, status) = match event.is_cancelled {
        true => ("CANCEL", "CANCELLED"),
        false => ("PUBLISH", "CONFIRMED"),
    };
    let mut lines = beginning("Trainings");
    lines.extend([
        format!("METHOD:{method}"),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@tandem", escaped(&event.key)),
        format!("SEQUENCE:{}", event.sequence),
        format!("DTSTAMP:{}", utc(written)),
        organizer(&event.from, &event.mail),
        format!("STATUS:{status}"),
        format!("DTSTART:{}", utc(event.starts)),
        format!("DTEND:{}", utc(event.ends)),
        format!("SUMMARY:{}", escaped(&event.title)),
    ]);
    let texts = [("LOCATION", &event.place), ("DESCRIPTION", &event.notes)];
    let said = texts.into_iter().filter(|(_, text)| !text.is_empty());
    lines.extend(said.map(|(name, text)| format!("{name}:{}", escaped(text))));
    lines.push("END:VEVENT".to_owned());
    ended(lines)
}

/// RFC 5546 asks for one in every file with a method. Without a mail address it stands for nobody that a
/// calendar could write to.
fn organizer(name: &str, mail: &str) -> String {
    let mail = mail.trim();
    let is_address = mail.contains('@')
        && mail.bytes().all(|b| b.is_ascii_graphic())
        && !mail.contains(['"', '<', '>', '\\']);
    let address = match is_address {
        true => format!("mailto:{mail}"),
        false => "invalid:nomail".to_owned(),
    };
    // A quoted parameter has no way to write a quote or a control.
    let unquoted = |c: &char| *c != '"' && !c.is_control();
    let name: String = name.chars().filter(unquoted).collect();
    format!("ORGANIZER;CN=\"{name}\":{address}")
}

fn beginning(of: &str) -> Vec<String> {
    vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:-//Tandem//{of}//EN"),
    ]
}

fn ended(mut lines: Vec<String>) -> String {
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
