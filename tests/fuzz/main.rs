//! Fuzz targets, driven on stable Rust by mutations of a corpus.
//!
//! A target is a function of bytes that panics if a promise is broken; each has a file of its own. Its inputs follow from
//! the numbers 0, 1, 2, … and a seed, so a run on another machine tries the same ones (with `MOTSCOPE_SHARED`, the corpus
//! has heads of real files too). An input that fails is printed as a byte string, and once more after
//! it has been made as short as possible. `cargo test` tries some thousand inputs; more of them, by hand:
//!
//! ```sh
//! MOTSCOPE_FUZZ_RUNS=1000000 MOTSCOPE_FUZZ_SEED=7 cargo test --release --test fuzz
//! ```
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/alloc.rs"]
mod alloc;
#[path = "../support/mot_compare.rs"]
mod mot_compare;
#[path = "../support/mot_naive.rs"]
mod mot_naive;

mod corpus;
mod documents;
mod driver;
mod frames_equal_naive;
mod minimise;
mod mutate;
mod open_any;
mod random;
mod row_roundtrip;

#[global_allocator]
static COUNTING: alloc::Counting = alloc::Counting;

#[test]
fn anything_opens_or_is_refused_in_bounded_memory() {
    driver::drive("open_any", open_any::target, 4000);
}

#[test]
fn documents_read_alike_from_memory_and_from_disk_and_all_that_is_no_box_is_told() {
    driver::drive_from("documents", documents::target, 4000, &corpus::documents());
}

#[test]
fn frames_and_summary_are_those_of_the_naive_reader() {
    driver::drive("frames_equal_naive", frames_equal_naive::target, 4000);
}

#[test]
fn rows_read_back_as_they_are_written() {
    driver::drive("row_roundtrip", row_roundtrip::target, 4000);
}
