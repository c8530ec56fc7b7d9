//! Journeys through the built page in real Chromium browsers: one file per thing a user achieves.
//! Rules that need no browser are tested in tests/it.
#![cfg(not(target_arch = "wasm32"))]

mod harness;

mod agrees_on_other_terms;
mod answers_an_urgent_message;
mod between_two_firms;
mod brings_in_a_real_table;
mod changes_what_was_asked;
mod compares_the_figures;
mod covers_what_comes_often;
mod delivers_again_until_accepted;
mod every_page;
mod explains_a_clock;
mod fills_a_matrix_without_a_mouse;
mod forgets_a_person;
mod held;
mod keeps_ten_thousand_in_view;
mod keeps_the_ledger_in_view;
mod keeps_the_room_in_step;
mod keeps_what_belongs_together;
mod kills;
mod learns_from_a_workshop;
mod learns_of_a_newer_build;
mod makes_a_scenario;
mod opens_from_any_static_host;
mod plays_a_drill;
mod puts_aside_and_takes_up_again;
mod reaches_the_hours;
mod reads_a_scenario;
mod reviews_a_drill;
mod says_what_was_lost;
mod scrubs_ten_thousand_events;
mod sees_what_waits;
mod sends_a_drill;
mod several_tabs;
mod speaks_both_languages;
mod stays_shut_where_it_is_unsafe;
mod the_harness_notices;
mod three_firms_converge;
mod trains_people;
mod waits_for_a_partners_file;
mod works_without_a_network;
mod writes_a_scenario;
mod writes_zones_as_they_are;
