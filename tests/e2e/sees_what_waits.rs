//! A firm opens the page in the morning and knows what waits for whom: counted in the title, what breaks
//! next first, reminders written in one act, deadlines in its calendar, and a notice when time runs out.

use crate::between_two_firms::{ALPHA, CONTACT, after, ask, look, look_at, meet, step};
use crate::harness::{Browser, journey, until};
use crate::three_firms_converge::{merge, saved, write_to};

const WHAT: &str = "Pump housings for October";
const MORE: &str = "Covers for October";

async fn title(browser: &Browser) -> String {
    let title = browser.eval("return document.title", vec![]).await;
    title.as_str().expect("a title").to_owned()
}

#[test]
fn a_firm_sees_what_waits_for_whom_and_reminds_its_partner_in_one_act() {
    journey(async |stage| {
        let (alpha, beta) = meet(stage, [CONTACT, CONTACT], WHAT, Some(95)).await;
        ask(&alpha, MORE, None).await;

        // To the supplier it is its own: an hour and a half of two are used up.
        beta.open("#/").await;
        let firm = beta.css(".duties").nth(1);
        firm.link(WHAT).appears().await;
        beta.heading("Waits for my firm (1)").appears().await;
        firm.css("li").nth(0).says("acknowledge receipt").await;
        assert!(
            title(&beta).await.starts_with("(1) Today"),
            "{}",
            title(&beta).await
        );
        look(&beta, "waits").await;
        beta.button("Deadlines for my calendar").click().await;
        beta.text("1 deadline saved as a calendar file.")
            .appears()
            .await;
        let (name, bytes) = beta.downloaded().await;
        let calendar = String::from_utf8(bytes).expect("text");
        assert_eq!(name, "tandem-deadlines.ics");
        assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 1, "{calendar}");
        assert!(calendar.contains("SUMMARY:acknowledge receipt: Pump housings for October"));

        // To the customer it waits for the partner, and is not late before the partner was heard.
        after(&alpha, 30).await;
        alpha.open("#/").await;
        alpha.button("Write reminders").click().await;
        let letter = alpha.css(".letter");
        letter.says("To Beta Castings").await;
        letter
            .says(&format!("{WHAT}: acknowledge receipt, due"))
            .await;
        // What still has time is no reason to remind anyone.
        let text = letter.visible_text().await;
        assert!(!text.contains(MORE), "{text}");
        let waits = alpha.css(".duties").nth(2);
        waits.says("unknown, waiting for their file").await;
        look(&alpha, "reminders").await;

        // Once it is answered, nothing of it waits any more.
        look_at(&beta, WHAT).await;
        step(&beta, "Acknowledge", "acknowledged").await;
        beta.open("#/").await;
        beta.text("acknowledge receipt").disappears().await;
        beta.text("give a proposal").appears().await;
        let mail = write_to(stage, &beta, ALPHA).await;
        merge(&alpha, &[&mail]).await;
        alpha.open("#/").await;
        alpha.link(MORE).appears().await;
        let waits = alpha.css(".duties").nth(2).visible_text().await;
        assert!(!waits.contains(&format!("{WHAT}\nacknowledge")), "{waits}");
        saved(&alpha).await;
    });
}

/// Keeps what the page would show, as the system's own notices are out of a page's sight.
const LISTEN: &str = "{
  globalThis.notices = [];
  class Notification {
    static permission = 'default';
    static async requestPermission() { return Notification.permission = 'granted'; }
    constructor(title, options) { notices.push([title, options.body, options.tag]); }
  }
  globalThis.Notification = Notification;
  delete ServiceWorkerRegistration.prototype.showNotification;
  ServiceWorkerRegistration.prototype.showNotification = async (title, options) =>
    void notices.push([title, options.body, options.tag]);
}";

#[test]
fn someone_who_agreed_to_notices_gets_one_when_time_runs_short_and_only_one() {
    journey(async |stage| {
        let (_, beta) = meet(stage, [CONTACT, CONTACT], WHAT, Some(88)).await;
        beta.before_each_page(LISTEN).await;
        beta.open("#/").await;
        beta.reload().await;
        beta.button("Notify me of limits").click().await;
        beta.button("Notices on").appears().await;
        // The first quarter hour of the last half hour begins within two minutes of the page's time.
        let told = async || {
            let all = beta.eval("return notices", vec![]).await;
            all.as_array().expect("a list").clone()
        };
        assert!(told().await.is_empty(), "nothing has run short yet");
        // The page's clock goes on by five minutes, as after a short sleep of the machine.
        beta.eval(
            "const Real = Date; globalThis.Date = class extends Real {
               constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + 3e5); }
               static now() { return Real.now() + 3e5; } }",
            vec![],
        )
        .await;
        until("a notice", async || match told().await.as_slice() {
            [] => Err("none yet".to_owned()),
            [one] => {
                let text = one.to_string();
                let right = text.contains("acknowledge receipt: Pump housings for October");
                right.then_some(()).ok_or(text)
            }
            more => Err(format!("{} notices", more.len())),
        })
        .await;
        beta.button("Notices on").click().await;
        beta.button("Notify me of limits").appears().await;
    });
}
