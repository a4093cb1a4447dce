//! Which columns of a table of points mean what.

use csv::ByteRecord;

use super::recognise::{Program, is_wide};
use super::record::{field, whole};

/// The columns of a table of points. Columns are counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PointTable {
    pub(super) frame: FrameOf,
    /// The animals or cells that a row has points of.
    pub(super) animals: Vec<Animal>,
    /// How many rows stand before the first points.
    pub(super) header_rows: usize,
    /// What the user should know.
    pub(super) remarks: Vec<String>,
}

/// Where the frame of a row comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FrameOf {
    /// A number in this column.
    Column(usize),
    /// The name of a picture, or a number, in one of so many columns at the beginning.
    Name(usize),
    /// The number of the row, from 0.
    Row,
}

/// An animal or a cell in a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Animal {
    pub(super) id: IdOf,
    pub(super) points: Vec<PointColumns>,
}

/// Where an identity comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum IdOf {
    None,
    Column(usize),
    Number(u64),
    Text(String),
}

/// The columns of a point.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PointColumns {
    pub(super) x: usize,
    pub(super) y: usize,
    /// How sure the tracker is.
    pub(super) score: Option<usize>,
    /// The body part, if the header says it.
    pub(super) name: Option<String>,
    /// The column of the body part.
    pub(super) name_column: Option<usize>,
}

impl PointTable {
    /// The columns of a table with one row of names that begins with these rows. Otherwise what is missing.
    pub(super) fn of(program: Program, head: &[ByteRecord]) -> Result<Self, &'static str> {
        let header = head.first().ok_or("it has no rows")?;
        let written: Vec<String> = header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let names: Vec<String> = written.iter().map(|name| name.to_ascii_lowercase()).collect();
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        if is_wide(&names) {
            return Ok(wide(&names));
        }
        let frame =
            ["frame", "frame_idx", "t"].iter().find_map(|name| find(name)).ok_or("it has no column with frames")?;
        let animals = match program {
            Program::Sleap => sleap(&names, &written),
            _ => plain_point(&names),
        };
        if animals.is_empty() {
            return Err("it has no columns with x and y");
        }
        let mut table = Self { frame: FrameOf::Column(frame), animals, header_rows: 1, remarks: Vec::new() };
        if program == Program::TrackMate {
            table.skip_explanations(frame, head);
        }
        Ok(table)
    }

    /// `TrackMate` explains its columns in up to three rows below their names. The last of them has the units.
    fn skip_explanations(&mut self, frame: usize, head: &[ByteRecord]) {
        let explains = |record: &&ByteRecord| whole(field(record, frame)).is_none();
        let explanations: Vec<&ByteRecord> = head.iter().skip(1).take(3).take_while(explains).collect();
        self.header_rows += explanations.len();
        let x = self.animals.first().and_then(|animal| animal.points.first()).map(|point| point.x);
        let unit = explanations.last().zip(x).map(|(units, x)| String::from_utf8_lossy(field(units, x)).into_owned());
        let unit = unit.map(|unit| unit.trim_matches(['(', ')']).to_owned()).unwrap_or_default();
        if !unit.is_empty() && !unit.to_ascii_lowercase().starts_with("pixel") {
            self.remarks
                .push(format!("its positions are in {}, and are shown as if they were pixels", unit.escape_debug()));
        }
    }
}

/// A time and x and y of each animal.
fn wide(names: &[String]) -> PointTable {
    let animals = (1..names.len()).step_by(2).zip(1..).map(|(x, id)| {
        let point = PointColumns { x, y: x + 1, ..PointColumns::default() };
        Animal { id: IdOf::Number(id), points: vec![point] }
    });
    let (frame, remarks) = if names[0] == "frame" {
        (FrameOf::Column(0), Vec::new())
    } else {
        (FrameOf::Row, vec!["it has times in place of frames, so its rows are the frames 0, 1, 2, …".to_owned()])
    };
    PointTable { frame, animals: animals.collect(), header_rows: 1, remarks }
}

/// One point in a row.
fn plain_point(names: &[String]) -> Vec<Animal> {
    let find = |wanted: &[&str]| wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
    let Some((x, y)) = find(&["x", "position_x"]).zip(find(&["y", "position_y"])) else { return Vec::new() };
    let id = find(&["individual", "track", "track_id", "id"]).map_or(IdOf::None, IdOf::Column);
    let (score, name_column) = (find(&["probability", "score"]), find(&["node"]));
    vec![Animal { id, points: vec![PointColumns { x, y, score, name: None, name_column }] }]
}

/// The points of SLEAP: in a row each, or `x` and `y` of each node of one instance or of several. `written` are the names with
/// their capital letters.
fn sleap(names: &[String], written: &[String]) -> Vec<Animal> {
    let find = |wanted: &str| names.iter().position(|name| name == wanted);
    let mut animals: Vec<(&str, Animal)> = Vec::new();
    for (x, name) in names.iter().enumerate() {
        let Some(whole) = name.strip_suffix(".x") else { continue };
        let Some(y) = find(&format!("{whole}.y")) else { continue };
        // Of several instances in a row, each has a prefix and a track.
        let prefix = whole.split_once('.').map_or("", |(prefix, _)| prefix);
        let track = find(&format!("{prefix}.track")).filter(|_| !prefix.is_empty());
        let prefix = if track.is_some() { prefix } else { "" };
        let start = if prefix.is_empty() { 0 } else { prefix.len() + 1 };
        let node = written.get(x).and_then(|name| name.get(start..whole.len())).unwrap_or(whole);
        let score = find(&format!("{whole}.score"));
        let point = PointColumns { x, y, score, name: Some(node.to_owned()), name_column: None };
        if let Some((_, animal)) = animals.iter_mut().find(|(known, _)| *known == prefix) {
            animal.points.push(point);
        } else {
            let id = track.or_else(|| find("track")).map_or(IdOf::None, IdOf::Column);
            animals.push((prefix, Animal { id, points: vec![point] }));
        }
    }
    if animals.is_empty() { plain_point(names) } else { animals.into_iter().map(|(_, animal)| animal).collect() }
}
