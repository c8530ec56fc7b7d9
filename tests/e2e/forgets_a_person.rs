//! A person's record: saved for the person to have, and purged where it never left; what is in a file is
//! elsewhere, and stays.

use serde_json::Value;

use crate::between_two_firms::look_at_form;
use crate::harness::{Browser, journey};
use crate::reaches_the_hours::{
    ANN, FIRM, add_person, claim, new_course, new_year, person_id, plan_date, this_year,
};
use crate::three_firms_converge::{backup, saved, start};

/// A name nobody else has, nor any text of the program.
const NAME: &str = "Quellinde Zzfrost";

/// Where a text stands in what this browser keeps for the page, and how many characters were searched.
const SEARCH: &str = "const wanted = arguments[0], found = [];
    let searched = 0;
    const look = (where, value) => {
      const text = value instanceof Uint8Array
        ? new TextDecoder().decode(value) : JSON.stringify(value) ?? String(value);
      searched += text.length;
      if (text.includes(wanted)) found.push(where);
    };
    const done = (request) => new Promise((ok, no) => {
      request.onsuccess = () => ok(request.result);
      request.onerror = () => no(request.error);
    });
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const rows = database.transaction(store).objectStore(store);
        for (const value of await done(rows.getAll())) look(`${name}/${store}`, value);
        for (const key of await done(database.transaction(store).objectStore(store).getAllKeys()))
          look(`${name}/${store}`, key);
      }
      database.close();
    }
    for (const area of [localStorage, sessionStorage])
      for (const [key, value] of Object.entries(area)) look('settings', key + value);
    return [found, searched];";

async fn kept(browser: &Browser, text: &str) -> Vec<String> {
    let found = browser.eval_async(SEARCH, vec![text.into()]).await;
    let searched = found[1].as_u64().unwrap_or_default();
    assert!(searched > 1_000, "the store is not empty: {searched}");
    let places = found[0].as_array().into_iter().flatten();
    places
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Somebody with a date of joining who was at a training, passed, and learnt elsewhere.
async fn somebody(stage: &crate::harness::Stage, browser: &Browser) {
    let year = this_year(browser).await;
    add_person(browser, NAME, "Contacts", "2020-01-01").await;
    new_course(browser, "Talking with partners", "90", "60").await;
    plan_date(browser, &new_year(year)).await;
    browser.field("Add who was there").choose(NAME).await;
    let line = browser.item(NAME);
    line.field(&format!("Score of {NAME}")).fill("72").await;
    browser.press(crate::harness::Key::Tab + "").await;
    line.says("Passed, 72").await;
    browser.field("Add who was there").choose(ANN).await;
    saved(browser).await;
    claim(stage, browser, NAME, &format!("{year}-01-02"), "45").await;
}

async fn open_record(browser: &Browser) {
    let id = person_id(browser, NAME).await;
    browser.open(&format!("#/training/{id}")).await;
    browser.heading(NAME).appears().await;
}

async fn ask(browser: &Browser) -> crate::harness::Target {
    browser.css("summary").nth(0).appears().await;
    browser.text("Purge this person's record").click().await;
    browser.button("See what can be purged").click().await;
    browser.dialog("Purge this person's record")
}

#[test]
fn a_record_that_never_left_is_purged_without_a_byte_of_the_name_left() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        somebody(stage, &ann).await;
        assert!(!kept(&ann, NAME).await.is_empty(), "the search finds it");
        // Another tab holds it as well.
        ann.new_tab().await;
        ann.open("#/training").await;
        ann.row(NAME).appears().await;
        let other = ann.new_tab().await;
        open_record(&ann).await;

        // First the person gets everything there is.
        ann.button("Save record").click().await;
        let (_, bytes) = ann.downloaded().await;
        let text = String::from_utf8(bytes).expect("UTF-8");
        for words in [
            NAME,
            "2020-01-01",
            "Talking with partners,90,2.000,Attended",
            "\"Passed, 72\"",
            "Evening class,45,,Waits for approval",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let form = ask(&ann).await;
        form.text("Name and layer").appears().await;
        form.text("1 note of who was at a training").appears().await;
        form.text("1 assessment").appears().await;
        form.text("1 entry of hours from elsewhere").appears().await;
        look_at_form(&ann, "training-purge").await;
        form.button("Cancel").click().await;
        form.disappears().await;
        ann.heading(NAME).appears().await;
        ann.button("See what can be purged").click().await;
        form.button("Purge 6 records for good").click().await;
        form.disappears().await;
        ann.heading("Trainings").disappears().await;
        ann.row(ANN).appears().await;
        assert!(!ann.row(NAME).is_there().await, "she is gone");
        assert_eq!(kept(&ann, NAME).await, [""; 0]);
        ann.switch_to(&other).await;
        ann.row(NAME).disappears().await;
        ann.row(ANN).says("2 of 24").await;

        // The fact is kept, and comes with a backup in which the name is not.
        ann.open("#/training?view=settings").await;
        ann.text("6 records of a person, by Ann Example")
            .appears()
            .await;
        ann.reload().await;
        ann.text("6 records of a person, by Ann Example")
            .appears()
            .await;
        assert_eq!(kept(&ann, NAME).await, [""; 0]);
        let mail = backup(stage, &ann).await;
        let text = std::fs::read_to_string(&mail.path).expect("the file");
        assert!(!text.contains(NAME) && text.contains(ANN));
    });
}

#[test]
fn a_record_that_is_in_a_backup_is_not_purged_and_nobody_purges_themselves() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        somebody(stage, &ann).await;
        backup(stage, &ann).await;
        open_record(&ann).await;
        let form = ask(&ann).await;
        form.text("Nothing can be purged: all of it has left this browser in a file.")
            .appears()
            .await;
        form.text("in a file of the firm or a backup since")
            .appears()
            .await;
        assert!(!form.button("Purge 6 records for good").is_there().await);
        look_at_form(&ann, "training-purge-not").await;
        form.button("Cancel").click().await;
        assert!(!kept(&ann, NAME).await.is_empty());
        let me = person_id(&ann, ANN).await;
        ann.open(&format!("#/training/{me}")).await;
        ann.text("Purge this person's record").click().await;
        ann.text("This is you").appears().await;
        assert!(!ann.button("See what can be purged").is_there().await);
    });
}
