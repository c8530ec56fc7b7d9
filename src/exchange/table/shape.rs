//! What a kind of record can take from a table: its targets, what columns are called, which comes first.
//! Never in here: any particular kind; each module brings its own shape.

use crate::records::stage::Act;

/// All that one kind of record can take from a table.
#[derive(Debug)]
pub struct Shape {
    /// The kind of record a row becomes.
    pub kind: &'static str,
    pub targets: &'static [Target],
    /// Pairs of moment targets of which the first must not be later than the second.
    pub order: &'static [(&'static str, &'static str)],
}

impl Shape {
    #[must_use]
    pub fn target(&self, key: &str) -> Option<&'static Target> {
        self.targets.iter().find(|target| target.key == key)
    }
}

/// One thing a column can feed.
#[derive(Debug)]
pub struct Target {
    /// Its lasting name, in saved mappings and in the record's `imported` field.
    pub key: &'static str,
    pub kind: Kind,
    pub sink: Sink,
    /// What such a column is called, in English and Chinese; compared after [`super::fold`].
    pub synonyms: &'static [&'static str],
}

/// What a cell must read as.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Text,
    Moment,
    Number,
    /// Stored words, each with what tables say for it.
    Choice(&'static [(&'static str, &'static [&'static str])]),
}

/// Where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sink {
    /// It names the row. The field it goes into depends on whose table it is: see `Import::key_field`.
    Key,
    Field(&'static str),
    /// It states the moment of a stage's act; targets stand in the order of [`Act::ALL`].
    Act(Act),
}
