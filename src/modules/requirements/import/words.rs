//! What people read for targets, findings and choices of the import page, in the reader's language.
//! Never in here: markup, rules.

use crate::exchange::table::finding::Class;
use crate::exchange::table::moment::DayOrder;
use crate::exchange::table::number::DecimalSign;
use crate::exchange::table::{Reason, Separator, Weight};
use crate::session::outside::Encoding;
use crate::texts::{format, table};
use crate::ui::{Choice, State};

pub fn encoding(encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16 => "UTF-16",
        Encoding::Gb18030 => "GB18030",
    }
    .to_owned()
}

pub fn separator_key(separator: Separator) -> &'static str {
    match separator {
        Separator::Comma => "comma",
        Separator::Tab => "tab",
        Separator::Semicolon => "semicolon",
        Separator::Pipe => "pipe",
    }
}

pub fn separator_of(key: &str) -> Separator {
    let all = Separator::ALL.into_iter();
    all.clone()
        .find(|s| separator_key(*s) == key)
        .unwrap_or(Separator::Comma)
}

pub fn separators() -> Vec<Choice> {
    let word = |separator| match separator {
        Separator::Comma => table::comma(),
        Separator::Tab => table::tab(),
        Separator::Semicolon => table::semicolon(),
        Separator::Pipe => table::pipe(),
    };
    Separator::ALL
        .into_iter()
        .map(|s| Choice::new(separator_key(s), word(s)))
        .collect()
}

pub fn day_order_key(order: DayOrder) -> &'static str {
    match order {
        DayOrder::DayFirst => "day",
        DayOrder::MonthFirst => "month",
    }
}

pub fn day_orders() -> Vec<Choice> {
    vec![
        Choice::new("day", table::day_first()),
        Choice::new("month", table::month_first()),
    ]
}

pub fn decimal_key(sign: DecimalSign) -> &'static str {
    match sign {
        DecimalSign::Point => "point",
        DecimalSign::Comma => "comma",
    }
}

pub fn decimals() -> Vec<Choice> {
    vec![
        Choice::new("point", table::decimal_point()),
        Choice::new("comma", table::decimal_comma()),
    ]
}

pub fn priority(word: &str) -> String {
    match word {
        "low" => table::priority_low(),
        "high" => table::priority_high(),
        "urgent" => table::priority_urgent(),
        _ => table::priority_normal(),
    }
}

/// What a target is called; its key where a newer version knows more of them.
pub fn target(key: &str) -> String {
    match key {
        "reference" => table::t_reference(),
        "title" => table::t_title(),
        "part" => table::t_part(),
        "customer_order" => table::t_customer_order(),
        "quantity" => table::t_quantity(),
        "unit" => table::t_unit(),
        "price" => table::t_price(),
        "currency" => table::t_currency(),
        "revision" => table::t_revision(),
        "priority" => table::t_priority(),
        "owner" => table::t_owner(),
        "group" => table::t_group(),
        "specification" => table::t_specification(),
        "acceptance_criteria" => table::t_acceptance_criteria(),
        "submitted_at" => table::t_submitted_at(),
        "acknowledged_at" => table::t_acknowledged_at(),
        "proposed_at" => table::t_proposed_at(),
        "planned_at" => table::t_planned_at(),
        "started_at" => table::t_started_at(),
        "delivered_at" => table::t_delivered_at(),
        "closed_at" => table::t_closed_at(),
        "settled_at" => table::t_settled_at(),
        "due_at" => table::t_due_at(),
        other => other.to_owned(),
    }
}

pub fn weight(weight: Weight) -> String {
    match weight {
        Weight::Ask => table::weight_ask(),
        Weight::Unusable => table::weight_unusable(),
        Weight::Flag => table::weight_flag(),
    }
}

pub const fn weight_state(weight: Weight) -> State {
    match weight {
        Weight::Ask => State::Bad,
        Weight::Unusable => State::Warn,
        Weight::Flag => State::Plain,
    }
}

/// A class of findings with its column and count: `submitted_at: dates only (1,379)`.
pub fn class(class: Class, column: Option<String>, count: usize) -> String {
    let what = match class.name {
        "unclosed_quote" => table::c_unclosed_quote(),
        "too_many_rows" => table::c_too_many_rows(),
        "garbled" => table::c_garbled(),
        "short_row" => table::c_short_row(),
        "long_row" => table::c_long_row(),
        "missing_key" => table::c_missing_key(),
        "repeated_key" => table::c_repeated_key(),
        "too_long" => table::c_too_long(),
        "unreadable_moment" => table::c_unreadable_moment(),
        "implausible_year" => table::c_implausible_year(),
        "ask_day_order" | "mixed_day_order" => table::c_day_order(),
        "clock_skipped" => table::c_clock_skipped(),
        "clock_repeated" => table::c_clock_repeated(),
        "not_a_number" => table::c_not_a_number(),
        "ask_decimal" => table::c_ask_decimal(),
        "unknown_choice" => table::c_unknown_choice(),
        "date_only" => table::c_date_only(),
        "dates_only_column" => table::c_dates_only_column(),
        "no_first_moment" => table::c_no_first_moment(),
        "moment_gone" => table::c_moment_gone(),
        "moved_on" => table::c_moved_on(),
        "backwards" => match class.pair {
            Some((from, to)) => table::c_backwards_pair(target(to), target(from)),
            None => table::c_backwards(),
        },
        other => other.to_owned(),
    };
    let count = format::number(count as f64);
    match column.filter(|_| class.pair.is_none()) {
        Some(column) => table::class_in_column(column, what, count),
        None => table::class_of_rows(what, count),
    }
}

/// What is odd in one place.
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::UnclosedQuote => table::c_unclosed_quote(),
        Reason::TooManyRows { kept } => table::r_too_many_rows(format::number(*kept as f64)),
        Reason::Garbled { cells } => table::r_garbled(format::number(*cells as f64)),
        Reason::ShortRow { cells, columns } | Reason::LongRow { cells, columns } => {
            table::r_cells(cells, columns)
        }
        Reason::MissingKey => table::c_missing_key(),
        Reason::RepeatedKey { first, same: true } => table::r_repeated_same(first),
        Reason::RepeatedKey { first, same: false } => table::r_repeated_other(first),
        Reason::TooLong { limit } => table::r_too_long(format::bytes(*limit as u64)),
        Reason::UnreadableMoment { text }
        | Reason::ImplausibleYear { text }
        | Reason::AskDayOrder { text }
        | Reason::ClockSkipped { text }
        | Reason::ClockRepeated { text }
        | Reason::NotANumber { text }
        | Reason::AskDecimal { text }
        | Reason::UnknownChoice { text } => table::r_text(text),
        Reason::MixedDayOrder {
            day_first,
            month_first,
        } => table::r_mixed_day_order(day_first, month_first),
        Reason::DateOnly {
            second: Some(second),
            rows,
        } => {
            let (hour, minute) = (second / 3_600, second % 3_600 / 60);
            let time = format!("{hour:02}:{minute:02}:{:02}", second % 60);
            table::r_date_only(time, format::number(*rows as f64))
        }
        Reason::DateOnly { second: None, .. } => table::r_no_time(),
        Reason::DatesOnlyColumn { rows, of } => {
            table::r_dates_only_column(format::number(*rows as f64), format::number(*of as f64))
        }
        Reason::Backwards { from, to } => table::c_backwards_pair(target(to), target(from)),
        Reason::NoFirstMoment { target: key } => table::r_target(target(key)),
        Reason::MomentGone { target: key } | Reason::MovedOn { target: key } => {
            table::r_target(target(key))
        }
    }
}
