//! What exactly two parties share: which changes of which records, and which stay back and why.
//! Never in here: what was sent or received; the same two parties share the same whatever was.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::audience::{Audiences, Sharers, let_in, names_audience};
use crate::ledger::{
    Change, ChangeId, DELETED, Digest, PARENT, Record, RecordId, Workspace, digest_of,
};

/// Of a person, partners get these fields and no others (rule 13).
const PERSON_FIELDS: [&str; 5] = ["name", "party", "layer", DELETED, PARENT];

/// Two parties, each under every id `me` believes them to go by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The ids they send each other files under: the same for both.
    between: [RecordId; 2],
    me: BTreeSet<RecordId>,
    other: BTreeSet<RecordId>,
}

/// Why a change of a shared record does not leave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WithheldWhy {
    /// It writes fields of a person that stay with the person's firm.
    PrivateFields(Vec<String>),
    /// It names a record the other party does not get.
    Names(RecordId),
    /// It was made by this party, who does not get the record together with the other one.
    By(RecordId),
}

/// A change of a shared record that stays back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    pub change: Change,
    pub why: WithheldWhy,
}

/// What becomes of one change in an exchange between two parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Shared,
    /// Of a record no longer shared, the change that says so: it leaves, and counts in no digest.
    Notice,
    NotShared,
    Withheld(WithheldWhy),
}

/// What two parties share of a workspace.
pub struct Sharing<'a> {
    audiences: &'a Audiences<'a>,
    pair: Pair,
}

impl Pair {
    /// `me` as the one who gives: only what my own party said about duplicates is believed.
    pub fn new(audiences: &Audiences<'_>, me: &RecordId, other: &RecordId) -> Self {
        Self {
            between: [me.clone(), other.clone()],
            me: audiences.joins().ids_as_said_by(me, me),
            other: audiences.joins().ids_as_said_by(me, other),
        }
    }
}

impl<'a> Sharing<'a> {
    pub fn new(audiences: &'a Audiences<'a>, me: &RecordId, other: &RecordId) -> Self {
        Self {
            audiences,
            pair: Pair::new(audiences, me, other),
        }
    }

    /// Whether both parties get this record from now on.
    pub fn shares(&self, record: &RecordId) -> bool {
        let sharers = self.audiences.sharers(record);
        sharers.join(&self.pair.me, &self.pair.other)
    }

    pub fn verdict(&self, change: &Change) -> Verdict {
        let sharers: Rc<Sharers> = self.audiences.sharers(&change.record);
        let Pair { me, other, between } = &self.pair;
        let now = sharers.join(me, other);
        if !now {
            return self.notice(change, &sharers);
        }
        let author = &change.by.party;
        if !between.contains(author) && !sharers.hear(author, me, other) {
            return Verdict::Withheld(WithheldWhy::By(author.clone()));
        }
        if change.record.kind() == "person" {
            let fields = change.writes.iter().map(|w| w.field.as_str());
            let private = fields.filter(|f| !PERSON_FIELDS.contains(f));
            let private: Vec<String> = private.map(str::to_owned).collect();
            if !private.is_empty() {
                return Verdict::Withheld(WithheldWhy::PrivateFields(private));
            }
        }
        match self.names_unshared(change, |id| sharers.names(id, me, other)) {
            Some(id) => Verdict::Withheld(WithheldWhy::Names(id)),
            None => Verdict::Shared,
        }
    }

    /// The write that ends sharing still goes to whom it concerns, so that both know it ended. Who
    /// came to the record later is not theirs to learn.
    fn notice(&self, change: &Change, sharers: &Sharers) -> Verdict {
        let mut fields = change.writes.iter().map(|w| w.field.as_str());
        let Pair { me, other, .. } = &self.pair;
        let author = &change.by.party;
        let creator = self.audiences.creator(&change.record);
        let knows_author = me.contains(author)
            || other.contains(author)
            || creator.as_ref() == Some(author)
            || self.was_told(&change.record, author);
        let told = knows_author
            && sharers.joined_once(me, other)
            && fields.all(|field| names_audience(&change.record, field))
            && self
                .names_unshared(change, |id| self.was_told(&change.record, id))
                .is_none();
        if told {
            Verdict::Notice
        } else {
            Verdict::NotShared
        }
    }

    /// Whether the other one was told of this party: the record's creator let both in with one change,
    /// or knew of this party when it let the other in, who then got the history before (rule 13). And
    /// who brought the record into being knows whom it let in itself.
    fn was_told(&self, record: &RecordId, party: &RecordId) -> bool {
        let creator = self.audiences.creator(record);
        let record = self.audiences.workspace().record(record);
        let (Some(creator), Some(record)) = (creator, record) else {
            return false;
        };
        let own = record.changes().into_iter();
        let own: Vec<&Change> = own.filter(|c| c.by.party == creator).collect();
        let other = &self.pair.other;
        let knows_all = other.contains(&creator);
        let mut naming = own.iter().filter(|c| let_in(c).contains(party));
        naming.any(|first| {
            let mut admitting = own.iter().filter(|c| !let_in(c).is_disjoint(other));
            knows_all || admitting.any(|later| self.knew(later, first))
        })
    }

    /// Whether whoever made `later` knew of `first` for sure: made by the same page before, or written
    /// over by this or by what this is written over.
    fn knew(&self, later: &Change, first: &Change) -> bool {
        let ws = self.audiences.workspace();
        let mut open = vec![later];
        let mut seen = BTreeSet::new();
        while let Some(change) = open.pop() {
            let same_page = change.id.writer == first.id.writer && change.id.seq >= first.id.seq;
            if same_page {
                return true;
            }
            let over = change.writes.iter().flat_map(|w| &w.over);
            let over = over.filter(|id| seen.insert(**id));
            open.extend(over.flat_map(|id| ws.by_id(*id)));
        }
        false
    }

    /// What of a record's audience the other one may not know though it was once in it: changes of
    /// others about the audience alone that are not told. `None` if the record is shared, or never was.
    pub(super) fn untold(&self, record: &Record<'_>) -> Option<BTreeSet<ChangeId>> {
        let sharers = self.audiences.sharers(record.id());
        let Pair { me, other, .. } = &self.pair;
        let ended = !sharers.join(me, other) && sharers.joined_once(me, other);
        let of_audience = |change: &Change| {
            let mut fields = change.writes.iter().map(|w| w.field.as_str());
            fields.all(|field| names_audience(record.id(), field))
        };
        let untold = |c: &&Change| of_audience(c) && self.verdict(c) == Verdict::NotShared;
        ended.then(|| {
            let changes = record.changes().into_iter();
            changes.filter(untold).map(|c| c.id).collect()
        })
    }

    /// The parties that get a record now.
    pub(super) fn audience(&self, record: &RecordId) -> BTreeSet<RecordId> {
        self.audiences.audience(record)
    }

    /// The ids the other one goes by.
    pub(super) fn other(&self) -> &BTreeSet<RecordId> {
        &self.pair.other
    }

    /// A record named anywhere in the change that the other party does not get. Parties that get the
    /// changed record, or once did, may be named in it.
    fn names_unshared(
        &self,
        change: &Change,
        nameable: impl Fn(&RecordId) -> bool,
    ) -> Option<RecordId> {
        let ws = self.audiences.workspace();
        let hidden = |id: &RecordId| {
            let Pair { me, other, .. } = &self.pair;
            let known =
                *id == change.record || me.contains(id) || other.contains(id) || nameable(id);
            let exists = || ws.record(id).is_some() || self.audiences.is_named_with(id);
            !known && exists() && !self.shares(id)
        };
        let writes = change.writes.iter();
        let texts = writes.flat_map(|w| [w.field.as_str(), w.value.json()]);
        let extra = change.extra.iter();
        let texts = texts.chain(extra.flat_map(|(name, value)| [&**name, value.json()]));
        texts.filter(|text| text.contains('-')).find_map(|text| {
            let mut found = None;
            for_each_id(text, |id| {
                if found.is_none() && hidden(&id) {
                    found = Some(id);
                }
            });
            found
        })
    }

    /// Every change both parties get, in the order of the workspace.
    pub fn changes(&self) -> impl Iterator<Item = &'a Change> {
        let all = self.audiences.workspace().changes();
        all.filter(|c| self.verdict(c) == Verdict::Shared)
    }

    pub fn digest(&self) -> Digest {
        digest_of(self.changes())
    }
}

/// Calls `found` with everything in a text that could be a record's name.
pub(super) fn for_each_id(text: &str, mut found: impl FnMut(RecordId)) {
    let lower = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.as_bytes();
    for (hyphen, _) in text.match_indices('-') {
        let before = bytes.get(..hyphen).unwrap_or_default().iter().rev();
        let kind = before
            .take_while(|&&b| lower(b) || b == b'_')
            .count()
            .min(32);
        let after = bytes.get(hyphen + 1..).unwrap_or_default().iter();
        let uid = after.take_while(|&&b| lower(b)).count();
        if kind == 0 || uid == 0 {
            continue;
        }
        // An id may stand right behind or in front of other letters.
        let ends = [uid, 22].into_iter().filter(|&n| n <= uid);
        for end in ends {
            for start in hyphen - kind..hyphen {
                let id = text.get(start..hyphen + 1 + end);
                if let Some(id) = id.and_then(RecordId::parse) {
                    found(id);
                }
            }
        }
    }
}

/// The digest of what two parties share, and of how many changes: the same on both sides when both
/// hold the same shared records (rule 20).
pub fn subset_digest(ws: &Workspace, me: &RecordId, other: &RecordId) -> (Digest, usize) {
    let audiences = Audiences::of(ws);
    let sharing = Sharing::new(&audiences, me, other);
    let changes: Vec<&Change> = sharing.changes().collect();
    let count = changes.len();
    (digest_of(changes), count)
}
