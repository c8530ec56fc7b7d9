//! Zones as data, against chrono-tz as the oracle.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;
use proptest::prelude::*;
use tandem::time::zone::{Resolved, ZoneFault};
use tandem::time::{Civil, HOUR, Instant, Zone};

/// Every continent, both hemispheres, half and quarter hours, zones that crossed the date line,
/// changed their minds often, or keep daylight saving below zero.
pub const ZONES: [&str; 42] = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Monrovia",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Caracas",
    "America/Chicago",
    "America/Godthab",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Dubai",
    "Asia/Gaza",
    "Asia/Ho_Chi_Minh",
    "Asia/Hong_Kong",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Urumqi",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Amsterdam",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
];

const FROM: i64 = 0;
const TO: i64 = 2_145_916_800_000; // 2038-01-01

fn offset(tz: Tz, ms: i64) -> i32 {
    tz.offset_from_utc_datetime(&DateTime::from_timestamp_millis(ms).unwrap().naive_utc())
        .fix()
        .local_minus_utc()
}

/// The transitions chrono-tz knows, found by looking every six hours and halving in between.
pub fn zone(name: &str) -> Zone {
    let tz: Tz = name.parse().unwrap();
    let (mut at, mut transitions) = (FROM, Vec::new());
    while at < TO {
        let next = at + 6 * HOUR;
        if offset(tz, at) != offset(tz, next) {
            let (mut before, mut after) = (at, next);
            while after - before > 1 {
                let middle = i64::midpoint(before, after);
                if offset(tz, middle) == offset(tz, at) {
                    before = middle
                } else {
                    after = middle
                }
            }
            transitions.push((Instant(after), offset(tz, after)));
        }
        at = next;
    }
    Zone::new(name, "chrono-tz", offset(tz, FROM), transitions).unwrap()
}

fn agrees(tz: Tz, zone: &Zone, civil: Civil) {
    let naive = DateTime::from_timestamp_millis(civil.0)
        .unwrap()
        .naive_utc();
    let theirs = tz.from_local_datetime(&naive);
    let ms = |moment: DateTime<Tz>| Instant(moment.timestamp_millis());
    match zone.resolve(civil) {
        Resolved::Once(at) => assert_eq!(theirs.single().map(ms), Some(at), "{tz} {civil}"),
        Resolved::Twice(early, late) => {
            assert!(early < late);
            assert_eq!(theirs.earliest().map(ms), Some(early), "{tz} {civil}");
            assert_eq!(theirs.latest().map(ms), Some(late), "{tz} {civil}");
        }
        Resolved::Never(before, after) => {
            assert!(
                theirs.earliest().is_none() && theirs.latest().is_none(),
                "{tz} {civil}"
            );
            // The skipped reading moved by the gap, and back by the gap, on either side of it.
            let gap = after.since(before);
            assert_eq!(zone.civil(after).0 - civil.0, gap, "{tz} {civil}");
            assert_eq!(civil.0 - zone.civil(before).0, gap, "{tz} {civil}");
            assert_eq!(zone.instant(civil), after);
        }
    }
}

#[test]
fn readings_around_every_transition_of_forty_zones_agree_with_chrono_tz() {
    let mut seen = (0, 0);
    for name in ZONES {
        let (tz, zone): (Tz, Zone) = (name.parse().unwrap(), zone(name));
        for &(moment, _) in zone.transitions() {
            for offset in [zone.offset_at(moment.plus(-1)), zone.offset_at(moment)] {
                let edge = moment.0 + i64::from(offset) * 1000;
                for step in [-1_800_000, -1, 0, 1, 1_800_000] {
                    agrees(tz, &zone, Civil(edge + step));
                    match zone.resolve(Civil(edge + step)) {
                        Resolved::Once(_) => {}
                        Resolved::Twice(..) => seen.0 += 1,
                        Resolved::Never(..) => seen.1 += 1,
                    }
                }
            }
        }
    }
    assert!(seen.0 > 1_000 && seen.1 > 1_000, "{seen:?}");
}

#[test]
fn a_reading_that_never_happened_moves_forward_and_one_that_happened_twice_is_the_first() {
    let zone = zone("Europe/Amsterdam");
    let civil = |text: &str| Civil(Instant::parse_iso(text).unwrap().0);
    assert_eq!(
        zone.instant(civil("2026-03-29T02:30:00Z")).iso(),
        "2026-03-29T01:30:00.000Z"
    );
    assert_eq!(
        zone.instant(civil("2026-10-25T02:30:00Z")).iso(),
        "2026-10-25T00:30:00.000Z"
    );
}

#[test]
fn damaged_transitions_are_not_a_zone() {
    let make = |base, transitions| Zone::new("X", "", base, transitions);
    assert_eq!(make(93_601, vec![]), Err(ZoneFault::Offset));
    assert_eq!(make(0, vec![(Instant(0), -93_601)]), Err(ZoneFault::Offset));
    assert_eq!(
        make(0, vec![(Instant(1), 0), (Instant(1), 60)]),
        Err(ZoneFault::Order)
    );
    assert!(serde_json::from_str::<Zone>(r#"{"name":"X","base":0,"at":[[2,0],[1,0]]}"#).is_err());
}

#[test]
fn a_zone_is_small_as_a_value_and_reads_back() {
    let shanghai = zone("Asia/Shanghai");
    let text = serde_json::to_string(&shanghai).unwrap();
    assert!(text.len() < 500, "{} bytes", text.len());
    assert_eq!(serde_json::from_str::<Zone>(&text).unwrap(), shanghai);
    assert_eq!(
        serde_json::to_string(&Zone::utc()).unwrap(),
        r#"{"name":"UTC","base":0}"#
    );
}

proptest! {
    #[test]
    fn random_moments_and_readings_agree_with_chrono_tz(
        pick in 0..ZONES.len(),
        moments in prop::collection::vec(FROM + 100 * HOUR..TO - 100 * HOUR, 64),
    ) {
        let (tz, zone): (Tz, Zone) = (ZONES[pick].parse().unwrap(), zone(ZONES[pick]));
        for ms in moments {
            prop_assert_eq!(zone.offset_at(Instant(ms)), offset(tz, ms));
            agrees(tz, &zone, Civil(ms));
            let civil = zone.civil(Instant(ms));
            match zone.resolve(civil) {
                Resolved::Once(at) => prop_assert_eq!(at, Instant(ms)),
                Resolved::Twice(early, late) => prop_assert!(early == Instant(ms) || late == Instant(ms)),
                Resolved::Never(..) => prop_assert!(false, "a moment has a reading"),
            }
        }
    }

    #[test]
    fn any_transitions_resolve_any_reading_without_a_panic(
        base in -93_600..93_600_i32,
        raw in prop::collection::btree_map(any::<i64>(), -93_600..93_600_i32, 0..6),
        readings in prop::collection::vec(any::<i64>(), 8),
    ) {
        let transitions: Vec<_> = raw.into_iter().map(|(ms, offset)| (Instant(ms), offset)).collect();
        let edges: Vec<i64> = transitions.iter().map(|t| t.0.0).collect();
        let zone = Zone::new("X", "", base, transitions).unwrap();
        for reading in readings.into_iter().chain(edges).chain([i64::MIN, i64::MAX]) {
            let at = zone.instant(Civil(reading));
            let _ = (zone.civil(at), zone.civil(Instant(reading)));
        }
    }
}
