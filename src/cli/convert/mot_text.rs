//! Writes MOT text: every row with all its columns.

use std::io::Write;

use super::boxes::{self, BoxesError, Change};
use super::lost::Lost;
use crate::mot::{Format, MotFile, Progress, write};

pub(super) fn write(
    out: &mut impl Write,
    file: &MotFile,
    change: &Change<'_>,
    lost: &mut Lost,
    progress: &Progress,
) -> Result<(), BoxesError> {
    let layout = file.layout();
    boxes::for_each(file, change, progress, |frame, detection| {
        lost.write(detection, true);
        // KITTI has a name in column 3 and no number, so the name is written.
        let name = change.new_name(layout, detection);
        let name = name.filter(|_| file.format() != Format::Kitti);
        write::named_row(&mut *out, frame, detection, name.as_deref()).map_err(BoxesError::Write)
    })
}
