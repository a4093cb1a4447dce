//! Turns detections into the marks that are drawn: rectangle, colour and label.

use crate::mot::{Detection, Layout};
use crate::palette;
use crate::render::box_style::{self, LinePattern};
use crate::render::{Mark, Rect};

/// Which parts a label has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LabelParts {
    /// The id.
    pub id: bool,
    /// The confidence.
    pub confidence: bool,
    /// The class.
    pub class: bool,
}

/// The label of a detection. Empty if no part is chosen or the detection has none of the chosen parts.
pub fn label(detection: &Detection, layout: Layout, of: LabelParts) -> String {
    let mut parts: Vec<String> = Vec::new();
    if of.id {
        parts.extend(detection.id.map(|id| id.to_string()));
    }
    if of.confidence {
        parts.extend(detection.confidence.map(|confidence| format!("{confidence:.2}")));
    }
    if of.class {
        parts.extend(layout.class_of(detection).map(|class| layout.class_label(&class).into_owned()));
    }
    parts.join(" ")
}

/// A label behind the short name of its layer. Empty if the label is.
pub fn named(name: &str, label: String) -> String {
    if name.is_empty() || label.is_empty() { label } else { format!("{name} {label}") }
}

/// The mark of a detection, in the colour of its track. It is a dot if the file has points. It is dim and dashed if evaluation ignores the detection.
pub fn mark(detection: &Detection, layout: Layout, of: LabelParts) -> Mark {
    let judged = layout.is_judged(detection);
    let [red, green, blue] = detection.id.map_or(palette::NO_IDENTITY, |id| palette::track(id.0));
    Mark {
        rect: Rect::at(detection.left, detection.top, detection.width, detection.height),
        is_point: layout.are_points && detection.is_point(),
        corners: detection.corners(),
        mask: mask(detection),
        color: [red, green, blue, (255.0 * box_style::opacity(1.0, judged)).round() as u8],
        pattern: LinePattern::of(judged, false),
        is_edged: false,
        emphasised: false,
        label: label(detection, layout, of),
    }
}

/// The mark of a detection of ground truth beside another layer: with long dashes, and in a colour that no track has.
pub fn truth_mark(detection: &Detection, layout: Layout, of: LabelParts) -> Mark {
    let mark = mark(detection, layout, of);
    let ([red, green, blue], opacity) = (palette::GROUND_TRUTH, mark.color[3]);
    let pattern = LinePattern::of(layout.is_judged(detection), true);
    Mark { color: [red, green, blue, opacity], pattern, is_edged: true, ..mark }
}

/// The parts of the mask of a detection.
fn mask(detection: &Detection) -> Vec<Rect> {
    let part = |[left, top, right, bottom]: [f64; 4]| Rect { left, top, right, bottom };
    detection.mask().map_or_else(Vec::new, |mask| mask.strips().map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::MotFile;

    #[test]
    fn rows_not_to_be_judged_are_dim_and_dashed_and_those_without_identity_grey() {
        let rows = "1,3,10,20,50,60,1,1,1\n1,4,10,10,50,50,0,1,1\n1,5,10,10,50,50,1,7,1\n";
        let file = MotFile::from_bytes("gt.txt", rows.as_bytes().to_vec()).unwrap();
        let all = LabelParts { id: true, confidence: true, class: true };
        let marks: Vec<Mark> = file.frame(1).detections.iter().map(|row| mark(row, file.layout(), all)).collect();
        assert_eq!(
            marks.iter().map(|mark| mark.pattern == LinePattern::ShortDashes).collect::<Vec<_>>(),
            [false, true, true]
        );
        assert_eq!(marks[0].rect, Rect { left: 10.0, top: 20.0, right: 60.0, bottom: 80.0 });
        assert_eq!((marks[0].color[3], marks[1].color[3]), (255, 115));
        assert_eq!(marks[2].label, "5 1.00 static person");
        let file = MotFile::from_bytes("a.txt", b"1,-1,10,10,50,50,0.5,-1,-1,-1\n".to_vec()).unwrap();
        let mark = mark(&file.frame(1).detections[0], file.layout(), LabelParts { id: true, ..LabelParts::default() });
        assert_eq!((mark.color, mark.label.as_str()), ([0x9A, 0x9A, 0x9A, 255], ""));
    }
}
