//! Kinds of the module and their typed readings: courses, trainings with attendance and assessments,
//! external hours, settings, standards, totals for partners.
//! Never in here: counting hours (`tally`), edits, words.
//!
//! All of it stays in one's own firm (LEDGER 13) but for `training_total`, which is shared with whom it
//! names. Who attended is a record for each training and person, so that two who note it merge, and so
//! that one person's can be purged.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::ledger::{Record, RecordId, Workspace};
use crate::records::person::Layer;
use crate::records::same_as::SameAs;
use crate::time::{Date, Instant};

pub const COURSE: &str = "course";
pub const TRAINING: &str = "training";
/// A child of its training; its id follows from training and person.
pub const ATTENDANCE: &str = "attendance";
/// A child of its training: one attempt of one person.
pub const ASSESSMENT: &str = "assessment";
/// A child of its training; says nobody's name.
pub const FEEDBACK: &str = "feedback";
pub const EXTERNAL: &str = "external_hours";
/// A child of external hours, said once.
pub const APPROVAL: &str = "hours_approval";
pub const SETTING: &str = "training_setting";
pub const STANDARD: &str = "training_standard";
pub const TOTAL: &str = "training_total";
/// What a total was counted from; never shared.
pub const BASIS: &str = "training_basis";
/// The fact that a person's records were purged; never shared.
pub const PURGE: &str = "purge";

pub const TITLE: &str = "title";
/// Before a layer: the course is for it.
pub const LAYER_FLAG: &str = "layer.";
pub const GOALS: &str = "goals";
pub const CATEGORY: &str = "category";
/// A JSON integer: minutes of teaching.
pub const MINUTES: &str = "minutes";
pub const MODE: &str = "mode";
/// A JSON integer; absent: what was learnt stays valid.
pub const VALID_MONTHS: &str = "valid_months";
/// A course that renews this one.
pub const REFRESHER: &str = "refresher";
/// Lines of material: names, addresses.
pub const LINKS: &str = "links";
/// A JSON integer of 0–100; absent: nothing is assessed.
pub const PASS_MARK: &str = "pass_mark";
/// Which starter it came from.
pub const STARTER: &str = "starter";

pub const COURSE_REF: &str = "course";
/// An instant.
pub const STARTS: &str = "starts";
/// The date it counts for, where it is held.
pub const DATE: &str = "date";
pub const PLACE: &str = "place";
pub const TRAINER: &str = "trainer";
pub const SEATS: &str = "seats";
pub const STATE: &str = "state";
pub const REASON: &str = "reason";
/// The date it was to be on before it was moved last.
pub const MOVED_FROM: &str = "moved_from";
/// Before the id of a training need: it is met once this training is held.
pub const ANSWERS: &str = "answers.";

pub const PERSON: &str = "person";
pub const INVITED: &str = "invited";
pub const SCORE: &str = "score";
pub const STARS: &str = "stars";
pub const TEXT: &str = "text";
pub const PROVIDER: &str = "provider";
/// Of an approval: what was approved, so that a later change of the hours is not.
pub const APPROVED: &str = "approved";

pub const FROM: &str = "from";
pub const LAYER: &str = "layer";
/// Before a course's id: it has to be passed and still valid.
pub const NEEDS_COURSE: &str = "course.";
/// A JSON integer: drills within a year.
pub const DRILLS: &str = "drills";
pub const HOURS: &str = "hours";
/// Of a purge: how many records of each kind went, as a JSON object.
pub const COUNTS: &str = "counts";

/// What hours are counted under (SPEC module 5: what contacts and managers learn).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    Communication,
    Decomposition,
    Planning,
    Risk,
    Drill,
    #[default]
    Other,
}

impl Category {
    pub const ALL: [Self; 6] = [
        Self::Communication,
        Self::Decomposition,
        Self::Planning,
        Self::Risk,
        Self::Drill,
        Self::Other,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Communication => "communication",
            Self::Decomposition => "decomposition",
            Self::Planning => "planning",
            Self::Risk => "risk",
            Self::Drill => "drill",
            Self::Other => "other",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    #[default]
    Room,
    Online,
    SelfStudy,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Room, Self::Online, Self::SelfStudy];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Online => "online",
            Self::SelfStudy => "self_study",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == text)
    }
}

/// Where a training stands. Moving one changes its dates, not where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    #[default]
    Planned,
    Invited,
    Held,
    Cancelled,
}

impl Standing {
    pub const ALL: [Self; 4] = [Self::Planned, Self::Invited, Self::Held, Self::Cancelled];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Invited => "invited",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// Still to come.
    #[must_use]
    pub const fn is_ahead(self) -> bool {
        matches!(self, Self::Planned | Self::Invited)
    }
}

/// A record of one of the module's kinds that is there and not in the bin.
#[must_use]
pub fn find<'a>(ws: &'a Workspace, id: &RecordId, kind: &str) -> Option<Record<'a>> {
    let record = ws.record(id)?;
    (record.kind() == kind && !record.is_deleted()).then_some(record)
}

/// The ids in the names of fields that begin like this and hold true.
fn flagged<'a>(record: &Record<'a>, prefix: &'static str) -> impl Iterator<Item = &'a str> {
    let fields = record.fields();
    fields.filter_map(move |field| {
        let rest = field.name().as_str().strip_prefix(prefix)?;
        (field.value().as_bool() == Some(true)).then_some(rest)
    })
}

#[derive(Clone, Copy)]
pub struct Course<'a>(pub Record<'a>);

impl<'a> Course<'a> {
    #[must_use]
    pub fn title(&self) -> Cow<'a, str> {
        self.0.text(TITLE)
    }

    /// The layers it is for; none: everybody.
    #[must_use]
    pub fn layers(&self) -> BTreeSet<Layer> {
        flagged(&self.0, LAYER_FLAG)
            .filter_map(Layer::parse)
            .collect()
    }

    #[must_use]
    pub fn goals(&self) -> Cow<'a, str> {
        self.0.text(GOALS)
    }

    #[must_use]
    pub fn category(&self) -> Category {
        Category::parse(&self.0.text(CATEGORY)).unwrap_or_default()
    }

    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.0.read(MINUTES).unwrap_or(0)
    }

    #[must_use]
    pub fn mode(&self) -> Mode {
        Mode::parse(&self.0.text(MODE)).unwrap_or_default()
    }

    #[must_use]
    pub fn valid_months(&self) -> Option<u32> {
        self.0.read(VALID_MONTHS).filter(|months| *months > 0)
    }

    #[must_use]
    pub fn refresher(&self) -> Option<RecordId> {
        self.0.reference(REFRESHER)
    }

    #[must_use]
    pub fn links(&self) -> Cow<'a, str> {
        self.0.text(LINKS)
    }

    #[must_use]
    pub fn pass_mark(&self) -> Option<u32> {
        self.0.read(PASS_MARK).filter(|mark| *mark <= 100)
    }

    #[must_use]
    pub fn starter(&self) -> Cow<'a, str> {
        self.0.text(STARTER)
    }
}

/// The name of a course, else its label.
#[must_use]
pub fn course_name(ws: &Workspace, id: &RecordId) -> String {
    let name = ws.record(id).map(|r| r.text(TITLE).trim().to_owned());
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| id.label())
}

#[derive(Clone, Copy)]
pub struct Training<'a>(pub Record<'a>);

impl<'a> Training<'a> {
    #[must_use]
    pub fn course(&self) -> Option<RecordId> {
        self.0.reference(COURSE_REF)
    }

    #[must_use]
    pub fn starts(&self) -> Option<Instant> {
        self.0.instant(STARTS)
    }

    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.0.read(DATE)
    }

    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.0.read(MINUTES).unwrap_or(0)
    }

    #[must_use]
    pub fn place(&self) -> Cow<'a, str> {
        self.0.text(PLACE)
    }

    #[must_use]
    pub fn trainer(&self) -> Cow<'a, str> {
        self.0.text(TRAINER)
    }

    #[must_use]
    pub fn seats(&self) -> Option<u32> {
        self.0.read(SEATS)
    }

    /// What the course asked for when this was planned.
    #[must_use]
    pub fn pass_mark(&self) -> Option<u32> {
        self.0.read(PASS_MARK).filter(|mark| *mark <= 100)
    }

    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::parse(&self.0.text(STATE)).unwrap_or_default()
    }

    #[must_use]
    pub fn reason(&self) -> Cow<'a, str> {
        self.0.text(REASON)
    }

    #[must_use]
    pub fn moved_from(&self) -> Option<Date> {
        self.0.read(MOVED_FROM)
    }

    /// The training needs it answers, by id.
    #[must_use]
    pub fn answers(&self) -> Vec<RecordId> {
        flagged(&self.0, ANSWERS)
            .filter_map(RecordId::parse)
            .collect()
    }

    /// Who was invited or attended, under the ids they were noted by.
    pub fn attendances(&self) -> impl Iterator<Item = Attendance<'a>> + use<'a> {
        let all = self.0.workspace().children(self.0.id(), ATTENDANCE);
        all.into_iter().map(Attendance)
    }

    pub fn assessments(&self) -> impl Iterator<Item = Assessment<'a>> + use<'a> {
        let all = self.0.workspace().children(self.0.id(), ASSESSMENT);
        all.into_iter().map(Assessment)
    }

    pub fn feedback(&self) -> impl Iterator<Item = Feedback<'a>> + use<'a> {
        let all = self.0.workspace().children(self.0.id(), FEEDBACK);
        all.into_iter().map(Feedback)
    }
}

/// The record of one person at one training: whoever notes it notes the same record.
#[must_use]
pub fn attendance_id(training: &RecordId, person: &RecordId) -> RecordId {
    let mut hash = Sha256::new();
    hash.update(training.as_str());
    hash.update("/");
    hash.update(person.as_str());
    let bits = hash.finalize().first_chunk().copied().unwrap_or_default();
    RecordId::from_bits(ATTENDANCE, u128::from_be_bytes(bits))
}

#[derive(Clone, Copy)]
pub struct Attendance<'a>(pub Record<'a>);

impl Attendance<'_> {
    #[must_use]
    pub fn person(&self) -> Option<RecordId> {
        self.0.reference(PERSON)
    }

    #[must_use]
    pub fn is_invited(&self) -> bool {
        self.0.flag(INVITED)
    }

    /// Minutes attended; 0 is absent, `None` not noted.
    #[must_use]
    pub fn minutes(&self) -> Option<u32> {
        self.0.read(MINUTES)
    }
}

#[derive(Clone, Copy)]
pub struct Assessment<'a>(pub Record<'a>);

impl Assessment<'_> {
    #[must_use]
    pub fn person(&self) -> Option<RecordId> {
        self.0.reference(PERSON)
    }

    #[must_use]
    pub fn score(&self) -> Option<u32> {
        self.0.read(SCORE).filter(|score| *score <= 100)
    }

    /// The mark that was to be reached then: a later change of the course changes no verdict.
    #[must_use]
    pub fn pass_mark(&self) -> Option<u32> {
        self.0.read(PASS_MARK)
    }

    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.0.read(DATE)
    }

    /// `None` where score or mark cannot be read.
    #[must_use]
    pub fn is_passed(&self) -> Option<bool> {
        Some(self.score()? >= self.pass_mark()?)
    }
}

#[derive(Clone, Copy)]
pub struct Feedback<'a>(pub Record<'a>);

impl<'a> Feedback<'a> {
    /// 1–5.
    #[must_use]
    pub fn stars(&self) -> Option<u32> {
        self.0.read(STARS).filter(|stars| (1..=5).contains(stars))
    }

    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        self.0.text(TEXT)
    }
}

/// Hours learnt elsewhere.
#[derive(Clone, Copy)]
pub struct External<'a>(pub Record<'a>);

/// What an approval is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub person: RecordId,
    pub title: String,
    pub date: Date,
    pub minutes: u32,
    /// Digests of the evidence, sorted.
    pub evidence: Vec<String>,
}

impl<'a> External<'a> {
    #[must_use]
    pub fn person(&self) -> Option<RecordId> {
        self.0.reference(PERSON)
    }

    #[must_use]
    pub fn title(&self) -> Cow<'a, str> {
        self.0.text(TITLE)
    }

    #[must_use]
    pub fn provider(&self) -> Cow<'a, str> {
        self.0.text(PROVIDER)
    }

    #[must_use]
    pub fn category(&self) -> Category {
        Category::parse(&self.0.text(CATEGORY)).unwrap_or_default()
    }

    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.0.read(DATE)
    }

    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.0.read(MINUTES).unwrap_or(0)
    }

    /// What there is to approve; `None` while person, date or evidence are missing.
    #[must_use]
    pub fn claim(&self) -> Option<Claim> {
        let documents = crate::records::document::of(self.0.workspace(), self.0.id());
        let mut evidence: Vec<String> = documents.iter().filter_map(|d| d.digest()).collect();
        evidence.sort();
        evidence.dedup();
        let claim = Claim {
            person: self.person()?,
            title: self.title().into_owned(),
            date: self.date()?,
            minutes: self.minutes(),
            evidence,
        };
        (!claim.evidence.is_empty()).then_some(claim)
    }

    /// Whether a person may approve it: nobody approves what they entered, changed, or would gain by.
    #[must_use]
    pub fn may_approve(&self, person: &RecordId, people: &SameAs) -> bool {
        let mut involved = self.0.changes().into_iter().map(|c| c.by.person.clone());
        let gains = self.person().is_some_and(|p| people.same(&p, person));
        !gains && !involved.any(|by| people.same(&by, person))
    }

    /// The second person who approved what stands there now, if one did.
    #[must_use]
    pub fn approved_by(&self, people: &SameAs) -> Option<RecordId> {
        let claim = self.claim()?;
        let children = self.0.workspace().children(self.0.id(), APPROVAL);
        let mut approvals = children.iter().filter_map(|record| {
            let said = crate::records::said::Said::of(record, APPROVED)?;
            let by = &said.change.by.person;
            let same: Claim = said.read(APPROVED)?;
            (same == claim && self.may_approve(by, people)).then(|| by.clone())
        });
        approvals.next()
    }
}

/// What a person of a layer has to show to be "at standard".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standard {
    /// Passed and still valid.
    pub courses: BTreeSet<RecordId>,
    /// Taken part in, within twelve months.
    pub drills: u32,
    /// The hours of this year or of the last.
    pub hours: bool,
}

/// The record that holds the standard of a layer; of several the one with the smallest id.
#[must_use]
pub fn standard_record<'a>(ws: &'a Workspace, layer: Layer) -> Option<Record<'a>> {
    ws.of_kind(STANDARD)
        .find(|r| r.text(LAYER) == layer.as_str())
}

/// `None`: nobody has said what the standard is.
#[must_use]
pub fn standard(ws: &Workspace, layer: Layer) -> Option<Standard> {
    let record = standard_record(ws, layer)?;
    let standard = Standard {
        courses: flagged(&record, NEEDS_COURSE)
            .filter_map(RecordId::parse)
            .filter(|id| find(ws, id, COURSE).is_some())
            .collect(),
        drills: record.read(DRILLS).unwrap_or(0),
        hours: record.flag(HOURS),
    };
    (standard != Standard::default()).then_some(standard)
}
