//! The keys of a presenter, of a keyboard and of a clicker, and what each does.
//! Never in here: hearing them (`ui::page_keys`), what is done.

use leptos::prelude::*;

use super::desk::Desk;
use super::form::Form;
use super::pages;
use crate::modules::drills::event::{Correct, What};
use crate::session::outside::screen;
use crate::texts::play as t;
use crate::ui::KeyHelp;

/// The keys for the list of all keys.
pub fn help() -> Vec<KeyHelp> {
    vec![
        KeyHelp::new("Space", t::key_pause),
        KeyHelp::new("J K", t::key_line),
        KeyHelp::new("N", t::fire_now),
        KeyHelp::new("H", t::key_hold),
        KeyHelp::new("S", t::skip),
        KeyHelp::new("I", t::insert),
        KeyHelp::new("C", t::close),
        KeyHelp::new("G", t::key_jump),
        KeyHelp::new("+ −", t::key_speed),
        KeyHelp::new("1 … 9", t::key_group),
        KeyHelp::new("V", t::key_subject),
        KeyHelp::new("A", t::answer),
        KeyHelp::new("D", t::decide),
        KeyHelp::new("R", t::rate),
        KeyHelp::new("F", t::note),
        KeyHelp::new("W", t::who),
        KeyHelp::new("U", t::take_back),
        KeyHelp::new("P F5 Esc", t::key_screen),
        KeyHelp::new("B .", t::blank),
        KeyHelp::new("T", t::ranking),
        KeyHelp::new("PageDown PageUp", t::key_pages),
        KeyHelp::new("E", t::end),
    ]
}

/// Those that a screen passes on; the others open what only the presenter should see.
pub fn is_passed_on(key: &str) -> bool {
    let steers = [
        " ",
        "n",
        "h",
        "s",
        "c",
        "g",
        "+",
        "-",
        "b",
        ".",
        "t",
        "PageDown",
        "PageUp",
        "ArrowRight",
        "ArrowLeft",
    ];
    steers.contains(&plain(key).as_str())
}

fn plain(key: &str) -> String {
    match key {
        "。" => ".".to_owned(),
        "=" => "+".to_owned(),
        "−" | "_" => "-".to_owned(),
        key if key.chars().count() == 1 => key.to_lowercase(),
        key => key.to_owned(),
    }
}

/// Does what a key says; whether it was one of these.
pub fn press(desk: Desk, key: &str) -> bool {
    let key = plain(key);
    match key.as_str() {
        " " => desk.toggle(),
        "n" => fire(desk),
        "h" => hold(desk),
        "s" => skip(desk),
        "c" => close(desk),
        "g" => jump(desk),
        "j" => step(desk, 1),
        "k" => step(desk, -1),
        "v" => next_subject(desk),
        "+" => faster(desk, true),
        "-" => faster(desk, false),
        "i" => desk.form.set(Some(Form::Insert)),
        "a" => desk.form.set(Some(Form::Answer(None))),
        "d" => desk.form.set(Some(Form::Decide)),
        "r" => desk.form.set(Some(Form::Rate)),
        "f" => desk.form.set(Some(Form::Note)),
        "w" => desk.form.set(Some(Form::Who)),
        "e" => desk.form.set(Some(Form::End)),
        "u" => take_back(desk),
        "b" | "." => {
            desk.show(|look| look.blank = !look.blank);
        }
        "t" => {
            desk.show(|look| look.ranking = !look.ranking);
        }
        "p" => desk.projects.update(|on| *on = !*on),
        "F5" => {
            desk.projects.set(true);
            screen::fill(true);
        }
        "Escape" if desk.projects.get_untracked() => {
            desk.projects.set(false);
            screen::fill(false);
        }
        "PageDown" | "ArrowRight" => forward(desk),
        "PageUp" | "ArrowLeft" => {
            let board = desk.now();
            desk.show(|look| look.backward(&board));
        }
        digit => return group(desk, digit),
    }
    true
}

fn group(desk: Desk, digit: &str) -> bool {
    let Some(nth) = digit.parse::<usize>().ok().and_then(|n| n.checked_sub(1)) else {
        return false;
    };
    let known = desk.script.with_untracked(|script| script.groups.len());
    if nth < known {
        desk.group.set(nth);
    }
    true
}

/// The line of what comes next that keys act on, by id.
fn chosen(desk: Desk) -> Option<(String, bool)> {
    let board = desk.now();
    let line = desk
        .line
        .get_untracked()
        .min(board.next.len().checked_sub(1)?);
    let next = board.next.get(line)?;
    let id = untrack(|| desk.inject(next.nth))?.id;
    Some((id, next.held))
}

pub fn fire(desk: Desk) {
    if let Some((id, _)) = chosen(desk) {
        desk.happen(What::Fire(id));
        desk.line.set(0);
    }
}

fn hold(desk: Desk) {
    match chosen(desk) {
        Some((id, true)) => desk.happen(What::Release(id)),
        Some((id, false)) => desk.happen(What::Hold(id)),
        None => false,
    };
}

fn skip(desk: Desk) {
    if let Some((id, _)) = chosen(desk) {
        desk.happen(What::Skip(id));
    }
}

/// No more answers to the inject that capturing is about.
fn close(desk: Desk) {
    let inject = untrack(|| desk.about().and_then(|nth| desk.inject(nth)));
    if let Some(inject) = inject {
        desk.happen(What::Close(inject.id));
    }
}

/// On to what is due next.
pub fn jump(desk: Desk) {
    if let Some(furthest) = desk.now().furthest {
        desk.happen(What::Jump(furthest));
    }
}

fn step(desk: Desk, by: isize) {
    let last = desk.now().next.len().saturating_sub(1);
    let line = desk.line.get_untracked().min(last);
    desk.line.set(line.saturating_add_signed(by).min(last));
}

/// Goes round the injects that are open.
fn next_subject(desk: Desk) {
    let board = desk.now();
    let open: Vec<usize> = board
        .came
        .iter()
        .filter(|c| c.open)
        .map(|c| c.nth)
        .collect();
    let about = untrack(|| desk.about());
    let at = open.iter().position(|nth| Some(*nth) == about);
    let next = at.map_or(0, |at| (at + 1) % open.len());
    desk.subject.set(open.get(next).copied());
}

/// Speeds that a trainer wants; any other can be typed.
const SPEEDS: [u32; 9] = [1, 2, 3, 5, 10, 15, 20, 30, 60];

fn faster(desk: Desk, faster: bool) {
    let speed = desk.now().speed;
    let mut up = SPEEDS.iter().filter(|other| **other > speed);
    let mut down = SPEEDS.iter().filter(|other| **other < speed);
    let next = if faster { up.next() } else { down.next_back() };
    if let Some(next) = next {
        desk.happen(What::Speed(*next));
    }
}

/// A page on; where there is none, what comes next.
fn forward(desk: Desk) {
    let board = desk.now();
    let shown = desk
        .look
        .with_untracked(|look| look.shown(&board).map(|came| came.nth));
    let inject = shown.and_then(|nth| untrack(|| desk.inject(nth)));
    let pages = inject.map_or(0, |inject| pages::of(&inject).len());
    let moved = desk.show(|look| look.forward(&board, pages));
    if moved == Some(false) {
        fire(desk);
    }
}

/// Takes back what was said last.
fn take_back(desk: Desk) {
    if let Some(of) = desk.now().last_said.clone() {
        desk.happen(What::Correct(Correct {
            of,
            with: None,
            reason: String::new(),
        }));
    }
}
