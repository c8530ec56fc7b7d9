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
use crate::session::{Session, use_session};
use crate::time::{Instant, MINUTE};

#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    pub joins: Memo<Arc<SameAs>>,
    pub partners: Memo<Arc<Partners>>,
    pub terms: Memo<Arc<Terms>>,
    me: Memo<RecordId>,
    /// Now, to the minute: for what runs over every row.
    pub minute: Memo<Instant>,
}

impl Desk {
    pub fn new() -> Self {
        let session = use_session();
        let joins = Memo::new(move |_| Arc::new(session.with(SameAs::of)));
        Self {
            session,
            joins,
            partners: Memo::new(move |_| Arc::new(partners(&session.file_log(), &joins.get()))),
            terms: Memo::new(move |known: Option<&Arc<Terms>>| {
                let terms = session.with(|ws| Terms::of(ws, &joins.get()));
                // The same terms stay as they are: they keep the working days already worked out.
                match known {
                    Some(known) if **known == terms => known.clone(),
                    _ => Arc::new(terms),
                }
            }),
            me: Memo::new(move |_| session.me().party),
            minute: Memo::new(move |_| {
                let now = session.now().0;
                Instant(now - now.rem_euclid(MINUTE))
            }),
        }
    }

    /// Reads the workspace with all that is known beside it; reactive.
    pub fn read<T>(&self, read: impl FnOnce(&Workspace, &Reader<'_>) -> T) -> T {
        let (joins, partners, me) = (self.joins.get(), self.partners.get(), self.me.get());
        let terms = self.terms.get();
        let reader = Reader {
            me: &me,
            joins: &joins,
            partners: &partners,
            terms: &terms,
        };
        self.session.with(|ws| read(ws, &reader))
    }

    /// Every requirement; only what was changed is read again.
    pub fn rows(&self) -> Memo<Arc<Vec<Row>>> {
        let desk = *self;
        let seen = StoredValue::new((None, Revisions::default()));
        Memo::new_owning(move |known: Option<Arc<Vec<Row>>>| {
            let reader = (
                desk.me.get(),
                desk.joins.get(),
                desk.partners.get(),
                desk.terms.get(),
            );
            let (by, mut revisions) = seen.get_value();
            // Rows that another reader read, or that somebody still holds, are read afresh.
            let known = known.filter(|_| by.as_ref() == Some(&reader));
            let known = known.and_then(|rows| Arc::try_unwrap(rows).ok());
            let fresh = known.is_none();
            let known = known.unwrap_or_default();
            let (rows, other) =
                desk.read(|ws, reader| model::renewed(ws, reader, known, &mut revisions));
            seen.set_value((Some(reader), revisions));
            (Arc::new(rows), fresh || other)
        })
    }

    /// Now, to the second; read it only in the cell that shows it.
    pub fn now(&self) -> Signal<Instant> {
        let session = self.session;
        Signal::derive(move || session.now())
    }
}

/// One of the rows, which are in the order of their ids.
pub fn find<'a>(rows: &'a [Row], id: &RecordId) -> Option<&'a Row> {
    let place = rows.binary_search_by(|row| row.id.cmp(id)).ok()?;
    rows.get(place)
}
