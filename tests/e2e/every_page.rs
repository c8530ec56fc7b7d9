//! Every page is usable by everyone: no accessibility violation and nothing too wide, in both
//! languages, in light and dark, on a desk and on a phone.

use crate::harness::{Browser, Lang, Setup, journey};

/// The pages of the registry and the shell's own.
const PAGES: [&str; 9] = [
    "",
    "people",
    "matrix",
    "drills",
    "requirements",
    "inbox",
    "exchange",
    "bin",
    "settings",
];

async fn look_everywhere(browser: &Browser, lang: &str) {
    let mut places: Vec<String> = PAGES.map(|page| format!("#/{page}")).to_vec();
    // One record of each kind that has a page of its own, and its history.
    for page in ["people", "matrix", "requirements"] {
        browser.open(&format!("#/{page}")).await;
        browser.css("main h1").appears().await;
        let link = format!("main a[href*='#/{page}/']");
        if browser.css(&link).is_there().await {
            let href = browser
                .css(&link)
                .attribute("href")
                .await
                .expect("an address");
            let hash = &href[href.find('#').expect("a hash")..];
            places.push(hash.replace(&format!("#/{page}/"), "#/history/"));
            places.push(hash.to_owned());
        }
    }
    assert!(
        places.len() > PAGES.len() + 4,
        "the sample has records to look at: {places:?}"
    );
    for dark in [false, true] {
        browser.dark(dark).await;
        for place in &places {
            let shade = if dark { "dark" } else { "light" };
            let what = format!("{place} in {lang}, {shade}");
            browser.resize(1440, 900).await;
            browser.open(place).await;
            browser.css("main h1").appears().await;
            browser.assert_accessible(&what).await;
            let page = place
                .trim_start_matches("#/")
                .split(['/', '?'])
                .next()
                .unwrap_or("");
            let one = if place.matches('/').count() > 1 {
                "-one"
            } else {
                ""
            };
            let shot = format!(
                "{lang}-{shade}-{}{one}",
                if page.is_empty() { "today" } else { page }
            );
            browser.screenshot(&format!("{shot}-1440")).await;
            browser.resize(360, 740).await;
            browser.assert_fits(&what).await;
            browser.assert_accessible(&format!("{what}, 360 px")).await;
            browser.screenshot(&format!("{shot}-360")).await;
        }
    }
}

fn every_page_in(lang: Lang, code: &'static str, open_sample: &'static str) {
    journey(async |stage| {
        let setup = Setup {
            lang,
            ..Setup::default()
        };
        let reader = stage.browser_with("reader", setup).await;
        reader.open("").await;
        reader.button(open_sample).appears().await;
        reader
            .assert_accessible(&format!("first run in {code}"))
            .await;
        reader.screenshot(&format!("{code}-first-run-1440")).await;
        reader.resize(360, 740).await;
        reader.assert_fits(&format!("first run in {code}")).await;
        reader.screenshot(&format!("{code}-first-run-360")).await;
        reader.button(open_sample).click().await;
        reader.css("nav").appears().await;
        look_everywhere(&reader, code).await;
    });
}

#[test]
fn every_page_is_accessible_and_fits_in_english() {
    every_page_in(Lang::En, "en", "Open the sample");
}

#[test]
fn every_page_is_accessible_and_fits_in_chinese() {
    every_page_in(Lang::Zh, "zh", "打开样例");
}
