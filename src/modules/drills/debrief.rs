//! The debrief of a drill as a file for partners who took part: what came, what was asked and when it was
//! done, points and lessons. It is read, never merged, and names no party's records.
//! Never in here: what only the trainer may know: notes, the guide, good answers, what never came.

use serde::Serialize;
use serde_json::value::RawValue;

use super::event::Captured;
use super::finding::{Findings, Problem, Wants};
use super::lessons::Lesson;
use super::object::Object;
use super::reading::{MAX_FILE, MAX_INJECTS, MAX_PARTS};
use super::report::{Held, by_group, steps};
use super::run::Run;
use super::scenario::Text;
use super::score;
use crate::time::{Instant, MINUTE};

/// What `tandem` says in the file.
pub const TANDEM: &str = "debrief";
/// The version that is written; later ones are refused whole.
pub const FORMAT: u32 = 0;

/// A drill as partners may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Debrief {
    pub title: String,
    pub class: String,
    /// The firm that led it.
    pub by: String,
    /// UTC milliseconds.
    pub started: i64,
    pub background: Text,
    /// What came, in the order it came.
    pub course: Vec<Came>,
    pub points: Vec<Points>,
    pub lessons: Vec<Learnt>,
    /// What is asked in the review.
    pub questions: Vec<Text>,
}

/// An inject that came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Came {
    /// Minute of the scenario's clock.
    pub minute: u32,
    pub title: Text,
    pub content: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Asked>,
    /// What each group chose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chose: Vec<Chose>,
}

/// Something that should have been done, for one group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Asked {
    pub what: Text,
    pub group: String,
    /// Minutes of scenario time there were.
    pub within: u32,
    /// Minutes of scenario time it took; absent: not done in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chose {
    pub group: String,
    pub option: Text,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Points {
    pub group: String,
    pub points: i64,
    pub most: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Learnt {
    pub text: String,
    /// A date; absent: none was set.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub due: String,
}

impl Debrief {
    /// What may be told of a drill that was held. `by` is the name of the firm that led it.
    #[must_use]
    pub fn of(held: &Held<'_>, lessons: &[Lesson<'_>], by: &str) -> Self {
        let run = held.run();
        let names = held.drill.groups();
        let name = |id: &str| {
            let known = names.iter().find(|group| group.id == id);
            known.map_or_else(|| id.to_owned(), |group| group.name.clone())
        };
        let mut came: Vec<(i64, Came)> = Vec::new();
        for (nth, (inject, stood)) in run.injects().enumerate() {
            let Some(fired) = stood.fired else {
                continue;
            };
            let told = Came {
                minute: minutes(fired.clock),
                title: inject.title.clone(),
                content: inject.content.clone(),
                asked: asked(&run, nth, &name),
                chose: chose(&run, &inject.id, &name),
            };
            came.push((fired.ran, told));
        }
        came.sort_by_key(|(ran, _)| *ran);
        let lines = score::lines(&run);
        let points = by_group(&run, &lines).into_iter();
        let lessons = lessons.iter().map(|lesson| Learnt {
            text: lesson.text().into_owned(),
            due: lesson
                .due()
                .map(|date| date.to_string())
                .unwrap_or_default(),
        });
        Self {
            title: held.drill.title().into_owned(),
            class: held.drill.class().into_owned(),
            by: by.to_owned(),
            started: held.started.0,
            background: held.scenario.background.clone(),
            course: came.into_iter().map(|(_, came)| came).collect(),
            points: points
                .map(|(group, sum)| Points {
                    group: name(&group),
                    points: sum.points,
                    most: sum.most,
                })
                .collect(),
            lessons: lessons.collect(),
            questions: held.scenario.debrief.clone(),
        }
    }

    #[must_use]
    pub fn started(&self) -> Instant {
        Instant(self.started)
    }

    /// The file.
    #[must_use]
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct File<'a> {
            tandem: &'static str,
            format: u32,
            #[serde(flatten)]
            debrief: &'a Debrief,
        }
        let file = File {
            tandem: TANDEM,
            format: FORMAT,
            debrief: self,
        };
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }

    /// Reads a file as far as it can be read; `None` if it is none, `Err` with the format of a newer one.
    ///
    /// # Errors
    /// A newer version of the page wrote it.
    pub fn read(text: &str) -> Result<Option<Self>, u32> {
        #[derive(serde::Deserialize)]
        struct Claim {
            tandem: String,
            format: u32,
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let claim: Option<Claim> = serde_json::from_str(text).ok();
        match claim.filter(|claim| claim.tandem == TANDEM && text.len() <= MAX_FILE) {
            None => Ok(None),
            Some(Claim { format, .. }) if format > FORMAT => Err(format),
            Some(_) => {
                let mut f = Findings::default();
                let raw: Option<&RawValue> = serde_json::from_str(text).ok();
                let object = raw.and_then(|raw| Object::of("", raw, &mut f));
                Ok(object.map(|mut object| debrief(&mut object, &mut f)))
            }
        }
    }
}

fn minutes(ms: i64) -> u32 {
    u32::try_from(ms / MINUTE).unwrap_or(0)
}

fn asked(run: &Run<'_>, nth: usize, name: &impl Fn(&str) -> String) -> Vec<Asked> {
    let own = steps(run).into_iter().filter(|step| step.inject == nth);
    let expected = |place: usize| run.inject(nth)?.expectations.get(place);
    own.filter_map(|step| {
        let expectation = expected(step.expectation)?;
        Some(Asked {
            what: expectation.what.clone(),
            group: name(step.group),
            within: expectation.within,
            took: step.met.map(|met| minutes(met.played - step.fired.played)),
        })
    })
    .collect()
}

/// The last choice of each group, by what counts.
fn chose(run: &Run<'_>, inject: &str, name: &impl Fn(&str) -> String) -> Vec<Chose> {
    let nth = run.place(inject).and_then(|nth| run.inject(nth));
    let Some(decision) = nth.and_then(|inject| inject.decision.as_ref()) else {
        return Vec::new();
    };
    let of_group = |group: &String| {
        let said = run
            .kept
            .iter()
            .rev()
            .filter_map(|kept| kept.counts.as_ref());
        let mut chosen = said.filter_map(|said| match said {
            Captured::Decide(decide) if decide.group == *group && decide.inject == inject => {
                Some(decide.option.clone())
            }
            _ => None,
        });
        let id = chosen.next()?;
        let option = decision.options.iter().find(|option| option.id == id)?;
        Some(Chose {
            group: name(group),
            option: option.title.clone(),
        })
    };
    run.groups.iter().filter_map(of_group).collect()
}

/// More than a drill can have; what a file says beyond is left out.
const MOST: usize = MAX_INJECTS * 2;

fn debrief(o: &mut Object<'_>, f: &mut Findings) -> Debrief {
    Debrief {
        title: plain(o, "title", f),
        class: plain(o, "class", f),
        by: plain(o, "by", f),
        started: o.read("started", Wants::Whole, f).unwrap_or_default(),
        background: o.text("background", f),
        course: o.list("course", MOST, f, came),
        points: o.list("points", MAX_PARTS, f, |o, f| Points {
            group: plain(o, "group", f),
            points: o.read("points", Wants::Whole, f).unwrap_or_default(),
            most: o.read("most", Wants::Whole, f).unwrap_or_default(),
        }),
        lessons: o.list("lessons", MOST, f, |o, f| Learnt {
            text: plain(o, "text", f),
            due: plain(o, "due", f),
        }),
        questions: {
            let all = o.items("questions", MAX_PARTS, f).into_iter();
            let text = |(place, raw): (String, &RawValue)| super::object::text(&place, raw, f);
            all.map(text).collect()
        },
    }
}

fn came(o: &mut Object<'_>, f: &mut Findings) -> Came {
    Came {
        minute: o.minutes("minute", u32::MAX, f).unwrap_or(0),
        title: o.text("title", f),
        content: o.text("content", f),
        asked: o.list("asked", MOST, f, |o, f| Asked {
            what: o.text("what", f),
            group: plain(o, "group", f),
            within: o.minutes("within", u32::MAX, f).unwrap_or(0),
            took: o.minutes("took", u32::MAX, f),
        }),
        chose: o.list("chose", MAX_PARTS, f, |o, f| Chose {
            group: plain(o, "group", f),
            option: o.text("option", f),
        }),
    }
}

/// A text in one language, such as a name; an absent one is empty.
fn plain(o: &mut Object<'_>, name: &str, f: &mut Findings) -> String {
    let mut text: String = o.read(name, Wants::Text, f).unwrap_or_default();
    if text.len() > super::object::MAX_TEXT {
        let most = super::object::MAX_TEXT;
        f.add(o.at(name), Problem::TooLong { most });
        text.truncate(text.floor_char_boundary(most));
    }
    text
}
