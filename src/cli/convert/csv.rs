//! Writes CSV with a header.

use std::io::Write;

use csv::Writer;

use super::boxes::{self, BoxesError, Change};
use super::lost::Lost;
use crate::mot::{MotFile, Progress};

/// The columns. Their order is that of MOT text, so that the table can be read without the header, too.
const HEADER: [&str; 9] = ["frame", "id", "left", "top", "width", "height", "confidence", "class", "visibility"];

pub(super) fn write(
    out: &mut impl Write,
    file: &MotFile,
    change: &Change<'_>,
    lost: &mut Lost,
    progress: &Progress,
) -> Result<(), BoxesError> {
    let layout = file.layout();
    let mut table = Writer::from_writer(out);
    let failed = |error: csv::Error| BoxesError::Write(error.into());
    table.write_record(HEADER).map_err(failed)?;
    boxes::for_each(file, change, progress, |frame, detection| {
        let class = change.class_field(layout, detection);
        lost.write(detection, class.is_some());
        let optional = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        table
            .write_record([
                &frame.to_string(),
                &detection.id.map_or_else(|| "-1".to_owned(), |id| id.to_string()),
                &detection.left.to_string(),
                &detection.top.to_string(),
                &detection.width.to_string(),
                &detection.height.to_string(),
                &optional(detection.confidence),
                &class.unwrap_or_default(),
                &optional(layout.visibility_of(detection)),
            ])
            .map_err(failed)
    })?;
    table.flush()?;
    Ok(())
}
