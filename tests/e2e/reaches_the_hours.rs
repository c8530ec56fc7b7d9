//! Training hours: a person reaches 24 credit hours by a course, a drill and hours that a second person
//! approved; a joiner in September owes less; an assessment is failed and repeated; a pasted list suggests
//! near names; partners see totals and nothing else.

use std::collections::BTreeMap;

use tandem::exchange::{self, FileLog, Me, ProfileId};
use tandem::ledger::{Author, ChangeId, Edit, Mint, Plan, RecordId, Workspace, WriterId};
use tandem::modules::drills::edits::{Happen, Schedule, Seat};
use tandem::modules::drills::event::What;
use tandem::modules::drills::model::{DRILL, Group};
use tandem::modules::drills::reading;
use tandem::time::{DAY, Date, HOUR, Instant, MINUTE};

use crate::between_two_firms::look;
use crate::harness::{Browser, Stage, journey, until};
use crate::three_firms_converge::{
    Mail, add_partner, arrive, backup, merge, saved, start, write_to,
};

pub const FIRM: &str = "Works";
pub const ANN: &str = "Ann Example";
pub const MEI: &str = "Mei Lin";

/// What no partner may ever hold.
const SECRET: &str = "zzprivatezz";

pub async fn add_person(browser: &Browser, name: &str, layer: &str, joined: &str) {
    browser.open("#/people").await;
    browser.link(FIRM).click().await;
    browser.button("Add a person").click().await;
    let form = browser.dialog("Add a person");
    form.field("Name").fill(name).await;
    form.field("Layer").choose(layer).await;
    if !joined.is_empty() {
        form.field("Joined").partly().fill(joined).await;
    }
    form.button("Save").click().await;
    form.disappears().await;
    browser.text(name).appears().await;
    saved(browser).await;
}

/// This year, as the browser's clock has it.
pub async fn this_year(browser: &Browser) -> i64 {
    let year = browser
        .eval("return new Date().getFullYear()", vec![])
        .await;
    year.as_i64().expect("a year")
}

/// The first of January at nine: always begun, and of this year.
pub fn new_year(year: i64) -> String {
    format!("{year}-01-01T00:30")
}

pub async fn new_course(browser: &Browser, title: &str, minutes: &str, mark: &str) {
    browser.open("#/training?view=courses").await;
    browser.button("New course").click().await;
    let form = browser.dialog("New course");
    form.field("Title").fill(title).await;
    form.field("Goals")
        .partly()
        .fill("Says what is needed, by when")
        .await;
    form.field("Category").choose("Communication").await;
    form.field("Minutes").fill(minutes).await;
    if !mark.is_empty() {
        form.field("Pass mark (of 100)").partly().fill(mark).await;
    }
    form.button("Save").click().await;
    browser.heading(title).appears().await;
    saved(browser).await;
}

/// A date of the course that is open.
pub async fn plan_date(browser: &Browser, starts: &str) {
    browser.button("Plan a date").click().await;
    let form = browser.dialog("Plan a date");
    form.field("Starts").partly().fill(starts).await;
    form.field("Place").partly().fill("Hall 2").await;
    form.button("Save").click().await;
    browser.heading("Participants").appears().await;
    saved(browser).await;
}

/// The id of a person, from the ledger's link.
pub async fn person_id(browser: &Browser, name: &str) -> String {
    const HREF: &str =
        "const links = [...document.querySelectorAll('main a[href*=\"#/training/person-\"]')];
        const link = links.find((link) => link.textContent.trim() === arguments[0]);
        return link?.getAttribute('href')?.split('/').pop() ?? null;";
    browser.open("#/training").await;
    until("the person is listed", async || {
        let found = browser.eval(HREF, vec![name.into()]).await;
        let id = found.as_str().map(str::to_owned);
        id.ok_or_else(|| found.to_string())
    })
    .await
}

/// The line of a person in the ledger says this.
pub async fn ledger_says(browser: &Browser, name: &str, words: &str) {
    browser.open("#/training").await;
    browser.row(name).says(words).await;
}

struct Names(WriterId, u32);

impl Mint for Names {
    fn change_id(&mut self) -> ChangeId {
        self.1 += 1;
        ChangeId {
            writer: self.0,
            seq: self.1,
        }
    }

    fn bits(&mut self) -> u128 {
        self.1 += 1;
        (u128::from(self.0.0) << 64) | u128::from(self.1)
    }
}

/// A colleague who does things without a browser and hands on a file of the firm.
struct Colleague {
    ws: Workspace,
    me: Author,
    names: Names,
    now: Instant,
}

impl Colleague {
    fn open(mail: &Mail, now: Instant) -> Self {
        let bytes = std::fs::read(&mail.path).expect("the file");
        let opened = exchange::open(&bytes, None).expect("a file of the firm");
        let mut ws = Workspace::new();
        ws.insert_all(opened.changes);
        Self {
            ws,
            me: Author {
                party: opened.header.from.party,
                person: opened.header.from.person,
            },
            names: Names(WriterId(0xD811), 0),
            now,
        }
    }

    fn does<E: Edit>(&mut self, edit: &E) -> Vec<RecordId>
    where
        E::Refusal: std::fmt::Debug,
    {
        let mut plan = Plan::new(&self.ws, self.now, &self.me, &mut self.names);
        edit.plan(&mut plan).expect("it may");
        let changes = plan.finish();
        let records = changes.iter().map(|c| c.record.clone()).collect();
        self.ws.insert_all(changes);
        records
    }

    /// A drill that ran so many minutes, with somebody in a seat.
    fn holds_a_drill(&mut self, player: &str, minutes: i64) {
        const STORY: &str = include_str!("../../src/modules/drills/library/material_shortage.json");
        let group = Group {
            id: "red".into(),
            name: "Red".into(),
        };
        let made = self.does(&Schedule {
            title: "Shortage workshop".into(),
            scenario: reading::file(STORY).0.expect("a scenario"),
            planned: None,
            groups: vec![group.clone()],
            parties: Vec::new(),
            trainer: None,
            matrix: None,
            hide_names: false,
        });
        let drill = made
            .into_iter()
            .find(|id| id.kind() == DRILL)
            .expect("a drill");
        self.does(&Seat {
            drill: drill.clone(),
            groups: vec![group],
            plays: vec![("red".into(), "planner".into(), player.to_owned())],
        });
        for (ran, what) in [(0, What::Start), (minutes * MINUTE, What::End)] {
            self.now = self.now.plus(ran);
            self.does(&Happen {
                drill: drill.clone(),
                ran: Some(ran),
                what,
            });
        }
    }

    fn writes(&mut self, stage: &Stage, name: &str) -> std::path::PathBuf {
        let me = Me::new(ProfileId(0xD811), &self.me);
        let log = FileLog::default();
        let outgoing = exchange::outgoing_to_colleagues(&self.ws, &log, &me);
        let file = exchange::write(&outgoing, &self.ws, &log, &me, self.now, &BTreeMap::new());
        stage.file(name, file.text.as_bytes())
    }
}

async fn merge_file(browser: &Browser, path: &std::path::Path) {
    browser.open("#/exchange").await;
    browser.css("input[type=file]").upload(&[path]).await;
    browser.button("Merge").click().await;
    browser.button("Merge").disappears().await;
    saved(browser).await;
}

/// Somebody's external hours, with a certificate.
pub async fn claim(stage: &Stage, browser: &Browser, person: &str, date: &str, minutes: &str) {
    browser.open("#/training?view=external").await;
    browser.button("Enter hours").click().await;
    let form = browser.dialog("Enter hours");
    form.field("Person").choose(person).await;
    form.field("What was learnt").fill("Evening class").await;
    form.field("Date").fill(date).await;
    form.field("Minutes").fill(minutes).await;
    form.button("Save").click().await;
    form.text("A certificate or another document is missing.")
        .appears()
        .await;
    let paper = stage.file("certificate.pdf", b"a certificate");
    form.css("input[type=file]").upload(&[&paper]).await;
    form.item("certificate.pdf").appears().await;
    form.button("Save").click().await;
    form.disappears().await;
    browser.text("Waits for approval").appears().await;
    saved(browser).await;
}

#[test]
fn a_person_reaches_24_hours_by_a_course_a_drill_and_approved_external_hours() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        let year = this_year(&ann).await;
        add_person(&ann, MEI, "Contacts", "").await;
        new_course(&ann, "Talking with partners", "720", "").await;
        plan_date(&ann, &new_year(year)).await;
        ann.field("Add who was there").choose(MEI).await;
        ann.item(MEI).says("Attended").await;
        saved(&ann).await;
        look(&ann, "training-one").await;
        ledger_says(&ann, MEI, "16 of 24").await;
        claim(stage, &ann, MEI, &format!("{year}-01-02"), "270").await;
        ann.text("A second person approves it").appears().await;
        ledger_says(&ann, MEI, "16 of 24").await;

        // A colleague held a drill of 90 minutes in which she sat.
        let mei = person_id(&ann, MEI).await;
        let file = backup(stage, &ann).await;
        let day = Date::from_ymd(year, 1, 1).expect("a date");
        let mut colleague = Colleague::open(&file, Instant(day.0 * DAY + 12 * HOUR));
        colleague.holds_a_drill(&mei, 90);
        merge_file(&ann, &colleague.writes(stage, "drill.json")).await;
        ledger_says(&ann, MEI, "18 of 24").await;

        // A second person approves in a browser of their own.
        let boss = stage.browser("boss").await;
        let file = backup(stage, &ann).await;
        boss.open("").await;
        boss.css("input[type=file]").upload(&[&file.path]).await;
        boss.radio("Someone else").click().await;
        boss.css(".who input[autocomplete=name]")
            .fill("Bo Xu")
            .await;
        boss.button("Open the workspace").click().await;
        boss.heading("Today").appears().await;
        boss.text("Approve hours").appears().await;
        boss.open("#/training?view=external").await;
        boss.button("Approve").click().await;
        boss.text("Approved by Bo Xu").appears().await;
        saved(&boss).await;
        merge(&ann, &[&backup(stage, &boss).await]).await;
        ledger_says(&ann, MEI, "24 of 24").await;
        look(&ann, "training-ledger").await;
        ann.as_paper(true).await;
        ann.assert_fits("the ledger on paper").await;
        ann.screenshot("training-ledger-paper").await;
        ann.as_paper(false).await;

        // Her record names all three and prints; so does the certificate.
        ann.link(MEI).click().await;
        ann.text("Learnt in this year").appears().await;
        for words in [
            "Talking with partners",
            "Shortage workshop",
            "Evening class",
        ] {
            ann.row(words).appears().await;
        }
        ann.row("Together").says("24").await;
        look(&ann, "training-person").await;
        ann.as_paper(true).await;
        ann.screenshot("training-person-paper").await;
        ann.as_paper(false).await;
        ann.link("Talking with partners").click().await;
        ann.link("Certificate").click().await;
        ann.text(&format!(
            "took part in “Talking with partners” on {year}-01-01"
        ))
        .appears()
        .await;
        look(&ann, "training-certificate").await;
        ann.as_paper(true).await;
        ann.screenshot("training-certificate-paper").await;
        ann.as_paper(false).await;

        // The table opens in a spreadsheet: marked as UTF-8, numbers as numbers.
        ann.open("#/training").await;
        ann.row(MEI).says("24 of 24").await;
        ann.button("Save as table").click().await;
        let (name, bytes) = ann.downloaded().await;
        assert_eq!(name, format!("training-{year}.csv"));
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(text.starts_with('\u{feff}'), "it says that it is UTF-8");
        let line = text.lines().find(|l| l.starts_with(MEI)).expect("her line");
        assert!(line.contains(",24.000,24.000,24.000,0.000,"), "{line}");
        ann.open("#/training?view=figures").await;
        look(&ann, "training-figures").await;
        ann.open("#/training?view=figures&of=training.reached")
            .await;
        ann.text("1 ÷ 3 = 33.3%").appears().await;
        look(&ann, "training-figure").await;
    });
}

#[test]
fn a_joiner_in_september_owes_a_part_and_the_rule_is_shown() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        let year = this_year(&ann).await;
        let days = Date::from_ymd(year + 1, 1, 1).expect("a date").0
            - Date::from_ymd(year, 1, 1).expect("a date").0;
        add_person(&ann, "Joy Newman", "Managers", &format!("{year}-09-01")).await;
        let owed = (24_000 * 122 + days - 1) / days;
        let shown = format!("{}", (owed + 9) / 10);
        let (whole, part) = shown.split_at(shown.len() - 2);
        let owed = format!("{whole}.{part}");
        ledger_says(&ann, "Joy Newman", &format!("0 of {owed}")).await;
        ann.link("Joy Newman").click().await;
        ann.text(&format!("24 × 122 ÷ {days} = {owed}"))
            .appears()
            .await;
        // What the other pages show before there is much.
        ann.open("#/training?view=courses").await;
        ann.button("Take 6 starters over").click().await;
        ann.link("Planning together").appears().await;
        saved(&ann).await;
        look(&ann, "training-courses").await;
        for (view, heading) in [
            ("trainings", "Trainings"),
            ("external", "Hours from elsewhere"),
            ("needs", "Training needs"),
            ("settings", "Settings"),
        ] {
            ann.open(&format!("#/training?view={view}")).await;
            ann.heading(heading).appears().await;
            look(&ann, &format!("training-{view}")).await;
        }
        // The year before asks nothing of her.
        ann.open(&format!("#/training?year={}", year - 1)).await;
        ann.row(ANN).says("0 of 24").await;
        ann.row("Joy Newman").disappears().await;
    });
}

#[test]
fn a_pasted_list_suggests_near_names_and_a_failed_assessment_is_repeated() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        let year = this_year(&ann).await;
        for name in [MEI, "李伟"] {
            add_person(&ann, name, "Contacts", "").await;
        }
        new_course(&ann, "Requirements apart", "90", "60").await;
        look(&ann, "training-course").await;
        plan_date(&ann, &new_year(year)).await;
        ann.css(".training-add summary").nth(0).click().await;
        let list = "姓名\t分钟\t成绩\nMei Ling\t90\t55\n李 伟\t45\t88\n王芳\t90\t90\n";
        ann.field("Paste from a spreadsheet")
            .partly()
            .fill(&list.replace('\t', ","))
            .await;
        // The very same name is chosen; of a similar one nothing is.
        let near = ann.item("Mei Ling");
        near.says("Similar: please choose").await;
        assert_eq!(near.field("Who is Mei Ling?").value().await, "");
        ann.item("李 伟").says("Same name").await;
        ann.item("王芳").says("Nobody of that name").await;
        look(&ann, "training-list").await;
        ann.item("Mei Ling")
            .field("Who is Mei Ling?")
            .choose(MEI)
            .await;
        ann.text("1 line is left out.").appears().await;
        ann.button("Note 2 people").click().await;
        let line = ann.item(MEI);
        line.says("Failed, 55").await;
        ann.item("李伟").says("Passed, 88").await;
        ann.item("李伟").link("Certificate").appears().await;
        assert!(
            !line.link("Certificate").is_there().await,
            "she has not passed"
        );
        line.field("Repeat: score of Mei Lin").fill("72").await;
        ann.press(crate::harness::Key::Tab + "").await;
        line.says("Passed, 72").await;
        line.link("Certificate").appears().await;
        saved(&ann).await;
        look(&ann, "training-assessed").await;
    });
}

#[test]
fn a_partner_sees_totals_and_nothing_else() {
    journey(async |stage| {
        let ann = stage.browser("ann").await;
        start(&ann, FIRM, ANN).await;
        let year = this_year(&ann).await;
        add_partner(&ann, "Beta Castings", "Supplies us").await;
        add_person(&ann, MEI, "Managers", "2019-01-01").await;
        add_person(&ann, "Bo Xu", "Managers", "2019-01-01").await;
        new_course(&ann, &format!("{SECRET} course"), "90", "60").await;
        ann.button("Plan a date").click().await;
        let form = ann.dialog("Plan a date");
        let starts = format!("{}-12-15T09:00", year - 1);
        form.field("Starts").partly().fill(&starts).await;
        form.field("Place")
            .partly()
            .fill(&format!("{SECRET} place"))
            .await;
        form.field("Trainer")
            .partly()
            .fill(&format!("{SECRET} trainer"))
            .await;
        form.button("Save").click().await;
        ann.heading("Participants").appears().await;
        ann.field("Add who was there").choose(MEI).await;
        ann.item(MEI).field("Score of Mei Lin").fill("61").await;
        ann.press(crate::harness::Key::Tab + "").await;
        ann.item(MEI).says("Passed, 61").await;
        saved(&ann).await;
        ann.open("#/training?view=totals").await;
        ann.field("Quarter")
            .choose(&format!("{} Q4", year - 1))
            .await;
        ann.checkbox("Beta Castings").click().await;
        ann.row("3").appears().await;
        look(&ann, "training-totals").await;
        ann.button("Publish").click().await;
        ann.region("Published by us")
            .text("2 credit hours")
            .appears()
            .await;
        saved(&ann).await;
        // A revision that would be one person's is refused.
        ann.open("#/training?view=trainings").await;
        ann.open(&format!("#/training?view=trainings&year={}", year - 1))
            .await;
        ann.link(&format!("{SECRET} course")).click().await;
        ann.item(MEI)
            .field("Minutes attended by Mei Lin")
            .fill("45")
            .await;
        ann.press(crate::harness::Key::Tab + "").await;
        saved(&ann).await;
        ann.open("#/training?view=totals").await;
        ann.field("Quarter")
            .choose(&format!("{} Q4", year - 1))
            .await;
        ann.checkbox("Beta Castings").click().await;
        ann.button("Publish").click().await;
        ann.text("the difference would be theirs").appears().await;

        let mail = write_to(stage, &ann, "Beta Castings").await;
        let text = std::fs::read_to_string(&mail.path).expect("the file");
        assert!(!text.contains(SECRET), "something private left");
        for kind in [
            "course-",
            "training-",
            "attendance-",
            "assessment-",
            "training_basis-",
        ] {
            assert!(!text.contains(&format!("\"{kind}")), "a {kind} left");
        }
        let beta = stage.browser("beta").await;
        arrive(&beta, &mail, "Beta Castings", "Ben Example").await;
        beta.open("#/training?view=totals").await;
        let theirs = beta.region("Published by partners");
        theirs.text("2 credit hours").appears().await;
        look(&beta, "training-theirs").await;
        beta.open("#/training").await;
        beta.row("Ben Example").appears().await;
        assert!(!beta.row(MEI).is_there().await, "their people are not ours");
    });
}
