//! The module's enums and amounts in the reader's language.
//! Never in here: markup, or deciding anything.

use super::super::credit::{Hours, Required, TARGET};
use super::super::edits::{DescribeCourse, Refusal};
use super::super::model::{self, Category, Mode, Standing};
use super::super::report;
use super::super::standing::{Lack, Until, Why};
use super::super::starters::Starter;
use super::super::totals::{Quarter, TotalRefusal};
use crate::ledger::Workspace;
use crate::records::person::Layer;
use crate::texts::format;
use crate::texts::training as t;
use crate::ui::{Choice, State};

pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::Gone => t::refused_gone(),
        Refusal::TitleMissing => t::refused_title(),
        Refusal::Minutes => t::refused_minutes(),
        Refusal::DateMissing => t::refused_date(),
        Refusal::PassMark => t::refused_mark(),
        Refusal::Score => t::refused_score(),
        Refusal::Stars => t::refused_stars(),
        Refusal::CourseMissing => t::refused_course(),
        Refusal::Over => t::refused_over(),
        Refusal::Cancelled => t::refused_cancelled(),
        Refusal::NotYet => t::refused_not_yet(),
        Refusal::NobodyThere => t::refused_nobody(),
        Refusal::NotThere => t::refused_not_there(),
        Refusal::NoMark => t::refused_no_mark(),
        Refusal::NoSuchPerson => t::refused_person(),
        Refusal::NoEvidence => t::refused_evidence(),
        Refusal::SecondPerson => t::refused_second(),
        Refusal::AlreadyApproved => t::refused_approved(),
        Refusal::Itself => t::refused_itself(),
        Refusal::Rate => t::refused_rate(),
    }
}

pub fn total_refusal(refusal: TotalRefusal) -> String {
    match refusal {
        TotalRefusal::TooFew => t::total_too_few(),
        TotalRefusal::NotOver => t::total_not_over(),
        TotalRefusal::TellsOfFew => t::total_tells(),
        TotalRefusal::NothingNew => t::total_nothing_new(),
        TotalRefusal::NoPartner => t::total_no_partner(),
    }
}

pub fn category(category: Category) -> String {
    match category {
        Category::Communication => t::category_communication(),
        Category::Decomposition => t::category_decomposition(),
        Category::Planning => t::category_planning(),
        Category::Risk => t::category_risk(),
        Category::Drill => t::category_drill(),
        Category::Other => t::category_other(),
    }
}

pub fn mode(mode: Mode) -> String {
    match mode {
        Mode::Room => t::mode_room(),
        Mode::Online => t::mode_online(),
        Mode::SelfStudy => t::mode_self(),
    }
}

pub fn layer(layer: Layer) -> String {
    match layer {
        Layer::Contact => t::layer_contact(),
        Layer::Manager => t::layer_manager(),
        Layer::Executive => t::layer_executive(),
    }
}

pub fn standing(standing: Standing) -> (String, State) {
    match standing {
        Standing::Planned => (t::state_planned(), State::Plain),
        Standing::Invited => (t::state_invited(), State::Busy),
        Standing::Held => (t::state_held(), State::Good),
        Standing::Cancelled => (t::state_cancelled(), State::Unknown),
    }
}

pub fn categories() -> Vec<Choice> {
    let each = Category::ALL.into_iter();
    each.map(|one| Choice::new(one.as_str(), category(one)))
        .collect()
}

pub fn modes() -> Vec<Choice> {
    let each = Mode::ALL.into_iter();
    each.map(|one| Choice::new(one.as_str(), mode(one)))
        .collect()
}

pub fn layers() -> Vec<Choice> {
    let each = Layer::ALL.into_iter();
    each.map(|one| Choice::new(one.as_str(), layer(one)))
        .collect()
}

/// Layers as one enumeration; none are all.
pub fn layer_list(layers: impl IntoIterator<Item = Layer>) -> String {
    let names: Vec<String> = layers.into_iter().map(layer).collect();
    if names.is_empty() {
        t::everybody()
    } else {
        format::list(&names)
    }
}

/// An amount of 学时, rounded down: what is not reached never looks reached.
pub fn hours(hours: Hours) -> String {
    format::number(hours.0.div_euclid(10) as f64 / 100.0)
}

/// What is asked for or lacking, rounded up.
pub fn lacking(hours: Hours) -> String {
    format::number((hours.0 + 9).div_euclid(10) as f64 / 100.0)
}

/// "24 × 122 ÷ 365 = 8.03".
pub fn pro_rata(required: Required) -> String {
    t::pro_rata(
        TARGET,
        required.days,
        required.of,
        lacking(required.hours()),
    )
}

pub fn until(until: Until) -> String {
    match until {
        Until::Always => t::valid_always(),
        Until::Date(last) => t::valid_until(last),
    }
}

pub fn lack(ws: &Workspace, lack: &Lack) -> String {
    match lack {
        Lack::NotPassed(course) => t::lack_course(model::course_name(ws, course)),
        Lack::RunOut(course) => t::lack_run_out(model::course_name(ws, course)),
        Lack::Drills { done, of } => t::lack_drills(done, of),
        Lack::Hours => t::lack_hours(),
    }
}

pub fn why(why: Why) -> String {
    match why {
        Why::Refresh(last) => t::why_refresh(last),
        Why::Standard => t::why_standard(),
        Why::Hours => t::why_hours(),
    }
}

pub fn quarter(quarter: Quarter) -> String {
    t::quarter_name(quarter.year, quarter.number)
}

/// The name and the formula of a figure.
pub fn figure(key: &str) -> (String, String) {
    match key {
        report::AVERAGE => (t::figure_average(), t::formula_average()),
        report::REACHED => (t::figure_reached(), t::formula_reached()),
        report::AT_STANDARD => (t::figure_standard(), t::formula_standard()),
        _ => (t::figure_needs(), t::formula_needs()),
    }
}

/// A starter in the reader's language, as a course to keep.
pub fn course_of(starter: &Starter) -> DescribeCourse {
    let (title, goals) = match starter.key {
        "contact_communication" => (t::starter_talk(), t::starter_talk_goals()),
        "contact_requirement" => (t::starter_split(), t::starter_split_goals()),
        "contact_anomaly" => (t::starter_report(), t::starter_report_goals()),
        "manager_planning" => (t::starter_plan(), t::starter_plan_goals()),
        "manager_risk" => (t::starter_risk(), t::starter_risk_goals()),
        _ => (t::starter_agree(), t::starter_agree_goals()),
    };
    DescribeCourse {
        title,
        goals,
        layers: [starter.layer].into(),
        category: starter.category,
        minutes: starter.minutes,
        mode: starter.mode,
        valid_months: starter.valid_months,
        pass_mark: starter.pass_mark,
        starter: starter.key.to_owned(),
        ..DescribeCourse::default()
    }
}
