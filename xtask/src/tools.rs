//! The tools the project needs, at which versions, and how each is installed when it is missing.
//! Built tools go to a per-user cache keyed by version, so that a second clone finds them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::digest;
use crate::places::{Places, program};
use crate::process::{read, run};

const TRUNK: &str = "0.21.14";
/// The same version stands in Cargo.toml.
const WASM_BINDGEN: &str = "0.2.129";
/// Understands the functions that the version of `wasm_split_helpers` in Cargo.lock writes.
const WASM_SPLIT: &str = "0.2.4";
const TARGET: &str = "wasm32-unknown-unknown";

/// The standard library for WebAssembly, from rustup.
pub fn wasm_target(places: &Places) -> Result<(), String> {
    let rustc = places
        .cargo
        .with_file_name(format!("rustc{}", env::consts::EXE_SUFFIX));
    let folder = read(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    rustup(places, &["target", "add", TARGET])
}

/// rustfmt and clippy, from rustup.
pub fn checkers(places: &Places) -> Result<(), String> {
    for (binary, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        let beside = places
            .cargo
            .with_file_name(format!("{binary}{}", env::consts::EXE_SUFFIX));
        if !beside.is_file() && program(&[binary], &[]).is_none() {
            rustup(places, &["component", "add", component])?;
        }
    }
    Ok(())
}

fn rustup(places: &Places, words: &[&str]) -> Result<(), String> {
    let home = |name: &str, below: &str| env::var_os(name).map(|h| PathBuf::from(h).join(below));
    let usual: Vec<PathBuf> = [home("CARGO_HOME", "bin"), home("HOME", ".cargo/bin")]
        .into_iter()
        .flatten()
        .collect();
    let rustup = program(&["rustup"], &usual).ok_or_else(|| {
        format!(
            "`rustup {}` is needed, but rustup was not found; see https://rustup.rs.",
            words.join(" ")
        )
    })?;
    run(Command::new(rustup).current_dir(&places.root).args(words))
}

pub fn trunk(places: &Places) -> Result<PathBuf, String> {
    // It only gathers files: compiled quickly it is quick enough.
    built(places, "trunk", TRUNK, "trunk", &["--debug"])
}

pub fn wasm_bindgen(places: &Places) -> Result<PathBuf, String> {
    let package = "wasm-bindgen-cli";
    built(places, package, WASM_BINDGEN, "wasm-bindgen", &[])
}

/// Takes a program apart at the functions marked `#[wasm_split]`.
pub fn wasm_split(places: &Places) -> Result<PathBuf, String> {
    let (package, binary) = ("wasm_split_cli_support", "wasm-split-cli");
    let options = ["--features", "build-binary"];
    built(places, package, WASM_SPLIT, binary, &options)
}

/// The program that a package of this version is built to.
fn built(
    places: &Places,
    package: &str,
    version: &str,
    binary: &str,
    options: &[&str],
) -> Result<PathBuf, String> {
    let root = places.cache.join(format!("{package}-{version}"));
    let program = root
        .join("bin")
        .join(format!("{binary}{}", env::consts::EXE_SUFFIX));
    if !program.is_file() {
        println!("Installing {package} {version} (once per user; takes some minutes) …");
        // Built outside the workspace: its target folder is busy, and its settings are not for tools.
        run(Command::new(&places.cargo)
            .current_dir(env::temp_dir())
            .env_remove("CARGO_TARGET_DIR")
            .args(["install", "--locked", "--version", version, "--root"])
            .arg(&root)
            .args(options)
            .arg(package))?;
    }
    Ok(program)
}

/// The folder with `node`.
pub fn node() -> Result<PathBuf, String> {
    let usual = ["/usr/local/bin", "/opt/homebrew/bin", "/usr/bin"].map(PathBuf::from);
    program(&["node"], &usual)
        .and_then(|file| file.parent().map(Path::to_path_buf))
        .ok_or_else(|| "Node.js was not found; install it from https://nodejs.org.".into())
}

/// The `node_modules` of one folder below xtask/npm: exactly what its lock file names.
pub fn npm(places: &Places, set: &str) -> Result<PathBuf, String> {
    let source = places.root.join("xtask/npm").join(set);
    let lock = source.join("package-lock.json");
    let text = fs::read(&lock).map_err(|fault| format!("{}: {fault}.", lock.display()))?;
    let home = places
        .cache
        .join(format!("npm-{set}-{}", digest::short(&text)));
    let (modules, complete) = (home.join("node_modules"), home.join("complete"));
    if complete.is_file() {
        return Ok(modules);
    }
    let node = node()?;
    let npm = program(&["npm"], std::slice::from_ref(&node))
        .ok_or("npm, which comes with Node.js, was not found.")?;
    println!("Installing the npm packages of xtask/npm/{set} …");
    fs::create_dir_all(&home).map_err(|fault| format!("{}: {fault}.", home.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(source.join(name), home.join(name))
            .map_err(|fault| format!("{name}: {fault}."))?;
    }
    run(Command::new(npm)
        .current_dir(&home)
        .env("PATH", places.path_with(&[node])?)
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]))?;
    fs::write(&complete, "").map_err(|fault| format!("{}: {fault}.", complete.display()))?;
    Ok(modules)
}

/// The folder with `wasm-opt`.
pub fn wasm_opt(places: &Places) -> Result<PathBuf, String> {
    Ok(npm(places, "tools")?.join(".bin"))
}

/// The script of axe-core.
pub fn axe(places: &Places) -> Result<PathBuf, String> {
    Ok(npm(places, "tools")?.join("axe-core/axe.min.js"))
}

/// A browser and the driver that belongs to it.
pub struct Chromium {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

/// Chromium and ChromeDriver of the system, installed with apt-get where that is possible.
pub fn chromium() -> Result<Chromium, String> {
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    apt_get(&["chromium", "chromium-driver", "fonts-noto-cjk"])?;
    find_chromium().ok_or_else(|| {
        "Chromium and ChromeDriver of the same version are needed for the browser tests: install \
         them with your system's package manager, or name them in CHROME and CHROMEDRIVER."
            .into()
    })
}

fn find_chromium() -> Option<Chromium> {
    let named = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|file| file.is_file())
    };
    // GitHub's runners name the folder of their driver this way.
    let usual: Vec<PathBuf> = env::var_os("CHROMEWEBDRIVER")
        .map(PathBuf::from)
        .into_iter()
        .collect();
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    let browser = named("CHROME")
        .or_else(|| program(&names, &[]))
        .or_else(|| Some(mac).filter(|file| file.is_file()))?;
    let driver = named("CHROMEDRIVER").or_else(|| program(&["chromedriver"], &usual))?;
    Some(Chromium { browser, driver })
}

/// Does nothing where there is no apt-get or no right to use it.
fn apt_get(packages: &[&str]) -> Result<(), String> {
    let Some(apt) = program(&["apt-get"], &["/usr/bin".into()]) else {
        return Ok(());
    };
    let quietly = |command: &mut Command| {
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    };
    let user = read(Command::new("id").arg("-u"))?;
    let sudo = user.trim() != "0";
    if sudo && !quietly(Command::new("sudo").args(["-n", "true"])) {
        return Ok(());
    }
    let command = || {
        let mut command = if sudo {
            Command::new("sudo")
        } else {
            Command::new(&apt)
        };
        if sudo {
            command.arg("-n").arg(&apt);
        }
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    println!("Installing {} with apt-get …", packages.join(", "));
    run(command().arg("update").arg("-q"))?;
    run(command()
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(packages))
}
