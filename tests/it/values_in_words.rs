//! Stored values as the history, the inbox and the preview of a file say them: moments, amounts of time
//! and statements never stand there as numbers or JSON.

use tandem::ledger::{Value, Workspace};
use tandem::modules::{of_kind, value_in_words};
use tandem::shell::sample::sample;
use tandem::texts::{Lang, use_included};
use tandem::time::{Instant, MINUTE};

const NOW: Instant = Instant(1_790_000_000_000);

fn words(ws: &Workspace, kind: &str, field: &str, json: &str) -> Option<String> {
    let value = Value::from_json(json).expect("JSON");
    value_in_words(ws, kind, field, &value)
}

#[test]
fn the_moments_of_a_pause_and_the_amount_of_a_limit_are_said_in_words() {
    let ws = Workspace::new();
    use_included(Lang::En);
    let from = words(&ws, "pause", "from", &NOW.0.to_string()).expect("words");
    let to = NOW.plus(90 * MINUTE);
    let to = words(&ws, "pause", "to", &to.0.to_string()).expect("words");
    assert!(!from.contains("1790000") && from != to, "{from} to {to}");
    let answer = r#"{"says":"object","at":1790000000000,"reason":"It came on Monday."}"#;
    assert_eq!(
        words(&ws, "pause", "answer", answer).as_deref(),
        Some("Objected to the pause. · It came on Monday.")
    );
    let amount = r#"{"amount":3,"unit":"day","counts":"working"}"#;
    let elapsed = r#"{"amount":1,"unit":"hour","counts":"elapsed"}"#;
    let said = |amount: &str| words(&ws, "limit", "allows", amount);
    assert_eq!(said(amount).as_deref(), Some("3 working days"));
    assert_eq!(said(elapsed).as_deref(), Some("1 hour of elapsed time"));
    use_included(Lang::Zh);
    assert_eq!(said(amount).as_deref(), Some("3 个工作日"));
    assert_eq!(said(elapsed).as_deref(), Some("1 小时（自然时间）"));
    assert_eq!(said(r#"{"amount":"soon"}"#), None, "shown as it is stored");
}

#[test]
fn no_value_of_the_sample_s_requirements_reads_as_it_is_stored() {
    for lang in Lang::ALL {
        use_included(lang);
        let sample = sample(7, NOW).expect("the sample is there");
        let mut ws = Workspace::new();
        ws.insert_all(sample.changes.iter().cloned());
        let mut put_in_words = 0;
        for change in &sample.changes {
            let kind = change.record.kind();
            if of_kind(kind).is_none_or(|module| module.slug != "requirements") {
                continue;
            }
            for write in change.writes.iter().filter(|w| !w.value.is_null()) {
                let field = write.field.as_str();
                let said = value_in_words(&ws, kind, field, &write.value);
                put_in_words += usize::from(said.is_some());
                let shown = said.or_else(|| Some(write.value.as_text()?.into_owned()));
                let shown = shown.unwrap_or_else(|| write.value.json().to_owned());
                let digits = shown.len() > 9 && shown.bytes().all(|b| b.is_ascii_digit());
                assert!(
                    !digits && !shown.starts_with(['{', '[']),
                    "{kind}, {field}: {shown}"
                );
            }
        }
        assert!(put_in_words > 50, "{put_in_words} of the sample's values");
    }
}
