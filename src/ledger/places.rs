//! Where each change stands in the set, by its id.
//! What the changes say is not looked at.

use rustc_hash::FxHashMap;

use super::{ChangeId, WriterId};

/// Writers count from 0, so a writer's places are a plain list by count. Counts far beyond how many
/// changes of the writer are here, which gaps and forgers make, are kept apart.
#[derive(Default)]
pub(super) struct Places {
    writers: FxHashMap<WriterId, Near>,
    far: FxHashMap<ChangeId, u32>,
}

#[derive(Default)]
struct Near {
    used: usize,
    places: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl Near {
    fn get(&self, seq: u32) -> Option<&u32> {
        self.places.get(seq as usize).filter(|&&at| at != FREE)
    }

    /// `false` where the count is too far off for a list.
    fn put(&mut self, seq: u32, place: u32) -> bool {
        let seq = seq as usize;
        if seq >= self.places.len() {
            if seq > 4 * self.used + 64 {
                return false;
            }
            self.places.resize(seq + 1, FREE);
        }
        if let Some(free) = self.places.get_mut(seq) {
            *free = place;
        }
        self.used += 1;
        true
    }
}

impl Places {
    pub fn get(&self, id: ChangeId) -> Option<&u32> {
        let near = self.writers.get(&id.writer);
        let near = near.and_then(|near| near.get(id.seq));
        near.or_else(|| self.far.get(&id))
    }

    /// Notes the place of a change, unless its id has one, which is given back.
    pub fn put(&mut self, id: ChangeId, place: u32) -> Option<u32> {
        let near = self.writers.entry(id.writer).or_default();
        let known = near.get(id.seq).or_else(|| {
            let far = &self.far;
            (!far.is_empty()).then(|| far.get(&id)).flatten()
        });
        if known.is_some() {
            return known.copied();
        }
        if !near.put(id.seq, place) {
            self.far.insert(id, place);
        }
        None
    }
}
