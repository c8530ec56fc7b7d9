//! Working hours as people type them, such as `9:00-12:00, 13:00-18:00`.
//! Never in here: what the hours are for.

use crate::time::calendar::Window;

/// Reads hours; none if nothing is typed. An end at or before its start lies on the next day.
/// Sorted; `None` if a part cannot be read.
#[must_use]
pub fn read(text: &str) -> Option<Vec<Window>> {
    let parts = text.split([',', '，', '、', ';', '；', '\n']);
    let typed = parts.map(str::trim).filter(|part| !part.is_empty());
    let mut windows: Vec<Window> = typed.map(window).collect::<Option<_>>()?;
    windows.sort();
    Some(windows)
}

fn window(text: &str) -> Option<Window> {
    let (from, to) = text.split_once(['-', '–', '—', '~', '～', '至', '到'])?;
    let (from, to) = (minutes(from)?, minutes(to)?);
    let to = if to <= from { to + 1440 } else { to };
    Window::new(from, to)
}

fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text
        .trim()
        .split_once([':', '：'])
        .unwrap_or((text.trim(), "0"));
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour <= 24 && minute < 60 && hour * 60 + minute <= 1440).then(|| hour * 60 + minute)
}

/// The hours as [`read`] reads them.
#[must_use]
pub fn write(windows: &[Window]) -> String {
    let clock = |at: u16| match at {
        1440 => "24:00".to_owned(),
        at => format!("{}:{:02}", at % 1440 / 60, at % 60),
    };
    let each = windows
        .iter()
        .map(|w| format!("{}-{}", clock(w.from()), clock(w.to())));
    each.collect::<Vec<_>>().join(", ")
}
