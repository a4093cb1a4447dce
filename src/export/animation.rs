//! Animated GIF that repeats for ever. After the first frame, only what has changed is written.

use std::io::Write;
use std::sync::Arc;

use gif::{DisposalMethod, Encoder, Frame, Repeat};

use super::error::ExportReason;
use super::palette::{Palette, Sample, distance, rgb};
use crate::sequence::{Picture, Rgba};

/// The shortest time of a frame in hundredths of a second. Viewers show a frame with a shorter time for a tenth of a second.
const MIN_DELAY: u64 = 2;
/// A pixel stays as it is on screen if that is at most this much further from it than the nearest colour of the palette. It
/// keeps the noise of pictures out of the file, and nobody sees it.
const TOLERANCE: u8 = 6;
/// A pixel is far from its colour beyond this distance.
const FAR: u8 = 24;
/// A frame gets a palette of its own if more than one pixel in so many is far from its colour.
const FEW: usize = 100;

/// A frame whose colours are reduced to a palette.
pub struct Reduced {
    size: (u16, u16),
    pixels: Vec<Rgba>,
    places: Vec<u8>,
    palette: Arc<Palette>,
    /// In hundredths of a second.
    delay: u16,
}

/// Width and height as a GIF has them.
///
/// # Errors
/// If the picture is more than 65,535 pixels wide or high.
pub fn size((width, height): (u32, u32)) -> Result<(u16, u16), ExportReason> {
    let too_large = |_| ExportReason::TooLarge(width, height);
    Ok((u16::try_from(width).map_err(too_large)?, u16::try_from(height).map_err(too_large)?))
}

/// Reduces the colours of a picture to a palette, or to one of its own if that one lacks too many of them.
///
/// # Errors
/// If the picture is more than 65,535 pixels wide or high.
pub fn reduce(picture: Picture, palette: &Arc<Palette>, delay: u16) -> Result<Reduced, ExportReason> {
    let size = size((picture.width, picture.height))?;
    let places = |palette: &Palette| picture.pixels.iter().map(|&pixel| palette.place(pixel)).collect::<Vec<u8>>();
    let mut own = (places(palette), Arc::clone(palette));
    let is_far = |(place, pixel): &(&u8, &Rgba)| distance(palette.color(**place), rgb(**pixel)) > FAR;
    if own.0.iter().zip(&picture.pixels).filter(is_far).count() > picture.pixels.len() / FEW {
        let palette = Palette::of(&[Sample::of(&picture)]);
        own = (places(&palette), Arc::new(palette));
    }
    Ok(Reduced { size, pixels: picture.pixels, places: own.0, palette: own.1, delay })
}

/// How long frame `at`, counted from 0, is shown, in hundredths of a second. Times are rounded such that their sum is exact.
pub fn delay(at: u64, fps: f64) -> u16 {
    let begins = |at: u64| (at as f64 * 100.0 / fps).round() as u64;
    begins(at + 1).saturating_sub(begins(at)).clamp(MIN_DELAY, u16::MAX.into()) as u16
}

/// A GIF file that is being written.
pub struct Animation<W: Write> {
    file: Option<W>,
    encoder: Option<Encoder<W>>,
    /// The palette at the head of the file.
    head: Option<Arc<Palette>>,
    /// The colours on screen after the last frame.
    shown: Vec<[u8; 3]>,
}

impl<W: Write> Animation<W> {
    /// A GIF without frames. The first frame decides its size.
    pub fn new(file: W) -> Self {
        Self { file: Some(file), encoder: None, head: None, shown: Vec::new() }
    }

    /// Adds a frame. All frames have the size of the first one.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, frame: &Reduced) -> Result<(), ExportReason> {
        if let Some(file) = self.file.take() {
            let (width, height) = frame.size;
            let mut encoder = Encoder::new(file, width, height, &frame.palette.bytes()).map_err(problem)?;
            encoder.set_repeat(Repeat::Infinite).map_err(problem)?;
            self.encoder = Some(encoder);
            self.head = Some(Arc::clone(&frame.palette));
        }
        let mut written = self.changed(frame);
        if self.head.as_ref().is_none_or(|head| !Arc::ptr_eq(head, &frame.palette)) {
            written.palette = Some(frame.palette.bytes());
        }
        self.encoder.as_mut().map_or(Ok(()), |encoder| encoder.write_frame(&written).map_err(problem))
    }

    /// The part of a frame that is not on screen yet. In it, pixels that need no change are left as they are.
    fn changed(&mut self, frame: &Reduced) -> Frame<'static> {
        let palette = &*frame.palette;
        let (width, height) = (usize::from(frame.size.0), usize::from(frame.size.1));
        let whole = Frame { delay: frame.delay, dispose: DisposalMethod::Keep, ..Frame::default() };
        if self.shown.len() != frame.places.len() {
            self.shown = frame.places.iter().map(|&place| palette.color(place)).collect();
            let (width, height) = frame.size;
            return Frame { width, height, buffer: frame.places.clone().into(), ..whole };
        }
        let unchanged = palette.unchanged();
        let mut places = vec![unchanged; frame.places.len()];
        // Left, top, and the ends at the right and at the bottom.
        let mut sides = (width, height, 0, 0);
        let wanted = frame.pixels.iter().map(|&pixel| rgb(pixel)).zip(&frame.places);
        for (at, (wanted, &place)) in wanted.enumerate() {
            let color = palette.color(place);
            if distance(self.shown[at], wanted) <= distance(color, wanted).saturating_add(TOLERANCE) {
                continue;
            }
            self.shown[at] = color;
            places[at] = place;
            let (x, y) = (at % width, at / width);
            sides = (sides.0.min(x), sides.1.min(y), sides.2.max(x + 1), sides.3.max(y + 1));
        }
        let (left, top, right, bottom) = if sides.2 == 0 { (0, 0, 1, 1) } else { sides };
        let rows = places.chunks_exact(width).skip(top).take(bottom - top);
        let buffer: Vec<u8> = rows.flat_map(|row| &row[left..right]).copied().collect();
        Frame {
            left: left as u16,
            top: top as u16,
            width: (right - left) as u16,
            height: (bottom - top) as u16,
            transparent: Some(unchanged),
            buffer: buffer.into(),
            ..whole
        }
    }

    /// Writes the end of the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> Result<(), ExportReason> {
        let Some(encoder) = self.encoder else { return Ok(()) };
        Ok(encoder.into_inner().map_err(problem)?.flush()?)
    }
}

fn problem(error: gif::EncodingError) -> ExportReason {
    match error {
        gif::EncodingError::Io(error) => error.into(),
        other => ExportReason::Encoding(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_add_up_and_are_never_taken_for_a_mistake() {
        assert_eq!((0..6).map(|at| delay(at, 30.0)).collect::<Vec<_>>(), [3, 4, 3, 3, 4, 3]);
        assert_eq!((0..3000).map(|at| u64::from(delay(at, 29.97))).sum::<u64>(), 10_010);
        assert_eq!((delay(5, 240.0), delay(0, 0.001), delay(u64::MAX - 1, 30.0)), (2, u16::MAX, 2));
    }

    /// A grey picture of 40 × 30 with one red pixel.
    fn picture(x: usize, y: usize, grey: u8) -> Picture {
        let mut pixels = vec![Rgba([grey, grey, grey, 255]); 40 * 30];
        pixels[y * 40 + x] = Rgba([200, 0, 0, 255]);
        Picture::new(40, 30, pixels)
    }

    /// The frames of a GIF of these pictures: where each lies, and what is on screen after it.
    fn written(pictures: &[Picture]) -> Vec<([u16; 4], Vec<[u8; 3]>)> {
        let samples: Vec<Sample> = pictures.iter().take(1).map(Sample::of).collect();
        let palette = Arc::new(Palette::of(&samples));
        let mut bytes = Vec::new();
        let mut animation = Animation::new(&mut bytes);
        pictures.iter().for_each(|picture| animation.add(&reduce(picture.clone(), &palette, 4).unwrap()).unwrap());
        animation.finish().unwrap();
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut gif = options.read_info(bytes.as_slice()).unwrap();
        let mut screen = vec![[0; 3]; 40 * 30];
        let mut frames = Vec::new();
        while let Some(frame) = gif.read_next_frame().unwrap() {
            let places = (0..frame.height).flat_map(|y| (0..frame.width).map(move |x| (x, y)));
            for ((x, y), pixel) in places.zip(frame.buffer.chunks_exact(4)).filter(|(_, pixel)| pixel[3] > 0) {
                let at = usize::from(frame.top + y) * 40 + usize::from(frame.left + x);
                screen[at] = [pixel[0], pixel[1], pixel[2]];
            }
            frames.push(([frame.left, frame.top, frame.width, frame.height], screen.clone()));
        }
        frames
    }

    #[test]
    fn only_what_has_changed_is_written_and_what_is_on_screen_is_each_picture() {
        let pictures = [picture(3, 4, 90), picture(6, 5, 90), picture(6, 5, 90), picture(6, 5, 94)];
        let frames = written(&pictures);
        assert_eq!(frames[0].0, [0, 0, 40, 30]);
        assert_eq!(frames[1].0, [3, 4, 4, 2], "both places of the pixel that moved");
        assert_eq!((frames[2].0, frames[3].0), ([0, 0, 1, 1], [0, 0, 1, 1]), "noise is no change");
        for (frame, picture) in frames.iter().zip(&pictures) {
            assert!(
                frame.1.iter().zip(&picture.pixels).all(|(shown, pixel)| distance(*shown, rgb(*pixel)) <= TOLERANCE)
            );
        }
    }

    #[test]
    fn a_frame_of_other_colours_has_a_palette_of_its_own() {
        let frames = written(&[picture(0, 0, 10), picture(0, 0, 130), picture(9, 9, 10)]);
        assert_eq!(frames.iter().map(|frame| frame.1[41]).collect::<Vec<_>>(), [[10; 3], [130; 3], [10; 3]]);
    }
}
