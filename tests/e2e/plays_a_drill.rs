//! A workshop: a trainer prepares a drill for two groups and leads it, on two windows and on one with the
//! keyboard alone, learns from it and holds it again; the room never sees what is the trainer's.

use serde_json::json;
use thirtyfour::{Key, WindowHandle};

use crate::harness::{Browser, Lang, journey, until};
use crate::learns_from_a_workshop::{learn, press, tab_to};
use crate::three_firms_converge::{
    add_partner, add_task, letters, make_matrix, saved, start, start_in_chinese,
};

/// What starts with ZZ is the trainer's alone.
const SCENARIO: &str = r#"{
  "tandem": "scenario", "format": 0, "slug": "late-coil", "version": 1,
  "class": "delivery_delay", "kind": "general",
  "title": {"en": "The late coil", "zh": "迟到的钢卷"},
  "background": {"en": "A coil of steel is on its way from the mill.", "zh": "一卷钢材正从钢厂运来。"},
  "goals": ["Ask before you act"], "minutes": 90, "speed": 10, "starts": "08:30",
  "debrief": [{"en": "ZZ who had to call whom?", "zh": "ZZ谁该给谁打电话？"}],
  "roles": [
    {"id": "buyer", "title": {"en": "Buyer", "zh": "采购员"}, "side": "requester"},
    {"id": "planner", "title": {"en": "Planner", "zh": "计划员"}, "side": "requester"}],
  "jumps": [{"id": "night", "title": {"en": "Next morning", "zh": "第二天早上"}, "at": 600, "to": 1440}],
  "injects": [
    {"id": "call", "title": {"en": "The mill calls", "zh": "钢厂来电"}, "type": "call", "at": 0,
     "from": {"en": "Steel mill", "zh": "钢厂"}, "to": ["buyer", "planner"],
     "content": {"en": "The coil comes three days late.", "zh": "钢卷要晚三天到。"},
     "note": {"en": "ZZ stay calm", "zh": "ZZ保持冷静"},
     "expected": {"en": "ZZ name the days of stock", "zh": "ZZ说出库存天数"},
     "task": {"en": "Confirm the delivery", "zh": "确认交期"},
     "expectations": [
       {"id": "confirm", "who": ["buyer"], "what": {"en": "ZZ confirm in writing", "zh": "ZZ书面确认"},
        "within": 40, "points": 4, "all": false},
       {"id": "days", "who": ["planner"], "what": {"en": "ZZ name the days", "zh": "ZZ说出天数"},
        "within": 5, "points": 2, "all": false}]},
    {"id": "way", "title": {"en": "Road or rail", "zh": "公路还是铁路"}, "type": "decision", "at": 200,
     "content": {"en": "How does it come?", "zh": "怎么运？"}, "note": {"en": "ZZ wait for both", "zh": "ZZ等两组"},
     "decision": {"within": 60, "options": [
       {"id": "road", "title": {"en": "By road", "zh": "公路"}, "points": 5, "note": {"en": "ZZ right", "zh": "ZZ正确"},
        "to": "toll", "after": 1},
       {"id": "rail", "title": {"en": "By rail", "zh": "铁路"}, "points": 0, "to": "strike", "after": 1}],
       "otherwise": {"to": "strike", "after": 1}}},
    {"id": "toll", "title": {"en": "The toll road", "zh": "收费公路"}, "type": "message",
     "content": {"en": "The lorry is through.", "zh": "卡车已通过。"}},
    {"id": "strike", "title": {"en": "A strike", "zh": "罢工"}, "type": "news",
     "content": {"en": "No train today.", "zh": "今天没有火车。"}},
    {"id": "press", "title": {"en": "The press asks", "zh": "记者来问"}, "type": "question", "at": 300,
     "content": {"en": "Is the customer informed?", "zh": "客户知道了吗？"}},
    {"id": "morning", "title": {"en": "The morning call", "zh": "早会"}, "type": "call", "at": 1441,
     "content": {"en": "What did you learn?", "zh": "学到了什么？"}}]
}"#;

/// Opens the scenario's file and prepares a drill from it.
pub async fn prepare(trainer: &Browser, lang: Lang) {
    let [keep, prepare, title] = match lang {
        Lang::En => ["Keep as own scenario", "Prepare a drill", "The late coil"],
        Lang::Zh => ["保存为自己的脚本", "准备推演", "迟到的钢卷"],
    };
    trainer.open("#/drills?list=scenarios").await;
    trainer.css(".file-drop").appears().await;
    let files = [("late-coil.json", SCENARIO.as_bytes())];
    trainer.css(".file-drop").drop_files(&files).await;
    trainer.button(keep).click().await;
    trainer.heading(title).appears().await;
    trainer.button(prepare).click().await;
    trainer.css(".page form").appears().await;
}

/// The address of the drill's page.
pub async fn here(browser: &Browser) -> String {
    let url = browser.url().await;
    let hash = url.split_once('#').expect("a drill's address").1;
    let hash = hash.split_once('?').map_or(hash, |(path, _)| path);
    format!("#{hash}")
}

/// Nothing of what is the trainer's alone is anywhere in the page, seen or not.
async fn keeps_to_itself(screen: &Browser) {
    let whole = screen
        .eval("return document.documentElement.outerHTML", vec![])
        .await;
    let whole = whole.as_str().expect("a page");
    assert!(whole.contains("play-screen"), "this is no screen: {whole}");
    assert!(!whole.contains("ZZ"), "the room may read {whole}");
}

/// The key, wherever the focus is, once nothing is being written down.
async fn key(presenter: &Browser, key: &str) {
    presenter.press(key).await;
}

/// How long the page says that the drill has run.
pub async fn ran(presenter: &Browser) -> String {
    presenter.css("[data-ran]").visible_text().await
}

pub fn seconds(clock: &str) -> i64 {
    let parts = clock
        .split(':')
        .map(|part| part.parse::<i64>().expect("a number"));
    parts.fold(0, |sum, part| sum * 60 + part)
}

/// Light and dark, on a telephone and on a desk.
async fn look(browser: &Browser, name: &str) {
    for dark in [false, true] {
        browser.dark(dark).await;
        for width in [360, 1440] {
            browser.fit(width).await;
            let shade = if dark { "dark" } else { "light" };
            let what = format!("{name}-{shade}-{width}");
            browser.screenshot(&what).await;
            browser.assert_fits(&what).await;
            browser.assert_accessible(&what).await;
        }
    }
    browser.dark(false).await;
    browser.resize(1280, 800).await;
}

/// On both sizes a projector has, nothing sticks out and the main text is a twentieth of the height.
async fn look_at_screen(screen: &Browser, name: &str) {
    for (width, height) in [(1920, 1080), (1280, 720)] {
        screen.resize(width, height).await;
        screen.screenshot(&format!("{name}-{width}")).await;
        screen.assert_fits(name).await;
        screen.assert_accessible(name).await;
        fits_the_screen(screen, name).await;
    }
    screen.resize(1280, 800).await;
}

async fn fits_the_screen(screen: &Browser, name: &str) {
    const MEASURE: &str = "const sheet = document.querySelector('.play-sheet');
        const main = document.querySelector('.play-sheet:not(.play-size-4) :is(p, li span)');
        const size = main ? parseFloat(getComputedStyle(main).fontSize) : null;
        return [document.documentElement.scrollHeight, innerHeight, size,
            sheet?.scrollHeight ?? 0, sheet?.clientHeight ?? 0]";
    let measured = screen.eval(MEASURE, vec![]).await;
    let [tall, window, size, text, room] = [0, 1, 2, 3, 4].map(|nth| measured[nth].as_f64());
    let (tall, window) = (tall.expect("a height"), window.expect("a height"));
    assert!(tall <= window + 1.0, "{name}: {tall} px on {window}");
    let (text, room) = (text.expect("a height"), room.expect("a height"));
    assert!(text <= room + 1.0, "{name}: {text} px of text on {room}");
    if let Some(size) = size {
        assert!(size + 0.1 >= window * 0.05, "{name}: {size} px of {window}");
    }
}

const MILL: &str = "Steel Mill";
const TASK: &str = "Confirm the delivery";

/// A group says who is responsible; the page says what the matrix has to it.
async fn says_who(trainer: &Browser, group: &str, party: &str, matrix: &str) {
    key(trainer, group).await;
    key(trainer, "w").await;
    let form = trainer.dialog("Who is responsible?");
    form.field("The group says").appears().await;
    // The task is found by the words that the inject has for it.
    let chosen = "const list = [...document.querySelectorAll('dialog[open] select')];
        return list.map((select) => select.selectedOptions[0]?.textContent ?? '')";
    let chosen = trainer.eval(chosen, vec![]).await;
    let chosen = chosen.as_array().expect("a list");
    assert!(chosen.contains(&json!(TASK)), "{chosen:?}");
    form.field("The group says").choose(party).await;
    form.text(matrix).appears().await;
    trainer.screenshot(&format!("play-who-{group}")).await;
    trainer.assert_accessible("who is responsible").await;
    form.button("Write down").click().await;
    form.disappears().await;
}

/// "Who is responsible?" is asked of the matrix as it is at that moment, whoever writes into it meanwhile.
async fn ask_the_matrix(trainer: &Browser, presenter: &WindowHandle) {
    let nobody = "The matrix names nobody, or several";
    says_who(trainer, "1", MILL, nobody).await;
    let written = trainer.css(".play-said");
    written.says("the matrix names no one party").await;
    trainer.new_tab().await;
    letters(trainer, &format!("{TASK}, {MILL}"), "a").await;
    trainer.switch_to(presenter).await;
    says_who(trainer, "1", MILL, "The matrix says the same").await;
    written.says("as the matrix says").await;
    says_who(trainer, "2", "Coach & Co", "The matrix says otherwise").await;
    written.says("the matrix says Steel Mill").await;
}

#[test]
fn a_workshop_on_two_windows() {
    journey(async |stage| {
        let trainer = stage.browser("trainer").await;
        start(&trainer, "Coach & Co", "Tom Trainer").await;
        add_partner(&trainer, MILL, "Supplies us").await;
        make_matrix(&trainer, MILL).await;
        add_task(&trainer, TASK).await;
        prepare(&trainer, Lang::En).await;
        let place = here(&trainer).await;
        trainer.field("Name of the group").fill("Red").await;
        trainer.field("Name of the group").nth(1).fill("Blue").await;
        trainer.field("Buyer").nth(0).fill("Ann Example").await;
        look(&trainer, "play-prepare-en").await;
        trainer.button("Keep").click().await;
        saved(&trainer).await;
        trainer.button("Start").click().await;
        trainer.heading("The mill calls").appears().await;
        trainer.text("ZZ stay calm").appears().await;
        trainer
            .button("Blue: ZZ name the days (no answer yet)")
            .appears()
            .await;

        // The screen: what came, for whom, by name; and nothing else.
        let presenter = trainer.new_tab().await;
        trainer.open(&format!("{place}?show=screen")).await;
        trainer.heading("The mill calls").appears().await;
        trainer
            .text("The coil comes three days late.")
            .appears()
            .await;
        trainer.text("Ann Example").appears().await;
        keeps_to_itself(&trainer).await;
        look_at_screen(&trainer, "play-screen-en").await;
        // The presenter's window is hidden, and its clock goes on.
        let countdown = trainer.css(".play-countdown");
        let before = seconds(&countdown.visible_text().await);
        until("the countdown goes on", async || {
            let now = seconds(&countdown.visible_text().await);
            (now < before - 2)
                .then_some(())
                .ok_or(format!("{now} after {before}"))
        })
        .await;
        let screen = trainer.new_tab().await;
        trainer.open("").await;
        trainer.switch_to(&presenter).await;

        // Both windows are one picture here, since there is but one screen.
        trainer.text("Both screens show the same").appears().await;
        trainer.text("The screen's window is open").appears().await;

        // One answer by a press, one by the keyboard; one of them was a mistake.
        let cell = "Red: ZZ confirm in writing (no answer yet)";
        trainer.button(cell).click().await;
        trainer
            .button("Red: ZZ confirm in writing (met, 4 points)")
            .appears()
            .await;
        key(&trainer, "2").await;
        key(&trainer, "a").await;
        trainer.dialog("Answer").field("Group").appears().await;
        trainer.press("By fax").await;
        trainer.press(Key::Enter).await;
        trainer
            .text("Blue: ZZ confirm in writing (100%): By fax")
            .appears()
            .await;
        key(&trainer, "u").await;
        trainer.css(".play-said s").says("By fax").await;
        trainer
            .button("Blue: ZZ confirm in writing (no answer yet)")
            .appears()
            .await;
        trainer.switch_to(&screen).await;
        trainer.css(".play-answered .done").says("Red").await;
        assert_eq!(trainer.css(".play-answered .done").count().await, 1);
        keeps_to_itself(&trainer).await;

        // A clicker pressed at the screen steers the presenter's window.
        trainer.press(" ").await;
        trainer.text("Paused").appears().await;
        trainer.press(".").await;
        trainer.css(".play-blank").appears().await;
        trainer.press(".").await;
        trainer.css(".play-blank").disappears().await;
        trainer.press(" ").await;
        trainer.text("Paused").disappears().await;
        trainer.switch_to(&presenter).await;

        ask_the_matrix(&trainer, &presenter).await;

        // Hold what comes next, fire what comes after it; what is held waits until it is released.
        key(&trainer, "h").await;
        trainer.css(".play-next .badge").says("Held").await;
        key(&trainer, "j").await;
        trainer
            .css(".play-next .play-line")
            .says("The press asks")
            .await;
        key(&trainer, "n").await;
        trainer.css(".play-came h3").says("The press asks").await;
        trainer.css(".play-next .badge").says("Held").await;
        trainer.item("Road or rail").button("Release").click().await;
        trainer.item("Road or rail").button("Hold").appears().await;
        key(&trainer, "n").await;
        trainer.heading("Road or rail").appears().await;

        // An inject of the trainer's own.
        key(&trainer, "i").await;
        let form = trainer.dialog("Insert");
        form.field("What happens").appears().await;
        trainer.press("A second lorry breaks down.").await;
        form.field("Title").partly().fill("Breakdown").await;
        form.button("Insert now").click().await;
        trainer.heading("Breakdown").appears().await;

        // The room decides, and goes that way.
        trainer.button("Red chooses By road").click().await;
        trainer
            .css("[aria-label='Red chooses By road'][aria-pressed=true]")
            .appears()
            .await;
        key(&trainer, "1").await;
        key(&trainer, "d").await;
        trainer
            .dialog("Decision")
            .button("By rail")
            .partly()
            .appears()
            .await;
        trainer
            .dialog("Decision")
            .field("Decided by")
            .choose("Blue")
            .await;
        trainer
            .dialog("Decision")
            .button("By road")
            .partly()
            .click()
            .await;
        trainer.text("Blue decides: By road").appears().await;
        trainer.switch_to(&screen).await;
        trainer.heading("Breakdown").appears().await;
        keeps_to_itself(&trainer).await;
        trainer.switch_to(&presenter).await;
        let decision = trainer.item("Road or rail");
        decision.button("Close: no more answers").click().await;
        // That way leads to one of two, which comes by itself; the other does not.
        trainer.css(".play-next").says("The toll road").await;
        trainer.text("1 inject that only a choice").appears().await;
        trainer.css(".play-came h3").says("The toll road").await;
        look(&trainer, "play-presenter-en").await;

        // What expires, expires by itself.
        trainer
            .button("Blue: ZZ name the days (missed)")
            .appears()
            .await;

        // A reload in the middle: paused, at the moment that was shown.
        trainer
            .eval(
                "sessionStorage.shown = document.querySelector('[data-ran]').textContent",
                vec![],
            )
            .await;
        trainer.reload().await;
        trainer
            .text("The clock was lost for a moment")
            .appears()
            .await;
        let shown = trainer.eval("return sessionStorage.shown", vec![]).await;
        let shown = seconds(shown.as_str().expect("what was shown"));
        let after = seconds(&ran(&trainer).await);
        assert!(
            (shown..=shown + 2).contains(&after),
            "{after} s after {shown} s"
        );
        trainer.css(".badge.warn").says("Paused").await;
        assert_eq!(seconds(&ran(&trainer).await), after);
        trainer.css(".play-said s").says("By fax").await;
        key(&trainer, " ").await;
        trainer.css(".play-clocks .badge").says("Running").await;

        // The night is jumped over, and the room is told.
        key(&trainer, "g").await;
        key(&trainer, " ").await;
        trainer.switch_to(&screen).await;
        trainer.heading("Day 2, 08:30").appears().await;
        keeps_to_itself(&trainer).await;
        trainer.screenshot("play-screen-morning-en").await;
        trainer.switch_to(&presenter).await;
        key(&trainer, " ").await;
        trainer.css(".play-came h3").says("The morning call").await;
        key(&trainer, "e").await;
        trainer
            .dialog("End the drill")
            .button("End the drill")
            .click()
            .await;
        trainer.css(".play-clocks").disappears().await;
        trainer.switch_to(&screen).await;
        trainer.heading("The drill is over").appears().await;
        keeps_to_itself(&trainer).await;

        // An answer on paper is typed in after the end, with the moment it was given.
        trainer.switch_to(&presenter).await;
        trainer.open(&format!("{place}?show=play")).await;
        trainer.css(".play-closed summary").click().await;
        trainer
            .button("Blue: ZZ name the days (missed)")
            .click()
            .await;
        let form = trainer.dialog("Answer");
        form.field("Given so many minutes after it came")
            .partly()
            .fill("3")
            .await;
        form.button("Write down").click().await;
        trainer
            .button("Blue: ZZ name the days (met, 2 points)")
            .appears()
            .await;

        // What differed from the matrix is what it lacked; what agreed is not.
        trainer.open(&place).await;
        trainer
            .text("Red said Steel Mill; the matrix names nobody, or several.")
            .appears()
            .await;
        trainer
            .text("Blue said Coach & Co; the matrix names Steel Mill.")
            .appears()
            .await;
        assert_eq!(trainer.button("Mend the matrix…").count().await, 2);
        learn(&trainer, Lang::En, &place).await;
        look(&trainer, "review-workshop-en").await;
    });
}

/// A matrix with one task, for which nobody answers yet.
async fn a_matrix_by_keyboard(trainer: &Browser) {
    trainer.open("#/matrix").await;
    press(trainer, "新建分工表").await;
    let name = trainer.dialog("新建分工表").field("名称");
    name.appears().await;
    name.focus().await;
    trainer.press("分工").await;
    trainer.press(Key::Enter).await;
    trainer.heading("分工").appears().await;
    press(trainer, "添加工作事项").await;
    trainer.css("textarea.matrix-editor:focus").appears().await;
    trainer.press("确认交期").await;
    trainer.press(Key::Enter).await;
    trainer.cell("确认交期").partly().appears().await;
    saved(trainer).await;
}

#[test]
fn one_window_and_the_keyboard_alone() {
    journey(async |stage| {
        let trainer = start_in_chinese(stage).await;
        a_matrix_by_keyboard(&trainer).await;
        prepare(&trainer, Lang::Zh).await;
        let place = here(&trainer).await;
        look(&trainer, "play-prepare-zh").await;
        trainer.field("采购员").nth(0).fill("王小明").await;
        trainer.checkbox("隐藏人员姓名").partly().click().await;
        trainer.button("开始推演").focus().await;
        trainer.press(Key::Enter).await;
        trainer.heading("钢厂来电").appears().await;

        // The list of keys names those of this page.
        key(&trainer, "?").await;
        trainer.css("dialog.keys[open]").says("立即触发").await;
        trainer.press(Key::Escape).await;

        // Letters that are typed are no commands.
        key(&trainer, "f").await;
        trainer.dialog("备注").field("观察到的情况").appears().await;
        trainer.press("n b s 1 2 p").await;
        trainer.press(Key::Enter).await;
        trainer.text("备注：n b s 1 2 p").appears().await;
        assert!(!trainer.css(".play-screen").is_there().await);
        trainer.css(".play-came h3").says("钢厂来电").await;

        // An answer in time; one that the matrix does not give.
        key(&trainer, "a").await;
        trainer
            .css("dialog[open] input[type=text]:focus")
            .appears()
            .await;
        trainer.press("书面确认").await;
        trainer.press(Key::Enter).await;
        trainer.css(".play-mark.met").appears().await;
        key(&trainer, "w").await;
        trainer.css("dialog[open] select").appears().await;
        tab_to(&trainer, "小组的回答").await;
        trainer.press(Key::Down).await;
        trainer.text("分工表没有唯一的主责方").appears().await;
        press(&trainer, "记录").await;
        trainer.text("由培训师负责").appears().await;

        // Held back and let go; an inject of the trainer's own.
        key(&trainer, "h").await;
        trainer.css(".play-next .badge").says("已暂缓").await;
        key(&trainer, "h").await;
        trainer.css(".play-next .badge").disappears().await;
        key(&trainer, "i").await;
        trainer.css("dialog[open] textarea:focus").appears().await;
        trainer.press("第二辆卡车抛锚了。").await;
        tab_to(&trainer, "标题").await;
        trainer.press("抛锚").await;
        press(&trainer, "立即插入").await;
        trainer.css(".play-came h3").says("抛锚").await;

        // What the room sees fills the window; the notes are not behind it.
        key(&trainer, "p").await;
        trainer.css(".play-screen h1").says("抛锚").await;
        trainer.press(Key::PageUp).await;
        trainer.css(".play-screen h1").says("钢厂来电").await;
        keeps_to_itself(&trainer).await;
        let whole = trainer
            .eval("return document.body.textContent", vec![])
            .await;
        let whole = whole.as_str().expect("a text");
        assert!(
            whole.contains("采购员") && !whole.contains("王小明"),
            "{whole}"
        );
        look_at_screen(&trainer, "play-screen-zh").await;
        trainer.press(" ").await;
        trainer.text("已暂停").appears().await;
        trainer.press(" ").await;
        trainer.text("已暂停").disappears().await;
        trainer.press("b").await;
        trainer.css(".play-blank").appears().await;
        trainer.press("b").await;
        trainer.css(".play-blank").disappears().await;
        // A clicker goes on; there is one page, so what comes next comes.
        trainer.press(Key::PageDown).await;
        trainer.css(".play-screen h1").says("抛锚").await;
        trainer.press(Key::PageDown).await;
        trainer.css(".play-screen h1").says("公路还是铁路").await;
        trainer.screenshot("play-screen-options-zh").await;
        keeps_to_itself(&trainer).await;
        trainer.press(Key::PageUp).await;
        trainer.css(".play-screen h1").says("抛锚").await;
        trainer.press(Key::PageDown).await;
        trainer.css(".play-screen h1").says("公路还是铁路").await;
        trainer.press("t").await;
        trainer.css(".play-ranking").appears().await;
        trainer.screenshot("play-screen-ranking-zh").await;
        trainer.assert_accessible("the ranking").await;
        trainer.press("t").await;
        trainer.press(Key::Escape).await;
        trainer.css(".play-clocks").appears().await;

        // Decide, rate and answer by digits and Enter.
        key(&trainer, "d").await;
        trainer.css("dialog[open] .play-choice").appears().await;
        trainer.press("1").await;
        trainer.text("第 1 组 决定：公路").appears().await;
        key(&trainer, "2").await;
        key(&trainer, "d").await;
        trainer.css("dialog[open] .play-choice").appears().await;
        trainer.press("2").await;
        trainer.text("第 2 组 决定：铁路").appears().await;
        key(&trainer, "r").await;
        trainer.css("dialog[open] .play-choice").appears().await;
        trainer.press("4").await;
        trainer.text("第 2 组：4 / 5 分").appears().await;
        key(&trainer, "s").await;
        trainer.text("1 个未触发或已跳过的事件").appears().await;
        key(&trainer, "c").await;
        // The way that most took leads on, by itself; what was not answered expires.
        trainer.css(".play-came h3").says("收费公路").await;
        trainer.css(".play-mark.missed").appears().await;
        look(&trainer, "play-presenter-zh").await;
        trainer.css(".play-clocks .badge").says("进行中").await;

        // A reload in the middle: paused where it stood, and on by a key.
        trainer.reload().await;
        trainer.text("计时曾中断").appears().await;
        trainer.css(".play-clocks .badge").says("已暂停").await;
        key(&trainer, " ").await;
        trainer.css(".play-clocks .badge").says("进行中").await;
        key(&trainer, "e").await;
        trainer
            .css("dialog[open] button[type=submit]")
            .appears()
            .await;
        trainer.press(Key::Enter).await;
        trainer.css(".play-clocks").disappears().await;
        learn(&trainer, Lang::Zh, &place).await;
        look(&trainer, "review-workshop-zh").await;
    });
}

#[test]
fn a_crash_takes_nothing_back_that_the_room_saw() {
    journey(async |stage| {
        let trainer = stage.browser("trainer").await;
        start(&trainer, "Coach & Co", "Tom Trainer").await;
        prepare(&trainer, Lang::En).await;
        let place = here(&trainer).await;
        trainer.button("Start").click().await;
        trainer.heading("The mill calls").appears().await;
        let cell = trainer.css(".play-mark.waiting").nth(0);
        cell.click().await;
        trainer.css(".play-mark.met").appears().await;
        until("some seconds pass", async || {
            let shown = ran(&trainer).await;
            (seconds(&shown) >= 4).then_some(()).ok_or(shown)
        })
        .await;
        let shown = seconds(&ran(&trainer).await);
        trainer.kill().await;
        let trainer = stage.browser("trainer").await;
        trainer.open(&place).await;
        trainer
            .text("The clock was lost for a moment")
            .appears()
            .await;
        let after = seconds(&ran(&trainer).await);
        assert!(
            (shown..=shown + 3).contains(&after),
            "{after} s after {shown} s were shown"
        );
        trainer.css(".play-mark.met").appears().await;
    });
}

/// The scenario of the library with the longest texts and the largest tables.
const LONG: &str = include_str!("../../src/modules/drills/library/quality_defect.json");

async fn every_page_fits(trainer: &Browser, lang: Lang, words: [&str; 3]) {
    let [keep, prepare, go] = words;
    trainer.open("#/drills?list=scenarios").await;
    trainer.css(".file-drop").appears().await;
    let files = [("long.json", LONG.as_bytes())];
    trainer.css(".file-drop").drop_files(&files).await;
    trainer.button(keep).click().await;
    trainer.button(prepare).click().await;
    trainer.css(".page form").appears().await;
    trainer.button(go).click().await;
    trainer.css(".play-clocks").appears().await;
    trainer.press("p").await;
    trainer.css(".play-screen").appears().await;
    const TEXT: &str = "return document.querySelector('.play-sheet')?.textContent ?? ''";
    let mut seen = Vec::new();
    let mut still = 0;
    while still < 2 {
        trainer.css(".play-card").disappears().await;
        let text = trainer.eval(TEXT, vec![]).await;
        if seen.last() == Some(&text) {
            still += 1;
        } else {
            for (width, height) in [(1280, 720), (1024, 768)] {
                trainer.resize(width, height).await;
                let what = format!("{lang:?} at {width} × {height}: {text}");
                fits_the_screen(trainer, &what).await;
                trainer.assert_fits(&what).await;
            }
            seen.push(text.clone());
            still = 0;
        }
        trainer.press(Key::PageDown).await;
        // At the end nothing more comes, however long one waits.
        for _ in 0..40 {
            if trainer.eval(TEXT, vec![]).await != text {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    // Nine injects come by time, most with a table or a second page.
    assert!(seen.len() > 15, "only {} pages were shown", seen.len());
}

#[test]
fn every_page_of_a_long_scenario_fits_the_screen() {
    journey(async |stage| {
        let trainer = stage.browser("trainer").await;
        start(&trainer, "Coach & Co", "Tom Trainer").await;
        let words = ["Keep as own scenario", "Prepare a drill", "Start"];
        every_page_fits(&trainer, Lang::En, words).await;
        trainer.press("p").await;
        trainer.button("Switch language 中文").click().await;
        let words = ["保存为自己的脚本", "准备推演", "开始推演"];
        every_page_fits(&trainer, Lang::Zh, words).await;
    });
}
