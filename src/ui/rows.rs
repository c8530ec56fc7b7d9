//! The rows of a table that stand on the page, kept up with what is in sight.
//! Which ones those are is arithmetic (`stand`); what a row shows is the table's.

use super::stand::{Heights, Stand};
use crate::browser::{Subscription, sight};
use leptos::html;
use leptos::prelude::*;

/// The rows of a table's body, the room before and after them included.
const ROWS: &str = "tbody > tr";
const HEADINGS: &str = "thead th";
const CELLS: &str = "th, td:not(.gap td)";

pub(super) struct Rows<K: Clone + Send + Sync + 'static> {
    all: Signal<Vec<K>>,
    wrap: NodeRef<html::Div>,
    /// The place of the first row that stands, and those that do.
    standing: RwSignal<(usize, Vec<K>)>,
    above: RwSignal<f64>,
    below: RwSignal<f64>,
    seen: StoredValue<Seen, LocalStorage>,
}

// Handles are copied whatever the keys are, which a derived impl would not say.
impl<K: Clone + Send + Sync + 'static> Clone for Rows<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Clone + Send + Sync + 'static> Copy for Rows<K> {}

/// What was seen of the page.
#[derive(Default)]
struct Seen {
    heights: Heights,
    stand: Stand,
    /// The rows in sight.
    sight: Stand,
    width: f64,
    /// Of a long list the columns are fixed: laying out a table whose columns follow its contents
    /// takes longer than making its rows.
    fixed: bool,
    /// The rows that were last looked through for words wider than their column.
    fitted: Stand,
    /// What the headings say is new.
    refit: bool,
    /// The next look is on its way.
    awaited: bool,
    printing: bool,
    _moves: Option<Subscription>,
}

impl<K: Clone + Send + Sync + 'static> Rows<K> {
    /// The rows of a table inside an element that may scroll.
    pub fn new(all: Signal<Vec<K>>, wrap: NodeRef<html::Div>) -> Self {
        let rows = Self {
            all,
            wrap,
            standing: RwSignal::new((0, Vec::new())),
            above: RwSignal::new(0.0),
            below: RwSignal::new(0.0),
            seen: StoredValue::new_local(Seen::default()),
        };
        rows.renew();
        Effect::new(move |before: Option<()>| {
            all.track();
            // The first ones stand already.
            if before.is_some() {
                rows.renew();
            }
            rows.look_soon();
        });
        Effect::new(move |_| {
            let Some(wrap) = wrap.get() else { return };
            let moves = sight::on_move(&wrap, move || rows.look_soon());
            let moves = moves.and(sight::on_print(move |printing| rows.print(printing)));
            rows.seen.update_value(|seen| seen._moves = Some(moves));
        });
        rows
    }

    /// Brings the row that a signal names into sight, each time it names another.
    pub fn follow(&self, goto: Signal<Option<usize>>) {
        let rows = *self;
        Effect::new(move |_| {
            let wrap = rows.wrap.get();
            if let (Some(wrap), Some(nth)) = (wrap, goto.get()) {
                let before = Stand { from: 0, to: nth };
                let height = rows.seen.try_with_value(|seen| seen.heights.of(before));
                sight::bring(&wrap, ROWS, height.unwrap_or_default());
                rows.look_soon();
            }
        });
    }

    pub fn from(&self) -> usize {
        self.standing.with(|(from, _)| *from)
    }

    pub fn standing(&self) -> Vec<K> {
        self.standing.with(|(_, keys)| keys.clone())
    }

    pub fn above(&self) -> Signal<f64> {
        self.above.into()
    }

    pub fn below(&self) -> Signal<f64> {
        self.below.into()
    }

    /// The list is another one.
    fn renew(&self) {
        let count = self.all.with_untracked(Vec::len);
        let stand = self.seen.try_update_value(|seen| {
            seen.heights.renew(count);
            match (seen.printing, seen.sight == Stand::default()) {
                (true, _) => Stand { from: 0, to: count },
                (false, true) => Stand::first(count),
                (false, false) => Stand::renewed(seen.sight, count),
            }
        });
        self.put(stand.unwrap_or_default());
    }

    fn put(&self, stand: Stand) {
        let count = self.all.with_untracked(Vec::len);
        let stand = stand.within(count);
        let Some((above, below)) = self.seen.try_update_value(|seen| {
            seen.stand = stand;
            let before = Stand {
                from: 0,
                to: stand.from,
            };
            let after = Stand {
                from: stand.to,
                to: count,
            };
            (seen.heights.of(before), seen.heights.of(after))
        }) else {
            return;
        };
        let keys = self.all.with_untracked(|all| {
            let keys = all.iter().skip(stand.from).take(stand.to - stand.from);
            keys.cloned().collect()
        });
        self.standing.set((stand.from, keys));
        self.above.set(above);
        self.below.set(below);
    }

    /// Looks before the next frame at what is in sight, however often it is asked for.
    fn look_soon(&self) {
        let rows = *self;
        let first = self
            .seen
            .try_update_value(|seen| !std::mem::replace(&mut seen.awaited, true));
        if first == Some(true) {
            request_animation_frame(move || rows.look());
        }
    }

    fn look(&self) {
        let wrap = self.wrap.try_get_untracked().flatten();
        let count = self.all.try_with_untracked(Vec::len);
        let (Some(wrap), Some(count)) = (wrap, count) else {
            return;
        };
        let tops = sight::tops(&wrap, ROWS);
        let shown = sight::shown(&wrap);
        let width = sight::width(&wrap);
        let next = self.seen.try_update_value(|seen| {
            seen.awaited = false;
            let other = width != seen.width || std::mem::take(&mut seen.refit);
            if other {
                seen.heights.forget();
                seen.width = width;
            }
            let begin = tops.first().copied().unwrap_or_default();
            // Between the room before and the room after stand exactly these rows.
            if let Some(tops) = tops
                .get(1..)
                .filter(|tops| tops.len() == seen.stand.len() + 1)
            {
                seen.heights.note(seen.stand.from, tops);
            }
            seen.sight = seen
                .heights
                .between(shown.top - begin, shown.bottom - begin);
            let next = match seen.printing {
                true => seen.stand,
                false => seen.stand.toward(seen.sight, count),
            };
            (other, next, next != seen.stand)
        });
        let Some((other, next, moves)) = next else {
            return;
        };
        let freed = self.fix_columns(count, other, !moves);
        if moves {
            self.put(next);
        }
        if moves || other || freed {
            self.look_soon();
        }
    }

    /// Says whether columns that were fixed are as wide as their contents want, for the next look.
    fn fix_columns(&self, count: usize, other: bool, rests: bool) -> bool {
        let Some(wrap) = self.wrap.try_get_untracked().flatten() else {
            return false;
        };
        let changed = self.seen.try_update_value(|seen| {
            let long = seen.stand.len() < count && !seen.printing;
            let narrow = rests && seen.fixed && seen.fitted != seen.stand && {
                seen.fitted = seen.stand;
                sight::overflows(&wrap, CELLS)
            };
            let fix = long && !other && !narrow;
            (std::mem::replace(&mut seen.fixed, fix) != fix).then_some(fix)
        });
        let Some(fix) = changed.flatten() else {
            return false;
        };
        sight::fix_columns(&wrap, HEADINGS, fix);
        !fix
    }

    /// The headings say something else, and want other widths.
    pub fn refit(&self) {
        self.seen.update_value(|seen| seen.refit = true);
        self.look_soon();
    }

    /// On paper all rows stand.
    fn print(&self, printing: bool) {
        let all = self.all.try_with_untracked(Vec::len);
        let stand = self.seen.try_update_value(|seen| {
            seen.printing = printing;
            seen.fixed &= !printing;
            let to = all.unwrap_or_default();
            if printing {
                Stand { from: 0, to }
            } else {
                seen.sight
            }
        });
        if let (Some(stand), Some(_)) = (stand, all) {
            // There is no further look before the page goes onto paper.
            if let Some(wrap) = self.wrap.try_get_untracked().flatten().filter(|_| printing) {
                sight::fix_columns(&wrap, HEADINGS, false);
            }
            self.put(stand);
            self.look_soon();
        }
    }
}
