//! What the room as a whole chose and met, and whether conditions hold, as a run stands.
//! Never in here: what fires when (`run`), points (`score`).

use super::event::Captured;
use super::run::{At, Kept, Run, Standing};
use super::scenario::{Condition, Decision, Expectation, Held, With};
use super::score;
use crate::time::MINUTE;

impl Run<'_> {
    /// The option a group chose before the inject closed; the last one counts.
    #[must_use]
    pub fn chose(&self, nth: usize, decision: &Decision, group: &str) -> Option<(usize, &Kept)> {
        let id = &self.inject(nth)?.id;
        let stood = self.stood.get(nth)?;
        let fired = stood.fired?.played;
        let limit = fired + i64::from(decision.within) * MINUTE;
        let limit = stood
            .closed
            .map_or(limit, |closed| limit.min(closed.played));
        let all = self.kept.iter().filter_map(|kept| match &kept.counts {
            Some(Captured::Decide(d)) if d.inject == *id && d.group == group => {
                let place = decision.options.iter().position(|o| o.id == d.option)?;
                let in_time = (fired..limit).contains(&kept.played());
                in_time.then_some((place, kept))
            }
            _ => None,
        });
        // Of two at one moment the later entered.
        all.max_by_key(|(_, kept)| kept.played())
    }

    /// The option the room takes as things stand.
    #[must_use]
    pub fn room_takes(&self, nth: usize) -> Option<usize> {
        let decision = self.inject(nth)?.decision.as_ref()?;
        let stood = self.stood.get(nth)?;
        if stood.standing == Standing::Closed {
            return stood.took;
        }
        stood.follow.or_else(|| {
            let mut votes = vec![0_usize; decision.options.len()];
            for group in self.groups {
                let chosen = self.chose(nth, decision, group);
                if let Some(vote) = chosen.and_then(|(place, _)| votes.get_mut(place)) {
                    *vote += 1;
                }
            }
            let all = votes
                .into_iter()
                .enumerate()
                .filter(|(_, votes)| *votes > 0);
            let most = all.max_by_key(|&(place, votes)| (votes, std::cmp::Reverse(place)));
            most.map(|(place, _)| place)
        })
    }

    /// Whether at least half of the groups met an expectation until now.
    #[must_use]
    pub fn room_meets(&self, nth: usize, expectation: &Expectation) -> bool {
        let meets = |group: &&String| score::met(self, nth, expectation, group).is_some();
        let met = self.groups.iter().filter(meets).count();
        met > 0 && met * 2 >= self.groups.len()
    }

    /// Whether a condition holds now.
    #[must_use]
    pub fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Decided(decided) => {
                let nth = self.place(&decided.inject);
                let option = nth.and_then(|nth| {
                    let taken = self.room_takes(nth)?;
                    self.inject(nth)?.decision.as_ref()?.options.get(taken)
                });
                option.is_some_and(|option| option.id == decided.option)
            }
            Condition::ScoreAtLeast(least) => {
                let groups = i64::try_from(self.groups.len()).unwrap_or(i64::MAX);
                score::room_sum(self) >= least.saturating_mul(groups)
            }
            Condition::TimeLeft(minutes) => {
                let planned = i64::from(self.scenario.minutes) * MINUTE;
                planned - self.at.ran >= i64::from(*minutes) * MINUTE
            }
            Condition::Met(id) => {
                let found = self.expectation(id);
                found.is_some_and(|(nth, expectation)| self.room_meets(nth, expectation))
            }
            Condition::Missed(id) => {
                let found = self.expectation(id);
                found.is_some_and(|(nth, e)| self.is_over(nth, e) && !self.room_meets(nth, e))
            }
            Condition::Variable(compare) => {
                let all = self.scenario.variables.iter().zip(&self.variables);
                let mut named = all.filter(|(variable, _)| variable.id == compare.id);
                let held = named.next().map(|(_, held)| held);
                held.is_some_and(|held| fits(held, &compare.with))
            }
            Condition::Not(inner) => !self.holds(inner),
            Condition::All(all) => all.iter().all(|c| self.holds(c)),
            Condition::Any(any) => any.iter().any(|c| self.holds(c)),
        }
    }

    fn expectation(&self, id: &str) -> Option<(usize, &Expectation)> {
        let mut all = self.injects().enumerate().flat_map(|(nth, (inject, _))| {
            let expectations = inject.expectations.iter();
            expectations.map(move |expectation| (nth, expectation))
        });
        all.find(|(_, expectation)| expectation.id == id)
    }

    /// Whether the time of an expectation is up.
    #[must_use]
    pub fn is_over(&self, nth: usize, expectation: &Expectation) -> bool {
        self.stood.get(nth).is_some_and(|stood| {
            let limit = i64::from(expectation.within) * MINUTE;
            let over = |fired: At| self.at.played >= fired.played + limit;
            stood.standing == Standing::Closed || stood.fired.is_some_and(over)
        })
    }
}

fn fits(held: &Held, with: &With) -> bool {
    match (held, with) {
        (held, With::Is(value)) => held == value,
        (Held::Number(number), With::AtLeast(least)) => number >= least,
        (Held::Number(number), With::AtMost(most)) => number <= most,
        _ => false,
    }
}
