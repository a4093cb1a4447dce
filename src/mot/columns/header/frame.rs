//! Which column of a table has the frame.

use std::collections::HashSet;

use super::names;
use super::role::Role;
use crate::mot::columns::map::column_map::FrameSource;
use crate::mot::columns::map::time_table::moment;
use crate::mot::columns::map::values::{number_in_name, whole_frame};
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::number;
use crate::mot::row;

/// The columns with a role, the most preferred first.
pub(super) fn candidates(known: &[(Role, usize)], role: Role) -> impl Iterator<Item = u32> {
    let mut found: Vec<(usize, u32)> =
        (1..).zip(known).filter(|(_, (other, _))| *other == role).map(|(column, (_, rank))| (*rank, column)).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, column)| column)
}

/// Where the frame number comes from.
pub(super) fn frame(known: &[(Role, usize)], names: &[String], sample: &Sample<'_>) -> Option<FrameSource> {
    let is = |column: u32, test: &dyn Fn(&[u8]) -> bool| sample.most(|row| test(row.text(column as usize)));
    let frames: Vec<u32> = candidates(known, Role::Frame).collect();
    let times: Vec<u32> = candidates(known, Role::Time).collect();
    let is_number = |column: &&u32| is(**column, &|field| whole_frame(sample.separator, field).is_some());
    let is_name = |column: &&u32| {
        is(**column, &|field| number::is_text(field) && number_in_name(field).is_some())
            && has_own_numbers(sample, **column)
    };
    let is_moment = |column: &&u32| is(**column, &|field| moment(field).is_some());
    if sample.rows.is_empty() {
        let looks_named = |column: u32| {
            let name = names.get(column as usize - 1).map(|name| names::plain(name)).unwrap_or_default();
            ["name", "file", "path"].iter().any(|part| name.contains(part))
        };
        let of_frame =
            |column: u32| if looks_named(column) { FrameSource::Name(column) } else { FrameSource::Number(column) };
        return frames.first().copied().map(of_frame).or_else(|| times.first().copied().map(FrameSource::Time));
    }
    let by_number = frames.iter().find(is_number).copied().map(FrameSource::Number);
    let by_name = || {
        let is_stamp = |column: &&u32| is_moment(column) && is(**column, &|field| field.contains(&b':'));
        frames.iter().filter(|column| !is_stamp(column)).find(is_name).copied().map(FrameSource::Name)
    };
    let by_time = || {
        // A few odd numbers in a column of frames do not make moments of all others.
        let is_numbered = |column: u32| {
            let is_frame = |row: &&Cells<'_>| whole_frame(sample.separator, row.text(column as usize)).is_some();
            sample.rows.iter().filter(is_frame).count() * 4 > sample.rows.len()
        };
        let frames = frames.iter().filter(|column| !is_numbered(**column));
        let column = times.iter().chain(frames).find(is_moment).copied()?;
        Some(if counts_up(sample, column) { FrameSource::Number(column) } else { FrameSource::Time(column) })
    };
    // A column with the name of a frame, whatever is in it: its rows are rejected with the reason.
    // Names without numbers of their own are refused: all pictures would fall on a few frames.
    let is_word = |column: &&u32| is(**column, &|field| number::is_text(field));
    by_number
        .or_else(by_name)
        .or_else(by_time)
        .or_else(|| frames.iter().find(|column| !is_word(column)).copied().map(FrameSource::Number))
}

/// Whether pictures of different names have different numbers in them.
fn has_own_numbers(sample: &Sample<'_>, column: u32) -> bool {
    let names: HashSet<&[u8]> = sample.rows.iter().map(|row| row.text(column as usize)).collect();
    let numbers: HashSet<Option<u32>> = names.iter().map(|name| number_in_name(name)).collect();
    names.len() == numbers.len()
}

/// Whether moments are frame numbers: whole, and mostly one apart.
fn counts_up(sample: &Sample<'_>, column: u32) -> bool {
    let mut values: Vec<f64> = sample.rows.iter().map(|row| row.number(column as usize)).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let is_frame = |value: &f64| *value >= 0.0 && number::is_whole(*value) && *value <= f64::from(row::MAX_FRAME);
    let next = values.windows(2).filter(|pair| pair[1] - pair[0] == 1.0).count();
    values.iter().all(is_frame) && next * 2 >= values.len().saturating_sub(1)
}
