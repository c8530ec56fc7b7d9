//! Making scenarios: the library to take one from, one of one's own, the editor; and the list of drills.
//! Never in here: what a scenario may be (`scenario`, `check`), running one.

mod drills;
mod editor;
mod keeping;
mod library;
mod told;
mod travel;

pub use drills::all as drills;
pub use editor::{href as edit_href, page as editor};
pub use keeping::{keep, start};
pub use library::{one, shelf};
pub use told::told;
pub use travel::{save_debrief, travel};
