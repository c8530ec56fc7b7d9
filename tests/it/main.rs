//! Native tests: one file per area, one binary.

mod browser_zones;
mod ledger_chain;
mod ledger_history;
mod ledger_merge;
mod ledger_rules;
mod matrix_edits;
mod matrix_order;
mod matrix_paste;
mod matrix_report;
mod matrix_world;
mod records_stage;
mod time_calendar;
mod time_instant;
mod time_limit;
mod time_span;
mod time_zone;
