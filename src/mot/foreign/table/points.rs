//! Tables of points without boxes. They are told as such, as nothing in them says how large an object is.
//!
//! Sources: the writers of idtracker.ai (`trajectories_tidy.csv`: `frame`, `time`, `individual`, `x`, `y`; `trajectories.csv`:
//! a time and `x1`, `y1`, `x2`, `y2`, … for all animals), of SLEAP (`sleap-io`: `frame_idx`, and `x` and `y` for each node),
//! of `DeepLabCut` (three or four rows of header: `scorer`, `individuals`, `bodyparts`, `coords`), of btrack (`ID`, `t`, `x`,
//! `y`, `parent`, `root`) and of `TrackMate` (`POSITION_X`, `POSITION_Y`).

use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::problem::DocumentProblem;
use crate::mot::foreign::reader::Reader;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::foreign::syntax::rows;

/// Names of columns from which the size of a box follows.
const SIZES: [&str; 19] = [
    "w", "h", "x1", "x2", "y2", "xmin", "xmax", "x_min", "x_max", "left", "right", "xtl", "xbr", "l", "r", "box",
    "tlwh", "ltwh", "xyxy",
];

/// How many bytes of a header are looked at.
const HEADER: usize = 64 << 10;

/// Recognises tables of points.
pub(in crate::mot::foreign) struct PointsReader;

impl Reader for PointsReader {
    fn recognises(&self, text: &[u8]) -> bool {
        title(text).is_some()
    }

    fn kind(&self) -> SourceKind {
        SourceKind { name: "points", title: "a table of points" }
    }

    fn read(&self, text: &[u8], _: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let what = "it has points without boxes, and only boxes are shown; give each point a width and a height, and write \
                    frame,id,left,top,width,height";
        let title = title(text).unwrap_or("a table of points");
        Err(out.fail(DocumentProblem::NoBoxes { title, what: what.to_owned() }.into()))
    }
}

/// What a table of points is; `None` if the text begins with something else.
fn title(text: &[u8]) -> Option<&'static str> {
    let head = &text[..text.len().min(HEADER)];
    let (_, header) = rows(head).next()?;
    let header = std::str::from_utf8(header).ok()?;
    let separator = [';', ',', '\t'].into_iter().find(|separator| header.contains(*separator))?;
    let plain = |name: &str| name.trim().trim_matches('"').trim().to_ascii_lowercase();
    let names: Vec<String> = header.split(separator).map(plain).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let ends = |end: &str| names.iter().any(|name| name.ends_with(end));
    if names.first().is_some_and(|name| name == "scorer") || has("bodyparts") {
        return Some("the CSV of DeepLabCut");
    }
    if is_wide(&names) {
        return Some("the CSV of idtracker.ai");
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
        Some("the CSV of idtracker.ai")
    } else if has("frame_idx") {
        Some("the CSV of SLEAP")
    } else if has("parent") && has("root") {
        Some("the CSV of btrack")
    } else if has("position_x") {
        Some("the CSV of TrackMate")
    } else {
        // Any other table with a frame, x and y opens as points, by its header.
        None
    }
}

/// Whether the columns are a time and x and y of three objects or more.
fn is_wide(names: &[String]) -> bool {
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
            ("frame,time,individual,x,y,probability", Some("the CSV of idtracker.ai")),
            ("seconds,x1,y1,x2,y2,x3,y3", Some("the CSV of idtracker.ai")),
            ("track,frame_idx,instance.score,a.score,a.x,a.y", Some("the CSV of SLEAP")),
            ("ID;t;x;y;z;parent;root", Some("the CSV of btrack")),
            ("LABEL,ID,TRACK_ID,QUALITY,POSITION_X,POSITION_Y,POSITION_Z,FRAME", Some("the CSV of TrackMate")),
            ("scorer,DLC,DLC,DLC", Some("the CSV of DeepLabCut")),
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
            assert_eq!(title(header.as_bytes()), expected, "{header}");
        }
    }
}
