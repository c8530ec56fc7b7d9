//! Handing things to other programs: the share sheet and the clipboard.
//! Never in here: what is shared, downloads.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, File, FilePropertyBag, Navigator, ShareData};

/// A file for the share sheet. Chromium shares `.txt` and `.csv` but no `.json`.
#[derive(Clone, Debug)]
pub struct Outgoing<'a> {
    pub name: &'a str,
    pub media_type: &'a str,
    pub bytes: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Handed to the program the user picked; whether it was sent cannot be known.
    Handed,
    /// The user closed the sheet.
    Cancelled,
    /// There is no share sheet, or it does not take such files: offer the download.
    Unsupported,
}

/// Whether this browser can share such a file at all, asked with an empty one.
#[must_use]
pub fn can_share(name: &str, media_type: &str) -> bool {
    data(
        &[Outgoing {
            name,
            media_type,
            bytes: b" ",
        }],
        "",
        "",
    )
    .zip(sheet())
    .is_some_and(|(data, sheet)| sheet.can_share_with_data(&data))
}

/// Opens the share sheet. Has to be called in the turn of a click, before anything is awaited.
pub async fn share(files: &[Outgoing<'_>], title: &str, text: &str) -> Shared {
    let Some((data, sheet)) = data(files, title, text).zip(sheet()) else {
        return Shared::Unsupported;
    };
    if !sheet.can_share_with_data(&data) {
        return Shared::Unsupported;
    }
    match JsFuture::from(sheet.share_with_data(&data)).await {
        Ok(_) => Shared::Handed,
        Err(error)
            if error
                .dyn_ref::<DomException>()
                .is_some_and(|error| error.name() == "AbortError") =>
        {
            Shared::Cancelled
        }
        Err(_) => Shared::Unsupported,
    }
}

/// `false` if the browser refuses, as it does without a click.
pub async fn copy(text: &str) -> bool {
    let Some(navigator) = navigator_with("clipboard") else {
        return false;
    };
    JsFuture::from(navigator.clipboard().write_text(text))
        .await
        .is_ok()
}

fn sheet() -> Option<Navigator> {
    navigator_with("canShare")
}

fn navigator_with(feature: &str) -> Option<Navigator> {
    let navigator = web_sys::window()?.navigator();
    super::page::has(&navigator, feature).then_some(navigator)
}

fn data(files: &[Outgoing<'_>], title: &str, text: &str) -> Option<ShareData> {
    let list = Array::new();
    for file in files {
        let options = FilePropertyBag::new();
        options.set_type(file.media_type);
        let parts = super::files::parts(file.bytes);
        let file =
            File::new_with_u8_array_sequence_and_options(&parts, file.name, &options).ok()?;
        list.push(&file);
    }
    let data = ShareData::new();
    let list: JsValue = list.into();
    js_sys::Reflect::set(&data, &JsValue::from_str("files"), &list).ok()?;
    // Some targets drop the files if there is an empty text beside them.
    if !title.is_empty() {
        data.set_title(title);
    }
    if !text.is_empty() {
        data.set_text(text);
    }
    Some(data)
}
