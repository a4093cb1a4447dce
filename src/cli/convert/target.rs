//! The formats that can be written, and the values of arguments.

use std::path::Path;

use crate::shown::ShowPath as _;
use clap::ValueEnum;

/// A format that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    /// MOT text, or text of oriented boxes if the input has them.
    Mot,
    /// CSV with a header: frame, id, left, top, width, height, confidence, class, visibility.
    Csv,
    /// COCO JSON with videos and track ids.
    Coco,
    /// CVAT XML for a video, version 1.1.
    Cvat,
}

/// The format to write: `stated`, or what the name of the output says.
pub(super) fn of(stated: Option<Target>, output: &Path) -> Result<Target, String> {
    let extension = output.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let named = match extension.as_deref() {
        Some("txt") => Some(Target::Mot),
        Some("csv") => Some(Target::Csv),
        Some("json") => Some(Target::Coco),
        Some("xml") => Some(Target::Cvat),
        _ => None,
    };
    stated.or(named).ok_or_else(|| {
        let path = output.shown();
        format!("{path}: its name says no format; let it end with txt, csv, json or xml, or add --to")
    })
}

/// One factor for x and y, or two.
pub(super) fn scale(text: &str) -> Result<(f64, f64), String> {
    let factor = |text: &str| match text.trim().parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor > 0.0 => Ok(factor),
        _ => Err(format!("{text:?} is no factor; write a number above 0, or two as 0.5,0.25")),
    };
    match text.split_once(',') {
        Some((x, y)) => Ok((factor(x)?, factor(y)?)),
        None => factor(text).map(|factor| (factor, factor)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_output_tells_the_format_unless_it_is_stated() {
        for (name, stated, expected) in [
            ("a.txt", None, Some(Target::Mot)),
            ("a.CSV", None, Some(Target::Csv)),
            ("a.json", None, Some(Target::Coco)),
            ("a.xml", None, Some(Target::Cvat)),
            ("a", None, None),
            ("a.yaml", None, None),
            ("a", Some(Target::Coco), Some(Target::Coco)),
            ("a.txt", Some(Target::Csv), Some(Target::Csv)),
        ] {
            assert_eq!(of(stated, Path::new(name)).ok(), expected, "{name}");
        }
    }

    #[test]
    fn a_factor_is_above_zero() {
        assert_eq!(scale("0.5"), Ok((0.5, 0.5)));
        assert_eq!(scale("2, 4"), Ok((2.0, 4.0)));
        for wrong in ["", "0", "-1", "nan", "inf", "1,", "1,2,3", "x"] {
            assert!(scale(wrong).is_err(), "{wrong}");
        }
    }
}
