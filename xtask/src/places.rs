//! Where things are: the workspace, its target folder, the per-user cache of built tools.
//! Nothing is installed or built here.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Places {
    pub root: PathBuf,
    pub target: PathBuf,
    pub cache: PathBuf,
    pub cargo: PathBuf,
}

impl Places {
    pub fn find() -> Result<Places, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or("xtask does not lie inside the workspace.")?
            .to_path_buf();
        let cargo = env::var_os("CARGO").map_or_else(|| env!("CARGO").into(), PathBuf::from);
        Ok(Places {
            target: target(&root, &cargo)?,
            cache: cache()?,
            root,
            cargo,
        })
    }

    /// Where `dist` completes the page; the environment may point elsewhere.
    pub fn dist(&self) -> PathBuf {
        match env::var_os("TANDEM_DIST") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("dist"),
        }
    }

    /// A cargo of the toolchain that runs us, in the workspace, with one target folder for all.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(&self.cargo);
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// The program search path with these folders first and the toolchain's next.
    pub fn path_with(&self, first: &[PathBuf]) -> Result<OsString, String> {
        let old = env::var_os("PATH").unwrap_or_default();
        let toolchain = self.cargo.parent().map(Path::to_path_buf);
        let folders = first
            .iter()
            .cloned()
            .chain(toolchain)
            .chain(env::split_paths(&old));
        env::join_paths(folders).map_err(|fault| format!("PATH cannot be extended: {fault}."))
    }
}

/// Cargo knows it, whether it comes from the environment, a configuration file or the default.
fn target(root: &Path, cargo: &Path) -> Result<PathBuf, String> {
    let output = Command::new(cargo)
        .current_dir(root)
        .args(["metadata", "--format-version=1", "--no-deps", "--locked"])
        .output()
        .map_err(|fault| format!("{} does not run: {fault}.", cargo.display()))?;
    let fault = || {
        let said = String::from_utf8_lossy(&output.stderr);
        format!("cargo metadata failed:\n{said}")
    };
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|_| fault())?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(fault)
}

fn cache() -> Result<PathBuf, String> {
    let set = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .or_else(|| set("LOCALAPPDATA"))
        .map(|folder| folder.join("tandem"))
        .ok_or_else(|| "Neither HOME nor XDG_CACHE_HOME is set: nowhere to keep tools.".into())
}

/// A program on the search path or in one of the places where it usually is.
pub fn program(names: &[&str], usual: &[PathBuf]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path)
        .chain(usual.iter().cloned())
        .collect();
    names.iter().find_map(|name| {
        let name = format!("{name}{}", env::consts::EXE_SUFFIX);
        folders
            .iter()
            .map(|folder| folder.join(&name))
            .find(|file| file.is_file())
    })
}
