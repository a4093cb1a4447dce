//! MOTS text: `frame id class height width mask`, with blanks between them. The mask is a compressed run-length code.
//!
//! Source: `vision.rwth-aachen.de/page/mots`. Frames are counted from 0 in KITTI MOTS and from 1 in `MOTSChallenge`, as the
//! file has them.

use super::classes::class_name;
use super::rle;
use crate::mot::foreign::found_box::{FoundBox, FoundClass, FoundId};
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::places::PlaceForm;
use crate::mot::foreign::reader::Reader;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::foreign::syntax::{self, field, number_at, rows, whole_at};
use crate::mot::format::Format;
use crate::mot::mask::MaskGrid;

/// Reads MOTS text.
pub(in crate::mot::foreign) struct MotsReader;

impl Reader for MotsReader {
    fn recognises(&self, text: &[u8]) -> bool {
        Format::guess(text) == Format::Mots
    }

    fn kind(&self) -> SourceKind {
        SourceKind::MOTS
    }

    fn read(&self, text: &[u8], _: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        out.set_places(PlaceForm::Line);
        for (line, text) in rows(text) {
            match mask(text) {
                Ok((found, class, mask)) => {
                    syntax::tell_size(text, (4, 3), &mut out.size);
                    let name = class_name(class);
                    let found = FoundBox { class: FoundClass::Name(&name), mask: Some(&mask), ..found };
                    out.at(0, line);
                    out.push(&found, || format!("line {line}"))?;
                }
                Err(_) if line == 1 && number_at(text, 0).is_none() => {}
                Err((frame, why)) => out.reject(frame, || format!("line {line}: {why}")),
            }
            out.check_cancelled()?;
        }
        Ok(())
    }
}

/// The box around the mask in a line, its class, and the mask. Otherwise its frame, if that is known, and the reason.
fn mask(line: &[u8]) -> Result<(FoundBox<'static>, u64, MaskGrid), (Option<u32>, String)> {
    let frame = whole_at(line, 0, "frame").map_err(|why| (None, why))?;
    let frame = u32::try_from(frame).map_err(|_| (None, format!("bad frame: frame is {frame}")))?;
    let failed = |why| (Some(frame), why);
    let whole = |at, name| whole_at(line, at, name).map_err(failed);
    let (id, class) = (whole(1, "id")?, whole(2, "class")?);
    let (height, width) = (whole(3, "height")?, whole(4, "width")?);
    let code = field(line, 5).ok_or_else(|| failed("too few columns: it has no mask".to_owned()))?;
    let bounds = rle::bounds(code, width, height).map_err(|bad| failed(bad.to_string()))?;
    let mask = rle::mask(code, height, bounds).map_err(|bad| failed(bad.to_string()))?;
    let [left, top, width, height] = bounds;
    Ok((FoundBox { frame, id: FoundId::Number(id), left, top, width, height, ..FoundBox::default() }, class, mask))
}
