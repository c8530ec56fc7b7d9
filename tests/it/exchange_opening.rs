//! Opening files: what the preview says, merging in any order, gaps, doubles, setting aside (rules 16–19).

use tandem::exchange::{self, Addressee, MergeRefusal, Odd, SetAsideRefusal, Turn};
use tandem::ledger::{Mark, PARENT, RecordId};

use crate::exchange_firms::{Browser, HOUR, opened, party, person, two_firms};

fn with_requirement() -> (Browser, Browser, RecordId) {
    let (mut a, b) = two_firms();
    let (one, two) = (a.me.party.clone(), b.me.party.clone());
    let asked = a.create(
        "requirement",
        &[
            ("title", "Flange"),
            ("requester", one.as_str()),
            ("provider", two.as_str()),
        ],
    );
    (a, b, asked)
}

#[test]
fn an_empty_browser_is_told_whom_the_file_is_for() {
    let (mut a, _, asked) = with_requirement();
    let file = opened(&a.write(&party(2), false));
    let ws = tandem::ledger::Workspace::new();
    let log = exchange::FileLog::default();
    let preview = exchange::preview(&ws, &log, None, std::slice::from_ref(&file), a.now);
    let [view] = preview.files.as_slice() else {
        panic!()
    };
    assert_eq!(view.addressee, Addressee::Newcomer);
    assert_eq!(
        (view.header.to.name.as_str(), view.header.from.name.as_str()),
        ("Birch Works", "Amber Metals")
    );
    assert_eq!(view.new_changes, file.changes.len());
    assert!(
        preview
            .records
            .iter()
            .any(|r| r.id == asked && r.turn == Turn::New)
    );
    assert!(preview.after.record(&asked).is_some());
    assert!(preview.odd.is_empty(), "{:?}", preview.odd);
}

#[test]
fn a_file_for_somebody_else_is_shown_and_not_merged() {
    let (mut a, mut b, _) = with_requirement();
    b.read(&[&a.write(&party(2), false)]);
    a.set(&party(3), &[("name", "Cedar Retail")]);
    let astray = a.write(&party(3), false);
    let preview = b.preview(&[&astray]);
    assert_eq!(preview.files[0].addressee, Addressee::Other);
    assert!(!preview.has_any_for_us() && preview.records.is_empty());
    let refused = exchange::merge(&b.ws, &b.log(), &b.me, &[opened(&astray)], b.now);
    assert_eq!(
        refused,
        Err(MergeRefusal::NotForUs {
            index: 0,
            to: "Cedar Retail".to_owned()
        })
    );
    let own = b.write(&party(1), false);
    assert_eq!(b.preview(&[&own]).files[0].addressee, Addressee::Other);
}

#[test]
fn what_both_changed_is_named_before_and_kept_after() {
    let (mut a, mut b, asked) = with_requirement();
    b.read(&[&a.write(&party(2), false)]);
    a.set(&asked, &[("title", "Flange M12")]);
    b.set(&asked, &[("title", "Flange M14"), ("quantity", "40")]);
    let text = b.write(&party(1), false);
    let preview = a.preview(&[&text]);
    assert_eq!(preview.new_marks(), 1);
    let [delta] = preview.records.as_slice() else {
        panic!("{:?}", preview.records)
    };
    let title = delta
        .fields
        .iter()
        .find(|f| f.name.as_str() == "title")
        .expect("title");
    assert_eq!(title.rivals.len(), 2);
    assert_eq!(delta.marks, [Mark::Rivals("title".into())]);
    let quantity = delta
        .fields
        .iter()
        .find(|f| f.name.as_str() == "quantity")
        .expect("quantity");
    assert_eq!(
        (
            quantity.before.as_ref(),
            quantity.after.as_ref().and_then(|v| v.as_int())
        ),
        (None, Some(40))
    );
    let untouched = a.ws.len();
    assert_eq!(a.read(&[&text]), preview.new_changes);
    assert!(a.ws.len() > untouched);
    assert_eq!(a.ws.marks().len(), 1);
}

#[test]
fn opening_again_says_so_and_adds_nothing() {
    let (mut a, mut b, _) = with_requirement();
    let text = a.write(&party(2), false);
    b.read(&[&text]);
    let kept = b.local.clone();
    let preview = b.preview(&[&text, &text]);
    assert_eq!(preview.new_changes, 0);
    assert!(preview.files.iter().all(|f| f.already.is_some()));
    assert!(preview.files[1].repeated && !preview.files[0].repeated);
    assert_eq!(b.read(&[&text, &text]), 0);
    assert_eq!(b.local, kept);
}

#[test]
fn the_order_of_files_does_not_matter() {
    let (mut a, _, asked) = with_requirement();
    let mut files = vec![a.write(&party(2), false)];
    for title in ["M12", "M14", "M16"] {
        a.set(&asked, &[("title", title)]);
        files.push(a.write(&party(2), false));
    }
    let mut merged = Vec::new();
    for turn in 0..files.len() {
        files.rotate_left(turn);
        let texts: Vec<&str> = files.iter().map(String::as_str).collect();
        let mut b = Browser::new(21, &party(2), &person(2));
        let preview = b.preview(&texts);
        let numbers: Vec<u32> = preview.files.iter().map(|f| f.header.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        b.read(&texts);
        assert_eq!(b.text(&asked, "title"), "M16");
        merged.push((b.shared_with(&party(1)), preview.records, b.local));
    }
    assert!(merged.windows(2).all(|w| w[0] == w[1]));
}

#[test]
fn a_missing_number_is_named_until_it_comes() {
    let (mut a, mut b, asked) = with_requirement();
    let first = a.write(&party(2), false);
    let mut later = Vec::new();
    for title in ["M12", "M14"] {
        a.set(&asked, &[("title", title)]);
        later.push(a.write(&party(2), false));
    }
    b.read(&[&first]);
    let preview = b.preview(&[&later[1]]);
    let missing: Vec<u32> = preview.gaps.iter().map(|g| g.number).collect();
    assert_eq!(missing, [2]);
    b.read(&[&later[1]]);
    assert_eq!(
        b.text(&asked, "title"),
        "M14",
        "the later file carries what the lost one did"
    );
    let us = [party(2)].into();
    assert_eq!(b.log().gaps(b.me.profile, &us).len(), 1);
    // A colleague merged the missing one: it is said who.
    let mut colleague = Browser::new(22, &party(2), &person(2));
    colleague.read(&[&first]);
    colleague.read(&[&later[0]]);
    b.read(&[&colleague.write(&party(2), false)]);
    let gaps = b.log().gaps(b.me.profile, &us);
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].colleague, Some(colleague.me.profile));
    b.read(&[&later[0]]);
    assert!(b.log().gaps(b.me.profile, &us).is_empty());
}

#[test]
fn two_copies_of_a_workspace_that_send_are_noticed_and_neither_is_taken_for_the_other() {
    let (mut a, mut b, asked) = with_requirement();
    b.read(&[&a.write(&party(2), false)]);
    a.read(&[&b.write(&party(1), false)]);
    let mut copy = Browser::new(11, &party(1), &person(1));
    copy.ws.insert_all(a.ws.changes().cloned());
    copy.local = a.local.clone();
    copy.mint = Browser::new(13, &party(1), &person(1)).mint;
    a.set(&asked, &[("title", "by the one")]);
    copy.set(&asked, &[("part", "by the other")]);
    let (one, other) = (a.write(&party(2), false), copy.write(&party(2), false));
    assert_eq!(opened(&one).header.number, opened(&other).header.number);
    b.read(&[&one]);
    // The copy hears that "number 2" was merged; it was not its own.
    copy.read(&[&b.write(&party(1), false)]);
    let still = exchange::outgoing(&copy.ws, &copy.log(), &copy.me, &party(2), copy.now, false);
    assert!(
        still
            .changes
            .iter()
            .any(|c| c.writes.iter().any(|w| w.field.as_str() == "part"))
    );
    let preview = b.preview(&[&other]);
    assert!(
        preview
            .odd
            .iter()
            .any(|o| matches!(o, Odd::TwoCopies { number: 2, .. })),
        "{:?}",
        preview.odd
    );
    b.read(&[&other]);
    assert_eq!(
        (b.text(&asked, "title"), b.text(&asked, "part")),
        ("by the one".into(), "by the other".into())
    );
}

#[test]
fn odd_things_are_pointed_out_and_nothing_is_refused() {
    let (mut a, mut b, asked) = with_requirement();
    b.read(&[&a.write(&party(2), false)]);
    a.now.0 += 30 * HOUR;
    a.set(&asked, &[("title", "from tomorrow")]);
    let ahead = a.write(&party(2), false);
    let preview = b.preview(&[&ahead]);
    assert!(
        matches!(preview.odd.as_slice(), [Odd::Ahead { changes: 1, .. }]),
        "{:?}",
        preview.odd
    );
    // A partner that writes in this firm's name, and widens what is not its own.
    let mut forger = Browser::new(99, &party(2), &person(2));
    forger.ws.insert_all(a.ws.changes().cloned());
    forger.set(&asked, &[("provider", party(3).as_str())]);
    forger.me.party = party(1);
    forger.set(&asked, &[("title", "you said so")]);
    forger.me.party = party(2);
    let text = forger.write(&party(1), true);
    let preview = a.preview(&[&text]);
    assert!(
        preview.odd.contains(&Odd::InYourName { changes: 1 }),
        "{:?}",
        preview.odd
    );
    assert!(
        preview
            .odd
            .iter()
            .any(|o| matches!(o, Odd::NotObeyed { record, .. } if *record == asked))
    );
}

#[test]
fn a_colleague_file_brings_private_records_and_what_was_received() {
    let (mut a, mut b, asked) = with_requirement();
    b.read(&[&a.write(&party(2), false)]);
    a.read(&[&b.write(&party(1), false)]);
    let note = a.create(
        "note",
        &[("text", "our floor price"), (PARENT, asked.as_str())],
    );
    let text = a.write(&party(1), false);
    assert_eq!(
        Browser::new(12, &party(1), &person(5))
            .preview(&[&text])
            .files[0]
            .addressee,
        Addressee::Newcomer
    );
    let mut colleague = Browser::new(12, &party(1), &person(5));
    colleague.read(&[&text]);
    assert_eq!(colleague.text(&note, "text"), "our floor price");
    assert_eq!(colleague.log().heard().count(), a.log().heard().count() + 1);
    let listed = colleague.log().listing_for(&[party(2)].into());
    assert_eq!(
        listed,
        a.log().listing_for(&[party(2)].into()),
        "what it holds it lists"
    );
    // Somebody else's colleague file is nobody's business here.
    let astray = b.preview(&[&text]);
    assert_eq!(astray.files[0].addressee, Addressee::Other);
}

#[test]
fn a_merge_is_undone_while_nothing_builds_on_it() {
    let (mut a, mut b, asked) = with_requirement();
    let first = a.write(&party(2), false);
    b.read(&[&first]);
    b.set_aside(&first).expect("nothing builds on it");
    assert!(b.ws.is_empty());
    assert_eq!(b.set_aside(&first), Err(SetAsideRefusal::AlreadyAside));
    assert!(b.log().listing_for(&[party(1)].into()).is_empty());
    assert_eq!(b.preview(&[&first]).files[0].already, None);
    b.read(&[&first]);
    assert_eq!(b.text(&asked, "title"), "Flange");
    b.set(&asked, &[("stage", r#"{"act":"acknowledge"}"#)]);
    let refused = b.set_aside(&first);
    assert_eq!(
        refused,
        Err(SetAsideRefusal::BuiltUpon(vec![asked.clone()]))
    );
    let unknown = exchange::may_set_aside(&b.ws, &b.log(), &b.me, "file/in/none");
    assert_eq!(unknown, Err(SetAsideRefusal::Unknown));
}

#[test]
fn a_merge_is_not_undone_once_a_file_was_written_or_referred_to() {
    let (mut a, mut b, asked) = with_requirement();
    let first = a.write(&party(2), false);
    b.read(&[&first]);
    let note = b.create("note", &[("text", "about it"), (PARENT, asked.as_str())]);
    assert_eq!(
        b.set_aside(&first),
        Err(SetAsideRefusal::BuiltUpon(vec![asked.clone()]))
    );
    b.act(|plan| plan.delete(&note));
    b.write(&party(1), false);
    assert_eq!(
        b.set_aside(&first),
        Err(SetAsideRefusal::WrittenSince {
            to: party(1),
            number: 1
        })
    );
}

#[test]
fn undoing_one_of_two_files_keeps_what_the_other_carries_too() {
    let (mut a, mut b, asked) = with_requirement();
    let first = a.write(&party(2), false);
    a.set(&asked, &[("title", "Flange M12")]);
    let second = a.write(&party(2), false);
    b.read(&[&first]);
    b.read(&[&second]);
    let all = b.ws.len();
    b.set_aside(&first).expect("undone");
    assert_eq!(
        b.ws.len(),
        all,
        "the second file carries everything the first did"
    );
    b.set_aside(&second).expect("undone");
    assert!(b.ws.is_empty());
}

#[test]
fn an_own_edit_from_before_does_not_stop_an_undo() {
    let (mut a, mut b, asked) = with_requirement();
    b.read(&[&a.write(&party(2), false)]);
    a.read(&[&b.write(&party(1), false)]);
    b.set(&asked, &[("quantity", "40")]);
    a.set(&asked, &[("title", "Flange M12")]);
    a.now.0 += HOUR;
    let answer = b.write(&party(1), false);
    a.read(&[&answer]);
    a.set_aside(&answer)
        .expect("the own edit is older than the merge");
    assert_eq!(
        (a.text(&asked, "title"), a.text(&asked, "quantity")),
        ("Flange M12".into(), String::new())
    );
}
