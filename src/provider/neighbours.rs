//! Values that a load has at hand beside its own: [`Neighbours`].

/// Takes values of other keys that a load has at hand. A [`DataProvider`](super::DataProvider) is given it in
/// [`load_with`](super::DataProvider::load_with).
///
/// A video is an example: to decode one frame, all frames since the key frame before it have to be decoded, too. A provider
/// that hands these over saves the loads of those that will be asked for.
///
/// What a cache does with an offer:
///
/// - It takes the value of a key that the newest plan names, and of the current key if that is waited for. The key must be
///   neither resident nor in flight, and its last load must not have failed. Any other offer is refused. So there is still
///   one load of a key at a time, and all callers share it.
/// - The capacity holds. A value that is taken replaces only values outside the wanted set: any of them if the plan wants
///   it, and otherwise those that are worth less. The value of the current key is never replaced.
/// - An offer may come from data that has changed since the load began. So once any key was
///   [invalidated](crate::PrefetchCache::invalidate), [refreshed](crate::PrefetchCache::refresh) or removed, further offers
///   of the loads that were in flight are refused.
/// - A value that is taken counts as [`prefetched`](crate::cache::CacheStats::prefetched), and as
///   [`used`](crate::cache::CacheStats::used) once it is asked for. It is no load, so loads per move are still the loads
///   carried out. [`neighbours`](crate::cache::CacheStats::neighbours) counts what was taken, and
///   [`neighbours_refused`](crate::cache::CacheStats::neighbours_refused) what was not.
pub trait Neighbours<V>: Sync {
    /// Whether the value of a key would be taken now. Ask before you make a value that costs time or memory.
    fn wants(&self, key: u64) -> bool;

    /// Offers the value of a key. It is dropped if it is not wanted.
    fn offer(&self, key: u64, value: V);
}

/// Takes nothing: for loads without a cache.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNeighbours;

impl<V> Neighbours<V> for NoNeighbours {
    fn wants(&self, _key: u64) -> bool {
        false
    }

    fn offer(&self, _key: u64, _value: V) {}
}
