//! Documents inside a JSON file: bytes as base64 text and back (RFC 4648, padded).
//! Never in here: lenient reading; a text that another writer would write differently is refused.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            if place > chunk.len() {
                text.push('=');
            } else {
                let six = (bits >> (18 - 6 * place)) as usize & 63;
                text.extend(ALPHABET.get(six).map(|&b| char::from(b)));
            }
        }
    }
    text
}

pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes();
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let padding = text.iter().rev().take_while(|&&b| b == b'=').count();
    if padding > 2 {
        return None;
    }
    let digits = text.get(..text.len() - padding)?;
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in digits.chunks(4) {
        let mut bits = 0u32;
        for &digit in chunk {
            bits = bits << 6 | u32::from(value(digit)?);
        }
        bits <<= 6 * (4 - chunk.len());
        let [_, high, middle, low] = bits.to_be_bytes();
        let whole = [high, middle, low];
        let (kept, rest) = whole.split_at_checked(chunk.len() - 1)?;
        if rest.iter().any(|&b| b != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn bytes_come_back_from_their_text() {
        let texts = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="];
        let plain: [&[u8]; 5] = [b"", b"f", b"fo", b"foo", b"foob"];
        for (bytes, text) in plain.into_iter().zip(texts) {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes));
        }
    }

    #[test]
    fn text_that_is_not_exactly_base64_is_refused() {
        for text in ["Z", "Zg=", "Zh==", "Zg==Zg==", "====", "Z===", "Zm9\n"] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }
}
