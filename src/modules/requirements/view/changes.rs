//! The changes asked for: from what to what, why, where each stands, and who decides.
//! Never in here: who may decide, and which decision counts (`changes`, `records::change_request`).

use leptos::prelude::*;

use super::super::changes::{Decide, may_decide, may_withdraw};
use super::super::model::Row;
use super::clocks::moment;
use super::decide::{self, Deciding, Way};
use super::desk::Desk;
use super::words::{self, Sides};
use super::{ask, refusals};
use crate::ledger::{Author, Record, RecordId, Value, Workspace};
use crate::records::change_request::{
    self, ChangeRequest, Ignored, Level, Outcome, Proposed, State, Verdict,
};
use crate::records::milestone::Milestone;
use crate::records::requirement::KIND;
use crate::records::same_as::SameAs;
use crate::records::stage::Stage;
use crate::records::{party, person};
use crate::texts::requirements as t;
use crate::time::Instant;
use crate::ui::{self, Badge, Banner, Button, Fact, Facts, Look, Section};

/// One value that would change, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    what: String,
    from: String,
    to: String,
}

/// One decision, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Decided {
    words: String,
    reason: String,
    stated: Instant,
    ignored: Option<Ignored>,
}

/// One request as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    id: RecordId,
    lines: Vec<Line>,
    cause: String,
    impact: String,
    asked_by: String,
    stated: Option<Instant>,
    state: State,
    /// Whose decision it waits for.
    waits: Option<String>,
    decisions: Vec<Decided>,
    /// When and why it was taken back.
    withdrawal: Option<(Instant, String)>,
    /// Its values were written, though it does not stand as approved.
    contradicts: bool,
    /// Whether the reader may approve or refuse, or whose decisions the reader may enter.
    mine: bool,
    theirs: Vec<(RecordId, String)>,
    may_withdraw: bool,
}

pub fn changes(desk: Desk, id: RecordId, row: Memo<Option<Row>>, sides: Memo<Sides>) -> AnyView {
    let asking = RwSignal::new(false);
    let subject = id.clone();
    let all = Memo::new(move |_| {
        let (me, now) = (desk.session.me(), desk.minute.get());
        let joins = desk.joins.get();
        let is_over = row.with(|row| row.as_ref().is_none_or(Row::is_over));
        desk.session.with(|ws| {
            let all = change_request::of(ws, &subject).into_iter();
            let shown = all.map(|request| {
                let mut shown = shown(ws, &request, &joins, (&me, now));
                // Nothing is left to decide on.
                if is_over {
                    shown.mine = false;
                    shown.theirs.clear();
                }
                shown
            });
            shown.collect::<Vec<Shown>>()
        })
    });
    let deciding = decide::deciding(desk);
    let may_ask = Memo::new(move |_| {
        row.with(|row| {
            let row = row.as_ref()?;
            let between = row.direction != crate::records::requirement::Direction::Other;
            Some(between && row.course.stage.is_some_and(|s: Stage| !s.is_over()))
        })
    });
    let actions = move || {
        view! {
            <Show when=move || may_ask.get() == Some(true)>
                <Button
                    label=t::ask_for_change
                    icon=icondata::LuFilePen
                    on_press=move |()| asking.set(true)
                />
            </Show>
        }
    };
    let none = move || all.with(Vec::is_empty);
    let cards = move || {
        let all = all.get().into_iter();
        all.map(|shown| card(deciding, shown)).collect_view()
    };
    view! {
        <Section title=t::changes actions=actions>
            <Show when=none>
                <p class="faint">{t::changes_none}</p>
            </Show>
            <ol class="plain requirements-changes">{cards}</ol>
            {decide::dialog(deciding)}
            {ask::dialog(desk, id, sides, asking)}
        </Section>
    }
    .into_any()
}

fn shown(
    ws: &Workspace,
    request: &ChangeRequest<'_>,
    joins: &SameAs,
    (me, now): (&Author, Instant),
) -> Shown {
    let outcome = request.outcome(joins);
    let levels = request.levels();
    let level = match outcome.state {
        State::Waits(at) => levels.get(at),
        _ => None,
    };
    let may = |person: &RecordId, level: &Level| {
        may_decide(request, level, person, joins, (me, now)).is_ok()
    };
    let people = || ws.of_kind(person::KIND).map(|r| r.id().clone());
    let theirs = level.filter(|level| !joins.same(&level.party, &me.party));
    let theirs = theirs.map(|level| people().filter(|id| may(id, level)));
    let theirs = theirs.into_iter().flatten();
    let proposed = request.proposed().into_iter();
    Shown {
        id: request.0.id().clone(),
        lines: proposed
            .filter_map(|proposed| line(ws, request, &outcome, &proposed))
            .collect(),
        cause: request.cause().map_or_else(t::cause_unknown, words::cause),
        impact: request.impact().into_owned(),
        asked_by: request
            .asked_by()
            .map(|id| party::short_name_of(ws, &id))
            .unwrap_or_default(),
        stated: request.stated(),
        waits: level.map(|level| words::level(ws, level)),
        decisions: outcome.decisions.iter().map(|d| decided(ws, d)).collect(),
        withdrawal: request
            .withdrawal(joins)
            .filter(|_| outcome.state == State::Withdrawn),
        contradicts: outcome.state != State::Approved && outcome.applied.is_some(),
        mine: level.is_some_and(|level| may(&me.person, level)),
        theirs: theirs
            .map(|id| {
                let name = person::name_of(ws, &id);
                (id, name)
            })
            .collect(),
        may_withdraw: level.is_some() && may_withdraw(request, joins, &me.party),
        state: outcome.state,
    }
}

fn decided(ws: &Workspace, decision: &change_request::Decision) -> Decided {
    let who = decision.person.as_ref();
    let who = who.map_or_else(t::not_shared, |id| person::name_of(ws, id));
    Decided {
        words: match decision.verdict {
            Some(Verdict::Approve) => t::approved_by(who),
            Some(Verdict::Refuse) => t::refused_by(who),
            None => t::did_unreadable(),
        },
        reason: decision.reason.clone(),
        stated: decision.stated,
        ignored: decision.ignored,
    }
}

fn line(
    ws: &Workspace,
    request: &ChangeRequest<'_>,
    outcome: &Outcome,
    proposed: &Proposed,
) -> Option<Line> {
    let requirement = request.requirement()?.0;
    let (record, name) = match &proposed.milestone {
        None => (requirement, None),
        Some(id) => {
            let record = ws.record(id)?;
            (record, Some(Milestone(record).name().into_owned()))
        }
    };
    let field = words::field(KIND, &proposed.field).unwrap_or_else(|| proposed.field.clone());
    Some(Line {
        what: match name {
            Some(name) => format!("{name} · {field}"),
            None => field,
        },
        from: words::asked_value(&proposed.field, stood(&record, request, outcome, proposed)),
        to: words::asked_value(&proposed.field, Some(&proposed.value)),
    })
}

/// What stood before: once written, what it was written over; while it waits, what stands; else what
/// stood when it was asked.
fn stood<'a>(
    record: &Record<'a>,
    request: &ChangeRequest<'_>,
    outcome: &Outcome,
    proposed: &Proposed,
) -> Option<&'a Value> {
    if matches!(outcome.state, State::Waits(_)) {
        return record.value(&proposed.field);
    }
    let history = record.field(&proposed.field)?.history();
    let written = history
        .iter()
        .position(|(change, _)| outcome.applied == Some(change.act));
    let before = match written {
        Some(place) => place.checked_sub(1).and_then(|place| history.get(place)),
        None => {
            let asked = request.stated()?;
            history.iter().rev().find(|(change, _)| change.at <= asked)
        }
    };
    before.map(|(_, write)| &write.value)
}

fn card(deciding: Deciding, shown: Shown) -> AnyView {
    let (label, state) = words::request_state(shown.state);
    let line = |line: Line| {
        view! {
            <Fact label=line.what>
                <span class="requirements-value">{line.from}</span>
                <span aria-hidden="true">" → "</span>
                <span class="visually-hidden">" " {t::becomes} " "</span>
                <strong class="requirements-value">{line.to}</strong>
            </Fact>
        }
    };
    let impact = (!shown.impact.is_empty()).then(|| {
        let words = shown.impact.clone();
        view! { <Fact label=t::impact><span class="requirements-value">{words}</span></Fact> }
    });
    let decision = |decided: Decided| {
        let why = decided.ignored.map(|why| {
            let label = move || t::not_counted(refusals::ignored(why));
            view! { " " <Badge state=ui::State::Warn label=label /> }
        });
        view! {
            <li>
                {decided.words} " " {moment(decided.stated)} {why}
                <p class="requirements-said requirements-value">{decided.reason}</p>
            </li>
        }
    };
    let withdrawal = shown.withdrawal.clone().map(|(at, reason)| {
        view! {
            <li>
                {t::request_withdrawn} " " {moment(at)}
                <p class="requirements-said requirements-value">{reason}</p>
            </li>
        }
    });
    let contradicts = shown.contradicts.then(|| {
        view! { <Banner state=ui::State::Bad><p>{t::contradicts}</p></Banner> }
    });
    let waits = shown
        .waits
        .clone()
        .map(|who| view! { <p>{t::waits_for(who)}</p> });
    let cause = shown.cause.clone();
    let asked_by = shown.asked_by.clone();
    let buttons = buttons(deciding, &shown);
    view! {
        <li class="card">
            <p>
                <Badge state=state label=label /> " " {t::asked_by(asked_by)} " "
                {shown.stated.map(moment)}
            </p>
            {contradicts}
            <Facts>
                {shown.lines.iter().cloned().map(line).collect_view()}
                <Fact label=t::cause>{cause}</Fact> {impact}
            </Facts>
            <ol class="plain">
                {shown.decisions.iter().cloned().map(decision).collect_view()} {withdrawal}
            </ol>
            {waits}
            {buttons}
        </li>
    }
    .into_any()
}

/// What the reader may do with a request that waits; whoever may do nothing reads whom it waits for.
fn buttons(deciding: Deciding, shown: &Shown) -> AnyView {
    let id = shown.id.clone();
    let approve = {
        let id = id.clone();
        move |()| {
            deciding.run(Decide {
                request: id.clone(),
                verdict: Verdict::Approve,
                reason: String::new(),
                person: None,
            });
        }
    };
    let opens = move |way: Way| {
        let id = id.clone();
        move |()| deciding.open(id.clone(), way.clone())
    };
    let mine = shown.mine.then(|| {
        view! {
            <Button label=t::approve look=Look::Primary on_press=approve />
            <Button label=t::refuse on_press=opens(Way::Refuse) />
        }
    });
    let theirs = (!shown.theirs.is_empty()).then(|| {
        let way = Way::Enter(shown.theirs.clone());
        view! { <Button label=t::enter_decision look=Look::Quiet on_press=opens(way) /> }
    });
    let withdraw = shown.may_withdraw.then(|| {
        view! {
            <Button label=t::withdraw_request look=Look::Quiet on_press=opens(Way::Withdraw) />
        }
    });
    let refused = deciding.refused_at(shown.id.clone());
    view! {
        <div class="actions">{mine} {theirs} {withdraw}</div>
        <p class="error" role="alert">{refused}</p>
    }
    .into_any()
}
