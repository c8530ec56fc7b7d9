//! The rows measured in a browser: builds the bench's program and page, opens it, reads its figures.
//! What a row compares is in page.js.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use super::lanes::{Measured, ROUNDS};
use crate::places::Places;
use crate::process::run;
use crate::site::Site;
use crate::tools;

/// One row of page.js.
pub fn measure(places: &Places, row: &str) -> Result<Measured, String> {
    static PAGE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let folder = PAGE.get_or_init(|| build(places)).clone()?;
    let site = Site::start(&folder, 0).map_err(|fault| fault.to_string())?;
    let url = format!("{}index.html?row={row}&rounds={ROUNDS}", site.url());
    let profile = places.target.join(format!("bench/profile-{row}"));
    let _ = fs::remove_dir_all(&profile);
    let mut browser = Browser::open(&url, &profile)?;
    let measured = browser.result();
    drop(browser);
    // A leftover profile costs space only.
    let _ = fs::remove_dir_all(&profile);
    measured
}

struct Browser(Child);

impl Browser {
    fn open(url: &str, profile: &Path) -> Result<Browser, String> {
        let mut command = Command::new(tools::chromium()?.browser);
        command.args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
        ]);
        command
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(url)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let child = command.spawn();
        child
            .map(Browser)
            .map_err(|fault| format!("Chromium does not start: {fault}."))
    }

    /// Waits for the line of page.js.
    fn result(&mut self) -> Result<Measured, String> {
        let stderr = self.0.stderr.take().ok_or("Chromium says nothing.")?;
        for line in BufReader::new(stderr).split(b'\n') {
            let line = line.map_err(|fault| fault.to_string())?;
            let line = String::from_utf8_lossy(&line);
            if let Some((_, fault)) = line.split_once("bench-fault ") {
                return Err(fault.to_owned());
            }
            let Some((_, figures)) = line.split_once("bench-result ") else {
                continue;
            };
            // The log puts the message in quotes and its place behind it.
            let figures = figures.rsplit_once("}\"").map_or(figures, |(json, _)| json);
            return figures_in(&format!("{}}}", figures.trim_end_matches('}')));
        }
        Err("Chromium ended without a result.".into())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn figures_in(json: &str) -> Result<Measured, String> {
    let value: serde_json::Value =
        serde_json::from_str(json).map_err(|fault| format!("{json}: {fault}."))?;
    let lane = |name: &str| -> Result<Vec<f64>, String> {
        let list = value[name].as_array().ok_or("a lane is missing")?;
        Ok(list.iter().filter_map(|n| n.as_f64()).collect())
    };
    Ok(Measured {
        ours: lane("ours")?,
        twin: lane("twin")?,
        theirs: lane("theirs")?,
    })
}

fn build(places: &Places) -> Result<PathBuf, String> {
    tools::wasm_target(places)?;
    let folder = places.target.join("bench/page");
    let fault = |fault: std::io::Error| format!("{}: {fault}.", folder.display());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(fault)?;
    wasm(
        places,
        "tandem-bench",
        "tandem_bench",
        &folder.join("tandem"),
    )?;

    let peers = tools::npm(places, "peers")?;
    let yjs = fs::read_to_string(peers.join("yjs/dist/yjs.mjs")).map_err(fault)?;
    let mut names: Vec<&str> = yjs
        .split("'lib0/")
        .skip(1)
        .filter_map(|s| s.split('\'').next())
        .collect();
    names.extend(["webcrypto", "logging"]);
    names.sort_unstable();
    names.dedup();
    copy(&peers.join("lib0"), &folder.join("lib0"), "js")?;
    copy(
        &peers.join("@automerge/automerge/dist/mjs"),
        &folder.join("automerge"),
        "js",
    )?;
    fs::create_dir_all(folder.join("yjs")).map_err(fault)?;
    fs::write(folder.join("yjs/yjs.js"), &yjs).map_err(fault)?;
    let imports: Vec<String> = names
        .iter()
        .map(|name| format!("\"lib0/{name}\":\"./lib0/{name}.js\""))
        .collect();
    let html = format!(
        "<!DOCTYPE html><meta charset=\"utf-8\"><title>Bench</title>\
         <script type=\"importmap\">{{\"imports\":{{{}}}}}</script>\
         <script type=\"module\" src=\"page.js\"></script>",
        imports.join(",")
    );
    fs::write(folder.join("index.html"), html).map_err(fault)?;
    fs::write(folder.join("page.js"), include_str!("page.js")).map_err(fault)?;
    Ok(folder)
}

/// Builds a program for the web as `dist` builds the product: same profile, same tools.
pub fn wasm(places: &Places, package: &str, name: &str, folder: &Path) -> Result<(), String> {
    let part = if name == "tandem_bench" {
        "--lib"
    } else {
        "--bins"
    };
    let target = "wasm32-unknown-unknown";
    run(places.cargo().args([
        "build",
        "--release",
        "--locked",
        "--quiet",
        "--target",
        target,
        part,
        "-p",
        package,
    ]))?;
    let built = places.target.join(format!("{target}/release/{name}.wasm"));
    bind(places, &built, folder)
}

/// wasm-bindgen and wasm-opt, as Trunk calls them.
pub fn bind(places: &Places, built: &Path, folder: &Path) -> Result<(), String> {
    run(Command::new(tools::wasm_bindgen(places)?)
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(folder)
        .arg(built))?;
    let name = built.file_stem().unwrap_or_default().to_string_lossy();
    let wasm = folder.join(format!("{name}_bg.wasm"));
    let opt = tools::wasm_opt(places)?;
    run(Command::new(opt.join("wasm-opt"))
        .env("PATH", places.path_with(&[tools::node()?, opt])?)
        .args(["-Oz", "-o"])
        .arg(&wasm)
        .arg(&wasm))
}

/// Copies the files with one ending, folders below included.
fn copy(from: &Path, to: &Path, ending: &str) -> Result<(), String> {
    let fault = |fault: std::io::Error| format!("{}: {fault}.", from.display());
    fs::create_dir_all(to).map_err(fault)?;
    for entry in fs::read_dir(from).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let to = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &to, ending)?;
        } else if path.extension().is_some_and(|e| e == ending) {
            fs::copy(&path, &to).map_err(fault)?;
        }
    }
    Ok(())
}
