//! Opens the files of a path: the main text file, further layers, pictures.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::NotOpened;
use super::how_text::HowText;
use super::image_track::{ImageTrack, VideoTrack, version};
use super::kept::Kept;
use super::layer_names;
use super::row_sample::sampled;
use crate::app::model::judging::Listed;
use crate::app::model::layers::{Layer, RowSample};
use crate::app::model::opening::source::{OpenHow, Source, short_name};
use crate::data_set::ScoreTable;
use crate::metrics::event_list::EventList;
use crate::mot::{MotFile, OpenError, OpenOptions, Progress, UnpackLimit};
use crate::scene::{Demo, FPS, demo};
use crate::sequence::{
    FindError, LayerFile, LayerKind, OtherTexts, Parts, PathContent, PicturePairing, PictureSource, PictureView,
    Sequence, begin_text, find, open_text,
};

/// The layer for a text file that was found.
fn layer_of(layer: &LayerFile, file: Arc<MotFile>, how: HowText) -> Layer {
    let kind = layer.kind.with_rows(file.layout().kind);
    let HowText { text, class_source, names_trouble, .. } = how;
    let name = layer.name.clone();
    Layer { name, kind, file, sample: RowSample::default(), text, class_source, names_trouble, trouble: None }
}

/// A layer beside the main layer. It needs a sample of its rows, because it has no summary. Where one of the layers `kept` has
/// this file and a sample, no rows are read.
fn further_layer(layer: &LayerFile, file: Arc<MotFile>, how: HowText, kept: &Kept) -> Layer {
    let known = kept.layers().into_iter().skip(1).find(|kept| Arc::ptr_eq(&kept.file, &file));
    let sample = known.map_or_else(|| sampled(&file), |kept| kept.sample);
    Layer { sample, ..layer_of(layer, file, how) }
}

/// The layer for bytes in memory.
fn in_memory(name: &str, kind: LayerKind, file: MotFile) -> Layer {
    let how = HowText::of(Path::new(name), OpenOptions::default(), &OpenHow::default());
    let found = LayerFile { path: file.path().to_owned(), kind, name: name.to_owned() };
    Layer { kind, ..layer_of(&found, Arc::new(file), how) }
}

/// What the user should know about how a layer was opened.
fn remarks_of(layer: &Layer) -> Vec<String> {
    let names = layer.names_trouble.as_ref().map(|reason| format!("class names are not used: {reason}"));
    let doubt = layer.file.doubt().map(|doubt| doubt.to_string());
    layer.file.remark().map(str::to_owned).into_iter().chain(names).chain(doubt).collect()
}

/// The way to open a file without the pictures and the main text of the last time that are gone, which is told.
fn with_what_is_there(how: &OpenHow, remarks: &mut Vec<String>) -> OpenHow {
    let mut how = how.clone();
    if how.comes_back {
        for (path, what) in [(&mut how.images, "pictures"), (&mut how.main, "main text")] {
            if let Some(gone) = path.take_if(|path| !path.exists()) {
                remarks.push(format!("what was shown last time as {what} is not there any more: {}", gone.display()));
            }
        }
    }
    how
}

/// The opened files of a path. The main layer may not be indexed to its end yet.
pub struct OpenedFiles {
    /// The name of the sequence, if it is a better name than its path.
    pub name: Option<String>,
    /// The layers that are shown, the main layer first.
    pub layers: Vec<Layer>,
    /// Further text files that could be shown as layers.
    pub offered: Vec<LayerFile>,
    /// The pictures, if there are any.
    pub images: Option<ImageTrack>,
    /// All files together, as one provider of frames.
    pub sequence: Arc<Sequence>,
    /// Width and height of the pictures in pixels, as a text states them. Pictures themselves are right where they differ.
    pub stated_size: Option<(u32, u32)>,
    /// Frames a second, if the sequence says it.
    pub fps: Option<f64>,
    /// Remarks for the user.
    pub remarks: Vec<String>,
}

impl OpenedFiles {
    /// Opens `source`. The pictures and texts of `kept` that it has, too, are not opened again.
    pub fn open(source: &Source, kept: &Kept, progress: &Progress) -> Result<Self, NotOpened> {
        let Source::File(path, how) = source else { return Self::demo() };
        let mut remarks = Vec::new();
        let how = &with_what_is_there(how, &mut remarks);
        if path.is_file() && EventList::is_at(path) {
            let list = EventList::read(path, &|| !progress.is_cancelled())?;
            return Err(NotOpened::Listed(Box::new(Listed { list, ..Listed::default() })));
        }
        if path.is_file() && ScoreTable::is_at(path) {
            let table = Some(ScoreTable::read(path)?);
            return Err(NotOpened::Listed(Box::new(Listed { table, ..Listed::default() })));
        }
        let parts = match find(path, how.images.as_deref()) {
            Ok(PathContent::Sequence(parts)) => *parts,
            Ok(PathContent::DataSet(entries)) => return Err(NotOpened::ChooseSequence(entries)),
            // The reader of the file gives the best message on what is wrong with it.
            Err(FindError::Io(..) | FindError::NotAFile(_)) if how.images.is_none() => alone(path),
            Err(error) => return Err(NotOpened::Failed(error.to_string())),
        };
        let layer_file = |path: &Path| {
            let known = parts.layers.iter().find(|layer| layer.path == *path).cloned();
            known.unwrap_or_else(|| LayerFile {
                name: short_name(path),
                path: path.to_owned(),
                kind: LayerKind::of(path),
            })
        };
        let text = OpenOptions { images: parts.pictures.clone(), ..how.text.clone() };
        let found = parts.main.and_then(|main| parts.layers.get(main)).cloned();
        let main = match how.main.as_deref().map(layer_file).or(found) {
            // The first frames of the main layer are enough to begin. A thread indexes the rest later.
            Some(layer) => {
                let mut how = HowText::of(&layer.path, text.clone(), how);
                let file = how.open(&layer.path, kept, begin_text, progress)?;
                remarks.extend(how.remark());
                layer_of(&layer, file, how)
            }
            None => in_memory(&parts.name, LayerKind::Results, MotFile::from_bytes(path, Vec::new())?),
        };
        remarks.extend(remarks_of(&main));
        let mut layers = vec![main];
        for path in &how.layers {
            let member = how.layer_member(path).map(str::to_owned);
            let mut layer = layer_file(path);
            if let Some(member) = &member {
                layer.name = format!("{} / {}", layer.name, short_name(Path::new(member)));
            }
            let (size, images, answer) = (text.size, text.images.clone(), how.unpacks(path));
            let unpack = if answer == Some(true) { UnpackLimit::NONE } else { UnpackLimit::default() };
            let mut how =
                HowText::of(path, OpenOptions { size, images, member, unpack, ..OpenOptions::default() }, how);
            match how.open(&layer.path, kept, open_text, progress) {
                Ok(file) => {
                    remarks.extend(how.remark());
                    layers.push(further_layer(&layer, file, how, kept));
                    remarks.extend(layers.last().into_iter().flat_map(remarks_of));
                }
                Err(error) => {
                    let told = error.to_string();
                    match NotOpened::from(error) {
                        NotOpened::Cancelled => return Err(NotOpened::Cancelled),
                        NotOpened::Large(needs, _) if answer.is_none() => {
                            return Err(NotOpened::Large(needs, Some(path.clone())));
                        }
                        // The other files can be shown without this one.
                        _ => remarks.push(told),
                    }
                }
            }
        }
        let shown: Vec<&Path> = layers.iter().map(|layer| layer.file.path()).collect();
        let offered = parts.layers.iter().filter(|layer| !shown.contains(&layer.path.as_path()));
        let mut offered: Vec<LayerFile> = offered.cloned().collect();
        layer_names::name_apart(&mut layers, &mut offered, &parts.name);
        let images = images(&parts, how, kept, &mut remarks, progress)?;
        let rate = images.as_ref().and_then(|images| images.source.frame_rate());
        let length = if images.is_some() || parts.folder.is_some() { parts.length() } else { None };
        let others = match &images {
            Some(images) => parts.other_texts(Some(layers[0].file.path()), &images.source.numbers(), progress),
            None => OtherTexts::default(),
        };
        Ok(Self {
            sequence: sequence(&layers, images.as_ref(), length, how.pairing, others),
            name: name_of(path, &parts),
            stated_size: parts.stated_size(layers.iter().map(|layer| layer.file.as_ref())),
            layers,
            offered,
            images,
            fps: parts.frame_rate().or(rate),
            remarks,
        })
    }

    /// The built-in demo sequence.
    fn demo() -> Result<Self, NotOpened> {
        let Demo { tracker, ground_truth, scene } = demo();
        let layer = |name: &str, kind, bytes| -> Result<Layer, OpenError> {
            let layer = in_memory(name, kind, MotFile::from_bytes(name, bytes)?);
            Ok(Layer { sample: sampled(&layer.file), ..layer })
        };
        let layers = vec![
            layer("tracker.txt", LayerKind::Results, tracker)?,
            layer("gt.txt", LayerKind::GroundTruth, ground_truth)?,
        ];
        let images = Some(ImageTrack::start(scene, PictureView::default(), None));
        Ok(Self {
            sequence: sequence(&layers, images.as_ref(), None, PicturePairing::Automatic, OtherTexts::default()),
            name: None,
            layers,
            offered: Vec::new(),
            stated_size: None,
            images,
            fps: Some(FPS.into()),
            remarks: Vec::new(),
        })
    }
}

/// The provider of frames for layers and pictures. `length` is the number of frames, if it is known.
fn sequence(
    layers: &[Layer],
    images: Option<&ImageTrack>,
    length: Option<u64>,
    pairing: PicturePairing,
    others: OtherTexts,
) -> Arc<Sequence> {
    let files = layers.iter().map(|layer| Arc::clone(&layer.file)).collect();
    let sequence = Sequence::new(files, None, length, pairing).with_other_texts(others);
    Arc::new(match images {
        Some(images) => sequence.with_picture_reader(Arc::clone(&images.reader)),
        None => sequence,
    })
}

/// A text file without pictures or further layers.
fn alone(path: &Path) -> Parts {
    let name = short_name(path);
    let layer = LayerFile { path: path.to_owned(), kind: LayerKind::Results, name: name.clone() };
    Parts { name, layers: vec![layer], main: Some(0), ..Parts::default() }
}

/// The name of the sequence. `None` for a text file: its path shows which file of the sequence it is.
fn name_of(path: &Path, parts: &Parts) -> Option<String> {
    (path.is_dir() || parts.main.is_none()).then(|| parts.name.clone())
}

/// Opens the pictures. If `kept` has the same pictures, it is used again.
fn images(
    parts: &Parts,
    how: &OpenHow,
    kept: &Kept,
    remarks: &mut Vec<String>,
    progress: &Progress,
) -> Result<Option<ImageTrack>, NotOpened> {
    if parts.pictures.is_none() {
        remarks.extend_from_slice(&parts.remarks);
        return Ok(None);
    }
    // A video is not read again to add a layer: its decoders and what it has on the way stay.
    let same_video = kept.images().filter(|kept| {
        let of_video = kept.video.as_ref().zip(kept.path.as_ref());
        let is_same = |(video, path): (&Arc<VideoTrack>, &PathBuf)| {
            parts.pictures.as_ref() == Some(path) && video.version.is_some() && video.version == version(path)
        };
        of_video.is_some_and(is_same) && kept.view == how.view
    });
    if let Some(kept) = same_video {
        remarks.extend(kept.video.iter().flat_map(|video| video.remarks.iter().cloned()));
        return Ok(Some(kept));
    }
    let of_file = parts.pictures.as_deref().and_then(version);
    let Some(pictures) = parts.open_pictures(&how.text, progress)? else { return Ok(None) };
    if parts.layers.is_empty()
        && let Some(reason) = pictures.trouble()
    {
        // Nothing of it can be shown.
        return Err(NotOpened::Failed(format!("{}: {reason}", pictures.folder().display())));
    }
    pictures.set_view(how.view);
    let told = parts.remarks_on(&pictures);
    remarks.extend_from_slice(&told);
    // The small pictures of a long sequence take minutes to make, so they are used again if possible.
    let paths = [pictures.folder(), pictures.path()].map(Path::to_owned);
    let is_same = |kept: &ImageTrack| {
        // Pictures of an archive may be others than before.
        !pictures.is_unpacked()
            && kept.path.as_ref() == Some(&paths[1])
            && kept.view == how.view
            && kept.source.numbers() == pictures.numbers()
    };
    if let Some(kept) = kept.images().filter(is_same) {
        return Ok(Some(kept));
    }
    let video = pictures.is_video().then(|| Arc::new(VideoTrack { version: of_file, remarks: told }));
    Ok(Some(ImageTrack { video, ..ImageTrack::start(Arc::new(pictures), how.view, Some(paths)) }))
}
