//! The looks of the open layers. A layer has the remembered style of its role until the user changes it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use eframe::egui::Color32;
use serde::{Deserialize, Serialize};

use super::scheme::color_of_place;
use super::{GROUND_TRUTH, Layer, Paint, Role, Scheme, Style, Styles};

/// The allowed factors on the coordinates of boxes.
pub const SCALES: std::ops::RangeInclusive<f64> = 0.01..=100.0;

/// How a layer looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Whether it is drawn.
    pub shown: bool,
    /// Factors on the coordinates of the boxes (x, y). They differ if the tracker ran on pictures resized to a square.
    pub scale: [f64; 2],
    /// How it is drawn.
    pub style: Style,
}

impl Default for Look {
    fn default() -> Self {
        Self { shown: true, scale: [1.0; 2], style: Style::default() }
    }
}

/// The looks that the user has changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Looks {
    changed: BTreeMap<PathBuf, ChangedLook>,
}

/// What the user has changed for one file. The scale belongs to the file in every role; the style belongs to the role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct ChangedLook {
    shown: bool,
    scale: [f64; 2],
    styles: BTreeMap<Role, Style>,
}

impl Default for ChangedLook {
    fn default() -> Self {
        Self { shown: true, scale: [1.0; 2], styles: BTreeMap::new() }
    }
}

impl Looks {
    /// The look of the file at `path` in this role. `remembered` is the style if the user has not changed it.
    fn of(&self, path: &Path, role: Role, remembered: Style) -> Look {
        let Some(changed) = self.changed.get(path) else {
            return Look { style: remembered, ..Look::default() };
        };
        Look {
            shown: changed.shown,
            scale: changed.scale,
            style: changed.styles.get(&role).copied().unwrap_or(remembered),
        }
    }

    /// Keeps the look of the file at `path` in this role.
    fn set(&mut self, path: &Path, role: Role, look: Look) {
        self.set_apart_from_style(path, look).styles.insert(role, look.style);
    }

    /// Keeps the look of the file at `path`, but not its style.
    fn set_apart_from_style(&mut self, path: &Path, look: Look) -> &mut ChangedLook {
        let changed = self.changed.entry(path.to_owned()).or_default();
        changed.shown = look.shown;
        changed.scale = look.scale.map(in_range);
        changed
    }
}

/// A factor on coordinates that is allowed.
fn in_range(factor: f64) -> f64 {
    if factor.is_finite() { factor.clamp(*SCALES.start(), *SCALES.end()) } else { 1.0 }
}

impl Looks {
    /// The looks of these files alone. A path that is not Unicode is left out, because it cannot be stored.
    pub fn only<'a>(&self, paths: impl Iterator<Item = &'a Path>) -> Self {
        let kept = paths.filter(|path| path.to_str().is_some());
        Self {
            changed: kept
                .filter_map(|path| self.changed.get_key_value(path))
                .map(|(path, look)| (path.clone(), look.clone()))
                .collect(),
        }
    }

    /// Gives the file at `to` the look of the file at `from`.
    pub fn copy(&mut self, from: &Path, to: &Path) {
        if let Some(look) = self.changed.get(from).cloned() {
            self.changed.insert(to.to_owned(), look);
        }
    }

    /// Takes looks that were kept. Those that the user has changed since then stay.
    pub fn restore(&mut self, kept: Self) {
        for (path, mut look) in kept.changed {
            look.scale = look.scale.map(in_range);
            look.styles.values_mut().for_each(|style| *style = style.sanitized());
            self.changed.entry(path).or_insert(look);
        }
    }

    /// Gives the layer at `place` of `layers` a look that was saved, in place of any other.
    pub fn put(&mut self, layers: &[Layer], place: usize, look: Look) {
        if let (Some(layer), Some(role)) = (layers.get(place), Role::of(layers, place)) {
            self.set(
                layer.file.path(),
                role,
                Look { style: look.style.sanitized(), scale: look.scale.map(in_range), ..look },
            );
        }
    }

    /// The look of the layer at `place` of `layers`. `styles` are the remembered styles of the roles.
    pub fn look(&self, layers: &[Layer], place: usize, styles: &Styles) -> Option<Look> {
        let (layer, role) = (layers.get(place)?, Role::of(layers, place)?);
        Some(self.of(layer.file.path(), role, styles.of(role)))
    }

    /// Changes the look of the layer at `place`. `styles` remembers its style for layers of the same role opened later.
    /// Other open layers of that role keep their style.
    pub fn change(&mut self, layers: &[Layer], place: usize, look: Look, styles: &mut Styles) {
        let (Some(layer), Some(role)) = (layers.get(place), Role::of(layers, place)) else { return };
        let path = layer.file.path();
        if self.of(path, role, styles.of(role)).style == look.style {
            // A layer that is only shown, hidden or scaled says nothing about the style of its role.
            self.set_apart_from_style(path, look);
            return;
        }
        for (_, other) in layers.iter().enumerate().filter(|(place, _)| Role::of(layers, *place) == Some(role)) {
            let kept = self.of(other.file.path(), role, styles.of(role));
            self.set(other.file.path(), role, kept);
        }
        self.set(path, role, look);
        *styles.of_mut(role) = look.style;
    }
}

/// The colours for the boxes of the layer at `place` of `layers`. `confidence` is the least and the greatest confidence
/// of the main layer, once they are known.
pub fn paint(layers: &[Layer], place: usize, style: Style, confidence: Option<(f64, f64)>) -> Paint {
    let confidence = match place {
        0 => confidence,
        _ => layers.get(place).and_then(|layer| layer.sample.confidence),
    };
    let is_neutral = style.scheme == Scheme::One && style.color.is_none() && is_ground_truth(layers, place);
    let one = one_color(layers, place, style);
    Paint { scheme: style.scheme, one, is_neutral, opacity: style.opacity, confidence }
}

/// The colour of the layer at this place, if all its boxes have one colour.
pub fn one_color(layers: &[Layer], place: usize, style: Style) -> Color32 {
    let chosen = style.color.map(|[red, green, blue]| Color32::from_rgb(red, green, blue));
    chosen.unwrap_or_else(|| own_color(layers, place))
}

/// The colour of the layer at this place, if the user has not chosen one: that of ground truth, or one of its place.
pub fn own_color(layers: &[Layer], place: usize) -> Color32 {
    if is_ground_truth(layers, place) { GROUND_TRUTH } else { color_of_place(place) }
}

/// Whether the layer at this place is ground truth beside another layer.
fn is_ground_truth(layers: &[Layer], place: usize) -> bool {
    Role::of(layers, place) == Some(Role::GroundTruth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_looks_as_its_role_until_it_is_changed_and_keeps_its_scale_in_any_role() {
        let mut looks = Looks::default();
        let (one, other) = (Path::new("a.txt"), Path::new("b.txt"));
        let remembered = Style { width: 2.0, ..Style::default() };
        assert_eq!(looks.of(one, Role::Results, remembered).style, remembered);
        let style = Style { dashed: true, ..remembered };
        looks.set(one, Role::Results, Look { shown: false, scale: [0.5, f64::NAN], style });
        let look = looks.of(one, Role::Results, remembered);
        assert_eq!(look, Look { shown: false, scale: [0.5, 1.0], style });
        assert_eq!(looks.of(one, Role::Alone, remembered), Look { style: remembered, ..look });
        assert_eq!(looks.of(other, Role::Results, remembered).scale, [1.0, 1.0]);
        let mut restored = Looks::default();
        restored.restore(looks.only([one, other].into_iter()));
        assert_eq!(restored, looks);
        restored.set(one, Role::Results, Look::default());
        restored.restore(looks);
        assert_eq!(restored.of(one, Role::Results, remembered), Look::default(), "what was changed since then stays");
    }
}
