//! Zones as this browser knows them: their names, and the moments their offset changes.
//! Never in here: computing with zones. Readers compute from the transitions that were written
//! into a calendar (LEDGER 26), never from what their own browser knows.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::time::{DAY, Instant, MINUTE, Zone};

/// 1990-01-01 and 2038-01-01, UTC: what a calendar's transitions cover.
const FROM: Instant = Instant(631_152_000_000);
const TO: Instant = Instant(2_145_916_800_000);

/// Two changes closer than this would be missed if the second undid the first. In the zone
/// database the closest two since 1990 are weeks apart (a test looks).
const STEP: i64 = 3 * DAY;

/// The zone with its transitions from 1990 through 2037; `None` if the browser does not know it.
#[must_use]
pub fn zone(name: &str) -> Option<Zone> {
    let format = formatter(name)?;
    // One reading that fails would make a wrong offset: then the whole zone is unknown.
    let mut failed = false;
    let (base, changes) = transitions(FROM, TO, |at| {
        offset(&format, at).unwrap_or_else(|| {
            failed = true;
            0
        })
    });
    if failed {
        None
    } else {
        Zone::new(name, super::page::browser_name(), base, changes).ok()
    }
}

/// The name of the zone this browser is in, such as `Asia/Shanghai`.
#[must_use]
pub fn local_zone() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    super::page::string(&options, "timeZone").unwrap_or_else(|| "UTC".into())
}

/// The zones this browser knows; empty where it does not list them.
#[must_use]
pub fn names() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).unwrap_or_default();
    let list = Reflect::get(&intl, &JsValue::from_str("supportedValuesOf"))
        .ok()
        .and_then(|function| function.dyn_into::<Function>().ok())
        .and_then(|function| function.call1(&intl, &JsValue::from_str("timeZone")).ok())
        .and_then(|list| list.dyn_into::<Array>().ok());
    list.map(|list| list.iter().filter_map(|name| name.as_string()).collect())
        .unwrap_or_default()
}

/// The offset at `from`, and each later moment up to `to` at which it becomes another, in seconds
/// east of UTC. Offsets change on whole minutes; the search stops at that.
pub fn transitions(
    from: Instant,
    to: Instant,
    mut offset_at: impl FnMut(Instant) -> i32,
) -> (i32, Vec<(Instant, i32)>) {
    let base = offset_at(from);
    let mut changes = Vec::new();
    let (mut at, mut current) = (from, base);
    while at < to {
        let next = at.plus(STEP).min(to);
        let after = offset_at(next);
        if after == current {
            at = next;
            continue;
        }
        // The first change in (at, next]; a second one is found from there on.
        let (mut same, mut other, mut found) = (at, next, after);
        while other.since(same) > MINUTE {
            let middle = Instant((same.0 + other.since(same) / 2).div_euclid(MINUTE) * MINUTE);
            let middle = if middle <= same {
                same.plus(MINUTE)
            } else {
                middle
            };
            let offset = offset_at(middle);
            if offset == current {
                same = middle;
            } else {
                (other, found) = (middle, offset);
            }
        }
        changes.push((other, found));
        (at, current) = (other, found);
    }
    (base, changes)
}

/// A formatter that writes a moment as `M/D/YYYY, HH:MM:SS` of that zone's wall clock.
fn formatter(name: &str) -> Option<Function> {
    let options = Object::new();
    for (key, value) in [
        ("timeZone", name),
        ("calendar", "gregory"),
        ("numberingSystem", "latn"),
        ("hourCycle", "h23"),
        ("year", "numeric"),
        ("month", "numeric"),
        ("day", "numeric"),
        ("hour", "numeric"),
        ("minute", "numeric"),
        ("second", "numeric"),
    ] {
        Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value)).ok()?;
    }
    // The constructor throws for an unknown zone, which js_sys's binding of it would not catch.
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let constructor: Function = Reflect::get(&intl, &JsValue::from_str("DateTimeFormat"))
        .ok()?
        .dyn_into()
        .ok()?;
    let format = Reflect::construct(
        &constructor,
        &Array::of2(&JsValue::from_str("en-US"), &options),
    )
    .ok()?;
    Reflect::get(&format, &JsValue::from_str("format"))
        .ok()?
        .dyn_into()
        .ok()
}

/// Seconds east of UTC: the wall clock read as if it were UTC, less the moment.
fn offset(format: &Function, at: Instant) -> Option<i32> {
    let written = format
        .call1(&JsValue::NULL, &JsValue::from_f64(at.0 as f64))
        .ok()?
        .as_string()?;
    let mut numbers = written
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse::<i32>);
    let mut number = || numbers.next()?.ok();
    let (month, day, year) = (number()?, number()?, number()?);
    let (hour, minute, second) = (number()?, number()?, number()?);
    let wall = Date::utc(f64::from(year), f64::from(month - 1))
        + f64::from(day - 1) * DAY as f64
        + f64::from((hour * 60 + minute) * 60 + second) * 1000.0;
    // The wall clock shows whole seconds, so the moment counts in whole seconds too.
    i32::try_from(wall as i64 / 1000 - at.0.div_euclid(1000)).ok()
}
