//! The program of the page: compiled, taken apart into what the first screen needs and what is
//! fetched when it is first shown, bound to JavaScript, optimised, named by content.
//! Never in here: the page around it, texts, styles.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::digest::{integrity, short};
use crate::dist::Profile;
use crate::places::Places;
use crate::process::run;
use crate::tools;

/// The name of the binary, and of its files.
const NAME: &str = "tandem";
/// What the compiled program and the splitting tool call the script that fetches parts.
const PARTS: &str = "./__wasm_split.js";

/// Files of the program by their names in the folder, and which two of them a page begins with.
pub struct Program {
    pub files: BTreeMap<String, Vec<u8>>,
    pub script: String,
    pub wasm: String,
}

/// Compiles and completes the program. Release builds are optimised for size.
pub fn build(places: &Places, profile: Profile) -> Result<Program, String> {
    let compiled = compile(places, profile)?;
    let work = places.target.join("program").join(profile.name());
    if work.is_dir() {
        fs::remove_dir_all(&work).map_err(|fault| format!("{}: {fault}.", work.display()))?;
    }
    let (apart, bound) = (work.join("apart"), work.join("bound"));
    bind(places, &compiled, NAME, &apart, &bound)?;

    let mut program = Program {
        files: BTreeMap::new(),
        script: String::new(),
        wasm: String::new(),
    };
    let main = optimised(places, profile, &bound.join(format!("{NAME}_bg.wasm")))?;
    program.wasm = program.add(NAME, "wasm", main);
    let mut parts = BTreeMap::new();
    for path in wasm_files(&apart)? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if stem != NAME {
            let bytes = optimised(places, profile, &path)?;
            let digest = integrity(&bytes);
            let name = program.add(&stem.replace('_', "-"), "wasm", bytes);
            parts.insert(format!("./{stem}.wasm"), (name, digest));
        }
    }
    let script = with_parts(
        &text(&bound.join(format!("{NAME}.js")))?,
        &text(&apart.join(PARTS))?,
        &parts,
    )?;
    program.script = program.add(NAME, "js", script.into_bytes());
    Ok(program)
}

/// Takes a compiled program apart into one folder, and binds its beginning to JavaScript in another.
pub fn bind(
    places: &Places,
    compiled: &Path,
    name: &str,
    apart: &Path,
    bound: &Path,
) -> Result<(), String> {
    fs::create_dir_all(apart).map_err(|fault| format!("{}: {fault}.", apart.display()))?;
    run(Command::new(tools::wasm_split(places)?)
        .arg(compiled)
        .arg(apart)
        .args(["--target", "web", "--out-name", name]))?;
    run(Command::new(tools::wasm_bindgen(places)?)
        .args(["--target", "web", "--no-typescript", "--no-demangle"])
        // The parts call the program's functions by the names the linker gave them.
        .arg("--keep-lld-exports")
        .args(["--out-name", name, "--out-dir"])
        .arg(bound)
        .arg(apart.join(format!("{name}.wasm"))))
}

impl Program {
    /// Keeps a file under a name that changes with its content.
    fn add(&mut self, stem: &str, ending: &str, bytes: Vec<u8>) -> String {
        let name = format!("{stem}-{}.{ending}", short(&bytes));
        self.files.insert(name.clone(), bytes);
        name
    }
}

fn compile(places: &Places, profile: Profile) -> Result<PathBuf, String> {
    let triple = "wasm32-unknown-unknown";
    run(places
        .cargo()
        .env("CARGO_ENCODED_RUSTFLAGS", flags(places))
        .args(["build", "--locked", "--offline", "--bin", NAME])
        .args(["--target", triple, "--profile", profile.name()]))?;
    let folder = places.target.join(triple).join(profile.name());
    Ok(folder.join(format!("{NAME}.wasm")))
}

/// How everything for the page is compiled.
pub fn flags(places: &Places) -> OsString {
    let mut flags = OsString::from(concat!(
        // Views of one shape per element instead of one per place: quicker to compile, and smaller.
        "--cfg=erase_components",
        // Taking the program apart needs to know what refers to what.
        "\u{1f}-Clink-args=--emit-relocs"
    ));
    // Panic messages would otherwise carry the builder's folders, and differ between machines.
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let named = [
        (Some(&places.root), "tandem"),
        (Some(&places.target), "target"),
        (home.as_ref(), "cargo"),
    ];
    for (folder, name) in named {
        if let Some(folder) = folder {
            flags.push("\u{1f}--remap-path-prefix=");
            flags.push(folder);
            flags.push(format!("={name}"));
        }
    }
    flags
}

fn optimised(places: &Places, profile: Profile, wasm: &Path) -> Result<Vec<u8>, String> {
    let read =
        |file: &Path| fs::read(file).map_err(|fault| format!("{}: {fault}.", file.display()));
    let plain = read(wasm)?;
    if profile != Profile::Release {
        return Ok(plain);
    }
    // Equal input gives equal output; optimising takes most of a build in which little changed.
    let tool = tools::wasm_opt(places)?;
    let known = format!("{}{OPTIMISATION:?}{FEATURES:?}", tool.display());
    let known = [known.as_bytes(), &plain].concat();
    let kept = places.target.join("program/optimised").join(short(&known));
    if !kept.is_file() {
        optimise(places, wasm)?;
        let folder = kept.parent().unwrap_or(&places.target);
        fs::create_dir_all(folder).map_err(|fault| format!("{}: {fault}.", folder.display()))?;
        fs::rename(wasm, &kept).map_err(|fault| format!("{}: {fault}.", kept.display()))?;
    }
    read(&kept)
}

/// Makes a module smaller, in its place.
pub fn optimise(places: &Places, wasm: &Path) -> Result<(), String> {
    run(Command::new(tools::wasm_opt(places)?.join("wasm-opt"))
        .env("PATH", places.path_with(&[tools::node()?])?)
        .args(OPTIMISATION)
        .args(FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(wasm))
}

const OPTIMISATION: [&str; 2] = ["-Oz", "--quiet"];

/// What rustc's modules use; parts do not name it themselves.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

fn wasm_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let fault = |fault| format!("{}: {fault}.", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.extension().is_some_and(|e| e == "wasm") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// One script out of two: a second one would be imported without its digest being checked. Each
/// part is fetched by its name and digest.
fn with_parts(
    script: &str,
    loader: &str,
    parts: &BTreeMap<String, (String, String)>,
) -> Result<String, String> {
    let own = format!("import {{ initSync }} from \"./{NAME}.js\";");
    let mut loader = once(loader, &own, "")?;
    for (path, (name, digest)) in parts {
        let fetch = format!("fetch(new URL(\"{path}\", import.meta.url))");
        let checked = format!(
            "fetch(new URL(\"./{name}\", import.meta.url), {{ integrity: \"{digest}\", credentials: \"same-origin\" }})"
        );
        loader = once(&loader, &fetch, &checked)?;
    }
    let exported: Vec<String> = loader
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split_once(' '))
        .map(|(name, _)| name.to_owned())
        .collect();
    let loader = loader.replace("export const ", "const ");
    let import = format!(" from \"{PARTS}\"");
    let mut joined = String::new();
    let mut found = false;
    for line in script.lines() {
        // `import * as import1 from "./__wasm_split.js"`, once for each function that it needs.
        let name = line
            .strip_prefix("import * as ")
            .and_then(|line| line.trim_end_matches(';').strip_suffix(&import));
        match name {
            Some(name) => {
                found = true;
                joined.push_str(&format!("const {name} = parts;\n"));
            }
            None => {
                joined.push_str(line);
                joined.push('\n');
            }
        }
    }
    if !found || exported.is_empty() {
        return Err("wasm-bindgen's script does not import the parts as expected.".into());
    }
    let names = exported.join(", ");
    Ok(format!(
        "const parts = (() => {{\n{loader}\nreturn {{ {names} }};\n}})();\n{joined}"
    ))
}

fn once(text: &str, old: &str, new: &str) -> Result<String, String> {
    match text.matches(old).count() {
        1 => Ok(text.replacen(old, new, 1)),
        count => Err(format!(
            "{old} stands {count} times in the loader of the parts."
        )),
    }
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|fault| format!("{}: {fault}.", path.display()))
}
