//! The text that goes with a file: what is in it, whom it is for, how to open it.

use crate::browser::page;
use crate::exchange::{Header, Outgoing, Turn};
use crate::texts;

/// A file that was written in this visit, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub file_name: String,
    pub text: String,
    pub subject: String,
    pub cover: String,
    pub to: String,
}

/// The media type of partner files.
pub const MEDIA: &str = "application/json";

/// `named` says of some of the records what they are, a line each.
pub fn letter(header: &Header, outgoing: &Outgoing, text: String, named: &[String]) -> Letter {
    let count = |turn: Turn| outgoing.records.iter().filter(|r| r.turn == turn).count();
    let from = &header.from.name;
    let to = &header.to.name;
    let subject = if header.colleague {
        texts::exchange::cover_backup_subject(from)
    } else {
        texts::exchange::cover_subject(from, header.number)
    };
    let cover = if header.colleague {
        texts::exchange::cover_backup(from, page::address())
    } else {
        texts::exchange::cover(
            to,
            from,
            count(Turn::New),
            count(Turn::Changed) + count(Turn::Restored),
            count(Turn::Deleted),
            paragraphs(named),
            page::address(),
        )
    };
    Letter {
        file_name: file_name(header),
        text,
        subject,
        cover,
        to: to.clone(),
    }
}

/// Each line as a paragraph after what stands before it.
fn paragraphs(lines: &[String]) -> String {
    lines.iter().map(|line| format!("\n\n{line}")).collect()
}

/// `tandem-from-to-3.json`, in characters every mail program and file system takes.
fn file_name(header: &Header) -> String {
    let plain = |name: &str| {
        let kept = name
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' });
        let kept: String = kept.take(24).collect();
        kept.trim_matches('-').to_owned()
    };
    if header.colleague {
        let day = header.written.iso();
        let day = day.get(..10).unwrap_or_default();
        return format!(
            "tandem-backup-{}-{day}-{}.json",
            plain(&header.from.name),
            header.number
        );
    }
    let (from, to) = (plain(&header.from.name), plain(&header.to.name));
    format!("tandem-{from}-{to}-{}.json", header.number)
}
