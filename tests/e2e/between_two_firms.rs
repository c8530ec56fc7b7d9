//! What people of two firms do with what one asks of the other, named as they would say it.
//! Never in here: what a journey is about, and what must be so at its end.

use crate::harness::{Browser, Lang, Stage, Target};
use crate::three_firms_converge::{add_partner, merge, saved, write_to};

pub const ALPHA: &str = "Alpha Works";
pub const BETA: &str = "Beta Castings";

/// How far a person sees and decides, as the page calls it where someone begins.
pub const CONTACT: &str = "Contact";
pub const MANAGER: &str = "Manager";
pub const EXECUTIVE: &str = "Executive";

/// The customer Alpha Works and its supplier Beta Castings, which came by a file; each in a browser of
/// its own, with a person of the given layer. What Alpha asks has stood since `asked`, else since now.
pub async fn meet(
    stage: &Stage,
    [ours, theirs]: [&str; 2],
    what: &str,
    asked: Option<u32>,
) -> (Browser, Browser) {
    let alpha = stage.browser("alpha").await;
    alpha.open("").await;
    alpha.field("Your firm").fill(ALPHA).await;
    alpha.field("Your name").fill("Ann Example").await;
    alpha.field("Your layer").choose(ours).await;
    alpha.button("Start").click().await;
    alpha.heading("Today").appears().await;
    add_partner(&alpha, BETA, "Supplies us").await;
    let asked = match asked {
        Some(minutes) => Some(ago(&alpha, minutes).await),
        None => None,
    };
    ask(&alpha, what, asked.as_deref()).await;
    let first = write_to(stage, &alpha, BETA).await;

    let beta = stage.browser("beta").await;
    beta.open("").await;
    beta.css("input[type=file]").upload(&[&first.path]).await;
    beta.text(&format!("You are {BETA}")).appears().await;
    beta.field("Your name").fill("Ben Example").await;
    beta.field("Your layer").choose(theirs).await;
    beta.button("Open the workspace").click().await;
    beta.heading("Today").appears().await;
    (alpha, beta)
}

/// So many minutes before this browser's now, to the minute, as its date inputs take it; after now if
/// negative.
pub async fn ago(browser: &Browser, minutes: impl Into<i64>) -> String {
    const LOCAL: &str = "const at = new Date(Date.now() - arguments[0] * 60000);
        const two = (number) => String(number).padStart(2, '0');
        return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
          + `T${two(at.getHours())}:${two(at.getMinutes())}`;";
    let text = browser.eval(LOCAL, vec![minutes.into().into()]).await;
    text.as_str().expect("a moment").to_owned()
}

/// Alpha asks Beta for something that is described as far as a manager would.
pub async fn ask(alpha: &Browser, what: &str, asked: Option<&str>) {
    alpha.open("#/requirements?new=1").await;
    alpha.field("Partner").choose(BETA).await;
    alpha.field("What is asked").fill(what).await;
    let needed = ago(alpha, -30 * 24 * 60).await;
    for (field, text) in [
        ("Part or service", "Pump housing PH-40"),
        ("Quantity", "40"),
        ("Unit", "t"),
        ("Price per unit", "4200"),
        ("Currency", "CNY"),
        ("Needed by", &needed),
        ("Customer order no.", "PO-2281"),
        ("Specification", "EN-GJS-400-15, drawing 7714"),
        ("Acceptance criteria", "Leak test at 6 bar, every piece"),
    ] {
        alpha.field(field).partly().fill(text).await;
    }
    if let Some(asked) = asked {
        let when = alpha.field("When it was asked, if not now").partly();
        when.fill(asked).await;
    }
    alpha.button("Submit").click().await;
    alpha.heading(what).appears().await;
    saved(alpha).await;
}

/// Opens the page of what is asked, from the list.
pub async fn look_at(browser: &Browser, what: &str) {
    browser.open("#/requirements").await;
    browser.link(what).partly().click().await;
    browser.heading(what).appears().await;
}

/// Whatever Alpha has for Beta goes there by file.
pub async fn to_beta(stage: &Stage, alpha: &Browser, beta: &Browser) {
    let mail = write_to(stage, alpha, BETA).await;
    merge(beta, &[&mail]).await;
}

pub async fn to_alpha(stage: &Stage, beta: &Browser, alpha: &Browser) {
    let mail = write_to(stage, beta, ALPHA).await;
    merge(alpha, &[&mail]).await;
}

/// A step that asks nothing more; the page notes it as done.
pub async fn step(browser: &Browser, button: &str, done: &str) {
    browser.button(button).click().await;
    browser.text(&format!("Noted: {done}")).appears().await;
    saved(browser).await;
}

/// Opens a step's dialog; `confirm` ends it.
pub async fn begin(browser: &Browser, button: &str) -> Target {
    browser.button(button).click().await;
    let form = browser.dialog(button);
    form.appears().await;
    form
}

pub async fn confirm(browser: &Browser, form: &Target) {
    form.button("Confirm").click().await;
    form.disappears().await;
    saved(browser).await;
}

/// What is asked, field by field, as the page shows it.
pub fn asked_facts(browser: &Browser) -> Target {
    browser.region("What is asked")
}

/// Somebody comes back to the page when so many minutes have passed since the beginning.
pub async fn after(browser: &Browser, minutes: u32) {
    saved(browser).await;
    browser.clock_ahead(minutes).await;
}

/// A person's layer, set on the people page of the own firm; `layer` as that page calls it.
pub async fn promote(browser: &Browser, firm: &str, person: &str, layer: &str) {
    browser.open("#/people").await;
    browser.link(firm).click().await;
    browser.item(person).button("Edit").click().await;
    let form = browser.dialog(person);
    form.field("Layer").choose(layer).await;
    form.button("Save").click().await;
    form.disappears().await;
    saved(browser).await;
}

/// Pictures of the page in both languages, in light and dark, on a desk and on a phone: each of these
/// meets each other one once. Usable by everyone in all of them. The browser is in English before and
/// after.
pub async fn look(browser: &Browser, name: &str) {
    picture(browser, name, "en", (false, 1440)).await;
    picture(browser, name, "en", (true, 360)).await;
    speak(browser, Lang::Zh).await;
    picture(browser, name, "zh", (true, 1440)).await;
    picture(browser, name, "zh", (false, 360)).await;
    speak(browser, Lang::En).await;
}

/// The same of a dialog, which has to be closed before the language can be switched.
pub async fn look_at_form(browser: &Browser, name: &str) {
    picture(browser, name, "en", (false, 1440)).await;
    picture(browser, name, "en", (true, 360)).await;
    browser.dark(false).await;
    browser.resize(1280, 800).await;
}

async fn picture(browser: &Browser, name: &str, lang: &str, (dark, width): (bool, u32)) {
    browser.dark(dark).await;
    browser.fit(width).await;
    let what = format!("{name}-{lang}-{width}");
    browser.assert_fits(&what).await;
    browser.assert_accessible(&what).await;
    browser.screenshot(&what).await;
}

/// Switches the language live; what is on the page stays there.
pub async fn speak(browser: &Browser, lang: Lang) {
    browser.dark(false).await;
    browser.resize(1280, 800).await;
    let (button, list) = match lang {
        Lang::Zh => ("Switch language 中文", "需求"),
        Lang::En => ("切换语言 English", "Requirements"),
    };
    browser.button(button).click().await;
    browser.link(list).partly().appears().await;
}
