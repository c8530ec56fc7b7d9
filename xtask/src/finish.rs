//! Completes a folder that Trunk built: program, texts, scenarios, service worker, headers for static hosts.
//! Works on files only; equal input gives equal bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::digest::{integrity, short};
use crate::places::Places;
use crate::process::read;
use crate::program::Program;
use crate::scenarios::name_scenarios;

const TEXTS_TAG: &str = r#"<meta name="tandem-texts">"#;
const APP_TAG: &str = r#"<meta name="tandem-app">"#;
const POLICY_START: &str = r#"<meta http-equiv="Content-Security-Policy" content=""#;

pub fn finish(places: &Places, program: &Program, dist: &Path) -> Result<(), String> {
    let page = dist.join("index.html");
    let html = name_texts(&text(&page)?, &places.target.join("texts"), dist)?;
    let library = places.root.join("src/modules/drills/library");
    let html = name_scenarios(&html, &library, dist)?;
    let html = name_program(&html, program, dist)?;
    write(&page, &html)?;
    let worker = text(&places.root.join("web/service-worker.js"))?;
    write(
        &dist.join("service-worker.js"),
        &service_worker(&worker, dist)?,
    )?;
    write(&dist.join("_headers"), &headers(&html)?)
}

/// Copies each language's catalogue under a name that changes with its content, and tells the page.
fn name_texts(html: &str, texts: &Path, dist: &Path) -> Result<String, String> {
    let mut tag = String::from(r#"<meta name="tandem-texts""#);
    for lang in ["en", "zh"] {
        let bytes = read_file(&texts.join(format!("texts-{lang}.json")))?;
        let name = format!("texts-{lang}-{}.json", short(&bytes));
        fs::write(dist.join(&name), &bytes).map_err(|fault| format!("{name}: {fault}."))?;
        let digest = integrity(&bytes);
        tag.push_str(&format!(
            r#" data-{lang}="{name}" data-{lang}-integrity="{digest}""#
        ));
    }
    tag.push('>');
    if !html.contains(TEXTS_TAG) {
        return Err(format!("index.html lacks {TEXTS_TAG}."));
    }
    Ok(html.replacen(TEXTS_TAG, &tag, 1))
}

/// Writes the program's files, and names those a page begins with: boot.js loads these and no others.
fn name_program(html: &str, program: &Program, dist: &Path) -> Result<String, String> {
    for (name, bytes) in &program.files {
        fs::write(dist.join(name), bytes).map_err(|fault| format!("{name}: {fault}."))?;
    }
    let Program { script, wasm, .. } = program;
    let digest = |name: &String| program.files.get(name).map(|bytes| integrity(bytes));
    let (Some(script_digest), Some(wasm_digest)) = (digest(script), digest(wasm)) else {
        return Err("The program lacks its first files.".into());
    };
    let tags = format!(
        r#"<meta name="tandem-app" data-js="{script}" data-wasm="{wasm}">
<link rel="modulepreload" href="./{script}" crossorigin="anonymous" integrity="{script_digest}">
<link rel="preload" href="./{wasm}" crossorigin="anonymous" integrity="{wasm_digest}" as="fetch" type="application/wasm">"#
    );
    if !html.contains(APP_TAG) {
        return Err(format!("index.html lacks {APP_TAG}."));
    }
    Ok(html.replacen(APP_TAG, &tags, 1))
}

fn service_worker(source: &str, dist: &Path) -> Result<String, String> {
    let mut entries = BTreeMap::new();
    for (path, file) in files(dist)? {
        match path.as_str() {
            // Hosts consume _headers; a worker does not cache itself.
            "_headers" | "service-worker.js" => {}
            "index.html" => {
                entries.insert("./".into(), integrity(&read_file(&file)?));
            }
            _ => {
                entries.insert(path, integrity(&read_file(&file)?));
            }
        }
    }
    let entries: Vec<(String, String)> = entries.into_iter().collect();
    let list = serde_json::to_string_pretty(&entries).map_err(|fault| fault.to_string())?;
    let (build, empty) = ("{build}", "const FILES = [];");
    if !source.contains(build) || !source.contains(empty) {
        return Err(format!("web/service-worker.js lacks {build} or {empty}"));
    }
    let named = source.replacen(build, &short(format!("{source}{list}").as_bytes()), 1);
    Ok(named.replacen(empty, &format!("const FILES = {list};"), 1))
}

/// For hosts that read a `_headers` file. The policy is the page's own, plus what only a header can say.
fn headers(html: &str) -> Result<String, String> {
    let policy = html
        .split_once(POLICY_START)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(policy, _)| policy)
        .ok_or("index.html lacks its Content-Security-Policy.")?;
    Ok(format!(
        "/*
  Content-Security-Policy: {policy}; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: no-referrer
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Cache-Control: no-cache
"
    ))
}

/// What the files weigh on the wire, by Node's own compressors.
pub fn print_sizes(dist: &Path, node: &Path) -> Result<(), String> {
    let script = "
        const { readFileSync } = require('fs'), { brotliCompressSync, gzipSync } = require('zlib');
        for (const file of process.argv.slice(1)) {
            const bytes = readFileSync(file);
            console.log([bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length].join(' '));
        }";
    let files = files(dist)?;
    let program = node.join(format!("node{}", std::env::consts::EXE_SUFFIX));
    let output = read(
        Command::new(program)
            .args(["-e", script])
            .args(files.values()),
    )?;
    println!("{:>9} {:>9} {:>9}  bytes", "plain", "gzip", "brotli");
    let mut sum = [0u64; 3];
    for (path, line) in files.keys().zip(output.lines()) {
        let sizes: Vec<u64> = line
            .split(' ')
            .filter_map(|size| size.parse().ok())
            .collect();
        if let [plain, gzip, brotli] = sizes[..] {
            println!("{plain:>9} {gzip:>9} {brotli:>9}  {path}");
            sum = [sum[0] + plain, sum[1] + gzip, sum[2] + brotli];
        }
    }
    println!("{:>9} {:>9} {:>9}  all", sum[0], sum[1], sum[2]);
    Ok(())
}

/// Every file below a folder by its relative address, in order.
pub fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![(String::new(), folder.to_path_buf())];
    while let Some((prefix, folder)) = open.pop() {
        let fault = |fault| format!("{}: {fault}.", folder.display());
        for entry in fs::read_dir(&folder).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                open.push((format!("{prefix}{name}/"), path));
            } else {
                found.insert(format!("{prefix}{name}"), path);
            }
        }
    }
    Ok(found)
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|fault| format!("{}: {fault}.", path.display()))
}

fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|fault| format!("{}: {fault}.", path.display()))
}

fn write(path: &Path, content: &str) -> Result<(), String> {
    fs::write(path, content).map_err(|fault| format!("{}: {fault}.", path.display()))
}
