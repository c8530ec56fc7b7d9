//! What is odd about a scenario: where, and why, as data that pages put into words.
//! Never in here: sentences, reading, judging.

use super::reach::Apart;

/// One oddity. `place` is a path through the file, such as `injects[i03].expectations[call].within`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub place: String,
    pub problem: Problem,
}

/// What a member must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wants {
    Object,
    List,
    /// A text, or `{"zh":…,"en":…}`.
    Text,
    Id,
    Whole,
    Bool,
    /// `08:30`
    TimeOfDay,
    /// A number, a truth value or the id of an option.
    Held,
    Condition,
    Effect,
}

/// What a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    Role,
    Variable,
    Phase,
    Inject,
    Expectation,
    /// Of a decision or of a variable.
    Choice,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    // Of the file as a whole: nothing was read.
    TooLarge {
        bytes: usize,
        most: usize,
    },
    NotJson {
        line: usize,
        column: usize,
    },
    /// JSON, but not a scenario.
    NotAScenario,
    /// Written by a version whose scenarios this one cannot read.
    Newer {
        format: u32,
    },

    // Of one member: it was left out or put right.
    Missing,
    NotA(Wants),
    UnknownWord {
        word: String,
    },
    TooLong {
        most: usize,
    },
    TooMany {
        most: usize,
    },
    OutOfRange {
        from: i64,
        to: i64,
    },
    /// Only one of the two languages says anything.
    OneLanguage,

    // Of the story.
    Twice {
        id: String,
    },
    NoSuch {
        thing: Thing,
        id: String,
    },
    /// The variable is of another type than what is done with it.
    WrongType {
        id: String,
    },
    NoRoles,
    NoInjects,
    /// Inside what a jump passes over, so scenario time is never there.
    JumpedOver {
        jump: String,
    },
    /// It goes back, or begins where another jump passes over.
    BadJump,
    /// It leads back to where it came from, by way of these.
    Loop {
        path: Vec<String>,
    },
    /// No course of the drill fires it.
    Unreachable,
    /// Other ways out of the inject lead on, this one leads nowhere.
    DeadEnd,
    /// A way leads to an inject that comes at a time of its own.
    HasItsOwnTime,
    /// After an unconditional branch.
    NeverTaken,
    /// Branches and ways of a decision on one inject: only one of the two can lead on.
    TwoWaysOut,
    /// Nobody is to answer.
    NobodyAnswers,
    /// The role does not get the inject.
    NotReceived {
        role: String,
    },
    /// Played by the trainer, who is not scored.
    TrainerAnswers {
        role: String,
    },
    /// No time to answer in.
    NoTime,
    /// A choice needs two options at least.
    TooFewOptions,
    /// The injects take longer than the drill at its speed.
    LongerThanPlanned {
        needs: u32,
    },
    /// Too many courses to look at every one: unreachable injects may not be named. How many situations
    /// were looked at, and what sets courses apart.
    TooTangled {
        states: usize,
        apart: Apart,
    },
}

impl Problem {
    /// Whether a drill may start in spite of it.
    #[must_use]
    pub const fn is_hint(&self) -> bool {
        matches!(
            self,
            Self::OneLanguage
                | Self::TooTangled { .. }
                | Self::LongerThanPlanned { .. }
                | Self::UnknownWord { .. }
        )
    }
}

/// Findings in the order met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    pub fn add(&mut self, place: impl Into<String>, problem: Problem) {
        // A hostile file has no more to say after this many.
        if self.0.len() < 1_000 {
            self.0.push(Finding {
                place: place.into(),
                problem,
            });
        }
    }

    /// Whether anything keeps a drill from starting.
    #[must_use]
    pub fn forbid(&self) -> bool {
        self.0.iter().any(|finding| !finding.problem.is_hint())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
