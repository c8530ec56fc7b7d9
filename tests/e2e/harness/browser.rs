//! A browser as a person sits before it: opening, looking, switching language or light, ending.
//! Finding and using what is on the page is in `target`.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Value, json};
use thirtyfour::cdp::Cdp;
use thirtyfour::common::print::{PrintPage, PrintParameters};
use thirtyfour::prelude::*;
use thirtyfour::session::handle::SessionHandle;
use xtask::places::Places;
use xtask::site::Site;

use super::driver::driver;
use super::{PATIENCE, until};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

/// What is set before a browser starts.
#[derive(Clone, Debug)]
pub struct Setup {
    pub lang: Lang,
    pub dark: bool,
    /// CSS pixels.
    pub size: (u32, u32),
    /// Host names that mean this machine. No other name is ever resolved.
    pub hosts: Vec<String>,
}

impl Default for Setup {
    fn default() -> Setup {
        Setup {
            lang: Lang::En,
            dark: false,
            size: (1280, 800),
            hosts: Vec::new(),
        }
    }
}

/// Cheap to clone; all clones are the same browser.
#[derive(Clone)]
pub struct Browser {
    pub(super) inner: Rc<Inner>,
}

pub(super) struct Inner {
    pub(super) handle: Arc<SessionHandle>,
    driver: RefCell<Option<WebDriver>>,
    pub(super) site: Rc<Site>,
    pub(super) hosts: Vec<String>,
    profile: PathBuf,
    pub(super) downloads: PathBuf,
    pub(super) axe: PathBuf,
    shots: PathBuf,
    pub(super) allowed: RefCell<Vec<String>>,
    pub(super) taken: RefCell<Vec<PathBuf>>,
    /// The script that sets the clock of new documents, once there is one.
    pub(super) clock: RefCell<Option<String>>,
}

impl Browser {
    pub(super) async fn start(
        places: &Places,
        site: Rc<Site>,
        folder: &Path,
        setup: Setup,
    ) -> Browser {
        let (profile, downloads) = (folder.join("profile"), folder.join("downloads"));
        fs::create_dir_all(&downloads).expect("a download folder");
        let driver = session(&profile, &downloads, &setup).await;
        let taken = files_in(&downloads);
        let browser = Browser {
            inner: Rc::new(Inner {
                handle: driver.handle().clone(),
                driver: RefCell::new(Some(driver)),
                site,
                hosts: setup.hosts.clone(),
                profile,
                downloads,
                axe: xtask::tools::axe(places).unwrap_or_else(|fault| panic!("{fault}")),
                shots: places.target.join("e2e-shots"),
                allowed: RefCell::default(),
                taken: RefCell::new(taken),
                clock: RefCell::default(),
            }),
        };
        browser.resize(setup.size.0, setup.size.1).await;
        browser.dark(setup.dark).await;
        browser
    }

    /// Opens a place of Tandem, such as `#/people`, and waits until the program has mounted.
    pub async fn open(&self, place: &str) {
        self.visit(&format!("{}{place}", self.inner.site.url()))
            .await;
        self.mounted().await;
    }

    /// Opens an address and waits for nothing but the document.
    pub async fn visit(&self, url: &str) {
        self.inner
            .handle
            .goto(url)
            .await
            .unwrap_or_else(|fault| panic!("{url} does not open: {fault}"));
    }

    pub async fn reload(&self) {
        self.inner.handle.refresh().await.expect("the page reloads");
        self.mounted().await;
    }

    pub async fn back(&self) {
        self.inner
            .handle
            .back()
            .await
            .expect("the browser goes back");
    }

    pub async fn url(&self) -> String {
        self.inner
            .handle
            .current_url()
            .await
            .expect("an address")
            .to_string()
    }

    /// Waits until the notice of the loading page is gone.
    pub async fn mounted(&self) {
        let script = "const b = document.getElementById('boot'); return b ? b.textContent : null";
        until("the program starts", async || {
            match self.try_eval(script, vec![]).await? {
                Value::Null => Ok(()),
                notice => Err(notice.to_string()),
            }
        })
        .await;
    }

    /// The value a script returns; `arguments` holds the given ones.
    pub async fn eval(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.try_eval(script, arguments)
            .await
            .unwrap_or_else(|fault| panic!("{script}: {fault}"))
    }

    pub(super) async fn try_eval(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, String> {
        let result = self.inner.handle.execute(script, arguments).await;
        result
            .map(|value| value.json().clone())
            .map_err(|fault| fault.to_string())
    }

    /// The value a promise gives; the script is the body of an async function.
    pub async fn eval_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        let body = format!(
            "const done = arguments[arguments.length - 1];
             (async function() {{ {script} }}).apply(null, arguments)
               .then((value) => done({{ value }}), (fault) => done({{ fault: String(fault) }}));"
        );
        let result = self.inner.handle.execute_async(body, arguments).await;
        let answer = result
            .unwrap_or_else(|fault| panic!("{script}: {fault}"))
            .json()
            .clone();
        assert!(answer["fault"].is_null(), "{script}: {}", answer["fault"]);
        answer["value"].clone()
    }

    /// Runs a script at the beginning of each further page of this tab. Returns what names it.
    pub async fn before_each_page(&self, source: &str) -> String {
        let added = self
            .cdp(
                "Page.addScriptToEvaluateOnNewDocument",
                serde_json::json!({ "source": source }),
            )
            .await
            .unwrap_or_else(|fault| panic!("{fault}"));
        let identifier = added["identifier"].as_str().expect("an identifier");
        identifier.to_owned()
    }

    pub(super) async fn cdp(&self, method: &str, parameters: Value) -> Result<Value, String> {
        let sent = Cdp::new(self.inner.handle.clone())
            .send_raw(method, parameters)
            .await;
        sent.map_err(|fault| format!("{method}: {fault}"))
    }

    async fn set(&self, method: &str, parameters: Value) {
        self.cdp(method, parameters)
            .await
            .unwrap_or_else(|fault| panic!("{fault}"));
    }

    /// A gesture of the DevTools protocol; returns when it is over.
    pub async fn gesture(&self, method: &str, parameters: Value) {
        self.set(method, parameters).await;
    }

    /// A view of this many CSS pixels, also narrower than a window can be.
    pub async fn resize(&self, width: u32, height: u32) {
        let view =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.set("Emulation.setDeviceMetricsOverride", view).await;
    }

    /// A view of this width, as high as the page needs: nothing of it is out of sight.
    pub async fn fit(&self, width: u32) {
        const HEIGHT: &str = "const dialog = document.querySelector('dialog[open]');
            const inner = dialog ? dialog.scrollHeight + 160 : 0;
            return Math.max(inner, document.documentElement.scrollHeight);";
        self.resize(width, 400).await;
        let height = self.eval(HEIGHT, vec![]).await.as_u64().unwrap_or(0);
        let height = u32::try_from(height).unwrap_or(0).clamp(700, 12_000);
        self.resize(width, height).await;
    }

    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.set(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
    }

    /// As printed: the styles for paper.
    pub async fn as_paper(&self, paper: bool) {
        let media = if paper { "print" } else { "" };
        self.set("Emulation.setEmulatedMedia", json!({ "media": media }))
            .await;
    }

    /// Cuts this browser off, as a lost network would; the host runs on for others.
    pub async fn offline(&self, offline: bool) {
        self.set("Network.enable", json!({})).await;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.set("Network.emulateNetworkConditions", conditions)
            .await;
    }

    /// Saves what is visible as target/e2e-shots/NAME.png.
    pub async fn screenshot(&self, name: &str) {
        fs::create_dir_all(&self.inner.shots).expect("a folder for pictures");
        let path = self.inner.shots.join(format!("{name}.png"));
        self.inner
            .handle
            .screenshot(&path)
            .await
            .unwrap_or_else(|fault| panic!("{name}: {fault}"));
    }

    /// Prints the page to target/e2e-shots/NAME.pdf, as its own sheets say; how many pages that takes.
    pub async fn pdf(&self, name: &str) -> usize {
        let wanted = PrintParameters {
            background: true,
            page: PrintPage {
                width: 21.0,
                height: 29.7,
            },
            ..PrintParameters::default()
        };
        let printed = self.inner.handle.print_page(wanted).await;
        let bytes = printed.unwrap_or_else(|fault| panic!("{name}: {fault}"));
        fs::create_dir_all(&self.inner.shots).expect("a folder for pictures");
        fs::write(self.inner.shots.join(format!("{name}.pdf")), &bytes).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        text.matches("/Type /Page\n").count()
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: impl Into<thirtyfour::TypingData>) {
        let chain = self.inner.handle.action_chain().send_keys(keys);
        chain.perform().await.expect("keys reach the page");
    }

    /// Presses keys while one or more others are held: `press_with(&[Key::Control], "z")`.
    pub async fn press_with(&self, held: &[Key], keys: impl Into<thirtyfour::TypingData>) {
        let mut chain = self.inner.handle.action_chain();
        for key in held {
            chain = chain.key_down(key.clone());
        }
        chain = chain.send_keys(keys);
        for key in held.iter().rev() {
            chain = chain.key_up(key.clone());
        }
        chain.perform().await.expect("keys reach the page");
    }

    /// Another tab of the same browser, and how to get back.
    pub async fn new_tab(&self) -> WindowHandle {
        let old = self.this_tab().await;
        let new = self.inner.handle.new_tab().await.expect("a new tab");
        self.switch_to(&new).await;
        old
    }

    /// How to get back to the tab one is in.
    pub async fn this_tab(&self) -> WindowHandle {
        self.inner.handle.window().await.expect("a tab")
    }

    pub async fn switch_to(&self, tab: &WindowHandle) {
        self.inner
            .handle
            .switch_to_window(tab.clone())
            .await
            .expect("the tab is open");
    }

    pub(super) fn is_open(&self) -> bool {
        self.inner.driver.borrow().is_some()
    }

    /// The folder of this browser's profile.
    pub fn profile(&self) -> &Path {
        &self.inner.profile
    }

    /// Ends the browser in order; its profile stays.
    pub async fn quit(&self) {
        let driver = self.inner.driver.borrow_mut().take();
        if let Some(driver) = driver {
            // A browser that has crashed cannot be asked to end.
            let _ = driver.quit().await;
        }
    }

    /// Kills the browser with SIGKILL, in the middle of whatever it does; its profile stays.
    pub async fn kill(&self) {
        let lock =
            fs::read_link(self.inner.profile.join("SingletonLock")).expect("a running browser");
        let lock = lock.to_string_lossy().into_owned();
        let (_, process) = lock.rsplit_once('-').expect("HOST-PROCESS");
        let killed = Command::new("kill")
            .args(["-9", process])
            .status()
            .expect("kill runs");
        assert!(killed.success(), "process {process} could not be killed");
        self.quit().await;
    }

    pub(super) async fn picture_of_failure(&self, journey: &str) {
        let profile = self
            .inner
            .profile
            .parent()
            .and_then(Path::file_name)
            .unwrap_or_default();
        let path = self.inner.shots.join(format!(
            "failed-{journey}-{}.png",
            profile.to_string_lossy()
        ));
        let _ = fs::create_dir_all(&self.inner.shots);
        // The picture helps; its absence must not hide the failure.
        if self.inner.handle.screenshot(&path).await.is_ok() {
            eprintln!("See {}", path.display());
        }
    }
}

pub(super) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    entries.map(|entry| entry.path()).collect()
}

async fn session(profile: &Path, downloads: &Path, setup: &Setup) -> WebDriver {
    let languages = match setup.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en-US",
    };
    let hosts: String = setup
        .hosts
        .iter()
        .map(|host| format!("MAP {host} 127.0.0.1, "))
        .collect();
    let arguments = [
        "--headless=new".into(),
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-dev-shm-usage".into(),
        "--disable-quic".into(),
        "--no-first-run".into(),
        "--no-default-browser-check".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable".into(),
        "--window-size=1280,900".into(),
        format!("--lang={languages}"),
        format!("--accept-lang={languages}"),
        format!("--user-data-dir={}", profile.display()),
        // What would leave this machine fails, and is noticed.
        format!(
            "--host-resolver-rules={hosts}MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
        ),
    ];
    let options = json!({
        "binary": driver().browser,
        "args": arguments,
        "prefs": {
            "intl.accept_languages": languages,
            "download.default_directory": downloads,
            "download.prompt_for_download": false,
            "profile.default_content_setting_values.automatic_downloads": 1,
        },
        "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
    });
    let mut capabilities = DesiredCapabilities::chrome();
    let logs = json!({ "browser": "ALL", "performance": "ALL" });
    for (key, value) in [("goog:chromeOptions", options), ("goog:loggingPrefs", logs)] {
        capabilities.set(key, value).expect("plain JSON");
    }
    let driver = WebDriver::new(driver().url.as_str(), capabilities).await;
    let driver = driver.unwrap_or_else(|fault| panic!("Chromium does not start: {fault}"));
    // Checking a long page for accessibility takes its time where others build beside it.
    let patience = driver.set_script_timeout(2 * PATIENCE).await;
    patience.expect("scripts may take their time");
    driver
}
