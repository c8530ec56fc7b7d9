//! A partner file's bytes: an envelope of header, body and later a signature (rule 14), written and opened.
//! Never in here: what the changes mean, or any change to a workspace. Opening is typed and bounded.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::audience::Joins;
use super::header::{FORMAT, Header, MINOR, Recipient, Sender, TANDEM};
use super::log::{Fact, FileLog, Fingerprint, Me, Written};
use super::outbox::Outgoing;
use super::{base64, log};
use crate::ledger::{self, Change, CodecError, Digest, RecordId, Workspace};
use crate::time::Instant;

/// The largest file that is read, in bytes (rule 18).
pub const MAX_FILE: usize = 64 * 1024 * 1024;
/// The largest document, in bytes (rule 21).
pub const MAX_DOCUMENT: usize = 256 * 1024;
/// All documents of one file together, in bytes (rule 21).
pub const MAX_DOCUMENTS: usize = 5 * 1024 * 1024;
/// The longest header, in bytes: room for years of files listed one by one.
const MAX_HEADER: usize = 2 * 1024 * 1024;

/// Why a file was refused whole. Nothing of it has been taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// More bytes than are read at all.
    TooLarge {
        bytes: usize,
        most: usize,
    },
    Empty,
    /// Not UTF-8 from this byte on: not a text at all, or saved in another encoding.
    NotText {
        at: usize,
    },
    /// A text, but nothing that Tandem writes.
    NotAPartnerFile,
    /// Something else that Tandem writes, and opens elsewhere; what it says it is, such as `statement`.
    AnotherKind(String),
    /// It ends in the middle: most likely only part of it arrived.
    CutShort {
        line: usize,
        column: usize,
    },
    /// It is not valid JSON from here on: edited or damaged on the way.
    Garbled {
        line: usize,
        column: usize,
    },
    /// Written by a version whose files this one cannot read; updating this page helps.
    NewerFormat {
        format: u64,
        known: u32,
    },
    /// The header lacks something or has it in another form.
    Header {
        why: String,
    },
    /// The body is not what the sender wrote: ask for the file again.
    Damaged {
        stated: String,
        found: String,
    },
    /// The changes cannot be read; nobody should write such a body.
    Changes(CodecError),
    /// The documents are larger than any file may carry, or cannot be read.
    Documents {
        why: String,
    },
}

/// A file read far enough to know its parts, with the body not looked into.
pub struct Envelope<'b> {
    header: Header,
    body: &'b str,
    size: usize,
}

/// A file that was read whole. It has changed nothing yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub header: Header,
    pub print: Fingerprint,
    pub changes: Vec<Change>,
    /// By the hex digest they were found to have.
    pub documents: Vec<(String, Vec<u8>)>,
    /// Documents whose content is not what their name says; they are left out.
    pub bad_documents: Vec<String>,
    /// A colleague's local facts about files.
    pub facts: Vec<Fact>,
    /// In bytes.
    pub size: usize,
}

#[derive(Deserialize)]
struct RawParts<'b> {
    #[serde(borrow, default)]
    tandem: Option<&'b RawValue>,
    #[serde(borrow, default)]
    header: Option<&'b RawValue>,
    #[serde(borrow, default)]
    body: Option<&'b RawValue>,
}

#[derive(Deserialize)]
struct Claim<'b> {
    #[serde(borrow, default)]
    tandem: Option<&'b RawValue>,
    #[serde(borrow, default)]
    format: Option<&'b RawValue>,
}

/// What a body has besides changes. Read only where the header says there is any.
#[derive(Deserialize)]
struct Besides<'b> {
    #[serde(borrow, default)]
    documents: Vec<Document<'b>>,
    #[serde(default)]
    local: BTreeMap<String, String>,
}

#[derive(Deserialize, Serialize)]
struct Document<'b> {
    #[serde(borrow)]
    digest: Cow<'b, str>,
    #[serde(borrow)]
    data: Cow<'b, str>,
}

impl<'b> Envelope<'b> {
    /// Takes a file apart and reads its header.
    ///
    /// # Errors
    /// It is too large, not a partner file, of a newer format, or broken; see [`OpenError`].
    pub fn read(bytes: &'b [u8]) -> Result<Self, OpenError> {
        if bytes.len() > MAX_FILE {
            return Err(OpenError::TooLarge {
                bytes: bytes.len(),
                most: MAX_FILE,
            });
        }
        let text = std::str::from_utf8(bytes).map_err(|e| OpenError::NotText {
            at: e.valid_up_to(),
        })?;
        // Mail programs and editors put a byte order mark or blank lines around what they pass on.
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Err(OpenError::Empty);
        }
        if !text.starts_with('{') {
            return Err(OpenError::NotAPartnerFile);
        }
        let parts: RawParts<'b> = serde_json::from_str(text).map_err(broken)?;
        let header = parts
            .header
            .ok_or_else(|| another_kind(parts.tandem))?
            .get();
        let claim: Claim<'_> =
            serde_json::from_str(header).map_err(|_| OpenError::NotAPartnerFile)?;
        let tandem = claim
            .tandem
            .and_then(|t| serde_json::from_str(t.get()).ok());
        if tandem != Some(TANDEM) {
            return Err(OpenError::NotAPartnerFile);
        }
        let format = claim
            .format
            .and_then(|f| serde_json::from_str::<u64>(f.get()).ok());
        match format {
            Some(format) if format == u64::from(FORMAT) => {}
            Some(format) => {
                return Err(OpenError::NewerFormat {
                    format,
                    known: FORMAT,
                });
            }
            None => {
                return Err(OpenError::Header {
                    why: "format is not a number".to_owned(),
                });
            }
        }
        if header.len() > MAX_HEADER {
            return Err(OpenError::Header {
                why: format!(
                    "it is {} bytes long; {MAX_HEADER} is the most",
                    header.len()
                ),
            });
        }
        let header: Header =
            serde_json::from_str(header).map_err(|e| OpenError::Header { why: e.to_string() })?;
        if header.from.party.kind() != "party" || header.to.party.kind() != "party" {
            return Err(OpenError::Header {
                why: "sender or recipient is not a party".to_owned(),
            });
        }
        if header.number == 0 {
            return Err(OpenError::Header {
                why: "files are numbered from 1".to_owned(),
            });
        }
        let body = parts.body.ok_or_else(|| OpenError::Header {
            why: "there is no body next to it".to_owned(),
        })?;
        Ok(Self {
            header,
            body: body.get(),
            size: bytes.len(),
        })
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What the header's digest is of, for computing it outside.
    pub fn body(&self) -> &'b str {
        self.body
    }

    /// Reads the body. `digest`: what was computed of [`Self::body`] outside, else it is computed here.
    ///
    /// # Errors
    /// The body is damaged, or it cannot be read; see [`OpenError`].
    pub fn open(self, digest: Option<Digest>) -> Result<Opened, OpenError> {
        let digest = digest.unwrap_or_else(|| Digest::of_bytes(self.body.as_bytes()));
        let found = digest.to_string();
        if self.header.digest != found {
            return Err(OpenError::Damaged {
                stated: self.header.digest,
                found,
            });
        }
        let changes = ledger::decode(self.body).map_err(OpenError::Changes)?;
        let mut opened = Opened {
            print: Fingerprint::of(&digest),
            changes,
            documents: Vec::new(),
            bad_documents: Vec::new(),
            facts: Vec::new(),
            size: self.size,
            header: self.header,
        };
        if opened.header.documents > 0 || opened.header.colleague {
            opened.read_besides(self.body)?;
        }
        Ok(opened)
    }
}

impl Opened {
    fn read_besides(&mut self, body: &str) -> Result<(), OpenError> {
        let unreadable = |e: serde_json::Error| OpenError::Documents { why: e.to_string() };
        let besides: Besides<'_> = serde_json::from_str(body).map_err(unreadable)?;
        let mut total = 0;
        for document in &besides.documents {
            let bytes = base64::decode(&document.data);
            let size = bytes.as_ref().map_or(0, Vec::len);
            total += size;
            if size > MAX_DOCUMENT || total > MAX_DOCUMENTS {
                return Err(OpenError::Documents {
                    why: format!(
                        "they are larger than {MAX_DOCUMENT} bytes each or {MAX_DOCUMENTS} in all"
                    ),
                });
            }
            match bytes.filter(|b| Digest::of_bytes(b).to_string() == *document.digest) {
                Some(bytes) => self.documents.push((document.digest.to_string(), bytes)),
                None => self.bad_documents.push(document.digest.to_string()),
            }
        }
        if self.header.colleague {
            let facts = besides.local.iter();
            self.facts = facts.filter_map(|(k, v)| Fact::parse(k, v)).collect();
        }
        Ok(())
    }
}

/// What a text without a header is: scenarios and statements say at their top what they are.
fn another_kind(tandem: Option<&RawValue>) -> OpenError {
    let said = tandem.and_then(|said| serde_json::from_str(said.get()).ok());
    said.map_or(OpenError::NotAPartnerFile, OpenError::AnotherKind)
}

fn broken(error: serde_json::Error) -> OpenError {
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof => OpenError::CutShort { line, column },
        _ => OpenError::Garbled { line, column },
    }
}

/// Reads a file whole. `digest`: SHA-256 of the body's text, if it was computed outside.
///
/// # Errors
/// See [`OpenError`]; nothing of a refused file is taken in.
pub fn open(bytes: &[u8], digest: Option<Digest>) -> Result<Opened, OpenError> {
    Envelope::read(bytes)?.open(digest)
}

/// A file as it leaves, and what is to be remembered of it.
#[derive(Clone, Debug)]
pub struct Outfile {
    pub text: String,
    pub header: Header,
    /// To be stored in the same transaction that lets the file out.
    pub fact: Fact,
    /// Documents that did not fit or were not at hand.
    pub left_out: Vec<String>,
}

/// Writes a file. `documents` are the contents at hand of those that `outgoing` names.
pub fn write(
    outgoing: &Outgoing,
    ws: &Workspace,
    log: &FileLog,
    me: &Me,
    now: Instant,
    documents: &BTreeMap<String, Vec<u8>>,
) -> Outfile {
    let mut body = ledger::encode(&outgoing.changes);
    let (packed, left_out) = pack(&outgoing.documents, documents);
    let count = packed.len() as u32;
    if count > 0 {
        add_member(&mut body, "documents", &packed);
    }
    if outgoing.colleague {
        let facts = log.facts().map(|f| (f.key(), f.value()));
        add_member(&mut body, "local", &facts.collect::<BTreeMap<_, _>>());
    }
    let digest = Digest::of_bytes(body.as_bytes());
    let name = |party: &RecordId| {
        let name = ws.record(party).map(|r| r.text("name").trim().to_owned());
        name.filter(|n| !n.is_empty())
            .unwrap_or_else(|| party.label())
    };
    // Only files of ids that are the recipient's by our own word: others might be a third party's.
    let theirs: BTreeSet<RecordId> = Joins::of(ws).ids_as_said_by(&me.party, &outgoing.to);
    let header = Header {
        tandem: TANDEM.to_owned(),
        format: FORMAT,
        minor: MINOR,
        from: Sender {
            profile: me.profile,
            party: me.party.clone(),
            person: me.person.clone(),
            name: name(&me.party),
        },
        to: Recipient {
            party: outgoing.to.clone(),
            name: name(&outgoing.to),
        },
        number: log.next_number(me.profile, &outgoing.to),
        written: now,
        colleague: outgoing.colleague,
        everything: outgoing.everything,
        merged: log.listing_for(&theirs),
        digest: digest.to_string(),
        shared: outgoing.shared.clone(),
        documents: count,
    };
    let fact = Fact::Written(Written {
        profile: me.profile,
        to: outgoing.to.clone(),
        number: header.number,
        print: log::Fingerprint::of(&digest),
        at: now,
        everything: outgoing.everything,
        contents: outgoing.changes.iter().map(|c| c.id).collect(),
        documents: packed.iter().map(|d| d.digest.to_string()).collect(),
    });
    let head = serde_json::to_string(&header).unwrap_or_default();
    Outfile {
        text: format!("{{\"header\":{head},\"body\":{body}}}\n"),
        header,
        fact,
        left_out,
    }
}

fn add_member(body: &mut String, name: &str, value: &impl Serialize) {
    let Ok(text) = serde_json::to_string(value) else {
        return;
    };
    if body.ends_with('}') {
        body.pop();
        body.push_str(&format!(",\"{name}\":{text}}}"));
    }
}

/// As many documents as one file may carry, and the names of those left out.
fn pack<'d>(
    wanted: &'d [String],
    at_hand: &BTreeMap<String, Vec<u8>>,
) -> (Vec<Document<'d>>, Vec<String>) {
    let (mut packed, mut left_out, mut total) = (Vec::new(), Vec::new(), 0);
    for digest in wanted {
        let fits =
            |bytes: &&Vec<u8>| bytes.len() <= MAX_DOCUMENT && total + bytes.len() <= MAX_DOCUMENTS;
        match at_hand.get(digest).filter(fits) {
            Some(bytes) => {
                total += bytes.len();
                packed.push(Document {
                    digest: Cow::Borrowed(digest),
                    data: Cow::Owned(base64::encode(bytes)),
                });
            }
            None => left_out.push(digest.clone()),
        }
    }
    (packed, left_out)
}
