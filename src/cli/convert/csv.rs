//! Writes CSV with a header.

use std::io::Write;

use super::boxes::Input;
use super::change::BoxesError;
use super::lost::Lost;
use crate::mot::write;

/// The columns. Their order is that of MOT text, so that the table can be read without the header, too.
const HEADER: &str = "frame,id,left,top,width,height,confidence,class,visibility";

pub(super) fn write(out: &mut impl Write, input: &Input<'_>, lost: &mut Lost) -> Result<(), BoxesError> {
    writeln!(out, "{HEADER}")?;
    input.for_each(lost, |frame, detection, _| {
        let class = input.change.class_field(input.layout(), detection).unwrap_or_default();
        let id = detection.id.map_or_else(|| "-1".to_owned(), |id| id.to_string());
        let optional = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let [left, top, width, height] = [detection.left, detection.top, detection.width, detection.height];
        let (confidence, visibility) = (optional(detection.confidence), optional(input.visibility(detection)));
        let class = write::text(&class);
        writeln!(out, "{frame},{id},{left},{top},{width},{height},{confidence},{class},{visibility}")?;
        Ok(())
    })
}
