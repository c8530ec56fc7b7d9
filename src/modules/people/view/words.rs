//! The module's enums in the reader's language.
//! Never in here: markup, or deciding anything.

use super::super::edits::{Refusal, Tie};
use crate::records::holidays::Festival;
use crate::records::holidays::ics::What;
use crate::records::hours::DayName;
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

/// The name of a festival.
pub fn festival(festival: Festival) -> String {
    match festival {
        Festival::NewYear => t::festival_new_year(),
        Festival::Spring => t::festival_spring(),
        Festival::Qingming => t::festival_qingming(),
        Festival::Labour => t::festival_labour(),
        Festival::DragonBoat => t::festival_dragon_boat(),
        Festival::MidAutumn => t::festival_mid_autumn(),
        Festival::National => t::festival_national(),
        Festival::Victory => t::festival_victory(),
    }
}

/// Why a date is excepted; a day that is worked makes up for its festival. Empty if nothing says why.
pub fn day_name(name: &DayName, worked: bool) -> String {
    match name.festival {
        Some(own) if worked => t::festival_make_up(festival(own)),
        Some(own) => festival(own),
        None => name.reason.clone(),
    }
}

/// What an .ics file has that was not taken, or was taken with a doubt.
pub fn finding(what: What) -> String {
    match what {
        What::NotACalendar => t::ics_not_a_calendar(),
        What::TooLong => t::ics_too_long(),
        What::TooManyEvents => t::ics_too_many_events(),
        What::NoStart => t::ics_no_start(),
        What::NoEnd => t::ics_no_end(),
        What::EndsBeforeStart => t::ics_ends_before_start(),
        What::TooManyDays => t::ics_too_many_days(),
        What::PartOfADay => t::ics_part_of_a_day(),
        What::Repeats => t::ics_repeats(),
        What::Cancelled => t::ics_cancelled(),
        What::NotADayOff => t::ics_not_a_day_off(),
        What::Ambiguous => t::ics_ambiguous(),
        What::NothingMarked => t::ics_nothing_marked(),
        What::SaysOtherwise => t::ics_says_otherwise(),
    }
}

/// The name of a field, for the history and the inbox.
pub fn field(_: &str, name: &str) -> Option<String> {
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
        "festival" => t::f_festival(),
        "start" => t::f_start(),
        _ => return None,
    })
}
