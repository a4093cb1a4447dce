//! Which program wrote a table of points, by the names of its columns.

use crate::mot::foreign::syntax::rows;

/// Names of columns from which the size of a box follows.
const SIZES: [&str; 19] = [
    "w", "h", "x1", "x2", "y2", "xmin", "xmax", "x_min", "x_max", "left", "right", "xtl", "xbr", "l", "r", "box",
    "tlwh", "ltwh", "xyxy",
];

/// How many bytes of a header are looked at.
const HEADER: usize = 64 << 10;

/// A program that writes tables of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    IdTracker,
    Sleap,
    DeepLabCut,
    Btrack,
    TrackMate,
}

impl Program {
    /// Its name in messages.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::IdTracker => "points (CSV of idtracker.ai)",
            Self::Sleap => "points (CSV of SLEAP)",
            Self::DeepLabCut => "points (CSV of DeepLabCut)",
            Self::Btrack => "points (CSV of btrack)",
            Self::TrackMate => "points (CSV of TrackMate)",
        }
    }
}

/// The program that wrote a table of points, and the separator of its fields; `None` if the text begins with something else.
pub(super) fn recognised(text: &[u8]) -> Option<(Program, u8)> {
    let head = &text[..text.len().min(HEADER)];
    let (_, header) = rows(head).next()?;
    let header = std::str::from_utf8(header).ok()?;
    let separator = [';', ',', '\t'].into_iter().find(|separator| header.contains(*separator))?;
    let plain = |name: &str| name.trim().trim_matches('"').trim().to_ascii_lowercase();
    let names: Vec<String> = header.split(separator).map(plain).collect();
    Some((program(&names)?, separator as u8))
}

/// The program that writes tables of points with columns of these names.
fn program(names: &[String]) -> Option<Program> {
    let has = |name: &str| names.iter().any(|known| known == name);
    let ends = |end: &str| names.iter().any(|name| name.ends_with(end));
    if names.first().is_some_and(|name| name == "scorer") || has("bodyparts") {
        return Some(Program::DeepLabCut);
    }
    if is_wide(names) {
        return Some(Program::IdTracker);
    }
    let is_size = |name: &String| {
        let last = name.rsplit(['.', '_', ' ']).next().unwrap_or(name);
        SIZES.contains(&name.as_str())
            || matches!(last, "w" | "h" | "x1" | "x2" | "width" | "height" | "left" | "xmin" | "xmax")
            || ["width", "height", "bbox"].iter().any(|part| name.contains(part))
    };
    if names.iter().any(is_size) {
        return None;
    }
    let has_point = has("x") && has("y")
        || ends(".x") && ends(".y")
        || has("position_x") && has("position_y")
        || ["cx", "center_x", "centre_x", "centroid_x", "x_center"].iter().any(|name| has(name));
    if !has_point {
        None
    } else if has("individual") && has("time") {
        Some(Program::IdTracker)
    } else if has("frame_idx") {
        Some(Program::Sleap)
    } else if has("parent") && has("root") {
        Some(Program::Btrack)
    } else if has("position_x") {
        Some(Program::TrackMate)
    } else {
        // Any other table with a frame, x and y opens as points, by its header.
        None
    }
}

/// Whether the columns are a time and x and y of three objects or more.
pub(super) fn is_wide(names: &[String]) -> bool {
    let [first, rest @ ..] = names else { return false };
    let is_pair = |(at, pair): (usize, &[String])| matches!(pair, [x, y] if *x == format!("x{}", at + 1) && *y == format!("y{}", at + 1));
    matches!(first.as_str(), "time" | "seconds" | "frame" | "")
        && rest.len() >= 6
        && rest.chunks(2).enumerate().all(is_pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_told_by_their_columns_and_boxes_are_none() {
        for (header, expected) in [
            ("frame,time,individual,x,y,probability", Some(Program::IdTracker)),
            ("seconds,x1,y1,x2,y2,x3,y3", Some(Program::IdTracker)),
            ("track,frame_idx,instance.score,a.score,a.x,a.y", Some(Program::Sleap)),
            ("ID;t;x;y;z;parent;root", Some(Program::Btrack)),
            ("LABEL,ID,TRACK_ID,QUALITY,POSITION_X,POSITION_Y,POSITION_Z,FRAME", Some(Program::TrackMate)),
            ("scorer,DLC,DLC,DLC", Some(Program::DeepLabCut)),
            ("\"frame\",\"track_id\",\"x\",\"y\"", None),
            ("frame\tparticle\ty\tx", None),
            ("frame,id,x,y,w,h", None),
            ("frame,id,x1,y1,x2,y2", None),
            ("frame,id,cx,cy,width,height", None),
            ("frame,id,bb_left,bb_top,bb_width,bb_height", None),
            ("Frame Number,Car1_X,Car1_Y,Car1_W,Car1_H", None),
            ("time,x1,y1,x2,y2", None),
            ("name,x,y", None),
            ("1,1,10,20,30,40", None),
            ("", None),
        ] {
            assert_eq!(recognised(header.as_bytes()).map(|found| found.0), expected, "{header}");
        }
    }
}
