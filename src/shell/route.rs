//! The typed addresses of the app: the shell's own pages and, through the registry, the modules'.

use crate::ledger::RecordId;
use crate::modules::{self, Module};
use crate::session::Target;

/// A page of the app.
#[derive(Clone, Copy)]
pub enum Route {
    Today,
    Module(&'static Module),
    /// Marked fields that wait for someone to pick.
    Inbox,
    /// Files out and in.
    Exchange,
    /// Who changed what of one record.
    History,
    Bin,
    Settings,
    Unknown,
}

impl PartialEq for Route {
    fn eq(&self, other: &Self) -> bool {
        self.slug() == other.slug()
    }
}

impl Route {
    /// The shell's own pages that need no record.
    pub const OWN: [Route; 5] = [
        Route::Today,
        Route::Inbox,
        Route::Exchange,
        Route::Bin,
        Route::Settings,
    ];

    pub fn parse(target: &Target) -> Self {
        match target.slug.as_str() {
            "" => Route::Today,
            "inbox" => Route::Inbox,
            "exchange" => Route::Exchange,
            "history" => Route::History,
            "bin" => Route::Bin,
            "settings" => Route::Settings,
            slug => modules::at(slug).map_or(Route::Unknown, Route::Module),
        }
    }

    pub fn slug(self) -> &'static str {
        match self {
            Route::Today => "",
            Route::Module(module) => module.slug,
            Route::Inbox => "inbox",
            Route::Exchange => "exchange",
            Route::History => "history",
            Route::Bin => "bin",
            Route::Settings => "settings",
            Route::Unknown => "unknown",
        }
    }

    pub fn target(self) -> Target {
        Target::page(self.slug())
    }

    /// The history of one record.
    pub fn history(record: &RecordId) -> Target {
        Target::record(Route::History.slug(), record.clone())
    }
}
