//! Tables of points: key points of bodies, and tracks without boxes.

use super::names;
use crate::mot::columns::sample::Sample;
use crate::mot::other_file::OtherFile;

/// Whether a header is that of key points as SLEAP and `DeepLabCut` write them: several points for one animal, or tracks with
/// names instead of numbers.
pub(super) fn of_header(names: &[String], sample: &Sample<'_>) -> Option<OtherFile> {
    let plain: Vec<String> = names.iter().map(|name| names::plain(name)).collect();
    let has = |wanted: &str| plain.iter().any(|name| name == wanted);
    let rows_begin_with = |word: &[u8]| sample.rows.iter().take(3).any(|row| row.text(1) == word);
    if plain.first().is_some_and(|name| name == "scorer") && rows_begin_with(b"bodyparts") {
        return Some(OtherFile::KeyPoints);
    }
    let ends = |ending: &str| names.iter().filter(|name| name.to_lowercase().ends_with(ending)).count();
    let has_parts = ends(".x") > 0 && ends(".x") == ends(".y");
    let is_sleap = has("frameidx") && (has("node") || has_parts);
    is_sleap.then_some(OtherFile::KeyPoints)
}
