//! One open matrix as its page works on it: the selected cell, what is being typed, what was refused.
//! Never in here: elements, rules.

use leptos::prelude::*;

use super::words;
use crate::ledger::{Edit, RecordId};
use crate::modules::matrix::edits::{
    AddTask, Delete, MoveTask, PutBlock, Refusal, SetText, ToggleLetter,
};
use crate::modules::matrix::model::{Part, Sheet, Spot, Text};
use crate::modules::matrix::{paste, report};
use crate::records::matrix::{Column, Letter, TASK};
use crate::session::{Place, Session};
use crate::texts;
use crate::ui::{At, Block, toast};

/// A text that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    pub spot: Spot,
    pub draft: String,
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    pub place: Place,
    matrix: StoredValue<RecordId>,
    pub sheet: Memo<Sheet>,
    pub selected: RwSignal<Option<Spot>>,
    pub typing: RwSignal<Option<Typing>>,
    /// Where the page was last told to go, apart from its address.
    sent: RwSignal<Option<Spot>>,
    pub refused: RwSignal<Option<Refusal>>,
}

impl Desk {
    pub fn new(session: Session, place: Place, matrix: RecordId) -> Self {
        let id = matrix.clone();
        Self {
            session,
            place,
            matrix: StoredValue::new(matrix),
            sheet: Memo::new(move |_| session.with(|ws| Sheet::of(ws, &id)).unwrap_or_default()),
            selected: RwSignal::new(None),
            typing: RwSignal::new(None),
            sent: RwSignal::new(None),
            refused: RwSignal::new(None),
        }
    }

    pub fn matrix(&self) -> RecordId {
        self.matrix.get_value()
    }

    /// Does an edit and gives the record it wrote first. A refusal is shown until the next edit.
    pub fn act<E: Edit<Refusal = Refusal>>(&self, edit: &E) -> Option<RecordId> {
        match self.session.commit(edit) {
            Ok(act) => {
                if self.refused.with_untracked(Option::is_some) {
                    self.refused.set(None);
                }
                let act = act?;
                self.session
                    .with_untracked(|ws| ws.by_id(act).next().map(|c| c.record.clone()))
            }
            Err(refusal) => {
                self.refused.set(Some(refusal));
                None
            }
        }
    }

    /// The cell the grid should stand at: where the page was sent, else what the address names.
    pub fn goto(&self) -> Option<At> {
        let sent = self.sent.get();
        let spot = sent.or_else(|| Spot::parse(&self.place.value("cell")));
        let record = self.place.record.get();
        let of_task = || {
            let task = record.filter(|r| r.kind() == TASK)?;
            let part = Part::Text(Text::Title);
            Some(Spot { task, part })
        };
        self.at(&spot.or_else(of_task)?)
    }

    pub fn at(&self, spot: &Spot) -> Option<At> {
        self.sheet.with_untracked(|sheet| {
            let (row, column) = (sheet.row(&spot.task)?, sheet.column(&spot.part)?);
            Some(At { row, column })
        })
    }

    pub fn spot(&self, at: At) -> Option<Spot> {
        self.sheet
            .with_untracked(|sheet| sheet.spot(at.row, at.column))
    }

    pub fn send(&self, spot: Spot) {
        self.sent.set(Some(spot));
    }

    /// The focus is on a cell: the address follows, so that a reload comes back to it.
    pub fn select(&self, at: At) {
        let spot = self.spot(at);
        if let Some(spot) = &spot {
            self.place.set_query("cell", &spot.to_string());
        }
        self.selected.set(spot);
    }

    /// Starts typing into a cell of text; other cells take letters.
    pub fn edit(&self, spot: Spot, draft: Option<String>) {
        if let Part::Text(_) = spot.part {
            let held = || {
                self.session
                    .with_untracked(|ws| report::cell_text(ws, &spot))
            };
            let draft = draft.unwrap_or_else(held);
            self.typing.set(Some(Typing { spot, draft }));
        }
    }

    /// Ends typing; keeps what was typed unless it was given up. The focus goes back to the cell.
    pub fn typed(&self, keep: bool, back: bool) {
        let Some(Typing { spot, draft }) = self.typing.get_untracked() else {
            return;
        };
        self.typing.set(None);
        if let (true, Part::Text(text)) = (keep, &spot.part) {
            self.act(&SetText {
                task: spot.task.clone(),
                text: *text,
                to: draft,
            });
        }
        if back {
            self.send(spot);
        }
    }

    fn letter_cells(&self, block: Block) -> Vec<(RecordId, Column)> {
        let spots = block.rows().flat_map(|row| {
            let at = move |column| At { row, column };
            block.columns().map(at)
        });
        let spots = spots.filter_map(|at| self.spot(at));
        let letters = spots.filter_map(|spot| match spot.part {
            Part::Letters(column) => Some((spot.task, column)),
            Part::Text(_) => None,
        });
        letters.collect()
    }

    /// A character typed in the grid: a letter for the selected cells, or the beginning of a text.
    pub fn key(&self, key: char, block: Block) -> bool {
        let cells = self.letter_cells(block);
        if let (Some(letter), false) = (Letter::of(key), cells.is_empty()) {
            self.act(&ToggleLetter { cells, letter });
            return true;
        }
        let spot = self.spot(block.from).filter(|_| block.from == block.to);
        match spot {
            Some(
                spot @ Spot {
                    part: Part::Text(_),
                    ..
                },
            ) if key.is_alphanumeric() => {
                self.edit(spot, Some(key.to_string()));
                true
            }
            _ => false,
        }
    }

    pub fn toggle(&self, letter: Letter) {
        if let Some(Spot {
            task,
            part: Part::Letters(column),
        }) = self.selected.get_untracked()
        {
            let cells = vec![(task, column)];
            self.act(&ToggleLetter { cells, letter });
        }
    }

    pub fn copied(&self, block: Block) -> String {
        let row = |row| {
            let spots = block
                .columns()
                .filter_map(|column| self.spot(At { row, column }));
            self.session
                .with_untracked(|ws| spots.map(|spot| report::cell_text(ws, &spot)).collect())
        };
        let rows: Vec<Vec<String>> = block.rows().map(row).collect();
        paste::write_block(&rows)
    }

    pub fn paste(&self, at: At, text: &str) {
        self.put(at, paste::read_block(text));
    }

    /// Blanks a block; titles stay, since a row without one is hard to find again.
    pub fn clear(&self, block: Block) {
        let from = block.from.column.max(1);
        if let Some(width) = (block.to.column + 1).checked_sub(from).filter(|w| *w > 0) {
            let row = vec![String::new(); width];
            let at = At {
                row: block.from.row,
                column: from,
            };
            self.put(at, vec![row; block.rows().count()]);
        }
    }

    fn put(&self, at: At, cells: Vec<Vec<String>>) {
        self.act(&PutBlock {
            matrix: self.matrix(),
            row: at.row,
            column: at.column,
            cells,
        });
    }

    /// Adds a row and starts typing its title.
    pub fn add_below(&self, after: Option<RecordId>) {
        let added = self.act(&AddTask {
            matrix: self.matrix(),
            after,
            title: String::new(),
        });
        if let Some(task) = added {
            let (desk, part) = (*self, Part::Text(Text::Title));
            // The row stands once the page has followed.
            request_animation_frame(move || {
                let spot = Spot { task, part };
                desk.send(spot.clone());
                desk.edit(spot, None);
            });
        }
    }

    /// Puts the row at one position where another stands now.
    pub fn move_row(&self, from: usize, to: usize) {
        let moved = self.sheet.with_untracked(|sheet| {
            let task = sheet.rows.get(from)?.clone();
            let others: Vec<&RecordId> = sheet.rows.iter().filter(|r| **r != task).collect();
            let after = to.checked_sub(1).and_then(|above| others.get(above));
            let after = after.map(|id| (*id).clone());
            Some(MoveTask { task, after })
        });
        if let Some(edit) = moved {
            self.act(&edit);
        }
    }

    pub fn move_selected(&self, by: isize) {
        let Some(spot) = self.selected.get_untracked() else {
            return;
        };
        let (row, rows) = self
            .sheet
            .with_untracked(|sheet| (sheet.row(&spot.task), sheet.rows.len()));
        let to = row.and_then(|row| row.checked_add_signed(by));
        if let (Some(from), Some(to)) = (row, to.filter(|to| *to < rows)) {
            self.move_row(from, to);
            let desk = *self;
            request_animation_frame(move || desk.send(spot));
        }
    }

    pub fn delete(&self, task: RecordId) {
        let session = self.session;
        let name = session.with_untracked(|ws| words::task_name(ws, &task));
        if self.act(&Delete(task)).is_some() {
            self.selected.set(None);
            toast::say_undoable(texts::matrix::deleted_task(name), move || {
                // What could not be undone shows in the row itself.
                let _ = session.undo();
            });
        }
    }
}
