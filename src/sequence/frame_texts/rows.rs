//! All boxes of a folder with a text for each picture, as one file of rows.

use std::io;

use super::folder::{FrameText, FrameTexts, text_of};
use super::format::{FrameLine, LineClass};
use crate::mot::foreign::found_box::{FoundBox, FoundClass, FoundId};
use crate::mot::foreign::places::PlaceForm;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::row::MAX_FRAME;
use crate::mot::{MotFile, OpenError, OpenReason, Progress, names};
use crate::sequence::pictures::Pictures;

/// How many characters of a line that says nothing are told.
const MAX_TOLD: usize = 80;

/// All boxes of `texts` over `pictures` as one file. `size` is the size of pictures that are not there, in pixels.
///
/// # Errors
/// If a size is needed and not known, a text cannot be read, or `progress` was cancelled.
pub(in crate::sequence) fn begin_rows(
    texts: &FrameTexts,
    pictures: Option<&Pictures>,
    size: Option<(u32, u32)>,
    progress: &Progress,
) -> Result<MotFile, OpenError> {
    let rows = Rows { texts, pictures, size, class_names: texts.class_names(), frames: texts.frames(pictures) };
    MotFile::begin_with_boxes(texts.folder(), texts.format.kind(), progress, &mut |out| {
        progress.begin(rows.frames.len() as u64);
        rows.frames.iter().try_for_each(|text| {
            if !progress.advance(1) {
                return Err(out.fail(OpenReason::Cancelled));
            }
            rows.text(text, out)
        })
    })
}

/// The texts of a folder, and what their boxes are made of.
struct Rows<'a> {
    texts: &'a FrameTexts,
    pictures: Option<&'a Pictures>,
    size: Option<(u32, u32)>,
    class_names: Vec<String>,
    frames: Vec<FrameText>,
}

impl Rows<'_> {
    /// Hands the boxes of a text to `out`.
    ///
    /// # Errors
    /// If reading must stop. `out` knows why.
    fn text(&self, text: &FrameText, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let name = text.path.file_name().unwrap_or_default().to_string_lossy();
        let unread = |error: io::Error| OpenReason::Io(io::Error::new(error.kind(), format!("{name}: {error}")));
        let content = text_of(&text.path).map_err(|error| out.fail(unread(error)))?;
        // Results of a whole sequence may lie beside the texts. They are another layer.
        let is_other = !FrameTexts::are_boxes(&content, &text.path) && names::looks_like_rows(content.as_bytes());
        if content.trim().is_empty() || is_other {
            return Ok(());
        }
        let is_normalised = self.texts.format.is_normalised();
        let own = text.picture.filter(|_| is_normalised).and_then(|number| self.pictures?.size_of(number));
        let sides = |line: &FrameLine<'_>| {
            if is_normalised { own.or(self.size).map(|size| line.in_pixels(size)) } else { Some(line.sides) }
        };
        out.set_places(PlaceForm::Text);
        out.begin_part(&name);
        for (number, line) in (1..).zip(content.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let place = || format!("{name}, line {number}");
            let frame = text.frame.and_then(|frame| u32::try_from(frame).ok()).filter(|&frame| frame <= MAX_FRAME);
            let told = match (frame, self.texts.format.line(line)) {
                (Some(frame), Ok(told)) => Ok((frame, told)),
                (None, _) => Err("the text is named unlike the others, so its frame is not known"),
                (_, Err(why)) => Err(why),
            };
            match told {
                Ok((frame, told)) => {
                    let Some(sides) = sides(&told) else {
                        return Err(out.fail(OpenReason::NoPictureSize(self.texts.format.title())));
                    };
                    out.at_inner(number);
                    out.push(&self.found(frame, &told, sides), place)?;
                }
                Err(why) => {
                    let shown: String = line.chars().take(MAX_TOLD).collect();
                    out.reject(frame, || format!("{}: {why}: {shown:?}", place()));
                }
            }
        }
        Ok(())
    }

    /// A box as a reader of documents finds it.
    fn found<'b>(&'b self, frame: u32, line: &FrameLine<'b>, [left, top, width, height]: [f64; 4]) -> FoundBox<'b> {
        let class = match line.class {
            LineClass::Name(name) => FoundClass::Name(name),
            LineClass::Number(number) => {
                let name = usize::try_from(number).ok().and_then(|number| self.class_names.get(number));
                name.filter(|name| !name.is_empty()).map_or(FoundClass::Number(number), |name| FoundClass::Name(name))
            }
        };
        let id = line.id.map_or(FoundId::None, FoundId::Number);
        FoundBox { frame, id, left, top, width, height, confidence: line.confidence, class, ..FoundBox::default() }
    }
}
