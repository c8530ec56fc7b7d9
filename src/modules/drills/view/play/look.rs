//! What the screen shows apart from the drill itself: blank, the ranking, an earlier inject, a further page.
//! Never in here: markup, what the pages are.

use serde::{Deserialize, Serialize};

use super::board::{Board, Came};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub blank: bool,
    pub ranking: bool,
    /// Grows with each change, so that the later of two is known.
    pub turn: u32,
    /// How many injects before the last one.
    back: usize,
    page: usize,
    /// Of how many injects the last two speak: a further one shows at once, from its first page.
    of: usize,
}

impl Look {
    fn fits(&self, board: &Board) -> bool {
        self.of == board.came.len()
    }

    pub fn page(&self, board: &Board) -> usize {
        if self.fits(board) { self.page } else { 0 }
    }

    /// The inject that is on the screen.
    pub fn shown<'b>(&self, board: &'b Board) -> Option<&'b Came> {
        let back = if self.fits(board) { self.back } else { 0 };
        let nth = board.came.len().checked_sub(1 + back)?;
        board.came.get(nth)
    }

    /// A page on, of so many; then the inject after this one. `false` at the end.
    pub fn forward(&mut self, board: &Board, pages: usize) -> bool {
        self.settle(board);
        if self.page + 1 < pages {
            self.page += 1;
        } else if self.back > 0 {
            self.back -= 1;
            self.page = 0;
        } else {
            return false;
        }
        true
    }

    /// A page back, then the inject before this one.
    pub fn backward(&mut self, board: &Board) {
        self.settle(board);
        if self.page > 0 {
            self.page -= 1;
        } else if self.back + 1 < board.came.len() {
            self.back += 1;
        }
    }

    /// Shows one of the injects that came.
    pub fn show(&mut self, board: &Board, nth: usize) {
        self.settle(board);
        let place = board.came.iter().position(|came| came.nth == nth);
        if let Some(place) = place {
            self.back = board.came.len() - 1 - place;
            self.page = 0;
        }
    }

    fn settle(&mut self, board: &Board) {
        if !self.fits(board) {
            (self.back, self.page, self.of) = (0, 0, board.came.len());
        }
    }
}
