//! From text to lines of cells, and from headers to targets. Nothing here about types of cells.

use proptest::prelude::*;
use tandem::exchange::table::requirements::REQUIREMENTS;
use tandem::exchange::table::{Mapping, Separator, Sheet};

#[test]
fn the_separator_is_the_one_by_which_rows_are_alike() {
    for (text, separator, columns) in [
        ("a,b,c\n1,2,3\n", Separator::Comma, 3),
        ("a\tb\n1,5\t2\n", Separator::Tab, 2),
        ("a;b;c\n1,5;2,5;3\n2,0;1,5;4\n", Separator::Semicolon, 3),
        ("a|b\n\"1|2\"|3\n", Separator::Pipe, 2),
        ("a,b\n\"x;y;z\",\"1;2;3\"\n", Separator::Comma, 2),
        ("sep=;\r\na,b;c\r\n1,2;3\r\n", Separator::Semicolon, 2),
        ("just one column\nof words\n", Separator::Comma, 1),
        ("", Separator::Comma, 0),
    ] {
        let sheet = Sheet::read(text);
        assert_eq!(
            (sheet.separator, sheet.columns),
            (separator, columns),
            "{text:?}"
        );
    }
}

#[test]
fn lines_are_those_of_the_file_whatever_quotes_breaks_and_empty_lines() {
    let sheet = Sheet::read("id,note\r\n\r\n1,\"two\r\nlines, \"\"quoted\"\"\"\r\n,,\r\n2,x\r\n");
    assert_eq!(sheet.header, ["id", "note"]);
    let lines: Vec<(u64, &str)> = sheet
        .rows
        .iter()
        .map(|row| (row.line, row.cell(1)))
        .collect();
    assert_eq!(lines, [(3, "two\r\nlines, \"quoted\""), (6, "x")]);
}

#[test]
fn ragged_rows_and_open_quotes_are_findings() {
    let sheet = Sheet::read("a,b,c\n1,2,3\n1,2\n1,2,3,\n1,2,3,4\n9,\"8,7\n");
    let found: Vec<(u64, &str)> = sheet
        .findings
        .list()
        .iter()
        .map(|f| (f.line, f.reason.class()))
        .collect();
    assert_eq!(
        found,
        [
            (6, "unclosed_quote"),
            (3, "short_row"),
            (5, "long_row"),
            (6, "short_row")
        ]
    );
}

#[test]
fn a_header_is_names_and_not_values() {
    assert!(Sheet::read("id,date\n1,2026-01-31\n").has_header());
    assert!(Sheet::read("编号,提报时间\n1,2026年1月31日\n").has_header());
    assert!(!Sheet::read("A-1,2026-01-31\nA-2,2026-02-01\n").has_header());
    assert!(!Sheet::read("x,x\ny,z\n").has_header());
    assert!(!Sheet::read_as("id,title\na,b\n", Separator::Comma, false).has_header());
    let titled = Sheet::read("需求清单,,\n,,\n编号,标题,数量\n1,螺栓,5\n");
    assert_eq!((titled.header.len(), titled.rows.len()), (3, 1));
}

fn targets(mapping: &Mapping) -> Vec<Option<&str>> {
    mapping
        .columns
        .iter()
        .map(|column| column.target.as_deref())
        .collect()
}

#[test]
fn headers_in_both_languages_find_their_targets() {
    let sheet = Sheet::read(
        "Case ID,Subject,Qty.,Unit price,Due Date,Submitted at,Closed,Assigned to,Remarks\n1,t,5,2.5,2026-01-31,2026-01-01,2026-01-02,Li,x\n",
    );
    let mapping = Mapping::propose(&sheet, &REQUIREMENTS, None);
    assert_eq!(
        targets(&mapping),
        [
            Some("reference"),
            Some("title"),
            Some("quantity"),
            Some("price"),
            Some("due_at"),
            Some("submitted_at"),
            Some("closed_at"),
            Some("owner"),
            None,
        ]
    );
    let sheet = Sheet::read(
        "需求单号\t需求名称\t物料编码\t数量（件）\t计量单位\t要求交期\t提报时间\t确认时间\t反馈方案时间\t答复交期\t验收时间\t负责人\t优先级\n\
         X1\t螺栓\tM8\t1,000\t件\t2026年1月31日\t2026/1/1 8:00\t2026/1/1 9:00\t2026/1/2 9:00\t2026/1/3 9:00\t\t王\t高\n",
    );
    let mapping = Mapping::propose(&sheet, &REQUIREMENTS, None);
    assert_eq!(
        targets(&mapping),
        [
            Some("reference"),
            Some("title"),
            Some("part"),
            Some("quantity"),
            Some("unit"),
            Some("due_at"),
            Some("submitted_at"),
            Some("acknowledged_at"),
            Some("proposed_at"),
            Some("planned_at"),
            Some("closed_at"),
            Some("owner"),
            Some("priority"),
        ]
    );
}

#[test]
fn a_column_whose_cells_do_not_fit_its_name_is_not_guessed() {
    let sheet = Sheet::read("id,due date\n1,soon\n2,later\n");
    assert_eq!(
        targets(&Mapping::propose(&sheet, &REQUIREMENTS, None)),
        [Some("reference"), None]
    );
}

#[test]
fn a_saved_mapping_follows_the_names_of_columns_and_survives_storing() {
    let first = Sheet::read("id,what,when\n1,a,2026-01-31\n");
    let mut mapping = Mapping::propose(&first, &REQUIREMENTS, None);
    mapping.assign(1, Some("title"));
    mapping.assign(2, Some("submitted_at"));
    let text = serde_json::to_string(&mapping).unwrap();
    let stored: Mapping = serde_json::from_str(&text).unwrap();
    assert_eq!(stored, mapping);
    let moved = Sheet::read("when,id,new,what\n2026-01-31,1,x,a\n");
    let again = Mapping::propose(&moved, &REQUIREMENTS, Some(&stored));
    assert_eq!(
        targets(&again),
        [Some("submitted_at"), Some("reference"), None, Some("title")]
    );
}

#[test]
fn a_target_is_fed_by_one_column_only() {
    let sheet = Sheet::read("id,title,subject\n1,a,b\n");
    let mut mapping = Mapping::propose(&sheet, &REQUIREMENTS, None);
    assert_eq!(targets(&mapping), [Some("reference"), Some("title"), None]);
    mapping.assign(2, Some("title"));
    assert_eq!(targets(&mapping), [Some("reference"), None, Some("title")]);
}

proptest! {
    #[test]
    fn any_text_becomes_some_sheet(text in "[a-z0-9,;\t|\"\r\n'=日 .-]{0,200}") {
        let sheet = Sheet::read(&text);
        let mapping = Mapping::propose(&sheet, &REQUIREMENTS, None);
        prop_assert_eq!(mapping.columns.len(), sheet.columns);
    }

    #[test]
    fn quoted_cells_read_back_whatever_they_hold(
        cells in prop::collection::vec("[a-z,;\t|\"\r\n 日]{0,12}", 1..6),
        separator in prop::sample::select(Separator::ALL.to_vec()),
    ) {
        let sign = match separator {
            Separator::Comma => ",", Separator::Tab => "\t", Separator::Semicolon => ";", Separator::Pipe => "|",
        };
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"x{}\"", cell.replace('"', "\"\""))).collect();
        let sheet = Sheet::read_as(&quoted.join(sign), separator, false);
        let read: Vec<String> = sheet.rows[0].cells.iter().map(|cell| cell[1..].to_owned()).collect();
        prop_assert_eq!(read, cells);
        prop_assert!(sheet.findings.list().is_empty());
    }
}
