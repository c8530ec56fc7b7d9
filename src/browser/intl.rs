//! The browser's `Intl`: dates, numbers and plurals in the reader's language and zone.
//! No wording and no choice of language; crate::texts::format decides what to ask for.

use js_sys::{Date, JSON};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

// Bound by hand: `format` is a getter in js-sys, and a formatter bound once is all that is needed.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Formatter, js_namespace = Intl, js_name = DateTimeFormat)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "DateTimeFormat")]
    fn new(lang: &str, options: &JsValue) -> DateTimeFormat;

    #[wasm_bindgen(extends = Formatter, js_namespace = Intl, js_name = NumberFormat)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "NumberFormat")]
    fn new(lang: &str, options: &JsValue) -> NumberFormat;

    #[wasm_bindgen(extends = Formatter, js_namespace = Intl, js_name = PluralRules)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "PluralRules")]
    fn new(lang: &str) -> PluralRules;

    #[wasm_bindgen(extends = Formatter, js_namespace = Intl, js_name = RelativeTimeFormat)]
    type RelativeTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "RelativeTimeFormat")]
    fn new(lang: &str, options: &JsValue) -> RelativeTimeFormat;

    #[derive(Clone)]
    #[wasm_bindgen(js_name = Object)]
    type Formatter;
    #[wasm_bindgen(method, structural)]
    fn format(this: &Formatter, value: f64) -> String;
    #[wasm_bindgen(method, structural, js_name = format)]
    fn format_unit(this: &Formatter, value: f64, unit: &str) -> String;
    #[wasm_bindgen(method, structural)]
    fn select(this: &Formatter, value: f64) -> String;
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Dates,
    Numbers,
    Plurals,
    Relative,
}

type Key = (Kind, &'static str, &'static str);

thread_local! {
    // Making a formatter costs far more than using it; a page needs a dozen.
    static FORMATTERS: RefCell<Vec<(Key, Formatter)>> = const { RefCell::new(Vec::new()) };
}

fn formatter(kind: Kind, lang: &'static str, options: &'static str) -> Formatter {
    let key = (kind, lang, options);
    FORMATTERS.with_borrow_mut(|known| {
        if let Some((_, formatter)) = known.iter().find(|(at, _)| *at == key) {
            return formatter.clone();
        }
        let options = JSON::parse(options).unwrap_or(JsValue::UNDEFINED);
        let formatter: Formatter = match kind {
            Kind::Dates => DateTimeFormat::new(lang, &options).unchecked_into(),
            Kind::Numbers => NumberFormat::new(lang, &options).unchecked_into(),
            Kind::Plurals => PluralRules::new(lang).unchecked_into(),
            Kind::Relative => RelativeTimeFormat::new(lang, &options).unchecked_into(),
        };
        known.push((key, formatter.clone()));
        formatter
    })
}

/// A moment (UTC milliseconds) in the reader's zone. `options` are those of `Intl.DateTimeFormat`
/// as JSON. Empty for a moment no date can express.
pub fn date(lang: &'static str, options: &'static str, ms: i64) -> String {
    const FURTHEST: i64 = 8_640_000_000_000_000;
    if !(-FURTHEST..=FURTHEST).contains(&ms) {
        return String::new();
    }
    formatter(Kind::Dates, lang, options).format(ms as f64)
}

/// A number; `options` are those of `Intl.NumberFormat` as JSON.
pub fn number(lang: &'static str, options: &'static str, value: f64) -> String {
    formatter(Kind::Numbers, lang, options).format(value)
}

/// "yesterday", "tomorrow", "today" or a count of days.
pub fn days(lang: &'static str, days: i64) -> String {
    formatter(Kind::Relative, lang, r#"{"numeric":"auto"}"#).format_unit(days as f64, "day")
}

/// Whether the language's plural form for `n` is `one`.
pub fn is_one(lang: &'static str, n: i64) -> bool {
    formatter(Kind::Plurals, lang, "{}").select(n as f64) == "one"
}

/// The current moment, UTC milliseconds.
pub fn now() -> i64 {
    Date::now() as i64
}

/// Year, month (1–12), day, hour, minute and second of a moment in the reader's zone.
pub fn local(ms: i64) -> [i64; 6] {
    let date = Date::new(&JsValue::from_f64(ms as f64));
    [
        date.get_full_year().into(),
        i64::from(date.get_month()) + 1,
        date.get_date().into(),
        date.get_hours().into(),
        date.get_minutes().into(),
        date.get_seconds().into(),
    ]
}

/// The moment at which the reader's clock shows these: the inverse of [`local`].
pub fn from_local([year, month, day, hour, minute, second]: [i64; 6]) -> Option<i64> {
    let date = Date::new_0();
    // The constructor reads years below 100 as 19xx; the setters do not. The day goes along with
    // year and month, so that no date between is invalid.
    date.set_hours(12);
    date.set_full_year_with_month_date(year.try_into().ok()?, month as i32 - 1, day as i32);
    date.set_hours(hour.try_into().ok()?);
    date.set_minutes(minute.try_into().ok()?);
    date.set_seconds(second.try_into().ok()?);
    date.set_milliseconds(0);
    let ms = date.get_time();
    ms.is_finite().then_some(ms as i64)
}
