//! An urgent message is answered within its thirty minutes though everything goes by file, and who
//! wrote it learns that it arrived, was read, and was answered in time.

use crate::between_two_firms::{
    ALPHA, BETA, CONTACT, after, look, look_at, meet, to_alpha, to_beta,
};
use crate::harness::journey;
use crate::three_firms_converge::{assert_equal, merge, saved, write_to};

const WHAT: &str = "Pump housings for September";
const QUESTION: &str = "Does the lorry leave today?";

#[test]
fn an_urgent_message_is_answered_in_time_and_its_writer_sees_that_it_was_read() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [CONTACT, CONTACT], WHAT, None).await;
        look_at(&alpha, WHAT).await;
        let message = alpha.field("Message to Beta Castings");
        message.fill(QUESTION).await;
        alpha.checkbox("Urgent").partly().click().await;
        alpha.button("Write").click().await;
        let asked = alpha.item(QUESTION);
        asked.says("Answer within 30 minutes:").await;
        asked.says("left").await;
        asked.says("Not known to be received yet").await;
        saved(&alpha).await;
        look(&alpha, "urgent-asked").await;
        to_beta(stage, &alpha, &beta).await;

        after(&beta, 12).await;
        look_at(&beta, WHAT).await;
        beta.item(QUESTION).says("left").await;
        beta.item(QUESTION).button("Answer").partly().click().await;
        let form = beta.dialog("Answer");
        form.field("Your answer").fill("At four o’clock.").await;
        form.button("Confirm").click().await;
        form.disappears().await;
        beta.item(QUESTION).says("in time").await;
        saved(&beta).await;
        let on_its_way = write_to(stage, &beta, ALPHA).await;

        after(&alpha, 45).await;
        look_at(&alpha, WHAT).await;
        alpha
            .item(QUESTION)
            .says("unknown, waiting for their file")
            .await;
        merge(&alpha, &[&on_its_way]).await;
        look_at(&alpha, WHAT).await;
        let asked = alpha.item(QUESTION);
        asked.says("in time").await;
        asked.says("Received by partner (as of").await;
        asked.says("Read by Ben Example").await;
        alpha.text("At four o’clock.").appears().await;
        look(&alpha, "urgent-answered").await;
        to_beta(stage, &alpha, &beta).await;
        look_at(&beta, WHAT).await;
        beta.item("At four o’clock.")
            .says("Read by Ann Example")
            .await;
        to_alpha(stage, &beta, &alpha).await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}
