//! What every page of the module reads: the session, the joins, what is known of partners.
//! Never in here: anything shown.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::model::{self, Revisions, Row};
use super::super::partners::partners;
use crate::ledger::{RecordId, Workspace};
use crate::records::hours::Terms;
use crate::records::limits::{Partners, Reader};
use crate::records::same_as::SameAs;
use crate::session::{Session, outside, use_session};
use crate::time::{Instant, MINUTE, Zone};

#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    pub joins: Memo<Arc<SameAs>>,
    pub partners: Memo<Arc<Partners>>,
    pub terms: Memo<Arc<Terms>>,
    /// Every requirement, by id.
    pub rows: Memo<Arc<Vec<Row>>>,
    pub me: Memo<RecordId>,
    /// Of the reader, for months and dates that nobody stored.
    pub zone: Memo<Arc<Zone>>,
    /// Now, taken anew each minute and with every change, so that nothing that was done lies ahead of
    /// it: for what runs over every row.
    pub minute: Memo<Instant>,
}

/// What all pages of the module share; made once, where [`Desk::provide`] was called.
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}

impl Desk {
    /// Makes it for the views below.
    pub fn provide() -> Self {
        let desk = Self::new();
        provide_context(desk);
        desk
    }

    fn new() -> Self {
        let session = use_session();
        let joins = Memo::new(move |_| Arc::new(session.with(SameAs::of)));
        let partners = Memo::new(move |_| Arc::new(partners(&session.file_log(), &joins.get())));
        let terms = Memo::new(move |known: Option<&Arc<Terms>>| {
            let terms = session.with(|ws| Terms::of(ws, &joins.get()));
            // The same terms stay as they are: they keep the working days already worked out.
            match known {
                Some(known) if **known == terms => known.clone(),
                _ => Arc::new(terms),
            }
        });
        let me = Memo::new(move |_| session.me().party);
        let turn = Memo::new(move |_| session.now().0.div_euclid(MINUTE));
        Self {
            session,
            joins,
            partners,
            terms,
            me,
            rows: rows(session, (joins, partners, terms, me)),
            zone: Memo::new(|_| {
                let zone = outside::zone(&outside::local_zone());
                Arc::new(zone.unwrap_or_else(Zone::utc))
            }),
            minute: Memo::new(move |_| {
                // Read, not only tracked: a memo nobody reads never runs, and so never changes.
                let _ = turn.get();
                session.with(|_| ());
                session.now_untracked()
            }),
        }
    }

    /// Reads the workspace with all that is known beside it; reactive.
    pub fn read<T>(&self, with: impl FnOnce(&Workspace, &Reader<'_>) -> T) -> T {
        let known = (self.joins, self.partners, self.terms, self.me);
        read(self.session, known, with)
    }

    /// Now, to the second; read it only in the cell that shows it.
    pub fn now(&self) -> Signal<Instant> {
        let session = self.session;
        Signal::derive(move || session.now())
    }
}

type Known = (
    Memo<Arc<SameAs>>,
    Memo<Arc<Partners>>,
    Memo<Arc<Terms>>,
    Memo<RecordId>,
);

fn read<T>(
    session: Session,
    (joins, partners, terms, me): Known,
    with: impl FnOnce(&Workspace, &Reader<'_>) -> T,
) -> T {
    let (joins, partners, me, terms) = (joins.get(), partners.get(), me.get(), terms.get());
    let reader = Reader {
        me: &me,
        joins: &joins,
        partners: &partners,
        terms: &terms,
    };
    session.with(|ws| with(ws, &reader))
}

/// Every requirement; only what was changed is read again.
fn rows(session: Session, known: Known) -> Memo<Arc<Vec<Row>>> {
    let (joins, partners, terms, me) = known;
    let seen = StoredValue::new((None, Revisions::default()));
    Memo::new_owning(move |rows: Option<Arc<Vec<Row>>>| {
        let reader = (me.get(), joins.get(), partners.get(), terms.get());
        let (by, mut revisions) = seen.get_value();
        // Rows that another reader read, or that somebody still holds, are read afresh.
        let rows = rows.filter(|_| by.as_ref() == Some(&reader));
        let rows = rows.and_then(|rows| Arc::try_unwrap(rows).ok());
        let fresh = rows.is_none();
        let rows = rows.unwrap_or_default();
        let (rows, other) = read(session, known, |ws, reader| {
            model::renewed(ws, reader, rows, &mut revisions)
        });
        seen.set_value((Some(reader), revisions));
        (Arc::new(rows), fresh || other)
    })
}

/// One of the rows, which are in the order of their ids.
pub fn find<'a>(rows: &'a [Row], id: &RecordId) -> Option<&'a Row> {
    let place = rows.binary_search_by(|row| row.id.cmp(id)).ok()?;
    rows.get(place)
}
