//! The real program, subcommand by subcommand.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::process::{Command, Output};

#[path = "../support/archives.rs"]
mod archives;
mod class_names;
mod convert;
mod errors_ahead;
mod eval;
mod eval_told;
mod expected;
#[path = "../support/expected_cases.rs"]
mod expected_cases;
mod export;
#[cfg(unix)]
#[path = "../support/ffmpeg.rs"]
mod ffmpeg;
mod generate;
mod info;
mod info_of_sequences;
mod packaging;
mod replay;
#[path = "../support/shared.rs"]
mod shared;
mod told;
mod videos;
mod workspace;

/// Runs the program.
fn motscope(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_motscope")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn help_has_examples_everywhere() {
    for arguments in
        [&["--help"][..], &["info", "--help"], &["convert", "--help"], &["eval", "--help"], &["generate", "--help"]]
    {
        let output = motscope(arguments);
        assert!(output.status.success() && text(&output.stdout).contains("Examples:"), "{arguments:?}");
    }
}
