//! The style of the boxes of a layer, which is kept across restarts.

use serde::{Deserialize, Serialize};

use super::Role;

/// What the colour of a box stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// The track of the box.
    #[default]
    Track,
    /// The class of the box.
    Class,
    /// The confidence of the box.
    Confidence,
    /// The layer of the box: all its boxes have one colour.
    One,
}

impl Scheme {
    /// All schemes, with their names in the menu.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Track, "By track"), (Self::Class, "By class"), (Self::Confidence, "By confidence"), (Self::One, "One")];
}

/// What the labels of boxes show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LabelContent {
    /// Whether labels show the id.
    pub id: bool,
    /// Whether labels show the confidence.
    pub confidence: bool,
    /// Whether labels show the class.
    pub class: bool,
}

/// How the boxes of a layer are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Style {
    /// What the colours mean.
    pub scheme: Scheme,
    /// Red, green and blue of [`Scheme::One`]. If it is `None`, the place of the layer decides, so that layers differ.
    pub color: Option<[u8; 3]>,
    /// Whether outlines are dashed.
    pub dashed: bool,
    /// The factor on the width of outlines.
    pub width: f32,
    /// The opacity, from 0 (invisible) to 1 (opaque).
    pub opacity: f32,
    /// What labels show. For the main layer, the settings of boxes say it instead.
    pub labels: LabelContent,
}

/// The allowed factors on the width of outlines.
pub const WIDTHS: std::ops::RangeInclusive<f32> = 0.25..=3.0;
/// The allowed opacities. An invisible layer is not among them: a layer can be hidden instead.
pub const OPACITIES: std::ops::RangeInclusive<f32> = 0.1..=1.0;

impl Default for Style {
    fn default() -> Self {
        Self {
            scheme: Scheme::Track,
            color: None,
            dashed: false,
            width: 1.0,
            opacity: 1.0,
            labels: LabelContent::default(),
        }
    }
}

impl Style {
    /// Brings every value into its range.
    pub(super) fn sanitized(self) -> Self {
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
    /// The style of a layer alone.
    #[serde(rename = "main")]
    pub alone: Style,
    /// The style of ground truth beside another layer.
    pub ground_truth: Style,
    /// The style of detections beside another layer.
    pub detections: Style,
    /// The style of results beside another layer.
    pub results: Style,
    /// Whether these styles are of a version that tells layers apart by their kinds. In older ones, `alone` was the style of the
    /// main layer of any kind.
    #[serde(default)]
    are_by_kind: bool,
}

impl Default for Styles {
    fn default() -> Self {
        let one = Style { scheme: Scheme::One, ..Style::default() };
        let labels = LabelContent { id: true, ..LabelContent::default() };
        Self {
            alone: Style::default(),
            // Dashed, so that a box that agrees with it is seen through the gaps.
            ground_truth: Style { dashed: true, width: 0.5, labels, ..one },
            // There are many detections, and they have no identity: thin and grey is enough.
            detections: Style { color: Some([0x9A; 3]), width: 0.5, ..one },
            results: Style { labels, ..Style::default() },
            are_by_kind: true,
        }
    }
}

impl Styles {
    /// The style of a role.
    pub fn of(&self, role: Role) -> Style {
        match role {
            Role::Alone => self.alone,
            Role::GroundTruth => self.ground_truth,
            Role::Detections => self.detections,
            Role::Results => self.results,
        }
    }

    /// The style of a role, to change it.
    pub fn of_mut(&mut self, role: Role) -> &mut Style {
        match role {
            Role::Alone => &mut self.alone,
            Role::GroundTruth => &mut self.ground_truth,
            Role::Detections => &mut self.detections,
            Role::Results => &mut self.results,
        }
    }

    /// Brings every value into its range, because a person may have edited the file, and styles of an older version up to date.
    pub fn sanitized(self) -> Self {
        let Self { alone, ground_truth, detections, results, .. } = self.by_kind();
        Self {
            alone: alone.sanitized(),
            ground_truth: ground_truth.sanitized(),
            detections: detections.sanitized(),
            results: results.sanitized(),
            are_by_kind: true,
        }
    }

    /// Styles of an older version, where the user has changed them. The style of the main layer was mostly that of results.
    fn by_kind(self) -> Self {
        if self.are_by_kind {
            return self;
        }
        let (new, one) = (Self::default(), Style { scheme: Scheme::One, ..Style::default() });
        let ground_truth =
            if self.ground_truth == (Style { dashed: true, ..one }) { new.ground_truth } else { self.ground_truth };
        let results =
            if self.results == one { Style { labels: new.results.labels, ..self.alone } } else { self.results };
        Self { ground_truth, results, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ground_truth_is_dashed_and_detections_are_thin_beside_another_layer() {
        let styles = Styles::default();
        assert!(styles.of(Role::GroundTruth).dashed && !styles.of(Role::Alone).dashed);
        assert!(styles.of(Role::Detections).width < styles.of(Role::Results).width);
        assert_eq!(styles, styles.sanitized());
    }

    #[test]
    fn styles_of_an_older_version_are_kept_where_they_were_changed() {
        let one = Style { scheme: Scheme::One, ..Style::default() };
        let old = Styles {
            alone: Style::default(),
            ground_truth: Style { dashed: true, ..one },
            results: one,
            are_by_kind: false,
            ..Styles::default()
        };
        assert_eq!(old.sanitized(), Styles::default());
        let wide = Style { width: 2.0, ..Style::default() };
        let changed = Styles { alone: wide, ground_truth: Style { opacity: 0.5, ..one }, ..old }.sanitized();
        assert_eq!((changed.alone, changed.results.width), (wide, 2.0));
        assert_eq!((changed.ground_truth.opacity, changed.ground_truth.dashed), (0.5, false));
        let results = Style { color: Some([1, 2, 3]), ..one };
        assert_eq!(Styles { results, ..old }.sanitized().results, results);
        assert_eq!(changed.sanitized(), changed, "once is enough");
    }

    #[test]
    fn absurd_styles_are_brought_into_range() {
        let absurd = Style { width: f32::NAN, opacity: -3.0, ..Style::default() };
        let styles = Styles { results: absurd, ..Styles::default() }.sanitized();
        assert_eq!((styles.results.width, styles.results.opacity), (1.0, 0.1));
    }
}
