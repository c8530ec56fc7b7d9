//! What waits, gathered from modules: its order, what partners are reminded of, and the calendar file.
//! Never in here: what waits (each module's own tests).

use tandem::exchange::ics::{Deadline, calendar};
use tandem::ledger::RecordId;
use tandem::records::turn::Whose;
use tandem::session::{Duty, What, in_order, reminders};
use tandem::time::Instant;
use tandem::time::limit::State;

fn duty(name: &'static str, whose: Whose, due: Option<i64>, since: Option<i64>) -> Duty {
    let record = RecordId::from_bits("requirement", 5);
    Duty {
        whose,
        what: What {
            name,
            words: || "do it".to_owned(),
        },
        shown: record.clone(),
        record,
        partner: Some(RecordId::from_bits("party", 7)),
        since: since.map(Instant),
        due: due.map(Instant),
        state: due.map(|_| State::Open),
    }
}

fn keys(duties: &[Duty]) -> Vec<&'static str> {
    duties.iter().map(|d| d.what.name).collect()
}

#[test]
fn what_breaks_next_comes_first_and_without_a_limit_what_waits_longest() {
    let all = vec![
        duty("asked lately", Whose::Me, None, Some(900)),
        duty("never stated", Whose::Me, None, None),
        duty("due later", Whose::Them, Some(500), Some(1)),
        duty("asked long ago", Whose::Firm, None, Some(3)),
        duty("due next", Whose::Firm, Some(400), Some(2)),
    ];
    let expected = [
        "due next",
        "due later",
        "asked long ago",
        "asked lately",
        "never stated",
    ];
    assert_eq!(keys(&in_order(all)), expected);
}

#[test]
fn partners_are_reminded_of_what_is_theirs_unless_it_still_has_time() {
    let state = |name: &'static str, state| Duty {
        state,
        ..duty(name, Whose::Them, Some(1), None)
    };
    let elsewhere = RecordId::from_bits("party", 8);
    let all = [
        state("has time", Some(State::Open)),
        state("soon", Some(State::Warned)),
        state("late", Some(State::Breached)),
        state("unknown", Some(State::Unknown)),
        state("without a limit", None),
        Duty {
            partner: Some(elsewhere.clone()),
            ..state("of another", Some(State::Breached))
        },
        Duty {
            partner: None,
            ..state("of nobody known", Some(State::Breached))
        },
        duty("ours", Whose::Firm, None, None),
    ];
    let said = reminders(&all);
    let said: Vec<(&RecordId, Vec<&str>)> = said.iter().map(|(p, d)| (p, keys(d))).collect();
    let theirs = vec!["soon", "late", "unknown", "without a limit"];
    let first = RecordId::from_bits("party", 7);
    assert_eq!(said, [(&first, theirs), (&elsewhere, vec!["of another"])]);
}

/// Puts folded lines together again (RFC 5545 3.1).
fn unfolded(text: &str) -> Vec<String> {
    let whole = text.replace("\r\n ", "");
    whole.split("\r\n").map(str::to_owned).collect()
}

#[test]
fn deadlines_are_read_by_calendars_as_they_were_meant() {
    let title =
        "Answer: 铝合金外壳, 第三版; 共 400 件\\箱，附图纸与检验标准，交货到二号仓库\nbefore noon";
    let deadline = Deadline {
        key: "requirement-1.acknowledge".to_owned(),
        title: title.to_owned(),
        notes: "x\u{7}y".to_owned(),
        url: "https://example.test/#/requirements/requirement-1".to_owned(),
        at: Instant::parse_iso("2026-01-31T09:30:00.250Z").expect("a moment"),
    };
    let text = calendar("期限", &[deadline], Instant(0));
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    let lines = unfolded(&text);
    let has = |line: &str| assert!(lines.iter().any(|l| l == line), "{line} in {lines:#?}");
    has("UID:requirement-1.acknowledge@tandem");
    has("DTSTART:20260131T093000Z");
    has("DTSTAMP:19700101T000000Z");
    has(
        "SUMMARY:Answer: 铝合金外壳\\, 第三版\\; 共 400 件\\\\箱，附图纸与检验标准，交货到二号仓库\\nbefore noon",
    );
    has("DESCRIPTION:xy");
    has("TRIGGER:-PT15M");
    let balance = |what: &str| {
        lines
            .iter()
            .filter(|l| **l == format!("{what}:VEVENT"))
            .count()
    };
    assert_eq!((balance("BEGIN"), balance("END")), (1, 1));
}
