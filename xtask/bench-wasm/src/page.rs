//! What the bench page calls.
//! Errors become JavaScript's, with the sentence they carry.

use std::cell::RefCell;

use tandem::browser::disk::{Batch, Disk};
use tandem::ledger::{Change, Workspace, decode, encode};
use wasm_bindgen::prelude::*;

use crate::content;

/// Changes in one segment on disk.
const SEGMENT: usize = 2_000;

thread_local! {
    static CHANGES: RefCell<Vec<Change>> = const { RefCell::new(Vec::new()) };
    static DISK: RefCell<Option<Disk>> = const { RefCell::new(None) };
}

fn fault(fault: impl std::fmt::Display) -> JsError {
    JsError::new(&fault.to_string())
}

#[wasm_bindgen]
pub fn exchanges() -> u32 {
    content::EXCHANGES
}

/// A file of changes.
#[wasm_bindgen]
pub fn file(total: u32) -> Vec<u8> {
    encode(&content::changes(total)).into_bytes()
}

#[wasm_bindgen]
pub struct Merged(Workspace);

/// From file bytes to a state that answers questions.
#[wasm_bindgen]
pub fn merge(bytes: Vec<u8>) -> Result<Merged, JsError> {
    let text = String::from_utf8(bytes).map_err(fault)?;
    let mut ws = Workspace::new();
    ws.insert_all(decode(&text).map_err(fault)?);
    Ok(Merged(ws))
}

#[wasm_bindgen]
impl Merged {
    pub fn shown(&self) -> String {
        content::shown(&self.0)
    }
}

/// Makes the changes that `persist` will write; opens a database of its own for them.
#[wasm_bindgen]
pub async fn open(name: String, total: u32) -> Result<(), JsError> {
    CHANGES.with_borrow_mut(|changes| {
        if changes.len() != total as usize {
            *changes = content::changes(total);
        }
    });
    let disk = Disk::open(&name, |_| {}).await.map_err(fault_of)?;
    DISK.set(Some(disk));
    Ok(())
}

fn fault_of(fault: tandem::browser::disk::DiskError) -> JsError {
    JsError::new(&format!("{fault:?}"))
}

fn disk() -> Result<Disk, JsError> {
    DISK.with_borrow(Clone::clone)
        .ok_or_else(|| JsError::new("no database is open"))
}

/// Encodes the changes and stores them, strictly.
#[wasm_bindgen]
pub async fn persist() -> Result<(), JsError> {
    let segments = CHANGES.with_borrow(|changes| {
        let texts = changes.chunks(SEGMENT).map(|part| encode(part));
        texts.map(String::into_bytes).collect()
    });
    let batch = Batch {
        segments,
        ..Batch::default()
    };
    disk()?.append(&batch).await.map(drop).map_err(fault_of)
}

/// Reads all segments back into changes and says how many there are.
#[wasm_bindgen]
pub async fn load() -> Result<u32, JsError> {
    let loaded = disk()?.load().await.map_err(fault_of)?;
    let mut count = 0;
    let mut read = Vec::new();
    for (_, bytes) in loaded.segments {
        let text = String::from_utf8(bytes).map_err(fault)?;
        let changes = decode(&text).map_err(fault)?;
        count += changes.len();
        read.push(changes);
    }
    Ok(count as u32)
}

#[wasm_bindgen]
pub async fn wipe() -> Result<(), JsError> {
    match DISK.take() {
        Some(disk) => disk.wipe(|| {}).await.map_err(fault_of),
        None => Ok(()),
    }
}
