//! A decoded frame becomes bytes without gaps, in the layout of the video's facts.

use ffmpeg_next::format::Pixel;
use ffmpeg_next::software::scaling::Flags;
use ffmpeg_next::{Error, frame};

use super::sys::{self, Scaler};
use crate::sequence::video::error::VideoError;
use crate::sequence::video::facts::VideoFacts;

/// Copies frames, and converts those of another pixel format or size.
pub(super) struct Pixels {
    format: Pixel,
    size: (u32, u32),
    /// The bytes of a frame.
    bytes: usize,
    /// What converts, and the frame that it converts into.
    scaler: Option<(Scaler, frame::Video)>,
}

impl Pixels {
    /// # Errors
    /// If the libraries do not know the pixel format.
    pub(super) fn new(facts: &VideoFacts) -> Result<Self, VideoError> {
        let unknown = |_| VideoError::Undecodable(format!("its pixel format {} is not known", facts.format_name));
        let format = facts.format_name.parse().map_err(unknown)?;
        Ok(Self { format, size: facts.size, bytes: facts.format.bytes(facts.size), scaler: None })
    }

    /// Writes the pixels of a frame.
    ///
    /// # Errors
    /// If there is no conversion for it.
    pub(super) fn copy(&mut self, frame: &frame::Video, raw: &mut Vec<u8>) -> Result<(), Error> {
        if raw.capacity() < self.bytes {
            // Zeroed pages of the operating system cost nothing until they are touched.
            *raw = vec![0; self.bytes];
        }
        raw.resize(self.bytes, 0);
        if frame.format() == self.format && (frame.width(), frame.height()) == self.size {
            return sys::copy(frame, raw);
        }
        let is_made_for = |scaler: &Scaler| {
            let from = scaler.input();
            (from.format, from.width, from.height) == (frame.format(), frame.width(), frame.height())
        };
        let (mut scaler, mut converted) = match self.scaler.take().filter(|(scaler, _)| is_made_for(scaler)) {
            Some(both) => both,
            None => (Scaler::new(frame, self.format, self.size, Flags::BICUBIC)?, frame::Video::empty()),
        };
        scaler.run(frame, &mut converted)?;
        sys::copy(&converted, raw)?;
        self.scaler = Some((scaler, converted));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequence::video::facts::Stated;

    const ALL: [&str; 8] = ["yuv420p", "yuv422p", "yuvj444p", "yuv420p10le", "yuv422p10le", "nv12", "gray", "rgba"];

    fn facts(pixels: &str, size: (u32, u32)) -> VideoFacts {
        VideoFacts::of(Stated { size: Some(size), pixels: pixels.to_owned(), ..Stated::default() }).unwrap()
    }

    /// A frame whose samples and gaps differ, and its bytes without the gaps, row by row.
    fn frame_and_bytes(facts: &VideoFacts) -> (frame::Video, Vec<u8>) {
        let (width, height) = facts.size;
        let mut frame = frame::Video::new(facts.format_name.parse().unwrap(), width, height);
        let mut bytes = Vec::new();
        for plane in 0..frame.planes() {
            let stride = frame.stride(plane);
            let sample = match facts.format_name.as_str() {
                "rgba" => 4,
                "nv12" if plane == 1 => 2,
                name if name.ends_with("10le") => 2,
                _ => 1,
            };
            let row = frame.plane_width(plane) as usize * sample;
            assert!(row < stride, "without gaps this tests nothing");
            let mut value = 7 + plane;
            for (y, line) in frame.data_mut(plane).chunks_mut(stride).enumerate() {
                for byte in line.iter_mut() {
                    value = value * 31 + y + 1;
                    *byte = (value >> 3) as u8;
                    value %= 100_003;
                }
                bytes.extend_from_slice(&line[..row]);
            }
        }
        (frame, bytes)
    }

    #[test]
    fn rows_of_every_layout_lie_without_gaps_and_odd_sides_fit() {
        for name in ALL {
            for size in [(5, 3), (34, 6), (1, 1)] {
                let facts = facts(name, size);
                let (frame, expected) = frame_and_bytes(&facts);
                let mut raw = vec![9; 3];
                Pixels::new(&facts).unwrap().copy(&frame, &mut raw).unwrap();
                assert_eq!(raw, expected, "{name} {size:?}");
                assert_eq!(raw.len(), facts.format.bytes(size));
            }
        }
    }

    #[test]
    fn a_frame_of_another_size_or_format_becomes_one_of_the_first() {
        let grey = facts("gray", (8, 4));
        let mut pixels = Pixels::new(&grey).unwrap();
        for (name, size) in [("gray", (16, 8)), ("gray", (3, 9)), ("yuv420p", (8, 4)), ("gray", (8, 4))] {
            let mut frame = frame::Video::new(name.parse().unwrap(), size.0, size.1);
            (0..frame.planes()).for_each(|plane| frame.data_mut(plane).fill(128));
            let mut raw = Vec::new();
            pixels.copy(&frame, &mut raw).unwrap();
            assert_eq!(raw.len(), 32, "{name} {size:?}");
            assert!(raw.iter().all(|&grey| grey.abs_diff(128) <= 4), "{name} {size:?}: {raw:?}");
        }
    }

    #[test]
    fn an_empty_frame_is_an_error() {
        let facts = facts("yuv420p", (8, 4));
        let mut pixels = Pixels::new(&facts).unwrap();
        assert!(pixels.copy(&frame::Video::empty(), &mut Vec::new()).is_err());
        let mut frame = frame::Video::empty();
        frame.set_format("yuv420p".parse().unwrap());
        frame.set_width(8);
        frame.set_height(4);
        assert!(pixels.copy(&frame, &mut Vec::new()).is_err());
    }
}
