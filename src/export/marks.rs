//! From rows to what is drawn of them.

use crate::mot::{Detection, Layout};
use crate::palette;
use crate::render::{Mark, Rect};

/// How opaque the outline of a row is that is not to be judged.
const DIM: u8 = 115;

/// What labels tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LabelParts {
    /// The id.
    pub id: bool,
    /// The confidence.
    pub confidence: bool,
    /// The class.
    pub class: bool,
}

/// What the label of a row says; nothing if nothing is to be told, or nothing is known.
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

/// A row as it is drawn: in the colour of its track; dim and dashed if it is not to be judged.
pub fn mark(detection: &Detection, layout: Layout, of: LabelParts) -> Mark {
    let judged = layout.is_judged(detection);
    let [red, green, blue] = detection.id.map_or(palette::NO_IDENTITY, |id| palette::track(id.0));
    Mark {
        rect: Rect::at(detection.left, detection.top, detection.width, detection.height),
        corners: detection.corners(),
        color: [red, green, blue, if judged { 255 } else { DIM }],
        dashed: !judged,
        emphasised: false,
        label: label(detection, layout, of),
    }
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
        assert_eq!(marks.iter().map(|mark| mark.dashed).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(marks[0].rect, Rect { left: 10.0, top: 20.0, right: 60.0, bottom: 80.0 });
        assert_eq!((marks[0].color[3], marks[1].color[3]), (255, DIM));
        assert_eq!(marks[2].label, "5 1.00 static person");
        let file = MotFile::from_bytes("a.txt", b"1,-1,10,10,50,50,0.5,-1,-1,-1\n".to_vec()).unwrap();
        let mark = mark(&file.frame(1).detections[0], file.layout(), LabelParts { id: true, ..LabelParts::default() });
        assert_eq!((mark.color, mark.label.as_str()), ([0x9A, 0x9A, 0x9A, 255], ""));
    }
}
