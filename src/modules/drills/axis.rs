//! A scenario's time as a length: where a minute stands on the editor's timeline, and what stands there.
//! What a jump passes over takes a narrow gap. Never in here: markup, changing a scenario.

use std::collections::BTreeMap;

use super::scenario::{Due, Inject, Scenario};
use super::words::Channel;

/// How wide a gap a jump leaves.
const GAP: f64 = 40.0;
/// Of a minute: no narrower, no wider.
const PER_MINUTE: (f64, f64) = (0.4, 12.0);
/// Room after the last inject, in minutes.
const TAIL: u32 = 15;

/// Minutes to pixels and back.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What is jumped over, in order, apart from each other.
    jumps: Vec<(u32, u32)>,
    per_minute: f64,
    end: u32,
}

impl Axis {
    /// An axis on which the whole scenario is about `wide` long.
    #[must_use]
    pub fn of(scenario: &Scenario, wide: f64) -> Self {
        let mut jumps: Vec<(u32, u32)> = scenario.jumps.iter().map(|j| (j.at, j.to)).collect();
        jumps.sort_unstable();
        let mut last = 0;
        jumps.retain(|(at, to)| {
            let apart = *at >= last && to > at;
            last = if apart { *to } else { last };
            apart
        });
        let moments = scenario.injects.iter().filter_map(|i| moment(scenario, i));
        let starts = scenario.phases.iter().map(|phase| phase.from);
        let ends = jumps.iter().map(|(_, to)| *to);
        let last = moments.chain(starts).chain(ends).max().unwrap_or(0);
        let mut axis = Self {
            jumps,
            per_minute: 1.0,
            end: (last + TAIL).max(60),
        };
        let gaps = axis.jumps.len() as f64 * GAP;
        let minutes = (axis.x(axis.end) - gaps).max(1.0);
        let (least, most) = PER_MINUTE;
        axis.per_minute = ((wide - gaps) / minutes).clamp(least, most);
        axis
    }

    /// The last minute that is shown.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.end
    }

    /// Where a minute stands.
    #[must_use]
    pub fn x(&self, minute: u32) -> f64 {
        let mut x = 0.0;
        let mut from = 0;
        for (at, to) in &self.jumps {
            if minute <= *at {
                break;
            }
            x += f64::from(at - from) * self.per_minute;
            let over = f64::from(minute.min(*to) - at) / f64::from(to - at);
            x += over * GAP;
            from = *to;
            if minute < *to {
                return x;
            }
        }
        x + f64::from(minute.saturating_sub(from)) * self.per_minute
    }

    /// The minute that stands there; in a gap the one it leads to.
    #[must_use]
    pub fn minute(&self, x: f64) -> u32 {
        let mut left = x.max(0.0);
        let mut from = 0;
        for (at, to) in &self.jumps {
            let played = f64::from(at - from) * self.per_minute;
            if left <= played {
                break;
            }
            if left < played + GAP {
                return *to;
            }
            left -= played + GAP;
            from = *to;
        }
        from + (left / self.per_minute).round() as u32
    }

    /// Minutes to write beside the axis, at full hours or parts of them as there is room for.
    #[must_use]
    pub fn ticks(&self, starts: u32) -> Vec<u32> {
        const STEPS: [u32; 8] = [5, 10, 15, 30, 60, 120, 240, 480];
        const ROOM: f64 = 96.0;
        let fits = |step: &&u32| f64::from(**step) * self.per_minute >= ROOM;
        let step = STEPS.iter().find(fits).copied().unwrap_or(1_440);
        let is_over = |minute: u32| {
            self.jumps
                .iter()
                .any(|(at, to)| *at < minute && minute < *to)
        };
        let all = (0..=self.end).filter(|minute| (starts + minute).is_multiple_of(step));
        all.filter(|minute| !is_over(*minute)).collect()
    }
}

/// The minute at which an inject comes, where that is known: its own, or so long after another's. Ways and
/// closings are left out, and so is what leads round in a circle.
#[must_use]
pub fn moment(scenario: &Scenario, inject: &Inject) -> Option<u32> {
    let mut minutes = 0_u32;
    let mut inject = inject;
    for _ in 0..=scenario.injects.len() {
        match &inject.due {
            Due::At(minute) => return Some(minutes.saturating_add(*minute)),
            Due::After {
                inject: id,
                minutes: n,
            } => {
                minutes = minutes.saturating_add(*n);
                inject = scenario.inject(id)?;
            }
            Due::Led => return None,
        }
    }
    None
}

/// What lanes stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lanes {
    /// How injects reach the room.
    #[default]
    Channels,
    /// Whom they are for; one for several stands in several lanes.
    Roles,
}

/// One lane of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lane {
    Channel(Channel),
    /// Empty: for everyone.
    Role(String),
}

/// An inject on a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub inject: String,
    /// Place of its lane.
    pub lane: usize,
    /// Those that would cover each other stand in rows below each other.
    pub row: usize,
    pub x: f64,
}

/// The lanes that something stands on, with how many rows each needs, and where each inject stands that
/// has a moment. Spots are `wide`.
#[must_use]
pub fn spots(s: &Scenario, axis: &Axis, by: Lanes, wide: f64) -> (Vec<(Lane, usize)>, Vec<Spot>) {
    let mut lanes: Vec<Lane> = match by {
        Lanes::Channels => Channel::ALL.iter().copied().map(Lane::Channel).collect(),
        Lanes::Roles => {
            let roles = s.roles.iter().map(|role| Lane::Role(role.id.clone()));
            std::iter::once(Lane::Role(String::new()))
                .chain(roles)
                .collect()
        }
    };
    let is_on = |inject: &Inject, lane: &Lane| match lane {
        Lane::Channel(channel) => inject.channel == *channel,
        Lane::Role(role) if role.is_empty() => inject.to.is_empty(),
        Lane::Role(role) => inject.to.contains(role),
    };
    lanes.retain(|lane| {
        let mut timed = s.injects.iter().filter(|i| moment(s, i).is_some());
        timed.any(|inject| is_on(inject, lane))
    });
    let mut all = Vec::new();
    let mut rows: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    let mut timed: Vec<(f64, &Inject)> = s
        .injects
        .iter()
        .filter_map(|inject| Some((axis.x(moment(s, inject)?), inject)))
        .collect();
    timed.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    for (x, inject) in timed {
        for (nth, _) in lanes
            .iter()
            .enumerate()
            .filter(|(_, lane)| is_on(inject, lane))
        {
            let ends = rows.entry(nth).or_default();
            let free = ends.iter().position(|end| *end <= x);
            let row = free.unwrap_or(ends.len());
            match ends.get_mut(row) {
                Some(end) => *end = x + wide,
                None => ends.push(x + wide),
            }
            let inject = inject.id.clone();
            all.push(Spot {
                inject,
                lane: nth,
                row,
                x,
            });
        }
    }
    let height = |nth: usize| rows.get(&nth).map_or(1, Vec::len);
    let lanes = lanes.into_iter().enumerate();
    let lanes = lanes.map(|(nth, lane)| (lane, height(nth))).collect();
    (lanes, all)
}
