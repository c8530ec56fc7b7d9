//! What the project's commands are made of; the browser tests use the same tools and server.
//! Nothing of the product enters here: it knows the crate only as something to build.

pub mod bench;
pub mod digest;
pub mod dist;
pub mod finish;
pub mod places;
pub mod process;
pub mod program;
pub mod scenarios;
pub mod site;
pub mod test;
pub mod tools;
