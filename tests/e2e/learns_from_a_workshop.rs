//! What comes after a workshop, by the keyboard alone and in either language: what was written down is put
//! right, the matrix is mended, the workshop is held again and both stand beside each other.
//! Never in here: a test, the workshop itself.

use serde_json::Value;

use crate::harness::{Browser, Key, Lang, until};

/// What the page calls things.
struct Words {
    correct: &'static str,
    /// Which of what was said is the first answer.
    answer: usize,
    credit: &'static str,
    reason: &'static str,
    because: &'static str,
    corrected: &'static str,
    questions: &'static str,
    mend: &'static str,
    save: &'static str,
    fixed: &'static str,
    see: &'static str,
    accountable: &'static str,
    again: &'static str,
    start: &'static str,
    not_compared: &'static str,
    /// The title of the drill that is held again.
    title: &'static str,
}

const ENGLISH: Words = Words {
    correct: "Correct…",
    answer: 1,
    credit: "How good, in percent",
    reason: "Why",
    because: "because: by phone only",
    corrected: "Corrected",
    questions: "Questions for the review",
    mend: "Mend the matrix…",
    save: "Save",
    fixed: "written into the matrix",
    see: "See it in the matrix",
    accountable: "accountable",
    again: "Drill again",
    start: "Start",
    not_compared: "not compared",
    title: "The late coil (again)",
};

const CHINESE: Words = Words {
    correct: "更正……",
    answer: 2,
    credit: "质量（百分比）",
    reason: "原因",
    because: "原因：by phone only",
    corrected: "已更正",
    questions: "复盘问题",
    mend: "修补分工表……",
    save: "保存",
    fixed: "已写入分工表",
    see: "在分工表中查看",
    accountable: "主责",
    again: "再演一次",
    start: "开始推演",
    not_compared: "不作比较",
    title: "迟到的钢卷（再演）",
};

/// The name of what has the focus, as it is read out.
const FOCUSED: &str = "const at = document.activeElement;
    return (at?.ariaLabel ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '').trim();";

/// Goes on by Tab until what has the focus is called so.
pub async fn tab_to(user: &Browser, name: &str) {
    let mut met = Vec::new();
    for _ in 0..250 {
        user.press(Key::Tab + "").await;
        let focused = user.eval(FOCUSED, vec![]).await;
        let focused = focused.as_str().unwrap_or_default();
        if focused.starts_with(name) {
            return;
        }
        met.push(focused.chars().take(24).collect::<String>());
    }
    panic!("by Tab one does not come to {name:?}, but to {met:?}");
}

/// Presses a button, or follows a link, that is reached by Tab.
pub async fn press(user: &Browser, name: &str) {
    tab_to(user, name).await;
    user.press(Key::Enter + "").await;
}

async fn in_dialog(user: &Browser) {
    let inside = "return document.querySelector('dialog[open]')?.contains(document.activeElement)";
    until("the focus is in the dialog", async || {
        match user.eval(inside, vec![]).await {
            Value::Bool(true) => Ok(()),
            other => Err(other.to_string()),
        }
    })
    .await;
}

/// Puts right the first answer that was written down, visibly.
async fn correct(user: &Browser, words: &Words) {
    for _ in 1..words.answer {
        tab_to(user, words.correct).await;
    }
    press(user, words.correct).await;
    in_dialog(user).await;
    tab_to(user, words.credit).await;
    user.press("50").await;
    tab_to(user, words.reason).await;
    user.press("by phone only").await;
    user.press(Key::Enter + "").await;
    user.css("dialog[open]").disappears().await;
    let timeline = user.css(".review-timeline");
    timeline.says(words.corrected).await;
    timeline.says(words.because).await;
}

/// Mends the matrix by the last answer that it did not give: the task is answered for by who was named.
async fn mend(user: &Browser, words: &Words, place: &str) {
    let lacking = user.button(words.mend).count().await;
    for _ in 1..lacking {
        tab_to(user, words.mend).await;
    }
    press(user, words.mend).await;
    in_dialog(user).await;
    press(user, words.save).await;
    user.css("dialog[open]").disappears().await;
    user.text(words.fixed).appears().await;
    press(user, words.see).await;
    user.css("[role=grid]").says(words.accountable).await;
    user.open(place).await;
    user.css(".review-timeline").appears().await;
}

/// Holds it again, quicker, and finds both beside each other.
async fn again(user: &Browser, words: &Words) {
    press(user, words.again).await;
    user.css(".page form").appears().await;
    press(user, words.start).await;
    user.css(".play-mark.waiting").appears().await;
    for group in ["1", "2"] {
        user.press(group).await;
        user.press("a").await;
        in_dialog(user).await;
        user.press("At once").await;
        user.press(Key::Enter + "").await;
        user.css("dialog[open]").disappears().await;
    }
    user.css(".play-mark.met").nth(1).appears().await;
    user.press("e").await;
    in_dialog(user).await;
    user.press(Key::Enter + "").await;
    user.css(".review-timeline").appears().await;
    let row = user.css(".review-compare").row(words.title);
    // Quicker than before, by a share that both drills' one speed allows to say.
    row.says("+").await;
    let table = user.css(".review-compare").visible_text().await;
    assert!(!table.contains(words.not_compared), "{table}");
}

/// From the review of a workshop that was just ended to that of the next one.
pub async fn learn(user: &Browser, lang: Lang, place: &str) {
    let words = match lang {
        Lang::En => &ENGLISH,
        Lang::Zh => &CHINESE,
    };
    user.css(".review-timeline").appears().await;
    user.text(words.questions).appears().await;
    correct(user, words).await;
    mend(user, words, place).await;
    again(user, words).await;
}
