//! Why a change, a message or a part was refused, in the reader's language.
//! Never in here: markup, or deciding anything.

use super::super::changes::ChangeRefusal;
use super::super::messages::MessageRefusal;
use super::super::parts::PartRefusal;
use crate::records::change_request::Ignored;
use crate::texts::requirements as t;

pub fn change(refusal: ChangeRefusal) -> String {
    match refusal {
        ChangeRefusal::Gone => t::gone(),
        ChangeRefusal::NotEntitled => t::change_not_entitled(),
        ChangeRefusal::NotSubmitted => t::change_not_submitted(),
        ChangeRefusal::Over => t::change_over(),
        ChangeRefusal::NothingToChange => t::nothing_to_change(),
        ChangeRefusal::NotChangeable => t::not_changeable(),
        ChangeRefusal::LevelsMissing => t::levels_missing(),
        ChangeRefusal::TooManyLevels => t::too_many_levels(),
        ChangeRefusal::WrongLevel => t::wrong_level(),
        ChangeRefusal::PartnerHasNoSay => t::partner_has_no_say(),
        ChangeRefusal::NotAccountable => t::not_accountable(),
        ChangeRefusal::ReasonMissing => t::reason_missing(),
        ChangeRefusal::InTheFuture => t::in_the_future(),
        ChangeRefusal::Decided => t::change_decided(),
        ChangeRefusal::Ignored(why) => t::decision_would_not_count(ignored(why)),
    }
}

/// Whether a refusal is about the first level or the second; `None` if it is about neither.
pub fn is_of_levels(refusal: ChangeRefusal) -> Option<bool> {
    match refusal {
        ChangeRefusal::LevelsMissing
        | ChangeRefusal::PartnerHasNoSay
        | ChangeRefusal::NotAccountable => Some(true),
        ChangeRefusal::WrongLevel | ChangeRefusal::TooManyLevels => Some(false),
        _ => None,
    }
}

/// Why a decision is kept but decides nothing.
pub fn ignored(why: Ignored) -> String {
    match why {
        Ignored::Unreadable => t::why_unreadable(),
        Ignored::NotTheirs => t::ignored_not_theirs(),
        Ignored::WrongParty => t::ignored_wrong_party(),
        Ignored::WrongLayer => t::ignored_wrong_layer(),
        Ignored::OutOfTurn => t::ignored_out_of_turn(),
        Ignored::Twice => t::ignored_twice(),
    }
}

pub fn message(refusal: MessageRefusal) -> String {
    match refusal {
        MessageRefusal::Gone => t::message_gone(),
        MessageRefusal::TextMissing => t::message_empty(),
        MessageRefusal::PartnerMissing => t::no_partner(),
        MessageRefusal::NotShared => t::message_not_shared(),
        MessageRefusal::NotYours => t::message_not_yours(),
        MessageRefusal::AlreadyRead => t::message_already_read(),
        MessageRefusal::InTheFuture => t::in_the_future(),
    }
}

pub fn part(refusal: PartRefusal) -> String {
    match refusal {
        PartRefusal::Gone => t::part_gone(),
        PartRefusal::NotEntitled => t::part_not_entitled(),
        PartRefusal::NameMissing => t::name_missing(),
        PartRefusal::TextMissing => t::text_missing(),
        PartRefusal::AmountIsNoNumber => t::no_number(),
        PartRefusal::InTheFuture => t::in_the_future(),
        PartRefusal::MakeAChangeRequest => t::make_change_request(),
        PartRefusal::TooLargeToEmbed => t::too_large_to_embed(),
        PartRefusal::WrongWay => t::link_wrong_way(),
        PartRefusal::AlreadyThere => t::already_there(),
    }
}
