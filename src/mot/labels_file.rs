//! The file `labels.txt`: class names that the labelling tool CVAT writes beside its boxes.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::line;

/// The class names of a `labels.txt` as CVAT writes it beside `gt.txt`: one name a line, the first for class 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LabelsFile(Vec<Arc<str>>);

impl LabelsFile {
    /// The most bytes that are read. No real list of classes is longer.
    pub(super) const MAX_BYTES: usize = 64 << 10;

    /// Reads the `labels.txt` beside a MOT file. `None` if there is none, or if it has no names or cannot be read.
    pub(super) fn beside(path: &Path) -> Option<Self> {
        let path = path.with_file_name("labels.txt");
        // Checked before it is opened: opening a pipe would wait until another program writes to it.
        if !fs::metadata(&path).ok()?.is_file() {
            return None;
        }
        Self::with_names(&Self::read(&path).ok()?)
    }

    /// The class names in these bytes. `None` if there are none.
    pub(super) fn with_names(bytes: &[u8]) -> Option<Self> {
        Some(Self::parse(bytes)).filter(|labels| labels.0.iter().any(|name| !name.is_empty()))
    }

    fn read(path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(Self::MAX_BYTES as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn parse(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        Self(line::lines(text).map(|(_, name)| String::from_utf8_lossy(line::trim(name)).into()).collect())
    }

    /// The name of the class with this number.
    pub(super) fn name(&self, number: f64) -> Option<&Arc<str>> {
        let is_place = number >= 1.0 && number % 1.0 == 0.0;
        // The cast turns a number that is too large into the greatest one, which is far beyond the list.
        is_place.then(|| self.0.get(number as usize - 1)).flatten().filter(|name| !name.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_the_names_of_the_classes_from_one_on() {
        let labels = LabelsFile::parse(b"\xEF\xBB\xBFperson \r\n\nfire \xFF engine");
        for (number, name) in
            [(1.0, Some("person")), (3.0, Some("fire \u{fffd} engine")), (2.0, None), (0.0, None), (4.0, None)]
        {
            assert_eq!(labels.name(number).map(|name| &**name), name, "{number}");
        }
        for number in [-1.0, 1.5, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(labels.name(number), None);
        }
    }
}
