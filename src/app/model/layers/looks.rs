//! How the layers of what is open look: as remembered for their roles, until somebody changes one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use eframe::egui::Color32;

use super::{Layer, Paint, Role, Style, Styles, own_color};

/// Least and greatest factor on boxes.
pub const SCALES: std::ops::RangeInclusive<f64> = 0.01..=100.0;

/// How a layer looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Whether it is drawn.
    pub shown: bool,
    /// Factors on the boxes, across and down. Two, because trackers that run on square pictures squeeze them.
    pub scale: [f64; 2],
    /// How it is drawn.
    pub style: Style,
}

impl Default for Look {
    fn default() -> Self {
        Self { shown: true, scale: [1.0; 2], style: Style::default() }
    }
}

/// What was changed by hand while the program runs.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    layers: BTreeMap<PathBuf, Own>,
}

/// What was changed of one file. A factor belongs to the file, and is never taken over to another one.
#[derive(Clone, Debug)]
struct Own {
    shown: bool,
    scale: [f64; 2],
    styles: BTreeMap<Role, Style>,
}

impl Default for Own {
    fn default() -> Self {
        Self { shown: true, scale: [1.0; 2], styles: BTreeMap::new() }
    }
}

impl Looks {
    fn of(&self, path: &Path, role: Role, remembered: Style) -> Look {
        let Some(own) = self.layers.get(path) else {
            return Look { style: remembered, ..Look::default() };
        };
        Look { shown: own.shown, scale: own.scale, style: own.styles.get(&role).copied().unwrap_or(remembered) }
    }

    fn set(&mut self, path: &Path, role: Role, look: Look) {
        let own = self.layers.entry(path.to_owned()).or_default();
        let in_range =
            |factor: f64| if factor.is_finite() { factor.clamp(*SCALES.start(), *SCALES.end()) } else { 1.0 };
        own.shown = look.shown;
        own.scale = look.scale.map(in_range);
        own.styles.insert(role, look.style);
    }
}

impl Looks {
    /// How the layer at `place` of `layers` looks. `styles` are the remembered styles of the roles.
    pub fn look(&self, layers: &[Layer], place: usize, styles: &Styles) -> Option<Look> {
        let layer = layers.get(place)?;
        let role = Role::of(place, layer.kind);
        Some(self.of(layer.file.path(), role, styles.of(role)))
    }

    /// Changes how the layer at `place` looks. Its style is remembered in `styles` for the next layer of the same role; open
    /// layers of that role keep theirs.
    pub fn change(&mut self, layers: &[Layer], place: usize, look: Look, styles: &mut Styles) {
        let Some(layer) = layers.get(place) else { return };
        let role = Role::of(place, layer.kind);
        for (_, other) in layers.iter().enumerate().filter(|(place, layer)| Role::of(*place, layer.kind) == role) {
            let kept = self.of(other.file.path(), role, styles.of(role));
            self.set(other.file.path(), role, kept);
        }
        self.set(layer.file.path(), role, look);
        *styles.of_mut(role) = look.style;
    }
}

/// The colours of the boxes of the layer at `place` of `layers`. `confidence` is the least and the greatest confidence of the
/// main layer, once it is known.
pub fn paint(layers: &[Layer], place: usize, style: Style, confidence: Option<(f64, f64)>) -> Paint {
    let confidence = match place {
        0 => confidence,
        _ => layers.get(place).and_then(|layer| layer.confidence),
    };
    Paint { scheme: style.scheme, one: one_color(style, place), opacity: style.opacity, confidence }
}

/// The colour of a layer at this place that has one only.
pub fn one_color(style: Style, place: usize) -> Color32 {
    style.color.map_or_else(|| own_color(place), |[red, green, blue]| Color32::from_rgb(red, green, blue))
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
        assert_eq!(looks.of(one, Role::Main, remembered), Look { style: remembered, ..look });
        assert_eq!(looks.of(other, Role::Results, remembered).scale, [1.0, 1.0]);
    }
}
