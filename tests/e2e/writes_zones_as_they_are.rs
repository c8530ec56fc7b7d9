//! The zones that Chromium's program writes into calendars are those of the zone database, moment by
//! moment, for forty zones from 1990 through 2037; where they differ the difference is listed here
//! with its reason.
//! The search for transitions itself is tested natively, on every zone (tests/it/browser_zones.rs).

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::{IANA_TZDB_VERSION, Tz};
use tandem::browser::zones::transitions;
use tandem::exchange;
use tandem::ledger::Workspace;
use tandem::records::calendar::{KIND, WorkCalendar};
use tandem::time::{Instant, Zone};

use crate::harness::{Browser, journey};
use crate::three_firms_converge::{saved, start};

/// 1990-01-01 and 2038-01-01, UTC.
const FROM: Instant = Instant(631_152_000_000);
const TO: Instant = Instant(2_145_916_800_000);

/// Summer time on both hemispheres, offsets of half and quarter hours, days that were skipped,
/// summer time that is interrupted by Ramadan, counted downwards or long gone, and offsets that
/// politics moved.
const ZONES: [&str; 40] = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "Africa/Juba",
    "Africa/Windhoek",
    "America/Asuncion",
    "America/Caracas",
    "America/Havana",
    "America/Mexico_City",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Scoresbysund",
    "America/St_Johns",
    "America/Vancouver",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Asia/Almaty",
    "Asia/Amman",
    "Asia/Colombo",
    "Asia/Dhaka",
    "Asia/Gaza",
    "Asia/Hong_Kong",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Shanghai",
    "Asia/Tehran",
    "Australia/Adelaide",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kwajalein",
    "Pacific/Norfolk",
];

/// Where Chromium's zones and those of the peer are known to differ, and why.
struct Known {
    zone: &'static str,
    /// From when until when some moments have different offsets, to the day.
    from: &'static str,
    until: &'static str,
    why: &'static str,
}

/// The releases of the zone database that the list below compares: Chromium's and the peer's.
const COMPARED: (&str, &str) = ("2026e", "2025b");

const MOROCCO: &str =
    "from 2026-09-20 Chromium's has UTC+0 all year, the peer's UTC+1 but in Ramadan";

const KNOWN: [Known; 3] = [
    Known {
        zone: "Africa/Casablanca",
        from: "2026-09-20",
        until: "2038-01-01",
        why: MOROCCO,
    },
    Known {
        zone: "Africa/El_Aaiun",
        from: "2026-09-20",
        until: "2038-01-01",
        why: MOROCCO,
    },
    Known {
        zone: "America/Vancouver",
        from: "2026-11-01",
        until: "2038-01-01",
        why: "from 2026-11-01 Chromium's stays at UTC-7, the peer's goes back to UTC-8 in winter",
    },
];

/// Some span in which two zones have different offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Difference {
    zone: String,
    from: Instant,
    until: Instant,
    /// How many moments in it one of the two changes its offset.
    changes: usize,
}

/// The first ten letters of a moment: its date in UTC.
fn date(at: Instant) -> String {
    at.iso().chars().take(10).collect()
}

fn offset(zone: Tz, at: Instant) -> i32 {
    let at = DateTime::from_timestamp_millis(at.0).expect("within years");
    let there = zone.offset_from_utc_datetime(&at.naive_utc());
    there.fix().local_minus_utc()
}

/// Whether the two agree at every moment; if not, from which to which they do not.
fn compare(written: &Zone, peer: Tz) -> Option<Difference> {
    let (_, expected) = transitions(FROM, TO, |at| offset(peer, at));
    // Between two neighbouring changes of either both stand still, so one look suffices.
    let mut changes: Vec<Instant> = expected.iter().map(|(at, _)| *at).collect();
    changes.extend(written.transitions().iter().map(|(at, _)| *at));
    changes.extend([FROM, TO]);
    changes.sort();
    changes.dedup();
    let apart = |at: &Instant| written.offset_at(*at) != offset(peer, *at);
    let spans = changes.iter().zip(changes.iter().skip(1));
    let wrong: Vec<(Instant, Instant)> = spans
        .filter(|(from, _)| apart(from))
        .map(|(from, until)| (*from, *until))
        .collect();
    Some(Difference {
        zone: written.name().to_owned(),
        from: wrong.first()?.0,
        until: wrong.last()?.1,
        changes: wrong.len(),
    })
}

/// The release of the zone database in a browser's own data, as `2025b` in UTF-16; empty where the
/// browser keeps it elsewhere.
fn release_in(browser: &Path) -> String {
    let file = browser.parent().map(|folder| folder.join("icudtl.dat"));
    let usual = Path::new("/usr/lib/chromium/icudtl.dat").to_path_buf();
    let bytes = file
        .into_iter()
        .chain([usual])
        .find_map(|file| std::fs::read(file).ok());
    let letters = |found: &[u8]| -> Option<String> {
        let plain = found.chunks(2).all(|pair| pair.get(1) == Some(&0));
        let text: String = found.iter().step_by(2).map(|b| char::from(*b)).collect();
        let digits = text.chars().take(4).all(|c| c.is_ascii_digit());
        let letter = text.chars().last()?.is_ascii_lowercase();
        (plain && digits && letter && text.starts_with("20")).then_some(text)
    };
    let bytes = bytes.unwrap_or_default();
    bytes.windows(10).find_map(letters).unwrap_or_default()
}

/// Gives the firm a calendar in this zone.
async fn add_calendar(browser: &Browser, zone: &str) {
    browser.button("Add a calendar").click().await;
    browser.field("Time zone").fill(zone).await;
    browser.button("Save").click().await;
    browser.field("Time zone").disappears().await;
}

/// The zones in the file for colleagues, by name.
async fn zones_in_backup(browser: &Browser) -> BTreeMap<String, Zone> {
    browser.open("#/exchange").await;
    let write = browser.button("Write the file for colleagues (backup)");
    write.click().await;
    let (_, bytes) = browser.downloaded().await;
    let file = exchange::open(&bytes, None).expect("the program reads its own file");
    let mut ws = Workspace::new();
    ws.insert_all(file.changes);
    let calendars = ws.of_kind(KIND).map(WorkCalendar);
    let zones = calendars.filter_map(|calendar| calendar.zone());
    zones.map(|zone| (zone.name().to_owned(), zone)).collect()
}

#[test]
fn forty_zones_written_in_chromium_are_those_of_the_zone_database() {
    journey(async |stage| {
        let firm = stage.browser("firm").await;
        start(&firm, "Alpha Works", "Ann Example").await;
        firm.open("#/people").await;
        firm.link("Alpha Works").click().await;
        for zone in ZONES {
            add_calendar(&firm, zone).await;
        }
        saved(&firm).await;
        let written = zones_in_backup(&firm).await;
        assert_eq!(written.len(), ZONES.len(), "{:?}", written.keys());

        let chromium = xtask::tools::chromium().expect("a browser").browser;
        let (ours, theirs) = (release_in(&chromium), IANA_TZDB_VERSION);
        let zones = written.values();
        let all: usize = zones.map(|zone| zone.transitions().len()).sum();
        let mut found = Vec::new();
        for (name, zone) in &written {
            let peer: Tz = name.parse().expect("the peer knows the zone");
            found.extend(compare(zone, peer));
        }
        let with = written.values().next().map(Zone::written_with);
        println!(
            "zones: {all} transitions of {} zones, {} differ; {} with tzdata {ours:?}, peer {theirs}",
            written.len(),
            found.len(),
            with.unwrap_or_default(),
        );
        let is_known = |d: &Difference, known: &Known| {
            (known.zone, known.from, known.until)
                == (d.zone.as_str(), &date(d.from), &date(d.until))
        };
        let new: Vec<&Difference> = found
            .iter()
            .filter(|d| !KNOWN.iter().any(|known| is_known(d, known)))
            .collect();
        assert!(
            new.is_empty(),
            "not listed, of {ours:?} and {theirs}: {new:#?}"
        );
        // Other releases have fewer or more; of these two the list says exactly what differs.
        let gone: Vec<&str> = KNOWN
            .iter()
            .filter(|known| !found.iter().any(|d| is_known(d, known)))
            .map(|known| known.why)
            .collect();
        let listed = (ours.as_str(), theirs) == COMPARED;
        assert!(
            !listed || gone.is_empty(),
            "no difference any more: {gone:?}"
        );
    });
}
