//! Random bits from the browser, for ids.
//! Never in here: the text form of ids, secrets, random numbers for anything that is replayed.

use crate::ledger::WriterId;

/// A writer of one's own for this page load.
#[must_use]
pub fn writer() -> WriterId {
    WriterId(u64::from_le_bytes(bytes()))
}

/// For a record's id or a profile's.
#[must_use]
pub fn u128() -> u128 {
    u128::from_le_bytes(bytes())
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        // Ids only have to differ from each other, which the plain generator of a browser without
        // crypto (there is none among those that run WebAssembly) still gives.
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}
