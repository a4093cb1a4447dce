//! Vectors of many megabytes whose memory the system gives out in large pages.
//!
//! The first write to each page of new memory enters the system. With pages of 4 kB, an index of millions of entries spends
//! more time there than with its entries.

/// The size of a large page in bytes.
const PAGE: usize = 2 << 20;

/// An empty vector with room for `count` values that will all be written.
pub(super) fn vec_for<T>(count: usize) -> Vec<T> {
    let mut values = Vec::with_capacity(count);
    let bytes = values.spare_capacity_mut();
    let (start, length) = (bytes.as_mut_ptr() as usize, size_of_val(bytes));
    let first = start.next_multiple_of(PAGE);
    let end = (start + length) / PAGE * PAGE;
    if end > first {
        advise(first, end - first);
    }
    values
}

/// Asks for large pages. Without them, everything works as well and takes longer.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "advice about memory has no safe interface")]
fn advise(start: usize, bytes: usize) {
    // SAFETY: the range lies in memory of the caller. The advice changes neither its contents nor who may access it.
    unsafe { libc::madvise(start as *mut libc::c_void, bytes, libc::MADV_HUGEPAGE) };
}

#[cfg(not(target_os = "linux"))]
fn advise(_start: usize, _bytes: usize) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_of_any_length_is_filled_and_dropped() {
        for count in [0, 1, PAGE / 8 - 1, PAGE / 8, PAGE / 4 + 1, PAGE] {
            let mut values: Vec<u64> = vec_for(count);
            assert!(values.is_empty() && values.capacity() >= count);
            values.extend(0..count as u64);
            assert!(values.iter().copied().eq(0..count as u64));
        }
    }
}
