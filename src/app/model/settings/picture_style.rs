//! How the picture is shown under the boxes.

use eframe::egui::{Color32, TextureFilter, TextureOptions};
use serde::{Deserialize, Serialize};

use crate::render::PictureAdjustment;

/// From so many screen pixels a picture pixel on, pixels are shown as they are.
const COARSE: f64 = 4.0;

/// How pixels become larger or smaller ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scaling {
    /// Smooth, until pixels are large enough to be looked at one by one.
    #[default]
    Automatic,
    /// Every pixel is a square.
    Nearest,
    /// Smooth.
    Linear,
}

impl Scaling {
    /// All choices, with their names.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Automatic, "Automatic"), (Self::Nearest, "Nearest"), (Self::Linear, "Linear")];

    /// The same for a renderer, at so many screen pixels a picture pixel.
    pub fn options(self, pixels: f64) -> TextureOptions {
        let filter = |is_nearest| if is_nearest { TextureFilter::Nearest } else { TextureFilter::Linear };
        TextureOptions {
            magnification: filter(self == Self::Nearest || self == Self::Automatic && pixels >= COARSE),
            minification: filter(self == Self::Nearest),
            ..TextureOptions::default()
        }
    }
}

/// How the picture is shown under the boxes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureStyle {
    /// Whether it is.
    pub shown: bool,
    /// Whether it is dimmed.
    pub dimmed: bool,
    /// Its adjustments; the dimming counts only where it is dimmed.
    pub adjusted: PictureAdjustment,
    /// How its pixels are scaled.
    pub scaling: Scaling,
}

impl Default for PictureStyle {
    fn default() -> Self {
        let adjusted = PictureAdjustment { dim: 0.5, ..PictureAdjustment::default() };
        Self { shown: true, dimmed: false, adjusted, scaling: Scaling::default() }
    }
}

impl PictureStyle {
    /// All that is done to a picture.
    pub fn look(&self) -> PictureAdjustment {
        PictureAdjustment { dim: if self.dimmed { self.adjusted.dim } else { 0.0 }, ..self.adjusted }
    }

    /// What is done to each of its pixels beforehand: all but the dimming. Nothing where it is not shown.
    pub fn tone(&self) -> PictureAdjustment {
        if self.shown { PictureAdjustment { dim: 0.0, ..self.adjusted } } else { PictureAdjustment::default() }
    }

    /// What the renderer multiplies it with, which costs nothing: the dimming.
    pub fn tint(&self) -> Color32 {
        Color32::from_gray(((1.0 - self.look().sanitized().dim) * 255.0).round() as u8)
    }

    /// The same with every value in its range.
    #[must_use]
    pub fn sanitized(self) -> Self {
        Self { adjusted: self.adjusted.sanitized(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_shown_as_they_are_once_they_are_large() {
        let magnified = |scaling: Scaling, pixels| scaling.options(pixels).magnification;
        for (scaling, below, above) in [
            (Scaling::Automatic, TextureFilter::Linear, TextureFilter::Nearest),
            (Scaling::Nearest, TextureFilter::Nearest, TextureFilter::Nearest),
            (Scaling::Linear, TextureFilter::Linear, TextureFilter::Linear),
        ] {
            assert_eq!((magnified(scaling, 3.9), magnified(scaling, 4.0)), (below, above), "{scaling:?}");
        }
    }

    #[test]
    fn dimming_is_left_to_the_renderer_and_the_rest_to_the_pixels() {
        let mut style = PictureStyle::default();
        assert!(style.tone().is_identity() && style.look().is_identity());
        assert_eq!(style.tint(), Color32::WHITE);
        style.dimmed = true;
        assert!(style.tone().is_identity() && !style.look().is_identity());
        assert_eq!(style.tint(), Color32::from_gray(128));
        style.adjusted.brightness = 0.2;
        assert_eq!(style.tone(), PictureAdjustment { brightness: 0.2, ..PictureAdjustment::default() });
        style.shown = false;
        assert!(style.tone().is_identity());
    }
}
