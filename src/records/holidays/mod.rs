//! Holidays as dated exceptions of a calendar, from a country's statutory calendar or an .ics file.
//! Never in here: words for a festival (locales), writing exceptions (edits).

pub mod china;
pub mod ics;

use crate::time::Date;
use crate::time::calendar::{Calendar, Window};

/// A public holiday of China, by code: its name is a text of each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Festival {
    NewYear,
    Spring,
    Qingming,
    Labour,
    DragonBoat,
    MidAutumn,
    National,
    /// 3 September 2015, seventy years after the war.
    Victory,
}

impl Festival {
    pub const ALL: [Self; 8] = [
        Self::NewYear,
        Self::Spring,
        Self::Qingming,
        Self::Labour,
        Self::DragonBoat,
        Self::MidAutumn,
        Self::National,
        Self::Victory,
    ];

    /// The code it is stored under, in records and in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewYear => "new_year",
            Self::Spring => "spring_festival",
            Self::Qingming => "qingming",
            Self::Labour => "labour_day",
            Self::DragonBoat => "dragon_boat",
            Self::MidAutumn => "mid_autumn",
            Self::National => "national_day",
            Self::Victory => "victory_day",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == text)
    }
}

/// Whether a date is off or worked instead of what the week says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Off,
    /// A make-up day (补班), worked although it lies on a weekend.
    Work,
}

/// What a `calendar_day` would say of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    pub date: Date,
    /// None: closed.
    pub windows: Vec<Window>,
    pub festival: Option<Festival>,
    /// The name in the source's words, where there is no code.
    pub name: String,
}

/// The windows worked on a make-up day: those of that weekday if it has any, such as the Saturday of a
/// big week, else those of the week's first working day; none in a calendar without working days.
#[must_use]
pub fn make_up_windows(calendar: &Calendar, date: Date) -> Vec<Window> {
    let own = calendar.week_windows(date);
    if !own.is_empty() {
        return own.to_vec();
    }
    let monday = date.plus(-(date.weekday() as i64));
    let week = (0..7).map(|day| calendar.week_windows(monday.plus(day)));
    let mut worked = week.filter(|windows| !windows.is_empty());
    worked.next().unwrap_or_default().to_vec()
}
