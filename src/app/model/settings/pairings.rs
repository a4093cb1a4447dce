//! Which picture a frame shows, remembered for the files where a person chose it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::sequence::PicturePairing;

/// For how many files it is remembered.
const MAX_FILES: usize = 200;

/// The chosen pairings of files and folders, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pairings(Vec<(PathBuf, PicturePairing)>);

impl Pairings {
    /// The pairing that was chosen for a path.
    pub fn of(&self, path: &Path) -> PicturePairing {
        self.0.iter().find(|(known, _)| known == path).map(|(_, pairing)| *pairing).unwrap_or_default()
    }

    /// Remembers the choice for a path. The automatic one is that of all other paths, so it is not kept. A path that is not
    /// Unicode cannot be stored.
    pub fn remember(&mut self, path: &Path, pairing: PicturePairing) {
        self.0.retain(|(known, _)| known != path);
        if pairing != PicturePairing::Automatic && path.to_str().is_some() {
            self.0.insert(0, (path.to_owned(), pairing));
            self.0.truncate(MAX_FILES);
        }
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
    fn the_choice_for_a_file_is_kept_until_it_is_automatic_again() {
        let mut pairings = Pairings::default();
        let path = Path::new("/data/gt.txt");
        assert_eq!(pairings.of(path), PicturePairing::Automatic);
        pairings.remember(path, PicturePairing::Order);
        pairings.remember(Path::new("/data/b.txt"), PicturePairing::Offset(3));
        pairings.remember(path, PicturePairing::Offset(-1));
        assert_eq!(pairings.of(path), PicturePairing::Offset(-1));
        pairings.remember(path, PicturePairing::Automatic);
        assert_eq!((pairings.of(path), pairings.0.len()), (PicturePairing::Automatic, 1));
        for at in 0..2 * MAX_FILES {
            pairings.remember(&PathBuf::from(format!("/{at}")), PicturePairing::Order);
        }
        assert_eq!(pairings.0.len(), MAX_FILES);
    }
}
