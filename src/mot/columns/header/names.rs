//! The names that columns have in headers. To make another name known, add it to [`NAMES`].

use super::role::Role;

/// The known names of each role, without what [`plain`] takes away. If a header has several names of a role, the one that
/// stands first here wins.
const NAMES: &[(Role, &[&str])] = &[
    (Role::Frame, FRAME),
    (Role::Time, TIME),
    (Role::Id, ID),
    (
        Role::Left,
        &[
            "left", "xmin", "x1", "minx", "xtl", "tlx", "xtopleft", "topleftx", "xleft", "leftx", "x0", "xl", "xlt",
            "ltx", "ulx", "l", "x",
        ],
    ),
    (
        Role::Top,
        &[
            "top", "ymin", "y1", "miny", "ytl", "tly", "ytopleft", "toplefty", "ytop", "topy", "y0", "yt", "ylt",
            "lty", "uly", "y",
        ],
    ),
    (
        Role::Right,
        &[
            "right",
            "xmax",
            "x2",
            "maxx",
            "xbr",
            "brx",
            "xbottomright",
            "bottomrightx",
            "xright",
            "rightx",
            "xr",
            "xrb",
            "rbx",
            "lrx",
        ],
    ),
    (
        Role::Bottom,
        &[
            "bottom",
            "ymax",
            "y2",
            "maxy",
            "ybr",
            "bry",
            "ybottomright",
            "bottomrighty",
            "ybottom",
            "bottomy",
            "yb",
            "yrb",
            "rby",
            "lry",
        ],
    ),
    (Role::Width, &["width", "w", "wid", "bw"]),
    (Role::Height, &["height", "h", "hei", "bh"]),
    (
        Role::CenterX,
        &[
            "cx",
            "xc",
            "xcenter",
            "centerx",
            "xcentre",
            "centrex",
            "xcentroid",
            "centroidx",
            "xmid",
            "midx",
            "xctr",
            "ctrx",
            "xcen",
            "cenx",
        ],
    ),
    (
        Role::CenterY,
        &[
            "cy",
            "yc",
            "ycenter",
            "centery",
            "ycentre",
            "centrey",
            "ycentroid",
            "centroidy",
            "ymid",
            "midy",
            "yctr",
            "ctry",
            "ycen",
            "ceny",
        ],
    ),
    (
        Role::Box,
        &[
            "bbox",
            "box",
            "boundingbox",
            "boxes",
            "bboxes",
            "xyxy",
            "tlbr",
            "ltrb",
            "tlwh",
            "ltwh",
            "xywh",
            "cxcywh",
            "coordinates",
            "coords",
        ],
    ),
    (
        Role::Confidence,
        &[
            "confidence",
            "conf",
            "score",
            "confidencescore",
            "confscore",
            "detectionconfidence",
            "detconf",
            "detectionscore",
            "detscore",
            "probability",
            "prob",
            "certainty",
            "scores",
            "confs",
            "confidences",
        ],
    ),
    (
        Role::Class,
        &[
            "classname",
            "categoryname",
            "labelname",
            "objectclassname",
            "class",
            "label",
            "category",
            "objectclass",
            "objectcategory",
            "objecttype",
            "objtype",
            "type",
            "cls",
            "classid",
            "clsid",
            "categoryid",
            "catid",
            "labelid",
            "objectclassid",
            "classindex",
            "classes",
            "labels",
            "species",
            "name",
        ],
    ),
    (Role::Visibility, &["visibility", "visibilityratio", "visratio", "vis", "visible"]),
];

const FRAME: &[&str] = &[
    "frame",
    "framenumber",
    "frameno",
    "framenum",
    "framenr",
    "framenmr",
    "frameid",
    "frameindex",
    "frameidx",
    "frameix",
    "frames",
    "fn",
    "fr",
    "fno",
    "fid",
    "videoframe",
    "framecount",
    "image",
    "imageid",
    "imageno",
    "imagenumber",
    "imageindex",
    "imageidx",
    "img",
    "imgid",
    "imgidx",
    "imgno",
    "framename",
    "imagename",
    "imgname",
    "filename",
    "imagefilename",
    "imagefile",
    "imgfile",
    "imagepath",
    "imgpath",
    "framepath",
    "file",
    "frameids",
];

const TIME: &[&str] = &[
    "time",
    "timestampms",
    "timestampsec",
    "timestampus",
    "timestampns",
    "frametime",
    "frametimestamp",
    "unixtime",
    "ptstime",
    "pts",
    "timestamp",
    "times",
    "timestamps",
    "timesec",
    "timeseconds",
    "timeinseconds",
    "timems",
    "second",
    "seconds",
    "sec",
    "secs",
    "millisecond",
    "milliseconds",
    "msec",
    "ms",
    "ts",
    "datetime",
    "t",
];

const ID: &[&str] = &[
    "trackid",
    "trackerid",
    "trackingid",
    "id",
    "objectid",
    "objectids",
    "objid",
    "ids",
    "trackids",
    "trackerids",
    "identity",
    "identities",
    "targetid",
    "tid",
    "oid",
    "pid",
    "instanceid",
    "personid",
    "track",
    "tracker",
    "trackno",
    "tracknumber",
    "tracklet",
    "trackletid",
    "object",
    "target",
    "instance",
    "individual",
    "particle",
    "n",
];

/// What may stand before the name of a side: `bbox_left`, `bb_left`, `box.x1`.
const BOX_WORDS: &[&str] = &["boundingbox", "bbox", "bb", "box", "rect", "roi"];

/// Endings of the names of numbers that are no tracks, although they end in `id`.
const NOT_TRACKS: &[&str] = &[
    "classid",
    "clsid",
    "categoryid",
    "catid",
    "labelid",
    "cameraid",
    "camid",
    "videoid",
    "vidid",
    "sequenceid",
    "seqid",
    "annotationid",
    "annid",
    "detectionid",
    "detid",
    "grid",
    "valid",
    "typeid",
    "sceneid",
    "groupid",
];

/// How far behind all names of the table a name of a kind stands.
const GUESSED: usize = 1000;

/// What a column of this name means, and how little this name is preferred: 0 is the first choice.
pub(in crate::mot::columns) fn role_of(name: &str) -> Option<(Role, usize)> {
    // A unit may follow: `x (px)`.
    let plain = plain(name.split_once(['(', '[']).map_or(name, |(name, _)| name));
    let known = |name: &str| {
        NAMES.iter().find_map(|(role, names)| names.iter().position(|known| *known == name).map(|rank| (*role, rank)))
    };
    let side = |name: &str| known(name).filter(|(role, _)| is_of_box(*role));
    // The prefix of a side also stands behind it: `x1_bbox`.
    let bare = BOX_WORDS.iter().find_map(|word| {
        let bare = plain.strip_prefix(word).or_else(|| plain.strip_suffix(word))?;
        side(bare)
    });
    let is_box = || plain.ends_with("bbox") || plain.ends_with("boundingbox");
    let is_track =
        || plain.len() > 2 && plain.ends_with("id") && !NOT_TRACKS.iter().any(|other| plain.ends_with(other));
    known(&plain)
        .or(bare)
        .or_else(|| is_box().then_some((Role::Box, GUESSED)))
        .or_else(|| is_track().then_some((Role::Id, GUESSED)))
}

/// Whether a role is a part of the box.
pub(in crate::mot::columns) fn is_of_box(role: Role) -> bool {
    matches!(
        role,
        Role::Left
            | Role::Top
            | Role::Right
            | Role::Bottom
            | Role::Width
            | Role::Height
            | Role::CenterX
            | Role::CenterY
            | Role::Box
    )
}

/// A name in lower case, without everything that is neither a letter nor a digit.
pub(in crate::mot::columns) fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_real_headers_have_their_roles() {
        for (name, role) in [
            ("Frame_no", Role::Frame),
            ("Frame Number", Role::Frame),
            ("frame_nmr", Role::Frame),
            ("filename", Role::Frame),
            ("object_ids", Role::Id),
            ("tracker_id", Role::Id),
            ("car_id", Role::Id),
            ("bb_left", Role::Left),
            ("bbox_x_center", Role::CenterX),
            ("bbox_width", Role::Width),
            ("x_min", Role::Left),
            ("Xmax", Role::Right),
            ("box.y2", Role::Bottom),
            ("car_bbox", Role::Box),
            ("bbox", Role::Box),
            ("class_id", Role::Class),
            ("timestamp", Role::Time),
            ("vis", Role::Visibility),
            ("x (px)", Role::Left),
            ("time [s]", Role::Time),
        ] {
            assert_eq!(role_of(name).map(|(role, _)| role), Some(role), "{name}");
        }
        for name in ["", "camera_id", "video_id", "license_number", "score_x", "speed"] {
            assert_eq!(role_of(name), None, "{name}");
        }
    }

    #[test]
    fn no_name_has_two_roles() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
