//! Builds the page: `program` compiles, Trunk gathers and names what is around it, `finish`
//! completes the folder. How it is served or tested is not decided here.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::places::Places;
use crate::process::{read, run};
use crate::{finish, program, tools};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    Release,
    Quick,
}

impl Profile {
    /// Cargo's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Profile::Release => "release",
            Profile::Quick => "quick",
        }
    }
}

/// Installs what is missing, builds, and gives the finished folder.
pub fn build(places: &Places, profile: Profile) -> Result<PathBuf, String> {
    tools::wasm_target(places)?;
    let node = tools::node()?;
    let trunk = tools::trunk(places)?;
    name_every_sheet(places)?;
    fetch(places)?;
    let program = program::build(places, profile)?;

    let folder = match profile {
        Profile::Release => places.root.join("dist"),
        Profile::Quick => places.target.join("dist-quick"),
    };
    run(Command::new(trunk)
        .current_dir(&places.root)
        .env("PATH", places.path_with(&[])?)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk 0.21 takes this variable for an option of its own and refuses its value.
        .env_remove("NO_COLOR")
        .args(["build", "--offline", "--locked", "--dist"])
        .arg(&folder))?;

    finish::finish(places, &program, &folder)?;
    if profile == Profile::Release {
        finish::print_sizes(&folder, &node)?;
    }
    Ok(folder)
}

/// A sheet that the page does not name would silently be missing.
fn name_every_sheet(places: &Places) -> Result<(), String> {
    let page =
        fs::read_to_string(places.root.join("index.html")).map_err(|fault| fault.to_string())?;
    for name in finish::files(&places.root.join("style"))?.keys() {
        let link = format!(r#"<link data-trunk rel="css" href="style/{name}">"#);
        if name.ends_with(".css") && !page.contains(&link) {
            return Err(format!("index.html lacks {link}"));
        }
    }
    Ok(())
}

/// Builds are offline; only what the host and WebAssembly need is fetched.
fn fetch(places: &Places) -> Result<(), String> {
    let version = read(Command::new(places.cargo.with_file_name("rustc")).arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("rustc does not name its host.")?;
    run(places
        .cargo()
        .args([
            "fetch",
            "--quiet",
            "--locked",
            "--target",
            "wasm32-unknown-unknown",
            "--target",
        ])
        .arg(host))
}
