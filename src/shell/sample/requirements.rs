//! The requirements of the sample: in every stage, with limits running, warned, breached and met.
//! Never in here: what a stage or limit is; each step is the edit of the party that may take it.

use super::dealings;
use super::desk::{Office, SampleFault};
use super::firms::{Firms, Staff};
use crate::ledger::RecordId;
use crate::modules::requirements::edits::{Proposal, SaveDraft, Step, Submit, Take};
use crate::modules::requirements::form::Form;
use crate::records::requirement::Priority;
use crate::records::stage::{Feasibility, Side};
use crate::texts::sample as say;
use crate::time::{DAY, HOUR, Instant, MINUTE};

type Word = fn() -> String;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The retailer asks the maker.
    In,
    /// The maker asks the supplier.
    Out,
}

/// What is done, in short.
#[derive(Clone, Copy)]
enum Does {
    Acknowledges,
    Agrees,
    /// Two thirds of the quantity on the day, the rest later.
    AgreesInPart(&'static str),
    Rejects,
    /// "Not ours."
    Passes,
    /// Names a delivery date so many days from now.
    Commits(i64),
    Starts,
    Delivers,
    SendsBack,
    Accepts,
    Settles,
    Withdraws,
}

/// One requirement: when it was asked and what followed, in milliseconds before now.
struct Story {
    way: Way,
    part: Word,
    quantity: &'static str,
    price: &'static str,
    priority: Priority,
    /// Days from now.
    needed: i64,
    asked: i64,
    then: &'static [(i64, Does)],
    /// What happened beside it.
    dealings: Option<Dealings>,
}

type Dealings = fn(&mut Office, &Firms, Instant, &RecordId) -> Result<(), SampleFault>;

const fn story(
    way: Way,
    (part, quantity, price): (Word, &'static str, &'static str),
    (priority, needed): (Priority, i64),
    asked: i64,
    then: &'static [(i64, Does)],
) -> Story {
    Story {
        way,
        part,
        quantity,
        price,
        priority,
        needed,
        asked,
        then,
        dealings: None,
    }
}

const fn with(dealings: Dealings, story: Story) -> Story {
    Story {
        dealings: Some(dealings),
        ..story
    }
}

use Does::{
    Accepts, Acknowledges, Agrees, AgreesInPart, Commits, Delivers, Passes, Rejects, SendsBack,
    Settles, Starts, Withdraws,
};
use Priority::{High, Low, Normal, Urgent};
use Way::{In, Out};

const STORIES: [Story; 23] = [
    // What the retailer asks: the maker's own limits, from fresh to breached.
    story(
        In,
        (say::bells, "1200", "8.40"),
        (Normal, 21),
        20 * MINUTE,
        &[],
    ),
    story(
        In,
        (say::levers, "600", "31.50"),
        (High, 14),
        100 * MINUTE,
        &[],
    ),
    story(
        In,
        (say::stands, "400", "22.00"),
        (Urgent, 10),
        3 * HOUR,
        &[],
    ),
    story(
        In,
        (say::pedals, "800", "27.80"),
        (Normal, 25),
        20 * HOUR,
        &[(19 * HOUR, Acknowledges)],
    ),
    story(
        In,
        (say::cages, "1500", "9.60"),
        (High, 18),
        30 * HOUR,
        &[(29 * HOUR, Acknowledges)],
    ),
    with(
        dealings::shelve,
        story(
            In,
            (say::reflectors, "5000", "1.15"),
            (Low, 30),
            48 * HOUR,
            &[(47 * HOUR, Acknowledges), (30 * HOUR, Agrees)],
        ),
    ),
    with(
        dealings::counter,
        story(
            In,
            (say::clamps, "960", "6.20"),
            (Normal, 16),
            60 * HOUR,
            &[(59 * HOUR, Acknowledges), (40 * HOUR, AgreesInPart("600"))],
        ),
    ),
    with(
        dealings::follow,
        story(
            In,
            (say::racks, "250", "64.00"),
            (High, 12),
            6 * DAY,
            &[
                (6 * DAY - HOUR, Acknowledges),
                (6 * DAY - 20 * HOUR, Agrees),
                (4 * DAY, Commits(10)),
            ],
        ),
    ),
    story(
        In,
        (say::guards, "700", "12.30"),
        (Normal, 5),
        12 * DAY,
        &[
            (12 * DAY - HOUR, Acknowledges),
            (12 * DAY - 15 * HOUR, Agrees),
            (10 * DAY, Commits(4)),
            (5 * DAY, Starts),
        ],
    ),
    story(
        In,
        (say::wheels, "300", "38.00"),
        (Normal, 2),
        20 * DAY,
        &[
            (20 * DAY - 90 * MINUTE, Acknowledges),
            (20 * DAY - 22 * HOUR, Agrees),
            (18 * DAY, Commits(0)),
            (12 * DAY, Starts),
            (DAY, Delivers),
        ],
    ),
    story(
        In,
        (say::grips, "2000", "4.70"),
        (Normal, -6),
        35 * DAY,
        &[
            (35 * DAY - 5 * HOUR, Acknowledges),
            (35 * DAY - 20 * HOUR, Agrees),
            (33 * DAY, Commits(-8)),
            (28 * DAY, Starts),
            (9 * DAY, Delivers),
            (8 * DAY, Accepts),
            (3 * DAY, Settles),
        ],
    ),
    story(
        In,
        (say::bells, "900", "8.40"),
        (High, -12),
        38 * DAY,
        &[
            (38 * DAY - HOUR, Acknowledges),
            (38 * DAY - 18 * HOUR, Agrees),
            (36 * DAY, Commits(-14)),
            (30 * DAY, Starts),
            (15 * DAY, Delivers),
            (14 * DAY, SendsBack),
            (12 * DAY, Delivers),
            (10 * DAY, Accepts),
        ],
    ),
    story(
        In,
        (say::levers, "150", "33.00"),
        (Low, 6),
        9 * DAY,
        &[
            (9 * DAY - HOUR, Acknowledges),
            (9 * DAY - 21 * HOUR, Rejects),
        ],
    ),
    // What the maker asks of its supplier.
    story(
        Out,
        (say::bars, "1800", "24.50"),
        (High, 14),
        50 * MINUTE,
        &[],
    ),
    story(
        Out,
        (say::wire, "350", "18.20"),
        (Normal, 20),
        5 * HOUR,
        &[],
    ),
    story(
        Out,
        (say::zinc, "600", "21.00"),
        (Normal, 17),
        22 * HOUR,
        &[(21 * HOUR, Acknowledges)],
    ),
    story(
        Out,
        (say::screws, "120", "46.00"),
        (Low, 15),
        5 * DAY,
        &[
            (5 * DAY - HOUR, Acknowledges),
            (5 * DAY - 10 * HOUR, Agrees),
            (3 * DAY, Commits(9)),
        ],
    ),
    story(
        Out,
        (say::rubber, "480", "15.70"),
        (Normal, 3),
        10 * DAY,
        &[
            (10 * DAY - HOUR, Acknowledges),
            (10 * DAY - 23 * HOUR, Agrees),
            (8 * DAY, Commits(2)),
            (4 * DAY, Starts),
        ],
    ),
    story(
        Out,
        (say::cartons, "900", "3.10"),
        (Urgent, -1),
        15 * DAY,
        &[
            (15 * DAY - HOUR, Acknowledges),
            (15 * DAY - 9 * HOUR, Agrees),
            (13 * DAY, Commits(-2)),
            (9 * DAY, Starts),
            (3 * DAY, Delivers),
            (2 * DAY, SendsBack),
        ],
    ),
    story(
        Out,
        (say::powder, "160", "58.00"),
        (Normal, -5),
        26 * DAY,
        &[
            (26 * DAY - HOUR, Acknowledges),
            (26 * DAY - 12 * HOUR, Agrees),
            (24 * DAY, Commits(-7)),
            (18 * DAY, Starts),
            (8 * DAY, Delivers),
            (7 * DAY, Accepts),
            (2 * DAY, Settles),
        ],
    ),
    story(
        Out,
        (say::pellets, "700", "13.40"),
        (Normal, 8),
        4 * DAY,
        &[
            (4 * DAY - HOUR, Acknowledges),
            (4 * DAY - 3 * HOUR, Withdraws),
        ],
    ),
    story(
        Out,
        (say::sheet, "400", "9.90"),
        (Low, 12),
        3 * DAY,
        &[(3 * DAY - HOUR, Acknowledges), (3 * DAY - 6 * HOUR, Passes)],
    ),
    story(
        Out,
        (say::bars, "1500", "24.10"),
        (Normal, -9),
        31 * DAY,
        &[
            (31 * DAY - HOUR, Acknowledges),
            (31 * DAY - 16 * HOUR, Agrees),
            (29 * DAY, Commits(-10)),
            (24 * DAY, Starts),
            (12 * DAY, Delivers),
            (11 * DAY, Accepts),
        ],
    ),
];

pub(super) fn ask(office: &mut Office, firms: &Firms, now: Instant) -> Result<(), SampleFault> {
    for (nth, story) in (1..).zip(&STORIES) {
        let asked = tell(office, firms, now, (nth, story))?;
        if let Some(then) = story.dealings {
            then(office, firms, now, &asked)?;
        }
    }
    // Begun and not asked yet: its specification is still missing.
    let draft = SaveDraft {
        draft: None,
        form: Form {
            title: say::pellets(),
            requester: Some(firms.maker.party().clone()),
            provider: Some(firms.supplier.party().clone()),
            part: say::pellets(),
            quantity: "950".to_owned(),
            unit: say::unit_kilograms(),
            needed_by: Some(now.plus(28 * DAY)),
            ..Form::default()
        },
    };
    office.act(firms.maker.manager(), now.plus(-2 * HOUR), &draft)?;
    Ok(())
}

fn tell(
    office: &mut Office,
    firms: &Firms,
    now: Instant,
    (nth, story): (usize, &Story),
) -> Result<RecordId, SampleFault> {
    let (requester, provider) = match story.way {
        Way::In => (&firms.retailer, &firms.maker),
        Way::Out => (&firms.maker, &firms.supplier),
    };
    let submit = Submit {
        draft: None,
        form: form(requester, provider, now, (nth, story)),
        stated: None,
    };
    let asked = now.plus(-story.asked);
    let requirement = office.act(requester.contact(), asked, &submit)?;
    for (before, does) in story.then {
        let take = does.take(&requirement, now);
        let by = match take.step.act().side() {
            Side::Provider => provider,
            // The customer pays, and says so.
            Side::Requester | Side::Either => requester,
        };
        office.act(by.contact(), now.plus(-before), &take)?;
    }
    Ok(requirement)
}

fn form(requester: &Staff, provider: &Staff, now: Instant, (nth, story): (usize, &Story)) -> Form {
    let (part, quantity) = ((story.part)(), story.quantity);
    let (unit, acceptance, prefix) = match story.way {
        Way::In => (say::unit_pieces(), say::acceptance_look(), "RE"),
        Way::Out => (say::unit_kilograms(), say::acceptance_paper(), "CP"),
    };
    let revision = ["A", "B", "C"].get(nth % 3).copied().unwrap_or("A");
    let drawing = format!("{prefix}-{}", 4100 + 7 * nth);
    Form {
        title: say::title(&part, quantity, &unit),
        requester: Some(requester.party().clone()),
        provider: Some(provider.party().clone()),
        part,
        customer_order: format!("{prefix}-PO-{:04}", 310 + nth),
        quantity: quantity.to_owned(),
        unit,
        price: story.price.to_owned(),
        currency: "CNY".to_owned(),
        revision: revision.to_owned(),
        needed_by: Some(now.plus(story.needed * DAY)),
        priority: story.priority,
        reference_requester: format!("{prefix}-{nth:03}"),
        group: String::new(),
        specification: say::specification(drawing, revision),
        acceptance_criteria: acceptance,
        task: None,
        cause: None,
    }
}

impl Does {
    fn take(self, requirement: &RecordId, now: Instant) -> Take {
        let proposal = |feasibility, quantity: &str, reason: String| {
            Step::Propose(Proposal {
                feasibility,
                quantity: quantity.to_owned(),
                price: String::new(),
                date: None,
                reason,
            })
        };
        let step = match self {
            Does::Acknowledges => Step::Acknowledge,
            Does::Agrees => proposal(Feasibility::Accept, "", String::new()),
            Does::AgreesInPart(quantity) => {
                let changes = Feasibility::AcceptWithChanges;
                proposal(changes, quantity, say::reason_changes())
            }
            Does::Rejects => proposal(Feasibility::Reject, "", say::reason_reject()),
            Does::Passes => proposal(Feasibility::NotOurs, "", say::reason_not_ours()),
            Does::Commits(days) => Step::Commit {
                plan: Some(now.plus(days * DAY)),
            },
            Does::Starts => Step::Start,
            Does::Delivers => Step::Deliver,
            Does::SendsBack => Step::SendBack {
                reason: say::reason_send_back(),
            },
            Does::Accepts => Step::Accept,
            Does::Settles => Step::Settle,
            Does::Withdraws => Step::Withdraw {
                reason: say::reason_withdraw(),
            },
        };
        Take {
            requirement: requirement.clone(),
            step,
            stated: None,
        }
    }
}
