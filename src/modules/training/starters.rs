//! Courses to begin with, for contacts and for managers: what each is, without its words.
//! Never in here: titles and goals; those are in the language of whoever takes them.

use super::model::{Category, Mode};
use crate::records::person::Layer;

/// One course to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Starter {
    pub key: &'static str,
    pub layer: Layer,
    pub category: Category,
    /// Minutes of teaching.
    pub minutes: u32,
    pub mode: Mode,
    pub valid_months: Option<u32>,
    pub pass_mark: Option<u32>,
}

const fn starter(
    key: &'static str,
    layer: Layer,
    category: Category,
    minutes: u32,
    valid_months: Option<u32>,
    pass_mark: Option<u32>,
) -> Starter {
    Starter {
        key,
        layer,
        category,
        minutes,
        mode: Mode::Room,
        valid_months,
        pass_mark,
    }
}

/// Contacts learn communication and to take requirements apart, managers joint planning and risk control
/// (SPEC module 5).
pub const STARTERS: [Starter; 6] = [
    starter(
        "contact_communication",
        Layer::Contact,
        Category::Communication,
        180,
        Some(24),
        None,
    ),
    starter(
        "contact_requirement",
        Layer::Contact,
        Category::Decomposition,
        270,
        Some(24),
        Some(80),
    ),
    starter(
        "contact_anomaly",
        Layer::Contact,
        Category::Risk,
        180,
        Some(12),
        Some(80),
    ),
    starter(
        "manager_planning",
        Layer::Manager,
        Category::Planning,
        270,
        Some(24),
        None,
    ),
    starter(
        "manager_risk",
        Layer::Manager,
        Category::Risk,
        270,
        Some(24),
        Some(80),
    ),
    starter(
        "manager_agreement",
        Layer::Manager,
        Category::Communication,
        180,
        None,
        None,
    ),
];
