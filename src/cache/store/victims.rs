//! The next victims: the entries that are least worth keeping.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::value::Entry;

/// How many victims are found at once, at least. The search looks at all entries, so it must not run for each eviction.
const AT_ONCE: usize = 16;

/// How much an entry is worth keeping. The first field decides, the next one decides among equals, and so on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    wanted: bool,
    worth: f64,
    retention: f64,
    inserted: u64,
    pub(super) key: u64,
}

impl Standing {
    /// The standing of an entry.
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

/// The entries that are least worth keeping. Valid until something changes what entries are worth.
#[derive(Debug, Default)]
pub(super) struct Victims {
    /// The next victim comes last.
    order: Vec<Standing>,
    /// Whether `order` is valid.
    known: bool,
    /// Whether `order` contains all entries.
    whole: bool,
}

impl Victims {
    /// Makes the order invalid, because something changed what entries are worth.
    pub(super) fn forget(&mut self) {
        self.known = false;
    }

    /// Finds at least `count` victims, or all entries if there are fewer.
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

    /// The victims found, the next one first.
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.order.iter().rev().map(|standing| standing.key)
    }

    /// Notes that an entry was admitted.
    pub(super) fn add<V>(&mut self, key: u64, entry: &Entry<V>) {
        if !self.known {
            return;
        }
        let standing = Standing::of(key, entry);
        let at = self.order.partition_point(|other| other.compare(&standing).is_gt());
        // Behind the last victim found there may be other entries, so the new one has no known position there.
        if at > 0 || self.whole {
            self.order.insert(at, standing);
        }
    }

    /// Notes that an entry has left.
    pub(super) fn remove(&mut self, key: u64) {
        if self.known
            && let Some(at) = self.order.iter().rposition(|standing| standing.key == key)
        {
            self.order.remove(at);
        }
    }
}
