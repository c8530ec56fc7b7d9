//! Places in a list as texts that sort: between any two there is always room for another.
//! Never in here: records, or what is being ordered. Rivals of such a text resolve silently (LEDGER 7).

/// The digits, in the order their bytes sort. A place is a fraction written in base 36 without its
/// leading `0.` and without trailing zeros, so that equal places are equal texts.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const TOP: u8 = 35;

/// Whether a text is a place: digits only, at least one, the last not zero.
pub fn is_place(text: &str) -> bool {
    !text.is_empty() && !text.ends_with('0') && text.bytes().all(|b| digit(b).is_some())
}

/// A place after `low` and before `high`; `None` for either means the end of the list.
///
/// Gives `None` where there is no such place: `low` is not before `high`, or one of them is not a
/// place. Appending or prepending `n` times costs about log n digits.
pub fn between(low: Option<&str>, high: Option<&str>) -> Option<String> {
    let read = |text: &str| -> Option<Vec<u8>> {
        is_place(text).then(|| text.bytes().filter_map(digit).collect())
    };
    let digits = match (low, high) {
        (None, None) => vec![TOP / 2 + 1],
        (Some(low), None) => after(&read(low)?),
        (None, Some(high)) => before(&read(high)?),
        (Some(low), Some(high)) if low < high => middle(&read(low)?, &read(high)?),
        (Some(_), Some(_)) => return None,
    };
    Some(written(&digits))
}

/// `count` places in order, evenly spread, for a list whose own places leave no room.
pub fn spread(count: usize) -> Vec<String> {
    // Two digits hold 1,295 places; each further digit 36 times more.
    let (mut room, mut width) = (36 * 36, 2);
    while room <= count {
        room *= 36;
        width += 1;
    }
    let step = room / (count + 1);
    let place = |nth: usize| {
        let mut rest = (nth + 1) * step;
        let mut digits = vec![0; width];
        for slot in digits.iter_mut().rev() {
            *slot = (rest % 36) as u8;
            rest /= 36;
        }
        written(&digits)
    };
    (0..count).map(place).collect()
}

fn digit(byte: u8) -> Option<u8> {
    let place = DIGITS.iter().position(|d| *d == byte)?;
    u8::try_from(place).ok()
}

fn written(digits: &[u8]) -> String {
    let used = digits
        .iter()
        .rposition(|d| *d != 0)
        .map_or(0, |last| last + 1);
    let chars = digits.iter().take(used);
    chars
        .filter_map(|d| char::from_digit(u32::from(*d), 36))
        .collect()
}

fn run(digits: &[u8], of: u8) -> usize {
    digits.iter().take_while(|d| **d == of).count()
}

/// `width` digits from `from` on, those past the end being zero.
fn block(digits: &[u8], from: usize, width: usize) -> Vec<u8> {
    let given = digits.iter().skip(from).copied();
    given.chain(std::iter::repeat(0)).take(width).collect()
}

/// The next place up: after k leading top digits, the k + 1 digits that follow count up. When their
/// first reaches the top, the leading run is longer and so is the next counter.
fn after(low: &[u8]) -> Vec<u8> {
    let lead = run(low, TOP);
    let mut counter = block(low, lead, lead + 1);
    for slot in counter.iter_mut().rev() {
        if *slot < TOP {
            *slot += 1;
            break;
        }
        *slot = 0;
    }
    let mut digits = vec![TOP; lead];
    digits.extend(counter);
    digits
}

/// The next place down, the same way with leading zeros.
fn before(high: &[u8]) -> Vec<u8> {
    let lead = run(high, 0);
    let mut counter = block(high, lead, lead + 1);
    // What follows the counter is dropped, which alone already goes down.
    let dropped = high.iter().skip(2 * lead + 1).any(|d| *d != 0);
    if !dropped {
        for slot in counter.iter_mut().rev() {
            if *slot > 0 {
                *slot -= 1;
                break;
            }
            *slot = TOP;
        }
    }
    let mut digits = vec![0; lead];
    if counter.first() == Some(&0) {
        digits.push(0);
        counter = vec![TOP; lead + 2];
    }
    digits.extend(counter);
    digits
}

/// Half way: the common digits, then the middle of the first that differ; where these are
/// neighbours, the lower one and then the middle of what is left above `low`.
fn middle(low: &[u8], high: &[u8]) -> Vec<u8> {
    let mut digits = Vec::new();
    let mut bounded = true;
    for at in 0.. {
        let below = low.get(at).copied().unwrap_or(0);
        let above = if bounded {
            high.get(at).copied().unwrap_or(0)
        } else {
            TOP + 1
        };
        let half = below.midpoint(above);
        if half > below {
            digits.push(half);
            break;
        }
        digits.push(below);
        bounded = bounded && below == above;
    }
    digits
}
