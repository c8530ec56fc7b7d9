//! Whose turn it is, as every module answers it of what waits.
//! Never in here: what waits, and when it is late.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    Me,
    /// My firm, and nobody of it in particular.
    Firm,
    /// The partner.
    Them,
}

impl Whose {
    /// Whether it is this side's.
    #[must_use]
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Me | Self::Firm)
    }
}
