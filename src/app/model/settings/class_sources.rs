//! Which names class numbers have, remembered for the files where a person chose it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::mot::ClassSource;

/// For how many files it is remembered.
const MAX_FILES: usize = 200;

/// The chosen sources of class names of files, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClassSources(Vec<(PathBuf, ClassSource)>);

impl ClassSources {
    /// The source that was chosen for a file.
    pub fn of(&self, path: &Path) -> Option<&ClassSource> {
        self.0.iter().find(|(known, _)| known == path).map(|(_, source)| source)
    }

    /// Remembers the choice for a file, or forgets it. A path that is not Unicode cannot be stored. Such a choice is kept until
    /// the program ends.
    pub fn remember(&mut self, path: &Path, source: Option<ClassSource>) {
        self.0.retain(|(known, _)| known != path);
        if let Some(source) = source {
            self.0.insert(0, (path.to_owned(), source));
            self.0.truncate(MAX_FILES);
        }
    }

    /// The choices that can be stored.
    pub(super) fn storable(&self) -> Self {
        let is_storable = |(path, source): &&(PathBuf, ClassSource)| {
            let named = if let ClassSource::File(path, _) = source { path.to_str() } else { Some("") };
            path.to_str().is_some() && named.is_some()
        };
        Self(self.0.iter().filter(is_storable).cloned().collect())
    }

    /// With at most as many files as are kept, because a person may have edited the list.
    pub(super) fn sanitized(mut self) -> Self {
        self.0.truncate(MAX_FILES);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_for_a_file_is_kept_until_it_is_left_to_the_file_again() {
        let mut sources = ClassSources::default();
        let path = Path::new("/data/boxmot.txt");
        assert_eq!(sources.of(path), None);
        sources.remember(path, Some(ClassSource::Coco));
        sources.remember(Path::new("/data/b.txt"), Some(ClassSource::Numbers));
        sources.remember(path, Some(ClassSource::File("/data/classes.txt".into(), Some(1))));
        assert_eq!(sources.of(path), Some(&ClassSource::File("/data/classes.txt".into(), Some(1))));
        sources.remember(path, None);
        assert_eq!((sources.of(path), sources.0.len()), (None, 1));
        for at in 0..2 * MAX_FILES {
            sources.remember(&PathBuf::from(format!("/{at}")), Some(ClassSource::VisDrone));
        }
        assert_eq!(sources.0.len(), MAX_FILES);
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_stored_is_left_out_of_what_is() {
        use std::os::unix::ffi::OsStrExt as _;
        let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"/\xFF"));
        let mut sources = ClassSources::default();
        sources.remember(&odd, Some(ClassSource::Coco));
        sources.remember(Path::new("/a"), Some(ClassSource::File(odd.clone(), None)));
        sources.remember(Path::new("/b"), Some(ClassSource::Coco));
        assert_eq!((sources.0.len(), sources.storable().0.len()), (3, 1));
    }
}
