//! Requirements as the list, the detail and the figures read them: rows, filters, order.
//! Never in here: signals, words for a reader, writing anything.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::ledger::{RecordId, Workspace};
use crate::records::change_request::{self, Cause, Level};
use crate::records::explain::Explained;
use crate::records::limits::{Clock, Reader, Running};
use crate::records::pause::Pausing;
use crate::records::requirement::{DRAFT, Direction, KIND, Priority, Requirement, SUBMITTED_AS};
use crate::records::stage::{Act, Loop, Stage};
use crate::records::{party, person, requirement};
use crate::time::Instant;
use crate::time::limit::State;

use super::form::Form;

/// One requirement, read once per change of the workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: RecordId,
    pub title: String,
    pub part: String,
    pub customer_order: String,
    pub quantity: Option<f64>,
    pub unit: String,
    /// Per unit, in `currency`.
    pub price: Option<f64>,
    pub currency: String,
    pub priority: Priority,
    pub needed_by: Option<Instant>,
    pub owner: String,
    pub group: String,
    pub direction: Direction,
    /// The other party, by its canonical id, and its short name.
    pub partner: Option<RecordId>,
    pub partner_name: String,
    pub course: Loop,
    /// In the order of [`Clock::ALL`].
    pub clocks: [Option<Running>; Clock::ALL.len()],
    pub closing: Option<Running>,
    pub dates_only: Vec<String>,
    /// The person who handles it at the provider, where the record refers to one.
    pub handler: Option<RecordId>,
    /// The person who submitted it, where that was somebody of the requester.
    pub asker: Option<RecordId>,
    /// The changes asked for since, in the order they were asked.
    pub requests: Vec<Request>,
    /// A field holds rivals, or the deletion is contested.
    pub marked: bool,
    /// All that a search looks through, in small letters, one text a line.
    words: String,
}

/// A change asked for, as lists and figures read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: RecordId,
    pub cause: Option<Cause>,
    pub stated: Option<Instant>,
    pub state: change_request::State,
    /// Whose decision it waits for.
    pub waits: Option<Level>,
    /// Its values were written, though by now it does not stand as approved.
    pub contradicts: bool,
}

/// What a row waits for: one of the limits, or closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Awaited {
    Clock(Clock),
    Closing,
}

/// A draft of one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    pub id: RecordId,
    pub title: String,
    pub partner_name: String,
    pub missing: usize,
}

/// Every requirement that is not in the bin, by id.
#[must_use]
pub fn rows(ws: &Workspace, reader: &Reader<'_>) -> Vec<Row> {
    ws.of_kind(KIND)
        .map(|record| row(ws, reader, &Requirement(record)))
        .collect()
}

/// What rows were read from: for each the revision of its requirement, and one of all names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revisions {
    each: Vec<u64>,
    names: u64,
}

/// The rows as [`rows`] reads them, and whether any is another than before. Those whose requirement did
/// not change are taken over from `known`: rows that the same reader read, with these revisions.
#[must_use]
pub fn renewed(
    ws: &Workspace,
    reader: &Reader<'_>,
    known: Vec<Row>,
    revisions: &mut Revisions,
) -> (Vec<Row>, bool) {
    let names = names(ws);
    let before = std::mem::replace(
        revisions,
        Revisions {
            each: Vec::new(),
            names,
        },
    );
    let known = known.into_iter().zip(before.each);
    let mut known = known.filter(|_| before.names == names).peekable();
    let (mut rows, mut other) = (Vec::new(), false);
    for record in ws.of_kind(KIND) {
        while known.next_if(|(row, _)| row.id < *record.id()).is_some() {
            other = true;
        }
        let revision = record.revision();
        let same = known.next_if(|(row, _)| row.id == *record.id());
        let same = same.filter(|(_, seen)| *seen == revision);
        other |= same.is_none();
        let row = same.map_or_else(|| row(ws, reader, &Requirement(record)), |(row, _)| row);
        rows.push(row);
        revisions.each.push(revision);
    }
    other |= known.next().is_some();
    (rows, other)
}

/// Another number once a party or a person is called otherwise.
fn names(ws: &Workspace) -> u64 {
    let records = [party::KIND, person::KIND].into_iter();
    let records = records.flat_map(|kind| ws.all_of_kind(kind));
    let mut hasher = FxHasher::default();
    records.for_each(|record| record.revision().hash(&mut hasher));
    hasher.finish()
}

#[must_use]
pub fn row(ws: &Workspace, reader: &Reader<'_>, requirement: &Requirement<'_>) -> Row {
    let record = &requirement.0;
    let course = Loop::of(requirement, reader.joins);
    let partner = requirement.partner(reader.joins, reader.me);
    let submit = course.first(Act::Submit);
    let asked_itself = submit.filter(|m| m.said.entered_for.is_none());
    let owner = record.reference(requirement::OWNER);
    let mut row = Row {
        handler: owner.filter(|id| id.kind() == person::KIND),
        asker: asked_itself.map(|m| m.event.by.person.clone()),
        requests: requests(ws, reader, record.id()),
        id: record.id().clone(),
        title: requirement.title().into_owned(),
        part: requirement.part().into_owned(),
        customer_order: record.text(requirement::CUSTOMER_ORDER).into_owned(),
        quantity: requirement.quantity(),
        unit: requirement.unit().into_owned(),
        price: requirement.price(),
        currency: record.text(requirement::CURRENCY).into_owned(),
        priority: requirement.priority(),
        needed_by: requirement.needed_by(),
        owner: requirement.owner_name(ws),
        group: requirement.group().into_owned(),
        direction: requirement.direction(reader.joins, reader.me),
        partner_name: partner
            .as_ref()
            .map(|id| party::short_name_of(ws, id))
            .unwrap_or_default(),
        partner,
        clocks: Clock::ALL.map(|clock| reader.clock(requirement, &course, clock)),
        closing: reader.closing(requirement, &course),
        course,
        dates_only: requirement.dates_only(),
        marked: record.is_marked(),
        words: String::new(),
    };
    row.words = row.searched();
    row
}

/// What is behind a clock of a requirement, or behind its whole course, at a moment; `None` where there
/// is nothing to explain. What only just began has not run yet.
#[must_use]
pub fn explanation(
    ws: &Workspace,
    reader: &Reader<'_>,
    id: &RecordId,
    clock: Option<Clock>,
    pausing: Pausing,
    now: Instant,
) -> Option<Explained> {
    let requirement = Requirement(ws.record(id)?);
    let course = Loop::of(&requirement, reader.joins);
    let begins = clock.map_or(Act::Submit, Clock::since);
    let now = now.max(course.first(begins)?.said.stated);
    match clock {
        Some(clock) => reader.explain(&requirement, &course, clock, pausing, now),
        None => reader.explain_course(&requirement, &course, pausing, now),
    }
}

fn requests(ws: &Workspace, reader: &Reader<'_>, requirement: &RecordId) -> Vec<Request> {
    let all = change_request::of(ws, requirement).into_iter();
    all.map(|request| {
        let outcome = request.outcome(reader.joins);
        let waits = match outcome.state {
            change_request::State::Waits(level) => request.levels().into_iter().nth(level),
            _ => None,
        };
        let approved = outcome.state == change_request::State::Approved;
        Request {
            id: request.0.id().clone(),
            cause: request.cause(),
            stated: request.stated(),
            state: outcome.state,
            waits,
            contradicts: !approved && outcome.applied.is_some(),
        }
    })
    .collect()
}

/// The drafts that were not submitted yet, by id.
#[must_use]
pub fn drafts(ws: &Workspace, reader: &Reader<'_>) -> Vec<DraftRow> {
    ws.of_kind(DRAFT)
        .filter(|record| record.value(SUBMITTED_AS).is_none())
        .map(|record| {
            let draft = Requirement(record);
            let partner = draft.partner(reader.joins, reader.me);
            DraftRow {
                id: record.id().clone(),
                title: draft.title().into_owned(),
                partner_name: partner
                    .map(|id| party::short_name_of(ws, &id))
                    .unwrap_or_default(),
                missing: Form::of(&draft).missing(ws, Some(record.id())).len(),
            }
        })
        .collect()
}

/// The steps that come next at a stage, whoever they take; the expected one first.
#[must_use]
pub fn next_acts(course: &Loop) -> Vec<Act> {
    let natural: &[Act] = match course.stage {
        None => &[],
        Some(_) if course.shelved.is_some() => &[Act::Revive, Act::Shelve, Act::Withdraw],
        Some(Stage::Submitted) => &[Act::Acknowledge, Act::Propose, Act::Withdraw, Act::Shelve],
        Some(Stage::Acknowledged) => &[Act::Propose, Act::Commit, Act::Withdraw, Act::Shelve],
        Some(Stage::Proposed) if course.declined => &[
            Act::SendBack,
            Act::Counter,
            Act::Propose,
            Act::Withdraw,
            Act::Shelve,
        ],
        // Other terms wait for the requester, a counter-offer for the provider.
        Some(Stage::Proposed) => &[
            Act::Agree,
            Act::Counter,
            Act::Commit,
            Act::Propose,
            Act::SendBack,
            Act::Withdraw,
            Act::Shelve,
        ],
        Some(Stage::Committed) => &[
            Act::Agree,
            Act::Start,
            Act::Deliver,
            Act::Commit,
            Act::SendBack,
            Act::Withdraw,
            Act::Shelve,
        ],
        Some(Stage::Executing) => &[
            Act::Agree,
            Act::Deliver,
            Act::Commit,
            Act::Accept,
            Act::Withdraw,
            Act::Shelve,
        ],
        Some(Stage::Delivered) => &[Act::Accept, Act::SendBack, Act::Agree, Act::Shelve],
        Some(Stage::Accepted) => &[Act::Settle],
        Some(Stage::Settled | Stage::Withdrawn) => &[],
    };
    let legal = natural.iter().copied().filter(|&act| course.may(act));
    legal.collect()
}

impl Row {
    #[must_use]
    pub fn clock(&self, clock: Clock) -> Option<Running> {
        let place = Clock::ALL.iter().position(|c| *c == clock)?;
        self.clocks.get(place).copied().flatten()
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        self.course.stage.is_some_and(Stage::is_over)
    }

    /// What is waited for next: the first unanswered limit, then closing. `None` when over.
    #[must_use]
    pub fn awaited(&self) -> Option<(Awaited, Running)> {
        if self.is_over() {
            return None;
        }
        let clocks = Clock::ALL.into_iter().zip(self.clocks);
        let open = clocks
            .filter_map(|(clock, running)| Some((Awaited::Clock(clock), running?)))
            .find(|(_, running)| running.answered.is_none());
        let closing = || {
            // Without a date there is nothing to count down to.
            let running = self.closing.filter(|r| !r.limit.is_due_at_once())?;
            Some((Awaited::Closing, running))
        };
        open.or_else(closing)
    }

    #[must_use]
    pub fn awaited_state(&self, now: Instant) -> Option<State> {
        Some(self.awaited()?.1.state(now))
    }

    #[must_use]
    pub fn submitted(&self) -> Option<Instant> {
        let clock = self.clocks.first().copied().flatten();
        let first = || self.course.counted().next().map(|m| m.said.stated);
        clock.map(|c| c.limit.since).or_else(first)
    }

    fn searched(&self) -> String {
        let label = self.id.label();
        let texts = [
            &self.title,
            &self.part,
            &self.customer_order,
            &self.partner_name,
            &self.owner,
            &self.group,
            &label,
        ];
        texts.map(|text| text.to_lowercase()).join("\n")
    }
}

/// How a row's awaited limit stands, as a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    Overdue,
    Soon,
    Unknown,
}

impl Due {
    pub const ALL: [Self; 3] = [Self::Overdue, Self::Soon, Self::Unknown];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Soon => "soon",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|due| due.as_str() == text)
    }

    fn holds(self, state: Option<State>) -> bool {
        match self {
            Self::Overdue => state == Some(State::Breached),
            Self::Soon => state == Some(State::Warned),
            Self::Unknown => state == Some(State::Unknown),
        }
    }
}

/// What the list shows. Absent parts let everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub text: String,
    pub stage: Option<Stage>,
    pub partner: Option<RecordId>,
    pub direction: Option<Direction>,
    pub due: Option<Due>,
    /// Only what is not accepted, settled or withdrawn.
    pub open_only: bool,
    /// Only these rows: what stands behind a figure. Sorted.
    pub only: Option<Vec<RecordId>>,
}

impl Filter {
    /// `needle` is the text searched for, in small letters.
    fn lets_through(&self, row: &Row, needle: &str, now: Instant) -> bool {
        let only = self.only.as_ref();
        row.words.contains(needle)
            && self.stage.is_none_or(|s| row.course.stage == Some(s))
            && self.direction.is_none_or(|d| row.direction == d)
            && (self.partner.is_none() || row.partner == self.partner)
            && (!self.open_only || !row.is_over())
            && only.is_none_or(|ids| ids.binary_search(&row.id).is_ok())
            && self.due.is_none_or(|due| due.holds(row.awaited_state(now)))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// What runs out first; nothing awaited comes last.
    #[default]
    Due,
    Submitted,
    NeededBy,
    Title,
    Partner,
    Stage,
    Priority,
}

impl Order {
    pub const ALL: [Self; 7] = [
        Self::Due,
        Self::Submitted,
        Self::NeededBy,
        Self::Title,
        Self::Partner,
        Self::Stage,
        Self::Priority,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Submitted => "submitted",
            Self::NeededBy => "needed_by",
            Self::Title => "title",
            Self::Partner => "partner",
            Self::Stage => "stage",
            Self::Priority => "priority",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.as_str() == text)
    }

    /// The moment of a row that an order by moments goes by.
    fn moment(self, row: &Row) -> Option<Instant> {
        match self {
            Self::Due => row.awaited()?.1.limit.due(),
            Self::Submitted => row.submitted(),
            Self::NeededBy => row.needed_by,
            Self::Title | Self::Partner | Self::Stage | Self::Priority => None,
        }
    }
}

/// The places in `rows` of what a filter lets through, in order; ties by id.
#[must_use]
pub fn arrange(
    rows: &[Row],
    filter: &Filter,
    order: Order,
    descending: bool,
    now: Instant,
) -> Vec<usize> {
    let needle = filter.text.trim().to_lowercase();
    let shown = rows.iter().enumerate();
    let shown = shown.filter(|(_, row)| filter.lets_through(row, &needle, now));
    // The moments are looked up once for each row, not once for each comparison.
    let mut places: Vec<(usize, &Row, Option<Instant>)> = shown
        .map(|(place, row)| (place, row, order.moment(row)))
        .collect();
    places.sort_by(|(_, a, at_a), (_, b, at_b)| {
        let ordering = match order {
            // What has no such moment comes last, whichever way the order runs.
            Order::Due | Order::Submitted | Order::NeededBy => {
                let absent = at_a.is_none().cmp(&at_b.is_none());
                absent.then_with(|| turned(at_a.cmp(at_b), descending))
            }
            Order::Title => turned(a.title.cmp(&b.title), descending),
            Order::Partner => turned(a.partner_name.cmp(&b.partner_name), descending),
            Order::Stage => turned(a.course.stage.cmp(&b.course.stage), descending),
            Order::Priority => turned(a.priority.cmp(&b.priority), descending),
        };
        ordering.then_with(|| a.id.cmp(&b.id))
    });
    places.into_iter().map(|(place, ..)| place).collect()
}

fn turned(ordering: std::cmp::Ordering, descending: bool) -> std::cmp::Ordering {
    if descending {
        ordering.reverse()
    } else {
        ordering
    }
}
