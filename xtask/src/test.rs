//! `test` and `soak`: every check and every test of the project, in order of cost.
//! A step that fails does not keep the independent ones from reporting.

use std::time::Instant;

use crate::dist::{self, Profile};
use crate::places::Places;
use crate::process::{self, Tally, run_tests};
use crate::tools;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    Short,
    Long,
}

/// True when everything passed. The last line printed is `N passed, N failed`, tests only.
pub fn run(
    places: &Places,
    profile: Profile,
    length: Length,
    filter: &[&str],
) -> Result<bool, String> {
    let mut report = Report::default();
    let tests = |words: &[&str]| {
        let mut command = places.cargo();
        if length == Length::Long {
            command.env("TANDEM_SOAK", "1");
        }
        command
            .args(["test", "--locked", "--no-fail-fast"])
            .args(words)
            .arg("--")
            .args(filter);
        command
    };

    if profile == Profile::Release {
        report.step("rustfmt", || {
            tools::checkers(places)?;
            process::run(places.cargo().args(["fmt", "--all", "--check"]))
        });
        let clippy = |words: &[&str]| {
            let mut command = places.cargo();
            command
                .args(["clippy", "--locked"])
                .args(words)
                .args(["--", "-D", "warnings"]);
            command
        };
        report.step("clippy", || {
            process::run(&mut clippy(&["--workspace", "--all-targets"]))
        });
        report.step("clippy for WebAssembly", || {
            tools::wasm_target(places)?;
            let target = "--target=wasm32-unknown-unknown";
            process::run(&mut clippy(&[
                "--package=tandem",
                "--lib",
                "--bins",
                target,
            ]))
        });
    }
    report.tests("native tests", || {
        run_tests(&mut tests(&["--workspace", "--lib", "--bins", "--test=it"]))
    });
    let mut folder = None;
    report.step("build", || {
        folder = Some(dist::build(places, profile)?);
        Ok(())
    });
    // Without the page there is nothing to open in a browser.
    if let Some(folder) = folder {
        report.tests("browser tests", || {
            run_tests(tests(&["--test=e2e"]).env("TANDEM_DIST", folder))
        });
    }
    Ok(report.conclude())
}

#[derive(Default)]
struct Report {
    tally: Tally,
    failed: Vec<&'static str>,
}

impl Report {
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), String>) {
        self.tests(name, || work().map(|()| (Tally::default(), true)));
    }

    fn tests(&mut self, name: &'static str, work: impl FnOnce() -> Result<(Tally, bool), String>) {
        println!("── {name}");
        let start = Instant::now();
        let well = match work() {
            Ok((tally, well)) => {
                self.tally += tally;
                well
            }
            Err(fault) => {
                eprintln!("{fault}");
                false
            }
        };
        if !well {
            self.failed.push(name);
        }
        let verdict = if well { "done" } else { "FAILED" };
        println!(
            "── {name}: {verdict} after {:.0} s",
            start.elapsed().as_secs_f64()
        );
    }

    fn conclude(self) -> bool {
        if !self.failed.is_empty() {
            println!("Failed: {}.", self.failed.join(", "));
        }
        println!("{} passed, {} failed", self.tally.passed, self.tally.failed);
        self.failed.is_empty() && self.tally.failed == 0
    }
}
