//! A master scenario events list as exercise planners keep it, in both languages, becomes a scenario.

use tandem::modules::drills::check::check;
use tandem::modules::drills::finding::Findings;
use tandem::modules::drills::msel::{self, Column, Odd};
use tandem::modules::drills::reading;
use tandem::modules::drills::scenario::{Due, Sender, Text};
use tandem::modules::drills::words::Channel;

const ENGLISH: &str = "Inject No.,Time,Method,From,To,Event Description,Expected Action,Time limit,Points,Phase,Facilitator Notes
1,08:30,Phone Call,Mill,Buyer,The coil will be late.,Confirm in writing,15 min,4,Alarm,Stay calm
2,08:45,E-mail,Buyer,\"Planner, Buyer\",\"How long
does the stock last?\",Name the days,,2,Alarm,
2,09:10,Carrier pigeon,,all,A rumour,,,,,
x9,07:50,News,TV,All,Road closed,Find another way,soon,3,Next day,
";

const CHINESE: &str = "序号;时间;方式;发送方;接收方;内容;预期行动;时限;分值
1;第1天 08:30;电话;钢厂;采购员;钢卷晚到;书面确认;15分钟;4
2;第2天 08：00;系统告警;;采购员、计划员;库存不足;报告天数;;
";

#[test]
fn an_english_list_becomes_injects_with_roles_limits_and_a_night() {
    let read = msel::read(ENGLISH, " Coil ");
    let s = &read.scenario;
    assert_eq!(s.title, Text::Plain("Coil".into()));
    assert_eq!(s.starts, 8 * 60 + 30);
    let roles: Vec<&str> = s.roles.iter().map(|r| r.title.english()).collect();
    assert_eq!(roles, ["Buyer", "Planner"]);
    let line = |id: &str| s.inject(id).unwrap_or_else(|| panic!("{id}"));
    assert_eq!(
        (line("i1").channel, &line("i1").due),
        (Channel::Call, &Due::At(0))
    );
    assert_eq!(
        line("i1").from,
        Some(Sender::Named(Text::Plain("Mill".into())))
    );
    let confirm = &line("i1").expectations[0];
    assert_eq!(
        (confirm.who.as_slice(), confirm.within, confirm.points),
        (&["r01".to_owned()][..], 15, 4)
    );
    assert_eq!(
        (line("i2").channel, &line("i2").due),
        (Channel::Message, &Due::At(15))
    );
    assert_eq!(line("i2").from, Some(Sender::Role { role: "r01".into() }));
    assert_eq!(line("i2").title, Text::Plain("How long".into()));
    assert_eq!(line("i2").to, ["r02", "r01"]);
    assert!(line("i2-2").to.is_empty() && line("i2-2").expectations.is_empty());
    // Ten to eight is before ten past nine: the next day.
    assert_eq!(line("ix9").due, Due::At(24 * 60 - 40));
    assert_eq!((s.jumps[0].at, s.jumps[0].to), (40, 24 * 60 - 40));
    assert_eq!(s.phases.len(), 2);
    assert_eq!(
        read.odd,
        [
            (5, Odd::UnknownKind("Carrier pigeon".into())),
            (6, Odd::NotANumber("soon".into())),
        ]
    );
    assert_eq!(check(s), Findings::default(), "it can be played");
}

#[test]
fn a_chinese_list_is_read_the_same_way() {
    let read = msel::read(CHINESE, "钢卷");
    assert_eq!(read.odd, []);
    let s = &read.scenario;
    assert_eq!(s.injects.len(), 2);
    let last = s.inject("i2").expect("the second");
    assert_eq!(
        (last.channel, &last.due),
        (Channel::System, &Due::At(24 * 60 - 30))
    );
    assert_eq!(last.to, ["r01", "r02"]);
    assert_eq!(last.expectations[0].within, 10);
    assert_eq!(s.jumps[0].title.chinese(), "第 2 天");
    assert_eq!(check(s), Findings::default());
    let (again, findings) = reading::file(&s.json());
    assert_eq!(again.map(|a| a.injects), Some(s.injects.clone()));
    assert_eq!(
        findings.0.len(),
        1,
        "only the background is still to be written: {findings:?}"
    );
}

#[test]
fn minutes_are_minutes_and_what_is_no_list_says_so() {
    let read = msel::read(
        "minute\ttext\tnote\n0\tA\t\nT+15\tB\t\n20 min\tC\tquiet\nlater\tD\t\n\t\t\n",
        "x",
    );
    let due: Vec<&Due> = read.scenario.injects.iter().map(|i| &i.due).collect();
    assert_eq!(due, [&Due::At(0), &Due::At(15), &Due::At(20), &Due::At(20)]);
    assert_eq!(read.odd, [(5, Odd::UnreadableTime("later".into()))]);
    let none = msel::read("colour,size\nred,4\nblue,5\n", "x");
    assert!(none.scenario.injects.is_empty());
    let lacks = |column| none.odd.contains(&(1, Odd::NoColumn(column)));
    assert!(lacks(Column::Time) && lacks(Column::Content));
    assert!(
        none.odd
            .contains(&(1, Odd::UnknownHeading("colour".into())))
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_as_some_list(text in "\\PC*", cell in "[-+:0-9TD天第 ]{0,12}") {
        let _ = msel::read(&text, &text);
        let read = msel::read(&format!("time,text\n{cell},Something\n"), "x");
        proptest::prop_assert!(read.scenario.injects.len() <= 1);
    }
}
