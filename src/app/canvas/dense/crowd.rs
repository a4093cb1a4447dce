//! Examines the boxes of a dense frame; runs on a background thread.

use eframe::egui::{Color32, ColorImage, Pos2, Rect};

use super::apart::can_be_told_apart;
use super::density::{self, Density};
use super::question::{DenseAnswer, DensePicture, DenseQuestion, Heat, Outlook};
use crate::app::canvas::boxes::NEAR;
use crate::app::model::camera::viewport::{Area, Transform};
use crate::app::model::frame::dense::MAX_BOXES;
use crate::app::model::shown_rows::HiddenRows;
use crate::app::widgets::theme;
use crate::mot::{Detection, Frame, TrackId};

/// Maximum number of boxes of selected tracks drawn over a density picture: of the last one, and as many of the others.
const MOST_SELECTED: usize = 1000;

/// A box reduced to what is needed here. It takes a fifth of a row's memory, so that millions are scanned quickly.
#[derive(Clone, Copy, Debug)]
struct Place {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
    index: u32,
}

impl Place {
    fn of(index: u32, detection: &Detection) -> Self {
        let Detection { left, top, width, height, .. } = *detection;
        let (right, bottom) = (left + width.max(0.0), top + height.max(0.0));
        Self { left: left as f32, top: top as f32, right: right as f32, bottom: bottom as f32, index }
    }

    fn on_screen(&self, transform: Transform) -> Rect {
        Rect {
            min: transform.to_screen(self.left.into(), self.top.into()),
            max: transform.to_screen(self.right.into(), self.bottom.into()),
        }
    }
}

/// The dense frame that the thread keeps between requests.
#[derive(Default)]
pub struct DenseFrame {
    last: Option<DenseQuestion>,
    /// The boxes that are shown.
    places: Vec<Place>,
    /// How many are not.
    hidden: HiddenRows,
    selected: Vec<usize>,
}

impl DenseFrame {
    /// The result, or `None` if the frame no longer exists. A new picture is made only if it differs from the last.
    pub fn answer(&mut self, question: DenseQuestion) -> Option<DenseAnswer> {
        let frame = question.frame.upgrade()?;
        let before = self.last.take().filter(|last| last.is_of_same_boxes(&question));
        if before.is_none() {
            let mut hidden = HiddenRows::default();
            let shown = (0..)
                .zip(&frame.detections)
                .filter(|(_, row)| question.rows.shows(frame.number, row, question.layout, &mut hidden));
            self.places.clear();
            self.places.extend(shown.map(|(index, row)| Place::of(index, row)));
            self.hidden = hidden;
        }
        let is_same =
            |before: &DenseQuestion| (before.selected, &before.further) == (question.selected, &question.further);
        if !before.as_ref().is_some_and(is_same) {
            self.selected = self.boxes_of(&frame, |id| Some(id) == question.selected);
            if question.further.iter().any(|id| Some(*id) != question.selected) {
                let more = self.boxes_of(&frame, |id| Some(id) != question.selected && question.further.contains(&id));
                self.selected.extend(more);
            }
        }
        let is_seen = before.is_some_and(|before| before.view == question.view);
        let picture = (!is_seen).then(|| picture(&self.places, question.view));
        let hovered = question.pointer.and_then(|pointer| hit(&self.places, question.view.transform, pointer));
        let (frame, pointer) = (question.frame.clone(), question.pointer);
        self.last = Some(question);
        Some(DenseAnswer { frame, picture, hidden: self.hidden, selected: self.selected.clone(), pointer, hovered })
    }

    fn boxes_of(&self, frame: &Frame, is_wanted: impl Fn(TrackId) -> bool) -> Vec<usize> {
        let places = self.places.iter().map(|place| place.index as usize);
        places.filter(|&at| frame.detections[at].id.is_some_and(&is_wanted)).take(MOST_SELECTED).collect()
    }
}

/// How the boxes are drawn, and how many of them are in view.
fn picture(places: &[Place], view: Outlook) -> (DensePicture, usize) {
    let mut density = Density::new(view.canvas);
    let (mut boxes, mut rects) = (Vec::new(), Vec::new());
    let mut visible = 0;
    for place in places {
        let rect = place.on_screen(view.transform);
        if rect.intersects(view.canvas) {
            visible += 1;
            if boxes.len() < MAX_BOXES {
                boxes.push(place.index as usize);
                rects.push(rect);
            }
            density.add(rect);
        }
    }
    if visible <= MAX_BOXES && can_be_told_apart(&rects, view.canvas, view.pixels_per_point) {
        return (DensePicture::Boxes(boxes), visible);
    }
    let (size, area) = (density.size(), density.area());
    let counts = density.counts();
    let greatest = counts.iter().copied().max().unwrap_or(0);
    let color = |count: u32| match count {
        0 => Color32::TRANSPARENT,
        count => theme::heat(density::level(count, greatest), view.dark),
    };
    let image = ColorImage::new(size, counts.into_iter().map(color).collect());
    let ((left, top), (right, bottom)) = (view.transform.to_scene(area.min), view.transform.to_scene(area.max));
    (DensePicture::Heat(Heat { image, area: Area { left, top, right, bottom }, greatest }), visible)
}

/// Index of the smallest box under the pointer.
fn hit(places: &[Place], transform: Transform, pointer: Pos2) -> Option<usize> {
    let (x, y) = transform.to_scene(pointer);
    let near = f64::from(NEAR) / transform.scale;
    let (low_x, high_x, low_y, high_y) = ((x - near) as f32, (x + near) as f32, (y - near) as f32, (y + near) as f32);
    let under = places
        .iter()
        .filter(|place| place.left <= high_x && place.right >= low_x && place.top <= high_y && place.bottom >= low_y);
    let area = |place: &&Place| (place.right - place.left) * (place.bottom - place.top);
    under.min_by(|a, b| area(a).total_cmp(&area(b))).map(|place| place.index as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::app::canvas::boxes::{self, ScreenBox};
    use crate::app::model::camera::viewport::{FREE, Viewport};
    use crate::app::model::filter::Filter;
    use crate::app::model::shown_rows::ShownRows;
    use crate::app::model::tracks::TrackSet;
    use crate::mot::{Layout, MotFile};
    use eframe::egui::{pos2, vec2};

    const CANVAS: Rect = Rect { min: pos2(30.0, 20.0), max: pos2(830.0, 620.0) };
    const SCENE: Area = Area { left: 0.0, top: 0.0, right: 2000.0, bottom: 1500.0 };

    /// A file with more boxes than are drawn one by one, spread over the scene; every third is of track 7.
    fn file() -> MotFile {
        let mut seed = 9_u32;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        let rows: Vec<String> = (0..MAX_BOXES + 2000)
            .map(|at| {
                let id = if at % 3 == 0 { 7 } else { 1000 + at };
                format!("1,{id},{},{},{},{},0.{}\n", next(1950), next(1450), next(40), next(50), next(100))
            })
            .collect();
        MotFile::from_bytes("a.txt", rows.concat().into_bytes()).unwrap()
    }

    fn question(frame: &Arc<Frame>, layout: Layout, view: Viewport) -> DenseQuestion {
        DenseQuestion {
            frame: Arc::downgrade(frame),
            layout,
            rows: ShownRows::default(),
            view: Outlook {
                transform: view.transform(SCENE, CANVAS),
                canvas: CANVAS,
                pixels_per_point: 1.0,
                dark: true,
            },
            selected: None,
            further: TrackSet::default(),
            pointer: None,
        }
    }

    /// All boxes in view, found by a simple reference method.
    fn naive(frame: &Frame, question: &DenseQuestion) -> Vec<ScreenBox> {
        let sight = boxes::Sight {
            layout: question.layout,
            rows: &question.rows,
            paint: crate::app::model::layers::Paint::default(),
            transform: question.view.transform,
            canvas: CANVAS,
            pixels_per_point: 1.0,
            line_width: 2.0,
        };
        let mut items = Vec::new();
        boxes::items(frame, 0..frame.detections.len(), sight, &mut items);
        items
    }

    #[test]
    fn few_boxes_in_view_are_answered_one_by_one_and_many_as_a_density() {
        let file = file();
        let frame = Arc::new(file.frame(1));
        let mut memory = DenseFrame::default();
        let mut view = Viewport::default();
        let mut seen = [false; 2];
        for _ in 0..8 {
            let question = question(&frame, file.layout(), view);
            let expected: Vec<usize> = naive(&frame, &question).iter().map(|item| item.index).collect();
            let (picture, visible) = memory.answer(question).unwrap().picture.unwrap();
            assert_eq!(visible, expected.len());
            match picture {
                DensePicture::Boxes(places) => {
                    assert_eq!(places, expected);
                    seen[0] = true;
                }
                DensePicture::Heat(heat) => {
                    assert!(visible > 4800 && heat.greatest > 0, "there is no room for so many");
                    assert!(heat.image.pixels.iter().any(|pixel| *pixel != Color32::TRANSPARENT));
                    seen[1] = true;
                }
            }
            view.zoom_at(pos2(400.0, 300.0), 1.3, SCENE, CANVAS, &FREE);
        }
        assert_eq!(seen, [true, true]);
    }

    #[test]
    fn the_box_under_the_pointer_is_the_one_that_looking_at_all_boxes_finds() {
        let file = file();
        let frame = Arc::new(file.frame(1));
        let mut memory = DenseFrame::default();
        let all = naive(&frame, &question(&frame, file.layout(), Viewport::default()));
        let area = |index: usize| frame.detections[index].width * frame.detections[index].height;
        for step in 0..200 {
            let pointer = CANVAS.min + vec2(8.0, 6.0) * (step % 100) as f32 + vec2(0.5, 0.5);
            let question =
                DenseQuestion { pointer: Some(pointer), ..question(&frame, file.layout(), Viewport::default()) };
            let found = memory.answer(question).unwrap().hovered;
            // Rounding to whole pixels can enlarge the area of a hit.
            let Some(expected) = boxes::hit(&all, pointer) else { continue };
            if let Some(found) = found {
                assert!(area(found) <= area(expected.index) + 400.0);
                assert!(all[found].rect.expand(NEAR + 2.0).contains(pointer));
            } else {
                assert!(!expected.rect.expand(NEAR - 2.0).contains(pointer));
            }
        }
    }

    #[test]
    fn a_picture_is_made_once_and_the_selected_track_is_found() {
        let file = file();
        let frame = Arc::new(file.frame(1));
        let mut memory = DenseFrame::default();
        let first = question(&frame, file.layout(), Viewport::default());
        assert!(memory.answer(first.clone()).unwrap().picture.is_some());
        let answer = memory.answer(DenseQuestion { selected: Some(TrackId(7)), ..first.clone() }).unwrap();
        assert!(answer.picture.is_none());
        let of_track: Vec<usize> = (0..MAX_BOXES).step_by(3).take(MOST_SELECTED).collect();
        assert_eq!(answer.selected, of_track);
        let filter = Filter { min_confidence: Some(0.8), ..Filter::default() };
        let answer = memory
            .answer(DenseQuestion { rows: ShownRows { filter, ..ShownRows::default() }, ..first.clone() })
            .unwrap();
        assert!(answer.selected.is_empty() && answer.hidden.count() > 0);
        assert!(matches!(answer.picture, Some((DensePicture::Boxes(_), _))), "a fifth of them are few enough");
        drop(frame);
        assert!(memory.answer(first).is_none());
    }
}
