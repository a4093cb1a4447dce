//! The bounds of the masks of COCO annotations that have no box: polygons and run-length codes.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::loose::{Element, Loose};
use crate::mot::foreign::mask::rle::{self, BadMask, Bounds};
use crate::mot::mask::MaskGrid;

/// The bounds of a mask: left, top, width, height. Otherwise the reason why there are none.
pub(super) fn bounds(segmentation: Option<&RawValue>) -> Result<[f64; 4], String> {
    let raw = segmentation.ok_or("it has neither bbox nor segmentation")?.get();
    let unreadable = || "bad mask: segmentation is neither polygons nor a run-length code".to_owned();
    if raw.starts_with('{') {
        let code: Element<Code<'_>> = serde_json::from_str(raw).map_err(|_| unreadable())?;
        return code.object().ok_or_else(unreadable)?.bounds().map_err(|bad| bad.to_string());
    }
    let polygons: Polygons = serde_json::from_str(raw).map_err(|_| unreadable())?;
    polygons.sides().ok_or_else(unreadable)
}

/// The mask of a run-length code. Polygons are not filled: only their bounds are known.
pub(super) fn mask(segmentation: Option<&RawValue>) -> Option<MaskGrid> {
    let raw = segmentation.map(RawValue::get).filter(|raw| raw.starts_with('{'))?;
    let code: Element<Code<'_>> = serde_json::from_str(raw).ok()?;
    code.object()?.mask().ok()
}

/// A run-length code.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Code<'a> {
    /// Height and width.
    size: Vec<u64>,
    #[serde(borrow)]
    counts: Option<Counts<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Counts<'a> {
    Compressed(#[serde(borrow)] Cow<'a, str>),
    Runs(Vec<u64>),
}

impl Code<'_> {
    fn bounds(&self) -> Result<[f64; 4], BadMask> {
        let &[height, width] = &self.size[..] else { return Err(BadMask::Code) };
        match self.counts.as_ref().ok_or(BadMask::Code)? {
            Counts::Compressed(code) => rle::bounds(code.as_bytes(), width, height),
            Counts::Runs(runs) => {
                let mut bounds = Bounds::new(width, height);
                runs.iter().try_for_each(|&run| bounds.run(run))?;
                bounds.sides()
            }
        }
    }

    fn mask(&self) -> Result<MaskGrid, BadMask> {
        let bounds = self.bounds()?;
        let &[height, _] = &self.size[..] else { return Err(BadMask::Code) };
        match self.counts.as_ref().ok_or(BadMask::Code)? {
            Counts::Compressed(code) => rle::mask(code.as_bytes(), height, bounds),
            Counts::Runs(runs) => Ok(rle::mask_of_runs(runs, height, bounds)),
        }
    }
}

/// The rectangle around lists of numbers: x and y in turn, in a list for each polygon.
#[derive(Clone, Copy, Debug)]
struct Polygons {
    least: [f64; 2],
    greatest: [f64; 2],
    is_wrong: bool,
}

impl Default for Polygons {
    fn default() -> Self {
        Self { least: [f64::INFINITY; 2], greatest: [f64::NEG_INFINITY; 2], is_wrong: false }
    }
}

impl Polygons {
    fn sides(&self) -> Option<[f64; 4]> {
        let (width, height) = (self.greatest[0] - self.least[0], self.greatest[1] - self.least[1]);
        (!self.is_wrong && width >= 0.0 && height >= 0.0).then_some([self.least[0], self.least[1], width, height])
    }

    fn add(&mut self, other: Self) {
        for axis in [0, 1] {
            self.least[axis] = self.least[axis].min(other.least[axis]);
            self.greatest[axis] = self.greatest[axis].max(other.greatest[axis]);
        }
        self.is_wrong |= other.is_wrong;
    }
}

impl<'de> Deserialize<'de> for Polygons {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(PolygonsVisitor)
    }
}

struct PolygonsVisitor;

impl<'de> Visitor<'de> for PolygonsVisitor {
    type Value = Polygons;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of polygons")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Polygons, A::Error> {
        let mut all = Polygons::default();
        while let Some(polygon) = list.next_element::<Polygon>()? {
            all.add(polygon.0);
        }
        Ok(all)
    }
}

/// One polygon.
struct Polygon(Polygons);

impl<'de> Deserialize<'de> for Polygon {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PolygonVisitor)
    }
}

struct PolygonVisitor;

impl<'de> Visitor<'de> for PolygonVisitor {
    type Value = Polygon;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of numbers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Polygon, A::Error> {
        let (mut bounds, mut axis) = (Polygons::default(), 0);
        while let Some(value) = list.next_element::<Loose<'de>>()? {
            match value.number() {
                Some(value) => {
                    bounds.least[axis] = bounds.least[axis].min(value);
                    bounds.greatest[axis] = bounds.greatest[axis].max(value);
                }
                None => bounds.is_wrong = true,
            }
            axis = 1 - axis;
        }
        bounds.is_wrong |= axis == 1;
        Ok(Polygon(bounds))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Polygon, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Polygon(Polygons { is_wrong: true, ..Polygons::default() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(json: &str) -> Result<[f64; 4], String> {
        bounds(Some(&RawValue::from_string(json.to_owned()).unwrap()))
    }

    proptest! {
        #[test]
        fn the_bounds_of_polygons_are_those_of_all_their_points(
            polygons in prop::collection::vec(prop::collection::vec((-99.0..99.0_f64, -99.0..99.0_f64), 1..5), 1..4),
        ) {
            let lists: Vec<Vec<f64>> =
                polygons.iter().map(|points| points.iter().flat_map(|&(x, y)| [x, y]).collect()).collect();
            let points: Vec<(f64, f64)> = polygons.concat();
            let least = |axis: fn(&(f64, f64)) -> f64| points.iter().map(axis).fold(f64::INFINITY, f64::min);
            let greatest = |axis: fn(&(f64, f64)) -> f64| points.iter().map(axis).fold(f64::NEG_INFINITY, f64::max);
            let (left, top) = (least(|at| at.0), least(|at| at.1));
            let expected = [left, top, greatest(|at| at.0) - left, greatest(|at| at.1) - top];
            prop_assert_eq!(of(&serde_json::to_string(&lists).unwrap()), Ok(expected));
        }
    }

    #[test]
    fn codes_of_both_forms_and_what_is_neither() {
        assert_eq!(of(r#"{"size":[2,3],"counts":[1,2,3]}"#), Ok([0.0, 0.0, 2.0, 2.0]));
        assert_eq!(of(r#"{"size":[2,3],"counts":"123"}"#), Ok([0.0, 0.0, 2.0, 2.0]));
        for wrong in
            ["[]", "[[]]", "[[1]]", "[[1,2],3]", "[[1,\"a\"]]", "7", "{}", r#"{"size":[2],"counts":"1"}"#, "[{}]"]
        {
            assert!(of(wrong).is_err_and(|why| why.starts_with("bad mask")), "{wrong}");
        }
        assert!(bounds(None).is_err());
    }
}
