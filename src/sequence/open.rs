//! Opening the sequence that was found at a path.

use std::path::Path;
use std::sync::Arc;

use super::find::{LayerFile, LayerKind, Parts};
use super::pairing::{OtherTexts, PicturePairing, labels_of, most_met};
use super::pictures::{PictureSource, Pictures, has_picture_ending};
use super::provider::Sequence;
use super::text::open_text;
use super::video::is_video;
use crate::mot::{MotFile, OpenError, OpenOptions, Progress};
use crate::provider::{BoxError, DataProvider as _, KeySet};
use crate::shown::ShowPath as _;

/// The largest text, in bytes, that is read only to find out from which number frames are counted.
const MAX_OTHER_BYTES: u64 = 16 << 20;
/// How many texts are read for that.
const MAX_OTHERS: usize = 12;

/// Opens the pictures of a sequence, and indexes all its layers completely, the main one first. `options` say how the main one
/// is read, which names the classes of all layers have, and what each layer that is an archive may unpack to. `progress` can
/// cancel.
///
/// # Errors
/// If a layer or the folder of pictures cannot be opened, or `progress` was cancelled.
pub fn open(
    parts: &Parts,
    pairing: PicturePairing,
    options: &OpenOptions,
    progress: &Progress,
) -> Result<Sequence, BoxError> {
    let images = parts.pictures.clone();
    let of_others = OpenOptions {
        size: options.size,
        images: images.clone(),
        classes: options.classes.clone(),
        unpack: options.unpack,
        ..OpenOptions::default()
    };
    let options = &OpenOptions { images, ..options.clone() };
    let main = parts.main.and_then(|main| parts.layers.get(main));
    let others = parts.layers.iter().filter(|layer| main.is_none_or(|main| !std::ptr::eq(main, *layer)));
    let mut layers = Vec::with_capacity(parts.layers.len());
    for (layer, options) in main.map(|main| (main, options)).into_iter().chain(others.map(|other| (other, &of_others)))
    {
        layers.push(Arc::new(open_text(&layer.path, options, progress)?));
    }
    let pictures = parts.open_pictures(options, progress)?;
    pictures.as_ref().map_or(Ok(()), |pictures| pictures.complete(progress))?;
    let numbers = pictures.as_ref().map(PictureSource::numbers).unwrap_or_default();
    let others = parts.other_texts(main.map(|main| main.path.as_path()), &numbers, progress);
    let pictures = pictures.map(|pictures| Arc::new(pictures) as Arc<dyn PictureSource>);
    Ok(Sequence::new(layers, pictures, parts.length(), pairing).with_other_texts(others))
}

/// How many pictures in an archive are so many that they are the frames of its text.
const MANY: u64 = 50;

/// Leaves out pictures of an archive that are not the frames of its text, such as a few plots.
fn refused_if_few(pictures: Pictures, archive: &Path, how: &OpenOptions, progress: &Progress) -> Pictures {
    let numbers = pictures.numbers();
    if numbers.len() >= MANY || numbers.first().is_none() {
        return pictures;
    }
    // A text that cannot be read says so when it is opened.
    let Ok(text) = open_text(archive, how, progress) else { return pictures };
    let labels = text.keys();
    let met = most_met(&labels, &numbers);
    if met * 2 >= labels.len() || labels.len() == numbers.len() {
        return pictures;
    }
    let labelled = labels.len();
    pictures.refused(format!(
        "the pictures in the archive are not shown: only {met} of {labelled} labelled frames would have one. To show them, unpack them and choose them with --images"
    ))
}

impl Parts {
    /// Lists its pictures, or unpacks those of its archive; `None` if it has none. Of a video, the first frame is known then, and
    /// others [later](Pictures::complete). `how` says which text of an archive is
    /// meant, and how much is unpacked without a question.
    ///
    /// # Errors
    /// If the folder or the archive cannot be read, or `progress` was cancelled.
    pub fn open_pictures(&self, how: &OpenOptions, progress: &Progress) -> Result<Option<Pictures>, OpenError> {
        let Some(place) = &self.pictures else { return Ok(None) };
        if place.is_file() && is_video(place) {
            return Pictures::begin_video(place, progress).map(Some);
        }
        let is_picture = place.file_name().and_then(|name| name.to_str()).is_some_and(has_picture_ending);
        if place.is_file() && !is_picture {
            let pictures = Pictures::unpack(place, how.member.as_deref(), how.unpack, progress)?;
            return Ok(Some(refused_if_few(pictures, place, how, progress)));
        }
        let expected = self.info.as_ref().and_then(|info| info.im_ext.as_deref());
        let failed = |error: std::io::Error| OpenError { path: place.clone(), member: None, reason: error.into() };
        Pictures::open_beginning(place, expected, self.picture_names.as_deref()).map(Some).map_err(failed)
    }

    /// The labels of its texts other than `main`, ground truth first. Large files and archives are left out, and all of them where
    /// nothing can follow from them: a sequence must open quickly.
    pub(crate) fn other_texts(&self, main: Option<&Path>, pictures: &KeySet, progress: &Progress) -> OtherTexts {
        let mut others = OtherTexts::default();
        if pictures.first().is_none_or(|first| first > 1) {
            return others;
        }
        let rank = |kind: LayerKind| match kind {
            LayerKind::GroundTruth => 0,
            LayerKind::Detections => 1,
            LayerKind::Results => 2,
        };
        let own =
            self.layers.iter().find(|layer| Some(layer.path.as_path()) == main).map_or(2, |layer| rank(layer.kind));
        let is_small = |layer: &&LayerFile| {
            let is_text = layer.path.extension().is_some_and(|ending| ending == "txt" || ending == "csv");
            let metadata = std::fs::metadata(&layer.path);
            is_text && metadata.is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MAX_OTHER_BYTES)
        };
        let texts = self.layers.iter().filter(|layer| Some(layer.path.as_path()) != main).filter(is_small);
        let mut texts: Vec<&LayerFile> = texts.take(MAX_OTHERS).collect();
        texts.sort_by_key(|layer| rank(layer.kind));
        for layer in texts {
            let labels = MotFile::open_with(&layer.path, progress).ok().as_ref().and_then(labels_of);
            let place = if rank(layer.kind) < own { &mut others.before } else { &mut others.after };
            place.extend(labels);
            others.named.extend(labels.map(|labels| (layer.name.clone(), labels)));
        }
        others
    }

    /// The number of frames, if `seqinfo.ini` has it.
    pub fn length(&self) -> Option<u64> {
        self.info.as_ref()?.seq_length
    }

    /// Frames a second, if `seqinfo.ini` has it.
    pub fn frame_rate(&self) -> Option<f64> {
        self.info.as_ref()?.frame_rate
    }

    /// Width and height of its pictures in pixels, as `seqinfo.ini` states them, or else the first of `layers` that does.
    #[cfg_attr(not(any(feature = "cli", feature = "gui")), allow(dead_code))]
    pub(crate) fn stated_size<'a>(&self, layers: impl IntoIterator<Item = &'a MotFile>) -> Option<(u32, u32)> {
        let of_info = self.info.as_ref().and_then(|info| info.im_width.zip(info.im_height));
        of_info.or_else(|| layers.into_iter().find_map(MotFile::picture_size))
    }

    /// Problems worth showing once the pictures are listed: those of [`Parts::remarks`], problems of the pictures, and where
    /// `seqinfo.ini` contradicts the pictures.
    pub fn remarks_on(&self, pictures: &Pictures) -> Vec<String> {
        let mut remarks = self.remarks.clone();
        remarks.extend_from_slice(pictures.remarks());
        let numbers = pictures.numbers();
        let Some((first, last)) = numbers.first().zip(numbers.last()) else {
            if pictures.remarks().is_empty() {
                remarks.push(format!("there are no pictures in {}", pictures.folder().shown()));
            }
            return remarks;
        };
        remarks.extend(pictures.trouble().map(|reason| format!("none of the first pictures can be read: {reason}")));
        remarks.extend(pictures.turned());
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
            && pictures.is_complete()
            && length != numbers.len() + gaps
        {
            remarks.push(format!("seqinfo.ini says {length} frames, the pictures are {first} to {last}"));
        }
        remarks
    }
}
