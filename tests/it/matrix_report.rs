//! What a matrix adds up to: findings that lead to their cells, and coverage.

use crate::matrix_world::{Firm, column, letters, party};
use tandem::kpi::Kpi;
use tandem::ledger::{Edit, Plan, RecordId};
use tandem::modules::matrix::edits::*;
use tandem::modules::matrix::model::Sheet;
use tandem::modules::matrix::model::{Part, Text};
use tandem::modules::matrix::report::{Issue, cell_text, coverage, findings};
use tandem::records::matrix::Column;

struct Desk {
    firm: Firm,
    matrix: RecordId,
}

impl Desk {
    fn new() -> Self {
        let mut firm = Firm::new(0);
        let matrix = firm.make(&CreateMatrix {
            name: "Orders".into(),
            purpose: String::new(),
            parties: vec![party(1)],
        });
        Self { firm, matrix }
    }

    fn task(&mut self, title: &str, cells: [&str; 2], standard: &str) -> RecordId {
        let task = self.firm.make(&AddTask {
            matrix: self.matrix.clone(),
            after: None,
            title: title.into(),
        });
        for (nth, cell) in (0..).zip(cells) {
            let set = SetLetters {
                task: task.clone(),
                column: column(nth),
                letters: letters(cell),
            };
            self.firm.act(&set).unwrap();
        }
        let (text, to) = (Text::Standard, standard.into());
        let set = SetText {
            task: task.clone(),
            text,
            to,
        };
        self.firm.act(&set).unwrap();
        task
    }

    fn issues(&self) -> Vec<(Part, Issue)> {
        let found = findings(&self.firm.ws, &self.matrix);
        found.into_iter().map(|f| (f.spot.part, f.issue)).collect()
    }

    fn coverage(&self) -> Kpi {
        coverage(&self.firm.ws, Some(&self.matrix))
    }
}

fn cell(nth: u8) -> Part {
    Part::Letters(column(nth))
}

#[test]
fn a_whole_task_has_no_finding_and_is_covered() {
    let mut desk = Desk::new();
    desk.task("ship", ["RA", "CI"], "within 24 h");
    assert_eq!(desk.issues(), []);
    assert_eq!(
        (desk.coverage().numerator(), desk.coverage().denominator()),
        (1, 1)
    );
}

#[test]
fn each_gap_is_named_at_its_cell() {
    let mut desk = Desk::new();
    desk.task("", ["", ""], "");
    let all = [
        (Part::Text(Text::Title), Issue::NoTitle),
        (cell(0), Issue::NoAccountable),
        (cell(0), Issue::NoResponsible),
        (Part::Text(Text::Standard), Issue::NoStandard),
    ];
    assert_eq!(desk.issues(), all);
    assert_eq!(desk.coverage().hits, []);
}

#[test]
fn two_who_answer_for_it_are_both_named() {
    let mut desk = Desk::new();
    desk.task("ship", ["RA", "A"], "within 24 h");
    let both = vec![column(0), column(1)];
    assert_eq!(desk.issues(), [(cell(1), Issue::SeveralAccountable(both))]);
    assert_eq!(desk.coverage().misses.len(), 1);
}

#[test]
fn a_blank_standard_does_not_count() {
    let mut desk = Desk::new();
    desk.task("ship", ["RA", ""], "  ");
    assert_eq!(
        desk.issues(),
        [(Part::Text(Text::Standard), Issue::NoStandard)]
    );
    assert_eq!(desk.coverage().hits, []);
}

struct Bin(RecordId);

impl Edit for Bin {
    type Refusal = ();
    fn plan(&self, plan: &mut Plan<'_>) -> Result<(), ()> {
        plan.delete(&self.0);
        Ok(())
    }
}

#[test]
fn letters_of_a_party_that_left_are_found_and_one_not_shared_is_not_gone() {
    let mut desk = Desk::new();
    let task = desk.task("ship", ["RA", "C"], "within 24 h");
    assert_eq!(desk.issues(), [], "no record of either party is known here");
    let stranger = Column::party(party(7));
    let set = SetLetters {
        task,
        column: stranger.clone(),
        letters: letters("I"),
    };
    desk.firm.act(&set).unwrap();
    let part = Part::Letters(stranger.clone());
    assert_eq!(desk.issues(), [(part, Issue::PartyGone(stranger))]);
    desk.firm.act(&Bin(party(1))).unwrap();
    assert_eq!(desk.issues().len(), 2);
}

#[test]
fn no_tasks_give_no_figure() {
    let desk = Desk::new();
    assert_eq!(
        (desk.coverage().share(), desk.coverage().meets_target()),
        (None, None)
    );
}

#[test]
fn coverage_over_all_leaves_out_what_is_in_the_bin() {
    let mut desk = Desk::new();
    desk.task("ship", ["RA", ""], "within 24 h");
    desk.task("plan", ["R", ""], "weekly");
    let all = |desk: &Desk| coverage(&desk.firm.ws, None);
    assert_eq!(all(&desk).share(), Some(0.5));
    assert_eq!(all(&desk).meets_target(), Some(false));
    let matrix = desk.matrix.clone();
    desk.firm.act(&Delete(matrix)).unwrap();
    assert_eq!(all(&desk).share(), None);
}

#[test]
fn a_copied_block_is_what_pasting_reads() {
    let mut desk = Desk::new();
    desk.task("ship", ["RA", "CI"], "within 24 h");
    let sheet = Sheet::of(&desk.firm.ws, &desk.matrix).unwrap();
    let spots = (0..4).map(|column| sheet.spot(0, column).unwrap());
    let row: Vec<String> = spots.map(|spot| cell_text(&desk.firm.ws, &spot)).collect();
    let copied = vec![row];
    assert_eq!(copied, [["ship", "R/A", "C/I", "within 24 h"]]);
    let pasted = PutBlock {
        matrix: desk.matrix.clone(),
        row: 0,
        column: 0,
        cells: copied,
    };
    assert_eq!(
        desk.firm.act(&pasted).unwrap().1,
        0,
        "the same again writes nothing"
    );
}
