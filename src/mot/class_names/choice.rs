//! The choice of the user: which names the class numbers of a file have.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::data_sets::ClassNames;
use super::list::{ClassList, ClassListError};

/// Where the names of class numbers come from, if the user says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassSource {
    /// Numbers have no names.
    Numbers,
    /// The names of [`ClassNames::Mot17`].
    Mot17,
    /// The names of [`ClassNames::Coco`].
    Coco,
    /// The names of [`ClassNames::CocoJson`].
    CocoJson,
    /// The names of [`ClassNames::VisDrone`].
    VisDrone,
    /// The names in a file, and the number of the first one. Without a number, the name of the file decides: see
    /// [`ClassList::read`].
    File(PathBuf, Option<i64>),
}

impl ClassSource {
    /// The source that this word on the command line stands for: `none`, `mot17`, `coco`, `coco-json` and `visdrone`. Any other
    /// word is the path of a file.
    pub fn named(word: PathBuf) -> Self {
        match word.to_str() {
            Some("none") => Self::Numbers,
            Some("mot17") => Self::Mot17,
            Some("coco") => Self::Coco,
            Some("coco-json") => Self::CocoJson,
            Some("visdrone") => Self::VisDrone,
            _ => Self::File(word, None),
        }
    }

    /// Reads the names.
    ///
    /// # Errors
    /// If the file cannot be read, or names no class.
    pub fn read(&self) -> Result<ClassChoice, ClassListError> {
        Ok(ClassChoice::DataSet(match self {
            Self::Numbers => ClassNames::Own,
            Self::Mot17 => ClassNames::Mot17,
            Self::Coco => ClassNames::Coco,
            Self::CocoJson => ClassNames::CocoJson,
            Self::VisDrone => ClassNames::VisDrone,
            Self::File(path, first) => return ClassList::read(path, *first).map(Arc::new).map(ClassChoice::List),
        }))
    }
}

/// The names that class numbers have, if the user says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClassChoice {
    /// The names of a data set; numbers without names for [`ClassNames::Own`].
    DataSet(ClassNames),
    /// The names of a list.
    List(Arc<ClassList>),
}

impl ClassChoice {
    /// The name of a class number.
    pub fn name(&self, number: i64) -> Option<Cow<'static, str>> {
        match self {
            Self::DataSet(names) => names.name(number).map(Cow::Borrowed),
            Self::List(list) => list.name(number).map(|name| Cow::Owned(name.to_string())),
        }
    }

    /// The list of names, if it is one.
    pub(in crate::mot) fn list(&self) -> Option<&Arc<ClassList>> {
        match self {
            Self::DataSet(_) => None,
            Self::List(list) => Some(list),
        }
    }

    /// The data set whose names are used.
    pub(in crate::mot) fn data_set(&self) -> ClassNames {
        match self {
            Self::DataSet(names) => *names,
            Self::List(_) => ClassNames::Own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_a_data_set_or_a_path() {
        let named = |word: &str| ClassSource::named(word.into());
        assert_eq!(named("coco").read().unwrap().name(2).as_deref(), Some("car"));
        assert_eq!(named("coco-json").read().unwrap().name(3).as_deref(), Some("car"));
        assert_eq!(named("none").read().unwrap().name(1), None);
        assert_eq!(named("./coco"), ClassSource::File("./coco".into(), None));
        assert!(named("no-such-file").read().unwrap_err().to_string().starts_with("no-such-file: "));
    }
}
