//! Parties, people, relations, calendars. SPEC module 0.
//! Never in here: the kinds themselves (`records`), who receives what.

pub mod edits;
mod view;

use super::Module;
use crate::ledger::Record;
use crate::records::{calendar, party, person};
use crate::texts;

pub const MODULE: Module = Module {
    slug: "people",
    title: texts::people::title,
    icon: icondata::LuUsers,
    kinds: &[
        party::KIND,
        party::RELATION,
        person::KIND,
        person::PERSONAL,
        calendar::KIND,
        calendar::DAY,
    ],
    page: view::page,
    name,
    field,
    today: None,
};

fn name(record: &Record<'_>) -> String {
    match record.kind() {
        party::RELATION => texts::people::relation(),
        person::PERSONAL => texts::people::personal(),
        calendar::DAY => texts::people::exception(),
        _ => record.text(party::NAME).into_owned(),
    }
}

fn field(name: &str) -> Option<String> {
    use texts::people as t;
    Some(match name {
        party::NAME => t::name(),
        party::SHORT_NAME => t::short_name(),
        party::PARTY_KIND => t::kind(),
        party::SAME_AS => t::same_as(),
        party::FROM => t::from(),
        party::TO => t::to(),
        party::ROLE => t::role(),
        person::PARTY => t::party(),
        person::LAYER => t::layer(),
        person::EMAIL => t::email(),
        person::PHONE => t::phone(),
        person::JOINED => t::joined(),
        person::LEFT => t::left(),
        calendar::ZONE => t::zone(),
        calendar::WEEKS => t::weeks(),
        calendar::DATE => t::date(),
        calendar::WINDOWS => t::windows(),
        calendar::REASON => t::reason(),
        _ => return None,
    })
}
