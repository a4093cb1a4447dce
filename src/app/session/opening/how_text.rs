//! How a text file is opened, with what the user has chosen for it: [`HowText`].

use std::path::Path;
use std::sync::Arc;

use super::kept::Kept;
use crate::app::model::layers::Layer;
use crate::app::model::opening::source::OpenHow;
use crate::mot::{Change, ClassSource, MotFile, OpenError, OpenOptions, OpenReason, Progress};

/// A function that opens a text.
pub type OpenText = fn(&Path, &OpenOptions, &Progress) -> Result<MotFile, OpenError>;

/// How a text file is opened: with the columns and the names of class numbers that were chosen for it.
pub struct HowText {
    /// The options.
    pub text: OpenOptions,
    /// Where the names of its class numbers come from.
    pub class_source: Option<ClassSource>,
    /// Why these names are not used.
    pub names_trouble: Option<String>,
    /// Whether its columns are those remembered for it.
    has_remembered_columns: bool,
    /// Why the columns remembered for it are not used.
    columns_trouble: Option<String>,
}

impl HowText {
    /// Reads the names that were chosen for the file at `path`. It opens without them if they cannot be read.
    pub fn of(path: &Path, text: OpenOptions, how: &OpenHow) -> Self {
        let class_source = how.class_sources.of(path).cloned();
        let (classes, names_trouble) = match class_source.as_ref().map(ClassSource::read) {
            None => (text.classes.clone(), None),
            Some(Ok(classes)) => (Some(classes), None),
            Some(Err(error)) => (text.classes.clone(), Some(error.to_string())),
        };
        let is_stated = text.columns.is_some() || text.format.is_some();
        let remembered = how.columns_of(path, text.member.as_deref()).filter(|_| !is_stated).cloned();
        let has_remembered_columns = remembered.is_some();
        let text = OpenOptions { classes, columns: remembered.or(text.columns), ..text };
        Self { text, class_source, names_trouble, has_remembered_columns, columns_trouble: None }
    }

    /// Opens the file. If it cannot be read by the columns remembered for it, they are not used. If it is open in one of
    /// the layers `kept`, and has not changed since, it is not opened again.
    pub fn open(
        &mut self,
        path: &Path,
        kept: &Kept,
        open: OpenText,
        progress: &Progress,
    ) -> Result<Arc<MotFile>, OpenError> {
        let known = kept.layers().into_iter().find(|layer| self.is_open_in(layer, path));
        if let Some(layer) = known {
            return Ok(layer.file);
        }
        let opened = match open(path, &self.text, progress) {
            Err(error) if self.has_remembered_columns && !matches!(error.reason, OpenReason::Cancelled) => {
                self.text.columns = None;
                self.columns_trouble = Some(error.reason.to_string());
                open(path, &self.text, progress)
            }
            opened => opened,
        };
        opened.map(Arc::new)
    }

    /// Whether the file is open in this layer as it is to be opened, and has not changed since. A folder of texts is always
    /// opened again, because its changes are not noticed.
    fn is_open_in(&self, layer: &Layer, path: &Path) -> bool {
        let file = &layer.file;
        file.path() == path
            && layer.text == self.text
            && layer.trouble.is_none()
            && file.is_complete()
            && path.is_file()
            && file.change() == Change::None
    }

    /// What the user should know about its columns.
    pub fn remark(&self) -> Option<String> {
        let trouble = self.columns_trouble.as_ref()?;
        Some(format!("the columns that were chosen for this file are not used: {trouble}"))
    }
}
