//! The look of boxes and picture, copied from the settings of the window.

use std::sync::Arc;

use super::trail::Track;
use crate::app::model::layers::{Look, Paint};
use crate::app::model::shown_rows::{HiddenRows, ShownRows};
use crate::app::model::tracks::TrackSet;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::export::{LabelParts, mark, named};
use crate::mot::{Detection, Frame, Layout};
use crate::palette::{self, Rgb};
use crate::provider::DataProvider as _;
use crate::render::box_style::{LayerOrder, LinePattern};
use crate::render::{Layer, Mark, PictureAdjustment, Rect, Trail};

/// The look of exported frames.
#[derive(PartialEq)]
pub struct Style {
    layer_looks: Vec<Option<LayerLook>>,
    /// Size of labels, in points.
    pub label_size: f32,
    track: Option<Track>,
    /// Brightness, contrast and gamma of the picture.
    pub adjustment: PictureAdjustment,
    /// The background where there is no picture.
    pub ground: Rgb,
}

/// The look of the boxes of a layer.
#[derive(PartialEq)]
struct LayerLook {
    layout: Layout,
    rows: ShownRows,
    /// The selected tracks.
    selected: TrackSet,
    /// Their colours. Only rows that an evaluation ignores are transparent.
    paint: Paint,
    labels: LabelParts,
    /// The short name of the layer, with which its labels begin.
    short_name: String,
    /// Width of outlines, in points.
    line_width: f32,
    dashed: bool,
    /// Whether masks are drawn.
    masks: bool,
    opacity: f32,
    /// Factors on box coordinates, horizontal and vertical.
    scale: [f64; 2],
}

impl Style {
    /// The current look of `document` in the window.
    pub fn of(view: &View<'_>, document: &Document, dark: bool) -> Self {
        let boxes = view.state.settings.boxes;
        let names = view.short_names();
        let layer_look = |place: usize| {
            let look = view.look(place).filter(|look| look.shown)?;
            let Look { style, scale, .. } = look;
            let told = style.labels;
            let is_main = place == 0;
            let labels = if is_main {
                LabelParts { id: boxes.id, confidence: boxes.confidence, class: boxes.class }
            } else {
                LabelParts { id: told.id, confidence: told.confidence, class: told.class }
            };
            Some(LayerLook {
                layout: document.layers.get(place)?.file.layout(),
                rows: view.shown_rows(place),
                selected: view.selected_tracks(place),
                paint: Paint { opacity: 1.0, ..view.paint(place, look) },
                labels,
                short_name: names.get(place).cloned().unwrap_or_default(),
                line_width: boxes.line_width * style.width,
                dashed: style.dashed,
                masks: boxes.masks,
                opacity: style.opacity,
                scale,
            })
        };
        let layer_looks: Vec<_> = (0..document.layers.len()).map(layer_look).collect();
        let is_drawn = layer_looks.first().is_some_and(Option::is_some);
        let color = |id| view.paint(0, view.main_look()).track(id);
        let track = |id| Track::new(Arc::clone(&document.file), document.sequence.keys(), (id, color(id)), boxes.trail);
        Self {
            layer_looks,
            label_size: boxes.label_size,
            track: view.state.selected.filter(|_| is_drawn).map(track),
            adjustment: view.state.settings.picture.look(),
            ground: palette::ground(dark),
        }
    }

    /// The trail of the selected track at a frame.
    pub fn trail(&self, frame: u64) -> Option<Trail> {
        let mut trail = self.track.as_ref()?.at(frame)?;
        let [across, down] = self.layer_looks.first()?.as_ref()?.scale;
        trail.points.iter_mut().for_each(|point| (point.x, point.y) = (point.x * across, point.y * down));
        Some(trail)
    }

    /// The boxes of all layers in drawing order, at `per_point` pixels per point. Solid further layers lie under the
    /// main layer, dashed ones above it. Labels of the main layer are placed first. `frames[0]` is the main layer's.
    pub fn layers(&self, frames: &[&Frame], per_point: f32) -> Vec<Layer> {
        let (mut under, mut over, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        let mut main = None;
        for (place, (layer_look, frame)) in self.layer_looks.iter().zip(frames).enumerate() {
            let Some(layer_look) = layer_look else { continue };
            let mut layer = layer_look.layer(frame, per_point);
            match LayerOrder::of(place == 0, layer_look.dashed) {
                LayerOrder::Main => main = Some(Layer { labels_below: false, ..layer }),
                LayerOrder::Above => over.push(layer),
                LayerOrder::Below => {
                    labels.extend(labels_alone(&layer));
                    layer.marks.iter_mut().for_each(|mark| mark.label.clear());
                    under.push(layer);
                }
            }
        }
        under.into_iter().chain(main).chain(over).chain(labels).collect()
    }
}

impl LayerLook {
    fn rows<'a>(&'a self, frame: &'a Frame) -> impl Iterator<Item = &'a Detection> {
        let mut hidden = HiddenRows::default();
        frame.detections.iter().filter(move |row| self.rows.shows(frame.number, row, self.layout, &mut hidden))
    }

    fn layer(&self, frame: &Frame, per_point: f32) -> Layer {
        let marks = self.rows(frame).map(|row| self.mark(row)).collect();
        let line_width = (self.line_width * per_point).max(1.0);
        Layer { marks, line_width, opacity: self.opacity, labels_below: true }
    }

    fn mark(&self, row: &Detection) -> Mark {
        let [across, down] = self.scale;
        let mark = mark(row, self.layout, self.labels);
        let Rect { left, top, right, bottom } = mark.rect;
        Mark {
            rect: Rect { left: left * across, top: top * down, right: right * across, bottom: bottom * down },
            mask: if self.masks {
                let scaled = |part: Rect| Rect {
                    left: part.left * across,
                    top: part.top * down,
                    right: part.right * across,
                    bottom: part.bottom * down,
                };
                mark.mask.into_iter().map(scaled).collect()
            } else {
                Vec::new()
            },
            corners: mark.corners.map(|corners| corners.map(|(x, y)| (x * across, y * down))),
            emphasised: row.id.is_some_and(|id| self.selected.contains(&id)),
            color: self.paint.color(row, self.layout).to_srgba_unmultiplied(),
            pattern: LinePattern::of(self.layout.is_judged(row), self.dashed),
            is_edged: self.paint.is_neutral,
            label: named(&self.short_name, mark.label),
            ..mark
        }
    }
}

/// The labels of a layer without its outlines; `None` if it has no labels. They are placed after the outlines below.
fn labels_alone(layer: &Layer) -> Option<Layer> {
    let has_label = |mark: &&Mark| !mark.label.is_empty();
    let without_outline = |mark: &Mark| Mark {
        color: [mark.color[0], mark.color[1], mark.color[2], 0],
        is_edged: false,
        mask: Vec::new(),
        ..mark.clone()
    };
    let marks: Vec<Mark> = layer.marks.iter().filter(has_label).map(without_outline).collect();
    (!marks.is_empty()).then(|| Layer { marks, ..layer.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::filter::Filter;
    use crate::mot::{MotFile, TrackId};

    fn layer_look(file: &MotFile, dashed: bool, selected: &[u64]) -> LayerLook {
        LayerLook {
            selected: Arc::new(selected.iter().copied().map(TrackId).collect()),
            masks: true,
            layout: file.layout(),
            rows: ShownRows {
                filter: Filter { min_confidence: Some(0.5), ..Filter::default() },
                ..ShownRows::default()
            },
            paint: Paint::default(),
            labels: LabelParts { id: true, ..LabelParts::default() },
            short_name: String::new(),
            line_width: 2.0,
            dashed,
            opacity: 0.5,
            scale: [2.0, 3.0],
        }
    }

    #[test]
    fn layers_lie_as_in_the_window_and_labels_of_the_main_one_come_first() {
        let rows = "1,3,10,20,50,60,0.9\n1,4,10,10,50,50,0.1\n1,5,10,10,50,50,0.8\n";
        let file = MotFile::from_bytes("a.txt", rows.as_bytes().to_vec()).unwrap();
        let mut style = Style {
            layer_looks: vec![
                Some(layer_look(&file, false, &[5])),
                Some(layer_look(&file, false, &[])),
                None,
                Some(layer_look(&file, true, &[])),
            ],
            label_size: 12.0,
            track: None,
            adjustment: PictureAdjustment::default(),
            ground: palette::ground(true),
        };
        let frame = file.frame(1);
        let layers = style.layers(&[&frame; 4], 1.5);
        let told: Vec<_> = layers
            .iter()
            .map(|layer| {
                let mark = &layer.marks[1];
                (mark.label.as_str(), mark.color[3], mark.pattern == LinePattern::LongDashes, mark.emphasised)
            })
            .collect();
        let expected =
            [("", 255, false, false), ("5", 255, false, true), ("5", 255, true, false), ("5", 0, false, false)];
        assert_eq!(told, expected);
        for layer in &layers {
            assert_eq!((layer.marks.len(), layer.line_width, layer.opacity), (2, 3.0, 0.5));
            assert_eq!(layer.marks[0].rect, Rect { left: 20.0, top: 60.0, right: 120.0, bottom: 240.0 });
        }
        style.layer_looks[0] = None;
        assert_eq!(style.layers(&[&frame; 4], 0.1).len(), 3);
        assert_eq!(style.layers(&[&frame; 4], 0.1)[0].line_width, 1.0);
    }
}
