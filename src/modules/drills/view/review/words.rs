//! What people read for the parts of a review: moments, what was said, what came of it, refusals.
//! Never in here: markup, rules.

use crate::modules::drills::edits::DrillRefusal;
use crate::modules::drills::event::{Captured, Cause, What};
use crate::modules::drills::lessons::LessonRefusal;
use crate::modules::drills::report::Points;
use crate::modules::drills::review::{About, Entry, Review};
use crate::modules::drills::run::{At, Kept, Standing};
use crate::modules::drills::scenario::{Choice, Inject};
use crate::modules::drills::view::words as say;
use crate::records::matrix::Letter;
use crate::records::party;
use crate::session::Session;
use crate::texts::{self, drills, format, review as t};
use crate::time::{MINUTE, SECOND};

/// When it was held, in the reader's words.
pub fn held(review: &Review) -> String {
    match (review.started, review.ended) {
        (Some(start), Some(end)) => t::f_held(format::instant(start), format::instant(end)),
        (Some(start), None) => t::f_running(format::instant(start)),
        (None, _) => String::new(),
    }
}

/// `Day 1, 08:34` by the scenario's clock.
pub fn moment(review: &Review, clock: i64) -> String {
    let minute = u32::try_from(clock / MINUTE).unwrap_or_default();
    say::moment(&review.source.scenario, minute)
}

/// `00:04:12` in the room.
pub fn room(at: At) -> String {
    let seconds = at.ran / SECOND;
    let time = format!(
        "{:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    );
    t::room_time(time)
}

/// A length of scenario time, to the second where it is short.
pub fn span(ms: i64) -> String {
    format::duration(ms)
}

pub fn inject_title(inject: &Inject) -> String {
    say::text(&inject.title)
}

fn titled(review: &Review, nth: usize) -> String {
    review
        .injects
        .get(nth)
        .map(inject_title)
        .unwrap_or_default()
}

/// The title of an inject by its id, inserted ones included.
pub fn title_of(review: &Review, id: &str) -> String {
    review
        .inject(id)
        .map_or_else(|| id.to_owned(), inject_title)
}

/// What happened, in a few words.
pub fn what(review: &Review, entry: &Entry) -> String {
    match entry.about {
        About::Did(nth) => {
            let event = review.source.log.get(nth);
            event.map(|e| did(review, &e.what)).unwrap_or_default()
        }
        About::Came(nth) => {
            let title = titled(review, nth);
            let by_hand = review.stood.get(nth).is_some_and(|stood| stood.by_hand);
            match nth >= review.source.scenario.injects.len() {
                true => t::w_came_inserted(title),
                false if by_hand => t::w_came_hand(title),
                false => t::w_came(title),
            }
        }
        About::Left(nth) => match review.stood.get(nth).map(|stood| stood.standing) {
            Some(Standing::Skipped) => t::w_skipped(titled(review, nth)),
            _ => t::w_passed(titled(review, nth)),
        },
        About::Said(nth) => {
            let kept = review.kept.get(nth);
            kept.map(|kept| kind_of(review, &kept.said))
                .unwrap_or_default()
        }
        About::Turned(nth) => expected(review, nth),
        About::Closed(nth) => t::w_closed(titled(review, nth)),
        About::Ended => t::w_ended(),
    }
}

fn did(review: &Review, what: &What) -> String {
    match what {
        What::Start => t::w_start(),
        What::Pause(Cause::Hand) => t::w_pause(),
        What::Pause(Cause::Gap) => t::w_gap(),
        What::Resume => t::w_resume(),
        What::Speed(speed) => t::w_speed(speed),
        What::Hold(id) => t::w_hold(title_of(review, id)),
        What::Release(id) => t::w_release(title_of(review, id)),
        What::Jump(_) => t::w_jump(),
        What::Follow { inject, option } => t::w_follow(option_title(review, inject, option)),
        _ => String::new(),
    }
}

/// What kind of thing was said, and to what.
pub fn kind_of(review: &Review, said: &Captured) -> String {
    match said {
        Captured::Answer(answer) => t::w_answer(title_of(review, &answer.inject)),
        Captured::Decide(decide) => t::w_decide(title_of(review, &decide.inject)),
        Captured::Blame(blame) => t::w_blame(title_of(review, &blame.inject)),
        Captured::Rating(_) => t::w_rating(),
        Captured::Note(_) => t::w_note(),
    }
}

fn expected(review: &Review, nth: usize) -> String {
    let step = review.steps.get(nth);
    let inject = step.and_then(|step| review.injects.get(step.inject));
    let expectation = step.zip(inject);
    let expectation = expectation.and_then(|(step, i)| i.expectations.get(step.expectation));
    t::w_expected(expectation.map(|e| say::text(&e.what)).unwrap_or_default())
}

pub fn option_title(review: &Review, inject: &str, option: &str) -> String {
    let decision = review.inject(inject).and_then(|i| i.decision.as_ref());
    let choice = decision.and_then(|d| d.options.iter().find(|o| o.id == option));
    choice.map_or_else(
        || option.to_owned(),
        |Choice { title, .. }| say::text(title),
    )
}

/// Whom a line is about: the group, and the role where one spoke.
pub fn who(review: &Review, entry: &Entry) -> String {
    match entry.about {
        About::Said(nth) => review
            .kept
            .get(nth)
            .map(|kept| speaker(review, kept.counts.as_ref().unwrap_or(&kept.said)))
            .unwrap_or_default(),
        About::Turned(nth) => {
            let step = review.steps.get(nth);
            let group = step.and_then(|step| review.source.groups.get(step.group));
            group.map(|group| group.name.clone()).unwrap_or_default()
        }
        About::Came(nth) => review
            .injects
            .get(nth)
            .map(|inject| say::roles(&review.source.scenario, &inject.to))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

pub fn speaker(review: &Review, said: &Captured) -> String {
    let scenario = &review.source.scenario;
    let named = |group: &str, role: &Option<String>| {
        let group = review.group(group).to_owned();
        match role {
            Some(role) => format::list(&[group, say::role(scenario, role)]),
            None => group,
        }
    };
    match said {
        Captured::Answer(answer) => named(&answer.group, &answer.role),
        Captured::Decide(decide) => named(&decide.group, &None),
        Captured::Blame(blame) => named(&blame.group, &None),
        Captured::Rating(rating) => match (&rating.group, &rating.role) {
            (Some(group), role) => named(group, role),
            (None, Some(role)) => say::role(scenario, role),
            (None, None) => drills::everyone(),
        },
        Captured::Note(_) => String::new(),
    }
}

/// What was said, with what it is worth.
pub fn said(session: Session, review: &Review, said: &Captured) -> String {
    let mut parts: Vec<String> = Vec::new();
    match said {
        Captured::Answer(answer) => {
            parts.push(answer.text.clone());
            if answer.expectation.is_some() {
                parts.push(t::credit(answer.credit));
            }
        }
        Captured::Decide(decide) => {
            parts.push(option_title(review, &decide.inject, &decide.option));
        }
        Captured::Rating(rating) => {
            parts.push(t::starred(rating.stars));
            parts.push(rating.text.clone());
        }
        Captured::Note(note) => {
            let about = note.inject.as_ref().map(|id| title_of(review, id));
            parts.extend(about);
            parts.push(note.text.clone());
        }
        Captured::Blame(blame) => session.with(|ws| {
            parts.push(t::said_party(party::short_name_of(ws, &blame.said)));
            parts.push(match &blame.matrix {
                Some(own) => t::matrix_says(party::short_name_of(ws, own)),
                None => t::matrix_nobody(),
            });
        }),
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.join(" · ")
}

/// What the trainer rated and noted, as so many lines at most, by when it was; and how many are left.
pub fn remarks(review: &Review, most: usize) -> (Vec<String>, usize) {
    let line = |kept: &Kept| {
        let (who, text) = match kept.counts.as_ref()? {
            said @ Captured::Rating(rating) => {
                let parts = [t::starred(rating.stars), rating.text.clone()];
                (speaker(review, said), parts.join(" "))
            }
            Captured::Note(note) => {
                let about = note.inject.as_ref().map(|id| title_of(review, id));
                (about.unwrap_or_default(), note.text.clone())
            }
            _ => return None,
        };
        let when = moment(review, kept.at.clock);
        let parts = [when, who, text];
        let said: Vec<String> = parts.into_iter().filter(|p| !p.trim().is_empty()).collect();
        Some(said.join(" · "))
    };
    let remarks = review.kept.iter().filter(|kept| {
        let said = kept.counts.as_ref();
        matches!(said, Some(Captured::Rating(_) | Captured::Note(_)))
    });
    let all = remarks.clone().count();
    let lines = remarks.take(most).filter_map(line).collect();
    (lines, all.saturating_sub(most))
}

/// How an inject came beside when it was to come.
pub fn beside_plan(review: &Review, nth: usize) -> Option<String> {
    let placed = review.placed.iter().find(|placed| placed.inject == nth)?;
    let (planned, fired) = (placed.planned?, placed.fired?);
    let time = moment(review, planned);
    let later = fired.clock - planned;
    Some(match later / MINUTE {
        0 => t::on_plan(),
        1.. => t::later_by(time, span(later)),
        _ => t::earlier_by(time, span(later)),
    })
}

/// How an expectation turned out, in words, and whether it was met.
pub fn outcome(review: &Review, nth: usize) -> Option<(bool, String)> {
    let step = review.steps.get(nth)?;
    let inject = review.injects.get(step.inject)?;
    let expectation = inject.expectations.get(step.expectation)?;
    let limit = say::minutes(expectation.within);
    Some(match (step.met, step.late) {
        (Some(met), _) => {
            let after = t::met_after(span(met.played - step.fired.played), limit);
            let points = t::of_points(met.points, expectation.points);
            (true, format!("{after} · {points}"))
        }
        (None, Some(late)) => (false, t::late_by(span(late - step.limit))),
        (None, None) => (false, t::missed_limit(limit)),
    })
}

pub fn points(points: Points) -> String {
    t::p_score_of(points.points, points.most)
}

pub fn share(points: Points) -> String {
    format::percent(points.points as f64, points.most as f64)
}

pub fn letter(letter: Letter) -> String {
    let name = match letter {
        Letter::Responsible => texts::matrix::responsible(),
        Letter::Accountable => texts::matrix::accountable(),
        Letter::Consulted => texts::matrix::consulted(),
        Letter::Informed => texts::matrix::informed(),
    };
    format!("{} {name}", letter.char())
}

/// The headings of the journal, in the order of its columns.
pub fn headings() -> [String; 10] {
    [
        t::j_ran(),
        t::j_day(),
        t::j_clock(),
        t::what(),
        t::inject(),
        t::j_title(),
        t::group(),
        t::role(),
        t::text(),
        t::points(),
    ]
}

/// Why something cannot be written down, put right or prepared.
pub fn refusal(refusal: &DrillRefusal) -> String {
    match refusal {
        DrillRefusal::Gone | DrillRefusal::NothingToCorrect => t::r_gone(),
        DrillRefusal::NoSuchGroup => t::r_group(),
        DrillRefusal::NoSuchRole => t::r_role(),
        DrillRefusal::NoSuchInject | DrillRefusal::NotOpen => t::r_inject(),
        DrillRefusal::NoSuchExpectation => t::r_expectation(),
        DrillRefusal::NoSuchOption => t::r_option(),
        DrillRefusal::OutOfRange => t::r_range(),
        DrillRefusal::TextMissing => t::r_text(),
        _ => t::r_other(),
    }
}

pub fn lesson_refusal(refusal: LessonRefusal) -> String {
    match refusal {
        LessonRefusal::Gone => t::l_gone(),
        LessonRefusal::TextMissing => t::l_text(),
        LessonRefusal::OwnerMissing => t::l_owner(),
        LessonRefusal::DueMissing => t::l_due(),
        LessonRefusal::BecameBefore => t::l_before(),
        LessonRefusal::NoSuchTask => t::l_task(),
        LessonRefusal::NoCells => t::l_cells(),
    }
}
