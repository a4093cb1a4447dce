//! The real program, subcommand by subcommand.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/archives.rs"]
mod archives;
mod export;
#[cfg(unix)]
#[path = "../support/ffmpeg.rs"]
mod ffmpeg;
mod info;
mod info_of_sequences;
mod replay;
