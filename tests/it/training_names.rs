//! Lists of who attended: the same name is the person, a similar one is suggested, nothing is guessed.

use tandem::ledger::RecordId;
use tandem::modules::training::names::{Match, matching};
use tandem::modules::training::roster::read;

fn people(names: &[&str]) -> Vec<(RecordId, String)> {
    let each = names.iter().enumerate();
    each.map(|(n, name)| (id(n), (*name).to_owned())).collect()
}

fn id(n: usize) -> RecordId {
    RecordId::from_bits("person", n as u128 + 1)
}

#[test]
fn the_same_name_is_the_person_whatever_its_case_blanks_and_width() {
    let all = people(&["Mei Lin", "李伟", "Ｗang Fang"]);
    for (written, n) in [
        ("mei  lin ", 0),
        ("李 伟", 1),
        ("Wang Fang", 2),
        ("MeiLin", 0),
    ] {
        assert_eq!(matching(written, &all), Match::Is(id(n)), "{written}");
    }
}

#[test]
fn similar_names_are_suggested_and_none_is_chosen() {
    let all = people(&["Mei Lin", "李伟", "李玮", "Katharina Schmidt", "Bo Xu"]);
    let suggested = |written: &str| match matching(written, &all) {
        Match::Perhaps(ids) => ids,
        other => panic!("{written}: {other:?}"),
    };
    assert_eq!(suggested("Lin, Mei"), [id(0)]);
    assert_eq!(suggested("Mei Ling")[0], id(0));
    assert_eq!(suggested("李伟（采购部）")[0], id(1));
    assert_eq!(suggested("李伟伟")[0], id(1));
    assert_eq!(suggested("Katarina Schmitd"), [id(3)]);
    for nobody in ["王芳", "Bo", "Xi", "", "—", "Schmidt Bo"] {
        let found = matching(nobody, &all);
        assert!(!matches!(found, Match::Is(_)), "{nobody}: {found:?}");
    }
    assert_eq!(matching("王芳", &all), Match::Nobody);
    assert_eq!(matching("", &all), Match::Nobody);
}

#[test]
fn two_people_of_one_name_are_both_suggested() {
    let all = people(&["李伟", "李 伟", "王芳"]);
    assert_eq!(matching("李伟", &all), Match::Perhaps(vec![id(0), id(1)]));
}

#[test]
fn a_list_with_headings_says_minutes_hours_and_scores_whatever_their_order() {
    let all = people(&["Mei Lin", "李伟"]);
    let list = read(
        "成绩\t姓名\t学时\n85分\t李伟\t2\n\tMei Ling\t\n59.9\tMei Lin\t1.5\n",
        &all,
        45,
    );
    assert_eq!(list.len(), 3);
    assert_eq!((list[0].score, list[0].minutes), (Some(85), Some(90)));
    assert_eq!(list[0].matched, Match::Is(id(1)));
    assert_eq!((list[1].score, list[1].minutes), (None, None));
    assert_eq!(list[1].matched, Match::Perhaps(vec![id(0)]));
    assert_eq!((list[2].score, list[2].minutes), (Some(59), Some(68)));
    let csv = read("Name,Minutes\r\n\"Lin, Mei\",90\r\n李伟,lots\r\n", &all, 45);
    assert_eq!(csv[0].minutes, Some(90));
    assert_eq!(csv[1].unreadable, ["lots"]);
}

#[test]
fn a_list_without_headings_is_names_alone() {
    let all = people(&["Mei Lin", "李伟"]);
    let list = read("Mei Lin\n李伟\n\n", &all, 45);
    let found: Vec<_> = list.iter().map(|l| l.matched.clone()).collect();
    assert_eq!(found, [Match::Is(id(0)), Match::Is(id(1))]);
    let numbers = read("Mei Lin\t90\n李伟\t80\n", &all, 45);
    assert!(
        numbers
            .iter()
            .all(|l| l.minutes.is_none() && l.score.is_none())
    );
}
