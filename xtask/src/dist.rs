//! Builds the page: Trunk compiles and names the files, then `finish` completes the folder.
//! How it is served or tested is not decided here.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use crate::places::Places;
use crate::process::{read, run};
use crate::{finish, tools};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    Release,
    Quick,
}

/// Installs what is missing, builds, and gives the finished folder.
pub fn build(places: &Places, profile: Profile) -> Result<PathBuf, String> {
    tools::wasm_target(places)?;
    let node = tools::node()?;
    let bins = [
        tools::trunk(places)?,
        tools::wasm_bindgen(places)?,
        tools::wasm_opt(places)?,
        node.clone(),
    ];
    let path = places.path_with(&bins)?;
    name_every_sheet(places)?;
    fetch(places)?;
    forget_snippets(places, profile)?;

    let folder = match profile {
        Profile::Release => places.root.join("dist"),
        Profile::Quick => places.target.join("dist-quick"),
    };
    let mut trunk = Command::new(bins[0].join(format!("trunk{}", env::consts::EXE_SUFFIX)));
    trunk
        .current_dir(&places.root)
        .env("CARGO_TARGET_DIR", &places.target)
        .env("PATH", path)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env("CARGO_ENCODED_RUSTFLAGS", plain_paths(places))
        // Trunk 0.21 takes this variable for an option of its own and refuses its value.
        .env_remove("NO_COLOR")
        .args(["build", "--offline", "--locked", "--dist"])
        .arg(&folder);
    match profile {
        Profile::Release => trunk.arg("--release"),
        Profile::Quick => trunk.args(["--cargo-profile", "quick"]),
    };
    fs::create_dir_all(&places.target).map_err(|fault| fault.to_string())?;
    run(&mut trunk)?;

    finish::finish(places, &folder)?;
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

/// Trunk builds offline; only what the host and WebAssembly need is fetched.
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

/// wasm-bindgen leaves the snippets of earlier builds lying; they would come along.
fn forget_snippets(places: &Places, profile: Profile) -> Result<(), String> {
    let mode = if profile == Profile::Release {
        "release"
    } else {
        "debug"
    };
    let folder = places
        .target
        .join("wasm-bindgen")
        .join(mode)
        .join("snippets");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(|fault| format!("{}: {fault}.", folder.display()))?;
    }
    Ok(())
}

/// Panic messages would otherwise carry the builder's folders, and differ between machines.
fn plain_paths(places: &Places) -> OsString {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let named = [
        (Some(&places.root), "tandem"),
        (Some(&places.target), "target"),
        (home.as_ref(), "cargo"),
    ];
    let mut flags = OsString::new();
    for (folder, name) in named {
        if let Some(folder) = folder {
            if !flags.is_empty() {
                flags.push("\u{1f}");
            }
            flags.push("--remap-path-prefix=");
            flags.push(folder);
            flags.push(format!("={name}"));
        }
    }
    flags
}
