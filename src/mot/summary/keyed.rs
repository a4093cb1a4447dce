//! Hash tables whose integer keys come from a file.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

/// A hash table with integer keys.
pub(super) type KeyedMap<V> = HashMap<u64, V, Keyed>;

/// Hashes an integer by one multiplication, with two random numbers as a key. The key differs in each run of the program, so
/// nobody can write a file whose ids all have one hash, which would make the pass extremely slow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keyed {
    mask: u64,
    factor: u64,
}

impl Default for Keyed {
    fn default() -> Self {
        static KEYS: OnceLock<Keyed> = OnceLock::new();
        *KEYS.get_or_init(|| {
            let random = || RandomState::new().hash_one(0);
            Self { mask: random(), factor: random() | 1 }
        })
    }
}

impl Keyed {
    /// The hash of an integer.
    #[inline]
    pub(super) fn hash_of(self, key: u64) -> u64 {
        let mut hasher = self.build_hasher();
        hasher.write_u64(key);
        hasher.finish()
    }
}

impl BuildHasher for Keyed {
    type Hasher = KeyedHasher;

    fn build_hasher(&self) -> KeyedHasher {
        KeyedHasher { keys: *self, hash: 0 }
    }
}

/// The hasher that [`Keyed`] makes.
pub(super) struct KeyedHasher {
    keys: Keyed,
    hash: u64,
}

impl Hasher for KeyedHasher {
    #[inline]
    fn write_u64(&mut self, key: u64) {
        let product = u128::from(key ^ self.keys.mask ^ self.hash) * u128::from(self.keys.factor);
        self.hash = product as u64 ^ (product >> 64) as u64;
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn finish(&self) -> u64 {
        self.hash
    }
}
