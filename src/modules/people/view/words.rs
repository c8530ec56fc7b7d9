//! The module's enums in words.

use crate::modules::people::edits::{Refusal, Tie};
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
    Tie::ALL.map(|t| Choice::new(t.as_str(), tie(t))).to_vec()
}

pub fn layer(layer: Layer) -> String {
    match layer {
        Layer::Contact => t::layer_contact(),
        Layer::Manager => t::layer_manager(),
        Layer::Executive => t::layer_executive(),
    }
}

pub fn layers() -> Vec<Choice> {
    Layer::ALL
        .map(|l| Choice::new(l.as_str(), layer(l)))
        .to_vec()
}

pub fn kinds() -> Vec<Choice> {
    PartyKind::ALL
        .map(|kind| {
            let words = match kind {
                PartyKind::Firm => t::kind_firm(),
                PartyKind::Trainer => t::kind_trainer(),
            };
            Choice::new(kind.as_str(), words)
        })
        .to_vec()
}
