//! What a person chose for a file or folder, remembered for its path.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::mot::{ClassSource, Roles};
use crate::sequence::PicturePairing;

/// For how many paths a choice is remembered.
const MAX_PATHS: usize = 200;

/// The choices for paths, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChoiceByPath<T>(Vec<(PathBuf, T)>);

/// Which picture a frame shows.
pub type Pairings = ChoiceByPath<PicturePairing>;
/// Which names class numbers have.
pub type ClassSources = ChoiceByPath<ClassSource>;
/// What the columns of a text mean.
pub type ColumnRoles = ChoiceByPath<Roles>;

impl<T> Default for ChoiceByPath<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ChoiceByPath<T> {
    /// The choice for a path.
    pub fn of(&self, path: &Path) -> Option<&T> {
        self.0.iter().find(|(known, _)| known == path).map(|(_, choice)| choice)
    }

    /// Remembers the choice for a path, or forgets it. A path that is not Unicode cannot be stored. Its choice is kept until
    /// the program ends.
    pub fn remember(&mut self, path: &Path, choice: Option<T>) {
        self.0.retain(|(known, _)| known != path);
        if let Some(choice) = choice {
            self.0.insert(0, (path.to_owned(), choice));
            self.0.truncate(MAX_PATHS);
        }
    }

    /// With at most as many paths as are kept, because a person may have edited the list.
    pub(super) fn sanitized(mut self) -> Self {
        self.0.truncate(MAX_PATHS);
        self
    }
}

impl<T: Clone> ChoiceByPath<T> {
    /// The choices that can be stored. `is_storable` says it of a choice alone.
    pub(super) fn storable(&self, is_storable: impl Fn(&T) -> bool) -> Self {
        let kept = self.0.iter().filter(|(path, choice)| path.to_str().is_some() && is_storable(choice));
        Self(kept.cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_for_a_path_is_kept_until_it_is_forgotten() {
        let mut sources = ClassSources::default();
        let path = Path::new("/data/boxmot.txt");
        assert_eq!(sources.of(path), None);
        sources.remember(path, Some(ClassSource::Coco));
        sources.remember(Path::new("/data/b.txt"), Some(ClassSource::Numbers));
        sources.remember(path, Some(ClassSource::File("/data/classes.txt".into(), Some(1))));
        assert_eq!(sources.of(path), Some(&ClassSource::File("/data/classes.txt".into(), Some(1))));
        sources.remember(path, None);
        assert_eq!((sources.of(path), sources.0.len()), (None, 1));
        for at in 0..2 * MAX_PATHS {
            sources.remember(&PathBuf::from(format!("/{at}")), Some(ClassSource::VisDrone));
        }
        assert_eq!(sources.0.len(), MAX_PATHS);
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_stored_is_left_out_of_what_is() {
        use std::os::unix::ffi::OsStrExt as _;
        let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"/\xFF"));
        let mut pairings = Pairings::default();
        pairings.remember(&odd, Some(PicturePairing::Order));
        pairings.remember(Path::new("/a"), Some(PicturePairing::Offset(3)));
        pairings.remember(Path::new("/b"), Some(PicturePairing::Order));
        let stored = pairings.storable(|pairing| *pairing == PicturePairing::Order);
        assert_eq!((pairings.0.len(), stored.0.len()), (3, 1));
    }
}
