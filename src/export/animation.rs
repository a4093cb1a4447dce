//! Animated GIF that repeats for ever. Each frame has its own palette.

use std::io::Write;

use gif::{Encoder, Frame, Repeat};

use super::error::ExportReason;
use crate::sequence::Picture;

/// The palette of a frame is made from every tenth pixel, as the library advises: 1 is exact and slow, 30 is coarse and fast.
const SPEED: i32 = 10;
/// The shortest time of a frame in hundredths of a second. Viewers show a frame with a shorter time for a tenth of a second.
const MIN_DELAY: u64 = 2;

/// Makes a frame of a GIF: reduces its colours to 256. `delay` is in hundredths of a second.
///
/// # Errors
/// If the picture is more than 65,535 pixels wide or high.
pub fn frame(picture: &Picture, delay: u16) -> Result<Frame<'static>, ExportReason> {
    let too_large = |_| ExportReason::TooLarge(picture.width, picture.height);
    let width = u16::try_from(picture.width).map_err(too_large)?;
    let height = u16::try_from(picture.height).map_err(too_large)?;
    let mut bytes = bytemuck::cast_slice(&picture.pixels).to_vec();
    let frame = Frame::from_rgba_speed(width, height, &mut bytes, SPEED);
    Ok(Frame { delay, ..frame })
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
}

impl<W: Write> Animation<W> {
    /// A GIF without frames. The first frame decides its size.
    pub fn new(file: W) -> Self {
        Self { file: Some(file), encoder: None }
    }

    /// Adds a frame.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, frame: &Frame) -> Result<(), ExportReason> {
        if let Some(file) = self.file.take() {
            let mut encoder = Encoder::new(file, frame.width, frame.height, &[]).map_err(problem)?;
            encoder.set_repeat(Repeat::Infinite).map_err(problem)?;
            self.encoder = Some(encoder);
        }
        self.encoder.as_mut().map_or(Ok(()), |encoder| encoder.write_frame(frame).map_err(problem))
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
}
