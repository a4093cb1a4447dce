//! Who leaves next: the least worth keeping first, found once for many evictions.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::value::Entry;

/// How many are found at once. Finding them looks at all that is resident, so it must not be done for each eviction.
const AT_ONCE: usize = 16;

/// How much an entry is worth keeping. The order of the fields is the order in which they decide.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    wanted: bool,
    worth: f64,
    retention: f64,
    inserted: u64,
    pub(super) key: u64,
}

impl Standing {
    pub(super) fn of<V>(key: u64, entry: &Entry<V>) -> Self {
        Self { wanted: entry.wanted, worth: entry.worth, retention: entry.retention(), inserted: entry.inserted, key }
    }

    fn compare(&self, other: &Self) -> Ordering {
        (self.wanted.cmp(&other.wanted))
            .then(self.worth.total_cmp(&other.worth))
            .then(self.retention.total_cmp(&other.retention))
            .then(self.inserted.cmp(&other.inserted))
    }
}

/// The resident keys that are least worth keeping, as long as nothing changes what they are worth.
#[derive(Debug, Default)]
pub(super) struct Victims {
    /// The next to leave comes last.
    order: Vec<Standing>,
    /// Whether it is known at all.
    known: bool,
    /// Whether everything resident is in it.
    whole: bool,
}

impl Victims {
    /// Something changed what entries are worth.
    pub(super) fn forget(&mut self) {
        self.known = false;
    }

    /// Finds at least so many, if there are.
    pub(super) fn find<V>(&mut self, count: usize, entries: &FxHashMap<u64, Entry<V>>) {
        if self.known && (self.whole || self.order.len() >= count) {
            return;
        }
        self.order.clear();
        self.order.extend(entries.iter().map(|(&key, entry)| Standing::of(key, entry)));
        let wish = count.saturating_mul(2).max(AT_ONCE);
        self.whole = wish >= self.order.len();
        if !self.whole {
            self.order.select_nth_unstable_by(wish, Standing::compare);
            self.order.truncate(wish);
        }
        self.order.sort_unstable_by(|a, b| b.compare(a));
        self.known = true;
    }

    /// Those found, the next to leave first.
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.order.iter().rev().map(|standing| standing.key)
    }

    /// An entry came in.
    pub(super) fn add<V>(&mut self, key: u64, entry: &Entry<V>) {
        if !self.known {
            return;
        }
        let standing = Standing::of(key, entry);
        let at = self.order.partition_point(|other| other.compare(&standing).is_gt());
        // What belongs beyond the last one found is not known to be the next one there.
        if at > 0 || self.whole {
            self.order.insert(at, standing);
        }
    }

    /// An entry left.
    pub(super) fn remove(&mut self, key: u64) {
        if self.known
            && let Some(at) = self.order.iter().rposition(|standing| standing.key == key)
        {
            self.order.remove(at);
        }
    }
}
