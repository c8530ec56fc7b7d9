//! A user is told that a newer build is ready, and takes it when it suits.
//! How the page shows this is the shell's journey.

use serde_json::json;

use crate::harness::{Browser, Stage, journey, until};

const BUILDS: &str = "return (await caches.keys()).filter((name) => name.startsWith('tandem '))";
const NOTICED: &str = "return document.documentElement.dataset.update === 'ready'";

async fn settled(user: &Browser) -> String {
    user.eval_async("await navigator.serviceWorker.ready", vec![])
        .await;
    until("one build is kept", async || {
        let builds = user.eval_async(BUILDS, vec![]).await;
        match builds.as_array().map(Vec::as_slice) {
            Some([one]) => Ok(one.to_string()),
            _ => Err(builds.to_string()),
        }
    })
    .await
}

fn upload_a_newer_build(stage: &Stage) {
    let worker = stage
        .site()
        .file("service-worker.js")
        .expect("the build has a worker");
    let worker = String::from_utf8(worker).expect("text");
    let newer = worker.replacen("const BUILD = \"", "const BUILD = \"newer-", 1);
    stage
        .site()
        .replace("service-worker.js", newer.into_bytes());
}

async fn noticed(user: &Browser) {
    until("the page says that an update is ready", async || {
        match user.eval(NOTICED, vec![]).await == json!(true) {
            true => Ok(()),
            false => Err("not yet".into()),
        }
    })
    .await;
}

#[test]
fn a_newer_build_waits_until_the_user_takes_it() {
    journey(async |stage| {
        let user = stage.browser("user").await;
        user.open("").await;
        let old = settled(&user).await;
        assert_eq!(
            user.eval(NOTICED, vec![]).await,
            json!(false),
            "a first visit is no update"
        );

        upload_a_newer_build(stage);
        user.reload().await;
        user.eval("window.untouched = true", vec![]).await;
        noticed(&user).await;
        assert_eq!(
            user.eval("return window.untouched", vec![]).await,
            json!(true)
        );

        user.eval(
            "window.dispatchEvent(new CustomEvent('tandem-apply-update'))",
            vec![],
        )
        .await;
        until("the page has reloaded", async || {
            match user
                .eval("return window.untouched ?? null", vec![])
                .await
                .is_null()
            {
                true => Ok(()),
                false => Err("the same document".into()),
            }
        })
        .await;
        user.mounted().await;
        let new = settled(&user).await;
        assert!(
            new != old && new.contains("newer-"),
            "{old} was to be replaced, there is {new}"
        );
        assert_eq!(user.eval(NOTICED, vec![]).await, json!(false));
    });
}

#[test]
fn a_second_tab_learns_that_the_first_has_switched() {
    journey(async |stage| {
        let user = stage.browser("user").await;
        user.open("").await;
        settled(&user).await;
        let first = user.new_tab().await;
        user.open("").await;
        upload_a_newer_build(stage);
        user.reload().await;
        noticed(&user).await;
        user.eval(
            "window.dispatchEvent(new CustomEvent('tandem-apply-update'))",
            vec![],
        )
        .await;
        user.switch_to(&first).await;
        noticed(&user).await;
    });
}

#[test]
fn a_torn_upload_leaves_the_working_build_alone() {
    journey(async |stage| {
        let user = stage.browser("user").await;
        user.open("").await;
        let old = settled(&user).await;
        upload_a_newer_build(stage);
        stage.site().replace("manifest.webmanifest", b"{}".to_vec());
        user.reload().await;
        let failed = "const registration = await navigator.serviceWorker.ready;
            await registration.update().catch(() => {});
            while (registration.installing) await new Promise((done) =>
              registration.installing.addEventListener('statechange', done, { once: true }));
            return registration.waiting === null";
        assert_eq!(user.eval_async(failed, vec![]).await, json!(true));
        user.reload().await;
        let kept = user.eval_async(BUILDS, vec![]).await;
        assert!(
            kept.to_string().contains(&old),
            "{old} must still be there: {kept}"
        );
        user.expect_error("integrity");
    });
}
