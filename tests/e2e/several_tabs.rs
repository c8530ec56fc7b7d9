//! Two tabs of one workspace: each shows what the other writes, without a reload (LEDGER 25).
//! Tabs of different versions are not tried here.

use crate::harness::{Browser, Key, journey};

/// Types a title into the selected row of a new task.
async fn add_task(tab: &Browser, title: &str) {
    tab.button("Add a task").click().await;
    tab.css("textarea.matrix-editor:focus").appears().await;
    tab.press(title).await;
    tab.press(Key::Enter + "").await;
    tab.text(title).appears().await;
}

#[test]
fn two_tabs_show_each_others_edits() {
    journey(async |stage| {
        let browser = stage.browser("ann").await;
        let place = super::kills::a_matrix(&browser).await;
        let first = browser.new_tab().await;
        browser.open(&place).await;
        let second = browser.new_tab().await;

        browser.switch_to(&second).await;
        add_task(&browser, "Written in the second tab").await;
        browser.switch_to(&first).await;
        browser.text("Written in the second tab").appears().await;
        add_task(&browser, "Written in the first tab").await;
        browser.switch_to(&second).await;
        browser.text("Written in the first tab").appears().await;

        for tab in [&first, &second] {
            browser.switch_to(tab).await;
            browser.reload().await;
            browser.text("Written in the second tab").appears().await;
            browser.text("Written in the first tab").appears().await;
        }
    });
}
