//! Tables of `DeepLabCut`: the header has a row for the scorer, perhaps one for the animals, one for the body parts, and one
//! that says which columns are x, y and likelihood. The columns before them have the name of the picture or its number.

use csv::ByteRecord;

use super::columns::{Animal, FrameOf, IdOf, PointColumns, PointTable};
use super::record::field;

/// The identity of the animal in a table that does not name any.
const ONLY: u64 = 1;

/// The columns of a table that begins with these rows. Otherwise what is missing.
pub(super) fn table(head: &[ByteRecord]) -> Result<PointTable, &'static str> {
    let row = |name: &[u8]| head.iter().position(|record| field(record, 0).eq_ignore_ascii_case(name));
    let coords = row(b"coords").ok_or("its header has no row \"coords\"")?;
    let parts = row(b"bodyparts").and_then(|at| head.get(at)).ok_or("its header has no row \"bodyparts\"")?;
    let individuals = row(b"individuals").and_then(|at| head.get(at));
    let is = |column: usize, name: &[u8]| field(&head[coords], column).eq_ignore_ascii_case(name);
    let text = |record: &ByteRecord, column| String::from_utf8_lossy(field(record, column)).into_owned();
    let mut animals: Vec<Animal> = Vec::new();
    let mut first = None;
    for x in (0..head[coords].len()).filter(|&column| is(column, b"x") && is(column + 1, b"y")) {
        first.get_or_insert(x);
        let id = individuals.map_or(IdOf::Number(ONLY), |individuals| IdOf::Text(text(individuals, x)));
        let score = is(x + 2, b"likelihood").then_some(x + 2);
        let point = PointColumns { x, y: x + 1, score, name: Some(text(parts, x)), name_column: None };
        match animals.iter_mut().find(|animal| animal.id == id) {
            Some(animal) => animal.points.push(point),
            None => animals.push(Animal { id, points: vec![point] }),
        }
    }
    let first = first.ok_or("its header names no columns x and y")?;
    let remarks =
        if individuals.is_none() { vec![format!("it has one animal, whose id is {ONLY}")] } else { Vec::new() };
    Ok(PointTable { frame: FrameOf::Name(first), animals, header_rows: coords + 1, remarks })
}
