//! A manager enters how often anomalies came; a drill of a class covers it; each figure explains itself.

use crate::harness::{Browser, Key, Lang, Setup, journey};
use crate::held::{Workshop, story};
use crate::reviews_a_drill::{arrive, look};
use crate::three_firms_converge::saved;

async fn enter(browser: &Browser, class: &str, count: &str) {
    browser.field("Class").choose(class).await;
    browser.field("How often").fill(count).await;
    browser.button("Save").click().await;
    saved(browser).await;
}

#[test]
fn entered_counts_are_covered_by_drills_and_explained() {
    journey(async |stage| {
        let mut workshop = Workshop::new();
        let first = workshop.prepare("Workshop in spring", story());
        workshop.play_story(&first, 90, 5);
        let second = workshop.prepare("Workshop", story());
        workshop.play_story(&second, 30, 5);
        let file = stage.file("backup.json", &workshop.file());
        let manager = stage.browser("manager").await;
        arrive(&manager, &file, Lang::En).await;
        manager.open("#/drills?list=coverage").await;
        manager.tab("Coverage").appears().await;
        manager
            .text("No class came that often in this period.")
            .appears()
            .await;
        manager.button("Save").click().await;
        manager.text("Choose or name a class.").appears().await;
        enter(&manager, "Raw-material shortage", "7").await;
        enter(&manager, "Delivery delay", "4").await;
        enter(&manager, "Batch quality defect", "2").await;
        let frequent = manager.region("Classes that came often");
        frequent.row("Raw-material shortage").says("drilled").await;
        frequent.row("Delivery delay").says("not drilled").await;
        let card = manager.css(".kpi").nth(0);
        card.says("50%").await;
        card.says("1 of 2").await;
        // Two make it often: a third class counts.
        manager.field("Often means at least").fill("2").await;
        manager.press(Key::Tab + "").await;
        card.says("33.3%").await;
        manager
            .text("Delivery delay came 4 times and was not drilled")
            .appears()
            .await;
        look(&manager, "coverage").await;
        // There is none of one's own; the library has one, and one press brings it in.
        let late = manager.item("Delivery delay came 4 times");
        late.says("the library has").await;
        late.link("Delivery delay").partly().appears().await;
        late.button("Keep as own scenario").click().await;
        late.says("was not drilled: “").await;
        saved(&manager).await;
        late.link("Delivery delay").partly().click().await;
        manager.button("Prepare a drill").appears().await;
        manager.back().await;
        card.says("33.3%").await;

        // Handling: what the first drill took is what the second is compared with.
        manager
            .css(".kpi")
            .nth(1)
            .link("Explain this number")
            .click()
            .await;
        manager.heading("Handling efficiency at 5×").appears().await;
        manager.text("no baseline yet").appears().await;
        let line = manager.css(".review-line").nth(0);
        line.says("Workshop in spring").await;
        line.button("Take as baseline").click().await;
        manager
            .text("the baseline was taken from it")
            .appears()
            .await;
        manager.text("against the baseline").appears().await;
        look(&manager, "coverage-handling").await;
        manager.field("Minutes").fill("9").await;
        manager.field("Date").fill("2025-01-31").await;
        manager.field("Answers it was taken from").fill("12").await;
        manager.button("Keep this baseline").click().await;
        manager.row("2025-01-31").says("older").await;
        manager.link("Back to coverage").click().await;
        manager.css(".kpi").nth(1).says("+").await;
        manager
            .css(".kpi")
            .nth(0)
            .link("Explain this number")
            .click()
            .await;
        manager.text("1 ÷ 3 = 33.3%").appears().await;
        look(&manager, "coverage-explained").await;
    });
}

#[test]
fn coverage_reads_well_in_chinese() {
    journey(async |stage| {
        let mut workshop = Workshop::new();
        let drill = workshop.prepare("春季推演", story());
        workshop.play_story(&drill, 60, 5);
        let file = stage.file("backup.json", &workshop.file());
        let setup = Setup {
            lang: Lang::Zh,
            ..Setup::default()
        };
        let manager = stage.browser_with("manager", setup).await;
        arrive(&manager, &file, Lang::Zh).await;
        manager.open("#/drills?list=coverage").await;
        manager.field("类别").choose("原材料短缺").await;
        manager.field("次数").fill("5").await;
        manager.button("保存").click().await;
        manager.css(".kpi").nth(0).says("100%").await;
        look(&manager, "coverage-zh").await;
        manager.open(&format!("#/drills/{drill}?show=review")).await;
        manager.heading("复盘：春季推演").appears().await;
        look(&manager, "review-zh").await;
    });
}
