//! Two firms agree on numbers: a baseline, a trend and its table, a figure explained down to its rows;
//! a period reconciled by two small files, equal first, then with the record that differs named.

use std::path::{Path, PathBuf};

use crate::between_two_firms::{ago, look_at};
use crate::explains_a_clock::{ask, look};
use crate::harness::{Browser, Lang, Setup, Stage, journey};
use crate::three_firms_converge::{add_partner, arrive, merge, saved, start, write_to};

const DAY: u32 = 24 * 60;

async fn fill_baseline(browser: &Browser, value: &str, date: &str, sample: &str) {
    browser.field("Changes per requirement").fill(value).await;
    browser.field("Taken on").fill(date).await;
    browser.field("From how many rows").fill(sample).await;
    browser.button("Keep as baseline").click().await;
}

async fn set_a_baseline(alpha: &Browser) {
    alpha.open("#/requirements?view=figures").await;
    alpha
        .row("Changes per requirement")
        .says("no baseline yet")
        .await;
    alpha.link("Changes per requirement").click().await;
    alpha.heading("Baselines kept").appears().await;
    alpha.button("Keep as baseline").click().await;
    alpha.text("Give a number, at least 0.").appears().await;
    fill_baseline(alpha, "1.5", "2999-01-01", "40").await;
    alpha.text("That date has not come yet.").appears().await;
    fill_baseline(alpha, "1.5", "2025-12-31", "0").await;
    alpha
        .text("Give from how many rows")
        .partly()
        .appears()
        .await;
    fill_baseline(alpha, "1.5", "2025-12-31", "40").await;
    alpha.row("2025-12-31").says("counts").await;
    // Nobody asked for a change: all of it is gone, and the target holds.
    alpha.text("−100% against the baseline").appears().await;
    alpha.text("on target").appears().await;
    saved(alpha).await;
    alpha.button("Take today’s 0").click().await;
    alpha.row("2025-12-31").says("older").await;
    alpha
        .css(".toasts li:last-child button")
        .nth(0)
        .click()
        .await;
    alpha.row("2025-12-31").says("counts").await;
    saved(alpha).await;
}

#[test]
fn a_firm_keeps_a_baseline_and_follows_a_figure_down_to_its_rows() {
    journey(async |stage| {
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "Supplies us").await;
        for (what, days) in [("12 gear housings", 95), ("40 t of castings", 3)] {
            let asked = ago(&alpha, days * DAY).await;
            ask(&alpha, "Beta Castings", what, &asked).await;
        }
        set_a_baseline(&alpha).await;
        let said = alpha.css(".chart-plot").attribute("aria-label").await;
        let said = said.expect("a text alternative");
        assert!(
            said.contains("latest 0") && said.contains("without data"),
            "{said}"
        );
        alpha.css(".chart-table summary").click().await;
        alpha.css(".chart-table tbody tr").nth(3).appears().await;
        look(&alpha, "figure-changes-en").await;
        alpha.css(".chart-table tbody tr a").nth(0).click().await;
        alpha.text("submitted in").partly().appears().await;
        alpha.link("12 gear housings").partly().appears().await;
        alpha.link("40 t of castings").partly().disappears().await;

        alpha.open("#/requirements?view=figures").await;
        alpha.row("Changes per requirement").says("−100%").await;
        alpha.link("Acknowledged within 2 h").click().await;
        alpha.heading("Explain this number").appears().await;
        alpha.text("No data, no figure.").appears().await;
        alpha.row("unknown, waiting for their file").says("2").await;
        alpha
            .link("unknown, waiting for their file")
            .partly()
            .click()
            .await;
        alpha.link("12 gear housings").partly().appears().await;
        alpha.link("40 t of castings").partly().appears().await;
        // A bar leads to its rows, too.
        alpha.open("#/requirements?view=figures").await;
        alpha.link("30 days or more").focus().await;
        alpha.press(thirtyfour::Key::Enter + "").await;
        alpha.link("12 gear housings").partly().appears().await;
        alpha.link("40 t of castings").partly().disappears().await;
    });
}

/// Saves the statement the page shows, as a file that can be sent.
async fn save_statement(stage: &Stage, browser: &Browser) -> PathBuf {
    browser.open("#/requirements?view=reconcile").await;
    browser.button("Save as a file").click().await;
    let (name, bytes) = browser.downloaded().await;
    assert!(name.starts_with("tandem-statement-"), "{name}");
    stage.file(&name, &bytes)
}

async fn open_statement(browser: &Browser, statement: &Path) {
    browser.open("#/requirements?view=reconcile").await;
    let input = browser.css("main .file-drop input");
    input.upload(&[statement]).await;
}

#[test]
fn two_firms_reconcile_a_period_and_the_record_that_differs_is_named() {
    journey(async |stage| {
        const WHAT: &str = "40 t of castings";
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "Supplies us").await;
        let asked = ago(&alpha, 10).await;
        ask(&alpha, "Beta Castings", WHAT, &asked).await;
        let first = write_to(stage, &alpha, "Beta Castings").await;
        let beta = stage.browser("beta").await;
        arrive(&beta, &first, "Beta Castings", "Ben Example").await;
        look_at(&beta, WHAT).await;
        beta.button("Acknowledge").focus().await;
        beta.button("Acknowledge").click().await;
        saved(&beta).await;
        let second = write_to(stage, &beta, "Alpha Works").await;
        merge(&alpha, &[&second]).await;
        let third = write_to(stage, &alpha, "Beta Castings").await;
        merge(&beta, &[&third]).await;

        let of_beta = save_statement(stage, &beta).await;
        let of_alpha = save_statement(stage, &alpha).await;
        const EQUAL: &str = "Equal: every figure, and every record behind them.";
        for (browser, theirs) in [(&alpha, &of_beta), (&beta, &of_alpha)] {
            open_statement(browser, theirs).await;
            browser.text(EQUAL).appears().await;
            browser
                .row("Acknowledged within 2 h")
                .says("1 ÷ 1 = 100%")
                .await;
        }
        what_cannot_be_compared_says_so(&alpha, &first.path, &of_alpha, &of_beta).await;

        look_at(&beta, WHAT).await;
        beta.button("Propose…").focus().await;
        beta.button("Propose…").click().await;
        let form = beta.dialog("Propose…");
        form.button("Confirm").click().await;
        form.disappears().await;
        saved(&beta).await;
        let later = save_statement(stage, &beta).await;
        open_statement(&alpha, &later).await;
        alpha.text("1 record differs.").appears().await;
        alpha.row(WHAT).says("The records differ:").await;
        let moved = "Proposed within 24 h: ours not due, theirs reached";
        alpha.row(WHAT).says(moved).await;
        look(&alpha, "reconcile-en").await;
        alpha.as_paper(true).await;
        alpha.screenshot("reconcile-paper").await;
        alpha.as_paper(false).await;
        alpha.link(WHAT).partly().click().await;
        alpha.heading(WHAT).appears().await;
    });
}

async fn what_cannot_be_compared_says_so(
    alpha: &Browser,
    partner_file: &Path,
    own: &Path,
    theirs: &Path,
) {
    alpha
        .field("Or paste its text")
        .fill("Dear Ann, attached")
        .await;
    alpha
        .text("This is no statement of Tandem.")
        .partly()
        .appears()
        .await;
    open_statement(alpha, partner_file).await;
    alpha
        .text("This is a partner file")
        .partly()
        .appears()
        .await;
    open_statement(alpha, own).await;
    alpha
        .text("This is your own statement.")
        .partly()
        .appears()
        .await;
    open_statement(alpha, theirs).await;
    alpha.radio("Last month").click().await;
    alpha
        .text("This statement is of another period")
        .partly()
        .appears()
        .await;
    alpha.button("Take their period").click().await;
    alpha.text("Equal: every figure").partly().appears().await;
    let text = std::fs::read_to_string(theirs).expect("the statement");
    open_statement(alpha, partner_file).await;
    alpha.field("Or paste its text").fill(&text).await;
    alpha.text("Equal: every figure").partly().appears().await;
}

#[test]
fn the_pages_of_figures_read_well_in_chinese() {
    journey(async |stage| {
        let setup = Setup {
            lang: Lang::Zh,
            ..Setup::default()
        };
        let reader = stage.browser_with("reader", setup).await;
        reader.open("").await;
        reader.button("打开样例").click().await;
        reader.css("nav").appears().await;
        reader.open("#/requirements?view=figures").await;
        reader.css(".chart-bars").appears().await;
        look(&reader, "figures-zh").await;
        reader
            .open("#/requirements?view=figures&of=closed_loop")
            .await;
        reader.css(".chart-plot").appears().await;
        look(&reader, "figure-zh").await;
        reader.open("#/requirements?view=reconcile").await;
        reader.heading("与协作方对数").appears().await;
        look(&reader, "reconcile-zh").await;
    });
}
