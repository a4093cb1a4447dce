//! What a reader of documents does.

use super::kind::SourceKind;
use super::sink::{BoxSink, Halted};

/// A reader of one kind of documents, or of all kinds that have one syntax.
pub(super) trait Reader: Sync {
    /// Whether these bytes, which follow a byte order mark and blanks, begin a document that it reads.
    fn recognises(&self, text: &[u8]) -> bool;

    /// What the documents are, as far as that is known before they are read.
    fn kind(&self) -> SourceKind;

    /// Hands all boxes of a document to `out`. If the document has several videos, `wanted` is the name of one.
    ///
    /// It may be called again for the same document, with an empty sink.
    ///
    /// # Errors
    /// If the document cannot be read, or if the sink must stop. Then the sink knows why.
    fn read(&self, text: &[u8], wanted: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted>;
}
