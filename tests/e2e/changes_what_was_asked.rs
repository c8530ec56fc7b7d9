//! What was asked changes only once the right people of both firms have approved; a change that was
//! refused stays on record in both.

use crate::between_two_firms::{
    ALPHA, BETA, CONTACT, EXECUTIVE, asked_facts, begin, confirm, look, look_at, look_at_form,
    meet, promote, step, to_alpha, to_beta,
};
use crate::harness::{Browser, Target, journey};
use crate::three_firms_converge::{add_task, assert_equal, letters, make_matrix, saved};

const WHAT: &str = "Pump housings for May";

/// Asks for another quantity, to be approved by a manager of the supplier and then by an executive of
/// the firm that asks.
async fn ask_for(alpha: &Browser, quantity: &str, cause: &str, impact: &str) {
    let form = begin(alpha, "Ask for a change…").await;
    form.button("Confirm").click().await;
    form.text("Say what made it necessary.").appears().await;
    form.field("Cause").choose(cause).await;
    form.button("Confirm").click().await;
    form.text("Change something first").appears().await;
    form.field("Quantity").partly().fill(quantity).await;
    form.field("Impact").partly().fill(impact).await;
    form.field("Approved by")
        .choose("Beta Castings, a manager")
        .await;
    form.field("Then by")
        .partly()
        .choose("Alpha Works, an executive")
        .await;
    confirm(alpha, &form).await;
}

/// Everything the page says of the changes asked for; whom it is shown to makes no difference once all
/// is decided.
async fn on_record(browser: &Browser) -> String {
    look_at(browser, WHAT).await;
    browser.css(".requirements-changes").visible_text().await
}

#[test]
fn a_change_holds_once_both_levels_have_approved_and_a_refused_one_stays_on_record() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [EXECUTIVE, CONTACT], WHAT, None).await;
        look_at(&beta, WHAT).await;
        step(&beta, "Acknowledge", "acknowledged").await;
        to_alpha(stage, &beta, &alpha).await;
        look_at(&alpha, WHAT).await;
        ask_for(&alpha, "60", "Market", "Two more weeks of the furnace").await;
        alpha
            .text("Waits for Beta Castings, a manager.")
            .appears()
            .await;
        assert!(
            !alpha.button("Approve").is_there().await,
            "an executive of the firm that asks is not a manager of the other"
        );
        to_beta(stage, &alpha, &beta).await;

        look_at(&beta, WHAT).await;
        beta.text("Waits for Beta Castings, a manager.")
            .appears()
            .await;
        assert!(
            !beta.button("Approve").is_there().await,
            "a contact does not decide what takes a manager"
        );
        promote(&beta, BETA, "Ben Example", "Managers").await;
        look_at(&beta, WHAT).await;
        beta.button("Approve").appears().await;
        look(&beta, "change-first-level").await;
        beta.button("Approve").click().await;
        beta.text("Waits for Alpha Works, an executive.")
            .appears()
            .await;
        saved(&beta).await;
        asked_facts(&beta).says("40 t").await;
        to_alpha(stage, &beta, &alpha).await;

        look_at(&alpha, WHAT).await;
        alpha.text("Approved by Ben Example").appears().await;
        alpha.button("Approve").click().await;
        alpha.text("Approved by Ann Example").appears().await;
        saved(&alpha).await;
        asked_facts(&alpha).says("60 t").await;

        ask_for(&alpha, "75", "Unclear specification", "A second mould").await;
        to_beta(stage, &alpha, &beta).await;
        look_at(&beta, WHAT).await;
        asked_facts(&beta).says("60 t").await;
        let form = begin(&beta, "Refuse…").await;
        form.button("Confirm").click().await;
        form.text("Give a reason.").appears().await;
        form.field("Reason")
            .fill("No second mould before June.")
            .await;
        confirm(&beta, &form).await;
        beta.text("Refused by Ben Example").appears().await;
        to_alpha(stage, &beta, &alpha).await;

        let ours = on_record(&alpha).await;
        for said in [
            "Approved by Ben Example",
            "Approved by Ann Example",
            "Refused by Ben Example",
            "No second mould before June.",
            "Two more weeks of the furnace",
        ] {
            assert!(ours.contains(said), "{said:?} is on record: {ours}");
        }
        assert_eq!(on_record(&beta).await, ours, "both firms read the same");
        for browser in [&alpha, &beta] {
            asked_facts(browser).says("60 t").await;
        }
        look(&alpha, "change-decided").await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}

#[test]
fn who_answers_for_the_task_in_the_matrix_approves_a_change() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [CONTACT, CONTACT], WHAT, None).await;
        make_matrix(&alpha, BETA).await;
        add_task(&alpha, "Pour").await;
        letters(&alpha, "Pour, Beta Castings", "a").await;
        look_at(&alpha, WHAT).await;
        let form = begin_correction(&alpha).await;
        form.field("Task of the matrix")
            .partly()
            .choose("Castings · Pour")
            .await;
        look_at_form(&alpha, "change-task").await;
        form.button("Save").click().await;
        form.disappears().await;
        saved(&alpha).await;
        asked_facts(&alpha)
            .says("Answers for it (A): Beta Castings")
            .await;

        let form = begin(&alpha, "Ask for a change…").await;
        form.field("Cause").choose("Market").await;
        form.field("Quantity").partly().fill("60").await;
        form.field("Approved by")
            .choose("Beta Castings, accountable (A) in the matrix")
            .await;
        confirm(&alpha, &form).await;
        assert!(
            !alpha.button("Approve").is_there().await,
            "the firm that asks does not answer for the task"
        );
        to_beta(stage, &alpha, &beta).await;

        look_at(&beta, WHAT).await;
        asked_facts(&beta).link("Pour").appears().await;
        beta.button("Approve").click().await;
        beta.text("Approved by Ben Example").appears().await;
        saved(&beta).await;
        asked_facts(&beta).says("60 t").await;
        to_alpha(stage, &beta, &alpha).await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}

/// Opens what the requester calls it and how it sorts it.
async fn begin_correction(browser: &Browser) -> Target {
    let asked = asked_facts(browser);
    asked
        .button("Your reference, group and task…")
        .click()
        .await;
    let form = browser.dialog("What is asked");
    form.appears().await;
    form
}
