//! A firm brings in the table it has kept for years: it sees what is odd before anything enters, gets the
//! figures of rule 28, imports again without harm; and its partner, by file, has the same figures.

use std::path::Path;

use crate::harness::{Browser, journey, until};
use crate::three_firms_converge::{
    add_partner, arrive, assert_equal, merge, saved, start, write_to,
};

const TABLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/data/requirements-real.csv"
);

/// Everything odd in the table, by class, with how many rows.
const ODD: [&str; 12] = [
    "“Acknowledged” is before “Submitted” (2)",
    "“Proposed” is before “Submitted” (2)",
    "“Delivery plan given” is before “Proposed” (237)",
    "“Accepted (closed)” is before “Acknowledged” (117)",
    "“Accepted (closed)” is before “Delivery plan given” (23)",
    "“Accepted (closed)” is before “Proposed” (12)",
    "“Accepted (closed)” is before “Submitted” (2)",
    "submitted_at: Dates only: this time of day is a stand-in (1,379)",
    "due_at: Dates only: this time of day is a stand-in (1,381)",
    "closed_at: Dates only: this time of day is a stand-in (63)",
    "submitted_at: A column of dates only (1)",
    "due_at: A column of dates only (1)",
];

/// Gives the page the table and answers what it cannot know.
async fn give_table(browser: &Browser) {
    browser.open("#/requirements?view=import").await;
    browser
        .css("input[type=file]")
        .upload(&[Path::new(TABLE)])
        .await;
    browser.text("1,434 rows").appears().await;
    browser
        .field("Name of this source")
        .partly()
        .fill("Order book")
        .await;
    browser.field("Partner").choose("Beta Castings").await;
}

/// Every figure on the list's page: its name, its value and what that rests on.
async fn figures(browser: &Browser) -> Vec<String> {
    const FIGURES: &str = "return [...document.querySelectorAll('.requirements-figures > *')]
        .map((card) => card.innerText.replace(/\\s+/g, ' ').trim())";
    browser.open("#/requirements").await;
    until("the figures are shown", async || {
        let shown = browser.eval(FIGURES, vec![]).await;
        let cards: Vec<String> = serde_json::from_value(shown).map_err(|e| e.to_string())?;
        match cards.iter().any(|card| card.contains("1,432")) {
            true => Ok(cards),
            false => Err(format!("{cards:?}")),
        }
    })
    .await
}

/// Each class of flagged rows with its count, as the page lists them.
async fn flags(browser: &Browser) -> Vec<String> {
    const FLAGS: &str = "return [...document.querySelectorAll('.requirements-flags li')]
        .map((line) => line.textContent.replace(/\\s+/g, ' ').trim())";
    let shown = browser.eval(FLAGS, vec![]).await;
    serde_json::from_value(shown).expect("lines")
}

fn assert_says(cards: &[String], name: &str, basis: &str) {
    let card = cards.iter().find(|card| card.contains(name));
    let card = card.unwrap_or_else(|| panic!("no figure {name} in {cards:?}"));
    assert!(card.contains(basis), "{name} rests on {basis}: {card}");
}

#[test]
fn a_real_table_enters_once_and_both_firms_have_its_figures() {
    journey(async |stage| {
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "Supplies us").await;
        give_table(&alpha).await;
        // What is odd is said before anything enters.
        for odd in ODD {
            alpha.css(".findings").text(odd).appears().await;
        }
        alpha.screenshot("import-real-table").await;
        alpha.assert_accessible("a table before it enters").await;
        alpha.button("Bring in 1,434 requirements").click().await;
        alpha.heading("Requirements").appears().await;
        saved(&alpha).await;

        let ours = figures(&alpha).await;
        assert_says(&ours, "Acknowledged within 2 h", "11 of 1,432");
        assert_says(&ours, "Proposed within 24 h", "12 of 1,432");
        assert_says(&ours, "Closed loop", "1,327 of 1,432");
        let flagged = flags(&alpha).await;
        assert!(flagged.len() >= 3, "classes of flagged rows: {flagged:?}");
        alpha.screenshot("real-table-figures").await;

        // The same file again, in a later visit: nothing enters.
        give_table(&alpha).await;
        alpha
            .text("Everything in this table is here already")
            .appears()
            .await;
        let blocked = alpha.button("Bring in 0 requirements");
        assert!(!blocked.is_enabled().await, "there is nothing to bring in");

        let file = write_to(stage, &alpha, "Beta Castings").await;
        let beta = stage.browser("beta").await;
        arrive(&beta, &file, "Beta Castings", "Ben Example").await;
        assert_eq!(
            figures(&beta).await,
            ours,
            "both firms have the same figures"
        );
        assert_eq!(flags(&beta).await, flagged, "and the same flagged rows");
        merge(&alpha, &[&write_to(stage, &beta, "Alpha Works").await]).await;
        assert_equal(&alpha, &beta, "Alpha Works", "Beta Castings").await;
    });
}
