//! A person fills a responsibility matrix with the keyboard alone: tasks, letters, a delivery
//! standard, undo, moving a row, a block from a spreadsheet; and finds the cell again by its address.

use thirtyfour::prelude::Key;

use crate::harness::{Browser, Lang, Setup, journey};

/// Pastes as a spreadsheet would: the system's clipboard is not the journey's own.
const PASTE: &str = "const data = new DataTransfer();
    data.setData('text/plain', arguments[0]);
    document.activeElement.dispatchEvent(new ClipboardEvent('paste',
        { clipboardData: data, bubbles: true, cancelable: true }));";

/// What copying would put on the clipboard.
const COPY: &str = "const data = new DataTransfer();
    document.activeElement.dispatchEvent(new ClipboardEvent('copy',
        { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData('text/plain');";

async fn press_button(user: &Browser, name: &str) {
    user.button(name).focus().await;
    user.press(Key::Enter).await;
}

/// An empty workspace of a firm called Works, and a matrix of its own in it.
async fn with_matrix(user: &Browser) {
    user.open("").await;
    user.field("Your firm").keys("Works").await;
    user.field("Your name").keys("Ann").await;
    user.press(Key::Enter).await;
    user.heading("Today").appears().await;
    user.open("#/matrix").await;
    press_button(user, "New matrix").await;
    user.field("Name").keys("Orders").await;
    user.press(Key::Enter).await;
    user.heading("Orders").appears().await;
}

/// Adds a task below the selected one; afterwards its title has the focus.
async fn add_task(user: &Browser, title: &str) {
    press_button(user, "Add a task").await;
    user.css("textarea.matrix-editor:focus").appears().await;
    user.press(title).await;
    user.press(Key::Enter).await;
    user.cell(title).partly().appears().await;
}

#[test]
fn a_matrix_is_filled_without_a_mouse() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        with_matrix(&ann).await;
        add_task(&ann, "Ship").await;
        ann.press(Key::Right).await;
        ann.press("r").await;
        ann.press("a").await;
        let letters = "Ship, Works: responsible, accountable";
        ann.cell(letters).partly().appears().await;
        ann.text("has no delivery standard").appears().await;

        ann.press(Key::Right).await;
        ann.press(Key::Enter).await;
        ann.press("within 24 h").await;
        ann.press(Key::Enter).await;
        ann.text("1 of 1 tasks").appears().await;
        ann.text("has no delivery standard").disappears().await;

        ann.press_with(&[Key::Control], "z").await;
        ann.text("has no delivery standard").appears().await;
        ann.press_with(&[Key::Control], "y").await;
        ann.text("1 of 1 tasks").appears().await;

        add_task(&ann, "Plan").await;
        ann.press_with(&[Key::Alt], Key::Up).await;
        ann.css("tbody tr:first-child").says("Plan").await;
        ann.press(Key::Right).await;
        ann.eval(PASTE, vec!["R/A\tevery Monday".into()]).await;
        ann.text("2 of 2 tasks").appears().await;
        assert_eq!(ann.eval(COPY, vec![]).await, "R/A\n");
        ann.eval(PASTE, vec!["R/X".into()]).await;
        ann.text("row 1, column 1: “R/X”").appears().await;

        ann.press(Key::Delete).await;
        ann.cell("Plan, Works: no letters").partly().appears().await;
        ann.reload().await;
        ann.cell("Plan, Works: no letters").partly().appears().await;
        ann.press("i").await;
        ann.cell("Plan, Works: informed").partly().appears().await;
    });
}

#[test]
fn the_sample_shows_the_matrix_in_both_languages_and_on_a_telephone() {
    journey(async |stage| {
        for (name, lang, open) in [
            ("en", Lang::En, "Open the sample"),
            ("zh", Lang::Zh, "打开样例"),
        ] {
            let setup = Setup {
                lang,
                ..Setup::default()
            };
            let reader = stage.browser_with(name, setup).await;
            reader.open("").await;
            reader.button(open).click().await;
            reader.css("nav").appears().await;
            reader.open("#/matrix").await;
            reader.css(".card h2 a").appears().await;
            look(&reader, &format!("matrices-{name}")).await;
            reader.css(".card h2 a").click().await;
            reader.css(".grid tbody tr").appears().await;
            look(&reader, &format!("matrix-{name}")).await;
            reader.as_paper(true).await;
            reader.screenshot(&format!("matrix-{name}-paper")).await;
            reader.as_paper(false).await;
        }
    });
}

/// Light and dark, on a telephone and on a desk.
async fn look(reader: &Browser, what: &str) {
    for dark in [false, true] {
        reader.dark(dark).await;
        for width in [360, 1440] {
            reader.resize(width, 900).await;
            let light = if dark { "dark" } else { "light" };
            let what = format!("{what}-{light}-{width}");
            reader.screenshot(&what).await;
            reader.assert_fits(&what).await;
            reader.assert_accessible(&what).await;
        }
    }
}
