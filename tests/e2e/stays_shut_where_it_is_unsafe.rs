//! A user is told, in both languages, why the page does not start, instead of running altered code.
//! Faults of a running page are not its subject.

use crate::harness::{Browser, Lang, Setup, Stage, journey};

async fn refused(visitor: &Browser, zh: &str, en: &str) {
    let notice = visitor.css("#boot[role=alert]");
    notice.says(zh).await;
    notice.says(en).await;
    assert!(
        !visitor.css("body > main").is_there().await,
        "the program must not run"
    );
}

fn named(stage: &Stage, ending: &str) -> String {
    let page = stage
        .site()
        .file("index.html")
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let page = page.expect("a page");
    let tag = page
        .split("data-")
        .find_map(|part| part.strip_prefix(ending)?.split('"').nth(1));
    tag.expect("the page names its program").to_owned()
}

#[test]
fn plain_http_from_another_machine_is_refused() {
    journey(async |stage| {
        let setup = Setup {
            hosts: vec!["tandem.example".into()],
            lang: Lang::Zh,
            ..Setup::default()
        };
        let visitor = stage.browser_with("visitor", setup).await;
        visitor
            .visit(&format!("http://tandem.example:{}/", stage.site().port()))
            .await;
        refused(&visitor, "没有加密", "not encrypted").await;
        visitor.screenshot("refuses-plain-http").await;
        visitor.expect_error("insecure");
        visitor.expect_error("Cross-Origin-Opener-Policy header has been ignored");
    });
}

#[test]
fn an_altered_program_does_not_run() {
    journey(async |stage| {
        let wasm = named(stage, "wasm");
        let mut bytes = stage.site().file(&wasm).expect("the program");
        // A custom section changes nothing but the digest: without the check it would run.
        bytes.extend_from_slice(&[0, 2, 1, b'x']);
        stage.site().replace(&wasm, bytes);
        let visitor = stage.browser("visitor").await;
        visitor.visit(&stage.site().url()).await;
        refused(&visitor, "没有完整", "whole and unaltered").await;
        visitor.screenshot("refuses-altered").await;
        visitor.expect_error("altered");
        visitor.expect_error("integrity");
    });
}

#[test]
fn an_altered_loader_does_not_run() {
    journey(async |stage| {
        let module = named(stage, "js");
        let mut bytes = stage.site().file(&module).expect("the loader");
        bytes.extend_from_slice(b"\nwindow.altered = true;\n");
        stage.site().replace(&module, bytes);
        let visitor = stage.browser("visitor").await;
        visitor.visit(&stage.site().url()).await;
        refused(&visitor, "没有完整", "whole and unaltered").await;
        assert!(
            visitor
                .eval("return window.altered ?? null", vec![])
                .await
                .is_null()
        );
        visitor.expect_error("altered");
        visitor.expect_error("integrity");
    });
}

#[test]
fn a_missing_program_is_named() {
    journey(async |stage| {
        let wasm = named(stage, "wasm");
        stage.site().replace("index.html", {
            let page = stage.site().file("index.html").expect("a page");
            String::from_utf8(page)
                .expect("text")
                .replace(&wasm, "gone.wasm")
                .into_bytes()
        });
        let visitor = stage.browser("visitor").await;
        visitor.visit(&stage.site().url()).await;
        refused(&visitor, "没有完整", "whole and unaltered").await;
        visitor.css("#boot").says("gone.wasm").await;
        visitor.expect_error("altered");
        visitor.expect_error("gone.wasm");
    });
}

/// Parts of the program come later than its beginning, and are checked like it.
#[test]
fn an_altered_part_does_not_run_and_can_be_fetched_again() {
    journey(async |stage| {
        let part = named(stage, "js");
        let script = stage.site().file(&part).expect("the program's script");
        let script = String::from_utf8(script).expect("text");
        let start = script.split('"').find_map(|word| {
            word.strip_prefix("./")
                .filter(|w| w.starts_with("split-start-"))
        });
        let start = start.expect("the part with the first run").to_owned();
        let whole = stage.site().file(&start).expect("the part");
        let mut altered = whole.clone();
        altered.extend_from_slice(&[0, 2, 1, b'x']);
        stage.site().replace(&start, altered);
        let visitor = stage.browser("visitor").await;
        visitor.visit(&stage.site().url()).await;
        visitor.text("could not be fetched").appears().await;
        visitor.screenshot("part-not-fetched").await;
        stage.site().replace(&start, whole);
        visitor.button("Try again").click().await;
        visitor.button("Open the sample").appears().await;
        visitor.expect_error("integrity");
        visitor.expect_error("Failed to fetch");
        visitor.expect_error("service-worker");
    });
}
