//! What can be done to a matrix, what is refused, and what two firms make of it together.

use crate::matrix_world::{Firm, column, letters, party};
use tandem::ledger::{Edit, Plan, RecordId, Undo, Value};
use tandem::modules::matrix::edits::*;
use tandem::modules::matrix::model::{Part, Sheet, Spot, Text};
use tandem::records::matrix::{Column, Letter, Matrix, Task};

/// A firm with a matrix shared with party 1, and tasks of these titles.
fn with_tasks(titles: &[&str]) -> (Firm, RecordId, Vec<RecordId>) {
    let mut firm = Firm::new(0);
    let matrix = firm.make(&CreateMatrix {
        name: " Orders ".into(),
        purpose: String::new(),
        parties: vec![party(1)],
    });
    let mut tasks: Vec<RecordId> = Vec::new();
    for title in titles {
        let added = firm.make(&AddTask {
            matrix: matrix.clone(),
            after: tasks.last().cloned(),
            title: (*title).into(),
        });
        tasks.push(added);
    }
    (firm, matrix, tasks)
}

fn toggle(task: &RecordId, nth: u8, letter: Letter) -> ToggleLetter {
    ToggleLetter {
        cells: vec![(task.clone(), column(nth))],
        letter,
    }
}

fn block(matrix: &RecordId, row: usize, column: usize, cells: &[&[&str]]) -> PutBlock {
    let texts = |row: &&[&str]| row.iter().map(|&t| t.to_owned()).collect();
    PutBlock {
        matrix: matrix.clone(),
        row,
        column,
        cells: cells.iter().map(texts).collect(),
    }
}

/// Writes any value to any field, as a newer version could.
struct Raw(RecordId, String, Value);

impl Edit for Raw {
    type Refusal = ();
    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
        plan.set(&self.0, &self.1, self.2.clone());
        Ok(())
    }
}

#[test]
fn the_creator_is_a_member_and_names_are_trimmed() {
    let (firm, matrix, _) = with_tasks(&[]);
    let matrix = Matrix::find(&firm.ws, &matrix).unwrap();
    assert_eq!(matrix.name(), "Orders");
    assert_eq!(matrix.parties(), [party(0), party(1)]);
    assert_eq!(matrix.creator(), Some(&party(0)));
}

#[test]
fn a_matrix_without_a_name_is_refused() {
    let create = CreateMatrix {
        name: "  ".into(),
        purpose: String::new(),
        parties: vec![],
    };
    assert_eq!(Firm::new(0).act(&create), Err(Refusal::NameMissing));
}

#[test]
fn tasks_stand_where_they_were_put() {
    let (mut firm, matrix, tasks) = with_tasks(&["a", "b"]);
    let add = |after: Option<&RecordId>, title: &str| AddTask {
        matrix: matrix.clone(),
        after: after.cloned(),
        title: title.into(),
    };
    firm.make(&add(None, "first"));
    firm.make(&add(tasks.first(), "between"));
    assert_eq!(firm.titles(&matrix), ["first", "a", "between", "b"]);
}

#[test]
fn a_task_moves_up_and_down_and_only_it_is_written() {
    let (mut firm, matrix, tasks) = with_tasks(&["a", "b", "c"]);
    let go = |firm: &mut Firm, after: Option<RecordId>| {
        let task = tasks[2].clone();
        assert_eq!(firm.act(&MoveTask { task, after }).unwrap().1, 1);
    };
    let sheet = Sheet::of(&firm.ws, &matrix).unwrap();
    go(&mut firm, sheet.after_when_up(&tasks[2]).unwrap());
    assert_eq!(firm.titles(&matrix), ["a", "c", "b"]);
    let sheet = Sheet::of(&firm.ws, &matrix).unwrap();
    go(&mut firm, sheet.after_when_up(&tasks[2]).unwrap());
    assert_eq!(firm.titles(&matrix), ["c", "a", "b"]);
    let sheet = Sheet::of(&firm.ws, &matrix).unwrap();
    assert_eq!(sheet.after_when_up(&tasks[2]), None);
    go(&mut firm, sheet.after_when_down(&tasks[2]));
    assert_eq!(firm.titles(&matrix), ["a", "c", "b"]);
    assert_eq!(sheet.after_when_down(&tasks[1]), None);
}

#[test]
fn rows_two_firms_put_in_one_place_can_still_be_parted() {
    let (mut ours, matrix, tasks) = with_tasks(&["top", "end"]);
    let mut theirs = Firm::new(1);
    theirs.hear(&ours);
    let add = |title: &str| AddTask {
        matrix: matrix.clone(),
        after: tasks.first().cloned(),
        title: title.into(),
    };
    let (mine, other) = (ours.make(&add("x")), theirs.make(&add("x")));
    ours.hear(&theirs);
    let place = |id: &RecordId| Task::find(&ours.ws, id).unwrap().place();
    assert_eq!(place(&mine), place(&other));
    let upper = std::cmp::min(mine, other);
    ours.make(&AddTask {
        matrix: matrix.clone(),
        after: Some(upper),
        title: "between".into(),
    });
    assert_eq!(ours.titles(&matrix), ["top", "x", "between", "x", "end"]);
}

#[test]
fn letters_toggle_together_and_clear() {
    let (mut firm, _, tasks) = with_tasks(&["a"]);
    let task = &tasks[0];
    for letter in [Letter::Accountable, Letter::Responsible] {
        firm.act(&toggle(task, 1, letter)).unwrap();
    }
    assert_eq!(firm.cell(task, 1), "RA");
    firm.act(&toggle(task, 1, Letter::Accountable)).unwrap();
    assert_eq!(firm.cell(task, 1), "R");
    let clear = SetLetters {
        task: task.clone(),
        column: column(1),
        letters: letters(""),
    };
    firm.act(&clear).unwrap();
    assert_eq!(firm.cell(task, 1), "");
    assert_eq!(
        firm.act(&clear).unwrap().1,
        0,
        "an empty cell is not cleared again"
    );
}

#[test]
fn a_letter_goes_to_all_selected_cells_before_it_leaves_any() {
    let (mut firm, _, tasks) = with_tasks(&["a", "b"]);
    firm.act(&toggle(&tasks[0], 0, Letter::Informed)).unwrap();
    let both = ToggleLetter {
        cells: vec![(tasks[0].clone(), column(0)), (tasks[1].clone(), column(0))],
        letter: Letter::Informed,
    };
    let cells = |firm: &Firm| (firm.cell(&tasks[0], 0), firm.cell(&tasks[1], 0));
    firm.act(&both).unwrap();
    assert_eq!(cells(&firm), ("I".into(), "I".into()));
    firm.act(&both).unwrap();
    assert_eq!(cells(&firm), (String::new(), String::new()));
}

#[test]
fn a_cell_both_sides_changed_shows_both_until_one_is_typed() {
    let (mut ours, _, tasks) = with_tasks(&["a"]);
    let task = &tasks[0];
    let mut theirs = Firm::new(1);
    theirs.hear(&ours);
    ours.act(&toggle(task, 0, Letter::Responsible)).unwrap();
    theirs.act(&toggle(task, 0, Letter::Accountable)).unwrap();
    theirs.act(&toggle(task, 0, Letter::Informed)).unwrap();
    ours.hear(&theirs);
    let row = Task::find(&ours.ws, task).unwrap();
    assert!(row.cell(&column(0)).rivals);
    let both: Vec<String> = row
        .cell_rivals(&column(0))
        .iter()
        .map(|(_, l)| l.to_string())
        .collect();
    assert_eq!(both, ["AI", "R"]);
    let settle = SetLetters {
        task: task.clone(),
        column: column(0),
        letters: letters("RA"),
    };
    ours.act(&settle).unwrap();
    theirs.hear(&ours);
    for firm in [&ours, &theirs] {
        assert_eq!(firm.cell(task, 0), "RA");
        assert!(!Task::find(&firm.ws, task).unwrap().cell(&column(0)).rivals);
    }
}

#[test]
fn what_a_newer_version_wrote_in_a_cell_is_kept_and_not_edited() {
    let (mut firm, matrix, tasks) = with_tasks(&["a"]);
    let field = column(0).cell_field();
    firm.act(&Raw(tasks[0].clone(), field, Value::text("RS")))
        .unwrap();
    let cell = Task::find(&firm.ws, &tasks[0]).unwrap().cell(&column(0));
    assert_eq!(cell.unreadable.as_deref(), Some("RS"));
    let refused = firm.act(&toggle(&tasks[0], 0, Letter::Responsible));
    assert_eq!(refused, Err(Refusal::Unreadable));
    assert_eq!(
        firm.act(&block(&matrix, 0, 1, &[&["R"]])),
        Err(Refusal::Unreadable)
    );
}

#[test]
fn roles_inside_a_party_have_columns_of_their_own() {
    let (mut firm, matrix, tasks) = with_tasks(&["a"]);
    let buyer = Column::role(party(0), "采购.一部");
    let add = |column: &Column| AddColumn {
        matrix: matrix.clone(),
        column: column.clone(),
    };
    firm.act(&add(&buyer)).unwrap();
    assert_eq!(firm.act(&add(&buyer)), Err(Refusal::AlreadyThere));
    assert_eq!(
        firm.act(&add(&Column::role(party(0), " x"))),
        Err(Refusal::RoleName)
    );
    firm.act(&SetLetters {
        task: tasks[0].clone(),
        column: buyer.clone(),
        letters: letters("A"),
    })
    .unwrap();
    let sheet = Sheet::of(&firm.ws, &matrix).unwrap();
    let shown: Vec<String> = sheet.columns.iter().map(Part::to_string).collect();
    let (own, other) = (party(0).to_string(), party(1).to_string());
    let role = buyer.to_string();
    assert_eq!(
        shown,
        ["title", &own, &role, &other, "standard", "rhythm", "group"]
    );
    let spot = sheet.spot(0, 2).unwrap();
    assert_eq!(Spot::parse(&spot.to_string()), Some(spot));
}

#[test]
fn only_the_creating_party_shares_more_widely() {
    let (mut ours, matrix, _) = with_tasks(&[]);
    let mut theirs = Firm::new(1);
    theirs.hear(&ours);
    let add = |column: Column| AddColumn {
        matrix: matrix.clone(),
        column,
    };
    let refused = theirs.act(&add(column(2)));
    assert_eq!(refused, Err(Refusal::OnlyCreatorShares(Some(party(0)))));
    theirs.act(&add(Column::role(party(1), "QA"))).unwrap();
    ours.act(&add(column(2))).unwrap();
    assert_eq!(Matrix::find(&ours.ws, &matrix).unwrap().parties().len(), 3);
}

#[test]
fn removing_a_party_clears_its_cells_and_can_be_undone() {
    let (mut firm, matrix, tasks) = with_tasks(&["a"]);
    firm.act(&toggle(&tasks[0], 1, Letter::Responsible))
        .unwrap();
    let remove = |nth| RemoveColumn {
        matrix: matrix.clone(),
        column: column(nth),
    };
    assert_eq!(firm.act(&remove(0)), Err(Refusal::CreatorStays));
    firm.act(&remove(1)).unwrap();
    assert_eq!(
        Matrix::find(&firm.ws, &matrix).unwrap().parties(),
        [party(0)]
    );
    assert_eq!(firm.cell(&tasks[0], 1), "");
    let act = firm.ws.changes().map(|c| (c.at, c.act)).max().unwrap().1;
    firm.act(&Undo { act }).unwrap();
    assert_eq!(Matrix::find(&firm.ws, &matrix).unwrap().parties().len(), 2);
    assert_eq!(firm.cell(&tasks[0], 1), "R");
}

#[test]
fn a_block_fills_cells_and_adds_the_rows_it_lacks() {
    let (mut firm, matrix, tasks) = with_tasks(&["a", "b"]);
    let cells: &[&[&str]] = &[
        &["b2", "R/A", "知会", "on time"],
        &["c", "执行", "A", "complete"],
        &["d"],
    ];
    firm.act(&block(&matrix, 1, 0, cells)).unwrap();
    assert_eq!(firm.titles(&matrix), ["a", "b2", "c", "d"]);
    assert_eq!(
        (firm.cell(&tasks[1], 0), firm.cell(&tasks[1], 1)),
        ("RA".into(), "I".into())
    );
    let third = Sheet::of(&firm.ws, &matrix).unwrap().rows[2].clone();
    assert_eq!(
        (firm.cell(&third, 0), firm.cell(&third, 1)),
        ("R".into(), "A".into())
    );
    assert_eq!(Task::find(&firm.ws, &third).unwrap().standard(), "complete");
}

#[test]
fn a_block_with_anything_but_letters_changes_nothing_and_names_it() {
    let (mut firm, matrix, _) = with_tasks(&["a", "b"]);
    let before = firm.ws.len();
    let refused = firm.act(&block(&matrix, 0, 1, &[&["R", "Q"], &["?", "A"]]));
    let wrong = vec![(1, 2, "Q".to_owned()), (2, 1, "?".to_owned())];
    assert_eq!(refused, Err(Refusal::NotLetters(wrong)));
    assert_eq!(firm.ws.len(), before);
    let wide = block(&matrix, 0, 5, &[&["daily", "x"]]);
    assert_eq!(firm.act(&wide), Err(Refusal::TooWide { columns: 1 }));
    assert_eq!(
        firm.act(&block(&matrix, 0, 1, &[])),
        Err(Refusal::EmptyBlock)
    );
}

#[test]
fn texts_are_trimmed_and_bounded() {
    let (mut firm, _, tasks) = with_tasks(&["a"]);
    let set = |to: String| SetText {
        task: tasks[0].clone(),
        text: Text::Standard,
        to,
    };
    firm.act(&set("  24 小时内 ".into())).unwrap();
    assert_eq!(
        Task::find(&firm.ws, &tasks[0]).unwrap().standard(),
        "24 小时内"
    );
    let most = LONGEST_TEXT;
    assert_eq!(
        firm.act(&set("长".repeat(most + 1))),
        Err(Refusal::TooLong { most })
    );
    firm.act(&set("长".repeat(most))).unwrap();
}

#[test]
fn a_deleted_task_is_gone_and_comes_back() {
    let (mut firm, matrix, tasks) = with_tasks(&["a", "b"]);
    firm.act(&Delete(tasks[0].clone())).unwrap();
    assert_eq!(firm.titles(&matrix), ["b"]);
    assert_eq!(
        firm.act(&toggle(&tasks[0], 0, Letter::Responsible)),
        Err(Refusal::Gone)
    );
    firm.act(&Restore(tasks[0].clone())).unwrap();
    assert_eq!(firm.titles(&matrix), ["a", "b"]);
    firm.act(&Delete(matrix.clone())).unwrap();
    assert!(Matrix::find(&firm.ws, &matrix).is_none());
    assert!(
        Task::find(&firm.ws, &tasks[1]).is_none(),
        "its tasks go with it"
    );
    assert_eq!(firm.act(&Restore(party(0))), Err(Refusal::Gone));
}
