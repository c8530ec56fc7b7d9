//! A user who has opened the page once opens it again without any network.
//! Nothing here depends on what the page shows.

use serde_json::json;

use crate::harness::{Browser, journey};

const KEPT: &str = "await navigator.serviceWorker.ready;
    const names = (await caches.keys()).filter((name) => name.startsWith('tandem '));
    return (await (await caches.open(names[0])).keys()).map((request) => request.url)";

async fn first_visit(visitor: &Browser, url: &str) {
    visitor.visit(url).await;
    visitor.mounted().await;
    let kept = visitor.eval_async(KEPT, vec![]).await;
    let kept = kept.as_array().expect("a list");
    assert!(
        kept.contains(&json!(url)),
        "the page itself is kept: {kept:?}"
    );
}

#[test]
fn after_one_visit_the_page_opens_with_the_host_gone() {
    journey(async |stage| {
        let visitor = stage.browser("visitor").await;
        first_visit(&visitor, &stage.site().url()).await;
        stage.site().set_down(true);
        visitor.reload().await;
        visitor.open("index.html?from=mail#/people").await;
        visitor.quit().await;

        let again = stage.browser("visitor").await;
        again.open("").await;
        again.css("body main").appears().await;
        // The worker looks for a newer build and finds no host.
        again.expect_error("ERR_EMPTY_RESPONSE");
    });
}

#[test]
fn below_a_path_it_does_so_too() {
    journey(async |stage| {
        let visitor = stage.browser("visitor").await;
        let url = stage.site().url_below("shared/tandem");
        first_visit(&visitor, &url).await;
        visitor.offline(true).await;
        stage.site().set_down(true);
        visitor.visit(&url).await;
        visitor.mounted().await;
    });
}

#[test]
fn what_is_not_part_of_the_page_is_left_to_the_network() {
    journey(async |stage| {
        let visitor = stage.browser("visitor").await;
        first_visit(&visitor, &stage.site().url()).await;
        visitor.reload().await;
        let status = "return (await fetch('price-list.pdf')).status";
        assert_eq!(visitor.eval_async(status, vec![]).await, json!(404));
        visitor.expect_error("price-list.pdf");
    });
}
