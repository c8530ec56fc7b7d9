//! What every page of the module reads: the session, the book of hours, people, terms, today.
//! Never in here: anything shown.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::super::credit::Year;
use super::super::edits::Refusal;
use super::super::report::{Line, Member, Terms, lines, members};
use super::super::tally::{Book, Tally};
use super::words;
use crate::ledger::{ChangeId, Edit, RecordId};
use crate::records::same_as::SameAs;
use crate::session::{Session, outside, use_session};
use crate::time::{Date, Instant, MINUTE, Zone};

/// So many sources are read at once: a training has a score of people, and a page has to answer within
/// 50 ms.
const PIECE: usize = 24;

#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    pub me: Memo<RecordId>,
    pub zone: StoredValue<Zone>,
    pub today: Memo<Date>,
    /// `None` until it was written a first time.
    pub book: RwSignal<Option<Arc<Book>>>,
    pub people: Memo<Arc<SameAs>>,
    pub members: Memo<Arc<Vec<Member>>>,
    pub terms: Memo<Arc<Terms>>,
}

impl Desk {
    pub fn new() -> Self {
        let session = use_session();
        let zone = outside::zone(&outside::local_zone()).unwrap_or_else(Zone::utc);
        let zone = StoredValue::new(zone);
        let me = Memo::new(move |_| session.me().party);
        let people = Memo::new(move |_| Arc::new(session.with(SameAs::of_people)));
        let members = Memo::new(move |_| {
            let (people, me) = (people.get(), me.get());
            Arc::new(session.with(|ws| members(ws, &SameAs::of(ws), &people, &me)))
        });
        let minute = Memo::new(move |_| Instant(session.now().0.div_euclid(MINUTE) * MINUTE));
        Self {
            session,
            me,
            zone,
            today: Memo::new(move |_| zone.with_value(|zone| zone.civil(minute.get()).date())),
            book: written(session, zone),
            people,
            members,
            terms: Memo::new(move |_| Arc::new(session.with(Terms::of))),
        }
    }

    /// Everybody's year; nobody while the book is being written for the first time. Read in pieces, as
    /// the book is.
    pub fn lines(self, year: impl Fn() -> Year + Send + Sync + 'static) -> Lines {
        let shown = RwSignal::new(Arc::default());
        let turn = StoredValue::new(0_u64);
        Effect::new(move |_| {
            // Before the book is there nobody's year can be read, and who there is need not be known.
            let Some(book) = self.book.get() else { return };
            turn.update_value(|turn| *turn += 1);
            let reading = Reading {
                members: self.members.get(),
                book,
                terms: self.terms.get(),
                day: (year(), self.today.get()),
                lines: Vec::new(),
                read: 0,
            };
            reading.put_off(shown, (turn, turn.get_value()));
        });
        shown.into()
    }

    /// Does one thing; the refusal goes where it is shown.
    pub fn commit<E: Edit<Refusal = Refusal>>(
        self,
        edit: &E,
        said: RwSignal<Option<Refusal>>,
    ) -> bool {
        match self.session.commit(edit) {
            Ok(_) => {
                said.set(None);
                true
            }
            Err(refusal) => {
                said.set(Some(refusal));
                false
            }
        }
    }

    /// The record of a kind that an act made.
    pub fn made(self, act: Option<ChangeId>, kind: &str) -> Option<RecordId> {
        self.session.with_untracked(|ws| {
            let act = act?;
            let first = ws.by_id(act).next().map(|c| c.record.clone())?;
            (first.kind() == kind).then_some(first)
        })
    }
}

/// Everybody's year, by name.
pub type Lines = Signal<Arc<Vec<Line>>>;

/// Which of several beginnings something belongs to: only the last goes on.
type Turn = (StoredValue<u64>, u64);

/// So many people's years are read at once.
const PEOPLE: usize = 200;

/// The lines of a year on their way.
struct Reading {
    members: Arc<Vec<Member>>,
    book: Arc<Book>,
    terms: Arc<Terms>,
    day: (Year, Date),
    lines: Vec<Line>,
    read: usize,
}

impl Reading {
    fn put_off(self, shown: RwSignal<Arc<Vec<Line>>>, turn: Turn) {
        set_timeout(move || self.go_on(shown, turn), Duration::ZERO);
    }

    fn go_on(mut self, shown: RwSignal<Arc<Vec<Line>>>, (turn, mine): Turn) {
        // The page may have gone, or the workspace gone on, since this was put off.
        if turn.try_get_value() != Some(mine) {
            return;
        }
        let end = (self.read + PEOPLE).min(self.members.len());
        let piece = self.members.get(self.read..end).unwrap_or_default();
        let (year, today) = self.day;
        self.lines
            .extend(lines(piece, &self.book, &self.terms, year, today));
        self.read = end;
        if end == self.members.len() {
            shown.set(Arc::new(self.lines));
        } else {
            self.put_off(shown, (turn, mine));
        }
    }
}

/// The words of a refusal, beside what was refused.
pub fn refused(refusal: RwSignal<Option<Refusal>>) -> Signal<Option<String>> {
    Signal::derive(move || refusal.get().map(words::refusal))
}

/// Keeps the book up with the workspace. It is written in pieces between which the page can answer, which
/// no memo could do; until a new one is whole the last one shows.
fn written(session: Session, zone: StoredValue<Zone>) -> RwSignal<Option<Arc<Book>>> {
    let book = RwSignal::new(None);
    let turn = StoredValue::new(0_u64);
    Effect::new(move |_| {
        let tally = session.with(|ws| Tally::new(ws, zone.get_value()));
        turn.update_value(|turn| *turn += 1);
        piece(session, tally, book, (turn, turn.get_value()));
    });
    book
}

fn piece(
    session: Session,
    mut tally: Tally,
    book: RwSignal<Option<Arc<Book>>>,
    (turn, mine): Turn,
) {
    // The page may have gone, or the workspace gone on, since this was put off.
    if turn.try_get_value() != Some(mine) {
        return;
    }
    // Putting the whole in order is a piece of its own.
    if tally.is_read() {
        book.set(Some(Arc::new(tally.finish())));
        return;
    }
    session.with_untracked(|ws| tally.read(ws, PIECE));
    let next = move || piece(session, tally, book, (turn, mine));
    set_timeout(next, Duration::ZERO);
}
