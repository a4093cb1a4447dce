//! `motscope info` of a folder: one sequence, or a data set of several.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::{Value, json};

use super::args::InfoArgs;
use super::file::{as_json, as_text, read_file};
use super::warnings::nothing_read;
use crate::cli::words::plain;
use crate::mot::{MotFile, OpenError, Progress, Summary};
use crate::provider::DataProvider as _;
use crate::sequence::{
    ActivePairing, DataSetEntry, LayerKind, Meeting, Orientation, Parts, PicturePairing, PictureSource, Pictures,
    Sequence,
};
use crate::shown::ShowPath as _;
use crate::stderr;

/// The text to print about a data set.
pub(super) fn of_data_set(args: &InfoArgs, entries: &[DataSetEntry]) -> String {
    if args.json { root_as_json(&args.path, entries).to_string() + "\n" } else { root_as_text(&args.path, entries) }
}

/// Writes an error to standard error. Returns the text to print, which is JSON or empty, and the exit code.
pub(super) fn failed(args: &InfoArgs, error: &dyn std::fmt::Display) -> (String, ExitCode) {
    stderr::message(error);
    let json = json!({ "path": args.path.to_string_lossy(), "error": error.to_string() });
    (if args.json { json.to_string() + "\n" } else { String::new() }, ExitCode::FAILURE)
}

fn root_as_text(path: &Path, entries: &[DataSetEntry]) -> String {
    let mut text = format!("{:<12} {}\n{:<12} {}\n", "folder", path.shown(), "sequences", entries.len());
    for entry in entries {
        let frames = entry.frames.map_or_else(String::new, |frames| format!(", {frames} frames"));
        let pictures = if entry.has_pictures { "with pictures" } else { "without pictures" };
        let _ = writeln!(text, "{:<12} {}: {pictures}{frames}", "", plain(&entry.name));
    }
    text
}

fn root_as_json(path: &Path, entries: &[DataSetEntry]) -> Value {
    let entry = |entry: &DataSetEntry| {
        let path = entry.path.to_string_lossy();
        json!({ "name": entry.name, "path": path, "frames": entry.frames, "pictures": entry.has_pictures })
    };
    json!({ "path": path.to_string_lossy(), "sequences": entries.iter().map(entry).collect::<Vec<_>>() })
}

/// The text to print about a sequence, and the exit code.
pub(super) fn of_sequence(args: &InfoArgs, parts: &Parts) -> (String, ExitCode) {
    let (mut layers, mut failures) = (Vec::new(), Vec::new());
    for layer in &parts.layers {
        match read_file(&layer.path, args) {
            Ok((file, summary)) => {
                failures.extend(nothing_read(&file, &summary));
                layers.push((Arc::new(file), summary));
            }
            Err(unread) => failures.push(unread.message),
        }
    }
    let files: Vec<Arc<MotFile>> = layers.iter().map(|(file, _)| Arc::clone(file)).collect();
    let shown = match SequenceReport::new(parts, files, args) {
        Ok(shown) => shown,
        Err(error) => return failed(args, &error),
    };
    // Nothing of it can be shown.
    if parts.layers.is_empty()
        && let Some(reason) = shown.pictures.as_ref().and_then(|pictures| pictures.trouble())
    {
        return failed(args, &format_args!("{}: {reason}", args.path.shown()));
    }
    failures.iter().for_each(stderr::message);
    let text = if args.json { shown.as_json(parts, &layers, &failures) } else { shown.as_text(parts, &layers) };
    (text, if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A sequence with its pictures and layers, as far as `info` prints them.
pub(super) struct SequenceReport {
    pictures: Option<Arc<Pictures>>,
    sequence: Sequence,
    remarks: Vec<String>,
}

impl SequenceReport {
    pub(super) fn new(parts: &Parts, layers: Vec<Arc<MotFile>>, args: &InfoArgs) -> Result<Self, OpenError> {
        let pictures = parts.open_pictures(&args.options(), &Progress::new())?.map(Arc::new);
        pictures.as_ref().map_or(Ok(()), |pictures| pictures.complete(&Progress::new()))?;
        let mut remarks =
            pictures.as_ref().map_or_else(|| parts.remarks.clone(), |pictures| parts.remarks_on(pictures));
        let source = pictures.clone().map(|pictures| pictures as Arc<dyn PictureSource>);
        let main = layers.first().map(|main| main.path().to_owned());
        let numbers = pictures.as_ref().map(|pictures| pictures.numbers()).unwrap_or_default();
        let others = parts.other_texts(main.as_deref(), &numbers, &Progress::new());
        let sequence = Sequence::new(layers, source, parts.length(), args.pairing).with_other_texts(others);
        remarks.extend(sequence.pairing_remark());
        remarks.extend(sequence.meeting().map(|meeting| meeting_as_text(&meeting)));
        Ok(Self { pictures, sequence, remarks })
    }

    /// Problems of the sequence that are worth showing.
    pub(super) fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// One line about the pictures; `None` if there are none.
    pub(super) fn pictures_as_text(&self) -> Option<String> {
        let pictures = self.pictures.as_ref()?;
        if pictures.refusal().is_some() {
            return Some(format!("none that can be read in {}", pictures.path().shown()));
        }
        let numbers = pictures.numbers();
        let mut text = format!("{} in {}", numbers.len(), pictures.path().shown());
        if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
            let _ = write!(text, ", {first} to {last}");
        }
        if let Some((width, height)) = pictures.size() {
            let _ = write!(text, ", {width} × {height} pixels");
        }
        if pictures.orientation() != Orientation::AsStored {
            let _ = write!(text, ", the first {}", pictures.orientation());
        }
        let pairing = self.sequence.pairing();
        if !pairing.is_by_number() {
            let _ = write!(text, "; {pairing}");
        }
        Some(text)
    }

    /// One line about the video that the pictures are of; `None` if they are of none.
    pub(super) fn video_as_text(&self) -> Option<String> {
        let video = self.pictures.as_ref()?.video()?;
        let container = video.container.split(',').next().unwrap_or_default();
        let mut text = format!("{} in {container}", video.codec);
        match video.gop {
            Some(1) => text.push_str(", every frame a key frame"),
            Some(gop) => _ = write!(text, ", up to {gop} frames from key frame to key frame"),
            None => {}
        }
        for (is_so, what) in [
            (video.is_counted, "frames counted by decoding, because packets have no times"),
            (video.has_variable_rate, "variable frame rate"),
            (video.has_discarded, "frames discarded by an edit list"),
        ] {
            if is_so {
                let _ = write!(text, ", {what}");
            }
        }
        Some(plain(&text))
    }

    /// The command that writes the frames of the video as pictures.
    pub(super) fn to_pictures(&self) -> Option<String> {
        Some(self.pictures.as_ref()?.video()?.to_pictures)
    }

    /// The facts about the video as JSON; null if the pictures are of none.
    pub(super) fn video_as_json(&self) -> Value {
        let Some(video) = self.pictures.as_ref().and_then(|pictures| pictures.video()) else { return Value::Null };
        json!({
            "codec": video.codec,
            "container": video.container,
            "frame_rate": video.frame_rate,
            "gop": video.gop,
            "variable_frame_rate": video.has_variable_rate,
            "discards_frames": video.has_discarded,
            "counted_by_decoding": video.is_counted,
            "to_pictures": video.to_pictures,
        })
    }

    /// Frames a second, as `seqinfo.ini` or else the video states them.
    fn frame_rate(&self, parts: &Parts) -> Option<f64> {
        parts.frame_rate().or_else(|| self.pictures.as_ref()?.frame_rate())
    }

    /// The facts about the pictures as JSON; null if there are none.
    pub(super) fn pictures_as_json(&self) -> Value {
        let Some(pictures) = &self.pictures else { return Value::Null };
        let (numbers, size, pairing) = (pictures.numbers(), pictures.size(), self.sequence.pairing());
        json!({
            "folder": pictures.path().to_string_lossy(),
            "count": numbers.len(),
            "first": numbers.first(),
            "last": numbers.last(),
            "width": size.map(|size| size.0),
            "height": size.map(|size| size.1),
            "turned": (pictures.orientation() != Orientation::AsStored).then(|| pictures.orientation().to_string()),
            "offset": match pairing {
                ActivePairing::Offset(offset) => Some(offset),
                ActivePairing::Step(_) | ActivePairing::Order(_) => None,
            },
            "pairing": pairing.to_string(),
            "meeting": self.sequence.meeting().map(|meeting| meeting_as_json(&meeting)),
        })
    }

    fn as_text(&self, parts: &Parts, layers: &[(Arc<MotFile>, Summary)]) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: &dyn std::fmt::Display| {
            let _ = writeln!(text, "{name:<12} {value}");
        };
        line("sequence", &plain(&parts.name));
        if let Some(folder) = &parts.folder {
            line("folder", &folder.shown());
        }
        line("pictures", &self.pictures_as_text().as_deref().unwrap_or("none"));
        if let Some(video) = self.video_as_text() {
            line("video", &video);
        }
        if let Some(command) = self.to_pictures() {
            line("as pictures", &plain(&command));
        }
        let keys = self.sequence.keys();
        let range = keys.first().zip(keys.last());
        line("frames", &range.map_or("0".to_owned(), |(first, last)| format!("{}, {first} to {last}", keys.len())));
        let rate =
            self.frame_rate(parts).map_or("not stated, 30 is assumed".to_owned(), |rate| format!("{rate} a second"));
        line("frame rate", &rate);
        line("layers", &layers.len());
        for remark in &self.remarks {
            line("remark", &plain(remark));
        }
        for (file, summary) in layers {
            text.push('\n');
            text.push_str(&as_text(file, summary, &[]));
        }
        text
    }

    fn as_json(&self, parts: &Parts, layers: &[(Arc<MotFile>, Summary)], failures: &[String]) -> String {
        let keys = self.sequence.keys();
        let layers: Vec<Value> = layers.iter().map(|(file, summary)| as_json(file, summary)).collect();
        let json = json!({
            "sequence": parts.name,
            "folder": parts.folder.as_ref().map(|folder| folder.to_string_lossy()),
            "pictures": self.pictures_as_json(),
            "frames": { "count": keys.len(), "first": keys.first(), "last": keys.last() },
            "video": self.video_as_json(),
            "frame_rate": self.frame_rate(parts),
            "remarks": self.remarks,
            "layers": layers,
            "errors": failures,
        });
        json.to_string() + "\n"
    }
}

/// How labels and pictures meet, with what would fit better and how to ask for it.
fn meeting_as_text(meeting: &Meeting) -> String {
    let offers = meeting.offers.iter().map(|&offer| format!("{} (--pairing {offer})", meeting.offer(offer)));
    let offers = offers.collect::<Vec<_>>().join(", or ");
    if offers.is_empty() { meeting.remark() } else { format!("{}. This would fit: {offers}", meeting.remark()) }
}

/// How labels and pictures meet as JSON.
fn meeting_as_json(meeting: &Meeting) -> Value {
    let offer = |&offer: &PicturePairing| json!({ "pairing": offer.to_string(), "meaning": meeting.offer(offer) });
    json!({
        "labelled": meeting.labelled,
        "without_picture": meeting.without_picture,
        "offers": meeting.offers.iter().map(offer).collect::<Vec<_>>(),
    })
}

/// The other texts of the sequence as JSON.
pub(super) fn others_as_json(parts: &Parts, path: &Path) -> Value {
    let others = parts.layers.iter().filter(|layer| layer.path != path);
    others.map(|layer| json!({ "path": layer.path.to_string_lossy(), "kind": kind_name(layer.kind) })).collect()
}

/// The other texts of the sequence, one a line.
pub(super) fn others_as_text(parts: &Parts, path: &Path) -> Vec<String> {
    let others = parts.layers.iter().filter(|layer| layer.path != path);
    others.map(|layer| plain(&format!("{} ({})", layer.path.shown(), kind_name(layer.kind)))).collect()
}

/// What a text is, judged by its folder.
fn kind_name(kind: LayerKind) -> &'static str {
    match kind {
        LayerKind::GroundTruth => "ground truth",
        LayerKind::Detections => "detections",
        LayerKind::Results => "results",
    }
}
