//! Messages on standard error, for the command line and for the start of the window. Control characters in names are escaped.

use std::fmt::Display;
use std::io::{self, Write as _};

use crate::shown::printable;

/// Writes one line. If it cannot be written there is no other place to report that, so the failure is ignored.
#[cfg(feature = "cli")]
pub(crate) fn line(text: impl Display) {
    let _ = writeln!(io::stderr(), "{}", printable(&text.to_string()));
}

/// Writes a warning or an error as one line that begins with the name of the program.
#[cfg_attr(not(any(feature = "cli", feature = "gui")), allow(dead_code))]
pub(crate) fn message(text: impl Display) {
    let _ = writeln!(io::stderr(), "motscope: {}", printable(&text.to_string()));
}
