//! The shell: everything around the modules. It opens a workspace, shows where one is, and says
//! the truth about saving. It knows modules only through the registry.

mod app;
mod arrival;
mod bin;
mod duties;
mod exchange;
mod field_names;
mod first_run;
mod founding;
mod frame;
mod history;
mod inbox;
mod keys;
mod loss;
mod route;
pub mod sample;
mod settings;
mod status;
mod today;
mod work;

pub use app::App;
pub use founding::{Founding, Newcomer, first_records, first_words, reader};
pub use route::Route;
