//! What is converted: a file of boxes, found as everywhere else.

use super::args::ConvertArgs;
use crate::cli::info::UnreadFile;
use crate::mot::{ClassChoice, ClassNames, MotFile, OpenOptions, Progress};
use crate::sequence::{PathContent, find, open_text};
use crate::shown::ShowPath as _;

/// The opened input.
pub(super) struct Source {
    pub(super) file: MotFile,
    /// The name of the video.
    pub(super) name: String,
}

impl Source {
    /// Opens the input. Otherwise says why it does not open.
    pub(super) fn open(args: &ConvertArgs, progress: &Progress) -> Result<Self, String> {
        let path = &args.input;
        let parts = match find(path, None).map_err(|error| error.to_string())? {
            PathContent::Sequence(parts) => parts,
            PathContent::DataSet(entries) => {
                let count = entries.len();
                return Err(format!(
                    "{}: this folder has {count} sequences; give the path of one of them",
                    path.shown()
                ));
            }
        };
        let is_asked = parts.layers.iter().any(|layer| layer.path == *path);
        let main = parts.main.and_then(|main| parts.layers.get(main)).or(parts.layers.first());
        let layer = match (is_asked, main) {
            (true, _) => path,
            (false, Some(layer)) => &layer.path,
            (false, None) => return Err(format!("{}: there is no file of boxes in this folder", path.shown())),
        };
        // With names from elsewhere, numbers stay numbers until they are written.
        let classes = args.classes.as_ref().map(|_| ClassChoice::DataSet(ClassNames::Own));
        let options = OpenOptions { classes, ..args.reading.options() };
        let file = open_text(layer, &options, progress).map_err(|error| {
            let unread = UnreadFile::from(error);
            let members = unread.members.iter().map(|member| format!("\n  {}", member.name));
            unread.message + &members.collect::<String>()
        })?;
        let name = match file.member() {
            Some(member) if file.source().is_some() => member.to_owned(),
            _ if parts.name.is_empty() => "video".to_owned(),
            _ => parts.name.clone(),
        };
        Ok(Self { file, name })
    }
}
