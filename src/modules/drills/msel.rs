//! A master scenario events list 情景事件总表 from a table: rows to timed injects of a new scenario.
//! Never in here: decoding bytes, separators (`exchange::table`), judging the story (`check`).
//!
//! Columns are known by their headings, in both languages. A time is a minute (`15`, `T+15`), a time of
//! day (`08:45`), or a day and a time of day (`2 08:45`, `D2 08:45`, `第2天 08:45`). A time of day before
//! that of the row above is the next day. Days after the first begin with a jump.

use crate::exchange::table::sheet::Row;
use crate::exchange::table::{Sheet, fold};

use super::authoring::short_name;
use super::reading::MAX_MINUTES;
use super::scenario::{
    CLASSES, Due, Expectation, Inject, Jump, Phase, Role, Scenario, Sender, Text,
};
use super::words::Channel;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Id,
    Time,
    Kind,
    Title,
    Content,
    From,
    To,
    Expected,
    Within,
    Points,
    Phase,
    Note,
}

/// Headings, folded as [`fold`] does, with spaces between.
const HEADINGS: &[(Column, &str)] = &[
    (
        Column::Id,
        "id no nr number inject injectno injectnumber injectid event eventno eventnumber serial \
         msel mselno 序号 编号 事件编号 情景编号",
    ),
    (
        Column::Time,
        "time at minute minutes when eventtime injecttime scenariotime dtg datetime starttime \
         elapsed 时间 时刻 情景时间 注入时间 分钟 触发时间",
    ),
    (
        Column::Kind,
        "type kind channel method means delivery deliverymethod injecttype mode 类型 方式 \
         渠道 形式 注入方式",
    ),
    (
        Column::Title,
        "title subject name summary headline eventtitle 标题 主题 名称 事件 \
         事件名称 情景",
    ),
    (
        Column::Content,
        "content text description message details injectcontent body eventdescription \
         injectdescription 内容 描述 事件描述 情景内容 消息 说明",
    ),
    (
        Column::From,
        "from sender source originator initiator 发送人 发送方 来源 发起方 发件人",
    ),
    (
        Column::To,
        "to recipient recipients receiver target player players audience responsible 接收人 \
         接收方 对象 收件人 角色 参演角色 责任人",
    ),
    (
        Column::Expected,
        "expected expectedaction expectedactions expectedresponse expectedoutcome expectation \
         response action 预期行动 预期 预期响应 预期结果 期望 预期措施",
    ),
    (
        Column::Within,
        "within limit timelimit deadline responsetime duration 时限 限时 响应时间 \
         时长",
    ),
    (
        Column::Points,
        "points score marks weight 分值 得分 分数 权重",
    ),
    (Column::Phase, "phase stage module act 阶段 环节"),
    (
        Column::Note,
        "note notes remarks remark comment comments controllernotes facilitatornotes \
         facilitatornote 备注 主持人备注 导调备注 控制备注",
    ),
];

/// Words for the ways an inject comes, folded. Others are read as a message and named.
const CHANNELS: &[(Channel, &str)] = &[
    (
        Channel::Message,
        "message email mail sms wechat chat 消息 邮件 微信 短信",
    ),
    (
        Channel::Call,
        "call phone phonecall telephone radio 电话 来电 电话会议",
    ),
    (
        Channel::Document,
        "document doc paper report letter fax handout 文件 单据 报告 函件 纸质",
    ),
    (
        Channel::System,
        "system systemalert alert alarm erp 系统 系统警报 系统告警 报警 预警",
    ),
    (
        Channel::News,
        "news media press tv socialmedia 新闻 媒体 舆情",
    ),
    (Channel::Question, "question 提问 问题 询问"),
    (Channel::Decision, "decision 决策 选择"),
    (
        Channel::Free,
        "free verbal facetoface inperson other 自由 口头 当面 其他",
    ),
];

/// An expected action without a limit of its own is waited for so long.
const USUAL_LIMIT: u32 = 10;

/// What is odd about the list, by line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Odd {
    /// No heading was known for what every list has.
    NoColumn(Column),
    /// A heading nobody knows; its column is left out.
    UnknownHeading(String),
    /// Neither a minute nor a time of day: the inject comes with the one before.
    UnreadableTime(String),
    /// The row says nothing: left out.
    Empty,
    UnknownKind(String),
    NotANumber(String),
    /// The table itself is odd: so many findings of its reader.
    Table(usize),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    pub scenario: Scenario,
    /// Lines from 1, as an editor shows them.
    pub odd: Vec<(u64, Odd)>,
}

/// Reads a list. The scenario still lacks what no list says: background, goals, sides of roles.
#[must_use]
pub fn read(text: &str, title: &str) -> Read {
    let sheet = Sheet::read(text);
    let mut list = List::new(&sheet, title);
    for row in &sheet.rows {
        list.row(row.line, row);
    }
    list.done()
}

struct List {
    columns: Vec<Option<Column>>,
    scenario: Scenario,
    odd: Vec<(u64, Odd)>,
    /// The time of day at minute 0, once a row said one.
    starts: Option<u32>,
    /// The latest minute.
    last: u32,
    /// The day of the row above, from 0.
    day: u32,
}

impl List {
    fn new(sheet: &Sheet, title: &str) -> Self {
        let mut odd = Vec::new();
        let mut columns: Vec<Option<Column>> = Vec::new();
        for heading in &sheet.header {
            let folded = fold(heading);
            let known = HEADINGS
                .iter()
                .find(|(_, names)| names.split(' ').any(|name| name == folded));
            // Of two columns with one meaning the first counts.
            let fresh = known
                .map(|(column, _)| *column)
                .filter(|c| !columns.contains(&Some(*c)));
            if fresh.is_none() && !folded.is_empty() {
                odd.push((1, Odd::UnknownHeading(heading.clone())));
            }
            columns.push(fresh);
        }
        let has = |column| columns.contains(&Some(column));
        if !has(Column::Time) {
            odd.push((1, Odd::NoColumn(Column::Time)));
        }
        if !has(Column::Content) && !has(Column::Title) {
            odd.push((1, Odd::NoColumn(Column::Content)));
        }
        let found = sheet.findings.list().len();
        if found > 0 {
            odd.push((1, Odd::Table(found)));
        }
        Self {
            columns,
            scenario: Scenario {
                slug: short_name(title).unwrap_or_else(|| "imported".into()),
                version: 1,
                class: CLASSES
                    .first()
                    .map_or(String::new(), |class| (*class).to_owned()),
                title: Text::Plain(title.trim().to_owned()),
                minutes: 90,
                speed: 1,
                starts: 8 * 60,
                ..Scenario::default()
            },
            odd,
            starts: None,
            last: 0,
            day: 0,
        }
    }

    fn row(&mut self, line: u64, row: &Row) {
        let columns = self.columns.clone();
        let cell = |column| {
            let place = columns.iter().position(|known| *known == Some(column));
            place.map_or("", |place| row.cell(place))
        };
        let (title, content) = (cell(Column::Title), cell(Column::Content));
        if title.is_empty() && content.is_empty() {
            self.odd.push((line, Odd::Empty));
            return;
        }
        let minute = match self.minute(cell(Column::Time)) {
            Some(minute) => minute,
            None => {
                let text = cell(Column::Time).to_owned();
                self.odd.push((line, Odd::UnreadableTime(text)));
                self.last
            }
        };
        let within = self
            .number(line, cell(Column::Within))
            .unwrap_or(USUAL_LIMIT);
        let points = self.number(line, cell(Column::Points)).unwrap_or(1);
        let to = self.roles(cell(Column::To));
        let id = self.id(cell(Column::Id));
        let first = content.lines().next().unwrap_or(content);
        let named = if title.is_empty() {
            shortened(first)
        } else {
            title.to_owned()
        };
        let expected = cell(Column::Expected);
        let expectation = (!expected.is_empty()).then(|| Expectation {
            id: format!("{id}-e"),
            who: if to.is_empty() {
                self.all_roles()
            } else {
                to.clone()
            },
            what: plain(expected),
            within: within.max(1),
            points,
            ..Expectation::default()
        });
        let inject = Inject {
            title: plain(&named),
            channel: self.channel(line, cell(Column::Kind)),
            due: Due::At(minute),
            phase: self.phase(cell(Column::Phase), minute),
            from: self.sender(cell(Column::From)),
            to,
            content: plain(if content.is_empty() { title } else { content }),
            note: plain(cell(Column::Note)),
            expected: plain(expected),
            expectations: expectation.into_iter().collect(),
            id,
            ..Inject::default()
        };
        self.last = self.last.max(minute);
        self.scenario.injects.push(inject);
    }

    /// The minute a cell says; none if it says no time.
    fn minute(&mut self, text: &str) -> Option<u32> {
        let text = half(text);
        let text = text.trim();
        let (day, rest) = day_of(text);
        if let Some((hour, minute)) = rest.split_once(':') {
            let minute = minute.split(':').next().unwrap_or(minute);
            let (hour, minute): (u32, u32) =
                (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
            if hour > 23 || minute > 59 {
                return None;
            }
            let clock = hour * 60 + minute;
            let starts = *self.starts.get_or_insert(clock);
            let whole = |day: u32| (day * 1_440 + clock).checked_sub(starts);
            self.day = day.unwrap_or(self.day);
            if day.is_none() && whole(self.day).is_none_or(|minute| minute < self.last) {
                self.day += 1;
            }
            return whole(self.day).filter(|minute| *minute <= MAX_MINUTES);
        }
        let bare = rest
            .trim_start_matches(['T', 't'])
            .trim_start_matches('+')
            .trim();
        let bare = bare.trim_end_matches(|c: char| !c.is_ascii_digit());
        let minute: u32 = bare.parse().ok()?;
        Some(day.unwrap_or(0) * 1_440 + minute).filter(|minute| *minute <= MAX_MINUTES)
    }

    fn number(&mut self, line: u64, text: &str) -> Option<u32> {
        let text = half(text);
        let digits = text.trim().trim_end_matches(|c: char| !c.is_ascii_digit());
        if text.trim().is_empty() {
            return None;
        }
        let number = digits.parse().ok().filter(|number| *number <= 1_000);
        if number.is_none() {
            self.odd
                .push((line, Odd::NotANumber(text.trim().to_owned())));
        }
        number
    }

    /// The id in the list made fit to be one, and its own.
    fn id(&self, text: &str) -> String {
        let fit = fold(text);
        let fit: String = fit
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(20)
            .collect();
        let place = self.scenario.injects.len() + 1;
        let wanted = if fit.is_empty() {
            format!("i{place:02}")
        } else {
            format!("i{fit}")
        };
        if self.scenario.inject(&wanted).is_none() {
            return wanted;
        }
        let mut others = (2..).map(|nth| format!("{wanted}-{nth}"));
        others
            .find(|id| self.scenario.inject(id).is_none())
            .unwrap_or(wanted)
    }

    fn channel(&mut self, line: u64, text: &str) -> Channel {
        let folded = fold(text);
        let known = CHANNELS
            .iter()
            .find(|(_, words)| words.split(' ').any(|word| word == folded));
        if known.is_none() && !folded.is_empty() {
            self.odd.push((line, Odd::UnknownKind(text.to_owned())));
        }
        match known {
            // A choice needs options, which a list does not have.
            Some((Channel::Decision, _)) => Channel::Question,
            Some((channel, _)) => *channel,
            None => Channel::Message,
        }
    }

    /// The roles a cell names, new ones made; none for all.
    fn roles(&mut self, text: &str) -> Vec<String> {
        let all = [
            "all",
            "everyone",
            "allplayers",
            "全体",
            "所有人",
            "全部",
            "所有",
        ];
        if all.contains(&fold(text).as_str()) {
            return Vec::new();
        }
        let names = text
            .split([',', ';', '/', '、', '，', '；', '\n'])
            .map(str::trim);
        let mut ids = Vec::new();
        for name in names.filter(|name| !name.is_empty()) {
            let known = self
                .scenario
                .roles
                .iter()
                .find(|r| fold(r.title.english()) == fold(name));
            let id = match known {
                Some(role) => role.id.clone(),
                None => {
                    let id = format!("r{:02}", self.scenario.roles.len() + 1);
                    self.scenario.roles.push(Role {
                        id: id.clone(),
                        title: plain(name),
                        ..Role::default()
                    });
                    id
                }
            };
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    fn all_roles(&self) -> Vec<String> {
        self.scenario
            .roles
            .iter()
            .map(|role| role.id.clone())
            .collect()
    }

    /// A sender that is one of the roles, else somebody by name.
    fn sender(&self, text: &str) -> Option<Sender> {
        if text.is_empty() {
            return None;
        }
        let mut roles = self.scenario.roles.iter();
        Some(
            match roles.find(|role| fold(role.title.english()) == fold(text)) {
                Some(role) => Sender::Role {
                    role: role.id.clone(),
                },
                None => Sender::Named(plain(text)),
            },
        )
    }

    fn phase(&mut self, text: &str, minute: u32) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        let phases = &mut self.scenario.phases;
        if let Some(known) = phases
            .iter()
            .find(|p| fold(p.title.english()) == fold(text))
        {
            return Some(known.id.clone());
        }
        let id = format!("p{:02}", phases.len() + 1);
        phases.push(Phase {
            id: id.clone(),
            title: plain(text),
            from: minute,
            ..Phase::default()
        });
        Some(id)
    }

    fn done(mut self) -> Read {
        self.scenario.starts = self.starts.unwrap_or(8 * 60);
        self.nights();
        self.scenario.sort();
        Read {
            scenario: self.scenario,
            odd: self.odd,
        }
    }

    /// Between the last inject of a day, with its limits, and the first of the next, nothing is played.
    fn nights(&mut self) {
        let starts = self.scenario.starts;
        let mut all: Vec<(u32, u32)> = Vec::new();
        for inject in &self.scenario.injects {
            if let Due::At(minute) = inject.due {
                all.push((minute, minute + inject.open_for()));
            }
        }
        all.sort_unstable();
        let mut over = 0;
        for pair in all.windows(2) {
            let [(before, until), (next, _)] = pair else {
                continue;
            };
            over = over.max(*until);
            let day = |minute: u32| (minute + starts) / 1_440;
            if day(*before) < day(*next) && over < *next {
                self.scenario.jumps.push(Jump {
                    id: format!("day{}", day(*next) + 1),
                    title: Text::Both {
                        zh: format!("第 {} 天", day(*next) + 1),
                        en: format!("Day {}", day(*next) + 1),
                    },
                    at: over,
                    to: *next,
                    ..Jump::default()
                });
            }
        }
    }
}

fn plain(text: &str) -> Text {
    Text::Plain(text.trim().to_owned())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Full-width digits and colons as plain ones.
fn half(text: &str) -> String {
    let plain = |char: char| match char {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(char) - 0xfee0).unwrap_or(char),
        '\u{3000}' => ' ',
        _ => char,
    };
    text.chars().map(plain).collect()
}

/// A day before a time, from 0: `D2 08:45`, `Day 2 …`, `第2天 …`, `2 08:45`. What is left follows.
fn day_of(text: &str) -> (Option<u32>, &str) {
    let rest = ["Day", "day", "DAY", "D", "d", "第"]
        .into_iter()
        .find_map(|word| text.strip_prefix(word));
    let marked = rest.is_some();
    let rest = rest.unwrap_or(text).trim_start();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, after) = rest.split_at(digits);
    let after_day = after.trim_start_matches(['天', '日', ',', ' ', '+']);
    // A bare number before a time of day; before anything else it is a minute.
    let spaced = after_day.len() < after.len() && after_day.contains(':');
    match number.parse::<u32>() {
        Ok(day) if (marked || spaced) && (1..=28).contains(&day) => (Some(day - 1), after_day),
        _ => (None, text),
    }
}
