//! A drill with a log of ten thousand events: its timeline opens and is moved along without keeping the
//! page busy, and only the lines in view stand on the page.

use tandem::modules::drills::event::What;
use tandem::time::SECOND;

use crate::harness::{Browser, Key, Lang, journey, soak, until};
use crate::held::{Workshop, story};
use crate::keeps_ten_thousand_in_view::{LONGEST, longest};
use crate::reviews_a_drill::arrive;

const EVENTS: u32 = 10_000;

/// The moments that the first and the last line in view are of, as the table has them.
async fn in_view(browser: &Browser) -> (usize, usize) {
    const ROWS: &str = "const box = document.querySelector('.review-timeline .table-wrap').getBoundingClientRect();
        const rows = [...document.querySelectorAll('.review-timeline tbody tr[aria-rowindex]')];
        const seen = rows.filter((row) => {
          const at = row.getBoundingClientRect();
          return at.bottom > box.top + 40 && at.top < Math.min(box.bottom, innerHeight);
        }).map((row) => Number(row.ariaRowIndex));
        return [Math.min(...seen), Math.max(...seen)];";
    const LOOK: &str = "document.querySelector('.review-strip')?.scrollIntoView()";
    let rows = until("lines are in view", async || {
        browser.eval(LOOK, vec![]).await;
        let rows = browser.eval(ROWS, vec![]).await;
        match (rows[0].as_u64(), rows[1].as_u64()) {
            (Some(first), Some(last)) => Ok((first, last)),
            _ => Err(rows.to_string()),
        }
    })
    .await;
    (rows.0 as usize, rows.1 as usize)
}

#[test]
fn a_timeline_of_ten_thousand_events_opens_and_scrubs_without_a_long_task() {
    journey(async |stage| {
        let mut workshop = Workshop::new();
        let drill = workshop.prepare("Long workshop", story());
        workshop.happen(&drill, 0, What::Speed(5));
        workshop.happen(&drill, 0, What::Start);
        workshop.fill(&drill, EVENTS, 400 * SECOND);
        workshop.happen(&drill, 500, What::End);
        let file = stage.file("backup.json", &workshop.file());
        let trainer = stage.browser("trainer").await;
        arrive(&trainer, &file, Lang::En).await;
        let place = format!("#/drills/{drill}?show=review");
        let opened = longest(&trainer, "open", async |_| {
            trainer.open("#/drills").await;
            trainer.heading("Drills").appears().await;
            trainer.open(&place).await;
            trainer.text("10,003 entries").appears().await;
            in_view(&trainer).await;
        })
        .await;
        trainer.css(".review-strip").appears().await;
        let slider = trainer.css(".review-strip input");
        let scrubbed = longest(&trainer, "scrub", async |round| {
            for share in [900, 100, 500, 499, 730, 20] {
                slider.fill(&(share + round).to_string()).await;
                in_view(&trainer).await;
            }
        })
        .await;
        slider.fill("400").await;
        let half = until("the middle is in view", async || {
            let (first, last) = in_view(&trainer).await;
            match (3_000..8_000).contains(&first) {
                true => Ok((first, last)),
                false => Err(format!("{first}–{last}")),
            }
        })
        .await;
        println!("lines {half:?}");
        let stand = ".review-timeline tbody tr[aria-rowindex]";
        let stand = trainer.css(stand).count().await;
        assert!(stand < 200, "{stand} lines stand on the page");
        // By keyboard alone: a step, and to the end.
        slider.focus().await;
        trainer.press(Key::End + "").await;
        until("the end is in view", async || {
            let (_, last) = in_view(&trainer).await;
            if last > EVENTS as usize {
                Ok(())
            } else {
                Err(last.to_string())
            }
        })
        .await;
        trainer.screenshot("review-ten-thousand").await;
        for (what, took) in [("opening", opened), ("scrubbing", scrubbed)] {
            println!("{what}: the longest task of the middle round took {took:.1} ms");
            // A time says something only on a machine that does nothing else.
            assert!(
                took < LONGEST || !soak(),
                "{what} kept the page busy for {took:.1} ms"
            );
        }
    });
}
