//! Text in the page.

use crate::shown::shown_text;

/// A text on one line in which nothing is read as markup, with control characters escaped.
pub(super) fn escaped(text: &str) -> String {
    shown_text(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
