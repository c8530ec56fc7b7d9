//! Tandem keeps small firms of one supply chain in step by files, without a server.
//!
//! Read the modules in this order; each may use only those before it, as `tests/it/house.rs` checks.

pub mod time;

pub mod ledger;

pub mod records;

pub mod kpi;

pub mod exchange;

pub mod browser;

pub mod texts;

pub mod ui;

pub mod session;

pub mod modules;

pub mod shell;
