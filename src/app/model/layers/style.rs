//! How the boxes of a layer are drawn, as it is remembered.

use serde::{Deserialize, Serialize};

use super::Role;

/// What the colour of a box stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Its track.
    #[default]
    Track,
    /// Its class.
    Class,
    /// Its confidence.
    Confidence,
    /// Its layer.
    One,
}

impl Scheme {
    /// All of them, with their names.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Track, "By track"), (Self::Class, "By class"), (Self::Confidence, "By confidence"), (Self::One, "One")];
}

/// What labels tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// The id.
    pub id: bool,
    /// The confidence.
    pub confidence: bool,
    /// The class.
    pub class: bool,
}

/// How the boxes of a layer are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Style {
    /// What colours stand for.
    pub scheme: Scheme,
    /// The one colour; without it, one by the layer's place, so that two of a kind are told apart.
    pub color: Option<[u8; 3]>,
    /// Outlines are dashed.
    pub dashed: bool,
    /// Factor on the width of outlines.
    pub width: f32,
    /// 1 for opaque.
    pub opacity: f32,
    /// What labels tell; those of the main layer are set for all windows, with the boxes.
    pub labels: Told,
}

/// Narrowest and widest outline, as a factor.
pub const WIDTHS: std::ops::RangeInclusive<f32> = 0.25..=3.0;
/// Least and greatest opacity: what cannot be seen at all is switched off instead.
pub const OPACITIES: std::ops::RangeInclusive<f32> = 0.1..=1.0;

impl Default for Style {
    fn default() -> Self {
        Self { scheme: Scheme::Track, color: None, dashed: false, width: 1.0, opacity: 1.0, labels: Told::default() }
    }
}

impl Style {
    fn sanitized(self) -> Self {
        let or_one = |value: f32, range: std::ops::RangeInclusive<f32>| {
            if value.is_finite() { value.clamp(*range.start(), *range.end()) } else { 1.0 }
        };
        Self { width: or_one(self.width, WIDTHS), opacity: or_one(self.opacity, OPACITIES), ..self }
    }
}

/// The style that a layer begins with, for each role.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Styles {
    /// Of the main layer.
    pub main: Style,
    /// Of ground truth beside another layer.
    pub ground_truth: Style,
    /// Of detections beside another layer.
    pub detections: Style,
    /// Of results beside another layer.
    pub results: Style,
}

impl Default for Styles {
    fn default() -> Self {
        let one = Style { scheme: Scheme::One, ..Style::default() };
        Self {
            main: Style::default(),
            ground_truth: Style { dashed: true, ..one },
            // There are many of them, and nobody asks which is which.
            detections: Style { color: Some([0x9A; 3]), width: 0.5, ..one },
            results: one,
        }
    }
}

impl Styles {
    /// That of a role.
    pub fn of(&self, role: Role) -> Style {
        match role {
            Role::Main => self.main,
            Role::GroundTruth => self.ground_truth,
            Role::Detections => self.detections,
            Role::Results => self.results,
        }
    }

    /// The same, to be changed.
    pub fn of_mut(&mut self, role: Role) -> &mut Style {
        match role {
            Role::Main => &mut self.main,
            Role::GroundTruth => &mut self.ground_truth,
            Role::Detections => &mut self.detections,
            Role::Results => &mut self.results,
        }
    }

    /// Every value in its range: anybody may have edited the file.
    pub fn sanitized(self) -> Self {
        Self {
            main: self.main.sanitized(),
            ground_truth: self.ground_truth.sanitized(),
            detections: self.detections.sanitized(),
            results: self.results.sanitized(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ground_truth_is_dashed_and_detections_are_thin_beside_another_layer() {
        let styles = Styles::default();
        assert!(styles.of(Role::GroundTruth).dashed && !styles.of(Role::Main).dashed);
        assert!(styles.of(Role::Detections).width < styles.of(Role::Results).width);
        assert_eq!(styles, styles.sanitized());
    }

    #[test]
    fn absurd_styles_are_brought_into_range() {
        let absurd = Style { width: f32::NAN, opacity: -3.0, ..Style::default() };
        let styles = Styles { results: absurd, ..Styles::default() }.sanitized();
        assert_eq!((styles.results.width, styles.results.opacity), (1.0, 0.1));
    }
}
