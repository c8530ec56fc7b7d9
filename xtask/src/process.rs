//! Runs programs with their output streamed, and counts the tests they report.
//! Which programs, and when, is decided elsewhere.

use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::process::{Command, Stdio};

/// Tests as libtest counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs to the end; a failure names the command.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|fault| refused(command, &fault))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed ({status}).", named(command)))
    }
}

/// Runs to the end and gives what it printed.
pub fn read(command: &mut Command) -> Result<String, String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|fault| refused(command, &fault))?;
    if !output.status.success() {
        return Err(format!("{} failed ({}).", named(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs test programs: every line goes on as it comes, the result lines are summed.
pub fn run_tests(command: &mut Command) -> Result<(Tally, bool), String> {
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|fault| refused(command, &fault))?;
    let mut tally = Tally::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.map_err(|fault| refused(command, &fault))?;
            let mut out = std::io::stdout().lock();
            // A closed pipe at the reader's end must not stop the tests.
            let _ = out.write_all(&line).and_then(|()| out.write_all(b"\n"));
            tally += result_line(&String::from_utf8_lossy(&line)).unwrap_or_default();
        }
    }
    let status = child.wait().map_err(|fault| refused(command, &fault))?;
    Ok((tally, status.success()))
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; …`
fn result_line(line: &str) -> Option<Tally> {
    let (_, counts) = line.split_once("test result: ")?.1.split_once(". ")?;
    let mut tally = Tally::default();
    for part in counts.split("; ") {
        match part.split_once(' ') {
            Some((count, "passed")) => tally.passed = count.parse().ok()?,
            Some((count, "failed")) => tally.failed = count.parse().ok()?,
            _ => {}
        }
    }
    Some(tally)
}

fn named(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

fn refused(command: &Command, fault: &std::io::Error) -> String {
    format!("{} does not run: {fault}.", named(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_gives_its_counts_in_colour_too() {
        let plain = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out";
        assert_eq!(
            result_line(plain),
            Some(Tally {
                passed: 12,
                failed: 0
            })
        );
        let coloured =
            "test result: \u{1b}[31mFAILED\u{1b}(B\u{1b}[m. 5 passed; 2 failed; 0 ignored";
        assert_eq!(
            result_line(coloured),
            Some(Tally {
                passed: 5,
                failed: 2
            })
        );
        assert_eq!(result_line("test ledger::merge ... ok"), None);
    }
}
