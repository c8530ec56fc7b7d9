//! Change requests: what may be asked, two levels of approval, who counts, what is written when.
//! Never in here: figures about changes.

use proptest::prelude::*;
use tandem::ledger::{RecordId, Undo, Value};
use tandem::modules::requirements::changes::{
    AskForChange, ChangeRefusal, Decide, WithdrawRequest, differing, may_decide, may_withdraw,
};
use tandem::modules::requirements::edits::Step;
use tandem::modules::requirements::form::{Form, FormRefusal};
use tandem::modules::requirements::parts::{PartRefusal, SetMilestone};
use tandem::records::change_request::{
    self as change_request, Cause, ChangeRequest, Ignored, Level, Outcome, Proposed, State,
    Verdict, Who, suggested,
};
use tandem::records::matrix::{Column, MATRIX, TASK};
use tandem::records::milestone::{self, Milestone};
use tandem::records::person::{self, Layer};
use tandem::records::requirement::{self, QUANTITY, Requirement};
use tandem::records::same_as::SameAs;
use tandem::time::{DAY, Instant};

use crate::firm::Firm;
use crate::pair::{act_as, asked, hire, take};

fn quantity(value: &str) -> Proposed {
    Proposed {
        milestone: None,
        field: QUANTITY.into(),
        value: Value::from_json(value).expect("json"),
    }
}

fn level(firm: &Firm, who: Who) -> Level {
    Level {
        party: firm.party(),
        who,
    }
}

fn request(id: &RecordId, levels: &[Level]) -> AskForChange {
    AskForChange {
        requirement: id.clone(),
        changes: vec![quantity("900")],
        cause: Cause::Market,
        impact: "one week later".into(),
        levels: levels.to_vec(),
        asked_by: None,
        stated: None,
    }
}

fn only_request(firm: &Firm, id: &RecordId) -> RecordId {
    let all = change_request::of(&firm.ws, id);
    assert_eq!(all.len(), 1);
    all.first().expect("one").0.id().clone()
}

fn outcome(firm: &Firm, request: &RecordId) -> Outcome {
    let request = ChangeRequest::find(&firm.ws, request).expect("the request");
    request.outcome(&SameAs::of(&firm.ws))
}

fn asks_for(firm: &Firm, id: &RecordId) -> Option<f64> {
    Requirement(firm.ws.record(id).expect("the requirement")).quantity()
}

fn decide(request: &RecordId, verdict: Verdict, reason: &str) -> Decide {
    Decide {
        request: request.clone(),
        verdict,
        reason: reason.into(),
        person: None,
    }
}

/// A decision as any program may write it.
fn approval_of(
    request: &RecordId,
    level: i64,
    verdict: &str,
    person: &RecordId,
) -> Vec<(&'static str, Value)> {
    vec![
        ("parent", Value::of(request)),
        (change_request::LEVEL, Value::int(level)),
        (change_request::VERDICT, Value::text(verdict)),
        (change_request::PERSON, Value::of(person)),
    ]
}

#[test]
fn a_change_goes_through_two_levels_and_is_written_with_the_last() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    let executive = hire(&mut buyer, Layer::Executive);
    maker.hear(&buyer);
    buyer.hear(&maker);
    let levels = [level(&maker, Who::Manager), level(&buyer, Who::Executive)];
    buyer.commit(&request(&id, &levels)).expect("asked");
    maker.hear(&buyer);
    let asked = only_request(&maker, &id);
    let approve = decide(&asked, Verdict::Approve, "");
    let early = act_as(&mut buyer, &executive, &approve);
    let wrong = ChangeRefusal::Ignored(Ignored::WrongParty);
    assert_eq!(early, Err(wrong), "the maker's level comes first");
    let contact = maker.commit(&approve).err();
    let layer = ChangeRefusal::Ignored(Ignored::WrongLayer);
    assert_eq!(contact, Some(layer));
    act_as(&mut maker, &manager, &approve).expect("a manager may");
    assert_eq!(outcome(&maker, &asked).state, State::Waits(1));
    assert_eq!(asks_for(&maker, &id), Some(1200.0));
    buyer.hear(&maker);
    act_as(&mut buyer, &executive, &approve).expect("an executive may");
    maker.hear(&buyer);
    for firm in [&buyer, &maker] {
        let all = outcome(firm, &asked);
        assert_eq!(all.state, State::Approved);
        assert!(all.decisions.iter().all(|d| d.ignored.is_none()));
        let applied = all.applied.expect("written");
        assert_eq!(all.of_level(1).and_then(|d| d.act), Some(applied));
        assert_eq!(asks_for(firm, &id), Some(900.0));
    }
    let again = act_as(&mut buyer, &executive, &approve);
    assert_eq!(again, Err(ChangeRefusal::Decided));
}

#[test]
fn a_refusal_stays_on_record_and_changes_nothing() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    let levels = [level(&maker, Who::Manager), level(&buyer, Who::Manager)];
    buyer.commit(&request(&id, &levels)).expect("asked");
    maker.hear(&buyer);
    let asked = only_request(&maker, &id);
    let mute = act_as(&mut maker, &manager, &decide(&asked, Verdict::Refuse, " "));
    assert_eq!(mute, Err(ChangeRefusal::ReasonMissing));
    let refuse = decide(&asked, Verdict::Refuse, "the tool is cut");
    act_as(&mut maker, &manager, &refuse).expect("refused");
    buyer.hear(&maker);
    let all = outcome(&buyer, &asked);
    assert_eq!((all.state, all.applied), (State::Refused, None));
    let decision = all.of_level(0).expect("a decision");
    assert_eq!(decision.reason, "the tool is cut");
    assert_eq!(decision.person, Some(manager));
    assert_eq!(asks_for(&buyer, &id), Some(1200.0));
}

#[test]
fn an_approval_by_the_wrong_layer_is_kept_and_not_counted() {
    let (mut buyer, mut maker, id) = asked();
    let levels = [level(&maker, Who::Manager)];
    buyer.commit(&request(&id, &levels)).expect("asked");
    maker.hear(&buyer);
    let asked = only_request(&maker, &id);
    // Another program wrote what the edit refuses: by a contact, by nobody known, at no level.
    let contact = maker.me.person.clone();
    let stranger = RecordId::from_bits(person::KIND, 77);
    for (nth, (who, at)) in [(&contact, 0), (&stranger, 0), (&contact, 5)]
        .into_iter()
        .enumerate()
    {
        let approval = RecordId::from_bits(change_request::APPROVAL, 900 + nth as u128);
        let forged = approval_of(&asked, at, "approve", who);
        maker.put(&approval, &forged);
    }
    let all = outcome(&maker, &asked);
    assert_eq!(all.state, State::Waits(0));
    let mut whys: Vec<_> = all.decisions.iter().map(|d| d.ignored).collect();
    whys.sort();
    let expected = [
        Ignored::Unreadable,
        Ignored::WrongParty,
        Ignored::WrongLayer,
    ];
    assert_eq!(whys, expected.map(Some));
    // A promotion afterwards does not make the old approval count.
    maker.wait(DAY);
    maker.set(&contact, person::LAYER, Value::text("executive"));
    assert_eq!(outcome(&maker, &asked).state, State::Waits(0));
    let approve = decide(&asked, Verdict::Approve, "");
    maker.commit(&approve).expect("an executive by now");
    assert_eq!(outcome(&maker, &asked).state, State::Approved);
}

#[test]
fn a_second_approval_that_does_not_follow_the_first_is_not_counted() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    let ours = hire(&mut buyer, Layer::Manager);
    buyer.hear(&maker);
    maker.hear(&buyer);
    let levels = [level(&maker, Who::Manager), level(&buyer, Who::Manager)];
    buyer.commit(&request(&id, &levels)).expect("asked");
    let asked = only_request(&buyer, &id);
    buyer.me.person = ours.clone();
    let approval = RecordId::from_bits(change_request::APPROVAL, 1);
    buyer.put(&approval, &approval_of(&asked, 1, "approve", &ours));
    maker.hear(&buyer);
    let approve = decide(&asked, Verdict::Approve, "");
    act_as(&mut maker, &manager, &approve).expect("approved");
    let all = outcome(&maker, &asked);
    assert_eq!((all.state, all.applied), (State::Waits(1), None));
    let early = all.decisions.iter().find(|d| d.record == approval);
    assert_eq!(early.and_then(|d| d.ignored), Some(Ignored::OutOfTurn));
}

#[test]
fn two_who_decide_unawares_are_both_kept_and_the_contradiction_shows() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    let levels = [level(&maker, Who::Manager)];
    buyer.commit(&request(&id, &levels)).expect("asked");
    maker.hear(&buyer);
    let asked = only_request(&maker, &id);
    let mut colleague = Firm::new(9, "Maker, another browser");
    colleague.hear(&maker);
    colleague.me = maker.me.clone();
    colleague.me.person = manager.clone();
    let refuse = decide(&asked, Verdict::Refuse, "no");
    colleague.commit(&refuse).expect("refused first");
    maker.now = colleague.now.plus(1);
    let approve = decide(&asked, Verdict::Approve, "");
    act_as(&mut maker, &manager, &approve).expect("approved, unaware");
    maker.hear(&colleague);
    let all = outcome(&maker, &asked);
    assert_eq!(all.state, State::Refused, "the earlier counts");
    assert!(all.applied.is_some(), "and the values were written");
    let ignored: Vec<_> = all.decisions.iter().filter_map(|d| d.ignored).collect();
    assert_eq!(ignored, [Ignored::Twice]);
}

#[test]
fn what_cannot_be_asked_says_why() {
    let (mut buyer, mut maker, id) = asked();
    let good = [level(&maker, Who::Manager)];
    let cases: Vec<(AskForChange, ChangeRefusal)> = vec![
        (
            AskForChange {
                changes: vec![quantity("1200")],
                ..request(&id, &good)
            },
            ChangeRefusal::NothingToChange,
        ),
        (
            AskForChange {
                changes: vec![Proposed {
                    field: requirement::PROVIDER.into(),
                    ..quantity("1")
                }],
                ..request(&id, &good)
            },
            ChangeRefusal::NotChangeable,
        ),
        (request(&id, &[]), ChangeRefusal::LevelsMissing),
        (
            request(
                &id,
                &[
                    level(&maker, Who::Manager),
                    level(&maker, Who::Executive),
                    level(&buyer, Who::Manager),
                ],
            ),
            ChangeRefusal::TooManyLevels,
        ),
        (
            request(&id, &[good[0].clone(), good[0].clone()]),
            ChangeRefusal::WrongLevel,
        ),
        (
            request(&id, &[level(&buyer, Who::Executive)]),
            ChangeRefusal::PartnerHasNoSay,
        ),
        (
            request(&id, &[level(&maker, Who::Accountable)]),
            ChangeRefusal::NotAccountable,
        ),
        (
            AskForChange {
                stated: Some(buyer.now.plus(DAY)),
                ..request(&id, &good)
            },
            ChangeRefusal::InTheFuture,
        ),
        (
            AskForChange {
                asked_by: Some(RecordId::from_bits("party", 5)),
                ..request(&id, &good)
            },
            ChangeRefusal::NotEntitled,
        ),
    ];
    for (edit, refusal) in cases {
        assert_eq!(buyer.commit(&edit).err(), Some(refusal));
    }
    take(&mut maker, &id, Step::Deliver).expect("delivered");
    buyer.hear(&maker);
    take(&mut buyer, &id, Step::Accept).expect("accepted");
    let over = buyer.commit(&request(&id, &good)).err();
    assert_eq!(over, Some(ChangeRefusal::Over));
    assert!(change_request::of(&buyer.ws, &id).is_empty());
}

#[test]
fn whoever_the_matrix_names_with_a_may_approve_whatever_their_layer() {
    let (mut buyer, mut maker, id) = asked();
    let (matrix, task) = (RecordId::from_bits(MATRIX, 1), RecordId::from_bits(TASK, 2));
    let column = Column::party(maker.party());
    buyer.set(&matrix, "title", Value::text("Launch"));
    buyer.set(&task, "parent", Value::of(&matrix));
    buyer.set(&task, &column.cell_field(), Value::text("RA"));
    buyer.set(&id, requirement::TASK, Value::of(&task));
    let named = level(&maker, Who::Accountable);
    let record = buyer.ws.record(&id).expect("the requirement");
    let suggestion = suggested(&Requirement(record), &SameAs::of(&buyer.ws), &buyer.party());
    assert_eq!(suggestion, std::slice::from_ref(&named));
    buyer.commit(&request(&id, &[named])).expect("asked");
    maker.hear(&buyer);
    let asked = only_request(&maker, &id);
    let approve = decide(&asked, Verdict::Approve, "");
    maker
        .commit(&approve)
        .expect("a contact of the party with A");
    assert_eq!(asks_for(&maker, &id), Some(900.0));
}

#[test]
fn a_request_is_withdrawn_by_who_asked_and_only_while_it_waits() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    buyer.hear(&maker);
    let edit = request(&id, &[level(&maker, Who::Manager)]);
    buyer.commit(&edit).expect("asked");
    maker.hear(&buyer);
    let asked = only_request(&buyer, &id);
    let withdraw = |reason: &str| WithdrawRequest {
        request: asked.clone(),
        reason: reason.into(),
    };
    let theirs = maker.commit(&withdraw("no")).err();
    assert_eq!(theirs, Some(ChangeRefusal::NotEntitled));
    let mute = buyer.commit(&withdraw("")).err();
    assert_eq!(mute, Some(ChangeRefusal::ReasonMissing));
    buyer.commit(&withdraw("not needed")).expect("withdrawn");
    assert_eq!(outcome(&buyer, &asked).state, State::Withdrawn);
    // Approved without knowing of that, it was written, and stands as approved.
    let approve = decide(&asked, Verdict::Approve, "");
    act_as(&mut maker, &manager, &approve).expect("approved");
    buyer.hear(&maker);
    let all = outcome(&buyer, &asked);
    assert_eq!(all.state, State::Approved);
    assert_eq!(asks_for(&buyer, &id), Some(900.0));
    let late = buyer.commit(&withdraw("not needed")).err();
    assert_eq!(late, Some(ChangeRefusal::Decided));
}

#[test]
fn what_the_partners_manager_said_by_telephone_is_entered_for_them() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    buyer.hear(&maker);
    let edit = request(&id, &[level(&maker, Who::Manager)]);
    buyer.commit(&edit).expect("asked");
    let asked = only_request(&buyer, &id);
    let theirs = Decide {
        person: Some(manager.clone()),
        ..decide(&asked, Verdict::Approve, "")
    };
    // A colleague of the manager does not decide in the manager's name.
    maker.hear(&buyer);
    let not_theirs = ChangeRefusal::Ignored(Ignored::NotTheirs);
    assert_eq!(maker.commit(&theirs).err(), Some(not_theirs));
    buyer.commit(&theirs).expect("entered");
    let all = outcome(&buyer, &asked);
    assert_eq!(all.state, State::Approved);
    assert_eq!(
        all.of_level(0).and_then(|d| d.person.clone()),
        Some(manager)
    );
}

#[test]
fn undoing_the_last_approval_takes_its_values_back() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    let edit = request(&id, &[level(&maker, Who::Manager)]);
    buyer.commit(&edit).expect("asked");
    maker.hear(&buyer);
    let asked = only_request(&maker, &id);
    maker.me.person = manager;
    let approve = decide(&asked, Verdict::Approve, "");
    let changes = maker.commit(&approve).expect("approved");
    assert_eq!(asks_for(&maker, &id), Some(900.0));
    let act = changes.first().expect("a change").act;
    maker.commit(&Undo { act }).expect("its own");
    assert_eq!(asks_for(&maker, &id), Some(1200.0));
    assert_eq!(outcome(&maker, &asked).state, State::Waits(0));
}

/// One decision as any program may have written it: who by, at which level, what, after which other.
type Forged = (usize, u8, bool, Option<usize>, i64);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn nothing_is_approved_but_by_those_who_may_in_their_turn(
        forged in prop::collection::vec(
            (0usize..5, 0u8..4, any::<bool>(), prop::option::of(0usize..8), -50i64..50),
            0..8,
        )
    ) {
        let (mut buyer, mut maker, id) = asked();
        let people = [
            buyer.me.person.clone(),
            hire(&mut buyer, Layer::Executive),
            maker.me.person.clone(),
            hire(&mut maker, Layer::Manager),
            hire(&mut maker, Layer::Executive),
        ];
        let may = [vec![3, 4], vec![1]];
        maker.hear(&buyer);
        buyer.hear(&maker);
        let levels = [level(&maker, Who::Manager), level(&buyer, Who::Executive)];
        buyer.commit(&request(&id, &levels)).expect("asked");
        maker.hear(&buyer);
        let asked = only_request(&maker, &id);
        let name = |nth: usize| RecordId::from_bits(change_request::APPROVAL, nth as u128);
        for (nth, (who, at, approves, after, stated)) in forged.iter().enumerate() {
            let firm = if *who < 2 { &mut buyer } else { &mut maker };
            firm.me.person = people[*who].clone();
            let verdict = if *approves { "approve" } else { "refuse" };
            let mut fields = approval_of(&asked, i64::from(*at), verdict, &people[*who]);
            fields.push((change_request::AT, Value::int(*stated)));
            fields.extend(after.map(|nth| (change_request::AFTER, Value::of(&name(nth)))));
            firm.put(&name(nth), &fields);
        }
        buyer.hear(&maker);
        maker.hear(&buyer);
        let (here, there) = (outcome(&buyer, &asked), outcome(&maker, &asked));
        prop_assert_eq!(&here, &there);
        prop_assert_eq!(here.decisions.len(), forged.len());
        let said = |record: &RecordId| -> Option<&Forged> {
            forged.iter().enumerate().find(|(nth, _)| name(*nth) == *record).map(|(_, f)| f)
        };
        for (at, may) in may.iter().enumerate() {
            let counted = here.decisions.iter().filter(|d| d.ignored.is_none() && d.level == at);
            let counted: Vec<_> = counted.collect();
            prop_assert!(counted.len() <= 1);
            for decision in counted {
                let (who, _, _, after, _) = said(&decision.record).expect("one of them");
                prop_assert!(may.contains(who));
                let before = (at == 1).then(|| here.of_level(0)).flatten();
                prop_assert_eq!(after.map(name), before.map(|d| d.record.clone()));
            }
        }
        let verdict = |at| here.of_level(at).and_then(|d| d.verdict);
        let expected = match (verdict(0), verdict(1)) {
            (None, _) => State::Waits(0),
            (Some(Verdict::Refuse), _) | (_, Some(Verdict::Refuse)) => State::Refused,
            (Some(_), None) => State::Waits(1),
            (Some(_), Some(_)) => State::Approved,
        };
        prop_assert_eq!(here.state, expected);
    }
}

#[test]
fn a_milestone_moves_by_a_change_request() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    let set = |milestone: Option<RecordId>, due: i64| SetMilestone {
        parent: id.clone(),
        milestone,
        name: "First sample".into(),
        due: Some(Instant(due)),
    };
    buyer.commit(&set(None, 5)).expect("added");
    let made = milestone::of(&buyer.ws, &id);
    let first = made.first().expect("one").0.id().clone();
    let direct = buyer.commit(&set(Some(first.clone()), 9)).err();
    assert_eq!(direct, Some(PartRefusal::MakeAChangeRequest));
    let edit = AskForChange {
        changes: vec![Proposed {
            milestone: Some(first.clone()),
            field: milestone::DUE.into(),
            value: Value::int(9),
        }],
        ..request(&id, &[level(&maker, Who::Manager)])
    };
    buyer.commit(&edit).expect("asked");
    maker.hear(&buyer);
    let asked = only_request(&maker, &id);
    let approve = decide(&asked, Verdict::Approve, "");
    act_as(&mut maker, &manager, &approve).expect("approved");
    buyer.hear(&maker);
    assert!(outcome(&buyer, &asked).applied.is_some());
    let record = buyer.ws.record(&first).expect("the milestone");
    assert_eq!(Milestone(record).due(), Some(Instant(9)));
}

#[test]
fn a_request_of_a_newer_version_is_kept_and_never_applied() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    let asked = RecordId::from_bits(change_request::KIND, 1);
    let fields = [
        ("parent", Value::of(&id)),
        ("set.provider", Value::text("party-0")),
        ("set.quantity", Value::int(900)),
        (change_request::CAUSE, Value::text("weather")),
        (change_request::LEVELS, Value::text("everyone")),
    ];
    buyer.put(&asked, &fields);
    let kept = ChangeRequest::find(&buyer.ws, &asked).expect("kept");
    assert_eq!((kept.cause(), kept.asked_by()), (None, Some(buyer.party())));
    assert_eq!(kept.proposed(), [quantity("900")]);
    assert_eq!(outcome(&buyer, &asked).state, State::Waits(0));
    maker.hear(&buyer);
    let nobody = act_as(&mut maker, &manager, &decide(&asked, Verdict::Approve, ""));
    assert_eq!(nobody, Err(ChangeRefusal::LevelsMissing));
}

#[test]
fn nobody_turns_a_request_or_a_decision_into_another_afterwards() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    let edit = request(&id, &[level(&maker, Who::Manager)]);
    buyer.commit(&edit).expect("asked");
    let asked = only_request(&buyer, &id);
    // The one who asked would rather have less to ask for, and more of it.
    let own = Value::of(&[level(&buyer, Who::Manager)]);
    buyer.set(&asked, change_request::LEVELS, own);
    buyer.set(&asked, "set.quantity", Value::int(5));
    buyer.set(&asked, "set.price", Value::int(1));
    maker.hear(&buyer);
    let kept = ChangeRequest::find(&maker.ws, &asked).expect("kept");
    assert_eq!(kept.proposed(), [quantity("900")]);
    assert_eq!(kept.levels(), [level(&maker, Who::Manager)]);
    let refuse = decide(&asked, Verdict::Refuse, "the tool is cut");
    act_as(&mut maker, &manager, &refuse).expect("refused");
    buyer.hear(&maker);
    let decision = outcome(&buyer, &asked).decisions;
    let decision = &decision.first().expect("one").record;
    buyer.set(decision, change_request::VERDICT, Value::text("approve"));
    assert_eq!(outcome(&buyer, &asked).state, State::Refused);
}

#[test]
fn a_withdrawal_by_the_other_party_withdraws_nothing_and_hides_none() {
    let (mut buyer, mut maker, id) = asked();
    let edit = request(&id, &[level(&maker, Who::Manager)]);
    buyer.commit(&edit).expect("asked");
    maker.hear(&buyer);
    let asked = only_request(&maker, &id);
    let said = Value::from_json(r#"{"at":5,"reason":"theirs"}"#).expect("json");
    maker.set(&asked, change_request::WITHDRAWN, said);
    assert_eq!(outcome(&maker, &asked).state, State::Waits(0));
    let withdraw = WithdrawRequest {
        request: asked.clone(),
        reason: "not needed".into(),
    };
    buyer.commit(&withdraw).expect("withdrawn");
    maker.hear(&buyer);
    maker.set(&asked, change_request::WITHDRAWN, Value::null());
    assert_eq!(outcome(&maker, &asked).state, State::Withdrawn);
}

#[test]
fn a_request_proposes_what_differs_and_nothing_the_requester_may_change_alone() {
    let (buyer, _, id) = asked();
    let before = Form::of(&Requirement(buyer.ws.record(&id).expect("the requirement")));
    let mut after = before.clone();
    after.group = "spring".into();
    after.reference_requester = "PO 7".into();
    assert_eq!(differing(&before, &after), Ok(Vec::new()));
    after.quantity = "900".into();
    after.revision = " B ".into();
    let revision = Proposed {
        milestone: None,
        field: requirement::REVISION.into(),
        value: Value::text("B"),
    };
    assert_eq!(
        differing(&before, &after),
        Ok(vec![revision, quantity("900")])
    );
    after.quantity = "many".into();
    assert_eq!(
        differing(&before, &after),
        Err(FormRefusal::QuantityIsNoNumber)
    );
    after.title = " ".into();
    assert_eq!(differing(&before, &after), Err(FormRefusal::TitleMissing));
}

#[test]
fn whoever_may_decide_or_withdraw_is_told_before_trying() {
    let (mut buyer, mut maker, id) = asked();
    let manager = hire(&mut maker, Layer::Manager);
    let levels = [level(&maker, Who::Manager)];
    buyer.commit(&request(&id, &levels)).expect("asked");
    maker.hear(&buyer);
    let of = only_request(&maker, &id);
    let request = ChangeRequest::find(&maker.ws, &of).expect("the request");
    let joins = SameAs::of(&maker.ws);
    let now = maker.now;
    let may =
        |person: &RecordId| may_decide(&request, &levels[0], person, &joins, (&maker.me, now));
    let layer = ChangeRefusal::Ignored(Ignored::WrongLayer);
    assert_eq!(may(&maker.me.person), Err(layer), "a contact");
    let theirs = ChangeRefusal::Ignored(Ignored::NotTheirs);
    assert_eq!(may(&manager), Err(theirs), "a colleague decides herself");
    assert!(may_withdraw(&request, &joins, &buyer.party()));
    assert!(!may_withdraw(&request, &joins, &maker.party()));
}

#[test]
fn what_is_kept_beside_a_requirement_has_a_page_and_a_name() {
    let (mut buyer, maker, id) = asked();
    let levels = [level(&maker, Who::Manager)];
    buyer.commit(&request(&id, &levels)).expect("asked");
    let request = only_request(&buyer, &id);
    let record = buyer.ws.record(&request).expect("the request");
    let module = tandem::modules::of_kind(record.kind()).expect("a module shows it");
    assert_eq!(module.slug, "requirements");
    assert_ne!(tandem::modules::name_of(&record), request.label());
    for field in record.fields() {
        let first = field.name().as_str().split('.').next().expect("a part");
        let own = first.starts_with('_') || first == "parent";
        let named = tandem::modules::field_title(record.kind(), first);
        assert!(own || named.is_some(), "{first} has a name");
    }
}
