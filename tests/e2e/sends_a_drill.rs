//! A trainer prepares a drill for a client and sends it; the client holds it and sends back what came of
//! it; a partner who took part gets a debrief to read.

use crate::harness::journey;
use crate::three_firms_converge::{add_partner, merge, saved, start, write_to};

const COACH: &str = "Coach & Co";
const ALPHA: &str = "Alpha Works";

#[test]
fn a_package_goes_out_and_its_result_comes_back() {
    journey(async |stage| {
        let trainer = stage.browser("trainer").await;
        start(&trainer, COACH, "Tom Trainer").await;
        add_partner(&trainer, ALPHA, "We advise it").await;
        trainer.open("#/drills?list=library").await;
        trainer.link("Delivery delay").partly().click().await;
        trainer.button("Prepare a drill").click().await;
        trainer.css(".page form").appears().await;
        trainer.checkbox(ALPHA).click().await;
        trainer.button("Keep").click().await;
        saved(&trainer).await;

        // The drill says who gets it, and leads to where its file is written.
        let travel = trainer.region("Partners of this drill");
        travel.text("not yet there").appears().await;
        travel.text("It counts in their figures").appears().await;
        travel.text("No matrix is chosen.").appears().await;
        for dark in [false, true] {
            trainer.dark(dark).await;
            for width in [360, 1440] {
                trainer.fit(width).await;
                let what = format!("author-travel-{width}-{dark}");
                trainer.screenshot(&what).await;
                trainer.assert_fits(&what).await;
                trainer.assert_accessible(&what).await;
            }
        }
        trainer.dark(false).await;
        trainer.resize(1280, 800).await;
        travel.link("Write the file").click().await;
        trainer.button("Write files").appears().await;
        assert!(trainer.checkbox(ALPHA).is_checked().await, "it is chosen");
        // What is only named says that it is a rehearsal.
        trainer.css(".partner summary").click().await;
        trainer.text("[Rehearsal]").appears().await;
        trainer.button("Write files").click().await;
        let (name, bytes) = trainer.downloaded().await;
        // Whoever gets the file is told which drill it is and what to do with it.
        let cover = trainer.css(".letter .cover");
        cover.says("Drill “").await;
        cover.says("no date set yet. It is a rehearsal").await;
        cover.says("write a file back afterwards").await;
        let package = stage.file(&name, &bytes);

        let client = stage.browser("client").await;
        client.open("").await;
        client.css("input[type=file]").upload(&[&package]).await;
        client.text(&format!("You are {ALPHA}")).appears().await;
        client.field("Your name").fill("Ann Example").await;
        client.button("Open the workspace").click().await;
        client.heading("Today").appears().await;
        client.open("#/drills").await;
        client.text("Prepared").appears().await;
        client.screenshot("author-client-drills").await;
        client.assert_accessible("the client's drills").await;
        client.css(".card h2 a").click().await;
        client
            .text("Nothing here touches real records")
            .partly()
            .appears()
            .await;
        client.button("Start").click().await;
        client.css(".play-clocks").appears().await;
        client.press("e").await;
        let end = client.dialog("End the drill");
        end.button("End the drill").click().await;
        client.css(".play-clocks").disappears().await;
        saved(&client).await;
        client.open("#/drills").await;
        client.text("Held").appears().await;

        let result = write_to(stage, &client, COACH).await;
        merge(&trainer, &[&result]).await;
        trainer.open("#/drills").await;
        trainer.text("Held").appears().await;
        trainer.css(".card h2 a").click().await;
        let back = trainer.region("Partners of this drill");
        back.text("All of it has arrived").appears().await;
        trainer.screenshot("author-result").await;

        // The debrief is read by whoever was there, and kept nowhere.
        client.open("#/drills").await;
        client.css(".card h2 a").click().await;
        client.button("Journal").click().await;
        client.button("Debrief for partners (.json)").click().await;
        let (name, bytes) = client.downloaded().await;
        let letter = client.dialog("The debrief is saved");
        letter.says("is the debrief of the drill “").await;
        letter.says("led by Coach & Co").await;
        letter.says("drop the file on the page").await;
        client
            .assert_accessible("the text that goes with a debrief")
            .await;
        client.screenshot("author-debrief-letter").await;
        letter.button("Close").click().await;
        letter.disappears().await;
        let guest = stage.browser("guest").await;
        start(&guest, "Guest Ltd", "Gus Guest").await;
        guest.open("#/drills").await;
        guest.css(".file-drop").appears().await;
        guest.css(".file-drop").drop_files(&[(&name, &bytes)]).await;
        guest.text("What came, and what was done").appears().await;
        guest.text("Led by").appears().await;
        guest.text("No lesson was written down.").appears().await;
        guest
            .heading("To talk over in your own firm")
            .appears()
            .await;
        guest
            .text("Group 2: not done within")
            .partly()
            .appears()
            .await;
        for width in [360, 1440] {
            guest.fit(width).await;
            guest.screenshot(&format!("author-debrief-{width}")).await;
            guest.assert_fits("a debrief").await;
        }
        guest.assert_accessible("a debrief").await;
        guest.reload().await;
        guest.text("No scenario of your own yet").appears().await;
    });
}
