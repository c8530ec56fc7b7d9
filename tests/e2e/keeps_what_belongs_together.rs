//! What belongs to a requirement stays with it: milestones and documents with both firms, costs and the
//! tie to what a supplier is asked for with one's own, and a template for the next of its kind.

use crate::between_two_firms::{ALPHA, BETA, CONTACT, ask, look, look_at, meet, to_beta};
use crate::harness::{Browser, journey};
use crate::three_firms_converge::{add_partner, assert_equal, saved, write_to};

const WHAT: &str = "Pump housings, first lot";
const DRAWING: &[u8] = b"%PDF-1.7 drawing 7714, revision C";
const OTHER: &[u8] = b"%PDF-1.7 drawing 7714, revision D";

/// The part of the page under this heading.
fn part(browser: &Browser, name: &str) -> crate::harness::Target {
    browser.region(name)
}

async fn fill(browser: &Browser, fields: &[(&str, &str)]) {
    for (field, text) in fields {
        browser.field(field).partly().fill(text).await;
    }
}

#[test]
fn a_draft_is_completed_and_the_partner_checks_that_it_holds_the_same_version() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [CONTACT, CONTACT], "Samples", None).await;
        alpha.open("#/requirements?new=1").await;
        alpha.field("Partner").choose(BETA).await;
        alpha.field("What is asked").fill(WHAT).await;
        alpha
            .text("Keep the draft, and you can add")
            .partly()
            .appears()
            .await;
        alpha.button("Save draft").click().await;
        let milestones = part(&alpha, "Milestones");
        milestones
            .field("New milestone")
            .fill("First samples")
            .await;
        milestones.button("Add the milestone").click().await;
        milestones.item("First samples").appears().await;
        let documents = part(&alpha, "Documents");
        documents.checkbox("Put files up to").partly().click().await;
        let drop = documents.css(".file-drop").nth(0);
        drop.drop_files(&[("drawing-7714.pdf", DRAWING)]).await;
        documents
            .item("drawing-7714.pdf")
            .says("goes along in files")
            .await;
        look(&alpha, "draft-parts").await;
        alpha.button("Submit").click().await;
        alpha.heading(WHAT).appears().await;
        saved(&alpha).await;
        to_beta(stage, &alpha, &beta).await;

        look_at(&beta, WHAT).await;
        part(&beta, "Milestones")
            .item("First samples")
            .appears()
            .await;
        let documents = part(&beta, "Documents");
        documents
            .item("drawing-7714.pdf")
            .button("Save")
            .click()
            .await;
        let (name, bytes) = beta.downloaded().await;
        assert_eq!(
            (name.as_str(), bytes.as_slice()),
            ("drawing-7714.pdf", DRAWING)
        );
        let check = documents.css(".file-drop").nth(0);
        check.drop_files(&[("from-the-mail.pdf", DRAWING)]).await;
        documents
            .text("from-the-mail.pdf is the same version as drawing-7714.pdf.")
            .appears()
            .await;
        check.drop_files(&[("drawing-7714.pdf", OTHER)]).await;
        documents
            .text("drawing-7714.pdf is another version than drawing-7714.pdf: its content differs.")
            .appears()
            .await;
        look(&beta, "documents").await;
        let mail = write_to(stage, &beta, ALPHA).await;
        crate::three_firms_converge::merge(&alpha, &[&mail]).await;
        assert_equal(&alpha, &beta, ALPHA, BETA).await;
    });
}

#[test]
fn a_supplier_is_asked_for_what_a_customer_asked_and_only_the_firm_between_knows() {
    journey(async |stage| {
        const RAW: &str = "Gamma Alloys";
        let (alpha, beta) = meet(stage, [CONTACT, CONTACT], WHAT, None).await;
        add_partner(&beta, RAW, "Supplies us").await;
        look_at(&beta, WHAT).await;
        let costs = part(&beta, "Costs");
        for (label, amount) in [("Pattern", "1200"), ("Melting", "800.5")] {
            costs.field("What for").fill(label).await;
            costs.field("Amount").fill(amount).await;
            costs.field("Currency").partly().fill("CNY").await;
            costs.button("Add the cost").click().await;
            costs.item(label).appears().await;
        }
        costs.text("Together 2,000.5 CNY").appears().await;
        beta.link("Ask a supplier").click().await;
        beta.text("For the customer’s requirement")
            .partly()
            .appears()
            .await;
        assert_eq!(beta.field("What is asked").value().await, WHAT);
        let price = beta.field("Price per unit").partly().value().await;
        assert_eq!(price, "", "the customer's price is the customer's");
        beta.field("Partner").choose(RAW).await;
        beta.field("What is asked")
            .fill("Ingots for housings")
            .await;
        beta.button("Submit").click().await;
        beta.heading("Ingots for housings").appears().await;
        saved(&beta).await;
        part(&beta, "Asked for because of").link(WHAT).click().await;
        beta.heading(WHAT).appears().await;
        let caused = part(&beta, "Asked of suppliers for it");
        caused.item("Ingots for housings").says(RAW).await;
        look(&beta, "links").await;
        // Neither partner's file says a word of the other.
        let to_raw = write_to(stage, &beta, RAW).await;
        let text = std::fs::read_to_string(&to_raw.path).expect("text");
        assert!(text.contains("Ingots for housings"));
        for hidden in [WHAT, ALPHA, "Pattern", "\"link-"] {
            assert!(!text.contains(hidden), "{hidden}");
        }
        let to_customer = write_to(stage, &beta, ALPHA).await;
        let text = std::fs::read_to_string(&to_customer.path).expect("text");
        for hidden in [RAW, "Ingots", "Pattern", "1200"] {
            assert!(!text.contains(hidden), "{hidden}");
        }
        drop(alpha);
    });
}

#[test]
fn the_next_requirement_of_a_kind_begins_from_its_template() {
    journey(async |stage| {
        let (alpha, _) = meet(stage, [CONTACT, CONTACT], WHAT, None).await;
        alpha.open("#/requirements?new=1").await;
        fill(
            &alpha,
            &[
                ("What is asked", "Castings, repeat order"),
                ("Unit", "t"),
                ("Specification", "EN-GJS-400-15"),
                ("Customer’s reference", "OUR-77"),
            ],
        )
        .await;
        alpha.text("Keep as a template").click().await;
        alpha.button("Keep it").click().await;
        alpha
            .text("Please name the kind of requirement.")
            .appears()
            .await;
        alpha
            .field("Kind of requirement")
            .fill("Repeat order")
            .await;
        alpha.button("Keep it").click().await;
        alpha.text("Template kept.").appears().await;
        saved(&alpha).await;
        alpha.open("#/requirements").await;
        alpha.open("#/requirements?new=1").await;
        alpha
            .field("Begin from a template")
            .choose("Repeat order")
            .await;
        let title = alpha.field("What is asked");
        assert_eq!(title.value().await, "Castings, repeat order");
        let own = alpha.field("Customer’s reference").partly().value().await;
        assert_eq!(own, "", "one's own number belongs to one requirement");
        look(&alpha, "template").await;
        ask(&alpha, "Castings again", None).await;
        alpha.open("#/requirements?new=1").await;
        alpha
            .field("Begin from a template")
            .choose("Repeat order")
            .await;
        alpha.button("Delete the template").click().await;
        alpha.field("Begin from a template").disappears().await;
    });
}
