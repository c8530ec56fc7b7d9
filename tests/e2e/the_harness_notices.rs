//! The harness itself, on pages made up here: a check that cannot fail would prove nothing.
//! Tandem is not opened.

use crate::harness::{Browser, Key, Stage, journey};

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Trial</title></head><body><main>
<h1>Trial</h1>
<label>Title <input id="subject"></label>
<label>Needed by <input type="datetime-local" id="by"></label>
<label>Layer <select id="layer"><option>Contact</option><option>Manager</option></select></label>
<label>Files <input type="file" multiple id="files"></label>
<button aria-label="Save all" onclick="said.textContent = subject.value + '|' + by.value + '|' + layer.value">✓</button>
<button onclick="setTimeout(() => this.remove(), 300)">Close</button>
<table><tr><td>Steel</td><td><button onclick="said.textContent = 'one'">Open</button></td></tr>
<tr><td>Rubber</td><td><button onclick="said.textContent = 'two'">Open</button></td></tr></table>
<a id="out" href="data:application/json,{}" download="out.json">Export</a>
<p id="drop">Drop here</p><p id="said"></p>
<script>
const told = async (list) => said.textContent =
  (await Promise.all([...list].map(async (file) => file.name + '=' + await file.text()))).join();
files.onchange = () => told(files.files);
drop.ondragover = (event) => event.preventDefault();
drop.ondrop = (event) => { event.preventDefault(); told(event.dataTransfer.files); };
document.onpaste = (event) => said.textContent = event.clipboardData.getData('text/plain');
document.onkeydown = (event) => { if (event.ctrlKey && event.key === 'z') said.textContent = 'undone'; };
</script></main></body></html>"#;

async fn trial(stage: &Stage, page: &str) -> Browser {
    stage.site().replace("_headers", Vec::new());
    stage.site().replace("index.html", page.as_bytes().to_vec());
    let user = stage.browser("user").await;
    user.visit(&stage.site().url()).await;
    user.expect_error("favicon.ico");
    user
}

#[test]
fn what_people_see_is_found_and_used() {
    journey(async |stage| {
        let user = trial(stage, PAGE).await;
        user.heading("Trial").appears().await;
        user.field("Title").fill("draft").await;
        user.field("Title").fill("Bracket").await;
        user.field("Needed by").fill("2026-03-04T05:06").await;
        user.field("Layer").choose("Manager").await;
        user.button("Save all").click().await;
        user.text("Bracket|2026-03-04T05:06|Manager")
            .appears()
            .await;
        user.row("Rubber").button("Open").click().await;
        user.css("#said").says("two").await;
        user.button("Close").click().await;
        user.button("Close").disappears().await;
        assert_eq!(user.button("Open").count().await, 2);
        user.press_with(&[Key::Control], "z").await;
        user.css("#said").says("undone").await;
    });
}

#[test]
fn files_go_in_and_out() {
    journey(async |stage| {
        let user = trial(stage, PAGE).await;
        let (one, two) = (
            stage.file("one.txt", b"1"),
            stage.file("two.txt", "二".as_bytes()),
        );
        user.field("Files").upload(&[&one, &two]).await;
        user.css("#said").says("one.txt=1,two.txt=二").await;
        user.text("Drop here")
            .drop_files(&[("dropped.json", b"{}")])
            .await;
        user.css("#said").says("dropped.json={}").await;
        user.text("Drop here").paste("a · b").await;
        user.css("#said").says("a · b").await;
        for _ in 0..2 {
            user.link("Export").click().await;
            let (name, bytes) = user.downloaded().await;
            assert!(name.starts_with("out"), "{name}");
            assert_eq!(bytes, b"{}");
        }
    });
}

#[test]
fn faults_of_a_page_are_noticed() {
    journey(async |stage| {
        let page = r#"<!DOCTYPE html><html><body><div style="width: 900px">wide</div><input>
            <script>fetch('http://partner.example/').catch(() => {}); undefined.x;</script>"#;
        let user = trial(stage, page).await;
        let found = user.disturbances().await.join("\n");
        assert!(found.contains("asked http://partner.example/"), "{found}");
        assert!(found.contains("TypeError"), "{found}");
        let violations = user.axe().await.join("\n");
        for rule in ["html-has-lang", "label", "document-title"] {
            assert!(violations.contains(rule), "{rule} is not in\n{violations}");
        }
        user.resize(360, 640).await;
        let wide = user.too_wide().await;
        assert!(wide.iter().any(|line| line.starts_with("div")), "{wide:?}");
    });
}

#[test]
fn a_killed_browser_opens_its_profile_again() {
    journey(async |stage| {
        let user = trial(stage, PAGE).await;
        user.kill().await;
        let again = trial(stage, PAGE).await;
        again.heading("Trial").appears().await;
    });
}

#[test]
fn a_browser_s_clock_is_set_ahead_and_every_other_moment_stays() {
    journey(async |stage| {
        let user = trial(stage, PAGE).await;
        let real = || {
            let since = std::time::UNIX_EPOCH.elapsed().expect("after 1970");
            i64::try_from(since.as_millis()).expect("before the year 292,000,000")
        };
        for minutes in [180, 20] {
            let before = real();
            user.clock_ahead(minutes).await;
            let now = user
                .eval("return [Date.now(), +new Date(), +new Date(5)]", vec![])
                .await;
            let ahead = before + i64::from(minutes) * 60_000..=real() + i64::from(minutes) * 60_000;
            for asked in [&now[0], &now[1]] {
                let asked = asked.as_i64().expect("a moment");
                assert!(
                    ahead.contains(&asked),
                    "{minutes} minutes: {asked} in {ahead:?}"
                );
            }
            assert_eq!(now[2], 5);
        }
    });
}
