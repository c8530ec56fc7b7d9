//! A browser that has lost data says so, never passes for a first run, and the user ends the message by
//! restoring a backup or by going on without. Noticing kills and torn logs is the subject of `kills`.

use crate::harness::{Browser, journey};
use crate::three_firms_converge::{add_partner, backup, saved, start};

/// The witness of the only workspace, `by` generations further than its store.
async fn raise_witness(browser: &Browser, by: u64) {
    const RAISE: &str =
        "const key = Object.keys(localStorage).find((k) => k.startsWith('tandem.witness.'));
        localStorage.setItem(key, JSON.stringify(Number(localStorage.getItem(key)) + arguments[0]));
        return key;";
    let key = browser.eval(RAISE, vec![by.into()]).await;
    assert!(key.is_string(), "there is a witness: {key}");
}

/// Takes everything out of the only workspace's store, as clearing it would.
async fn clear_store(browser: &Browser) {
    const CLEAR: &str = "const [{ name }] = (await indexedDB.databases())
            .filter(({ name }) => name.startsWith('tandem-'));
        const database = await new Promise((resolve, reject) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        const stores = [...database.objectStoreNames].filter((store) => store !== 'meta');
        const transaction = database.transaction(stores, 'readwrite');
        for (const store of stores) transaction.objectStore(store).clear();
        await new Promise((resolve) => { transaction.oncomplete = resolve; });
        database.close();
        return stores.length;";
    let cleared = browser.eval_async(CLEAR, vec![]).await;
    assert!(cleared.as_u64() > Some(1), "stores were cleared: {cleared}");
}

#[test]
fn a_loss_is_said_until_the_user_has_answered_it() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, "Alpha Works", "Ann Example").await;
        saved(&ann).await;
        raise_witness(&ann, 5).await;
        ann.reload().await;
        ann.text("This browser has lost data").appears().await;
        ann.assert_accessible("a loss").await;
        ann.screenshot("loss-said").await;
        // It is said again until it is answered.
        ann.reload().await;
        ann.text("This browser has lost data").appears().await;
        ann.button("Go on without it").click().await;
        ann.text("This browser has lost data").disappears().await;
        ann.reload().await;
        ann.heading("Today").appears().await;
        ann.text("This browser has lost data").disappears().await;
    });
}

#[test]
fn an_emptied_workspace_is_no_first_run_and_comes_back_from_its_backup() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, "Alpha Works", "Ann Example").await;
        add_partner(&ann, "Beta Castings", "Supplies us").await;
        let file = backup(stage, &ann).await;
        saved(&ann).await;
        clear_store(&ann).await;
        raise_witness(&ann, 1).await;
        ann.reload().await;
        ann.heading("This browser has lost this workspace")
            .appears()
            .await;
        ann.assert_accessible("an emptied workspace").await;
        ann.screenshot("workspace-emptied").await;
        ann.css("input[type=file]").upload(&[&file.path]).await;
        ann.text("Backup of Alpha Works").appears().await;
        ann.button("Open the workspace").click().await;
        // Where the backup was written is where it goes on.
        ann.heading("Files").appears().await;
        ann.open("#/people").await;
        ann.link("Beta Castings").appears().await;
        ann.reload().await;
        ann.link("Beta Castings").appears().await;
    });
}
