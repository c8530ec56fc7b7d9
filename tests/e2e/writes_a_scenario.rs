//! An author writes a story with everything one can have, by the names on the page, while what is wrong with
//! it stands beside; it plays both ways and reads back equal. The timeline by keyboard alone.

use tandem::ledger::RecordId;
use tandem::modules::drills::check::check;
use tandem::modules::drills::event::{Answer, Captured, Decide, Event, What};
use tandem::modules::drills::finding::Findings;
use tandem::modules::drills::reading;
use tandem::modules::drills::run::Run;
use tandem::modules::drills::scenario::{Due, Scenario};
use tandem::time::{Instant, MINUTE};

use crate::harness::{Browser, Key, Target, journey};
use crate::makes_a_scenario::{card, give, stands};
use crate::three_firms_converge::{saved, start};

/// The form of the inject that is open.
fn form(author: &Browser) -> Target {
    author.css(".author-open")
}

/// Adds an inject with its title and text; it stays open.
async fn inject(author: &Browser, title: &str, content: &str) {
    author.button("Add an inject").click().await;
    author.heading("New inject").appears().await;
    form(author).field("Title").fill(title).await;
    form(author).field("Content").fill(content).await;
    author.heading(title).appears().await;
}

/// Says that it comes only where something leads to it.
async fn led(author: &Browser) {
    let due = form(author).region("When it comes");
    due.radio("When led to").click().await;
}

/// Opens one that stands on the timeline or beside it.
async fn open(author: &Browser, title: &str) {
    author.css(".author-chips").button(title).click().await;
    author.heading(title).appears().await;
}

fn found(author: &Browser) -> Target {
    author.css(".author-found")
}

/// Something is wrong, and was not before.
async fn wrong(author: &Browser, what: &str) {
    found(author).text(what).appears().await;
}

async fn right_again(author: &Browser, what: &str) {
    found(author).text(what).disappears().await;
}

/// Saves the scenario that is open to read as a file.
async fn written_out(author: &Browser) -> (String, String) {
    author.button("Save as file").click().await;
    let (name, bytes) = author.downloaded().await;
    (name, String::from_utf8(bytes).expect("a text"))
}

/// What comes if this option is chosen at once and every question answered, or none, by title.
fn played(scenario: &Scenario, option: &str, answered: bool) -> Vec<String> {
    let groups = ["g".to_owned()];
    let mut run = Run::new(scenario, &groups);
    let mut n = 0;
    let mut happen = |run: &mut Run<'_>, ran: i64, what: What| {
        n += 1;
        run.apply(&Event {
            id: RecordId::from_bits("drill_event", u128::from(n)),
            n,
            ran,
            at: Instant(0),
            what,
        });
    };
    happen(&mut run, 0, What::Start);
    for minute in 0..180 {
        let ran = minute * MINUTE;
        run.advance(ran);
        let open: Vec<_> = run
            .injects()
            .filter(|(_, stood)| stood.fired.is_some_and(|at| at.played == ran))
            .map(|(inject, _)| inject.clone())
            .collect();
        for inject in open {
            for expectation in inject.expectations.iter().filter(|_| answered) {
                for role in &expectation.who {
                    let answer = Answer {
                        inject: inject.id.clone(),
                        group: "g".into(),
                        expectation: Some(expectation.id.clone()),
                        role: Some(role.clone()),
                        text: String::new(),
                        credit: 100,
                        played: None,
                    };
                    happen(&mut run, ran, What::Captured(Captured::Answer(answer)));
                }
            }
            let options = inject.decision.iter().flat_map(|d| &d.options);
            for chosen in options.filter(|o| o.title.english() == option) {
                let decide = Decide {
                    inject: inject.id.clone(),
                    group: "g".into(),
                    option: chosen.id.clone(),
                    played: None,
                };
                happen(&mut run, ran, What::Captured(Captured::Decide(decide)));
            }
        }
    }
    let mut came: Vec<(i64, String)> = run
        .injects()
        .filter_map(|(inject, stood)| {
            Some((stood.fired?.played, inject.title.english().to_owned()))
        })
        .collect();
    // Of one moment in the order of the scenario.
    came.sort_by_key(|(played, _)| *played);
    came.into_iter().map(|(_, title)| title).collect()
}

const LATE: &str = "The truck is late";
const CHOICE: &str = "Which way on?";
const PLANE: &str = "The plane lands";
const STOPS: &str = "The line stops";
const THANKS: &str = "A thank-you";
const MORNING: &str = "The morning call";

#[test]
fn a_story_with_everything_it_can_have_is_written_checked_played_and_read_back_equal() {
    journey(async |stage| {
        let author = stage.browser("author").await;
        start(&author, "Coach & Co", "Tom Trainer").await;
        author.resize(1440, 900).await;
        author.open("#/drills?list=scenarios").await;
        author.button("New scenario").click().await;
        author.heading("New scenario").appears().await;
        author.tab("Story").click().await;
        author.field("Title").fill("Late truck").await;
        author
            .field("Background")
            .fill("A press shop on a Thursday.")
            .await;
        author
            .field("Short name")
            .fill("Late truck, in snow!")
            .await;
        author.field("Minutes in the room").fill("120").await;
        author.field("Title").focus().await;
        author.heading("Late truck").appears().await;
        assert_eq!(
            author.field("Short name").value().await,
            "late-truck-in-snow"
        );
        wrong(&author, "There is no inject").await;

        author.tab("Time and variables").click().await;
        author.button("Add a variable").click().await;
        author
            .region("Variable 1")
            .field("Title")
            .fill("Trust")
            .await;
        author.region("Variable 1").field("Value").fill("3").await;
        author.button("Add a jump").click().await;
        let night = author.region("Jump 1");
        night.field("Title").fill("Next morning").await;
        night.field("At minute").fill("60").await;
        wrong(&author, "goes back").await;
        night.field("Goes on at minute").fill("1440").await;
        author.tab("Timeline").click().await;
        right_again(&author, "goes back").await;

        // Who must answer how soon, for how many points, and what comes of it.
        inject(&author, LATE, "The driver calls: snow, four hours.").await;
        form(&author).button("Expectations").click().await;
        author.button("Add an expectation").click().await;
        let tell = author.region("Expectation 1");
        tell.field("What should be done")
            .fill("Tell the customer")
            .await;
        tell.field("Within how many minutes").fill("15").await;
        tell.field("Points").fill("4").await;
        tell.checkbox("Every one of these roles must do it")
            .click()
            .await;
        tell.button("What its outcome changes").click().await;
        let missed = tell.region("If it is missed");
        missed.button("Add an effect").click().await;
        missed.field("Effect").choose("adds to a variable").await;
        wrong(&author, "no variable is chosen").await;
        missed.field("Which variable").choose("Trust").await;
        missed.field("By how much").fill("-2").await;
        right_again(&author, "no variable is chosen").await;

        // A choice that leads one way only is a dead end on the other.
        inject(&author, PLANE, "It is on the ground.").await;
        led(&author).await;
        wrong(&author, "never comes").await;
        inject(&author, STOPS, "No steel, no parts.").await;
        led(&author).await;
        inject(&author, CHOICE, "Fly it in, or wait?").await;
        form(&author)
            .field("Minute of the scenario")
            .fill("20")
            .await;
        form(&author).field("Channel").choose("Decision").await;
        form(&author).button("Decision").click().await;
        form(&author)
            .checkbox("The groups decide here")
            .click()
            .await;
        let (fly, wait) = (author.region("Option 1"), author.region("Option 2"));
        fly.field("Title").fill("Fly").await;
        fly.field("Points").fill("2").await;
        fly.field("Leads to").choose(PLANE).await;
        wait.field("Title").fill("Wait").await;
        wrong(&author, "leads nowhere, though others lead on").await;
        author.screenshot("author-dead-end").await;
        wait.field("Leads to").choose(STOPS).await;
        form(&author).field("Nobody decides").choose(STOPS).await;
        right_again(&author, "leads nowhere, though others lead on").await;
        right_again(&author, "never comes").await;

        // Branches by score; one of them leads back at first.
        inject(&author, THANKS, "The customer thanks you.").await;
        led(&author).await;
        wrong(&author, "never comes").await;
        open(&author, PLANE).await;
        form(&author).button("Branches").click().await;
        author.button("Add a branch").click().await;
        let good = author.region("Branch 1");
        good.field("Taken if").choose("the score is at least").await;
        good.field("Points").fill("4").await;
        good.field("Leads to").choose(THANKS).await;
        right_again(&author, "never comes").await;
        wrong(&author, "leads nowhere, though others lead on").await;
        author.button("Add a branch").click().await;
        author
            .region("Branch 2")
            .field("Leads to")
            .choose(STOPS)
            .await;
        open(&author, STOPS).await;
        form(&author).button("Branches").click().await;
        author.button("Add a branch").click().await;
        author
            .region("Branch 1")
            .field("Leads to")
            .choose(PLANE)
            .await;
        wrong(&author, "leads back to itself").await;
        author.screenshot("author-loop").await;
        author
            .region("Branch 1")
            .field("Leads to")
            .choose("the end of the drill")
            .await;
        right_again(&author, "leads back to itself").await;

        // A condition on what was lost, after the night; somebody who never hears of it cannot answer.
        inject(&author, MORNING, "The buyer calls.").await;
        form(&author)
            .field("Minute of the scenario")
            .fill("90")
            .await;
        form(&author).field("Title").focus().await;
        wrong(&author, "lies in what “Next morning” passes over").await;
        form(&author)
            .field("Minute of the scenario")
            .fill("1450")
            .await;
        form(&author).button("Condition and effects").click().await;
        form(&author).field("Only if").choose("a variable is").await;
        form(&author).field("Which variable").choose("Trust").await;
        form(&author).field("Value").fill("2").await;
        form(&author).button("Expectations").click().await;
        author.button("Add an expectation").click().await;
        let report = author.region("Expectation 1");
        report
            .field("What should be done")
            .fill("Report what is on stock")
            .await;
        let to = form(&author).region("For which roles (none: everyone)");
        to.checkbox("Customer").click().await;
        wrong(&author, "Supplier does not get this inject").await;
        author.screenshot("author-unanswerable").await;
        report
            .region("Who should do it")
            .checkbox("Supplier")
            .click()
            .await;
        right_again(&author, "Supplier does not get this inject").await;
        found(&author).text("Can be played").appears().await;
        saved(&author).await;
        author.assert_accessible("a story with everything").await;
        for (width, dark) in [(360, false), (1440, true)] {
            author.dark(dark).await;
            author.fit(width).await;
            author.assert_fits("a story with everything").await;
            author
                .screenshot(&format!("author-everything-{width}"))
                .await;
        }
        author.dark(false).await;
        author.resize(1440, 900).await;

        author.reload().await;
        author.heading(MORNING).appears().await;
        let report = author.region("Expectation 1");
        assert!(
            !report
                .region("Who should do it")
                .checkbox("Supplier")
                .is_checked()
                .await
        );
        assert_eq!(form(&author).field("Value").value().await, "2");
        author.link("Done").click().await;
        author.text("Can be played").appears().await;
        let (name, text) = written_out(&author).await;
        assert_eq!(name, "late-truck-in-snow.json");

        let (scenario, findings) = reading::file(&text);
        let scenario = scenario.expect("a scenario");
        assert_eq!(findings, Findings::default());
        assert_eq!(check(&scenario), Findings::default());
        assert_eq!(scenario.jumps[0].to, 1440);
        let by_title = |title: &str| {
            let mut all = scenario.injects.iter();
            all.find(|inject| inject.title.english() == title)
                .expect("an inject")
        };
        assert_eq!(by_title(MORNING).due, Due::At(1450));
        assert!(by_title(LATE).expectations[0].all && !by_title(MORNING).expectations[0].all);
        let answered = |option: &str| played(&scenario, option, true);
        assert_eq!(answered("Fly"), [LATE, CHOICE, PLANE, THANKS, MORNING]);
        assert_eq!(answered("Wait"), [LATE, CHOICE, STOPS]);
        // Nobody told the customer: too few points for thanks, and the line stops.
        assert_eq!(
            played(&scenario, "Fly", false),
            [LATE, CHOICE, PLANE, STOPS]
        );

        give(&author, &name, &text).await;
        author.button("Keep as own scenario").click().await;
        author.button("Prepare a drill").appears().await;
        let (_, again) = written_out(&author).await;
        assert_eq!(again, text, "read in again, it is the same");
    });
}

#[test]
fn a_scenario_that_was_drilled_says_so_and_its_next_version_is_told_apart() {
    journey(async |stage| {
        let author = stage.browser("author").await;
        start(&author, "Coach & Co", "Tom Trainer").await;
        author.open("#/drills?list=library").await;
        author.link("Delivery delay").partly().click().await;
        author.button("Keep as own scenario").click().await;
        author.button("Prepare a drill").click().await;
        author.text("Rehearsal").partly().appears().await;
        author.assert_accessible("a drill before its start").await;
        saved(&author).await;
        author.open("#/drills?list=scenarios").await;
        author.css(".card h2 a").click().await;
        author.link("Edit").click().await;
        author.text("Version 1").appears().await;
        author
            .text("1 drill was prepared with it.")
            .partly()
            .appears()
            .await;
        author.tab("Story").click().await;
        author
            .field("Background (English)")
            .fill("Another story altogether.")
            .await;
        author.field("Short name").focus().await;
        author
            .text("It has changed since 1 drill")
            .partly()
            .appears()
            .await;
        author.fit(360).await;
        author.assert_fits("the version on a phone").await;
        author.assert_accessible("the version on a phone").await;
        author.screenshot("author-version-360").await;
        author.resize(1280, 800).await;
        author.screenshot("author-version").await;
        author.button("Make it version 2").click().await;
        author.text("Version 2").appears().await;
        author.text("It has changed since").disappears().await;
        author.button("Undo").click().await;
        author.text("Version 1").appears().await;
        author.field("Background (English)").appears().await;
        assert_eq!(
            author.field("Background (English)").value().await,
            "Another story altogether."
        );
        // The drill shows the room what it was prepared with.
        author.open("#/drills?list=drills").await;
        let drill = author.css(".card h2 a");
        let href = drill.attribute("href").await.expect("an address");
        author.text("Rehearsal").appears().await;
        let place = &href[href.find('#').expect("a place")..];
        author.open(&format!("{place}?show=screen")).await;
        author
            .text("January, a cold snap.")
            .partly()
            .appears()
            .await;
        author.text("Rehearsal").appears().await;
    });
}

/// Goes on with the Tab key until something of this name has the focus.
async fn tab_to(author: &Browser, name: &str) {
    const NAME: &str = "const at = document.activeElement;
        const label = at.labels?.[0]?.textContent;
        const own = at.matches('a, button, summary') ? at.textContent : '';
        return [at.getAttribute('aria-label'), label, at.title, own].join(' ');";
    for _ in 0..120 {
        author.press(Key::Tab).await;
        let said = author.eval(NAME, vec![]).await;
        if said.as_str().is_some_and(|said| said.contains(name)) {
            return;
        }
    }
    panic!("Tab never comes to {name:?}");
}

#[test]
fn the_timeline_is_edited_by_keyboard_alone() {
    journey(async |stage| {
        let author = stage.browser("author").await;
        start(&author, "Coach & Co", "Tom Trainer").await;
        author.resize(1440, 900).await;
        author.open("#/drills?list=scenarios").await;
        author.css(".file-drop").appears().await;
        tab_to(&author, "New scenario").await;
        author.press(Key::Enter).await;
        author.heading("New scenario").appears().await;
        for (title, text) in [("Truck", "It is late."), ("Call", "The buyer calls.")] {
            tab_to(&author, "Add an inject").await;
            author.press(Key::Enter).await;
            // The keyboard is where the new inject is written.
            author.css("#author-inject:focus").appears().await;
            tab_to(&author, "Title").await;
            author.press_with(&[Key::Control], "a").await;
            author.press(title).await;
            tab_to(&author, "Content").await;
            author.press(text).await;
            author.press(Key::Tab).await;
            author.heading(title).appears().await;
            author.reload().await;
            author.css(".track").appears().await;
        }
        stands(&author, "Truck", "Day 1, 08:30").await;
        stands(&author, "Call", "Day 1, 08:35").await;
        tab_to(&author, "Truck").await;
        author.press_with(&[Key::Shift], Key::Right).await;
        // It was moved behind the other; the keyboard stays on it.
        stands(&author, "Truck", "Day 1, 08:40").await;
        author
            .css(&format!("{}:focus", card("Truck")))
            .appears()
            .await;
        author.press(Key::Right).await;
        stands(&author, "Truck", "Day 1, 08:41").await;
        author.press(Key::Left).await;
        stands(&author, "Truck", "Day 1, 08:40").await;
        author.press(Key::Enter).await;
        author.css("#author-inject:focus").appears().await;
        author.heading("Truck").appears().await;
        tab_to(&author, "Close").await;
        author.press(Key::Enter).await;
        author.css("#author-inject").disappears().await;
        author
            .css(&format!("{}:focus", card("Truck")))
            .appears()
            .await;
        author.press(Key::Delete).await;
        let asks = author.dialog("Take the inject away");
        asks.appears().await;
        author.press(Key::Escape).await;
        asks.disappears().await;
        author.css(&card("Truck")).appears().await;
        author
            .css(&format!("{}:focus", card("Truck")))
            .appears()
            .await;
        author.press(Key::Delete).await;
        asks.appears().await;
        tab_to(&author, "Take away").await;
        author.press(Key::Enter).await;
        author.css(&card("Truck")).disappears().await;
        saved(&author).await;
        author.reload().await;
        author.css(&card("Call")).appears().await;
        assert!(!author.css(&card("Truck")).is_there().await);
    });
}
