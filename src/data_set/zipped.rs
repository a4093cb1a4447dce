//! Ground truth and results in zip archives.

use std::path::Path;

use super::error::DataSetError;
use super::sequence::Sequence;
use crate::mot::{MotFile, OpenError, OpenOptions, OpenReason, Progress, files_in_zip};
use crate::sequence::SeqInfo;

/// The most bytes of `seqinfo.ini`. Real files have a few hundred.
const INFO_BYTES: usize = 64 << 10;

/// Whether a path is named as a zip archive.
pub(super) fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// The texts of a zip archive. Empty if it is none.
pub(super) fn members(path: &Path, options: &OpenOptions) -> Result<Vec<String>, DataSetError> {
    match MotFile::begin(path, &OpenOptions { member: None, ..options.clone() }, &Progress::new()) {
        Ok(file) => Ok(file.member().map(str::to_owned).into_iter().collect()),
        Err(OpenError { reason: OpenReason::ChooseMember(members), .. }) => {
            Ok(members.into_iter().filter(|member| member.may_have_boxes).map(|member| member.name).collect())
        }
        Err(error) => Err(error.into()),
    }
}

/// The sequences whose ground truth is in a zip archive: `SEQUENCE/gt/gt.txt`, or else `SEQUENCE.txt`.
pub(super) fn sequences(path: &Path, options: &OpenOptions) -> Result<Vec<Sequence>, DataSetError> {
    let members = members(path, options)?;
    let infos = files_in_zip(path, |name| name.eq_ignore_ascii_case("seqinfo.ini"), INFO_BYTES);
    let frames = |name: &str| {
        let of_sequence = |place: &str| parts(place).rev().nth(1) == Some(name);
        let (_, bytes) = infos.iter().find(|(place, _)| of_sequence(place))?;
        u32::try_from(SeqInfo::parse(bytes).seq_length?).ok().filter(|frames| *frames > 0)
    };
    let of_member = |member: &String, name: &str| Sequence {
        name: name.to_owned(),
        truth: path.to_owned(),
        member: Some(member.clone()),
        frames: frames(name),
    };
    let of_folder = |member: &String| {
        let mut parts = parts(member).rev();
        let is_truth = parts.next() == Some("gt.txt") && parts.next() == Some("gt");
        parts.next().filter(|_| is_truth).map(|name| of_member(member, name))
    };
    let in_folders: Vec<Sequence> = members.iter().filter_map(of_folder).collect();
    if !in_folders.is_empty() {
        return Ok(in_folders);
    }
    let own = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_only = members.len() == 1;
    let of_file = |member: &String| {
        let file = parts(member).next_back().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        of_member(member, if is_only && stem == "gt" { &own } else { stem })
    };
    Ok(members.iter().map(of_file).collect())
}

/// The names in the path of a member.
fn parts(member: &str) -> impl DoubleEndedIterator<Item = &str> {
    member.split(['/', '\\'])
}
