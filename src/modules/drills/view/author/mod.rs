//! Making scenarios: the library to take one from, one of one's own, the editor; and the list of drills.
//! Never in here: what a scenario may be (`scenario`, `check`), running one.

mod drills;
mod editor;
mod keeping;
mod letter;
mod library;
mod mark;
mod told;
mod travel;

pub use drills::all as drills;
pub use editor::{href as edit_href, page as editor};
pub use keeping::{keep, start};
pub use letter::{beside as debrief_letter, letter};
pub use library::{Fetched, bring_in, entries, entry_href, one, shelf};
pub use mark::{badge, mark};
pub use told::told;
pub use travel::{save_debrief, travel};
