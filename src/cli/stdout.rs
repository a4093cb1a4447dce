//! The answer of a subcommand on standard output.

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::shown::printable;
use crate::stderr;

/// Writes a text to standard output, with control characters in names escaped. Returns the exit code that follows from it.
pub(super) fn print(text: &str) -> ExitCode {
    match io::stdout().lock().write_all(printable(text).as_bytes()) {
        // A closed pipe is no failure: a reader such as `head` has all that it wants.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            stderr::message(format_args!("cannot write to standard output: {error}"));
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
