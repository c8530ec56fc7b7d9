//! Every page is usable by everyone: no accessibility violation and nothing too wide, in both
//! languages, in light and dark, on a desk and on a phone.

use crate::harness::{Browser, Lang, Setup, journey};

/// The pages of the registry and the shell's own.
const PAGES: [&str; 10] = [
    "",
    "people",
    "matrix",
    "drills",
    "training",
    "requirements",
    "inbox",
    "exchange",
    "bin",
    "settings",
];

/// A place to look at, how its pictures are called, and what is pressed there first.
struct View {
    place: String,
    name: String,
    press: Option<&'static str>,
}

impl View {
    fn new(place: &str, name: &str) -> View {
        View {
            place: place.to_owned(),
            name: name.to_owned(),
            press: None,
        }
    }
}

/// The address of the first link like this on the page that is open; none if there is none.
async fn address(browser: &Browser, css: &str, text: &str) -> Option<String> {
    const HREF: &str = "const [css, text] = arguments;
        const links = [...document.querySelectorAll(css)];
        return links.find((link) => link.textContent.includes(text))?.getAttribute('href') ?? null";
    let found = browser.eval(HREF, vec![css.into(), text.into()]).await;
    let href = found.as_str()?;
    Some(href[href.find('#')?..].to_owned())
}

/// The pages of the registry and the shell's own, one record of each kind that has a page of its own
/// with its history, and the pages that are reached from a module's own.
async fn views(browser: &Browser) -> Vec<View> {
    let mut views: Vec<View> = PAGES
        .map(|page| {
            let name = if page.is_empty() { "today" } else { page };
            View::new(&format!("#/{page}"), name)
        })
        .into();
    for page in ["people", "matrix", "requirements"] {
        browser.open(&format!("#/{page}")).await;
        browser.css("main h1").appears().await;
        let link = format!("main a[href*='#/{page}/']");
        browser.css(&link).nth(0).appears().await;
        let one = address(browser, &link, "").await.expect("a record's page");
        let history = one.replace(&format!("#/{page}/"), "#/history/");
        views.push(View::new(&one, &format!("{page}-one")));
        views.push(View::new(&history, &format!("{page}-history")));
    }
    // The sample's requirement of 250 pieces has pauses, changes asked for, messages and milestones.
    browser.open("#/requirements").await;
    let rows = "main table a.row-link";
    browser.css(rows).nth(0).appears().await;
    let submitted = address(browser, rows, "250").await.expect("it was asked");
    let history = submitted.replace("#/requirements/", "#/history/");
    views.push(View::new(&submitted, "submitted"));
    views.push(View {
        press: Some(".requirements-clocks > .card button"),
        ..View::new(&submitted, "explained")
    });
    views.push(View {
        press: Some(".section:has(.requirements-changes) > .section-head button"),
        ..View::new(&submitted, "form")
    });
    views.push(View::new(&history, "submitted-history"));
    // The one of 960 clamps has an offer and a counter-offer.
    let countered = address(browser, rows, "960").await.expect("it was asked");
    views.push(View::new(&countered, "countered"));
    views.push(View::new("#/requirements?view=limits", "limits"));
    views.push(View::new("#/requirements?view=import", "import"));
    views.push(View::new("#/requirements?new=1", "new"));
    let figures = "#/requirements?view=figures";
    views.push(View::new(figures, "figures"));
    for key in ["closed_loop", "cycle"] {
        views.push(View::new(
            &format!("{figures}&of={key}"),
            &format!("figure-{key}"),
        ));
    }
    views.push(View::new("#/requirements?view=reconcile", "reconcile"));
    let training = crate::trains_people::places(browser).await;
    views.extend(training.iter().map(|(place, name)| View::new(place, name)));
    views.extend(of_drills(browser).await);
    views
}

/// The tabs of drills, a scenario of the library, and the editor in each of its parts.
async fn of_drills(browser: &Browser) -> Vec<View> {
    let list = |tab: &str| View::new(&format!("#/drills?list={tab}"), &format!("drills-{tab}"));
    let mut views: Vec<View> = ["scenarios", "library", "coverage"].map(list).into();
    browser.open("#/drills?list=library").await;
    const ENTRY: &str = "main .author-shelf a";
    browser.css(ENTRY).nth(0).appears().await;
    let one = address(browser, ENTRY, "").await.expect("a scenario");
    views.push(View::new(&one, "drills-library-one"));
    browser.open("#/drills?list=scenarios").await;
    browser
        .css("main [role=tabpanel] .actions button")
        .nth(0)
        .click()
        .await;
    browser.css(".author-board-head > .button").click().await;
    browser.css("#author-inject").appears().await;
    let url = browser.url().await;
    let editor = &url[url.find('#').expect("an address of the page")..];
    views.push(View {
        press: Some(".author-fold:not([open]) > summary"),
        ..View::new(editor, "editor")
    });
    for part in ["story", "roles", "time"] {
        views.push(View::new(
            &format!("{editor}&part={part}"),
            &format!("editor-{part}"),
        ));
    }
    views
}

async fn look_everywhere(browser: &Browser, lang: &str) {
    let views = views(browser).await;
    for dark in [false, true] {
        browser.dark(dark).await;
        for View { place, name, press } in &views {
            let shade = if dark { "dark" } else { "light" };
            let what = format!("{name} in {lang}, {shade}");
            browser.resize(1440, 900).await;
            browser.open(place).await;
            browser.css("main h1").appears().await;
            if let Some(button) = press {
                browser.css(button).nth(0).click().await;
            }
            browser.fit(1440).await;
            browser.assert_accessible(&what).await;
            browser
                .screenshot(&format!("{lang}-{shade}-{name}-1440"))
                .await;
            browser.fit(360).await;
            browser.assert_fits(&what).await;
            browser.assert_accessible(&format!("{what}, 360 px")).await;
            browser
                .screenshot(&format!("{lang}-{shade}-{name}-360"))
                .await;
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
