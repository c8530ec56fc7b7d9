//! A trainer brings in a list of events from a spreadsheet and works on it until it can be played: moves
//! injects by keys and by mouse, gives a decision its options, puts right what is named beside. Another
//! takes a scenario from the library with the network gone.

use serde_json::json;

use crate::harness::{Browser, Key, journey};
use crate::three_firms_converge::{saved, start, start_in_chinese};

const LIST: &str =
    "Inject No.,Time,Method,From,To,Event Description,Expected Action,Time limit,Points
1,08:30,Phone Call,Steel mill,Buyer,The coil will be three days late.,Confirm in writing,15 min,4
2,08:45,E-mail,Buyer,Planner,How long does the stock last?,Name the days left,10,2
3,09:10,News,TV,All,The motorway is closed,Find another way,20,3
";

/// The card of an inject on the timeline.
pub fn card(name: &str) -> String {
    format!(".track-thing[title^=\"{name}\"]")
}

/// Where it stands, as the card says it.
pub async fn stands(browser: &Browser, name: &str, place: &str) {
    let place = format!("{}[title*=\"{place}\"]", card(name));
    browser.css(&place).appears().await;
}

/// Presses the mouse on a card, moves it and lets go.
async fn drag(browser: &Browser, name: &str, by: i32) {
    let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];";
    let at = browser.eval(script, vec![json!(card(name))]).await;
    let (x, y) = (at[0].as_f64().expect("x"), at[1].as_f64().expect("y"));
    let mouse = async |kind: &str, x: f64, buttons: u32| {
        let event = json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1});
        browser.gesture("Input.dispatchMouseEvent", event).await;
    };
    mouse("mousePressed", x, 1).await;
    mouse("mouseMoved", x + f64::from(by) / 2.0, 1).await;
    mouse("mouseMoved", x + f64::from(by), 1).await;
    mouse("mouseReleased", x + f64::from(by), 0).await;
}

pub async fn give(browser: &Browser, name: &str, text: &str) {
    browser.open("#/drills?list=scenarios").await;
    browser.css(".file-drop").appears().await;
    let files = [(name, text.as_bytes())];
    browser.css(".file-drop").drop_files(&files).await;
}

#[test]
fn a_list_of_events_becomes_a_scenario_that_can_be_played() {
    journey(async |stage| {
        let trainer = stage.browser("trainer").await;
        start(&trainer, "Coach & Co", "Tom Trainer").await;
        trainer.resize(1440, 900).await;
        give(&trainer, "Late steel.csv", LIST).await;
        trainer.button("Keep as own scenario").click().await;
        // Nothing is read out before the start yet, so it opens in the editor.
        trainer.heading("Late steel").appears().await;
        trainer.css(".track").appears().await;
        trainer
            .css(".author-found")
            .text("Background: is missing")
            .appears()
            .await;
        trainer.screenshot("author-timeline").await;
        trainer.assert_accessible("the timeline").await;

        let first = "The coil will be three days late.";
        stands(&trainer, first, "Day 1, 08:30").await;
        trainer.css(&card(first)).focus().await;
        trainer.press(Key::Right).await;
        trainer.press(Key::Right).await;
        stands(&trainer, first, "Day 1, 08:32").await;
        trainer.press_with(&[Key::Shift], Key::Right).await;
        stands(&trainer, first, "Day 1, 08:42").await;
        trainer.press(Key::Left).await;
        stands(&trainer, first, "Day 1, 08:41").await;
        trainer.button("Undo").click().await;
        stands(&trainer, first, "Day 1, 08:42").await;

        let third = "The motorway is closed";
        stands(&trainer, third, "Day 1, 09:10").await;
        drag(&trainer, third, 200).await;
        let moved = trainer.css(&card(third)).attribute("title").await;
        let moved = moved.expect("a name");
        assert!(!moved.contains("09:10"), "{moved}");
        assert!(
            !trainer.css("#author-inject").is_there().await,
            "a drag opens nothing"
        );
        saved(&trainer).await;
        trainer.reload().await;
        trainer.css(".track").appears().await;
        let again = trainer.css(&card(third)).attribute("title").await;
        assert_eq!(again.as_deref(), Some(moved.as_str()), "it is kept");

        // Delete asks; Cancel keeps it.
        trainer.css(&card(third)).focus().await;
        trainer.press(Key::Delete).await;
        trainer
            .text("will be taken out of the scenario")
            .partly()
            .appears()
            .await;
        trainer.screenshot("author-delete").await;
        trainer.button("Cancel").click().await;
        trainer.css(&card(third)).appears().await;

        // The second inject becomes a decision; what is wrong with it stands beside at once.
        let second = "How long does the stock last?";
        trainer.css(&card(second)).focus().await;
        trainer.press(Key::Enter).await;
        trainer.css("#author-inject").appears().await;
        trainer.field("Channel").choose("Decision").await;
        const DECISION: &str = "section > .author-fold:nth-of-type(4)";
        trainer.css(&format!("{DECISION} > summary")).click().await;
        trainer.field("The groups decide here").click().await;
        trainer
            .css(".author-found")
            .text("Option")
            .partly()
            .appears()
            .await;
        trainer.screenshot("author-decision").await;
        trainer.assert_accessible("an inject that is open").await;
        let titles = trainer.css(&format!("{DECISION} .author-item input[type=text]"));
        titles.nth(0).fill("Slow down the line").await;
        titles.nth(1).fill("Run on and hope").await;
        saved(&trainer).await;

        trainer
            .css(".author-found")
            .text("Background: is missing")
            .click()
            .await;
        trainer
            .field("Background")
            .fill("A press shop on a Thursday.")
            .await;
        trainer.tab("Timeline").click().await;
        trainer
            .css(".author-found")
            .text("Can be played")
            .appears()
            .await;
        trainer.screenshot("author-playable").await;
        for width in [360, 1440] {
            trainer.resize(width, 900).await;
            trainer.assert_fits(&format!("the editor at {width}")).await;
        }
        trainer.resize(360, 800).await;
        trainer.screenshot("author-timeline-360").await;
        trainer.link("Done").click().await;
        trainer.text("Can be played").appears().await;
        trainer.button("Prepare a drill").appears().await;
    });
}

#[test]
fn a_scenario_is_written_from_nothing_in_both_languages() {
    journey(async |stage| {
        let trainer = start_in_chinese(stage).await;
        trainer.open("#/drills").await;
        trainer.button("新建脚本").click().await;
        trainer.heading("新脚本").appears().await;
        trainer.button("添加情景事件").click().await;
        trainer.css("#author-inject").appears().await;
        trainer.field("中英文都写").click().await;
        trainer
            .field("标题（英文）")
            .fill("The truck is stuck")
            .await;
        trainer.field("标题（中文）").fill("货车堵住了").await;
        trainer
            .field("内容（中文）")
            .fill("高速封路，预计四小时。")
            .await;
        trainer
            .field("内容（英文）")
            .fill("The motorway is closed for four hours.")
            .await;
        saved(&trainer).await;
        trainer.dark(true).await;
        trainer.assert_accessible("the editor in the dark").await;
        trainer.screenshot("author-editor-zh-dark").await;
        trainer.resize(360, 800).await;
        trainer.assert_fits("the editor on a phone").await;
        trainer.screenshot("author-editor-zh-360").await;
        trainer.resize(1440, 900).await;
        for part in ["故事", "角色", "时间与变量"] {
            trainer.tab(part).click().await;
            trainer.css("[role=tabpanel] .section").appears().await;
            trainer.assert_accessible(part).await;
            trainer.screenshot(&format!("author-{part}-zh")).await;
        }
        trainer.link("完成").click().await;
        trainer.text("货车堵住了").appears().await;
        trainer.text("内容").disappears().await;
    });
}

#[test]
fn the_library_opens_without_a_network_and_a_scenario_of_it_is_kept() {
    journey(async |stage| {
        let trainer = stage.browser("trainer").await;
        start(&trainer, "Coach & Co", "Tom Trainer").await;
        let ready = "await navigator.serviceWorker.ready; return true";
        trainer.eval_async(ready, vec![]).await;
        trainer.reload().await;
        stage.site().set_down(true);
        trainer.open("#/drills").await;
        trainer.tab("Library").click().await;
        let late = trainer.link("Delivery delay").partly();
        late.appears().await;
        trainer.screenshot("author-library").await;
        trainer.assert_accessible("the library").await;
        let shelf = trainer.css(".author-shelf > li").count().await;
        assert!(shelf >= 4, "{shelf} scenarios");
        trainer.resize(360, 800).await;
        trainer.assert_fits("the library on a phone").await;
        trainer.screenshot("author-library-360").await;
        trainer.resize(1280, 800).await;
        late.click().await;
        trainer.text("Can be played").appears().await;
        trainer.text("Timeline").appears().await;
        trainer.screenshot("author-library-one").await;
        trainer.button("Keep as own scenario").click().await;
        trainer.button("Prepare a drill").appears().await;
        saved(&trainer).await;
        trainer.open("#/drills?list=library").await;
        trainer.text("Kept as one of your own").appears().await;
        trainer.expect_error("ERR_EMPTY_RESPONSE");
    });
}
