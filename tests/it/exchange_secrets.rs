//! No field of a record that is not shared leaves, whatever its kind, its history, and what it names:
//! every one carries a token of its own, and a partner's file is searched for all of them (rule 13).

use std::collections::BTreeSet;

use proptest::prelude::*;
use tandem::exchange::{self, Audiences};
use tandem::ledger::{PARENT, RecordId, STAGE};

use crate::exchange_firms::{Browser, party, person};

/// A token, as a value of every shape a field may have.
fn value(token: &str, shape: u8) -> String {
    match shape % 4 {
        0 => format!("\"{token}\""),
        1 => format!("[1,\"{token}\",null]"),
        2 => format!("{{\"{token}\":true}}"),
        _ => format!("{{\"at\":1,\"by\":{{\"why\":\"to {token}!\"}}}}"),
    }
}

/// What a record says of itself besides what decides who gets it, by kind.
const FIELDS: [(&str, &[&str]); 12] = [
    ("party", &["name", "short_name", "kind"]),
    ("person", &["name", "layer"]),
    ("personal", &["email", "phone", "joined", "left"]),
    (
        "calendar",
        &["name", "zone", "weeks", "anchor", "from", "to"],
    ),
    ("calendar_day", &["date", "windows", "reason"]),
    ("relation", &["role"]),
    (
        "requirement",
        &[
            "title",
            "part",
            "customer_order",
            "quantity",
            "unit",
            "price",
            "currency",
            "revision",
            "needed_by",
            "priority",
            "reference_requester",
            "reference_provider",
            "specification",
            "acceptance_criteria",
            "owner",
            "group",
            "source",
            "dates_only",
            STAGE,
        ],
    ),
    (
        "draft",
        &[
            "title",
            "part",
            "price",
            "specification",
            "requester",
            "provider",
            "submitted_as",
        ],
    ),
    ("matrix", &["title", "group"]),
    (
        "task",
        &[
            "title",
            "standard",
            "depends_on",
            "group",
            "rhythm",
            "order",
        ],
    ),
    ("document", &["name", "digest"]),
    ("programme", &["start", "name"]),
];

fn fields(kind: &str) -> Vec<&'static str> {
    let known = FIELDS.iter().find(|(of, _)| *of == kind);
    let known = known.map_or(&["title", "text", "amount"][..], |(_, fields)| *fields);
    // And one that only a newer version knows.
    known.iter().copied().chain(["since_next_year"]).collect()
}

/// Everything one firm holds, and which of it its partner may see.
struct Firm {
    at: Browser,
    shapes: std::iter::Cycle<std::vec::IntoIter<u8>>,
    /// By record, what was written into it and must stay.
    secrets: Vec<(RecordId, String)>,
    /// The same of what is shared.
    shared: Vec<(RecordId, String)>,
}

impl Firm {
    fn shape(&mut self) -> u8 {
        self.shapes.next().unwrap_or_default()
    }

    /// Writes a token to each of a record's fields.
    fn fill(&mut self, id: &RecordId, is_shared: bool) {
        for name in fields(id.kind()) {
            let token = format!("q{}z", 100_000 + self.secrets.len() + self.shared.len());
            let shape = self.shape();
            let value = value(&token, shape);
            let field = if shape.is_multiple_of(5) {
                format!("{name}.{token}")
            } else {
                name.to_owned()
            };
            self.at.set(id, &[(&field, &value)]);
            // Of a person partners get name and layer, and nothing a newer version adds.
            let stays = id.kind() == "person" && !["name", "layer"].contains(&field.as_str());
            let kept = if is_shared && !stays {
                &mut self.shared
            } else {
                &mut self.secrets
            };
            kept.push((id.clone(), token));
        }
    }

    /// A record whose fields hold tokens, some of them overwritten, some of it deleted again.
    fn record(&mut self, kind: &str, ties: &[(&str, &str)], is_shared: bool) -> RecordId {
        let id = RecordId::from_bits(kind, tandem::ledger::Mint::bits(&mut self.at.mint));
        if !ties.is_empty() {
            self.at.set(&id, ties);
        }
        self.fill(&id, is_shared);
        if self.shape().is_multiple_of(3) {
            self.fill(&id, is_shared);
        }
        if self.shape().is_multiple_of(7) {
            self.at.act(|plan| plan.delete(&id));
        }
        id
    }

    /// Everything there is between us and one partner.
    fn dealings(&mut self, with: &RecordId, who: &RecordId, is_shared: bool) {
        let me = self.at.me.party.clone();
        let (me, them) = (me.as_str(), with.as_str());
        let column = format!("party.{with}");
        let listed = format!("[\"{them}\"]");
        self.fill(with, is_shared);
        self.at.set(who, &[("party", them)]);
        self.fill(who, is_shared);
        let calendar = self.record("calendar", &[("party", them)], is_shared);
        self.record("calendar_day", &[(PARENT, calendar.as_str())], is_shared);
        self.record("limit", &[("party", them)], is_shared);
        // Ties that hold the two together are never taken away.
        let tie = self.at.create("relation", &[("from", them), ("to", me)]);
        self.fill(&tie, is_shared);
        for (requester, provider) in [(me, them), (them, me)] {
            let ends = [("requester", requester), ("provider", provider)];
            let asked = self.record("requirement", &ends, is_shared);
            for kind in [
                "note",
                "cost",
                "draft",
                "training",
                "course",
                "external_hours",
                "training_setting",
                "training_standard",
                "training_basis",
                "purge",
            ] {
                self.record(kind, &[(PARENT, asked.as_str())], false);
            }
            for kind in [
                "pause",
                "milestone",
                "document",
                "change_request",
                "approval",
                "message",
                "read",
                "from_next_year",
            ] {
                self.record(kind, &[(PARENT, asked.as_str())], is_shared);
            }
        }
        for kind in [
            "matrix",
            "meeting",
            "goal",
            "plan",
            "improvement",
            "risk",
            "drill",
        ] {
            let sheet = self.record(kind, &[(&column, "true")], is_shared);
            let task = self.record("task", &[(PARENT, sheet.as_str())], is_shared);
            self.record("pause", &[(PARENT, task.as_str())], is_shared);
            self.record("note", &[(PARENT, task.as_str())], false);
            for kind in ["drill_event", "lesson"] {
                self.record(kind, &[(PARENT, sheet.as_str())], is_shared);
            }
        }
        for kind in [
            "measure",
            "survey",
            "case",
            "scenario",
            "bulletin",
            "programme",
            "inject",
            "training_total",
        ] {
            self.record(kind, &[("audience", &listed)], is_shared);
        }
        for kind in ["anomaly", "message", "review"] {
            self.record(kind, &[("from", me), ("to", them)], is_shared);
        }
        self.record("personal", &[(PARENT, who.as_str())], false);
    }

    /// What nobody else ever gets.
    fn privacies(&mut self) {
        for kind in [
            "draft",
            "note",
            "cost",
            "course",
            "training",
            "personal",
            "measure",
            "survey",
            "case",
            "scenario",
            "bulletin",
            "programme",
            "baseline",
            "template",
            "link",
            "limit",
            "matrix",
            "goal",
            "drill",
            "external_hours",
            "training_setting",
            "training_standard",
            "training_total",
            "training_basis",
            "training_need",
            "purge",
        ] {
            self.record(kind, &[], false);
        }
        let held = self.record("training", &[], false);
        for kind in ["attendance", "assessment", "feedback"] {
            self.record(kind, &[(PARENT, held.as_str())], false);
        }
        let claimed = self.record("external_hours", &[], false);
        self.record("hours_approval", &[(PARENT, claimed.as_str())], false);
        let me = self.at.me.person.clone();
        self.record("personal", &[(PARENT, me.as_str())], false);
        // Of a person of ours, what is no part of the card.
        for field in ["email", "phone", "birthday"] {
            let token = format!("q{}z", 100_000 + self.secrets.len() + self.shared.len());
            self.at.set(&me, &[(field, &value(&token, 0))]);
            self.secrets.push((me.clone(), token));
        }
    }

    /// Names hidden records in shared ones: such a change stays back whole.
    fn name_across(&mut self) {
        let shared: Vec<RecordId> = self.shared.iter().map(|(id, _)| id.clone()).collect();
        for n in 0..self.secrets.len() / 4 {
            let (secret, token) = self.secrets[n * 4].clone();
            let at = &shared[n * 31 % shared.len()];
            // Of these two only fields are hidden; that they exist the partner knows.
            if [&self.at.me.person, &person(2)].contains(&&secret) {
                continue;
            }
            self.at.set(
                at,
                &[(
                    "see",
                    &format!("{{\"see\":\"{secret}\",\"so\":\"{token}\"}}"),
                )],
            );
        }
    }
}

fn firm(shapes: Vec<u8>) -> Firm {
    let (a, b, c) = (party(1), party(2), party(3));
    let mut firm = Firm {
        at: Browser::new(11, &a, &person(1)),
        shapes: shapes.into_iter().cycle(),
        secrets: Vec::new(),
        shared: Vec::new(),
    };
    firm.fill(&a, true);
    firm.at.set(&person(1), &[("party", a.as_str())]);
    firm.fill(&person(1), true);
    firm.dealings(&b, &person(2), true);
    firm.dealings(&c, &person(3), false);
    firm.privacies();
    firm
}

/// The partner of whom nothing may be known works, too: on what it has, and on cards.
fn answer(firm: &mut Firm) {
    let mut c = Browser::new(31, &party(3), &person(3));
    c.read(&[&firm.at.write(&party(3), false)]);
    let ids: Vec<RecordId> = c.ws.records().map(|r| r.id().clone()).collect();
    for id in ids {
        let token = format!("q{}z", 100_000 + firm.secrets.len() + firm.shared.len());
        c.set(&id, &[("remark", &value(&token, 0))]);
        firm.secrets.push((id, token));
    }
    firm.at.read(&[&c.write(&party(1), false)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_field_and_no_name_of_an_unshared_record_leaves(
        shapes in prop::collection::vec(any::<u8>(), 40..80),
        with_answer in any::<bool>(),
    ) {
        let mut firm = firm(shapes);
        firm.name_across();
        if with_answer {
            answer(&mut firm);
        }
        let b = party(2);
        for everything in [true, false] {
            let text = firm.at.write(&b, everything);
            for (id, token) in &firm.secrets {
                prop_assert!(!text.contains(token), "{token} of {id} left");
            }
            let audiences = Audiences::of(&firm.at.ws);
            let unshared = firm.at.ws.records().filter(|r| !audiences.holds(r.id(), &b));
            let ids: BTreeSet<&RecordId> = unshared.map(|r| r.id()).collect();
            prop_assert!(ids.len() > 100);
            for id in ids {
                prop_assert!(!text.contains(id.as_str()), "{id} is named");
            }
        }
        // The search is worth something: what is shared is found by it.
        let text = firm.at.write(&b, true);
        for (id, token) in &firm.shared {
            prop_assert!(text.contains(token), "{token} of {id} did not leave");
        }
        let out = exchange::outgoing(&firm.at.ws, &firm.at.log(), &firm.at.me, &b, firm.at.now, true);
        prop_assert!(out.withheld.len() > 20);
        let shown = format!("{:?}", out.records);
        prop_assert!(firm.secrets.iter().all(|(_, token)| !shown.contains(token)));
    }
}

#[test]
fn every_kind_a_module_knows_is_searched_for() {
    let kinds: BTreeSet<String> = firm(vec![1, 2, 4])
        .secrets
        .iter()
        .map(|(id, _)| id.kind().to_owned())
        .collect();
    for module in tandem::modules::MODULES {
        for kind in module.kinds {
            assert!(kinds.contains(*kind), "{kind} of {}", module.slug);
        }
    }
}
