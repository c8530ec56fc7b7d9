//! What a workshop room does to a browser: a screen that would go dark, a projector that shows what the
//! laptop shows, and two windows that both believe they lead.

use serde_json::{Value, json};

use crate::harness::{Browser, Lang, journey, until};
use crate::plays_a_drill::{here, prepare, ran, seconds};
use crate::three_firms_converge::start;

/// A browser that counts who asks it to keep the screen awake, and whose screens are as they are said to
/// be. As a real one does, it lets go of what is held once the page is hidden.
const BROWSER: &str = "{
  const says = JSON.parse(sessionStorage.room ?? '{}');
  globalThis.locks = { asked: 0, held: 0, hidden: 0 };
  const lock = {
    async request(kind) {
      if (kind !== 'screen') throw new TypeError(kind);
      locks.asked += 1;
      if (says.awake === 'refused' || document.hidden) throw new DOMException('no', 'NotAllowedError');
      locks.held += 1;
      let released = false;
      const release = async () => { if (!released) locks.held -= 1; released = true; };
      document.addEventListener('visibilitychange', () => { if (document.hidden) release(); });
      return { release };
    },
  };
  document.addEventListener('visibilitychange', () => { if (document.hidden) locks.hidden += 1; });
  const own = (object, name, value) =>
    Object.defineProperty(object, name, { get: () => value, configurable: true });
  own(Navigator.prototype, 'wakeLock', says.awake === 'missing' ? undefined : lock);
  own(Screen.prototype, 'isExtended', says.extended ?? undefined);
}";

/// Sets what the browser says of itself and loads the page anew.
async fn set(browser: &Browser, says: Value) {
    let keep = "sessionStorage.room = arguments[0]";
    browser.eval(keep, vec![json!(says.to_string())]).await;
    browser.reload().await;
}

/// Waits until so many are held, and more than so many were asked for; how many were.
async fn locks(browser: &Browser, held: u64, asked: u64) -> u64 {
    until(&format!("{held} held"), async || {
        let locks = browser.eval("return locks", vec![]).await;
        let counts = ["held", "asked"].map(|what| locks[what].as_u64().unwrap_or(u64::MAX));
        match counts[0] == held && counts[1] > asked {
            true => Ok(counts[1]),
            false => Err(locks.to_string()),
        }
    })
    .await
}

const UNSUPPORTED: &str = "This browser cannot keep the screen awake";
const REFUSED: &str = "does not keep the screen awake just now";
const MIRRORED: &str = "Both screens show the same";

#[test]
fn the_screen_stays_awake_while_a_drill_runs_and_both_screens_are_told_apart() {
    journey(async |stage| {
        let trainer = stage.browser("trainer").await;
        trainer.before_each_page(BROWSER).await;
        start(&trainer, "Coach & Co", "Tom Trainer").await;
        prepare(&trainer, Lang::En).await;
        let place = here(&trainer).await;
        let presenter = trainer.this_tab().await;

        // Asked for at the start, not before; let go in a pause, asked for again after it.
        let none = trainer.eval("return locks.asked", vec![]).await;
        assert_eq!(none, 0, "nothing runs yet");
        trainer.button("Start").click().await;
        trainer.heading("The mill calls").appears().await;
        let first = locks(&trainer, 1, 0).await;
        trainer.press(" ").await;
        trainer.css(".badge.warn").says("Paused").await;
        locks(&trainer, 0, 0).await;
        trainer.press(" ").await;
        let second = locks(&trainer, 1, first).await;

        // Hidden, the page loses it, and asks again once it is seen.
        trainer.new_tab().await;
        trainer.before_each_page(BROWSER).await;
        trainer.open(&format!("{place}?show=screen")).await;
        trainer.heading("The mill calls").appears().await;
        // The screen's own window keeps it awake as well.
        locks(&trainer, 1, 0).await;
        let screen = trainer.this_tab().await;
        trainer.switch_to(&presenter).await;
        let hidden = trainer.eval("return locks.hidden", vec![]).await;
        assert!(hidden.as_u64() > Some(0), "the page was never hidden");
        locks(&trainer, 1, second).await;

        // What the browser does not say is no reason to warn.
        trainer.text("The screen's window is open").appears().await;
        assert!(!trainer.text(MIRRORED).is_there().await);
        for (extended, warns) in [(false, true), (true, false)] {
            trainer.switch_to(&screen).await;
            set(&trainer, json!({ "extended": extended })).await;
            trainer.heading("The mill calls").appears().await;
            trainer.switch_to(&presenter).await;
            match warns {
                true => trainer.text(MIRRORED).appears().await,
                false => trainer.text(MIRRORED).disappears().await,
            }
            trainer.text("The screen's window is open").appears().await;
        }

        // Where it cannot be had, the page says so, as long as something runs.
        for (awake, sentence) in [("refused", REFUSED), ("missing", UNSUPPORTED)] {
            set(&trainer, json!({ "awake": awake })).await;
            trainer.text("The clock was lost").appears().await;
            assert!(!trainer.text(sentence).is_there().await, "it is paused");
            trainer.press(" ").await;
            trainer.text(sentence).appears().await;
            trainer.screenshot(&format!("play-awake-{awake}")).await;
        }
        set(&trainer, json!({})).await;
        trainer.text("The clock was lost").appears().await;
        trainer.press(" ").await;
        locks(&trainer, 1, 0).await;
        assert!(!trainer.text(UNSUPPORTED).is_there().await);

        // Over: the screen may go dark.
        trainer.press("e").await;
        let end = trainer.dialog("End the drill");
        end.button("End the drill").click().await;
        trainer.css(".play-clocks").disappears().await;
        locks(&trainer, 0, 0).await;
    });
}

const FOLLOWS: &str = "Another window leads this drill";

/// The clock stands: what is shown does not move for longer than two ticks.
async fn stands(presenter: &Browser) -> i64 {
    let before = seconds(&ran(presenter).await);
    tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
    let after = seconds(&ran(presenter).await);
    assert_eq!(after, before, "it counts in a pause");
    after
}

async fn came(presenter: &Browser) -> usize {
    presenter.css(".play-came > li").count().await
}

#[test]
fn of_two_presenters_one_leads_and_the_other_follows() {
    journey(async |stage| {
        let trainer = stage.browser("trainer").await;
        start(&trainer, "Coach & Co", "Tom Trainer").await;
        prepare(&trainer, Lang::En).await;
        let place = here(&trainer).await;
        trainer.button("Start").click().await;
        trainer.heading("The mill calls").appears().await;
        let first = trainer.new_tab().await;
        trainer.open(&place).await;
        trainer.text(FOLLOWS).appears().await;
        trainer.screenshot("play-follows").await;
        trainer.assert_accessible("a window that follows").await;
        // It follows the other's clock, and stops nothing by coming.
        let shown = seconds(&ran(&trainer).await);
        until("the clock goes on", async || {
            let now = seconds(&ran(&trainer).await);
            (now > shown + 2).then_some(()).ok_or(now.to_string())
        })
        .await;
        trainer.css(".play-clocks .badge").says("Running").await;

        // A pause in the one that follows is a pause of the drill.
        trainer.press(" ").await;
        trainer.css(".badge.warn").says("Paused").await;
        let second = trainer.new_tab().await;
        trainer.open(&format!("{place}?show=screen")).await;
        trainer.text("Paused").appears().await;
        let screen = trainer.this_tab().await;
        trainer.switch_to(&first).await;
        trainer.css(".badge.warn").says("Paused").await;
        let paused = stands(&trainer).await;

        // A clicker at the screen reaches both, and is obeyed once.
        trainer.switch_to(&screen).await;
        trainer.press(" ").await;
        trainer.text("Paused").disappears().await;
        trainer.press("n").await;
        trainer.heading("Road or rail").appears().await;
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        for window in [&first, &second] {
            trainer.switch_to(window).await;
            trainer.css(".play-clocks .badge").says("Running").await;
            trainer.css(".play-came h3").says("Road or rail").await;
            assert_eq!(came(&trainer).await, 2, "one key brought one inject");
        }
        trainer.text(FOLLOWS).appears().await;
        let now = seconds(&ran(&trainer).await);
        assert!((paused..paused + 60).contains(&now), "{now} after {paused}");

        // Who lets it go on leads.
        trainer.press(" ").await;
        trainer.css(".badge.warn").says("Paused").await;
        trainer.press(" ").await;
        trainer.css(".play-clocks .badge").says("Running").await;
        trainer.text(FOLLOWS).disappears().await;
        trainer.switch_to(&first).await;
        trainer.text(FOLLOWS).appears().await;

        // Where the one that leads is gone, the other pauses at the last moment shown, and leads.
        trainer.switch_to(&second).await;
        trainer.open("").await;
        trainer.heading("Today").appears().await;
        trainer.switch_to(&first).await;
        trainer.text("The clock was lost").appears().await;
        trainer.css(".badge.warn").says("Paused").await;
        trainer.text(FOLLOWS).disappears().await;
        stands(&trainer).await;
        trainer.press(" ").await;
        trainer.css(".play-clocks .badge").says("Running").await;
        assert_eq!(came(&trainer).await, 2);
    });
}
