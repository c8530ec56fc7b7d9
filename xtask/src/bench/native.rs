//! The rows that need no browser: instructions of the merge, bytes of the first screen.
//! Both are exact; their second lane repeats the first all the same.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::lanes::Measured;
use super::page;
use crate::dist::{self, Profile};
use crate::places::{Places, program};
use crate::process::{read, run};
use crate::{finish, tools};

/// Instructions of merging 100,000 changes and of merging 10,000.
pub fn instructions(places: &Places) -> Result<Measured, String> {
    let valgrind = program(&["valgrind"], &[]).ok_or(
        "valgrind counts the instructions: install it with your system's package manager.",
    )?;
    run(places.cargo().args([
        "build",
        "--release",
        "--locked",
        "--quiet",
        "--bin",
        "tandem-bench",
        "-p",
        "tandem-bench",
    ]))?;
    let merge = places.target.join(format!(
        "release/tandem-bench{}",
        std::env::consts::EXE_SUFFIX
    ));
    let folder = folder(places, "instructions")?;
    let count = |changes: &str| -> Result<f64, String> {
        let file = folder.join(changes);
        let counted = folder.join(format!("{changes}.callgrind"));
        run(Command::new(&merge)
            .args(["make", changes])
            .arg(&file)
            .stdout(Stdio::null()))?;
        run(Command::new(&valgrind)
            .args(["-q", "--tool=callgrind"])
            .arg(format!("--callgrind-out-file={}", counted.display()))
            .arg(&merge)
            .arg("merge")
            .arg(&file)
            .stdout(Stdio::null()))?;
        let text = fs::read_to_string(&counted).map_err(|fault| fault.to_string())?;
        let total = text.lines().find_map(|line| {
            line.strip_prefix("summary: ")
                .or(line.strip_prefix("totals: "))
        });
        let total = total.and_then(|n| n.trim().parse().ok());
        total.ok_or_else(|| format!("{} has no total.", counted.display()))
    };
    Ok(Measured {
        ours: vec![count("100000")?],
        twin: vec![count("100000")?],
        theirs: vec![count("10000")?],
    })
}

/// What a browser fetches to show something, compressed with brotli: who visits the product for the
/// first time, and a page of Leptos that says hello.
pub fn first_screen(places: &Places) -> Result<Measured, String> {
    screen(places, &["start"])
}

/// The same for who has a workspace: the frame, the ledger and the first page.
pub fn todays_screen(places: &Places) -> Result<Measured, String> {
    screen(places, &["work"])
}

fn screen(places: &Places, parts: &[&str]) -> Result<Measured, String> {
    let product = dist::build(places, Profile::Release)?;
    let files = finish::files(&product)?;
    let is_main = |name: &str| name.starts_with("tandem-");
    let script = files.iter().find(|(n, _)| is_main(n) && n.ends_with(".js"));
    let (_, script) = script.ok_or("dist/ has no script.")?;
    let script = fs::read_to_string(script).map_err(|fault| fault.to_string())?;
    let mut needed = BTreeSet::new();
    for part in parts {
        needed.extend(files_of(&script, &format!("__wasm_split_load_{part}"))?);
    }
    let mut first: Vec<PathBuf> = Vec::new();
    let mut texts: Vec<PathBuf> = Vec::new();
    for (name, path) in files {
        let begins = [".html", ".js", ".css"].iter().any(|e| name.ends_with(e))
            || is_main(&name) && name.ends_with(".wasm");
        if name.starts_with("texts") {
            texts.push(path);
        } else if name != "service-worker.js" && begins || needed.contains(&name) {
            first.push(path);
        }
    }
    // One language is fetched; the larger counts.
    let sizes: Vec<f64> = texts
        .iter()
        .map(|t| brotli(std::slice::from_ref(t)))
        .collect::<Result<_, _>>()?;
    let language = sizes.into_iter().fold(0.0, f64::max);
    let ours = brotli(&first)? + language;
    let hello = hello(places)?;
    let theirs: Vec<PathBuf> = finish::files(&hello)?.into_values().collect();
    Ok(Measured::exact(ours, brotli(&theirs)?))
}

/// The files that the script fetches for one part, those it shares with others included.
fn files_of(script: &str, loader: &str) -> Result<BTreeSet<String>, String> {
    let start = format!("const {loader} = ");
    let statement = script
        .split_once(&start)
        .map(|(_, rest)| rest.split("\nconst ").next().unwrap_or(rest))
        .ok_or(format!("The script does not load {loader}."))?;
    let mut found: BTreeSet<String> = statement
        .split("new URL(\"./")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect();
    let shared = statement.split("__chunk_").skip(1);
    for shared in shared {
        let number: String = shared.chars().take_while(char::is_ascii_digit).collect();
        found.extend(files_of(script, &format!("__chunk_{number}"))?);
    }
    Ok(found)
}

fn brotli(files: &[PathBuf]) -> Result<f64, String> {
    let script = "
        const { readFileSync } = require('fs'), { brotliCompressSync } = require('zlib');
        console.log(process.argv.slice(1).reduce((sum, file) => sum + brotliCompressSync(readFileSync(file)).length, 0));";
    let node = tools::node()?.join(format!("node{}", std::env::consts::EXE_SUFFIX));
    let sum = read(Command::new(node).args(["-e", script]).args(files))?;
    sum.trim()
        .parse()
        .map_err(|_| format!("Node.js says {sum}."))
}

/// Builds the page that says hello: same toolchain, versions, profile and tools.
fn hello(places: &Places) -> Result<PathBuf, String> {
    let source = folder(places, "hello")?;
    let write = |name: &str, text: &str| {
        let path = source.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&source))
            .and_then(|()| fs::write(&path, text))
            .map_err(|fault| format!("{}: {fault}.", path.display()))
    };
    let root = |name: &str| {
        fs::read_to_string(places.root.join(name)).map_err(|fault| format!("{name}: {fault}."))
    };
    let manifest = root("Cargo.toml")?;
    let mut own = String::from(
        "[workspace]\n[package]\nname = \"tandem-hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    let leptos = line_of(&manifest, "leptos = ")?;
    let profile = manifest
        .split_once("[profile.release]")
        .map_or("", |(_, rest)| rest);
    let profile = profile.split("\n[").next().unwrap_or_default();
    // Writing to a String cannot fail.
    let _ = write!(
        own,
        "[dependencies]\n{leptos}\nwasm-bindgen = \"*\"\n[profile.release]{profile}\n"
    );
    write("Cargo.toml", &own)?;
    write("Cargo.lock", &root("Cargo.lock")?)?;
    write(
        "src/main.rs",
        "use leptos::prelude::*;\nfn main() {\n    mount_to_body(|| view! { <p>\"Hello\"</p> });\n}\n",
    )?;
    let target = "wasm32-unknown-unknown";
    run(places.cargo().current_dir(&source).args([
        "build",
        "--release",
        "--offline",
        "--quiet",
        "--target",
        target,
    ]))?;
    let page = folder(places, "hello-page")?;
    page::bind(
        places,
        &places
            .target
            .join(format!("{target}/release/tandem-hello.wasm")),
        &page,
    )?;
    let html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Hello</title>\
        <script type=\"module\">import init from './tandem-hello.js'; init();</script></head><body></body></html>";
    fs::write(page.join("index.html"), html).map_err(|fault| fault.to_string())?;
    Ok(page)
}

fn line_of<'t>(text: &'t str, start: &str) -> Result<&'t str, String> {
    let found = text.lines().find(|line| line.starts_with(start));
    found.ok_or_else(|| format!("Cargo.toml has no `{start}`."))
}

/// An empty folder for one row.
fn folder(places: &Places, name: &str) -> Result<PathBuf, String> {
    let folder: &Path = &places.target.join("bench").join(name);
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).map_err(|fault| format!("{}: {fault}.", folder.display()))?;
    Ok(folder.to_path_buf())
}
