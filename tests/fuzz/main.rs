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
#[path = "../support/archives.rs"]
mod archives;
#[path = "../support/mot_compare.rs"]
mod mot_compare;
#[path = "../support/mot_naive.rs"]
mod mot_naive;
#[cfg(feature = "gui")]
#[path = "../support/storage.rs"]
mod storage;
#[path = "../support/tiff_file.rs"]
mod tiff_file;

mod corpus;
mod documents;
mod driver;
mod frames_equal_naive;
mod minimise;
mod mutate;
mod open_any;
mod picture_corpus;
mod pictures_any;
mod random;
mod row_roundtrip;
#[cfg(feature = "gui")]
mod settings;
mod small_texts;

#[global_allocator]
static COUNTING: alloc::Counting = alloc::Counting;

#[test]
fn anything_opens_or_is_refused_in_bounded_memory() {
    driver::drive("open_any", open_any::target, 4000);
}

#[test]
fn any_archive_opens_or_is_refused_in_bounded_memory() {
    driver::drive_on("archives", open_any::target, 1500, corpus::archives);
}

#[test]
fn any_seqinfo_is_read_line_by_line() {
    driver::drive_on("seqinfo", small_texts::seqinfo, 4000, small_texts::seqinfos);
}

#[test]
fn any_trace_is_read_exactly_or_refused_with_a_line() {
    driver::drive_on("trace", small_texts::trace, 4000, small_texts::traces);
}

#[test]
fn any_file_of_hints_is_read_or_refused() {
    driver::drive_on("hints", small_texts::hints, 4000, small_texts::all_hints);
}

#[cfg(feature = "gui")]
#[test]
fn any_settings_are_read_in_bounded_memory_and_read_back() {
    driver::drive_on("settings", settings::target, 2000, settings::corpus);
}

#[test]
fn any_picture_file_is_shown_or_refused_in_bounded_memory() {
    driver::drive_on("pictures_any", pictures_any::target, 3000, picture_corpus::all);
}

#[test]
fn documents_read_alike_from_memory_and_from_disk_and_all_that_is_no_box_is_told() {
    driver::drive_on("documents", documents::target, 4000, corpus::documents);
}

#[test]
fn frames_and_summary_are_those_of_the_naive_reader() {
    driver::drive("frames_equal_naive", frames_equal_naive::target, 4000);
}

#[test]
fn rows_read_back_as_they_are_written() {
    driver::drive("row_roundtrip", row_roundtrip::target, 4000);
}
