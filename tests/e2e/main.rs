//! Journeys through the built page in real Chromium browsers: one file per thing a user achieves.
//! Rules that need no browser are tested in tests/it.
#![cfg(not(target_arch = "wasm32"))]

mod harness;

mod brings_in_a_real_table;
mod every_page;
mod explains_a_clock;
mod fills_a_matrix_without_a_mouse;
mod kills;
mod learns_of_a_newer_build;
mod opens_from_any_static_host;
mod reads_a_scenario;
mod says_what_was_lost;
mod several_tabs;
mod speaks_both_languages;
mod stays_shut_where_it_is_unsafe;
mod the_harness_notices;
mod three_firms_converge;
mod works_without_a_network;
