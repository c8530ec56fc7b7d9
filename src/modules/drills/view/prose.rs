//! A longer text of a scenario: paragraphs parted by blank lines, lines that begin with `- ` as a list.
//! Never in here: any other markup, so that nothing a file says can become more than text.

use leptos::prelude::*;

use super::words;
use crate::modules::drills::scenario::Text;
use crate::ui::Section;

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Paragraph(String),
    List(Vec<String>),
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let item = line.strip_prefix("- ").map(str::trim);
        match (item, parts.last_mut()) {
            (Some(item), Some(Part::List(items))) => items.push(item.to_owned()),
            (Some(item), _) => parts.push(Part::List(vec![item.to_owned()])),
            (None, _) if line.is_empty() => {}
            (None, Some(Part::Paragraph(paragraph))) if open => {
                paragraph.push('\n');
                paragraph.push_str(line);
            }
            (None, _) => parts.push(Part::Paragraph(line.to_owned())),
        }
        open = !line.is_empty();
    }
    parts
}

/// The text in the language in use.
pub fn shown(text: &Text) -> AnyView {
    let text = text.clone();
    let each = move || {
        let parts = parts(&words::text(&text)).into_iter();
        parts.map(part).collect_view()
    };
    view! { <div class="drills-prose">{each}</div> }.into_any()
}

fn part(part: Part) -> AnyView {
    match part {
        Part::Paragraph(text) => view! { <p class="drills-text">{text}</p> }.into_any(),
        Part::List(items) => {
            let items = items.into_iter().map(|item| view! { <li>{item}</li> });
            view! { <ul class="drills-list">{items.collect_view()}</ul> }.into_any()
        }
    }
}

/// The text under a heading, if it says anything.
pub fn section(title: fn() -> String, text: &Text) -> Option<AnyView> {
    let shown = (!text.is_empty()).then(|| shown(text))?;
    Some(view! { <Section title=title>{shown}</Section> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    #[test]
    fn blank_lines_part_paragraphs_and_dashes_make_lists() {
        let read = parts("One\ntwo\n\nThree\n- a\n- b\n\nFour");
        let paragraph = |text: &str| Part::Paragraph(text.into());
        let list = Part::List(vec!["a".into(), "b".into()]);
        assert_eq!(
            read,
            [
                paragraph("One\ntwo"),
                paragraph("Three"),
                list,
                paragraph("Four")
            ]
        );
    }
}
