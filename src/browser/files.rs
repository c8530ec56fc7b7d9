//! Files in and out: chosen, dropped or pasted ones, and downloads.
//! Never in here: what a file holds, limits of size (the caller looks at `size` before reading).

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, ClipboardEvent, DragEvent, Event, File, FileList, HtmlInputElement, Url,
};

use super::Subscription;
use super::page::follow;

/// A file the user gave, not read yet.
#[derive(Clone, Debug)]
pub struct Given {
    pub name: String,
    /// In bytes, known without reading.
    pub size: u64,
    file: File,
}

/// Files as a widget hands them on.
pub type Chosen = FileList;

/// The browser could not read the file: moved, deleted or locked since it was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Given {
    pub async fn bytes(&self) -> Result<Vec<u8>, Unreadable> {
        let buffer = JsFuture::from(self.file.array_buffer())
            .await
            .map_err(|_| Unreadable)?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }
}

/// The files of an `<input type="file">`, from its `change` event. The input is emptied, so that
/// choosing the same file again is an event again.
#[must_use]
pub fn chosen(event: &Event) -> Vec<Given> {
    let Some(input) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    else {
        return Vec::new();
    };
    let given = list(input.files());
    input.set_value("");
    given
}

/// The files of a `drop` event. The caller has to prevent the default of `dragover` and `drop`.
#[must_use]
pub fn dropped(event: &DragEvent) -> Vec<Given> {
    list(event.data_transfer().and_then(|data| data.files()))
}

/// The files of a `paste` event.
#[must_use]
pub fn pasted(event: &ClipboardEvent) -> Vec<Given> {
    list(event.clipboard_data().and_then(|data| data.files()))
}

/// The plain text of a `paste` event, for partner files that came as the text of a message.
#[must_use]
pub fn pasted_text(event: &ClipboardEvent) -> Option<String> {
    event
        .clipboard_data()?
        .get_data("text/plain")
        .ok()
        .filter(|text| !text.is_empty())
}

/// Whether what is dragged over the page holds files.
#[must_use]
pub fn drags_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| {
        data.types()
            .iter()
            .any(|kind| kind.as_string().as_deref() == Some("Files"))
    })
}

/// Has the browser save `bytes` as a file of this name. `false` if it refuses at once; whether the
/// user keeps the file cannot be known.
pub fn download(name: &str, media_type: &str, bytes: &[u8]) -> bool {
    let Some(url) =
        blob(media_type, bytes).and_then(|blob| Url::create_object_url_with_blob(&blob).ok())
    else {
        return false;
    };
    let followed = follow(&url, Some(name)).is_some();
    // Browsers read the address some time after the click; a minute is ample, and the bytes are
    // freed then.
    Subscription::timeout(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .keep();
    followed
}

pub(super) fn blob(media_type: &str, bytes: &[u8]) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_u8_array_sequence_and_options(&parts(bytes), &options).ok()
}

/// The one-part list that constructors of blobs and files take.
pub(super) fn parts(bytes: &[u8]) -> JsValue {
    Array::of1(&Uint8Array::from(bytes)).into()
}

/// The files of a list that a widget hands on.
#[must_use]
pub fn list(files: Option<FileList>) -> Vec<Given> {
    let Some(files) = files else {
        return Vec::new();
    };
    (0..files.length())
        .filter_map(|index| files.get(index))
        // Sizes of files are whole numbers of bytes, exact in a double up to 9 PB.
        .map(|file| Given {
            name: file.name(),
            size: file.size() as u64,
            file,
        })
        .collect()
}
