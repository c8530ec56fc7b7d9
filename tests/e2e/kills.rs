//! Whatever the page has called saved is there after the browser was killed with SIGKILL in the
//! middle of saving, and every act is there as a whole or not at all (LEDGER 23).
//! Damaged and emptied stores are not tried here.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Browser, Key, journey, soak, until};

/// Records that one act writes: a block of titles pasted into a matrix.
const ROWS: u64 = 4;

/// Acts the page must have called saved before it may be killed.
const ACKNOWLEDGED: u64 = 20;

/// Pastes block after block, as fast as the page takes them, never waiting for the disk. Each title
/// names its kill, act and row.
const WORK: &str = "
const [kill, rows] = arguments;
const status = document.querySelector('[data-saved]');
const before = Number(status.dataset.saved);
let made = 0;
window.seen = () => [Number(status.dataset.saved) - before, Number(status.dataset.waiting), made];
const paste = () => {
  const titles = Array.from({ length: rows }, (_, row) => `k${kill}-${made}-${row}`);
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', titles.join('\\n'));
  const cell = document.querySelector('[role=grid] tbody tr > *');
  cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  made += 1;
};
const go = () => {
  // Some acts ahead of the disk at any time, but no endless queue on a slow one.
  for (let n = 0; n < 3 && window.seen()[1] < 30; n += 1) paste();
  setTimeout(go, 0);
};
go();";

/// Moves the acknowledgement to where a careless program has it: the success of the requests,
/// before the transaction is complete. The transaction then stays open a little, as one with more
/// to do would.
const ACKNOWLEDGE_EARLY: &str = "
const begin = IDBDatabase.prototype.transaction, put = IDBObjectStore.prototype.put;
const told = new WeakMap();
IDBDatabase.prototype.transaction = function (...how) {
  const transaction = begin.apply(this, how);
  if (transaction.mode === 'readwrite') {
    Object.defineProperty(transaction, 'oncomplete', { set: (tell) => told.set(transaction, tell) });
  }
  return transaction;
};
IDBObjectStore.prototype.put = function (value, key) {
  const request = put.call(this, value, key);
  if (key === 'generation') {
    const end = performance.now() + 150;
    const stay = () => { if (performance.now() < end) this.get(key).onsuccess = stay; };
    request.addEventListener('success', () => {
      stay();
      told.get(this.transaction)?.(new Event('complete'));
    });
  }
  return request;
};";

/// What the disk holds: for every act the number of its titles.
const READ: &str = "
const names = (await indexedDB.databases()).map(({ name }) => name);
const database = await new Promise((done, fail) => {
  const opening = indexedDB.open(names.find((name) => name.startsWith('tandem-')));
  opening.onsuccess = () => done(opening.result);
  opening.onerror = () => fail(opening.error);
});
const segments = await new Promise((done, fail) => {
  const all = database.transaction('segments').objectStore('segments').getAll();
  all.onsuccess = () => done(all.result);
  all.onerror = () => fail(all.error);
});
database.close();
const acts = {};
for (const bytes of segments) {
  for (const [, act] of new TextDecoder().decode(bytes).matchAll(/k(\\d+-\\d+)-\\d+/g)) {
    acts[act] = (acts[act] ?? 0) + 1;
  }
}
return acts;";

/// The titles that the sheet shows.
const SHOWN: &str = "
const rows = [...document.querySelectorAll('[role=grid] tbody tr > :first-child')];
return rows.flatMap((cell) => cell.textContent.match(/k\\d+-\\d+-\\d+/) ?? []);";

#[derive(Default)]
struct Tally {
    /// Acts the page had called saved, by kill.
    acknowledged: Vec<u64>,
    in_flight: u64,
}

#[test]
fn nothing_called_saved_is_lost_to_a_kill_and_no_act_is_torn() {
    journey(async |stage| {
        let kills = if soak() { 200 } else { 20 };
        let mut browser = stage.browser("victim").await;
        let sheet = a_matrix(&browser).await;
        let mut tally = Tally::default();
        for kill in 0..kills {
            work_and_be_killed(&browser, &mut tally, kill).await;
            browser = stage.browser("victim").await;
            open(&browser, &sheet).await;
            let stored = stored(&browser).await;
            let torn: Vec<_> = stored.iter().filter(|(_, rows)| **rows != ROWS).collect();
            assert!(torn.is_empty(), "half acts after kill {kill}: {torn:?}");
            let lost = lost(&stored, &tally.acknowledged);
            assert!(lost.is_empty(), "lost after kill {kill}: {lost:?}");
            shows_one_act(&browser, kill, tally.acknowledged[kill]).await;
            assert!(!browser.css(".banner.bad").is_there().await);
        }
        let all: u64 = tally.acknowledged.iter().sum();
        println!(
            "{kills} kills, {all} acts called saved, {} more in flight",
            tally.in_flight
        );
    });
}

/// What the test above would say of a page that calls things saved too early.
#[test]
fn a_page_that_says_saved_too_early_is_found_out() {
    journey(async |stage| {
        let mut browser = stage.browser("careless").await;
        let sheet = a_matrix(&browser).await;
        let mut tally = Tally::default();
        for kill in 0..5 {
            browser.eval(ACKNOWLEDGE_EARLY, vec![]).await;
            work_and_be_killed(&browser, &mut tally, kill).await;
            browser = stage.browser("careless").await;
            open(&browser, &sheet).await;
            let lost = lost(&stored(&browser).await, &tally.acknowledged);
            if !lost.is_empty() {
                println!("{} of {:?} acts lost", lost.len(), tally.acknowledged);
                return;
            }
        }
        panic!("acknowledged early and lost nothing: these kills prove nothing");
    });
}

/// The worst a kill leaves behind, put there by hand: the beginning of a record at the end of
/// LevelDB's log. Chromium goes on behind it, and at the start after that deletes everything,
/// unless the page has had the log put away.
#[test]
fn a_log_torn_by_a_kill_does_not_cost_the_workspace() {
    journey(async |stage| {
        let mut browser = stage.browser("torn").await;
        let sheet = a_matrix(&browser).await;
        browser.kill().await;
        tear_log(browser.profile());
        let mut tally = Tally::default();
        browser = stage.browser("torn").await;
        open(&browser, &sheet).await;
        work_and_be_killed(&browser, &mut tally, 0).await;
        browser = stage.browser("torn").await;
        open(&browser, &sheet).await;
        let lost = lost(&stored(&browser).await, &tally.acknowledged);
        assert!(lost.is_empty(), "lost behind a torn record: {lost:?}");
    });
}

fn tear_log(profile: &Path) {
    let entries = |folder: &Path| -> Vec<_> {
        let entries = fs::read_dir(folder)
            .expect("a folder")
            .filter_map(Result::ok);
        entries.map(|entry| entry.path()).collect()
    };
    let is = |path: &Path, end: &str| path.extension().is_some_and(|found| found == end);
    let stores = entries(&profile.join("Default/IndexedDB"));
    let store = stores
        .iter()
        .find(|path| is(path, "leveldb"))
        .expect("a store");
    let mut logs = entries(store);
    logs.retain(|path| is(path, "log"));
    let log = logs.iter().max().expect("a log");
    // Four bytes of checksum, a length of 200, "whole record", and then nothing of it.
    let mut log = OpenOptions::new().append(true).open(log).expect("a log");
    log.write_all(&[1, 2, 3, 4, 200, 0, 1])
        .expect("seven bytes");
}

/// Begins a workspace with a matrix; its address.
pub async fn a_matrix(browser: &Browser) -> String {
    browser.open("").await;
    browser.field("Your firm").fill("Parts Ltd").await;
    browser.field("Your name").fill("Ann").await;
    browser.button("Start").click().await;
    open(browser, "#/matrix").await;
    browser.button("New matrix").click().await;
    let dialog = browser.dialog("New matrix");
    dialog.field("Name").fill("Kills").await;
    dialog.button("Create").click().await;
    browser.button("Add a task").click().await;
    browser.css("textarea.matrix-editor:focus").appears().await;
    browser.press("First").await;
    browser.press(Key::Enter + "").await;
    browser.css("[role=grid]").appears().await;
    browser
        .css("[data-saved][data-state=saved]")
        .appears()
        .await;
    let url = browser.url().await;
    url.split_once('#')
        .map(|(_, place)| format!("#{place}"))
        .expect("a place")
}

async fn open(browser: &Browser, place: &str) {
    browser.open(place).await;
    browser
        .css("[data-saved][data-state=saved]")
        .appears()
        .await;
}

async fn work_and_be_killed(browser: &Browser, tally: &mut Tally, kill: usize) {
    browser.css("[role=grid]").appears().await;
    browser.eval(WORK, vec![json!(kill), json!(ROWS)]).await;
    // A different moment each time.
    let enough = ACKNOWLEDGED + (kill as u64 * 7) % 30;
    let (saved, waiting) = until("enough is saved and something waits", async || {
        let seen = browser.eval("return window.seen()", vec![]).await;
        let count = |at: usize| seen[at].as_u64().unwrap_or(0);
        match (count(0), count(1)) {
            (saved, waiting) if saved >= enough && waiting > 0 => Ok((saved, waiting)),
            (saved, waiting) => Err(format!("{saved} saved, {waiting} waiting")),
        }
    })
    .await;
    browser.kill().await;
    tally.acknowledged.push(saved);
    tally.in_flight += waiting;
}

async fn stored(browser: &Browser) -> BTreeMap<String, u64> {
    let acts = browser.eval_async(READ, vec![]).await;
    serde_json::from_value(acts).expect("acts and counts")
}

/// The acts that had been called saved and are not there. The queue is in order: if `n` are saved,
/// they are the first `n`.
fn lost(stored: &BTreeMap<String, u64>, acknowledged: &[u64]) -> Vec<String> {
    let acts = acknowledged.iter().enumerate();
    acts.flat_map(|(kill, count)| (0..*count).map(move |act| format!("{kill}-{act}")))
        .filter(|act| !stored.contains_key(act))
        .collect()
}

/// The page shows the titles of a single act, at least the last that was called saved.
async fn shows_one_act(browser: &Browser, kill: usize, acknowledged: u64) {
    until("the sheet shows one whole act", async || {
        let shown = browser.eval(SHOWN, vec![]).await;
        let titles: Vec<&str> = shown
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let first = titles
            .first()
            .and_then(|title| title.strip_suffix("-0"))
            .ok_or("nothing yet")?;
        let whole: Vec<String> = (0..ROWS).map(|row| format!("{first}-{row}")).collect();
        let act = first
            .strip_prefix(&format!("k{kill}-"))
            .and_then(|act| act.parse::<u64>().ok());
        match act {
            Some(act) if titles == whole && act + 1 >= acknowledged => Ok(()),
            _ => Err(format!("{titles:?}, {acknowledged} acknowledged")),
        }
    })
    .await;
}
