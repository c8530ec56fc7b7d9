//! A user opens the page, wherever its files lie, and nothing but these files is asked for.
//! What the page then shows belongs to other journeys.

use serde_json::json;

use crate::harness::{Lang, Setup, journey};

#[test]
fn the_page_opens_at_the_root_of_a_host() {
    journey(async |stage| {
        let visitor = stage.browser("visitor").await;
        visitor.open("").await;
        visitor.css("body main").appears().await;
        visitor.screenshot("opens-en").await;
    });
}

#[test]
fn the_page_opens_below_a_path_of_a_host() {
    journey(async |stage| {
        let visitor = stage
            .browser_with(
                "visitor",
                Setup {
                    lang: Lang::Zh,
                    ..Setup::default()
                },
            )
            .await;
        visitor.visit(&stage.site().url_below("tools/tandem")).await;
        visitor.mounted().await;
        visitor.css("body main").appears().await;
        assert_eq!(
            visitor.eval("return navigator.language", vec![]).await,
            json!("zh-CN")
        );
        let scope = "return (await navigator.serviceWorker.ready).scope";
        let scope = visitor.eval_async(scope, vec![]).await;
        assert_eq!(scope, json!(stage.site().url_below("tools/tandem")));
    });
}

#[test]
fn no_foreign_script_runs_and_no_foreign_host_is_reached() {
    journey(async |stage| {
        let visitor = stage.browser("visitor").await;
        visitor.open("").await;
        let inject = "const script = document.createElement('script');
            script.textContent = 'window.injected = true';
            document.head.append(script);
            return window.injected === true";
        assert_eq!(visitor.eval(inject, vec![]).await, json!(false));
        let reach = "try { await fetch('https://example.org/'); return 'reached' } catch { return 'refused' }";
        assert_eq!(visitor.eval_async(reach, vec![]).await, json!("refused"));
        visitor.expect_error("Content Security Policy");
    });
}

#[test]
fn the_policy_stands_first_and_every_file_named_by_the_page_has_a_digest() {
    journey(async |stage| {
        let visitor = stage.browser("visitor").await;
        visitor.open("").await;
        let first = "return document.head.firstElementChild.httpEquiv";
        assert_eq!(
            visitor.eval(first, vec![]).await,
            json!("Content-Security-Policy")
        );
        let bare = "return [...document.querySelectorAll(
              'script, link[rel=stylesheet], link[rel=preload], link[rel=modulepreload]')]
            .filter((node) => !node.integrity).map((node) => node.outerHTML)";
        assert_eq!(visitor.eval(bare, vec![]).await, json!([]));
    });
}
