//! A limit that passes while the partner's file is on its way is unknown, not late; once the file is
//! here, both firms have the same verdict.

use crate::between_two_firms::{ALPHA, BETA, CONTACT, after, look, look_at, meet, step, to_beta};
use crate::harness::{Browser, journey};
use crate::three_firms_converge::{assert_equal, merge, write_to};

const WHAT: &str = "Pump housings for October";

/// The limit on acknowledging, the first of all.
async fn limit_says(browser: &Browser, words: &str) {
    look_at(browser, WHAT).await;
    let card = browser.css(".requirements-clocks > .card").nth(0);
    card.says(words).await;
}

#[test]
fn a_limit_that_passes_is_unknown_until_the_file_arrives_and_then_exact() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [CONTACT, CONTACT], WHAT, None).await;
        limit_says(&alpha, "left").await;
        after(&beta, 60).await;
        look_at(&beta, WHAT).await;
        step(&beta, "Acknowledge", "acknowledged").await;
        let on_its_way = write_to(stage, &beta, ALPHA).await;

        after(&alpha, 125).await;
        limit_says(&alpha, "unknown, waiting for their file").await;
        look(&alpha, "limit-unknown").await;
        alpha.open("").await;
        alpha
            .text("1 requirement waiting for a partner’s file")
            .appears()
            .await;
        alpha.open("#/requirements").await;
        alpha
            .row(WHAT)
            .says("unknown, waiting for their file")
            .await;

        merge(&alpha, &[&on_its_way]).await;
        limit_says(&alpha, "in time").await;
        limit_says(&beta, "in time").await;
        look(&alpha, "limit-known").await;

        // Later, nothing came of the proposal: with a later file here, that is known.
        after(&beta, 25 * 60).await;
        let nothing_new = write_to(stage, &beta, ALPHA).await;
        after(&alpha, 25 * 60 + 5).await;
        merge(&alpha, &[&nothing_new]).await;
        look_at(&alpha, WHAT).await;
        let proposal = alpha.css(".requirements-clocks > .card").nth(1);
        proposal.says("over").await;
        to_beta(stage, &alpha, &beta).await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}
