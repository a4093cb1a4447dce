//! Reading and writing MOT files: what a line means, what an archive holds, and what becomes of a file that changes.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::format_collect)]

mod archive;
mod archived_documents;
#[path = "../support/archives.rs"]
mod archives;
mod changing;
mod documents;
mod formats;
mod generate;
mod guesses;
mod masks;
mod misreadings;
#[path = "../support/mot_compare.rs"]
mod mot_compare;
#[path = "../support/mot_naive.rs"]
mod mot_naive;
mod points;
mod reader;
mod rules;
#[path = "../support/shared.rs"]
mod shared;
mod shared_data;
mod spreadsheets;
mod tables;
