//! A decoded picture in the form that the window shows.

use std::sync::Arc;

use bytemuck::allocation::cast_vec;
use bytemuck::cast_slice;
use eframe::egui::{Color32, ColorImage};

use crate::render::PictureAdjustment;
use crate::sequence::{Picture, Pool, Pooled, Rgba, SequenceFrame};

/// Widest and highest picture that is shown at full size, in pixels: what every renderer of the last ten years takes.
const MOST: usize = 8192;

/// A picture as a renderer takes it; its buffer goes back to where it came from.
#[derive(Debug)]
pub struct TextureImage {
    /// Taken out only when it is dropped.
    image: Option<Arc<ColorImage>>,
    pool: Arc<Pool>,
    /// Size of the picture itself, of which `image` may be a reduction.
    size: (u32, u32),
}

impl TextureImage {
    /// A decoded picture.
    pub fn new(picture: Pooled, pool: &Arc<Pool>) -> Self {
        let picture = picture.into_picture();
        let size = (picture.width, picture.height);
        Self { image: Some(Arc::new(image(reduced(picture, MOST)))), pool: Arc::clone(pool), size }
    }

    /// Its pixels.
    pub fn image(&self) -> Option<&Arc<ColorImage>> {
        self.image.as_ref()
    }

    /// Width and height of the picture, in its pixels.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// The same picture adjusted, in a buffer of `pool`.
    pub fn toned(&self, look: &PictureAdjustment, pool: &Arc<Pool>) -> Self {
        let image = self.image.as_ref().map(|image| Arc::new(toned(image, look, pool)));
        Self { image, pool: Arc::clone(pool), size: self.size }
    }

    /// Colour of the picture's pixel in column `x` of row `y`, both from 0.
    pub fn pixel(&self, x: u32, y: u32) -> Option<Color32> {
        let (width, height) = self.size;
        let image = self.image.as_ref().filter(|_| x < width && y < height)?;
        // Of a reduced one, the pixel that stands for it.
        let place = |at: u32, all: u32, size: usize| (u64::from(at) * size as u64 / u64::from(all)) as usize;
        let at = place(y, height, image.size[1]) * image.size[0] + place(x, width, image.size[0]);
        image.pixels.get(at).copied()
    }

    /// Bytes that the pixels take.
    pub fn bytes(&self) -> u64 {
        self.image.as_ref().map_or(0, |image| size_of_val(image.pixels.as_slice()) as u64)
    }
}

impl Drop for TextureImage {
    fn drop(&mut self) {
        // Whoever still draws it drops it later; then the buffer is lost to the pool, and no harm done.
        if let Some(image) = self.image.take().and_then(Arc::into_inner) {
            self.pool.give(cast_vec::<Color32, Rgba>(image.pixels));
        }
    }
}

/// The same pixels, without a copy.
pub fn image(picture: Picture) -> ColorImage {
    let size = [picture.width as usize, picture.height as usize];
    ColorImage::new(size, cast_vec::<Rgba, Color32>(picture.pixels))
}

/// An image adjusted, in a buffer of `pool`.
pub fn toned(image: &ColorImage, look: &PictureAdjustment, pool: &Pool) -> ColorImage {
    let mut pixels = pool.take(image.pixels.len());
    look.apply_to(cast_slice(&image.pixels), &mut pixels);
    ColorImage::new(image.size, cast_vec::<Rgba, Color32>(pixels))
}

/// Every n-th pixel of a picture that is too large to be shown.
fn reduced(picture: Picture, most: usize) -> Picture {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let step = width.max(height).div_ceil(most);
    if step <= 1 {
        return picture;
    }
    let rows = picture.pixels.chunks_exact(width).step_by(step);
    let pixels: Vec<Rgba> = rows.flat_map(|row| row.iter().step_by(step).copied()).collect();
    Picture { width: width.div_ceil(step) as u32, height: height.div_ceil(step) as u32, pixels }
}

/// What can be shown of a frame while its picture is still being loaded.
#[derive(Debug)]
pub struct PreviewFrame {
    /// Its boxes.
    pub frame: SequenceFrame<()>,
    /// The nearest small picture, and which frame it is of.
    pub proxy: Option<(u64, Arc<ColorImage>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_too_large_to_be_shown_is_reduced_to_a_whole_fraction() {
        let pixels = (0..12).map(|at| Rgba([at, 0, 0, 255])).collect();
        let small = reduced(Picture { width: 4, height: 3, pixels }, 2);
        assert_eq!((small.width, small.height), (2, 2));
        assert_eq!(small.pixels.iter().map(|pixel| pixel.0[0]).collect::<Vec<_>>(), [0, 2, 8, 10]);
        assert_eq!(reduced(small.clone(), 2), small);
    }

    #[test]
    fn the_pixel_under_the_pointer_is_that_of_the_picture_even_where_it_is_reduced() {
        let pool = Arc::new(Pool::default());
        let pixels: Vec<Rgba> = (0..6).map(|at| Rgba([at * 10, 0, 0, 255])).collect();
        let photo = TextureImage::new(Pooled::new(Picture { width: 3, height: 2, pixels }, Arc::clone(&pool)), &pool);
        assert_eq!(photo.pixel(2, 1).map(|pixel| pixel.r()), Some(50));
        assert_eq!((photo.pixel(3, 0), photo.pixel(0, 2)), (None, None));
        let dark = photo.toned(&PictureAdjustment { dim: 0.5, ..PictureAdjustment::default() }, &pool);
        assert_eq!((dark.size(), dark.pixel(2, 1).map(|pixel| pixel.r())), ((3, 2), Some(25)));
        let large = TextureImage { image: photo.image.clone(), pool: Arc::clone(&pool), size: (6, 4) };
        assert_eq!(large.pixel(5, 3).map(|pixel| pixel.r()), Some(50));
    }

    #[test]
    fn a_buffer_comes_back_once_nobody_shows_its_picture() {
        let pool = Arc::new(Pool::default());
        let pixels = pool.take(4);
        let at = pixels.as_ptr();
        let photo = TextureImage::new(Pooled::new(Picture { width: 2, height: 2, pixels }, Arc::clone(&pool)), &pool);
        assert_eq!(photo.size(), (2, 2));
        drop(photo);
        let again = pool.take(4);
        assert_eq!(again.as_ptr(), at);
    }
}
