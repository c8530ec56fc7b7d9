//! The merge by itself, natively, for counting its instructions.
//! `make COUNT FILE` writes a file of changes, `merge FILE` brings it to a queryable state.

use std::process::ExitCode;

use tandem::ledger::{Workspace, decode, encode};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<String, String> {
    match words {
        ["make", count, file] => {
            let count = count.parse().map_err(|_| "make takes a count")?;
            let text = encode(&tandem_bench::content::changes(count));
            std::fs::write(file, text).map_err(|fault| fault.to_string())?;
            Ok(format!("{file}: {count} changes"))
        }
        ["merge", file] => {
            let bytes = std::fs::read(file).map_err(|fault| fault.to_string())?;
            let text = String::from_utf8(bytes).map_err(|fault| fault.to_string())?;
            let mut ws = Workspace::new();
            ws.insert_all(decode(&text).map_err(|fault| fault.to_string())?);
            let line = format!("{} changes", ws.len());
            // The process ends here: taking the workspace down is no part of merging.
            std::mem::forget(ws);
            Ok(line)
        }
        _ => Err("make COUNT FILE | merge FILE".into()),
    }
}
