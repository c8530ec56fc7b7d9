//! Native tests: one file per area, one binary.

mod browser_zones;
mod firm;
mod ledger_chain;
mod ledger_history;
mod ledger_merge;
mod ledger_rules;
mod matrix_edits;
mod matrix_order;
mod matrix_paste;
mod matrix_report;
mod matrix_world;
mod people_edits;
mod records_stage;
mod requirements_edits;
mod requirements_report;
mod session_places;
mod time_calendar;
mod time_instant;
mod time_limit;
mod time_span;
mod time_zone;
