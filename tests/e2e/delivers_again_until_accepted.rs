//! What was delivered badly is sent back with a reason, delivered again, accepted and settled; both
//! firms hold the same course of events.

use crate::between_two_firms::{
    ALPHA, BETA, CONTACT, ago, begin, confirm, look, look_at, meet, step, to_alpha, to_beta,
};
use crate::harness::{Browser, journey};
use crate::three_firms_converge::assert_equal;

const WHAT: &str = "Pump housings for July";

async fn course(browser: &Browser) -> String {
    look_at(browser, WHAT).await;
    browser.css(".requirements-log").visible_text().await
}

#[test]
fn what_is_sent_back_is_delivered_again_accepted_and_settled() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [CONTACT, CONTACT], WHAT, None).await;
        look_at(&beta, WHAT).await;
        step(&beta, "Acknowledge", "acknowledged").await;
        let form = begin(&beta, "Propose…").await;
        confirm(&beta, &form).await;
        let form = begin(&beta, "Give a delivery date…").await;
        form.button("Confirm").click().await;
        form.text("Give the planned date.").appears().await;
        let planned = ago(&beta, -20 * 24 * 60).await;
        form.field("Planned delivery").partly().fill(&planned).await;
        confirm(&beta, &form).await;
        step(&beta, "Start work", "started work").await;
        step(&beta, "Report delivery", "delivered").await;
        to_alpha(stage, &beta, &alpha).await;

        look_at(&alpha, WHAT).await;
        alpha.button("Accept").appears().await;
        look(&alpha, "delivered").await;
        let form = begin(&alpha, "Send back…").await;
        form.button("Confirm").click().await;
        form.text("Give a reason.").appears().await;
        form.field("Reason")
            .fill("Six housings leak at 4 bar.")
            .await;
        confirm(&alpha, &form).await;
        alpha.text("Sent back 1 time").appears().await;
        to_beta(stage, &alpha, &beta).await;

        look_at(&beta, WHAT).await;
        beta.text("Sent back 1 time").appears().await;
        beta.text("Six housings leak at 4 bar.").appears().await;
        look(&beta, "sent-back").await;
        step(&beta, "Report delivery", "delivered").await;
        to_alpha(stage, &beta, &alpha).await;
        look_at(&alpha, WHAT).await;
        step(&alpha, "Accept", "accepted").await;
        to_beta(stage, &alpha, &beta).await;
        look_at(&beta, WHAT).await;
        step(&beta, "Mark as settled", "settled").await;
        beta.text("Nothing is left to do here.").appears().await;
        to_alpha(stage, &beta, &alpha).await;

        assert_eq!(course(&alpha).await, course(&beta).await);
        alpha.text("Nothing is left to do here.").appears().await;
        alpha.text("Sent back 1 time").appears().await;
        look(&alpha, "settled").await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}
