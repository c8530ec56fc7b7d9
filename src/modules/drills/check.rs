//! Whether a scenario can be played: names that lead somewhere, no dead ends, no loops, no inject that
//! never comes, expectations that somebody can meet. Findings name the place; nothing is put right.
//! Never in here: reading, running.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Findings, Problem, Thing};
use super::reach::{self, Reach};
use super::scenario::{
    Branch, Condition, Decision, Due, END, Effect, Expectation, Held, Inject, Scenario, Sender,
    Variable, Way, With,
};
use super::words::Side;
use crate::time::MINUTE;

/// Everything wrong with a scenario, the place of each inject by its id.
#[must_use]
pub fn check(scenario: &Scenario) -> Findings {
    let mut check = Check {
        scenario,
        findings: Findings::default(),
    };
    check.ids();
    check.time();
    for inject in &scenario.injects {
        check.inject(inject);
    }
    check.loops();
    check.reach(&reach::reach(scenario));
    check.findings
}

struct Check<'s> {
    scenario: &'s Scenario,
    findings: Findings,
}

/// Where something of an inject stands.
fn at(inject: &Inject, member: &str) -> String {
    format!("injects[{}].{member}", inject.id)
}

impl<'s> Check<'s> {
    fn add(&mut self, place: impl Into<String>, problem: Problem) {
        self.findings.add(place, problem);
    }

    fn ids(&mut self) {
        let s = self.scenario;
        self.twice("roles", s.roles.iter().map(|role| role.id.as_str()));
        self.twice("variables", s.variables.iter().map(|v| v.id.as_str()));
        self.twice("phases", s.phases.iter().map(|phase| phase.id.as_str()));
        self.twice("jumps", s.jumps.iter().map(|jump| jump.id.as_str()));
        let reserved = [END].into_iter();
        let injects = s.injects.iter().map(|inject| inject.id.as_str());
        self.twice("injects", reserved.chain(injects));
        let all = s.injects.iter().flat_map(|inject| &inject.expectations);
        self.twice("injects.expectations", all.map(|e| e.id.as_str()));
        for variable in &s.variables {
            let place = format!("variables[{}].options", variable.id);
            self.twice(&place, variable.options.iter().map(|o| o.id.as_str()));
            self.held(
                variable,
                &variable.start,
                &format!("variables[{}].start", variable.id),
            );
        }
        if s.roles.is_empty() {
            self.add("roles", Problem::NoRoles);
        }
        if s.injects.is_empty() {
            self.add("injects", Problem::NoInjects);
        }
    }

    fn twice<'i>(&mut self, place: &str, ids: impl Iterator<Item = &'i str>) {
        let mut seen = BTreeSet::new();
        for id in ids.filter(|id| !id.is_empty()) {
            if !seen.insert(id) {
                self.add(
                    format!("{place}[{id}]"),
                    Problem::Twice { id: id.to_owned() },
                );
            }
        }
    }

    fn time(&mut self) {
        let s = self.scenario;
        for jump in &s.jumps {
            let inside = |minute: u32| jump.at < minute && minute < jump.to;
            let crosses = s
                .jumps
                .iter()
                .any(|other| inside(other.at) || other.at == jump.at && other.id != jump.id);
            if jump.to <= jump.at || crosses {
                self.add(format!("jumps[{}]", jump.id), Problem::BadJump);
            }
            for inject in &s.injects {
                if let Due::At(minute) = inject.due
                    && inside(minute)
                {
                    let jump = jump.id.clone();
                    self.add(at(inject, "at"), Problem::JumpedOver { jump });
                }
            }
        }
    }

    fn inject(&mut self, inject: &'s Inject) {
        let s = self.scenario;
        if let Due::After { inject: before, .. } = &inject.due
            && s.inject(before).is_none()
        {
            self.missing(at(inject, "after.inject"), Thing::Inject, before);
        }
        if let Some(phase) = &inject.phase
            && !s.phases.iter().any(|known| known.id == *phase)
        {
            self.missing(at(inject, "phase"), Thing::Phase, phase);
        }
        if let Some(Sender::Role { role }) = &inject.from {
            self.role(&at(inject, "from"), role);
        }
        for role in &inject.to {
            self.role(&at(inject, "to"), role);
        }
        if let Some(when) = &inject.when {
            self.condition(&at(inject, "when"), when);
        }
        self.effects(&at(inject, "effects"), &inject.effects);
        for expectation in &inject.expectations {
            self.expectation(inject, expectation);
        }
        if let Some(decision) = &inject.decision {
            self.decision(inject, decision);
        }
        self.branches(inject);
    }

    fn missing(&mut self, place: impl Into<String>, thing: Thing, id: &str) {
        let id = id.to_owned();
        self.add(place, Problem::NoSuch { thing, id });
    }

    fn role(&mut self, place: &str, id: &str) {
        if self.scenario.role(id).is_none() {
            self.missing(place, Thing::Role, id);
        }
    }

    /// Who is to answer must be there, get the inject, and not be the trainer.
    fn answers(&mut self, inject: &Inject, place: &str, who: &[String]) {
        for id in who {
            let role = id.clone();
            match self.scenario.role(id) {
                None => self.missing(place, Thing::Role, id),
                Some(_) if !inject.is_for(id) => self.add(place, Problem::NotReceived { role }),
                Some(known) if known.side == Side::Trainer => {
                    self.add(place, Problem::TrainerAnswers { role });
                }
                Some(_) => {}
            }
        }
    }

    fn expectation(&mut self, inject: &Inject, expectation: &Expectation) {
        let place = |member: &str| {
            let member = format!("expectations[{}].{member}", expectation.id);
            at(inject, &member)
        };
        if expectation.who.is_empty() {
            self.add(place("who"), Problem::NobodyAnswers);
        }
        self.answers(inject, &place("who"), &expectation.who);
        if expectation.within == 0 {
            self.add(place("within"), Problem::NoTime);
        }
        self.effects(&place("if_met"), &expectation.if_met);
        self.effects(&place("if_missed"), &expectation.if_missed);
    }

    fn decision(&mut self, inject: &Inject, decision: &Decision) {
        let place = |member: &str| at(inject, &format!("decision.{member}"));
        self.answers(inject, &place("who"), &decision.who);
        self.twice(
            &place("options"),
            decision.options.iter().map(|o| o.id.as_str()),
        );
        if decision.within == 0 {
            self.add(place("within"), Problem::NoTime);
        }
        if decision.options.len() < 2 {
            self.add(place("options"), Problem::TooFewOptions);
        }
        let leads =
            decision.options.iter().any(|o| o.way.is_some()) || decision.otherwise.is_some();
        for option in &decision.options {
            let place = place(&format!("options[{}]", option.id));
            self.effects(&format!("{place}.effects"), &option.effects);
            match &option.way {
                Some(way) => self.way(&place, way),
                None if leads => self.add(place, Problem::DeadEnd),
                None => {}
            }
        }
        match &decision.otherwise {
            Some(way) => self.way(&place("otherwise"), way),
            None if leads => self.add(place("otherwise"), Problem::DeadEnd),
            None => {}
        }
        if leads && !inject.branches.is_empty() {
            self.add(at(inject, "branches"), Problem::TwoWaysOut);
        }
    }

    fn branches(&mut self, inject: &'s Inject) {
        let always = |branch: &Branch| branch.when.is_none();
        for (nth, branch) in inject.branches.iter().enumerate() {
            let place = at(inject, &format!("branches[{}]", nth + 1));
            if let Some(when) = &branch.when {
                self.condition(&format!("{place}.when"), when);
            }
            if inject.branches.iter().take(nth).any(always) {
                self.add(&place, Problem::NeverTaken);
            }
            self.way(&place, &branch.way);
        }
        if !inject.branches.is_empty() && !inject.branches.iter().any(always) {
            self.add(at(inject, "branches"), Problem::DeadEnd);
        }
    }

    fn way(&mut self, place: &str, way: &Way) {
        if way.to == END {
            return;
        }
        match self.scenario.inject(&way.to) {
            None => self.missing(format!("{place}.to"), Thing::Inject, &way.to),
            Some(led) if led.due != Due::Led => {
                self.add(format!("{place}.to"), Problem::HasItsOwnTime);
            }
            Some(_) => {}
        }
    }

    fn condition(&mut self, place: &str, condition: &Condition) {
        match condition {
            Condition::Decided(decided) => {
                let inject = self.scenario.inject(&decided.inject);
                let decision = inject.and_then(|inject| inject.decision.as_ref());
                match decision {
                    None => self.missing(place, Thing::Inject, &decided.inject),
                    Some(d) if !d.options.iter().any(|o| o.id == decided.option) => {
                        self.missing(place, Thing::Choice, &decided.option);
                    }
                    Some(_) => {}
                }
            }
            Condition::Met(id) | Condition::Missed(id) => {
                let mut all = self.scenario.injects.iter().flat_map(|i| &i.expectations);
                if !all.any(|expectation| expectation.id == *id) {
                    self.missing(place, Thing::Expectation, id);
                }
            }
            Condition::Variable(compare) => {
                let variable = self.variable(place, &compare.id);
                match (&compare.with, variable) {
                    (_, None) => {}
                    (With::Is(value), Some(variable)) => self.held(variable, value, place),
                    (_, Some(variable)) if matches!(variable.start, Held::Number(_)) => {}
                    _ => self.wrong_type(place, &compare.id),
                }
            }
            Condition::Not(inner) => self.condition(place, inner),
            Condition::All(all) | Condition::Any(all) => {
                all.iter().for_each(|inner| self.condition(place, inner));
            }
            Condition::ScoreAtLeast(_) | Condition::TimeLeft(_) => {}
        }
    }

    fn effects(&mut self, place: &str, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Set { set, to } => {
                    if let Some(variable) = self.variable(place, set) {
                        self.held(variable, to, place);
                    }
                }
                Effect::Add { add, .. } => {
                    let variable = self.variable(place, add);
                    if variable.is_some_and(|v| !matches!(v.start, Held::Number(_))) {
                        self.wrong_type(place, add);
                    }
                }
                Effect::Score { .. } => {}
            }
        }
    }

    fn variable(&mut self, place: &str, id: &str) -> Option<&'s Variable> {
        let found = self.scenario.variables.iter().find(|v| v.id == id);
        if found.is_none() {
            self.missing(place, Thing::Variable, id);
        }
        found
    }

    fn wrong_type(&mut self, place: &str, id: &str) {
        self.add(place, Problem::WrongType { id: id.to_owned() });
    }

    /// Whether a variable may hold a value.
    fn held(&mut self, variable: &Variable, value: &Held, place: &str) {
        match (&variable.start, value) {
            (Held::Number(_), Held::Number(_)) | (Held::Bool(_), Held::Bool(_)) => {}
            (Held::Choice(_), Held::Choice(id)) => {
                if !variable.options.iter().any(|option| option.id == *id) {
                    self.missing(place, Thing::Choice, id);
                }
            }
            _ => self.wrong_type(place, &variable.id),
        }
    }

    /// Each way that leads back to where it came from, named once, by the inject it begins at.
    fn loops(&mut self) {
        let leads = edges(self.scenario);
        let mut done = BTreeSet::new();
        for inject in &self.scenario.injects {
            let mut path = vec![inject.id.as_str()];
            if let Some(path) = circle(&leads, &mut path, &mut done) {
                let first = path.first().cloned().unwrap_or_default();
                self.add(format!("injects[{first}]"), Problem::Loop { path });
            }
        }
    }

    fn reach(&mut self, reach: &Reach) {
        if !reach.whole {
            let (states, apart) = (reach.states, reach.apart);
            self.add("injects", Problem::TooTangled { states, apart });
        }
        for (inject, fires) in self.scenario.injects.iter().zip(&reach.fires) {
            if reach.whole && !fires {
                self.add(format!("injects[{}]", inject.id), Problem::Unreachable);
            }
        }
        let speed = i64::from(self.scenario.speed.max(1));
        let needs = (reach.longest / MINUTE).div_euclid(speed);
        if needs > i64::from(self.scenario.minutes) {
            let needs = u32::try_from(needs).unwrap_or(u32::MAX);
            self.add("minutes", Problem::LongerThanPlanned { needs });
        }
    }
}

type Edges<'s> = BTreeMap<&'s str, BTreeSet<&'s str>>;

/// Which inject leads to which: by a way out, or because it comes so long after.
fn edges(scenario: &Scenario) -> Edges<'_> {
    let mut leads = Edges::new();
    for inject in &scenario.injects {
        let options = inject.decision.iter().flat_map(|d| &d.options);
        let otherwise = inject.decision.iter().filter_map(|d| d.otherwise.as_ref());
        let ways = options.filter_map(|o| o.way.as_ref()).chain(otherwise);
        let ways = ways.chain(inject.branches.iter().map(|branch| &branch.way));
        for way in ways {
            leads.entry(&inject.id).or_default().insert(&way.to);
        }
        if let Due::After { inject: before, .. } = &inject.due {
            leads.entry(before).or_default().insert(&inject.id);
        }
    }
    leads
}

/// A path from the last inject of `path` back into it. Injects that were followed to their end are in
/// `done` and are not followed again.
fn circle<'s>(
    leads: &Edges<'s>,
    path: &mut Vec<&'s str>,
    done: &mut BTreeSet<&'s str>,
) -> Option<Vec<String>> {
    let here = path.last().copied()?;
    if done.contains(here) {
        return None;
    }
    for next in leads.get(here).into_iter().flatten() {
        if let Some(from) = path.iter().position(|id| id == next) {
            done.extend(path.iter());
            let back = path.iter().skip(from).chain([next]);
            return Some(back.map(|id| (*id).to_owned()).collect());
        }
        path.push(next);
        let found = circle(leads, path, done);
        path.pop();
        if found.is_some() {
            return found;
        }
    }
    done.insert(here);
    None
}
