//! Opening the sequence that was found at a path.

use std::sync::Arc;

use super::find::Parts;
use super::pairing::PicturePairing;
use super::pictures::{Orientation, PictureSource, Pictures, has_picture_ending};
use super::provider::Sequence;
use super::text::open_text;
use crate::mot::{OpenError, OpenOptions, Progress};
use crate::provider::BoxError;

/// Opens the pictures of a sequence, and indexes all its layers completely, the main one first. `options` say how each layer is
/// opened. `progress` can cancel.
///
/// # Errors
/// If a layer or the folder of pictures cannot be opened, or `progress` was cancelled.
pub fn open(
    parts: &Parts,
    pairing: PicturePairing,
    options: &OpenOptions,
    progress: &Progress,
) -> Result<Sequence, BoxError> {
    let main = parts.main.and_then(|main| parts.layers.get(main));
    let others = parts.layers.iter().filter(|layer| main.is_none_or(|main| !std::ptr::eq(main, *layer)));
    let mut layers = Vec::with_capacity(parts.layers.len());
    for layer in main.into_iter().chain(others) {
        layers.push(Arc::new(open_text(&layer.path, options, progress)?));
    }
    let pictures = parts.open_pictures(options, progress)?;
    let pictures = pictures.map(|pictures| Arc::new(pictures) as Arc<dyn PictureSource>);
    Ok(Sequence::new(layers, pictures, parts.length(), pairing))
}

impl Parts {
    /// Lists its pictures, or unpacks those of its archive; `None` if it has none. `how` says which text of an archive is
    /// meant, and how much is unpacked without a question.
    ///
    /// # Errors
    /// If the folder or the archive cannot be read, or `progress` was cancelled.
    pub fn open_pictures(&self, how: &OpenOptions, progress: &Progress) -> Result<Option<Pictures>, OpenError> {
        let Some(place) = &self.pictures else { return Ok(None) };
        let is_picture = place.file_name().and_then(|name| name.to_str()).is_some_and(has_picture_ending);
        if place.is_file() && !is_picture {
            return Pictures::unpack(place, how.member.as_deref(), how.unpack, progress).map(Some);
        }
        let expected = self.info.as_ref().and_then(|info| info.im_ext.as_deref());
        let failed = |error: std::io::Error| OpenError { path: place.clone(), member: None, reason: error.into() };
        Pictures::open(place, expected).map(Some).map_err(failed)
    }

    /// The number of frames, if `seqinfo.ini` has it.
    pub fn length(&self) -> Option<u64> {
        self.info.as_ref()?.seq_length
    }

    /// Frames a second, if `seqinfo.ini` has it.
    pub fn frame_rate(&self) -> Option<f64> {
        self.info.as_ref()?.frame_rate
    }

    /// Problems worth showing once the pictures are listed: those of [`Parts::remarks`], problems of the pictures, and where
    /// `seqinfo.ini` contradicts the pictures.
    pub fn remarks_on(&self, pictures: &Pictures) -> Vec<String> {
        let mut remarks = self.remarks.clone();
        remarks.extend_from_slice(pictures.remarks());
        let numbers = pictures.numbers();
        let Some((first, last)) = numbers.first().zip(numbers.last()) else {
            remarks.push(format!("there are no pictures in {}", pictures.folder().display()));
            return remarks;
        };
        remarks.extend(pictures.trouble().map(|reason| format!("none of the first pictures can be read: {reason}")));
        let orientation = pictures.orientation();
        if orientation != Orientation::AsStored {
            remarks.push(format!("pictures are {orientation}, as the orientation in their files (EXIF) says"));
        }
        let gaps = (last - first).saturating_add(1).saturating_sub(numbers.len());
        if gaps > 0 {
            remarks.push(format!("pictures missing between {first} and {last}: {gaps}"));
        }
        let Some(info) = &self.info else { return remarks };
        match pictures.size() {
            None => {}
            Some((width, height)) => {
                let differs = |told: Option<u32>, is: u32| told.is_some_and(|told| told != is);
                if differs(info.im_width, width) || differs(info.im_height, height) {
                    let told = |told: Option<u32>| told.map_or_else(|| "?".to_owned(), |told| told.to_string());
                    let told = format!("{} × {}", told(info.im_width), told(info.im_height));
                    remarks.push(format!("seqinfo.ini says {told} pixels, the pictures have {width} × {height}"));
                }
            }
        }
        if let Some(length) = info.seq_length
            && length != numbers.len() + gaps
        {
            remarks.push(format!("seqinfo.ini says {length} frames, the pictures are {first} to {last}"));
        }
        remarks
    }
}
