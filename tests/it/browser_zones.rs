//! The search for a zone's transitions, on the zone database instead of a browser.
//! Never in here: computing with zones (`time_zone.rs`).

use chrono::{Offset, TimeZone};
use chrono_tz::Tz;
use tandem::browser::zones::transitions;
use tandem::time::{HOUR, Instant};

const FROM: Instant = Instant(631_152_000_000);
const TO: Instant = Instant(2_145_916_800_000);

fn offset(zone: Tz, at: Instant) -> i32 {
    let at = chrono::DateTime::from_timestamp_millis(at.0).expect("within years");
    zone.offset_from_utc_datetime(&at.naive_utc())
        .fix()
        .local_minus_utc()
}

/// The slow way: every six hours, no skipping.
fn looked_at_closely(zone: Tz) -> Vec<i32> {
    let mut offsets = vec![offset(zone, FROM)];
    let mut at = FROM;
    while at < TO {
        at = at.plus(6 * HOUR);
        let now = offset(zone, at);
        if offsets.last() != Some(&now) {
            offsets.push(now);
        }
    }
    offsets
}

#[test]
fn no_transition_of_any_zone_is_missed_or_misplaced() {
    let mut changes = 0;
    for zone in chrono_tz::TZ_VARIANTS {
        let (base, found) = transitions(FROM, TO, |at| offset(zone, at));
        for &(at, after) in &found {
            assert_eq!(offset(zone, at), after, "{zone} at {at}");
            assert_ne!(
                offset(zone, at.plus(-1)),
                after,
                "{zone} changes before {at}"
            );
        }
        let steps: Vec<i32> = std::iter::once(base)
            .chain(found.iter().map(|&(_, after)| after))
            .collect();
        assert_eq!(steps, looked_at_closely(zone), "{zone}");
        changes += found.len();
    }
    assert!(
        changes > 20_000,
        "{changes} transitions are too few for the whole database"
    );
}

#[test]
fn a_zone_without_changes_has_none() {
    assert_eq!(transitions(FROM, TO, |_| 28_800), (28_800, Vec::new()));
}
