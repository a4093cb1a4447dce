//! All boxes of a folder with a text for each picture, as one file of rows.

use std::collections::HashMap;
use std::io;

use super::folder::{FrameText, FrameTexts, text_of};
use super::format::{FrameLine, LineClass};
use crate::mot::foreign::found_box::{FoundBox, FoundClass, FoundId};
use crate::mot::foreign::places::PlaceForm;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::row::MAX_FRAME;
use crate::mot::{MotFile, OpenError, OpenOptions, OpenReason, Progress, names};
use crate::sequence::pictures::Pictures;

/// How many characters of a line that says nothing are told.
const MAX_TOLD: usize = 80;

/// All boxes of `texts` over `pictures` as one file. `options` have the size of pictures that are not there, and the names of
/// class numbers in place of those beside the texts.
///
/// # Errors
/// If a size is needed and not known, a text cannot be read, or `progress` was cancelled.
pub(in crate::sequence) fn begin_rows(
    texts: &FrameTexts,
    pictures: Option<&Pictures>,
    options: &OpenOptions,
    progress: &Progress,
) -> Result<MotFile, OpenError> {
    let (size, classes) = (options.size, options.classes.as_ref());
    let frames = texts.frames(pictures);
    let sizes = if texts.format.is_normalised() { sizes(&frames, pictures, progress) } else { HashMap::new() };
    let class_names = if classes.is_some() { Vec::new() } else { texts.class_names() };
    let rows = Rows { texts, fallback: fallback(size, &sizes), sizes, class_names, frames };
    MotFile::begin_with_boxes(texts.folder(), texts.format.kind(), classes, progress, &mut |out| {
        progress.begin(rows.frames.len() as u64);
        let mut without_picture = 0_u64;
        for text in &rows.frames {
            if !progress.advance(1) {
                return Err(out.fail(OpenReason::Cancelled));
            }
            without_picture += u64::from(rows.text(text, out)?);
        }
        if let (Fallback::Common((width, height)), 1..) = (rows.fallback, without_picture) {
            let (texts, have) = if without_picture == 1 { ("text", "has") } else { ("texts", "have") };
            out.remark(format!(
                "{without_picture} {texts} {have} no picture that can be read; their boxes are shares of {width} × {height} pixels, as the other pictures have"
            ));
        }
        Ok(())
    })
}

/// The size of each picture that can be read, in pixels, by its number.
fn sizes(frames: &[FrameText], pictures: Option<&Pictures>, progress: &Progress) -> HashMap<u64, (u32, u32)> {
    let Some(pictures) = pictures else { return HashMap::new() };
    progress.begin(frames.len() as u64);
    let numbers = frames.iter().take_while(|_| progress.advance(1)).filter_map(|text| text.picture);
    numbers.filter_map(|number| Some((number, pictures.size_of(number)?))).collect()
}

/// What the boxes of a text are shares of, if its own picture cannot be read.
#[derive(Clone, Copy, Debug)]
enum Fallback {
    /// A size that was stated.
    Stated((u32, u32)),
    /// The size that all other pictures have.
    Common((u32, u32)),
    /// The other pictures differ.
    Differs,
    /// No picture can be read.
    Unknown,
}

/// The size that counts where a picture cannot be read.
fn fallback(stated: Option<(u32, u32)>, sizes: &HashMap<u64, (u32, u32)>) -> Fallback {
    let mut all = sizes.values();
    match (stated, all.next()) {
        (Some(size), _) => Fallback::Stated(size),
        (None, Some(&first)) if all.all(|size| *size == first) => Fallback::Common(first),
        (None, Some(_)) => Fallback::Differs,
        (None, None) => Fallback::Unknown,
    }
}

/// The texts of a folder, and what their boxes are made of.
struct Rows<'a> {
    texts: &'a FrameTexts,
    /// The sizes of the pictures that can be read.
    sizes: HashMap<u64, (u32, u32)>,
    fallback: Fallback,
    class_names: Vec<String>,
    frames: Vec<FrameText>,
}

impl Rows<'_> {
    /// Hands the boxes of a text to `out`. Returns whether it has boxes whose picture cannot be read.
    ///
    /// # Errors
    /// If reading must stop. `out` knows why.
    fn text(&self, text: &FrameText, out: &mut BoxSink<'_>) -> Result<bool, Halted> {
        let name = text.path.file_name().unwrap_or_default().to_string_lossy();
        let unread = |error: io::Error| OpenReason::Io(io::Error::new(error.kind(), format!("{name}: {error}")));
        let content = text_of(&text.path).map_err(|error| out.fail(unread(error)))?;
        // Results of a whole sequence may lie beside the texts. They are another layer.
        let is_other = !FrameTexts::are_boxes(&content, &text.path) && names::looks_like_rows(content.as_bytes());
        if content.trim().is_empty() || is_other {
            return Ok(false);
        }
        let is_normalised = self.texts.format.is_normalised();
        let own = text.picture.and_then(|number| self.sizes.get(&number).copied());
        let size = match (own, self.fallback) {
            (Some(size), _) | (None, Fallback::Stated(size) | Fallback::Common(size)) => Some(size),
            (None, Fallback::Differs | Fallback::Unknown) => None,
        };
        if let Some((width, height)) = size.filter(|_| is_normalised) {
            out.size.add(width.into(), height.into());
        }
        out.set_places(PlaceForm::Text);
        out.begin_part(&name);
        for (number, line) in (1..).zip(content.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let place = || format!("{name}, line {number}");
            let frame = text.frame.and_then(|frame| u32::try_from(frame).ok()).filter(|&frame| frame <= MAX_FRAME);
            let told = match (frame, self.texts.format.line(line)) {
                (Some(_), Ok(_)) if is_normalised && size.is_none() && matches!(self.fallback, Fallback::Differs) => {
                    Err("its picture is missing or damaged, and the others have different sizes")
                }
                (Some(frame), Ok(told)) => Ok((frame, told)),
                (None, _) => Err("the text is named unlike the others, so its frame is not known"),
                (_, Err(why)) => Err(why),
            };
            match told {
                Ok((frame, told)) => {
                    let sides = if is_normalised { size.map(|size| told.in_pixels(size)) } else { Some(told.sides) };
                    let Some(sides) = sides else {
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
        Ok(is_normalised && own.is_none())
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
