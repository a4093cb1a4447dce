//! The formats of texts that have the boxes of one picture each.

use std::path::Path;

use crate::mot::{SourceKind, VISDRONE_CLASSES};

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
    /// `class x1 y1 x2 y2 …`, the corners of an outline as shares of the picture, beside boxes as YOLO has them. `confidence` and
    /// `id` say whether these follow.
    Polygons {
        /// Whether a confidence follows.
        confidence: bool,
        /// Whether an id follows.
        id: bool,
    },
    /// `left,top,width,height,score,category,truncation,occlusion`, in pixels.
    VisDroneDet,
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
            Self::Polygons { .. } => {
                "YOLO polygons (normalised), a text for each picture; the boxes around them are shown"
            }
            Self::VisDroneDet => "VisDrone detection labels, a text for each picture",
            Self::KittiObject => "KITTI object labels, a text for each picture",
        }
    }

    /// The kind of source.
    pub(in crate::sequence) fn kind(self) -> SourceKind {
        match self {
            Self::Yolo { .. } => SourceKind::YOLO,
            Self::Jde => SourceKind::JDE,
            Self::Polygons { .. } => SourceKind::YOLO_POLYGONS,
            Self::VisDroneDet => SourceKind::VISDRONE_DET,
            Self::KittiObject => SourceKind::KITTI_OBJECT,
        }
    }

    /// Whether boxes are shares of the picture, so that its size is needed.
    pub(in crate::sequence) fn is_normalised(self) -> bool {
        !matches!(self, Self::KittiObject | Self::VisDroneDet)
    }

    /// The format of some lines; `None` if they are not all of one of these formats. `path` may say which one is meant where the
    /// lines do not tell.
    pub(in crate::sequence) fn of<'a>(lines: impl IntoIterator<Item = &'a str>, path: &Path) -> Option<Self> {
        let lines: Vec<&str> = lines.into_iter().filter(|line| !line.trim().is_empty()).collect();
        if !lines.is_empty() && lines.iter().all(|line| visdrone(line).is_some()) {
            return Some(Self::VisDroneDet);
        }
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
            (false, false) => polygons(&numbers),
            (true, _) => {
                let last = |at: usize| numbers.iter().filter_map(move |row| row.get(at).copied());
                match most {
                    5 => Some(Self::Yolo { confidence: false, id: false }),
                    6 if last(5).all(is_id) => Some(Self::Yolo { confidence: false, id: true }),
                    6 if last(5).all(is_share) => Some(Self::Yolo { confidence: true, id: false }),
                    7 if last(5).all(is_share) && last(6).all(is_id) => Some(Self::Yolo { confidence: true, id: true }),
                    7 => polygons(&numbers),
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
        if self == Self::VisDroneDet {
            let numbers = visdrone(line).ok_or("no VisDrone detection")?;
            let [left, top, width, height, score, category, _, _] = numbers;
            let class = VISDRONE_CLASSES.get(category as usize).copied().map_or(LineClass::Number(-1), LineClass::Name);
            return Ok(FrameLine { class, id: None, confidence: Some(score), sides: [left, top, width, height] });
        }
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
        if let Self::Polygons { confidence, id } = self
            && numbers.len() > 5
        {
            return outline(&numbers, confidence, id);
        }
        let (shares, rest) = match self {
            Self::Jde => (numbers.get(2..6), [None, numbers.get(1).copied()]),
            Self::Yolo { confidence, id } => {
                let after = 5 + usize::from(confidence);
                let told = numbers.get(5).copied().filter(|_| confidence);
                (numbers.get(1..5), [told, numbers.get(after).copied().filter(|_| id)])
            }
            Self::Polygons { .. } => (numbers.get(1..5), [None, None]),
            Self::KittiObject | Self::VisDroneDet => (None, [None, None]),
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

/// The format of rows of which some are outlines; `None` if not all are outlines or boxes.
fn polygons(rows: &[Vec<f64>]) -> Option<FrameFormat> {
    let is_outline = |row: &&Vec<f64>| row.len() > 6;
    let is_row = |row: &Vec<f64>| {
        // What may follow the corners is no share.
        let corners = 1 + (row.len() - 1) / 2 * 2;
        let corners = if row.len() == corners && !row[corners - 2..].iter().copied().all(is_near_share) {
            corners - 2
        } else {
            corners
        };
        is_class(row[0]) && row[1..corners].iter().copied().all(is_near_share) && (row.len() == 5 || corners >= 7)
    };
    if !rows.iter().all(|row| row.len() >= 5 && is_row(row)) || !rows.iter().any(|row| row.len() > 6) {
        return None;
    }
    let outlines = || rows.iter().filter(is_outline);
    // Corners are pairs of numbers, so one number more is a confidence or an id, and a number that is no share is an id.
    let has_one_more = outlines().all(|row| row.len() % 2 == 0);
    let last = || outlines().filter_map(|row| row.last().copied());
    let is_last_id = last().all(is_id) && (has_one_more || last().any(|id| id > 1.0));
    if outlines().any(|row| row[1..7].iter().any(|share| share.fract() != 0.0)) {
        let (confidence, id) = if has_one_more { (!is_last_id, is_last_id) } else { (is_last_id, is_last_id) };
        return Some(FrameFormat::Polygons { confidence, id });
    }
    None
}

/// The box around an outline.
fn outline(numbers: &[f64], confidence: bool, id: bool) -> Result<FrameLine<'static>, &'static str> {
    let after = usize::from(confidence) + usize::from(id);
    // A line may lack what follows the corners in others.
    let after = if (numbers.len() - 1 - after).is_multiple_of(2) { after } else { after - 1 };
    let (corners, rest) = numbers[1..].split_at(numbers.len() - 1 - after);
    let range = |first: usize| {
        let values = || corners.iter().skip(first).step_by(2).copied();
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (range(0), range(1));
    if corners.len() < 4 {
        return Err("an outline has too few corners");
    }
    let told = rest.first().copied().filter(|_| confidence && rest.len() == usize::from(confidence) + usize::from(id));
    let id = rest.last().copied().filter(|&number| id && number >= 0.0 && is_id(number)).map(|number| number as u64);
    let class = LineClass::Number(numbers[0] as i64);
    Ok(FrameLine { class, id, confidence: told, sides: [left, top, right - left, bottom - top] })
}

fn is_near_share(number: f64) -> bool {
    (-SLACK..=1.0 + SLACK).contains(&number)
}

/// The numbers of a `VisDrone` detection; `None` if a line is none. A comma may follow the last one.
fn visdrone(line: &str) -> Option<[f64; 8]> {
    let line = line.trim();
    let fields: Vec<&str> = line.strip_suffix(',').unwrap_or(line).split(',').map(str::trim).collect();
    let numbers: [f64; 8] = numbers(&fields)?.try_into().ok()?;
    let [left, top, width, height, score, category, truncation, occlusion] = numbers;
    let is_whole = |number: f64, range: std::ops::RangeInclusive<f64>| range.contains(&number) && number.fract() == 0.0;
    let is_box = [left, top].iter().all(|side| *side >= -1e4) && width >= 0.0 && height >= 0.0;
    let is_it = is_box && is_share(score) && is_whole(category, 0.0..=11.0);
    (is_it && is_whole(truncation, -1.0..=1.0) && is_whole(occlusion, -1.0..=2.0)).then_some(numbers)
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
        let polygons = |confidence, id| Some(FrameFormat::Polygons { confidence, id });
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
            ("0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8", polygons(false, false)),
            ("0 0.1 0.2 0.3 0.4 0.5 0.6\n1 0.5 0.5 0.1 0.2\n", polygons(false, false)),
            ("0 0.1 0.2 0.3 0.4 0.5 0.6 0.91", polygons(true, false)),
            ("0 0.1 0.2 0.3 0.4 0.5 0.6 7", polygons(false, true)),
            ("0 0.1 0.2 0.3 0.4 0.5 0.6 0.9 7", polygons(true, true)),
            ("0 0.1 0.2 0.3 40 0.5 0.6", None),
            ("684,8,273,116,0,0,0,0\n406,119,265,70,1,4,0,2,\n", Some(FrameFormat::VisDroneDet)),
            ("1,1,10,20,30,40,1,1\n", None),
            ("1,1,10,20,30,4,1,1\n", None),
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
        let told = line(FrameFormat::Polygons { confidence: true, id: true }, "2 0.1 0.2 0.5 0.3 0.4 0.6 0.9 12");
        assert_eq!((told.id, told.confidence), (Some(12), Some(0.9)));
        assert_eq!(told.in_pixels((100, 100)), [10.0, 20.0, 40.0, 40.0]);
        let told = line(FrameFormat::Polygons { confidence: false, id: true }, "2 0.1 0.2 0.5 0.3 0.4 0.6");
        assert_eq!((told.id, told.confidence, told.in_pixels((100, 100))), (None, None, [10.0, 20.0, 40.0, 40.0]));
        let told = line(FrameFormat::Polygons { confidence: false, id: false }, "2 0.5 0.5 0.1 0.2");
        assert_eq!(told.in_pixels((100, 100)), [45.0, 40.0, 10.0, 20.0]);
        let told = line(FrameFormat::VisDroneDet, "684,8,273,116,1,4,0,2,");
        assert_eq!((told.class, told.sides), (LineClass::Name("car"), [684.0, 8.0, 273.0, 116.0]));
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
                for format in [
                    FrameFormat::Yolo { confidence: true, id: true },
                    FrameFormat::Polygons { confidence: true, id: true },
                    FrameFormat::Jde,
                    FrameFormat::KittiObject,
                    FrameFormat::VisDroneDet,
                ] {
                    if let Ok(line) = format.line(text) {
                        line.in_pixels((u32::MAX, 1));
                    }
                }
            }
        }
    }
}
