//! Two firms come to agree on what is asked, by files alone: other terms offered and countered, a change
//! through two levels, a requirement put aside and taken up again, an urgent message answered.

use crate::harness::{Browser, Stage, Target, journey};
use crate::three_firms_converge::{
    Mail, add_partner, arrive, assert_equal, merge, saved, write_to,
};

const ALPHA: &str = "Alpha Works";
const BETA: &str = "Beta Castings";
const ASKED: &str = "40 t of castings";

/// Alpha, whose Ann is an executive, asks Beta, whose Ben is a manager; both have it.
async fn two_firms(stage: &Stage) -> (Browser, Browser) {
    let alpha = stage.browser("alpha").await;
    alpha.open("").await;
    alpha.field("Your firm").fill(ALPHA).await;
    alpha.field("Your name").fill("Ann Example").await;
    alpha.field("Your layer").choose("Executive").await;
    alpha.button("Start").click().await;
    alpha.heading("Today").appears().await;
    add_partner(&alpha, BETA, "Supplies us").await;
    alpha.open("#/requirements?new=1").await;
    alpha.field("Partner").choose(BETA).await;
    alpha.field("What is asked").fill(ASKED).await;
    alpha.field("Quantity").partly().fill("40").await;
    alpha.field("Unit").partly().fill("t").await;
    alpha.button("Submit").click().await;
    alpha.heading(ASKED).appears().await;
    saved(&alpha).await;
    let first = write_to(stage, &alpha, BETA).await;
    let beta = stage.browser("beta").await;
    arrive(&beta, &first, BETA, "Ben Example").await;
    let back = write_to(stage, &beta, ALPHA).await;
    merge(&alpha, &[&back]).await;
    (alpha, beta)
}

async fn look_at_it(browser: &Browser) {
    browser.open("#/requirements").await;
    browser.link(ASKED).partly().click().await;
    browser.heading(ASKED).appears().await;
}

async fn hand_over(stage: &Stage, from: &Browser, to: &Browser, name: &str) -> Mail {
    saved(from).await;
    let mail = write_to(stage, from, name).await;
    merge(to, &[&mail]).await;
    look_at_it(to).await;
    mail
}

/// The card of a list that says something.
fn card(browser: &Browser, text: &str) -> Target {
    browser.item(text)
}

#[test]
fn a_change_is_asked_for_approved_by_a_manager_and_an_executive_and_written() {
    journey(async |stage| {
        let (alpha, beta) = two_firms(stage).await;
        look_at_it(&alpha).await;
        alpha.button("Ask for a change…").click().await;
        let form = alpha.dialog("Ask for a change…");
        form.button("Confirm").click().await;
        form.text("Say what made it necessary.").appears().await;
        form.field("Quantity").partly().fill("many").await;
        form.field("Cause").choose("Market").await;
        form.button("Confirm").click().await;
        form.text("The quantity is not a number.").appears().await;
        form.field("Quantity").partly().fill("55").await;
        form.field("Impact").partly().fill("one week later").await;
        form.field("Then by")
            .partly()
            .choose("Alpha Works, an executive")
            .await;
        form.button("Confirm").click().await;
        form.disappears().await;
        alpha
            .text("Waits for Beta Castings, a manager.")
            .appears()
            .await;
        assert_eq!(alpha.button("Approve").count().await, 0, "not Ann's yet");

        hand_over(stage, &alpha, &beta, BETA).await;
        card(&beta, "one week later").says("Market").await;
        beta.button("Approve").click().await;
        beta.text("Waits for Alpha Works, an executive.")
            .appears()
            .await;
        assert_eq!(beta.button("Approve").count().await, 0, "not Ben's again");

        hand_over(stage, &beta, &alpha, ALPHA).await;
        alpha.button("Approve").click().await;
        alpha.text("Approved by Ann Example").appears().await;
        hand_over(stage, &alpha, &beta, BETA).await;
        for browser in [&alpha, &beta] {
            look_at_it(browser).await;
            browser.text("55 t").appears().await;
            let request = card(browser, "one week later");
            request.says("Approved by Ben Example").await;
            request.says("Approved by Ann Example").await;
            request.says("40").await;
        }
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}

#[test]
fn a_refused_change_stays_on_record_and_a_second_one_is_withdrawn() {
    journey(async |stage| {
        let (alpha, beta) = two_firms(stage).await;
        for impact in ["a new tool", "none at all"] {
            look_at_it(&alpha).await;
            alpha.button("Ask for a change…").click().await;
            let form = alpha.dialog("Ask for a change…");
            form.field("Quantity").partly().fill("55").await;
            form.field("Cause").choose("Engineering").await;
            form.field("Impact").partly().fill(impact).await;
            form.button("Confirm").click().await;
            form.disappears().await;
        }
        let second = card(&alpha, "none at all");
        second.button("Withdraw the request…").click().await;
        let form = alpha.dialog("Withdraw the request…");
        form.button("Confirm").click().await;
        form.text("Give a reason.").appears().await;
        form.field("Reason").fill("asked twice").await;
        form.button("Confirm").click().await;
        form.disappears().await;

        hand_over(stage, &alpha, &beta, BETA).await;
        card(&beta, "none at all").says("asked twice").await;
        card(&beta, "a new tool").button("Refuse…").click().await;
        let form = beta.dialog("Refuse…");
        form.field("Reason").fill("the tool is cut").await;
        form.button("Confirm").click().await;
        form.disappears().await;
        hand_over(stage, &beta, &alpha, ALPHA).await;
        card(&alpha, "a new tool")
            .says("Refused by Ben Example")
            .await;
        card(&alpha, "a new tool").says("the tool is cut").await;
        alpha.text("40 t").appears().await;
    });
}

#[test]
fn other_terms_are_offered_countered_and_agreed() {
    journey(async |stage| {
        let (alpha, beta) = two_firms(stage).await;
        look_at_it(&beta).await;
        beta.button("Propose…").click().await;
        let form = beta.dialog("Propose…");
        form.radio("Accept with changes").click().await;
        form.field("Quantity instead").partly().fill("x").await;
        form.button("Confirm").click().await;
        form.text("That is not a number.").appears().await;
        form.field("Quantity instead").partly().fill("30").await;
        form.field("Comment").fill("the furnace is small").await;
        form.button("Confirm").click().await;
        form.disappears().await;

        hand_over(stage, &beta, &alpha, ALPHA).await;
        let offered = card(&alpha, "Offered by Beta Castings");
        offered.says("30 t").await;
        offered.says("the furnace is small").await;
        alpha.button("Make a counter-offer…").click().await;
        let form = alpha.dialog("Make a counter-offer…");
        form.field("Quantity instead").partly().fill("36").await;
        form.field("Reason").fill("two melts").await;
        form.button("Confirm").click().await;
        form.disappears().await;
        card(&alpha, "Wanted by Alpha Works instead")
            .says("36 t")
            .await;
        alpha.screenshot("offers-en-1280").await;

        hand_over(stage, &alpha, &beta, BETA).await;
        card(&beta, "Wanted by Alpha Works instead")
            .says("two melts")
            .await;
        beta.button("Propose…").click().await;
        let form = beta.dialog("Propose…");
        form.radio("Accept with changes").click().await;
        form.field("Quantity instead").partly().fill("35").await;
        form.button("Confirm").click().await;
        form.disappears().await;
        hand_over(stage, &beta, &alpha, ALPHA).await;
        alpha.button("Agree to these terms").click().await;
        alpha.text("35 t").appears().await;
        hand_over(stage, &alpha, &beta, BETA).await;
        beta.text("35 t").appears().await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}

#[test]
fn a_requirement_is_put_aside_and_taken_up_again() {
    journey(async |stage| {
        let (alpha, beta) = two_firms(stage).await;
        look_at_it(&alpha).await;
        alpha.button("Shelve…").click().await;
        let form = alpha.dialog("Shelve…");
        form.field("Reason").fill("no budget").await;
        form.button("Confirm").click().await;
        form.text("Give a date in the future on which it is reviewed.")
            .appears()
            .await;
        form.field("Reviewed on").fill("2099-03-01T09:00").await;
        form.button("Confirm").click().await;
        form.disappears().await;
        alpha.text("Ann Example looks after it").appears().await;

        hand_over(stage, &alpha, &beta, BETA).await;
        beta.text("no budget").appears().await;
        beta.open("#/requirements").await;
        beta.row(ASKED).says("Shelved").await;
        look_at_it(&beta).await;
        beta.button("Revive").click().await;
        beta.text("Ann Example looks after it").disappears().await;
        hand_over(stage, &beta, &alpha, ALPHA).await;
        alpha.button("Shelve…").appears().await;
        assert_eq!(alpha.button("Revive").count().await, 0);
    });
}

#[test]
fn an_urgent_message_is_read_answered_and_known_to_be_received_by_file() {
    journey(async |stage| {
        let (alpha, beta) = two_firms(stage).await;
        look_at_it(&alpha).await;
        alpha.button("Write").click().await;
        alpha.text("Write something.").appears().await;
        alpha
            .field("Message to Beta Castings")
            .fill("The tool broke.")
            .await;
        alpha.checkbox("Urgent").partly().click().await;
        alpha.button("Write").click().await;
        let told = card(&alpha, "The tool broke.");
        told.says("Answer within 30 minutes:").await;
        told.says("Not known to be received yet").await;

        hand_over(stage, &alpha, &beta, BETA).await;
        let got = card(&beta, "The tool broke.");
        got.says("Read by Ben Example").await;
        got.button("Answer").partly().click().await;
        let form = beta.dialog("Answer");
        form.field("Your answer")
            .fill("A spare is on its way.")
            .await;
        form.button("Confirm").click().await;
        form.disappears().await;
        got.says("in time").await;

        hand_over(stage, &beta, &alpha, ALPHA).await;
        let told = card(&alpha, "Not known").nth(0);
        assert!(!told.is_there().await, "the partner's file says it has it");
        alpha.text("Received by partner (as of").appears().await;
        alpha.text("Read by Ben Example").appears().await;
        alpha.text("in time").appears().await;
        card(&alpha, "A spare is on its way.")
            .says("Read by Ann Example")
            .await;
        hand_over(stage, &alpha, &beta, BETA).await;
        card(&beta, "A spare is on its way.")
            .says("Read by Ann Example")
            .await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
        for (width, height) in [(1440, 900), (360, 740)] {
            alpha.resize(width, height).await;
            look_at_it(&alpha).await;
            alpha.assert_accessible("a requirement with messages").await;
            alpha.assert_fits("a requirement with messages").await;
        }
    });
}
