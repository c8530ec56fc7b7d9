//! What keys do in a cell grid: pure, so that the rules can be tested without a page.
//! No elements, no contents of cells.

/// A cell by its position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At {
    pub row: usize,
    pub column: usize,
}

/// A rectangle of cells, both corners inside it, `from` the upper left one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block {
    pub from: At,
    pub to: At,
}

impl Block {
    pub fn around(one: At, other: At) -> Self {
        Block {
            from: At {
                row: one.row.min(other.row),
                column: one.column.min(other.column),
            },
            to: At {
                row: one.row.max(other.row),
                column: one.column.max(other.column),
            },
        }
    }

    pub fn rows(self) -> std::ops::RangeInclusive<usize> {
        self.from.row..=self.to.row
    }

    pub fn columns(self) -> std::ops::RangeInclusive<usize> {
        self.from.column..=self.to.column
    }
}

/// Where the selection stands: one corner stays, the other is the cell with the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub anchor: At,
    pub at: At,
}

impl Selection {
    pub fn only(at: At) -> Self {
        Selection { anchor: at, at }
    }

    pub fn block(self) -> Block {
        Block::around(self.anchor, self.at)
    }

    /// The same inside a grid of `rows` × `columns`.
    pub fn within(self, rows: usize, columns: usize) -> Self {
        let clamp = |at: At| At {
            row: at.row.min(rows.saturating_sub(1)),
            column: at.column.min(columns.saturating_sub(1)),
        };
        Selection {
            anchor: clamp(self.anchor),
            at: clamp(self.at),
        }
    }
}

/// A pressed key with what was held.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pressed<'a> {
    pub key: &'a str,
    pub shift: bool,
    /// Ctrl, or Cmd on a Mac.
    pub ctrl: bool,
    pub alt: bool,
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Select(Selection),
    Edit,
    Clear,
    /// Move the row with the focus up (-1) or down (1).
    MoveRow(i32),
    /// A character, for the caller to understand.
    Character(char),
    Nothing,
}

/// How many rows a page key goes.
const PAGE: usize = 10;

pub fn asked(pressed: Pressed<'_>, now: Selection, rows: usize, columns: usize) -> Asked {
    let Selection { anchor, at } = now.within(rows, columns);
    let (last_row, last_column) = (rows.saturating_sub(1), columns.saturating_sub(1));
    let Pressed {
        key,
        shift,
        ctrl,
        alt,
    } = pressed;
    let row = |row| At { row, ..at };
    let column = |column| At { column, ..at };
    let to = match (key, ctrl) {
        ("ArrowUp", _) if alt => return Asked::MoveRow(-1),
        ("ArrowDown", _) if alt => return Asked::MoveRow(1),
        _ if alt => return Asked::Nothing,
        ("ArrowUp", false) => row(at.row.saturating_sub(1)),
        ("ArrowDown", false) => row((at.row + 1).min(last_row)),
        ("ArrowLeft", false) => column(at.column.saturating_sub(1)),
        ("ArrowRight", false) => column((at.column + 1).min(last_column)),
        ("ArrowUp", true) => row(0),
        ("ArrowDown", true) => row(last_row),
        ("ArrowLeft", true) | ("Home", false) => column(0),
        ("ArrowRight", true) | ("End", false) => column(last_column),
        ("Home", true) => At::default(),
        ("End", true) => At {
            row: last_row,
            column: last_column,
        },
        ("PageUp", _) => row(at.row.saturating_sub(PAGE)),
        ("PageDown", _) => row((at.row + PAGE).min(last_row)),
        ("Escape", _) if anchor != at => return Asked::Select(Selection::only(at)),
        ("Enter" | "F2", false) => return Asked::Edit,
        ("Delete" | "Backspace", false) => return Asked::Clear,
        ("a" | "A", true) => {
            let at = At {
                row: last_row,
                column: last_column,
            };
            return Asked::Select(Selection {
                anchor: At::default(),
                at,
            });
        }
        (_, true) => return Asked::Nothing,
        (key, false) => {
            let mut characters = key.chars();
            return match (characters.next(), characters.next()) {
                (Some(one), None) => Asked::Character(one),
                _ => Asked::Nothing,
            };
        }
    };
    Asked::Select(Selection {
        anchor: if shift { anchor } else { to },
        at: to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: usize, column: usize) -> At {
        At { row, column }
    }

    fn key(key: &str) -> Pressed<'_> {
        Pressed {
            key,
            ..Pressed::default()
        }
    }

    fn after(pressed: Pressed<'_>, from: At) -> Asked {
        asked(pressed, Selection::only(from), 30, 5)
    }

    #[test]
    fn arrows_move_and_stop_at_the_edges() {
        let only = |row, column| Asked::Select(Selection::only(at(row, column)));
        assert_eq!(after(key("ArrowDown"), at(0, 0)), only(1, 0));
        assert_eq!(after(key("ArrowUp"), at(0, 3)), only(0, 3));
        assert_eq!(after(key("ArrowRight"), at(2, 4)), only(2, 4));
        assert_eq!(after(key("PageDown"), at(25, 1)), only(29, 1));
        assert_eq!(after(key("End"), at(3, 1)), only(3, 4));
        let ctrl = |key| Pressed {
            key,
            ctrl: true,
            ..Pressed::default()
        };
        assert_eq!(after(ctrl("ArrowDown"), at(3, 1)), only(29, 1));
        assert_eq!(after(ctrl("Home"), at(3, 1)), only(0, 0));
    }

    #[test]
    fn shift_extends_the_block_and_escape_lets_it_go() {
        let pressed = Pressed {
            key: "ArrowLeft",
            shift: true,
            ..Pressed::default()
        };
        let Asked::Select(selection) = after(pressed, at(2, 2)) else {
            panic!("shift and an arrow select");
        };
        assert_eq!(selection.block(), Block::around(at(2, 1), at(2, 2)));
        let let_go = asked(key("Escape"), selection, 30, 5);
        assert_eq!(let_go, Asked::Select(Selection::only(at(2, 1))));
        assert_eq!(after(key("Escape"), at(2, 2)), Asked::Nothing);
    }

    #[test]
    fn characters_go_to_the_caller_and_chords_do_not() {
        assert_eq!(after(key("r"), at(0, 0)), Asked::Character('r'));
        let chord = Pressed {
            key: "z",
            ctrl: true,
            ..Pressed::default()
        };
        assert_eq!(after(chord, at(0, 0)), Asked::Nothing);
        assert_eq!(after(key("F5"), at(0, 0)), Asked::Nothing);
    }

    #[test]
    fn an_empty_grid_asks_for_nothing_outside() {
        let asked = asked(key("ArrowDown"), Selection::only(at(7, 7)), 0, 0);
        assert_eq!(asked, Asked::Select(Selection::only(at(0, 0))));
    }
}
