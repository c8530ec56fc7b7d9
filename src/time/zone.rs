//! A zone as data: its name and the moments its offset from UTC changes, as one browser wrote them.
//! Never in here: a database of zones, asking the browser, the reader's own zone.

use serde::{Deserialize, Serialize};

use super::civil::Civil;
use super::instant::{Instant, SECOND};

/// No place was ever further from UTC than this, in seconds (the sixteen hours of 19th-century
/// Alaska and Manila included); anything beyond is a damaged value.
pub const MAX_OFFSET: i32 = 26 * 3600;

/// What a zone's offset is, moment by moment. Written into calendars, so that both firms compute
/// from the same transitions whatever their browsers know (LEDGER 26).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct Zone {
    name: String,
    written_with: String,
    base: i32,
    transitions: Vec<(Instant, i32)>,
}

/// Why transitions are not a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneFault {
    /// An offset beyond [`MAX_OFFSET`].
    Offset,
    /// Two transitions at one moment, or not in order of time.
    Order,
}

/// What a wall-clock reading means in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    Once(Instant),
    /// The clock was put back: the reading happened twice.
    Twice(Instant, Instant),
    /// The clock was put forward over this reading: it never happened. Carries the reading taken
    /// with the offset after the change (the earlier moment) and before it (the later one).
    Never(Instant, Instant),
}

impl Zone {
    /// `base` is the offset before the first transition, each transition the offset from that
    /// moment on, all in seconds east of UTC. `written_with` says what knew them, such as a
    /// browser and its version.
    pub fn new(
        name: impl Into<String>,
        written_with: impl Into<String>,
        base: i32,
        transitions: Vec<(Instant, i32)>,
    ) -> Result<Self, ZoneFault> {
        let sane = |offset: i32| (-MAX_OFFSET..=MAX_OFFSET).contains(&offset);
        if !sane(base) || !transitions.iter().all(|&(_, offset)| sane(offset)) {
            return Err(ZoneFault::Offset);
        }
        if !transitions.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(ZoneFault::Order);
        }
        Ok(Self {
            name: name.into(),
            written_with: written_with.into(),
            base,
            transitions,
        })
    }

    #[must_use]
    pub fn utc() -> Self {
        Self {
            name: "UTC".into(),
            written_with: String::new(),
            base: 0,
            transitions: Vec::new(),
        }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    #[must_use]
    pub fn written_with(&self) -> &str {
        &self.written_with
    }

    #[must_use]
    pub fn transitions(&self) -> &[(Instant, i32)] {
        &self.transitions
    }

    /// Seconds east of UTC at a moment.
    #[must_use]
    pub fn offset_at(&self, at: Instant) -> i32 {
        let after = self
            .transitions
            .partition_point(|&(moment, _)| moment <= at);
        self.offset_before(after)
    }

    /// What a clock on the wall there shows.
    #[must_use]
    pub fn civil(&self, at: Instant) -> Civil {
        Civil(at.0.saturating_add(i64::from(self.offset_at(at)) * SECOND))
    }

    /// The moment a reading means: the earlier one if it happened twice; if it never happened, the
    /// reading moved forward by what the clock skipped (as Temporal's and jiff's "compatible").
    #[must_use]
    pub fn instant(&self, civil: Civil) -> Instant {
        match self.resolve(civil) {
            Resolved::Once(at) | Resolved::Twice(at, _) | Resolved::Never(_, at) => at,
        }
    }

    /// Every meaning of a reading.
    #[must_use]
    pub fn resolve(&self, civil: Civil) -> Resolved {
        let reach = i64::from(MAX_OFFSET) * SECOND;
        let first = self
            .transitions
            .partition_point(|t| t.0.0 < civil.0.saturating_sub(reach));
        let last = self
            .transitions
            .partition_point(|t| t.0.0 <= civil.0.saturating_add(reach));
        let read_with = |offset: i32| Instant(civil.0.saturating_sub(i64::from(offset) * SECOND));
        // Only offsets in force within a day or so of the reading can explain it.
        let mut found: Option<(Instant, Instant)> = None;
        for index in first..=last {
            let offset = self.offset_before(index);
            let at = read_with(offset);
            if self.offset_at(at) == offset {
                found = Some(found.map_or((at, at), |(early, late)| (early.min(at), late.max(at))));
            }
        }
        match found {
            Some((early, late)) if early == late => Resolved::Once(early),
            Some((early, late)) => Resolved::Twice(early, late),
            None => {
                // The transition that jumped over the reading: still too early with the offset
                // after it, already past it with the offset before it.
                let skipping = (first..last).find(|&index| {
                    self.transitions.get(index).is_some_and(|&(moment, after)| {
                        read_with(after) < moment && moment <= read_with(self.offset_before(index))
                    })
                });
                let index = skipping.unwrap_or(first);
                Resolved::Never(
                    read_with(self.offset_before(index + 1)),
                    read_with(self.offset_before(index)),
                )
            }
        }
    }

    /// The offset in force before the transition at `index`.
    fn offset_before(&self, index: usize) -> i32 {
        index
            .checked_sub(1)
            .and_then(|i| self.transitions.get(i))
            .map_or(self.base, |t| t.1)
    }
}

/// The stored form: `{"name":"Asia/Shanghai","with":"Chromium 142","base":28800,"at":[[ms,seconds],…]}`.
#[derive(Serialize, Deserialize)]
struct Raw {
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    with: String,
    base: i32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    at: Vec<(Instant, i32)>,
}

impl TryFrom<Raw> for Zone {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Self, String> {
        Self::new(raw.name, raw.with, raw.base, raw.at).map_err(|fault| match fault {
            ZoneFault::Offset => "a zone's offset is beyond 26 hours".into(),
            ZoneFault::Order => "a zone's transitions are not in order of time".into(),
        })
    }
}

impl From<Zone> for Raw {
    fn from(zone: Zone) -> Self {
        Self {
            name: zone.name,
            with: zone.written_with,
            base: zone.base,
            at: zone.transitions,
        }
    }
}
