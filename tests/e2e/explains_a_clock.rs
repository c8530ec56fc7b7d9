//! Two firms stop arguing about numbers: a pause and the objection to it, both readings interval by
//! interval, a limit nobody can judge before a file has come, limits and holidays they agree on.

use serde_json::Value;

use crate::between_two_firms::{ago, look_at};
use crate::harness::{Browser, Lang, Setup, Stage, journey};
use crate::three_firms_converge::{add_partner, arrive, merge, saved, start, write_to};

/// A requirement that was asked some time ago.
pub async fn ask(browser: &Browser, partner: &str, what: &str, asked: &str) {
    browser.open("#/requirements?new=1").await;
    browser.field("Partner").choose(partner).await;
    browser.field("What is asked").fill(what).await;
    let when = browser.field("When it was asked, if not now").partly();
    when.fill(asked).await;
    browser.button("Submit").click().await;
    browser.heading(what).appears().await;
    saved(browser).await;
}

async fn acknowledge(browser: &Browser, happened: &str) {
    let when = browser.field("When it happened, if not now").partly();
    when.fill(happened).await;
    browser.button("Acknowledge").click().await;
    browser.text("Noted: acknowledged").appears().await;
    saved(browser).await;
}

/// The card of the limit on acknowledging: the first of all.
async fn card_says(browser: &Browser, words: &str) {
    let card = browser.css(".requirements-clocks > .card").nth(0);
    card.says(words).await;
}

/// Opens what is behind the first limit.
async fn explain(browser: &Browser) {
    let card = browser.css(".requirements-clocks > .card").nth(0);
    card.button("Explain this clock").click().await;
    browser.css(".requirements-intervals").appears().await;
}

/// The intervals as they stand: from, to, why, length and what of it counts; the sum last.
async fn intervals(browser: &Browser) -> Vec<Vec<String>> {
    const CELLS: &str = "const plain = (cell) => cell.textContent.trim();
        return [...document.querySelectorAll('.requirements-intervals :is(tbody, tfoot) tr')]
          .map((row) => [...row.children].map(plain));";
    let rows = browser.eval(CELLS, vec![]).await;
    let text = |cell: &Value| cell.as_str().expect("a text").to_owned();
    let row = |row: &Value| row.as_array().expect("cells").iter().map(text).collect();
    let mut rows: Vec<Vec<String>> = rows.as_array().expect("rows").iter().map(row).collect();
    // "Ours" and "theirs" depend on who reads.
    for row in &mut rows {
        if row.len() > 4 {
            row.remove(3);
        }
    }
    rows
}

/// What the intervals say of why and of how much counts.
fn told(rows: &[Vec<String>]) -> Vec<(&str, &str)> {
    let last = |row: &[String]| row.len() - 1;
    let each = rows.iter().map(|row| {
        let why = if row.len() > 3 { 2 } else { 0 };
        (row[why].as_str(), row[last(row)].as_str())
    });
    each.collect()
}

#[test]
fn a_pause_that_is_objected_to_reads_both_ways_and_the_same_in_both_firms() {
    journey(async |stage| {
        const WHAT: &str = "40 t of castings";
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "Supplies us").await;
        let (asked, paused) = (ago(&alpha, 180).await, ago(&alpha, 150).await);
        let (answered, ended) = (ago(&alpha, 10).await, ago(&alpha, 5).await);
        ask(&alpha, "Beta Castings", WHAT, &asked).await;
        let first = write_to(stage, &alpha, "Beta Castings").await;

        let beta = stage.browser("beta").await;
        arrive(&beta, &first, "Beta Castings", "Ben Example").await;
        look_at(&beta, WHAT).await;
        card_says(&beta, "1h ").await;
        pause(&beta, &paused).await;
        card_says(&beta, "paused").await;
        beta.text("not answered: the clocks stand still")
            .appears()
            .await;
        acknowledge(&beta, &answered).await;
        beta.button("Let them run again…").click().await;
        let ending = beta.dialog("Let them run again…");
        ending
            .field("When they ran again, if not now")
            .partly()
            .fill(&ended)
            .await;
        ending.button("Confirm").click().await;
        saved(&beta).await;
        card_says(&beta, "in time").await;
        let second = write_to(stage, &beta, "Alpha Works").await;

        merge(&alpha, &[&second]).await;
        look_at(&alpha, WHAT).await;
        card_says(&alpha, "in time").await;
        object(&alpha).await;
        card_says(&alpha, "late").await;
        card_says(&alpha, "every pause counts: in time").await;
        let third = write_to(stage, &alpha, "Beta Castings").await;
        merge(&beta, &[&third]).await;

        for browser in [&alpha, &beta] {
            look_at(browser, WHAT).await;
            browser.text("objected: the clocks run on").appears().await;
            browser
                .text("The drawing went out on Monday.")
                .appears()
                .await;
            explain(browser).await;
        }
        let standing = intervals(&alpha).await;
        assert_eq!(
            told(&standing),
            [("The clock runs", "2h 50m"), ("Sum", "2h 50m")]
        );
        assert_eq!(intervals(&beta).await, standing, "both firms read the same");
        for browser in [&alpha, &beta] {
            browser.radio("every pause counts").click().await;
            browser
                .text("30m used of 2 hours of elapsed time.")
                .appears()
                .await;
        }
        let claimed = intervals(&alpha).await;
        assert_eq!(
            told(&claimed),
            [
                ("The clock runs", "30m"),
                ("Paused: The drawing is missing.", "0s"),
                ("Sum", "30m"),
            ]
        );
        assert_eq!(intervals(&beta).await, claimed, "both firms read the same");
        look(&beta, "explained-en").await;
        assert_prints(&beta).await;
    });
}

#[test]
fn what_a_partner_says_on_the_telephone_about_pauses_is_entered_for_them() {
    journey(async |stage| {
        const WHAT: &str = "12 t of castings";
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "Supplies us").await;
        let (asked, paused) = (ago(&alpha, 180).await, ago(&alpha, 150).await);
        ask(&alpha, "Beta Castings", WHAT, &asked).await;
        look_at(&alpha, WHAT).await;

        pause(&alpha, &paused).await;
        card_says(&alpha, "paused").await;
        alpha.button("Enter their answer…").click().await;
        let form = alpha.dialog("Enter their answer…");
        form.radio("Objects").click().await;
        form.button("Confirm").click().await;
        form.text("Give a reason.").appears().await;
        form.field("Reason").fill("They have the drawing.").await;
        form.button("Confirm").click().await;
        form.disappears().await;
        alpha.text("objected: the clocks run on").appears().await;
        alpha.text("They have the drawing.").appears().await;

        // One's own pause lasts, the partner's can still be begun.
        alpha.button("Pause the clocks…").click().await;
        let form = alpha.dialog("Pause the clocks…");
        form.text("For a partner who told you.")
            .partly()
            .appears()
            .await;
        form.field("Reason").fill("Their furnace is down.").await;
        form.field("From when, if not now")
            .partly()
            .fill(&paused)
            .await;
        form.button("Confirm").click().await;
        form.disappears().await;
        card_says(&alpha, "paused").await;
        alpha.text("Their furnace is down.").appears().await;
        // Both the pause and the answer to the other say who wrote them down.
        alpha
            .css(".requirements-pauses")
            .says("entered by Alpha Works")
            .await;
        let entered = alpha
            .css(".requirements-pauses")
            .text("entered by Alpha Works");
        assert_eq!(entered.partly().count().await, 2);
        look(&alpha, "pauses-entered").await;
        alpha.button("Pause the clocks…").disappears().await;
        saved(&alpha).await;
    });
}

/// On paper the intervals stand, and nothing that is pressed.
async fn assert_prints(browser: &Browser) {
    const SEEN: &str =
        "return ['.requirements-intervals', '.requirements-bar', '.requirements-ask']
        .map((css) => document.querySelector(css).checkVisibility());";
    browser.as_paper(true).await;
    let seen = browser.eval(SEEN, vec![]).await;
    assert_eq!(seen, serde_json::json!([true, true, false]));
    browser.screenshot("explained-paper").await;
    browser.as_paper(false).await;
}

async fn pause(browser: &Browser, from: &str) {
    browser.button("Pause the clocks…").click().await;
    let form = browser.dialog("Pause the clocks…");
    form.button("Confirm").click().await;
    form.text("Give a reason.").appears().await;
    form.field("Reason").fill("The drawing is missing.").await;
    form.field("From when, if not now")
        .partly()
        .fill(from)
        .await;
    form.button("Confirm").click().await;
    form.disappears().await;
    saved(browser).await;
}

async fn object(browser: &Browser) {
    browser.button("Object…").click().await;
    let form = browser.dialog("Object…");
    form.field("Reason")
        .fill("The drawing went out on Monday.")
        .await;
    form.button("Confirm").click().await;
    form.disappears().await;
    saved(browser).await;
}

/// Pictures on a desk, on a phone, in the dark; usable by everyone in each.
pub async fn look(browser: &Browser, name: &str) {
    for dark in [false, true] {
        browser.dark(dark).await;
        let shade = if dark { "dark" } else { "light" };
        for width in [1440, 360] {
            browser.fit(width).await;
            let what = format!("{name}-{shade}-{width}");
            browser.assert_fits(&what).await;
            browser.assert_accessible(&what).await;
            browser.screenshot(&what).await;
        }
    }
    browser.dark(false).await;
    browser.resize(1280, 800).await;
}

#[test]
fn a_limit_that_passed_is_unknown_until_the_partner_s_file_is_here_and_exact_then() {
    journey(async |stage| {
        const WHAT: &str = "12 gear housings";
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "Supplies us").await;
        let (asked, answered) = (ago(&alpha, 180).await, ago(&alpha, 170).await);
        ask(&alpha, "Beta Castings", WHAT, &asked).await;
        let first = write_to(stage, &alpha, "Beta Castings").await;
        let beta = stage.browser("beta").await;
        arrive(&beta, &first, "Beta Castings", "Ben Example").await;
        look_at(&beta, WHAT).await;
        acknowledge(&beta, &answered).await;
        let on_its_way = write_to(stage, &beta, "Alpha Works").await;

        look_at(&alpha, WHAT).await;
        card_says(&alpha, "unknown, waiting for their file").await;
        explain(&alpha).await;
        let unheard = intervals(&alpha).await;
        let why: Vec<&str> = told(&unheard).into_iter().map(|(why, _)| why).collect();
        assert_eq!(why, ["Partner’s file not here yet", "Sum"]);

        merge(&alpha, &[&on_its_way]).await;
        look_at(&alpha, WHAT).await;
        card_says(&alpha, "in time").await;
        explain(&alpha).await;
        let exact = intervals(&alpha).await;
        assert_eq!(told(&exact), [("The clock runs", "10m"), ("Sum", "10m")]);
    });
}

async fn add_calendar(stage: &Stage, browser: &Browser) {
    browser.open("#/people").await;
    browser.link("Alpha Works").click().await;
    browser.button("Add a calendar").click().await;
    let form = browser.dialog("Working calendars");
    form.field("Name").partly().fill("Office").await;
    form.button("Save").click().await;
    form.disappears().await;
    browser
        .css(".people-calendars > li > details")
        .nth(1)
        .click()
        .await;
    let file = stage.file("holidays.ics", ICS.as_bytes());
    browser.css("input[accept^='.ics']").upload(&[&file]).await;
    browser
        .text("2 days from holidays.ics would be added:")
        .appears()
        .await;
    browser
        .text("a festival without a day off; not taken.")
        .partly()
        .appears()
        .await;
    look(browser, "holidays-en").await;
    browser.button("Add 2 days").click().await;
    browser.text("2 days added.").appears().await;
    saved(browser).await;
}

/// One day off, one to make up for it, and a festival people work on.
const ICS: &str = "BEGIN:VCALENDAR\r\n\
BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20300204\r\nSUMMARY:春节（休）\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20300209\r\nSUMMARY:春节（班）\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20300217\r\nSUMMARY:元宵节\r\nEND:VEVENT\r\n\
END:VCALENDAR\r\n";

#[test]
fn a_firm_agrees_on_a_limit_in_working_time_and_keeps_its_holidays() {
    journey(async |stage| {
        let alpha = stage.browser("alpha").await;
        start(&alpha, "Alpha Works", "Ann Example").await;
        add_partner(&alpha, "Beta Castings", "We supply it").await;
        add_calendar(stage, &alpha).await;
        alpha
            .item("2030-02-09")
            .says("9:00-12:00, 13:00-18:00")
            .await;

        let year = alpha
            .eval(
                "const list = [...document.querySelectorAll('.people-holidays option')];
                 return list.at(-1).label",
                vec![],
            )
            .await;
        let year = year.as_str().expect("a year");
        assert!(year.contains("not announced yet"), "{year}");
        let years = alpha.field("China’s statutory holidays of");
        years.choose(year).await;
        alpha.button("Show the days").click().await;
        alpha.text("are not announced yet").partly().appears().await;

        alpha.open("#/requirements?view=limits").await;
        alpha.text("None was stated").partly().appears().await;
        alpha.button("State a limit").click().await;
        alpha
            .text("Give a whole number, at least 1.")
            .appears()
            .await;
        for amount in ["4", "3"] {
            alpha.field("How many").fill(amount).await;
            alpha.button("State a limit").click().await;
            let stated = format!("{amount} hours of Alpha Works’s working time");
            alpha.text(&stated).appears().await;
            saved(&alpha).await;
        }
        alpha.row("4 hours of").says("replaced").await;
        alpha.row("3 hours of").says("in force").await;
        look(&alpha, "limits-en").await;
    });
}

#[test]
fn the_pages_of_clocks_read_well_in_chinese() {
    journey(async |stage| {
        let setup = Setup {
            lang: Lang::Zh,
            ..Setup::default()
        };
        let reader = stage.browser_with("reader", setup).await;
        reader.open("").await;
        reader.button("打开样例").click().await;
        reader.css("nav").appears().await;
        reader.open("#/requirements").await;
        reader.css("main table a.row-link").nth(0).click().await;
        reader.css(".requirements-clocks").appears().await;
        reader.button("解释此计时").nth(0).click().await;
        reader.css(".requirements-intervals").appears().await;
        look(&reader, "explained-zh").await;
        reader.open("#/requirements?view=limits").await;
        reader.heading("约定的时限").appears().await;
        look(&reader, "limits-zh").await;
    });
}
