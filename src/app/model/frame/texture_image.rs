//! A decoded picture in the form that egui uploads as a texture.

use std::sync::Arc;

use bytemuck::allocation::cast_vec;
use bytemuck::cast_slice;
use eframe::egui::{Color32, ColorImage};

use crate::render::PictureAdjustment;
use crate::sequence::{Orientation, Picture, Pool, Pooled, Rgba, SequenceFrame};

/// The greatest width and height that are shown at full size, in pixels. Common graphics hardware supports textures of
/// this size.
const MAX_SIDE: usize = 8192;

/// A picture that can be drawn. When it is dropped, its buffer goes back to the pool.
#[derive(Debug)]
pub struct TextureImage {
    /// `None` only while it is being dropped.
    image: Option<Arc<ColorImage>>,
    pool: Arc<Pool>,
    /// Width and height of the picture in pixels, before any reduction.
    size: (u32, u32),
    orientation: Orientation,
}

impl TextureImage {
    /// Converts a decoded picture, and reduces it if it is larger than a texture may be.
    pub fn new(picture: Pooled, pool: &Arc<Pool>) -> Self {
        let picture = picture.into_picture();
        let (size, orientation) = (picture.full_size, picture.orientation);
        Self { image: Some(Arc::new(image(reduced(picture, MAX_SIDE)))), pool: Arc::clone(pool), size, orientation }
    }

    /// The pixels, possibly reduced.
    pub fn image(&self) -> Option<&Arc<ColorImage>> {
        self.image.as_ref()
    }

    /// Width and height of the picture in pixels, before any reduction.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// How the pixels of the file were turned and mirrored.
    pub fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// A copy with the adjustment applied, in a buffer of `pool`.
    pub fn toned(&self, adjustment: &PictureAdjustment, pool: &Arc<Pool>) -> Self {
        let image = self.image.as_ref().map(|image| Arc::new(toned(image, adjustment, pool)));
        Self { image, pool: Arc::clone(pool), size: self.size, orientation: self.orientation }
    }

    /// The colour of the picture's pixel in column `x` and row `y`, both counted from 0. `None` outside of the picture.
    pub fn pixel(&self, x: u32, y: u32) -> Option<Color32> {
        let (width, height) = self.size;
        let image = self.image.as_ref().filter(|_| x < width && y < height)?;
        // In a reduced picture, the nearest pixel that was kept.
        let place = |at: u32, all: u32, size: usize| (u64::from(at) * size as u64 / u64::from(all)) as usize;
        let at = place(y, height, image.size[1]) * image.size[0] + place(x, width, image.size[0]);
        image.pixels.get(at).copied()
    }

    /// The memory of the pixels, in bytes.
    pub fn bytes(&self) -> u64 {
        self.image.as_ref().map_or(0, |image| size_of_val(image.pixels.as_slice()) as u64)
    }
}

impl Drop for TextureImage {
    fn drop(&mut self) {
        // If the image is still being drawn, its buffer is freed later and does not go back to the pool.
        if let Some(image) = self.image.take().and_then(Arc::into_inner) {
            self.pool.give(cast_vec::<Color32, Rgba>(image.pixels));
        }
    }
}

/// Converts a picture to egui's image, without copying the pixels.
pub fn image(picture: Picture) -> ColorImage {
    let size = [picture.width as usize, picture.height as usize];
    ColorImage::new(size, cast_vec::<Rgba, Color32>(picture.pixels))
}

/// A copy of an image with the adjustment applied, in a buffer of `pool`.
pub fn toned(image: &ColorImage, adjustment: &PictureAdjustment, pool: &Pool) -> ColorImage {
    let mut pixels = pool.take(image.pixels.len());
    adjustment.apply_to(cast_slice(&image.pixels), &mut pixels);
    ColorImage::new(image.size, cast_vec::<Rgba, Color32>(pixels))
}

/// Keeps every n-th pixel across and down, so that neither side is longer than `most` pixels.
fn reduced(picture: Picture, most: usize) -> Picture {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let step = width.max(height).div_ceil(most);
    if step <= 1 {
        return picture;
    }
    let rows = picture.pixels.chunks_exact(width).step_by(step);
    let pixels: Vec<Rgba> = rows.flat_map(|row| row.iter().step_by(step).copied()).collect();
    Picture::new(width.div_ceil(step) as u32, height.div_ceil(step) as u32, pixels)
}

/// A frame whose picture is still being loaded: its boxes, and a small picture if there is one.
#[derive(Debug)]
pub struct PreviewFrame {
    /// The boxes of all layers.
    pub frame: SequenceFrame<()>,
    /// The number of the frame with the nearest small picture, and that picture.
    pub proxy: Option<(u64, Arc<ColorImage>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_too_large_to_be_shown_is_reduced_to_a_whole_fraction() {
        let pixels = (0..12).map(|at| Rgba([at, 0, 0, 255])).collect();
        let small = reduced(Picture::new(4, 3, pixels), 2);
        assert_eq!((small.width, small.height), (2, 2));
        assert_eq!(small.pixels.iter().map(|pixel| pixel.0[0]).collect::<Vec<_>>(), [0, 2, 8, 10]);
        assert_eq!(reduced(small.clone(), 2), small);
    }

    #[test]
    fn the_pixel_under_the_pointer_is_that_of_the_picture_even_where_it_is_reduced() {
        let pool = Arc::new(Pool::default());
        let pixels: Vec<Rgba> = (0..6).map(|at| Rgba([at * 10, 0, 0, 255])).collect();
        let texture = TextureImage::new(Pooled::new(Picture::new(3, 2, pixels), Arc::clone(&pool)), &pool);
        assert_eq!(texture.pixel(2, 1).map(|pixel| pixel.r()), Some(50));
        assert_eq!((texture.pixel(3, 0), texture.pixel(0, 2)), (None, None));
        let dark = texture.toned(&PictureAdjustment { dim: 0.5, ..PictureAdjustment::default() }, &pool);
        assert_eq!((dark.size(), dark.pixel(2, 1).map(|pixel| pixel.r())), ((3, 2), Some(25)));
        let large = TextureImage {
            image: texture.image.clone(),
            pool: Arc::clone(&pool),
            size: (6, 4),
            orientation: Orientation::AsStored,
        };
        assert_eq!(large.pixel(5, 3).map(|pixel| pixel.r()), Some(50));
    }

    #[test]
    fn a_buffer_comes_back_once_nobody_shows_its_picture() {
        let pool = Arc::new(Pool::default());
        let pixels = pool.take(4);
        let at = pixels.as_ptr();
        let texture = TextureImage::new(Pooled::new(Picture::new(2, 2, pixels), Arc::clone(&pool)), &pool);
        assert_eq!(texture.size(), (2, 2));
        drop(texture);
        let again = pool.take(4);
        assert_eq!(again.as_ptr(), at);
    }
}
