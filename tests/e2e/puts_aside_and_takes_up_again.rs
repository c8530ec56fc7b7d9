//! What cannot go on is put aside with who looks after it, why, and when it is looked at again; either
//! firm takes it up again.

use crate::between_two_firms::{
    ALPHA, BETA, MANAGER, ago, begin, confirm, look, look_at, look_at_form, meet, step, to_alpha,
    to_beta,
};
use crate::harness::journey;
use crate::three_firms_converge::assert_equal;

const WHAT: &str = "Pump housings for August";

#[test]
fn what_is_shelved_names_its_owner_and_its_review_and_is_revived_by_the_other_firm() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [MANAGER, MANAGER], WHAT, None).await;
        look_at(&beta, WHAT).await;
        step(&beta, "Acknowledge", "acknowledged").await;
        let form = begin(&beta, "Shelve…").await;
        form.button("Confirm").click().await;
        form.text("Give a reason.").appears().await;
        form.field("Reason").fill("The alloy is not decided.").await;
        form.button("Confirm").click().await;
        form.text("Give a date in the future").appears().await;
        form.field("Who looks after it")
            .choose("Ann Example · Alpha Works")
            .await;
        let review = ago(&beta, -7 * 24 * 60).await;
        form.field("Reviewed on").partly().fill(&review).await;
        look_at_form(&beta, "shelve-form").await;
        confirm(&beta, &form).await;
        to_alpha(stage, &beta, &alpha).await;

        look_at(&alpha, WHAT).await;
        let banner = alpha.text("Shelved by Beta Castings.");
        banner.says("Ann Example looks after it; reviewed on").await;
        alpha.text("The alloy is not decided.").appears().await;
        assert!(!alpha.button("Propose…").is_there().await);
        look(&alpha, "shelved").await;
        alpha.open("#/requirements").await;
        alpha.row(WHAT).says("Shelved").await;
        look_at(&alpha, WHAT).await;
        step(&alpha, "Revive", "revived").await;
        alpha.text("Shelved by Beta Castings.").disappears().await;
        to_beta(stage, &alpha, &beta).await;

        look_at(&beta, WHAT).await;
        beta.text("Alpha Works revived").appears().await;
        beta.text("Shelved by Beta Castings.").disappears().await;
        beta.button("Propose…").appears().await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}
