//! One ChromeDriver for all journeys of this process.
//! It must not outlive the process, however that ends.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use xtask::tools::{self, Chromium};

pub struct Driver {
    pub url: String,
    pub browser: String,
    /// Holds the pipe whose end tells the watcher that we are gone.
    _watcher: Child,
}

/// Runs the driver and ends its whole group when standard input closes, which happens with us.
const WATCHER: &str = r#""$0" --port=0 & cat > /dev/null; kill -9 -$$"#;

pub fn driver() -> &'static Driver {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    DRIVER.get_or_init(start)
}

fn start() -> Driver {
    let Chromium { browser, driver } = tools::chromium().unwrap_or_else(|fault| panic!("{fault}"));
    let mut watcher = Command::new("sh")
        .args(["-c", WATCHER])
        .arg(&driver)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("sh runs");
    let mut lines = BufReader::new(watcher.stdout.take().expect("piped")).lines();
    let port: u16 = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            line.split_once("successfully on port ")?
                .1
                .trim_end_matches('.')
                .parse()
                .ok()
        })
        .expect("ChromeDriver names its port");
    // Whatever else it says is read, lest it stop at a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    Driver {
        url: format!("http://127.0.0.1:{port}"),
        browser: browser.to_string_lossy().into_owned(),
        _watcher: watcher,
    }
}
