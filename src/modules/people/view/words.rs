//! The module's enums in the reader's language.
//! Never in here: markup, or deciding anything.

use super::super::edits::{Refusal, Tie};
use crate::records::party::PartyKind;
use crate::records::person::Layer;
use crate::texts::people as t;
use crate::ui::Choice;

pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::NameMissing => t::name_missing(),
        Refusal::Gone => t::gone(),
        Refusal::Itself => t::itself(),
        Refusal::AlreadyThere => t::already_there(),
        Refusal::NotYourFirm => t::not_your_firm(),
        Refusal::DateMissing => t::date_missing(),
        Refusal::EndsBeforeStart => t::ends_before_start(),
        Refusal::WindowsOverlap => t::windows_overlap(),
        Refusal::ZoneMissing => t::zone_missing(),
    }
}

pub fn tie(tie: Tie) -> String {
    match tie {
        Tie::Supplier => t::tie_supplier(),
        Tie::Customer => t::tie_customer(),
        Tie::Advisor => t::tie_advisor(),
        Tie::Client => t::tie_client(),
    }
}

pub fn ties() -> Vec<Choice> {
    let each = Tie::ALL.into_iter();
    each.map(|one| Choice::new(one.as_str(), tie(one)))
        .collect()
}

pub fn kind(kind: PartyKind) -> String {
    match kind {
        PartyKind::Firm => t::kind_firm(),
        PartyKind::Trainer => t::kind_trainer(),
    }
}

pub fn kinds() -> Vec<Choice> {
    let each = PartyKind::ALL.into_iter();
    each.map(|one| Choice::new(one.as_str(), kind(one)))
        .collect()
}

pub fn layer(layer: Layer) -> String {
    match layer {
        Layer::Contact => t::layer_contact(),
        Layer::Manager => t::layer_manager(),
        Layer::Executive => t::layer_executive(),
    }
}

pub fn layers() -> Vec<Choice> {
    let each = Layer::ALL.into_iter();
    each.map(|one| Choice::new(one.as_str(), layer(one)))
        .collect()
}

/// The weekday, Monday first.
pub fn weekday(day: usize) -> String {
    match day {
        0 => t::day_0(),
        1 => t::day_1(),
        2 => t::day_2(),
        3 => t::day_3(),
        4 => t::day_4(),
        5 => t::day_5(),
        _ => t::day_6(),
    }
}

/// The name of a field, for the history and the inbox.
pub fn field(name: &str) -> Option<String> {
    Some(match name {
        "name" => t::name(),
        "short_name" => t::short_name(),
        "kind" => t::kind(),
        "same_as" => t::f_same_as(),
        "from" => t::f_from(),
        "to" => t::f_to(),
        "role" => t::f_role(),
        "party" => t::f_party(),
        "layer" => t::layer(),
        "email" => t::email(),
        "phone" => t::phone(),
        "joined" => t::joined(),
        "left" => t::left(),
        "zone" => t::zone(),
        "weeks" => t::f_weeks(),
        "anchor" => t::anchor(),
        "date" => t::f_date(),
        "windows" => t::windows(),
        "reason" => t::exception_reason(),
        "start" => t::f_start(),
        _ => return None,
    })
}
