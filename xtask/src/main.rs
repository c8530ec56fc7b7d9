//! `cargo xtask serve | test | soak | dist | bench`: reads the command line.
//! The work itself is in the library.

use std::process::ExitCode;

use xtask::dist::Profile;
use xtask::places::Places;
use xtask::{bench, dist, site, test};

const HELP: &str = "\
cargo xtask COMMAND        installs what is missing, then

  serve                    builds Tandem and serves it on http://localhost:8080
  test [FILTER]            checks, native tests, build, browser tests
  soak [FILTER]            the same with long counts
  dist                     builds dist/, ready for any static host
  bench [NAME]             measures, each figure a ratio within one run

  --profile quick          serve, test, dist: a fast, larger build in target/dist-quick;
                           test then leaves out rustfmt and clippy
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<bool, String> {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    let profile = take_profile(&mut words)?;
    let places = Places::find()?;
    match words.as_slice() {
        ["serve"] => {
            let folder = dist::build(&places, profile)?;
            site::serve_for_people(&folder)?;
            Ok(true)
        }
        ["dist"] => {
            let folder = dist::build(&places, profile)?;
            println!("{} is complete.", folder.display());
            Ok(true)
        }
        ["test", filter @ ..] => test::run(&places, profile, test::Length::Short, filter),
        ["soak", filter @ ..] => test::run(&places, profile, test::Length::Long, filter),
        ["bench"] => bench::run(&places, None),
        ["bench", name] => bench::run(&places, Some(name)),
        _ => {
            print!("{HELP}");
            Ok(words.is_empty() || words == ["help"])
        }
    }
}

fn take_profile(words: &mut Vec<&str>) -> Result<Profile, String> {
    let Some(at) = words.iter().position(|word| *word == "--profile") else {
        return Ok(Profile::Release);
    };
    let profile = match words.get(at + 1) {
        Some(&"quick") => Profile::Quick,
        Some(&"release") => Profile::Release,
        _ => return Err("--profile takes quick or release.".into()),
    };
    words.drain(at..at + 2);
    Ok(profile)
}
