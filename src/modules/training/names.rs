//! Names from a list held against people: the same name is the person, a similar one is a suggestion.
//! Never in here: choosing among suggestions; that is a person's.

use crate::exchange::table::fold;
use crate::ledger::RecordId;

/// Who a written name may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// One person has this very name, blanks, case and width aside.
    Is(RecordId),
    /// Nobody or several have it: those with the same or a similar one, the nearest first.
    Perhaps(Vec<RecordId>),
    Nobody,
}

/// So many suggestions are enough to choose from.
const MOST: usize = 5;

/// Held against everybody, under the names they go by.
#[must_use]
pub fn matching(written: &str, people: &[(RecordId, String)]) -> Match {
    let wanted = fold(written);
    if wanted.is_empty() {
        return Match::Nobody;
    }
    let words = words(written);
    let mut near: Vec<(usize, &RecordId)> = people
        .iter()
        .filter_map(|(id, name)| Some((distance(&wanted, &words, name)?, id)))
        .collect();
    near.sort();
    let same: Vec<&RecordId> = near.iter().filter(|n| n.0 == 0).map(|n| n.1).collect();
    match (same.as_slice(), near.is_empty()) {
        ([only], _) => Match::Is((*only).clone()),
        (_, true) => Match::Nobody,
        _ => Match::Perhaps(near.into_iter().take(MOST).map(|n| n.1.clone()).collect()),
    }
}

/// 0: the same; `None`: too far apart to be named.
fn distance(wanted: &str, wanted_words: &[String], name: &str) -> Option<usize> {
    let own = fold(name);
    if own.is_empty() {
        return None;
    }
    if own == wanted {
        return Some(0);
    }
    // "Lin, Mei" for "Mei Lin".
    let own_words = words(name);
    if wanted_words.len() > 1 && own_words == *wanted_words {
        return Some(1);
    }
    let (a, b): (Vec<char>, Vec<char>) = (wanted.chars().collect(), own.chars().collect());
    let shorter = a.len().min(b.len());
    // 李伟 in 李伟（采购部）, and a name without the second given name.
    let contained = shorter >= 2 && (wanted.contains(&own) || own.contains(wanted));
    if contained {
        return Some(1 + a.len().abs_diff(b.len()).min(3));
    }
    let ideographs = own.chars().any(|c| c as u32 >= 0x2E80);
    let allowed = match (ideographs, shorter) {
        (true, 0..2) | (false, 0..4) => 0,
        (true, _) | (false, 4..8) => 1,
        (false, _) => 2,
    };
    let steps = steps(&a, &b);
    (steps <= allowed).then_some(1 + steps)
}

/// The words of a name, sorted.
fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<String> = parts.map(fold).filter(|w| !w.is_empty()).collect();
    words.sort();
    words
}

/// Levenshtein's distance, in which two neighbours that were swapped are one step.
fn steps(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at =
                |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&last, j) + usize::from(x != y);
            let mut best = changed.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}
