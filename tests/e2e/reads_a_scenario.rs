//! A trainer opens a list of events kept in a spreadsheet, sees what it holds and what is odd before
//! anything is kept, keeps it, and reads it on a desk and on a phone; the file that is saved comes back.

use crate::harness::{Browser, journey};
use crate::three_firms_converge::{saved, start, start_in_chinese};

const LIST: &str = "Inject No.,Time,Method,From,To,Event Description,Expected Action,Time limit,Points,Facilitator Notes
1,08:30,Phone Call,Steel mill,Buyer,The coil will be three days late.,Confirm in writing,15 min,4,Stay calm
2,08:45,E-mail,Buyer,\"Planner, Buyer\",How long does the stock last?,Name the days left,10,2,
3,09:10,Carrier pigeon,,all,A rumour in the hall,,,,
4,07:50,News,TV,All,The motorway is closed,Find another way,20,3,
";

async fn give(browser: &Browser, name: &str, text: &str) {
    browser.open("#/drills?list=scenarios").await;
    browser.css(".file-drop").appears().await;
    let files = [(name, text.as_bytes())];
    browser.css(".file-drop").drop_files(&files).await;
}

#[test]
fn a_list_of_events_becomes_a_scenario_that_reads_back_from_its_file() {
    journey(async |stage| {
        let trainer = stage.browser("trainer").await;
        start(&trainer, "Coach & Co", "Tom Trainer").await;
        trainer.open("#/drills").await;
        trainer.text("No scenario of your own yet").appears().await;
        trainer.screenshot("drills-empty").await;
        give(&trainer, "Late steel.csv", LIST).await;
        let opened = trainer.css(".drills-opened");
        opened.text("4 injects").appears().await;
        opened
            .text("Line 4: “Carrier pigeon” is read as a message.")
            .appears()
            .await;
        opened.text("Background: is missing").appears().await;
        trainer.screenshot("drills-opened").await;
        trainer.assert_accessible("a list before it is kept").await;
        trainer.button("Keep as own scenario").click().await;
        trainer.heading("Late steel").appears().await;
        saved(&trainer).await;
        trainer.link("Done").click().await;
        trainer.text("Day 2, 07:50").appears().await;
        trainer.screenshot("drills-scenario").await;
        trainer.resize(360, 740).await;
        trainer.assert_fits("a scenario on a phone").await;
        trainer.screenshot("drills-scenario-360").await;
        trainer.resize(1440, 900).await;
        trainer.button("Save as file").click().await;
        let (name, bytes) = trainer.downloaded().await;
        assert_eq!(name, "late-steel.json");
        give(&trainer, &name, &String::from_utf8(bytes).expect("a text")).await;
        opened.text("4 injects").appears().await;
        trainer.button("Keep as own scenario").click().await;
        trainer.heading("Late steel").appears().await;
        trainer.link("Done").click().await;
        trainer.button("Put into the bin").click().await;
        trainer.open("#/drills?list=scenarios").await;
        trainer.css(".card h2").appears().await;
        assert_eq!(trainer.css(".card h2").count().await, 1);
    });
}

#[test]
fn a_scenario_reads_in_chinese_and_in_the_dark() {
    journey(async |stage| {
        let trainer = start_in_chinese(stage).await;
        give(&trainer, "钢材晚到.csv", LIST).await;
        trainer.button("保存为自己的脚本").click().await;
        trainer.heading("钢材晚到").appears().await;
        trainer.link("完成").click().await;
        trainer.dark(true).await;
        trainer.assert_accessible("a scenario in the dark").await;
        trainer.screenshot("drills-scenario-zh-dark").await;
    });
}
