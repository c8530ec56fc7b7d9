//! Training day by day: without a mouse, with names that several have, with lessons of drills that a training
//! ticks off, with calendar files that move and cancel, and on paper in both languages.

use crate::between_two_firms::{look, look_at_form, speak};
use crate::harness::{Browser, Key, Lang, Stage, journey};
use crate::held::Workshop;
use crate::reaches_the_hours::{
    ANN, FIRM, MEI, add_person, claim, ledger_says, new_course, new_year, person_id, plan_date,
    this_year,
};
use crate::reviews_a_drill::arrive;
use crate::three_firms_converge::{saved, start};

/// Every page of training, with a course, a date that was held and one who was there, and how its picture
/// is called; whatever language the browser speaks.
pub async fn places(browser: &Browser) -> Vec<(String, String)> {
    const OTHER: &str = "const list = document.querySelector('.training-pick select');
        list.selectedIndex = list.options.length - 1;
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return list.value;";
    let year = this_year(browser).await;
    browser.open("#/training?view=courses").await;
    browser.css(".training-line button").click().await;
    browser.css("main .cards a").nth(0).click().await;
    browser.css(".page-head .button.primary").click().await;
    let course = browser.url().await;
    let starts = browser.css("dialog input[type=datetime-local]");
    starts.fill(&new_year(year)).await;
    browser.css("dialog .button.primary").click().await;
    browser.css(".training-pick select").appears().await;
    let training = browser.url().await;
    let person = browser.eval(OTHER, vec![]).await;
    browser.css(".training-people a").nth(0).appears().await;
    saved(browser).await;
    let person = person.as_str().expect("somebody").to_owned();
    let place = |url: &str| url[url.find('#').expect("a place")..].to_owned();
    let (course, training) = (place(&course), place(&training));
    let certificate = format!("{training}?certificate={person}");
    let mut all: Vec<(String, String)> = [
        "courses",
        "trainings",
        "external",
        "needs",
        "figures",
        "totals",
        "settings",
    ]
    .map(|view| {
        (
            format!("#/training?view={view}"),
            format!("training-{view}"),
        )
    })
    .into();
    for key in ["average", "reached", "at_standard", "needs_met"] {
        let figure = format!("#/training?view=figures&of=training.{key}");
        all.push((figure, format!("training-figure-{key}")));
    }
    all.push((course, "training-course".to_owned()));
    all.push((training, "training-one".to_owned()));
    all.push((certificate, "training-certificate".to_owned()));
    all.push((format!("#/training/{person}"), "training-person".to_owned()));
    all
}

/// What has the focus is called like this.
const NAME: &str = "const at = document.activeElement;
    const labels = [...(at.labels ?? [])].map((label) => label.textContent).join(' ');
    const name = at.ariaLabel || labels || at.textContent || '';
    return name.replace(/\\s+/g, ' ').trim();";

/// Whether what has the focus can be seen to have it: by itself, or by the row it stands for.
const SEEN: &str = "const at = document.activeElement;
    const drawn = (style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    return at !== document.body && [at, at.closest('tr')].some((node) => node
      && (drawn(getComputedStyle(node)) || drawn(getComputedStyle(node, '::after'))));";

/// Goes on with Tab until something called like this has the focus, and can be seen to.
async fn tab_to(browser: &Browser, name: &str) {
    let mut passed = Vec::new();
    for _ in 0..80 {
        browser.press(Key::Tab + "").await;
        let at = browser.eval(NAME, vec![]).await;
        let at = at.as_str().unwrap_or_default().to_owned();
        if at.starts_with(name) {
            assert_eq!(
                browser.eval(SEEN, vec![]).await,
                true,
                "{name} shows its focus"
            );
            return;
        }
        passed.push(at);
    }
    panic!("Tab does not lead to {name}, but past {passed:?}");
}

async fn press_enter(browser: &Browser, name: &str) {
    tab_to(browser, name).await;
    browser.press(Key::Enter + "").await;
}

/// The focus is not lost: whoever has no mouse can go on from here.
async fn has_focus(browser: &Browser, after: &str) {
    let at = browser
        .eval("return document.activeElement.tagName", vec![])
        .await;
    assert_ne!(at, "BODY", "the focus is lost after {after}");
}

#[test]
fn attendance_and_ledger_are_kept_without_a_mouse() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        let year = this_year(&ann).await;
        add_person(&ann, MEI, "Contacts", "").await;
        add_person(&ann, "Bo Xu", "Managers", "").await;
        ann.open("#/training").await;
        ann.row(MEI).appears().await;
        press_enter(&ann, "Courses").await;
        press_enter(&ann, "New course").await;
        tab_to(&ann, "Title").await;
        ann.press("Planning").await;
        tab_to(&ann, "Minutes").await;
        ann.press_with(&[Key::Control], "a").await;
        ann.press("540").await;
        tab_to(&ann, "Pass mark").await;
        ann.press("60").await;
        ann.press(Key::Enter + "").await;
        ann.heading("Planning").appears().await;
        press_enter(&ann, "Plan a date").await;
        tab_to(&ann, "Starts").await;
        // Month, day and year, then the time, as the field has them.
        ann.press(format!("0101{year}")).await;
        ann.press(Key::Tab + "0930AM").await;
        ann.press(Key::Enter + "").await;
        ann.heading("Participants").appears().await;

        // One from the list, two from a pasted one, of which one is only similar.
        tab_to(&ann, "Add who was there").await;
        ann.press("Mei").await;
        ann.item(MEI).says("Attended").await;
        has_focus(&ann, "adding somebody").await;
        press_enter(&ann, "Paste a list").await;
        tab_to(&ann, "Paste from a spreadsheet").await;
        ann.press("Name,Minutes,Score").await;
        ann.press(Key::Enter + "").await;
        ann.press("Bo Xuu,270,55").await;
        ann.item("Bo Xuu").says("Similar: please choose").await;
        tab_to(&ann, "Who is Bo Xuu?").await;
        ann.press("Bo").await;
        press_enter(&ann, "Note 1 person").await;
        ann.item("Bo Xu").says("Failed, 55").await;
        has_focus(&ann, "noting a list").await;
        // Corrected and repeated in the list itself.
        ann.css("h1").focus().await;
        tab_to(&ann, "Minutes attended by Bo Xu").await;
        ann.press_with(&[Key::Control], "a").await;
        ann.press("540").await;
        tab_to(&ann, "Repeat: score of Bo Xu").await;
        ann.press("61").await;
        ann.press(Key::Tab + "").await;
        ann.item("Bo Xu").says("Passed, 61").await;
        has_focus(&ann, "repeating an assessment").await;
        saved(&ann).await;

        // The ledger: filtered, sorted, a person opened, and back.
        ann.css("h1").focus().await;
        ann.press_with(&[Key::Shift], Key::Tab + "").await;
        ann.open("#/training").await;
        ann.row("Bo Xu").says("12 of 24").await;
        tab_to(&ann, "Layer").await;
        ann.press("Man").await;
        ann.row(MEI).disappears().await;
        has_focus(&ann, "filtering").await;
        press_enter(&ann, "Clear").await;
        ann.row(MEI).appears().await;
        has_focus(&ann, "clearing the filters").await;
        press_enter(&ann, "Hours of required").await;
        has_focus(&ann, "sorting").await;
        press_enter(&ann, "Mei Lin").await;
        ann.heading(MEI).appears().await;
        ann.row("Together").says("12").await;
        press_enter(&ann, "Hours").await;
        ann.row(MEI).appears().await;
    });
}

#[test]
fn of_a_pasted_list_only_the_very_same_name_is_taken_and_homonyms_are_asked_about() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        let year = this_year(&ann).await;
        for (name, layer) in [
            ("李伟", "Contacts"),
            ("李 伟", "Managers"),
            ("王晓明", "Contacts"),
            ("欧阳娜娜", "Contacts"),
        ] {
            add_person(&ann, name, layer, "").await;
        }
        new_course(&ann, "Planning", "90", "").await;
        plan_date(&ann, &new_year(year)).await;
        ann.css(".training-add summary").nth(0).click().await;
        let list = "李伟\n王小明\n欧阳娜\n王晓明\n刘洋\n";
        ann.field("Paste from a spreadsheet")
            .partly()
            .fill(list)
            .await;
        for (nth, (written, says)) in [
            ("李伟", "Similar: please choose"),
            ("王小明", "Similar: please choose"),
            ("欧阳娜", "Similar: please choose"),
            ("王晓明", "Same name"),
            ("刘洋", "Nobody of that name"),
        ]
        .into_iter()
        .enumerate()
        {
            let line = ann.css(".training-list > li").nth(nth);
            line.css("strong").says(written).await;
            line.css(".badge").says(says).await;
            let chosen = line.field(&format!("Who is {written}?")).value().await;
            assert_eq!(
                chosen.is_empty(),
                says != "Same name",
                "{written}: {chosen}"
            );
        }
        look(&ann, "training-homonyms").await;
        ann.text("4 lines are left out.").appears().await;
        // What is only suggested credits nobody.
        ann.button("Note 1 person").click().await;
        ann.css(".training-people")
            .item("王晓明")
            .says("Attended")
            .await;
        saved(&ann).await;
        ledger_says(&ann, "王晓明", "2 of 24").await;
        for name in ["欧阳娜娜", "李 伟"] {
            ann.row(name).says("0 of 24").await;
        }
    });
}

/// A drill is held, what was learnt in it becomes a need, and a training meets it.
#[test]
fn a_lesson_of_a_drill_becomes_a_need_that_a_training_ticks_off() {
    journey(async |stage| {
        let mut workshop = Workshop::new();
        let drill = workshop.prepare("Workshop", crate::held::story());
        workshop.play_story(&drill, 60, 5);
        let file = stage.file("backup.json", &workshop.file());
        let ann = stage.browser("ann").await;
        arrive(&ann, &file, Lang::En).await;
        let year = this_year(&ann).await;
        ann.open(&format!("#/drills/{drill}?show=review")).await;
        ann.button("Write a lesson…").click().await;
        let form = ann.dialog("Lesson");
        form.field("What was learnt")
            .fill("Call before writing")
            .await;
        form.radio("a training need").click().await;
        form.button("Save").click().await;
        form.disappears().await;
        saved(&ann).await;
        ann.open("#/training?view=needs").await;
        let need = ann.item("Call before writing");
        need.says("Open").await;
        need.link("from a drill").appears().await;
        ann.open("#/training?view=figures&of=training.needs_met")
            .await;
        ann.text("0 ÷ 1 = 0%").appears().await;

        new_course(&ann, "Talking with partners", "90", "").await;
        ann.button("Plan a date").click().await;
        let form = ann.dialog("Plan a date");
        form.field("Starts").partly().fill(&new_year(year)).await;
        form.checkbox("Call before writing").click().await;
        form.button("Save").click().await;
        ann.heading("Participants").appears().await;
        let training = ann.url().await;
        let training = training[training.find('#').expect("a place")..].to_owned();
        ann.open("#/training?view=needs").await;
        ann.item("Call before writing")
            .says("Training planned")
            .await;
        look(&ann, "training-need").await;
        ann.open(&training).await;
        ann.field("Add who was there").choose("Lin").await;
        saved(&ann).await;
        ann.open("#/training?view=needs").await;
        ann.item("Call before writing").says("Met").await;
        ann.open("#/training?view=figures&of=training.needs_met")
            .await;
        ann.text("1 ÷ 1 = 100%").appears().await;
        // Called off, it is open again.
        ann.open(&training).await;
        ann.button("Call off").click().await;
        let form = ann.dialog("Call off");
        form.button("Save").click().await;
        form.disappears().await;
        ann.open("#/training?view=needs").await;
        ann.item("Call before writing").says("Open").await;
    });
}

/// A property of the calendar file, unfolded.
fn said(bytes: &[u8], name: &str) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n ", "");
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("{name}:")));
    line.unwrap_or_else(|| panic!("{name} in {text}"))[name.len() + 1..].to_owned()
}

#[test]
fn an_invitation_is_moved_and_taken_back_by_later_files_of_the_same_entry() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        let year = this_year(&ann).await + 1;
        new_course(&ann, "Planning; and more, together", "90", "").await;
        plan_date(&ann, &format!("{year}-03-02T09:30")).await;
        ann.field("Invite somebody").choose(ANN).await;
        ann.item(ANN).says("Invited").await;
        let mut files = Vec::new();
        ann.button("Save invitation (.ics)").click().await;
        files.push(ann.downloaded().await.1);
        ann.button("Change or move").click().await;
        let form = ann.dialog("Change or move");
        form.field("Starts")
            .partly()
            .fill(&format!("{year}-03-09T14:00"))
            .await;
        look_at_form(&ann, "training-move").await;
        form.button("Save").click().await;
        form.disappears().await;
        ann.text("Moved from").appears().await;
        ann.button("Save invitation (.ics)").click().await;
        files.push(ann.downloaded().await.1);
        ann.button("Call off").click().await;
        let form = ann.dialog("Call off");
        form.field("Reason")
            .partly()
            .fill("The trainer is ill")
            .await;
        look_at_form(&ann, "training-call-off").await;
        form.button("Save").click().await;
        form.disappears().await;
        look(&ann, "training-called-off").await;
        ann.button("Save cancellation (.ics)").click().await;
        files.push(ann.downloaded().await.1);

        let uids: Vec<String> = files.iter().map(|file| said(file, "UID")).collect();
        assert!(uids.iter().all(|uid| *uid == uids[0]), "{uids:?}");
        let numbers = files.iter().map(|file| said(file, "SEQUENCE"));
        let numbers: Vec<u32> = numbers.map(|n| n.parse().expect("a number")).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        let methods: Vec<String> = files.iter().map(|file| said(file, "METHOD")).collect();
        assert_eq!(methods, ["PUBLISH", "PUBLISH", "CANCEL"]);
        assert_eq!(said(&files[2], "STATUS"), "CANCELLED");
        assert_eq!(
            said(&files[0], "SUMMARY"),
            "Training: Planning\\; and more\\, together"
        );
        assert!(said(&files[0], "DTSTART") < said(&files[1], "DTSTART"));
        assert!(said(&files[2], "DESCRIPTION").contains("The trainer is ill"));
    });
}

#[test]
fn hours_from_elsewhere_that_are_changed_wait_for_approval_again() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        let year = this_year(&ann).await;
        add_person(&ann, MEI, "Contacts", "").await;
        claim(stage, &ann, MEI, &format!("{year}-01-02"), "270").await;
        let card = ann.item("Evening class");
        card.button("Change").click().await;
        let form = ann.dialog("Change");
        assert_eq!(form.field("What was learnt").value().await, "Evening class");
        assert_eq!(form.field("Minutes").value().await, "270");
        form.field("Minutes").fill("").await;
        form.button("Save").click().await;
        form.text("Minutes are between 1 and 12,000.")
            .appears()
            .await;
        form.field("Minutes").fill("90").await;
        look_at_form(&ann, "training-change-hours").await;
        form.button("Save").click().await;
        form.disappears().await;
        card.says("90 min").await;
        card.says("certificate.pdf").await;
        card.says("Waits for approval").await;
        look(&ann, "training-external-one").await;
    });
}

/// Everything on paper: the page of the person, the certificate, the ledger.
async fn print_all(browser: &Browser, lang: &str, [person, training]: [&str; 2]) {
    let shades = [
        ("record", format!("#/training/{person}")),
        ("certificate", format!("{training}?certificate={person}")),
        ("ledger", "#/training".to_owned()),
    ];
    for (what, place) in shades {
        browser.open(&place).await;
        browser.css("main h1").appears().await;
        browser.text("Mei Lin").appears().await;
        let pages = browser.pdf(&format!("training-{what}-{lang}")).await;
        assert_eq!(pages, 1, "{what} in {lang}");
    }
}

async fn trained(stage: &Stage) -> (Browser, String, String) {
    let ann = stage.browser("ann").await;
    start(&ann, "Works 精密机械有限公司", ANN).await;
    let year = this_year(&ann).await;
    ann.open("#/people").await;
    ann.link("Works 精密机械有限公司").click().await;
    ann.button("Add a person").click().await;
    let form = ann.dialog("Add a person");
    form.field("Name").fill(MEI).await;
    form.field("Layer").choose("Contacts").await;
    form.field("Joined").partly().fill("2020-01-01").await;
    form.button("Save").click().await;
    form.disappears().await;
    ann.open("#/training?view=courses").await;
    ann.button("Take 6 starters over").click().await;
    ann.link("Taking a requirement apart").click().await;
    plan_date(&ann, &new_year(year)).await;
    ann.field("Add who was there").choose(MEI).await;
    let line = ann.item(MEI);
    line.field("Score of Mei Lin").fill("88").await;
    ann.press(Key::Tab + "").await;
    line.says("Passed, 88").await;
    saved(&ann).await;
    let place = ann.url().await;
    let training = place[place.find('#').expect("a place")..].to_owned();
    let person = person_id(&ann, MEI).await;
    (ann, person, training)
}

#[test]
fn record_certificate_and_ledger_each_fit_a_sheet_in_both_languages() {
    journey(async |stage| {
        let (ann, person, training) = trained(stage).await;
        print_all(&ann, "en", [&person, &training]).await;
        speak(&ann, Lang::Zh).await;
        print_all(&ann, "zh", [&person, &training]).await;
    });
}
