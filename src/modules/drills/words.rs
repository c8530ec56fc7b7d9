//! The words of a scenario file that stand for one of a few things, both ways.
//! Never in here: what a scenario is made of (`scenario`), words for a reader.

use serde::{Serialize, Serializer};

/// Gives an enum of words its stored form, both ways.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stored form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),*
                }
            }

            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }
    };
}

/// How bad what happens is (SPEC module 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    #[default]
    General,
    Major,
}
words!(Severity { General = "general", Major = "major" });

/// On which side of the supply chain a role stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    #[default]
    Requester,
    Provider,
    /// Carriers, authorities, sub-suppliers.
    Third,
    /// Played by the trainer.
    Trainer,
}
words!(Side { Requester = "requester", Provider = "provider", Third = "third", Trainer = "trainer" });

/// The layers people talk on (SPEC, words).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    Contact,
    Manager,
    Executive,
}
words!(Layer { Contact = "contact", Manager = "manager", Executive = "executive" });

/// How an inject 情景事件 reaches the room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    #[default]
    Message,
    Call,
    Document,
    /// An alert of a system.
    System,
    News,
    /// A question to a role.
    Question,
    /// The groups choose among options.
    Decision,
    /// Whatever the trainer does in the room.
    Free,
}
words!(Channel {
    Message = "message",
    Call = "call",
    Document = "document",
    System = "system",
    News = "news",
    Question = "question",
    Decision = "decision",
    Free = "free",
});
