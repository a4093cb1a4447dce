//! Lists that are used again.

/// Makes a list of `length` equal values in the memory that it has.
pub(super) fn refill<T: Clone>(list: &mut Vec<T>, length: usize, value: T) {
    list.clear();
    list.resize(length, value);
}
