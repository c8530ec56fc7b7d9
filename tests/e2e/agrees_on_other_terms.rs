//! Two firms find terms both want: an offer, a counter-offer, agreement; and what is not for the other
//! to do goes back to where it is said who is responsible.

use crate::between_two_firms::{
    ALPHA, BETA, MANAGER, asked_facts, begin, confirm, look, look_at, look_at_form, meet, step,
    to_alpha, to_beta,
};
use crate::harness::{Browser, journey};
use crate::three_firms_converge::{assert_equal, saved};

const WHAT: &str = "Pump housings for June";

async fn offers(browser: &Browser) -> String {
    look_at(browser, WHAT).await;
    browser.css(".requirements-offers").visible_text().await
}

/// The figure counts the one requirement as agreed.
async fn assert_consensus(browser: &Browser) {
    browser.open("#/requirements?view=figures").await;
    let consensus = browser.row("Consensus");
    consensus.says("100%").await;
    consensus.says("1 of 1").await;
}

#[test]
fn an_offer_and_a_counter_offer_end_in_terms_that_both_firms_hold() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [MANAGER, MANAGER], WHAT, None).await;
        look_at(&beta, WHAT).await;
        step(&beta, "Acknowledge", "acknowledged").await;
        let form = begin(&beta, "Propose…").await;
        form.radio("Accept with changes").click().await;
        form.button("Confirm").click().await;
        form.text("Say what would change.").appears().await;
        form.field("Quantity instead").partly().fill("35").await;
        form.field("Comment")
            .fill("The furnace is full in week 24.")
            .await;
        look_at_form(&beta, "offer-form").await;
        confirm(&beta, &form).await;
        to_alpha(stage, &beta, &alpha).await;

        assert_eq!(offers(&alpha).await, offers(&beta).await);
        let form = begin(&alpha, "Make a counter-offer…").await;
        form.field("Quantity instead").partly().fill("38").await;
        form.field("Price instead").partly().fill("4100").await;
        form.field("Reason").fill("38 t fill the lorry.").await;
        confirm(&alpha, &form).await;
        to_beta(stage, &alpha, &beta).await;

        look_at(&beta, WHAT).await;
        let wanted = beta.css(".requirements-offers > .card").nth(2);
        wanted.says("Wanted by Alpha Works instead").await;
        wanted.says("38 t").await;
        wanted.says("4,100 CNY").await;
        look(&beta, "counter-offer").await;
        let form = begin(&beta, "Propose…").await;
        form.radio("Accept the counter-offer").click().await;
        confirm(&beta, &form).await;
        beta.text("Both agree on 38 t").appears().await;
        to_alpha(stage, &beta, &alpha).await;

        for browser in [&alpha, &beta] {
            look_at(browser, WHAT).await;
            browser.text("Both agree on 38 t").appears().await;
            asked_facts(browser).says("38 t").await;
            asked_facts(browser).says("4,100 CNY").await;
            assert_consensus(browser).await;
        }
        look_at(&alpha, WHAT).await;
        look(&alpha, "agreed").await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}

#[test]
fn what_is_not_theirs_to_do_goes_back_to_the_one_who_asked() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [MANAGER, MANAGER], WHAT, None).await;
        look_at(&beta, WHAT).await;
        let form = begin(&beta, "Propose…").await;
        form.radio("Not ours").click().await;
        form.field("Comment").fill("Machining is with Gamma.").await;
        confirm(&beta, &form).await;
        to_alpha(stage, &beta, &alpha).await;
        look_at(&alpha, WHAT).await;
        alpha.text("Not for Beta Castings to do").appears().await;
        alpha.text("Machining is with Gamma.").appears().await;
        look(&alpha, "not-ours").await;
        alpha
            .link("Who is responsible? See the matrix")
            .click()
            .await;
        alpha.heading("Responsibility matrix").appears().await;
        look_at(&alpha, WHAT).await;
        let form = begin(&alpha, "Withdraw…").await;
        form.field("Reason").fill("It goes to Gamma.").await;
        confirm(&alpha, &form).await;
        saved(&alpha).await;
        to_beta(stage, &alpha, &beta).await;
        look_at(&beta, WHAT).await;
        beta.text("Nothing is left to do here.").appears().await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}
