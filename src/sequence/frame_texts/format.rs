//! The formats of texts that have the boxes of one picture each.

use std::path::Path;

use crate::mot::SourceKind;

/// The folder of JDE labels.
const JDE_FOLDER: &str = "labels_with_ids";
/// The greatest number of a class.
const MAX_CLASS: f64 = 100_000.0;
/// By how much a share may be below 0 or above 1, because of rounding and of boxes that were not cut at the border.
const SLACK: f64 = 0.05;

/// What the lines of a text say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sequence) enum FrameFormat {
    /// `class cx cy w h`, as shares of the picture. `confidence` and `id` say whether these follow, in this order. A line without
    /// an id is a box without one.
    Yolo {
        /// Whether a confidence follows.
        confidence: bool,
        /// Whether an id follows.
        id: bool,
    },
    /// `class id cx cy w h`, as shares of the picture.
    Jde,
    /// `type truncated occluded alpha left top right bottom height width length x y z rotation [score]`, in pixels.
    KittiObject,
}

/// The class that a line states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::sequence) enum LineClass<'a> {
    /// A number.
    Number(i64),
    /// A name.
    Name(&'a str),
}

/// What a line says. The box is left, top, width and height, in pixels or as shares of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::sequence) struct FrameLine<'a> {
    pub class: LineClass<'a>,
    pub id: Option<u64>,
    pub confidence: Option<f64>,
    pub sides: [f64; 4],
}

impl FrameFormat {
    /// What the format is called, for people.
    pub(in crate::sequence) fn title(self) -> &'static str {
        match self {
            Self::Yolo { .. } => "YOLO labels (normalised), a text for each picture",
            Self::Jde => "JDE labels (normalised, with ids), a text for each picture",
            Self::KittiObject => "KITTI object labels, a text for each picture",
        }
    }

    /// The kind of source.
    pub(in crate::sequence) fn kind(self) -> SourceKind {
        match self {
            Self::Yolo { .. } => SourceKind::YOLO,
            Self::Jde => SourceKind::JDE,
            Self::KittiObject => SourceKind::KITTI_OBJECT,
        }
    }

    /// Whether boxes are shares of the picture, so that its size is needed.
    pub(in crate::sequence) fn is_normalised(self) -> bool {
        !matches!(self, Self::KittiObject)
    }

    /// The format of some lines; `None` if they are not all of one of these formats. `path` may say which one is meant where the
    /// lines do not tell.
    pub(in crate::sequence) fn of<'a>(lines: impl IntoIterator<Item = &'a str>, path: &Path) -> Option<Self> {
        let rows: Vec<Vec<&str>> = lines.into_iter().map(fields).filter(|fields| !fields.is_empty()).collect();
        if rows.is_empty() {
            return None;
        }
        if rows.iter().all(|fields| is_kitti(fields)) {
            return Some(Self::KittiObject);
        }
        let numbers: Vec<Vec<f64>> = rows.iter().map(|fields| numbers(fields)).collect::<Option<_>>()?;
        let most = numbers.iter().map(Vec::len).max()?;
        let is_yolo =
            numbers.iter().all(|row| (5..=7).contains(&row.len()) && is_class(row[0]) && are_shares(&row[1..5]));
        let is_jde =
            numbers.iter().all(|row| row.len() == 6 && is_class(row[0]) && is_id(row[1]) && are_shares(&row[2..]));
        match (is_yolo, is_jde) {
            (true, true) if path.iter().any(|part| part == JDE_FOLDER) => Some(Self::Jde),
            (false, true) => Some(Self::Jde),
            (false, false) => None,
            (true, _) => {
                let last = |at: usize| numbers.iter().filter_map(move |row| row.get(at).copied());
                match most {
                    5 => Some(Self::Yolo { confidence: false, id: false }),
                    6 if last(5).all(is_id) => Some(Self::Yolo { confidence: false, id: true }),
                    6 if last(5).all(is_share) => Some(Self::Yolo { confidence: true, id: false }),
                    7 if last(5).all(is_share) && last(6).all(is_id) => Some(Self::Yolo { confidence: true, id: true }),
                    _ => None,
                }
            }
        }
    }

    /// What a line says.
    ///
    /// # Errors
    /// Why it says nothing.
    pub(in crate::sequence) fn line(self, line: &str) -> Result<FrameLine<'_>, &'static str> {
        let fields = fields(line);
        if self == Self::KittiObject {
            let numbers = numbers(fields.get(1..).unwrap_or_default());
            let Some(numbers) = numbers.filter(|_| is_kitti(&fields)) else {
                return Err("no KITTI object");
            };
            let [left, top, right, bottom] = [3, 4, 5, 6].map(|at| numbers[at]);
            let sides = [left, top, right - left, bottom - top];
            return Ok(FrameLine {
                class: LineClass::Name(fields[0]),
                id: None,
                confidence: numbers.get(14).copied(),
                sides,
            });
        }
        let Some(numbers) = numbers(&fields) else { return Err("not all of its fields are numbers") };
        let (shares, rest) = match self {
            Self::Jde => (numbers.get(2..6), [None, numbers.get(1).copied()]),
            Self::Yolo { confidence, id } => {
                let after = 5 + usize::from(confidence);
                let told = numbers.get(5).copied().filter(|_| confidence);
                (numbers.get(1..5), [told, numbers.get(after).copied().filter(|_| id)])
            }
            Self::KittiObject => (None, [None, None]),
        };
        let Some(&[x, y, width, height]) = shares else { return Err("too few columns") };
        let class = LineClass::Number(numbers[0] as i64);
        let id = rest[1].filter(|&id| id >= 0.0 && is_id(id)).map(|id| id as u64);
        Ok(FrameLine { class, id, confidence: rest[0], sides: [x - width / 2.0, y - height / 2.0, width, height] })
    }
}

impl FrameLine<'_> {
    /// The box in pixels of a picture of this size, if its sides are shares.
    pub(in crate::sequence) fn in_pixels(&self, (width, height): (u32, u32)) -> [f64; 4] {
        let sizes = [width, height, width, height].map(f64::from);
        // Shares have six decimals at most. Finer digits of the product are noise.
        std::array::from_fn(|at| (self.sides[at] * sizes[at] * 1e4).round() / 1e4)
    }
}

fn fields(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn numbers(fields: &[&str]) -> Option<Vec<f64>> {
    fields.iter().map(|field| field.parse().ok().filter(|number: &f64| number.is_finite())).collect()
}

fn is_class(number: f64) -> bool {
    (0.0..=MAX_CLASS).contains(&number) && number.fract() == 0.0
}

/// Whether a number can be an id. No id is −1.
fn is_id(number: f64) -> bool {
    (-1.0..=9e15).contains(&number) && number.fract() == 0.0
}

fn is_share(number: f64) -> bool {
    (0.0..=1.0).contains(&number)
}

/// Whether four numbers are centre and size of a box as shares of its picture.
fn are_shares(numbers: &[f64]) -> bool {
    let [x, y, width, height] = numbers else { return false };
    let fits = |centre: f64, size: f64| (0.0..=1.0 + SLACK).contains(&size) && (-SLACK..=1.0 + SLACK).contains(&centre);
    fits(*x, *width) && fits(*y, *height) && (x.fract() != 0.0 || y.fract() != 0.0 || width.fract() != 0.0)
}

fn is_kitti(fields: &[&str]) -> bool {
    (15..=16).contains(&fields.len()) && fields[0].parse::<f64>().is_err() && numbers(&fields[1..]).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CAR: &str = "Car 0.00 0 -1.57 600.41 156.40 629.75 189.25 2.85 2.63 12.34 0.47 1.49 69.44 -1.56";

    fn format(text: &str, path: &str) -> Option<FrameFormat> {
        FrameFormat::of(text.lines(), Path::new(path))
    }

    #[test]
    fn the_format_is_told_by_all_lines_together() {
        let yolo = |confidence, id| Some(FrameFormat::Yolo { confidence, id });
        for (text, expected) in [
            ("0 0.25 0.3 0.1 0.2\n2 0.51 0.3 0.1 0.2\n", yolo(false, false)),
            ("0 0.25 0.3 0.1 0.2 4\n2 0.51 0.3 0.1 0.2 9\n", yolo(false, true)),
            ("0 0.25 0.3 0.1 0.2 4\n2 0.51 0.3 0.1 0.2\n", yolo(false, true)),
            ("0 0.25 0.3 0.1 0.2 0.9\n2 0.51 0.3 0.1 0.2 1\n", yolo(true, false)),
            ("0 0.25 0.3 0.1 0.2 0.9 12\n", yolo(true, true)),
            ("0 0.25 0.3 0.1 0.2 0.9 12\n0 0.25 0.3 0.1 0.2 0.9\n", yolo(true, true)),
            ("0 3 0.319 0.64 0.046 0.219\n0 8 0.51 0.35 0.045 0.12\n", Some(FrameFormat::Jde)),
            ("0 -1 0.319 0.64 0.046 0.219\n", Some(FrameFormat::Jde)),
            (CAR, Some(FrameFormat::KittiObject)),
            ("1 1 10 20 30 40 0.9\n", None),
            ("1,1,10,20,30,40,1,-1,-1,-1\n", None),
            ("0 0.25 0.3 0.1 0.2\n1 1 10 20 30 40\n", None),
            ("0 1 0 1 0 1\n", None),
            ("person\ncar\n", None),
            ("", None),
            ("0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8", None),
            ("0 nan 0.3 0.1 0.2", None),
        ] {
            assert_eq!(format(text, "labels/1.txt"), expected, "{text}");
        }
        // Where both would do, the folder tells.
        let both = "0 1 0.5 0.1 0.2 0.3\n";
        assert_eq!(format(both, "labels/1.txt"), yolo(true, false));
        assert_eq!(format(both, "labels_with_ids/S/1.txt"), Some(FrameFormat::Jde));
    }

    #[test]
    fn a_line_says_class_id_confidence_and_box() {
        let line = |format: FrameFormat, line: &'static str| format.line(line).unwrap();
        let told = line(FrameFormat::Yolo { confidence: true, id: true }, "2 0.5 0.5 0.1 0.2 0.9 12");
        assert_eq!((told.class, told.id, told.confidence), (LineClass::Number(2), Some(12), Some(0.9)));
        assert_eq!(told.in_pixels((320, 240)), [144.0, 96.0, 32.0, 48.0]);
        let told = line(FrameFormat::Yolo { confidence: false, id: true }, "2 0.5 0.5 0.1 0.2");
        assert_eq!((told.id, told.confidence), (None, None));
        let told = line(FrameFormat::Jde, "0 -1 0.5 0.5 0.1 0.2");
        assert_eq!((told.id, told.in_pixels((10, 10))), (None, [4.5, 4.0, 1.0, 2.0]));
        let told = line(FrameFormat::KittiObject, CAR);
        assert_eq!((told.class, told.confidence), (LineClass::Name("Car"), None));
        assert!((told.sides[2] - 29.34).abs() < 1e-9);
        assert!(FrameFormat::Jde.line("0 1 0.5").is_err() && FrameFormat::KittiObject.line("0 1 0.5").is_err());
    }

    proptest! {
        #[test]
        fn any_line_is_answered(text in any::<String>(), numbers in prop::collection::vec(any::<f64>(), 0..17)) {
            let listed = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            for text in [text.as_str(), &listed, &format!("Car {listed}")] {
                let _ = format(text, "a/labels_with_ids/b.txt");
                for format in [FrameFormat::Yolo { confidence: true, id: true }, FrameFormat::Jde, FrameFormat::KittiObject] {
                    if let Ok(line) = format.line(text) {
                        line.in_pixels((u32::MAX, 1));
                    }
                }
            }
        }
    }
}
