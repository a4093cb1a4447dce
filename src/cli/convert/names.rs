//! Names of class numbers from a file.

use crate::shown::ShowPath as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// The most bytes of a list of names that are read.
const MAX_BYTES: u64 = 1 << 20;

/// The names of class numbers.
#[derive(Debug)]
pub(super) struct Names {
    names: Vec<String>,
    /// The number of the first name.
    first: i64,
}

impl Names {
    /// Reads a file with one name a line.
    pub(super) fn read(path: &Path, first: i64) -> Result<Self, String> {
        let failed = |error| format!("{}: {error}", path.shown());
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(format!("{}: this is not a file", path.shown()));
        }
        let mut bytes = Vec::new();
        File::open(path).and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes)).map_err(failed)?;
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let names: Vec<String> = text.lines().map(|name| name.trim().to_owned()).collect();
        if names.iter().all(String::is_empty) {
            return Err(format!("{}: it has no names", path.shown()));
        }
        Ok(Self { names, first })
    }

    /// The name of a class number.
    pub(super) fn of(&self, number: i64) -> Option<&str> {
        let at = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.names.get(at).map(String::as_str).filter(|name| !name.is_empty())
    }
}
