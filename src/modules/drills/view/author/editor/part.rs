//! A part of the scenario that is read and written in place: a value, and where it goes when it changes.
//! Never in here: fields to type into, what any part is for.

use leptos::prelude::*;

/// Reading it follows what is kept; putting a value keeps it as one act.
pub struct Part<T: Send + Sync + 'static> {
    value: Signal<T>,
    put: Callback<T>,
}

// Handles are copied, whatever the value is.
impl<T: Send + Sync> Clone for Part<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Part<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Part<T> {
    pub fn new(value: impl Into<Signal<T>>, put: impl Fn(T) + Send + Sync + 'static) -> Self {
        Self {
            value: value.into(),
            put: Callback::new(put),
        }
    }

    pub fn get(self) -> T {
        self.value.get()
    }

    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.value.with(read)
    }

    pub fn put(self, value: T) {
        if self.value.with_untracked(|known| *known != value) {
            self.put.run(value);
        }
    }

    /// Changes it in place.
    pub fn change(self, change: impl FnOnce(&mut T)) {
        let mut value = self.value.get_untracked();
        change(&mut value);
        self.put(value);
    }

    /// What is read of it, as a signal.
    pub fn read<U: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&T) -> U + Send + Sync + 'static,
    ) -> Signal<U> {
        Memo::new(move |_| self.value.with(&read)).into()
    }

    /// A part of this part.
    pub fn of<U: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&T) -> U + Send + Sync + 'static,
        write: impl Fn(&mut T, U) + Send + Sync + 'static,
    ) -> Part<U> {
        Part::new(self.read(read), move |value| {
            self.change(|whole| write(whole, value));
        })
    }
}

impl<T: Clone + PartialEq + Send + Sync + Default + 'static> Part<Vec<T>> {
    /// One item; what is put where there is none any more is lost.
    pub fn item(self, nth: usize) -> Part<T> {
        self.of(
            move |all| all.get(nth).cloned().unwrap_or_default(),
            move |all, item| {
                if let Some(known) = all.get_mut(nth) {
                    *known = item;
                }
            },
        )
    }

    pub fn remove(self, nth: usize) {
        self.change(|all| {
            if nth < all.len() {
                all.remove(nth);
            }
        });
    }
}

/// A member of a part, by its name.
macro_rules! member {
    ($part:expr, $($member:ident).+) => {
        $part.of(
            |whole| whole.$($member).+.clone(),
            |whole, value| whole.$($member).+ = value,
        )
    };
}
pub(super) use member;
