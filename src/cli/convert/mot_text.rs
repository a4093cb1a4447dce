//! Writes MOT text: every row with all its columns.

use std::io::Write;

use super::boxes::Input;
use super::change::BoxesError;
use super::lost::Lost;
use crate::mot::{Format, write};

pub(super) fn write(out: &mut impl Write, input: &Input<'_>, lost: &mut Lost) -> Result<(), BoxesError> {
    // KITTI has a name in column 3 and no number, so the name is written.
    let has_numbers = input.source.file.format() != Format::Kitti;
    input.for_each(lost, |frame, detection, _| {
        let name = input.change.new_name(input.layout(), detection).filter(|_| has_numbers);
        write::named_row(&mut *out, frame, detection, name.as_deref()).map_err(BoxesError::Write)
    })
}
