//! Three firms that never share a server end with the same records, whatever happens to their files;
//! and nothing leaves a firm that was not shared.

use std::path::PathBuf;

use serde_json::Value;
use thirtyfour::Key;

use crate::harness::{Browser, Lang, Setup, Stage, journey, until};

/// What only A may ever hold: it stands in every text A keeps from B.
const SECRET: &str = "zzsecretzz";

pub async fn start(browser: &Browser, firm: &str, person: &str) {
    browser.open("").await;
    browser.field("Your firm").fill(firm).await;
    browser.field("Your name").fill(person).await;
    browser.button("Start").click().await;
    browser.heading("Today").appears().await;
}

/// A trainer's own workspace in a browser that speaks Chinese.
pub async fn start_in_chinese(stage: &Stage) -> Browser {
    let setup = Setup {
        lang: Lang::Zh,
        ..Setup::default()
    };
    let trainer = stage.browser_with("trainer", setup).await;
    trainer.open("").await;
    trainer.field("企业名称").fill("培训师").await;
    trainer.field("您的姓名").fill("李老师").await;
    trainer.button("开始").click().await;
    trainer.heading("今天").appears().await;
    trainer
}

pub async fn add_partner(browser: &Browser, name: &str, tie: &str) {
    browser.open("#/people").await;
    browser.button("Add a party").click().await;
    let form = browser.dialog("Add a party");
    form.field("Name").fill(name).await;
    form.field("Relation to us").choose(tie).await;
    form.button("Save").click().await;
    browser.link(name).appears().await;
    saved(browser).await;
}

async fn submit(browser: &Browser, partner: &str, what: &str) {
    browser.open("#/requirements?new=1").await;
    browser.field("Partner").choose(partner).await;
    browser.field("What is asked").fill(what).await;
    browser.button("Submit").click().await;
    browser.heading(what).appears().await;
}

/// A file as it lies in a mail box.
pub struct Mail {
    pub path: PathBuf,
    text: String,
}

pub async fn write_to(stage: &Stage, browser: &Browser, partner: &str) -> Mail {
    browser.open("#/exchange").await;
    browser.checkbox(partner).click().await;
    browser.button("Write files").click().await;
    received(stage, browser).await
}

async fn received(stage: &Stage, browser: &Browser) -> Mail {
    let (name, bytes) = browser.downloaded().await;
    let text = String::from_utf8(bytes.clone()).expect("a partner file is text");
    Mail {
        path: stage.file(&name, &bytes),
        text,
    }
}

async fn read(browser: &Browser, mails: &[&Mail]) {
    browser.open("#/exchange").await;
    let paths: Vec<_> = mails.iter().map(|mail| mail.path.as_path()).collect();
    browser.css("input[type=file]").upload(&paths).await;
    browser.button("Merge").appears().await;
}

pub async fn merge(browser: &Browser, mails: &[&Mail]) {
    read(browser, mails).await;
    browser.button("Merge").click().await;
    browser.button("Merge").disappears().await;
}

/// The firm that a file is for opens it in a browser that has never seen Tandem.
pub async fn arrive(browser: &Browser, mail: &Mail, firm: &str, person: &str) {
    browser.open("").await;
    browser.css("input[type=file]").upload(&[&mail.path]).await;
    browser.text(&format!("You are {firm}")).appears().await;
    browser
        .css(".who input[autocomplete=name]")
        .fill(person)
        .await;
    browser.button("Open the workspace").click().await;
    browser.heading("Today").appears().await;
}

/// What the page says is shared with a partner: how many changes, and their digest. Other partners'
/// cards may name it too, so its own is found by its heading.
async fn shared(browser: &Browser, partner: &str) -> String {
    const DIGEST: &str = "const card = [...document.querySelectorAll('.partner')]
        .find((card) => card.querySelector('strong').textContent === arguments[0]);
        return card?.querySelector('.digest')?.textContent ?? null;";
    browser.open("#/exchange").await;
    until("the digest is shown", async || {
        let shown = browser.eval(DIGEST, vec![partner.into()]).await;
        shown
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| "no digest".to_owned())
    })
    .await
}

pub async fn assert_equal(a: &Browser, b: &Browser, name_a: &str, name_b: &str) {
    assert_eq!(
        shared(a, name_b).await,
        shared(b, name_a).await,
        "{name_a} and {name_b} hold the same"
    );
}

pub async fn make_matrix(browser: &Browser, partner: &str) {
    browser.open("#/matrix").await;
    browser.button("New matrix").click().await;
    let form = browser.dialog("New matrix");
    form.field("Name").fill("Castings").await;
    form.checkbox(partner).click().await;
    form.button("Create").click().await;
    browser.heading("Castings").appears().await;
}

/// Sets one cell's letters by keyboard.
pub async fn letters(browser: &Browser, cell: &str, keys: &str) {
    browser.open("#/matrix").await;
    browser.link("Castings").click().await;
    let cell = browser.cell(cell).partly();
    cell.click().await;
    browser.press(keys).await;
    saved(browser).await;
}

pub async fn saved(browser: &Browser) {
    until("everything is saved", async || {
        let state = browser.css(".save-state").attribute("data-state").await;
        match state.as_deref() {
            Some("saved") => Ok(()),
            other => Err(format!("{other:?}")),
        }
    })
    .await;
}

/// Adds a task to the matrix and types its title.
pub async fn add_task(browser: &Browser, title: &str) {
    browser.open("#/matrix").await;
    browser.link("Castings").click().await;
    browser.button("Add a task").click().await;
    browser.css("textarea.matrix-editor:focus").appears().await;
    browser.press(title).await;
    browser.press(Key::Enter + "").await;
    saved(browser).await;
}

/// The ids of the records that hold the secret, read out of a file that carries everything.
fn secret_records(everything: &str) -> Vec<String> {
    let file: Value = serde_json::from_str(everything).expect("a partner file is JSON");
    let body = &file["body"];
    let secret = |change: &&Value| change["set"].to_string().contains(SECRET);
    let changes = body["changes"].as_array().expect("changes");
    let mut ids: Vec<String> = changes
        .iter()
        .filter(secret)
        .map(|change| {
            let place = change["on"].as_u64().expect("a place in the table") as usize;
            body["records"][place].as_str().expect("an id").to_owned()
        })
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

fn assert_keeps_secrets(mail: &Mail, ids: &[String]) {
    assert!(!mail.text.contains(SECRET), "a secret left the firm");
    for id in ids {
        assert!(
            !mail.text.contains(id.as_str()),
            "{id} was not shared and left the firm"
        );
    }
}

/// What Alpha keeps from Beta: a draft, a person's mail address, and all its dealings with Delta.
async fn keep_secrets(alpha: &Browser) {
    let delta = format!("{SECRET} Delta");
    add_partner(alpha, &delta, "Supplies us").await;
    submit(alpha, &delta, &format!("{SECRET} wire")).await;
    alpha.open("#/requirements?new=1").await;
    alpha
        .field("What is asked")
        .fill(&format!("{SECRET} draft"))
        .await;
    alpha.button("Save draft").click().await;
    alpha.open("#/people").await;
    alpha.link("Alpha Works").click().await;
    alpha.item("Ann Example").button("Edit").click().await;
    let form = alpha.dialog("Ann Example");
    form.field("Email")
        .partly()
        .fill(&format!("{SECRET}@example.com"))
        .await;
    form.button("Save").click().await;
    form.disappears().await;
    saved(alpha).await;
}

pub async fn backup(stage: &Stage, browser: &Browser) -> Mail {
    browser.open("#/exchange").await;
    browser
        .button("Write the file for colleagues (backup)")
        .click()
        .await;
    received(stage, browser).await
}

#[test]
fn two_firms_settle_what_both_changed_and_no_secret_leaves() {
    journey(async |stage| {
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "Supplies us").await;
        make_matrix(&alpha, "Beta Castings").await;
        add_task(&alpha, "Pour").await;
        submit(&alpha, "Beta Castings", "40 t of castings").await;
        keep_secrets(&alpha).await;
        let ids = secret_records(&backup(stage, &alpha).await.text);
        assert!(
            ids.len() >= 4,
            "the secrets stand in records of several kinds: {ids:?}"
        );
        let first = write_to(stage, &alpha, "Beta Castings").await;
        assert_keeps_secrets(&first, &ids);

        let beta = stage.browser("beta").await;
        arrive(&beta, &first, "Beta Castings", "Ben Example").await;
        beta.open("#/requirements").await;
        beta.link("40 t of castings").partly().click().await;
        beta.button("Acknowledge").click().await;
        saved(&beta).await;
        letters(&beta, "Pour, Beta Castings", "r").await;
        letters(&alpha, "Pour, Beta Castings", "a").await;
        let answer = write_to(stage, &beta, "Alpha Works").await;

        read(&alpha, &[&answer]).await;
        alpha
            .text("1 field was changed on both sides")
            .appears()
            .await;
        alpha.button("Merge").click().await;
        alpha.button("Merge").disappears().await;
        alpha
            .item("Beta Castings")
            .says("Received by partner")
            .await;
        // The history says which writes the partner has.
        alpha.open("#/requirements").await;
        alpha.link("40 t of castings").partly().click().await;
        alpha.link("History").click().await;
        alpha.row("40 t of castings").says("Beta Castings").await;
        alpha.open("#/inbox").await;
        alpha.item("Pour").button("Pick this").nth(0).click().await;
        alpha.text("Nothing to settle").appears().await;
        saved(&alpha).await;
        let settled = write_to(stage, &alpha, "Beta Castings").await;
        assert_keeps_secrets(&settled, &ids);
        merge(&beta, &[&settled]).await;
        assert_equal(&alpha, &beta, "Alpha Works", "Beta Castings").await;
        beta.open("#/inbox").await;
        beta.text("Nothing to settle").appears().await;
    });
}

#[test]
fn lost_doubled_and_late_files_end_in_the_same_records() {
    journey(async |stage| {
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "Supplies us").await;
        make_matrix(&alpha, "Beta Castings").await;
        add_task(&alpha, "Pour").await;
        let first = write_to(stage, &alpha, "Beta Castings").await;
        let beta = stage.browser("beta").await;
        arrive(&beta, &first, "Beta Castings", "Ben Example").await;
        add_task(&beta, "Anneal").await;
        merge(&alpha, &[&write_to(stage, &beta, "Alpha Works").await]).await;

        // The second file is lost on the way; the third names the gap and makes up for it.
        add_task(&alpha, "Fettle").await;
        let _lost = write_to(stage, &alpha, "Beta Castings").await;
        add_task(&alpha, "Inspect").await;
        let third = write_to(stage, &alpha, "Beta Castings").await;
        read(&beta, &[&third]).await;
        beta.text("File 2 of Alpha Works has not arrived")
            .appears()
            .await;
        beta.button("Merge").click().await;
        beta.button("Merge").disappears().await;
        beta.item("Alpha Works")
            .says("File 2 of Alpha Works has not arrived")
            .await;
        assert_equal(&alpha, &beta, "Alpha Works", "Beta Castings").await;

        // The third comes again, and the fifth before the fourth.
        read(&beta, &[&third]).await;
        beta.text("Merged before").appears().await;
        beta.button("Put away").click().await;
        add_task(&alpha, "Pack").await;
        let fourth = write_to(stage, &alpha, "Beta Castings").await;
        add_task(&alpha, "Ship").await;
        let fifth = write_to(stage, &alpha, "Beta Castings").await;
        merge(&beta, &[&fifth]).await;
        merge(&beta, &[&fourth]).await;
        assert_equal(&alpha, &beta, "Alpha Works", "Beta Castings").await;
    });
}

#[test]
fn a_colleague_catches_up_by_a_colleague_file_private_records_included() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, "Alpha Works", "Ann Example").await;
        add_partner(&ann, "Beta Castings", "Supplies us").await;
        keep_secrets(&ann).await;
        let file = backup(stage, &ann).await;
        assert_eq!(secret_records(&file.text).len(), 4);

        let ada = stage.browser("ada").await;
        ada.open("").await;
        ada.css("input[type=file]").upload(&[&file.path]).await;
        ada.text("Backup of Alpha Works").appears().await;
        ada.radio("Someone else").click().await;
        ada.css(".who input[autocomplete=name]")
            .fill("Ada Example")
            .await;
        ada.button("Open the workspace").click().await;
        ada.heading("Today").appears().await;
        ada.open("#/requirements").await;
        ada.link(&format!("{SECRET} draft")).appears().await;
        ada.link(&format!("{SECRET} wire")).partly().appears().await;
    });
}

#[test]
fn a_third_firm_joins_and_holds_the_same() {
    journey(async |stage| {
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "Supplies us").await;
        add_partner(&alpha, "Gamma Retail", "We supply it").await;
        make_matrix(&alpha, "Beta Castings").await;
        add_task(&alpha, "Pour").await;
        let first = write_to(stage, &alpha, "Beta Castings").await;
        let beta = stage.browser("beta").await;
        arrive(&beta, &first, "Beta Castings", "Ben Example").await;
        merge(&alpha, &[&write_to(stage, &beta, "Alpha Works").await]).await;

        alpha.open("#/matrix").await;
        alpha.link("Castings").click().await;
        alpha.button("Columns").click().await;
        let columns = alpha.dialog("Columns");
        columns.field("Party").choose("Gamma Retail").await;
        columns.button("Add a column").click().await;
        saved(&alpha).await;
        let joining = write_to(stage, &alpha, "Gamma Retail").await;
        let gamma = stage.browser("gamma").await;
        arrive(&gamma, &joining, "Gamma Retail", "Gus Example").await;
        merge(&alpha, &[&write_to(stage, &gamma, "Alpha Works").await]).await;
        assert_equal(&alpha, &gamma, "Alpha Works", "Gamma Retail").await;
        merge(&beta, &[&write_to(stage, &alpha, "Beta Castings").await]).await;
        assert_equal(&alpha, &beta, "Alpha Works", "Beta Castings").await;
    });
}
