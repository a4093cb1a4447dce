//! What a workspace keeps of the view: looks, filters, camera, panels, boxes, picture, matching. Each part is read alone, so that one
//! that cannot be read is told and has its default.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::camera::Viewport;
use super::filter::{Bounds, Filter};
use super::judging::JudgingChoice;
use super::layers::{Look, Style};
use super::left_off::OpenPanels;
use super::panes::Panes;
use super::settings::Boxes;
use super::settings::picture_style::PictureStyle;
use super::tracks::{ShownTracks, TrackSet};
use crate::mot::{Class, TrackId};
use crate::sequence::PicturePairing;
use crate::workspace::{from_folder, to_path, unknown_in};

/// The parts of a view.
const PARTS: [&str; 7] = ["camera", "panels", "panes", "boxes", "picture", "pairing", "matching"];

/// What a workspace keeps of the view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SavedView {
    /// Zoom and pan.
    pub camera: Viewport,
    /// The open panels.
    pub panels: OpenPanels,
    /// Which pane shows which layers.
    pub panes: Panes,
    /// How boxes are drawn.
    pub boxes: Boxes,
    /// How the picture is shown.
    pub picture: PictureStyle,
    /// Which picture a frame shows.
    pub pairing: PicturePairing,
    /// How results are compared with ground truth.
    pub judging: JudgingChoice,
}

impl SavedView {
    /// The view as it is written into a workspace in `folder`.
    pub fn written(&self, folder: &Path) -> Map<String, Value> {
        let parts = [
            serde_json::to_value(self.camera),
            serde_json::to_value(self.panels),
            serde_json::to_value(self.panes.storable())
                .map(|panes| with_paths(panes, |path| from_folder(folder, path))),
            serde_json::to_value(self.boxes),
            serde_json::to_value(self.picture),
            serde_json::to_value(self.pairing),
            serde_json::to_value(SavedMatching::of(&self.judging, folder)),
        ];
        PARTS.iter().zip(parts).filter_map(|(name, part)| Some(((*name).to_owned(), part.ok()?))).collect()
    }

    /// The view in a workspace in `folder`. What cannot be read is told in `remarks`.
    pub fn read(view: &Map<String, Value>, folder: &Path, remarks: &mut Vec<String>) -> Self {
        let unknown = unknown_in("view.", &Value::Object(view.clone()), &PARTS);
        remarks.extend(unknown.iter().map(|name| not_known(name)));
        let [camera, panels, compared, boxes, picture, pairing, matching] =
            PARTS.map(|name| (format!("view.{name}"), view.get(name).unwrap_or(&Value::Null)));
        let judging = part::<SavedMatching>(matching, remarks).into_choice(folder, remarks);
        Self {
            camera: part::<Viewport>(camera, remarks).sanitized(),
            panels: part(panels, remarks),
            panes: read_panes(compared, folder, remarks),
            boxes: part(boxes, remarks),
            picture: part(picture, remarks),
            pairing: part(pairing, remarks),
            judging,
        }
    }
}

/// Reads panes.
fn read_panes((place, panes): (String, &Value), folder: &Path, remarks: &mut Vec<String>) -> Panes {
    let there = |path: &Path| Some(to_path(folder, path.to_str()?).to_str()?.to_owned());
    part::<Panes>((place, &with_paths(panes.clone(), there)), remarks).sanitized()
}

/// Panes with other paths of their layers. A path for which there is none is left out.
fn with_paths(mut panes: Value, other: impl Fn(&Path) -> Option<String>) -> Value {
    let change = |set: &mut Value| {
        let Some(paths) = set.as_array_mut() else { return };
        let others = paths.iter().filter_map(|path| other(Path::new(path.as_str()?))).map(Value::String).collect();
        *paths = others;
    };
    panes.get_mut("sets").and_then(Value::as_array_mut).into_iter().flatten().for_each(change);
    ["hidden", "single"].into_iter().for_each(|name| panes.get_mut(name).into_iter().for_each(change));
    panes
}

/// Reads a part of a workspace at this place. Null stands for its default.
fn part<T: Default + Serialize + DeserializeOwned>((place, value): (String, &Value), remarks: &mut Vec<String>) -> T {
    if value.is_null() {
        return T::default();
    }
    match T::deserialize(value) {
        Ok(part) => {
            let known = serde_json::to_value(&part).unwrap_or_default();
            if let (Value::Object(known), Value::Object(_)) = (&known, value) {
                let names: Vec<&str> = known.keys().map(String::as_str).collect();
                remarks.extend(unknown_in(&format!("{place}."), value, &names).iter().map(|name| not_known(name)));
            }
            part
        }
        Err(error) => {
            remarks.push(format!("{place} of the workspace cannot be read: {error}"));
            T::default()
        }
    }
}

fn not_known(name: &str) -> String {
    format!("the workspace has a value that is not known: {name}")
}

/// How results are compared, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct SavedMatching {
    rules: Option<String>,
    least_iou: f64,
    class: Option<String>,
    ground_truth: Option<String>,
}

impl Default for SavedMatching {
    fn default() -> Self {
        Self::of(&JudgingChoice::default(), Path::new("/"))
    }
}

impl SavedMatching {
    fn of(choice: &JudgingChoice, folder: &Path) -> Self {
        Self {
            rules: choice.benchmark.map(|rules| rules.to_string()),
            least_iou: choice.threshold,
            class: choice.class.clone(),
            ground_truth: choice.truth.as_ref().and_then(|truth| from_folder(folder, truth)),
        }
    }

    fn into_choice(self, folder: &Path, remarks: &mut Vec<String>) -> JudgingChoice {
        let benchmark = self.rules.and_then(|rules| match rules.parse() {
            Ok(rules) => Some(rules),
            Err(error) => {
                remarks.push(format!("view.matching.rules of the workspace: {error}"));
                None
            }
        });
        let threshold = if self.least_iou.is_finite() { self.least_iou.clamp(0.0, 1.0) } else { 0.5 };
        JudgingChoice {
            benchmark,
            threshold,
            class: self.class,
            truth: self.ground_truth.map(|file| to_path(folder, &file)),
        }
    }
}

/// The look of a layer, as it is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct SavedLook {
    shown: Option<bool>,
    scale: Option<[f64; 2]>,
    style: Style,
}

/// The look as it is written.
pub fn written_look(look: Look) -> Value {
    let saved = SavedLook { shown: Some(look.shown), scale: Some(look.scale), style: look.style };
    serde_json::to_value(saved).unwrap_or_default()
}

/// The look that was written. What cannot be read is told in `remarks`.
pub fn read_look(place: String, look: &Value, remarks: &mut Vec<String>) -> Look {
    let saved: SavedLook = part((place, look), remarks);
    Look { shown: saved.shown.unwrap_or(true), scale: saved.scale.unwrap_or([1.0; 2]), style: saved.style }
}

/// A class, as it is kept: its number or its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum SavedClass {
    Number(i64),
    Name(Arc<str>),
}

/// The filter of a layer, and which of its tracks are drawn, as they are kept. Bounds are the least and the greatest value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct SavedFilter {
    min_confidence: Option<f64>,
    hidden_classes: Vec<SavedClass>,
    height: [Option<f64>; 2],
    area: [Option<f64>; 2],
    visibility: [Option<f64>; 2],
    length: [Option<f64>; 2],
    in_frame: bool,
    solo: Option<Vec<u64>>,
    hidden_tracks: Vec<u64>,
}

/// The filter, and which tracks are drawn, as they are written; null if they hide nothing.
pub fn written_filter(filter: &Filter, tracks: &ShownTracks) -> Value {
    if !filter.is_active() && *tracks == ShownTracks::default() {
        return Value::Null;
    }
    let bounds = |bounds: Bounds| [bounds.least, bounds.most];
    let ids = |tracks: &TrackSet| tracks.iter().map(|id| id.0).collect();
    let class = |class: &Class| match class {
        Class::Number(number) => SavedClass::Number(*number),
        Class::Name(name) => SavedClass::Name(Arc::clone(name)),
    };
    let saved = SavedFilter {
        min_confidence: filter.min_confidence,
        hidden_classes: filter.hidden_classes.iter().map(class).collect(),
        height: bounds(filter.height),
        area: bounds(filter.area),
        visibility: bounds(filter.visibility),
        length: bounds(filter.length),
        in_frame: filter.in_frame,
        solo: tracks.solo.as_ref().map(ids),
        hidden_tracks: ids(&tracks.hidden),
    };
    serde_json::to_value(saved).unwrap_or_default()
}

/// The filter that was written, and which tracks are drawn. What cannot be read is told in `remarks`.
pub fn read_filter(place: String, filter: &Value, remarks: &mut Vec<String>) -> (Filter, ShownTracks) {
    let saved: SavedFilter = part((place, filter), remarks);
    let class = |class: SavedClass| match class {
        SavedClass::Number(number) => Class::Number(number),
        SavedClass::Name(name) => Class::Name(name),
    };
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let bounds = |[least, most]: [Option<f64>; 2]| Bounds { least: finite(least), most: finite(most) };
    let set = |ids: Vec<u64>| -> TrackSet { Arc::new(ids.into_iter().map(TrackId).collect()) };
    let filter = Filter {
        min_confidence: finite(saved.min_confidence),
        hidden_classes: saved.hidden_classes.into_iter().map(class).collect(),
        height: bounds(saved.height),
        area: bounds(saved.area),
        visibility: bounds(saved.visibility),
        length: bounds(saved.length),
        in_frame: saved.in_frame,
    };
    (filter, ShownTracks { solo: saved.solo.map(set), hidden: set(saved.hidden_tracks) })
}

/// A layer of a workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedLayer {
    /// Its file.
    pub path: PathBuf,
    /// How it looks.
    pub look: Look,
    /// Which of its boxes and tracks are shown.
    pub filter: Filter,
    /// Which of its tracks are drawn.
    pub tracks: ShownTracks,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_filters_and_the_view_are_read_as_they_were_written() {
        let mut remarks = Vec::new();
        let look = Look { shown: false, scale: [0.5, 2.0], style: Style { dashed: true, ..Style::default() } };
        assert_eq!(read_look(String::new(), &written_look(look), &mut remarks), look);
        assert_eq!(read_look(String::new(), &Value::Null, &mut remarks), Look::default());
        let filter = Filter {
            min_confidence: Some(0.25),
            hidden_classes: [Class::Number(-3), Class::Name("car".into())].into(),
            height: Bounds { least: Some(10.5), most: None },
            area: Bounds { least: None, most: Some(4000.0) },
            visibility: Bounds { least: Some(0.25), most: Some(1.0) },
            length: Bounds { least: Some(30.0), most: None },
            in_frame: true,
        };
        let set = |ids: &[u64]| -> TrackSet { Arc::new(ids.iter().copied().map(TrackId).collect()) };
        let tracks = ShownTracks { solo: Some(set(&[7, u64::MAX])), hidden: set(&[1]) };
        for both in [
            (filter.clone(), ShownTracks::default()),
            (Filter::default(), tracks.clone()),
            (filter, tracks),
            <_>::default(),
        ] {
            assert_eq!(read_filter(String::new(), &written_filter(&both.0, &both.1), &mut remarks), both);
        }
        assert_eq!(written_filter(&Filter::default(), &ShownTracks::default()), Value::Null);
        let judging = JudgingChoice { threshold: 0.6, truth: Some("/data/gt.txt".into()), ..JudgingChoice::default() };
        let panes: Panes = serde_json::from_value(serde_json::json!({
            "mode": "SideBySide", "sets": [["/data/gt.txt"], ["/data/runs/a.txt"]], "hidden": ["/data/runs/b.txt"],
            "single": ["/data/gt.txt", "/data/runs/a.txt"],
        }))
        .unwrap();
        let view = SavedView { judging, panes, pairing: PicturePairing::Offset(3), ..SavedView::default() };
        let folder = Path::new("/data/runs");
        let written = view.written(folder);
        assert_eq!(SavedView::read(&written, folder, &mut remarks), view);
        let text = Value::Object(written).to_string();
        assert!(!text.contains("/data"), "the folder can be moved: {text}");
        assert!(remarks.is_empty(), "{remarks:?}");
    }

    #[test]
    fn a_part_that_cannot_be_read_is_told_and_has_its_default() {
        let mut remarks = Vec::new();
        let view = serde_json::json!({
            "camera": {"zoom": "wide"}, "boxes": {"line_width": 3.0, "glow": 1}, "mood": 3, "matching": {"rules": "mot99"},
        });
        let view = SavedView::read(view.as_object().unwrap(), Path::new("/"), &mut remarks);
        let boxes = Boxes { line_width: 3.0, ..Boxes::default() };
        assert_eq!(view, SavedView { boxes, ..SavedView::default() });
        for told in ["view.camera", "view.boxes.glow", "view.mood", "mot99"] {
            assert!(remarks.iter().any(|remark| remark.contains(told)), "{told}: {remarks:?}");
        }
        assert_eq!(remarks.len(), 4);
    }
}
