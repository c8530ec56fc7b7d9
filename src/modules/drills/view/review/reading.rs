//! Reading a drill's log and the outcomes of others, a part at a time: the page answers in between.
//! Never in here: what a log adds up to (`review`), markup.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ledger::{RecordId, Workspace};
use crate::modules::drills::model::Drill;
use crate::modules::drills::report::{Outcome, counts_for};
use crate::modules::drills::review::{Review, Source};
use crate::records::same_as::SameAs;
use crate::session::{Session, outside};

/// So many records are read between two turns of the browser.
const BATCH: usize = 200;

pub type Read = Signal<Option<Arc<Review>>>;

/// The review of a drill, read again when something was written down since; empty until it is read.
pub fn review(session: Session, id: RecordId) -> Read {
    let shown = RwSignal::new(None);
    let drill = id.clone();
    let state = Memo::new(move |_| session.with(|ws| state(ws, &id)));
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        // Read, not only tracked: a memo nobody reads never runs, and so never changes.
        let _ = state.get();
        turn.update_value(|turn| *turn += 1);
        let own = turn.get_value();
        let drill = drill.clone();
        spawn_local(async move {
            let read = whole(session, &drill).await;
            // What was written down meanwhile is being read already.
            if turn.try_get_value() == Some(own) {
                shown.set(read.map(Arc::new));
            }
        });
    });
    shown.into()
}

/// Changes whenever the drill may read otherwise.
fn state(ws: &Workspace, id: &RecordId) -> (usize, usize) {
    let own = ws.record(id).map_or(0, |record| record.changes().len());
    (own, ws.all_children(id).count())
}

async fn whole(session: Session, id: &RecordId) -> Option<Review> {
    let (mut source, ids) = session.with_untracked(|ws| Source::begin(ws, id))?;
    let joins = session.with_untracked(SameAs::of);
    for batch in ids.chunks(BATCH) {
        session.with_untracked(|ws| source.take(ws, batch));
        if ids.len() > BATCH {
            outside::turn().await;
        }
    }
    let is_long = source.log.len() > BATCH;
    let rest = async || {
        if is_long {
            outside::turn().await;
        }
    };
    Some(Review::of(source, &joins, rest).await)
}

/// Which drills are told beside each other.
#[derive(Clone, PartialEq)]
pub enum Beside {
    /// Those of one's own that count in its figures.
    Own,
    /// Those of the class of this one, with the same parties where it is another firm's.
    Like(RecordId),
}

/// What came of drills that ended, the earliest first; read again when there is something new.
pub fn outcomes(session: Session, beside: Beside) -> Signal<Option<Arc<Vec<Outcome>>>> {
    let shown = RwSignal::new(None);
    let asked = beside.clone();
    let states = Memo::new(move |_| {
        let me = session.me().party;
        session.with(|ws| {
            let ids = of(ws, &me, &asked).into_iter();
            ids.map(|id| (state(ws, &id), id)).collect::<Vec<_>>()
        })
    });
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let ids = states.get();
        turn.update_value(|turn| *turn += 1);
        let own = turn.get_value();
        spawn_local(async move {
            let mut all = Vec::new();
            for (_, id) in ids {
                let read = whole(session, &id).await.filter(Review::is_ended);
                all.extend(read.map(|review| review.outcome));
                if turn.try_get_value() != Some(own) {
                    return;
                }
            }
            all.sort_by(|a, b| (a.started, &a.drill).cmp(&(b.started, &b.drill)));
            shown.set(Some(Arc::new(all)));
        });
    });
    shown.into()
}

fn of(ws: &Workspace, me: &RecordId, beside: &Beside) -> Vec<RecordId> {
    let joins = SameAs::of(ws);
    let own = |drill: &Drill<'_>| counts_for(drill, &joins, me);
    let like = match beside {
        Beside::Own => None,
        Beside::Like(id) => Drill::find(ws, id),
    };
    let fits = |drill: &Drill<'_>| match like {
        None => own(drill),
        Some(like) if own(&like) => own(drill) && drill.class() == like.class(),
        Some(like) => drill.parties() == like.parties() && drill.class() == like.class(),
    };
    let all = Drill::all(ws).filter(fits);
    all.map(|drill| drill.0.id().clone()).collect()
}
