//! Bytes of text files as text: UTF-8, UTF-16 and GB18030, told apart without guessing.
//! Never in here: what the text says.

use js_sys::Uint8Array;
use web_sys::{TextDecoder, TextDecoderOptions};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Gb18030,
}

/// The text and the encoding it was in; `None` if it is in none of them. A text that is valid
/// UTF-8 is UTF-8: GB18030 is only tried after, because nearly all bytes are valid in it. UTF-16 is
/// what Excel's "Unicode text" is, and always starts with its mark.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<(String, Encoding)> {
    let label = match bytes {
        [0xff, 0xfe, ..] => "utf-16le",
        [0xfe, 0xff, ..] => "utf-16be",
        _ => {
            let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            return match std::str::from_utf8(unmarked) {
                Ok(text) => Some((text.to_owned(), Encoding::Utf8)),
                Err(_) => strictly("gb18030", bytes).map(|text| (text, Encoding::Gb18030)),
            };
        }
    };
    strictly(label, bytes).map(|text| (text, Encoding::Utf16))
}

/// `None` at the first bytes that are not in this encoding.
fn strictly(label: &str, bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(label, &options).ok()?;
    decoder
        .decode_with_buffer_source(&Uint8Array::from(bytes))
        .ok()
}
