//! What is on the screen as pages that a room can read from its last row: large where a text is short,
//! never below a twentieth of the height, on several pages where it is long. Never in here: markup.
//!
//! Whether a text fits is reckoned for the narrowest screen there is in a room, four by three, from how
//! wide letters are: an em for Chinese, and of Latin ones six tenths, as the widest fonts have them.

use super::super::words;
use crate::modules::drills::scenario::{Attachment, Body, Inject, Text};

/// Sizes of the main text in hundredths of the screen's height, the largest first.
pub const SIZES: [u32; 5] = [10, 8, 7, 6, 5];

/// How much of a screen's height is the text's, and how wide a line is, in hundredths of the height.
const BODY: u32 = 50;
const WIDTH: u32 = 118;

/// How much of that height the title of an attachment takes.
const TITLE: u32 = 9;

/// Of what stands in a table, in hundredths of the height: people have it on paper as well.
const CELL: u32 = 4;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// What the groups choose among.
    Options(Vec<String>),
    /// Rows of cells, the first row being the header.
    Table(Vec<Vec<String>>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Of an attachment: its title.
    pub title: Option<String>,
    /// Of [`SIZES`].
    pub size: u32,
    pub parts: Vec<Part>,
}

/// An inject as its pages, in the language in use; at least one.
pub fn of(inject: &Inject) -> Vec<Page> {
    let text = words::text(&inject.content);
    let options = inject.decision.iter().flat_map(|d| &d.options);
    let options: Vec<String> = options.map(|option| words::text(&option.title)).collect();
    let mut pages = with_options(text, options, BODY);
    pages.extend(inject.attachments.iter().flat_map(attachment));
    pages
}

/// A text as its pages; at least one.
pub fn of_text(title: Option<String>, text: &Text) -> Vec<Page> {
    let body = BODY - title.as_ref().map_or(0, |_| TITLE);
    let mut pages = with_options(words::text(text), Vec::new(), body);
    pages.iter_mut().for_each(|page| page.title = title.clone());
    pages
}

fn with_options(text: String, options: Vec<String>, body: u32) -> Vec<Page> {
    let lines = |size: u32| {
        let of = |option: &String| height(&format!("A. {option}"), size);
        height(&text, size) + options.iter().map(of).sum::<u32>()
    };
    let parts = |text: String, options: &Vec<String>| {
        let mut parts = vec![Part::Text(text)];
        if !options.is_empty() {
            parts.push(Part::Options(options.clone()));
        }
        parts
    };
    if let Some(size) = SIZES
        .into_iter()
        .find(|size| lines(*size) <= most(*size, body))
    {
        return vec![Page {
            title: None,
            size,
            parts: parts(text, &options),
        }];
    }
    let mut pages: Vec<Page> = pieces(&text, body)
        .into_iter()
        .map(|piece| text_page(piece, body))
        .collect();
    if !options.is_empty() {
        let tall = |size: u32| {
            options
                .iter()
                .map(move |o| height(&format!("A. {o}"), size))
        };
        let size = SIZES
            .into_iter()
            .find(|size| tall(*size).sum::<u32>() <= most(*size, body));
        pages.push(Page {
            title: None,
            size: size.unwrap_or(5),
            parts: vec![Part::Options(options)],
        });
    }
    pages
}

fn text_page(text: String, body: u32) -> Page {
    let size = SIZES
        .into_iter()
        .find(|size| height(&text, *size) <= most(*size, body));
    Page {
        title: None,
        size: size.unwrap_or(5),
        parts: vec![Part::Text(text)],
    }
}

fn attachment(attachment: &Attachment) -> Vec<Page> {
    let title = Some(words::text(&attachment.title));
    match &attachment.body {
        Body::Text(text) => of_text(title, text),
        Body::Table(rows) => table(title, rows),
    }
}

fn table(title: Option<String>, rows: &[Vec<Text>]) -> Vec<Page> {
    let said = |row: &Vec<Text>| row.iter().map(words::text).collect::<Vec<String>>();
    let mut rows = rows.iter().map(said);
    let head = rows.next().unwrap_or_default();
    let columns = u32::try_from(head.len().max(1)).unwrap_or(1);
    let wide = (WIDTH * 10 / CELL / columns).saturating_sub(10).max(20);
    let tall = |row: &Vec<String>| {
        let cells = row.iter().map(|cell| weight(cell).div_ceil(wide).max(1));
        cells.max().unwrap_or(1) * 2 + 1
    };
    // Counted in half lines: each row has half a line of air.
    let most = (BODY - TITLE) * 2 / (CELL * 13 / 10);
    let mut pages = Vec::new();
    let (mut page, mut used) = (vec![head.clone()], tall(&head));
    for row in rows {
        let own = tall(&row);
        if used + own > most && page.len() > 1 {
            pages.push(std::mem::replace(&mut page, vec![head.clone()]));
            used = tall(&head);
        }
        used += own;
        page.push(row);
    }
    pages.push(page);
    let page = |rows| Page {
        title: title.clone(),
        size: CELL,
        parts: vec![Part::Table(rows)],
    };
    pages.into_iter().map(page).collect()
}

/// A text that is too long for one page, cut after sentences into what fits.
fn pieces(text: &str, body: u32) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for sentence in sentences(text) {
        let longer = pieces.last().map(|piece| format!("{piece}{sentence}"));
        match longer.filter(|longer| height(longer, 5) <= most(5, body)) {
            Some(longer) => {
                pieces.pop();
                pieces.push(longer);
            }
            None => pieces.push(sentence.trim_start().to_owned()),
        }
    }
    pieces
}

/// Each with what follows it; joined they are the text.
fn sentences(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(last) = all.last_mut() {
            last.push(c);
        }
        let follows = chars.peek().is_none_or(|next| next.is_whitespace());
        let ends =
            matches!(c, '。' | '！' | '？' | '\n') || (matches!(c, '.' | '!' | '?') && follows);
        if ends && chars.peek().is_some() {
            all.push(String::new());
        }
    }
    all
}

/// Lines a text takes at a size.
fn height(text: &str, size: u32) -> u32 {
    let per_line = WIDTH * 10 / size;
    let lines = text
        .trim()
        .split('\n')
        .map(|line| weight(line).div_ceil(per_line).max(1));
    lines.sum()
}

/// Lines that fit into so much of the height.
fn most(size: u32, body: u32) -> u32 {
    body * 10 / (size * 14)
}

/// How wide a line is, in tenths of an em.
fn weight(line: &str) -> u32 {
    let wide = |c: char| if c as u32 >= 0x2E80 { 10 } else { 6 };
    line.chars().map(wide).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Text {
        Text::Plain(text.to_owned())
    }

    #[test]
    fn a_short_text_is_large_and_a_long_one_goes_on_on_a_further_page() {
        let short = of_text(None, &plain("The coil will be late."));
        assert_eq!((short.len(), short[0].size), (1, 10));
        let long = "The coil will be three days late and nobody told us. ".repeat(12);
        let pages = of_text(None, &plain(&long));
        assert!(pages.len() > 1);
        let said: Vec<&str> = pages
            .iter()
            .flat_map(|page| &page.parts)
            .map(|part| match part {
                Part::Text(text) => text.trim(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(said.join(" "), long.trim());
        assert!(pages.iter().all(|page| page.size >= 5));
    }

    #[test]
    fn chinese_is_cut_after_its_full_stops() {
        let long = "钢卷要晚三天到，没有人告诉我们。".repeat(20);
        let pages = of_text(None, &plain(&long));
        assert!(pages.len() > 1);
        for page in &pages {
            let Some(Part::Text(text)) = page.parts.first() else {
                panic!("a text")
            };
            assert!(text.ends_with('。'), "{text}");
        }
    }

    #[test]
    fn a_long_table_has_its_header_on_every_page() {
        let row = |n: usize| vec![plain(&format!("row {n}")), plain("1,200")];
        let rows: Vec<Vec<Text>> = (0..40).map(row).collect();
        let pages = table(None, &rows);
        assert!(pages.len() > 2);
        let mut seen = 0;
        for page in &pages {
            let Some(Part::Table(rows)) = page.parts.first() else {
                panic!("a table")
            };
            assert_eq!(rows[0][0], "row 0");
            seen += rows.len() - 1;
        }
        assert_eq!(seen, 39);
    }
}
