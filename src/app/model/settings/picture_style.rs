//! How the picture is shown under the boxes.

use eframe::egui::{Color32, TextureFilter, TextureOptions};
use serde::{Deserialize, Serialize};

use crate::render::PictureAdjustment;
use crate::sequence::PictureView;

/// From this many screen pixels for one picture pixel on, automatic scaling shows pixels as squares.
const LARGE_PIXEL: f64 = 4.0;

/// How the pixels of a picture are scaled to the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scaling {
    /// Smooth, until single pixels are large enough to be seen.
    #[default]
    Automatic,
    /// Every pixel is a square of one colour.
    Nearest,
    /// Smooth: colours between pixels are interpolated.
    Linear,
}

impl Scaling {
    /// All choices, with their names in the menu.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Automatic, "Automatic"), (Self::Nearest, "Nearest"), (Self::Linear, "Linear")];

    /// The texture options for egui. `pixels` is how many screen pixels one picture pixel covers.
    pub fn options(self, pixels: f64) -> TextureOptions {
        let filter = |is_nearest| if is_nearest { TextureFilter::Nearest } else { TextureFilter::Linear };
        TextureOptions {
            magnification: filter(self == Self::Nearest || self == Self::Automatic && pixels >= LARGE_PIXEL),
            minification: filter(self == Self::Nearest),
            ..TextureOptions::default()
        }
    }
}

/// How the picture is shown under the boxes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureStyle {
    /// Whether the picture is shown.
    pub shown: bool,
    /// Whether the picture is dimmed.
    pub dimmed: bool,
    /// Brightness, contrast, gamma and dimming. The dimming has an effect only if `dimmed` is set.
    pub adjusted: PictureAdjustment,
    /// How the pixels are scaled to the screen.
    pub scaling: Scaling,
    /// How picture files are read: turned or not, stretched or not.
    pub view: PictureView,
}

impl Default for PictureStyle {
    fn default() -> Self {
        let adjusted = PictureAdjustment { dim: 0.5, ..PictureAdjustment::default() };
        Self { shown: true, dimmed: false, adjusted, scaling: Scaling::default(), view: PictureView::default() }
    }
}

impl PictureStyle {
    /// All adjustments in effect. The dimming is 0 if the picture is not dimmed.
    pub fn look(&self) -> PictureAdjustment {
        PictureAdjustment { dim: if self.dimmed { self.adjusted.dim } else { 0.0 }, ..self.adjusted }
    }

    /// The adjustments that are computed for each pixel: all except the dimming. None if the picture is not shown.
    pub fn tone(&self) -> PictureAdjustment {
        if self.shown { PictureAdjustment { dim: 0.0, ..self.adjusted } } else { PictureAdjustment::default() }
    }

    /// The dimming, as a colour that the renderer multiplies the picture with at no cost.
    pub fn tint(&self) -> Color32 {
        Color32::from_gray(((1.0 - self.look().sanitized().dim) * 255.0).round() as u8)
    }

    /// Brings every value into its range.
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
