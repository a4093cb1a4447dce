//! How large an export will be, from a few of its frames.

use std::io;

use super::animation::{self, Animation};
use super::{ExportError, ExportReason, Job, Kind, Run, Still, fit, fps};
use crate::mot::Progress;
use crate::provider::{BoxError, KeySet};
use crate::sequence::Picture;

/// How many places of an export are tried.
const PLACES: u64 = 3;

/// About how many bytes [`export`](super::export) will write with these arguments. A few frames are drawn and encoded for it, and
/// nothing is written. `None` for a video, whose size the program `ffmpeg` decides, and if there is no frame.
///
/// # Errors
/// If a frame cannot be drawn, or it is cancelled.
pub fn estimate(
    job: &Job,
    frames: &KeySet,
    draw: impl Fn(u64) -> Result<Picture, BoxError> + Sync,
    progress: &Progress,
) -> Result<Option<u64>, ExportError> {
    let run = Run { job, fps: fps(job), frames, draw: &draw, progress };
    run.estimate().map_err(|reason| reason.at(&job.output))
}

impl<D: Fn(u64) -> Result<Picture, BoxError> + Sync> Run<'_, D> {
    fn estimate(&self) -> Result<Option<u64>, ExportReason> {
        let count = self.frames.len();
        match self.job.kind {
            _ if count == 0 => Ok(None),
            Kind::Picture(still) | Kind::Pictures(still) => self.stills(count, still).map(Some),
            Kind::Gif => self.animated(count).map(Some),
            Kind::Mp4 => Ok(None),
        }
    }

    fn stills(&self, count: u64, still: Still) -> Result<u64, ExportReason> {
        let mut total = 0;
        let places = places(count);
        for &at in &places {
            total += still.encode(&self.drawn(at)?)?.len() as u64;
        }
        Ok((total as f64 / places.len() as f64 * count as f64) as u64)
    }

    /// The first frame is written whole, each other one as its difference to the one before.
    fn animated(&self, count: u64) -> Result<u64, ExportReason> {
        let size = self.size()?;
        let places = places(count);
        let palette = self.palette(&places, size)?;
        let reduced = |at: u64| animation::reduce(fit(self.drawn(at)?, size), &palette, 1);
        let (mut whole, mut differences, mut pairs) = (0, 0, 0);
        for &at in &places {
            let mut counter = Counter::default();
            let mut animation = Animation::new(&mut counter);
            animation.add(&reduced(at)?)?;
            animation.finish()?;
            whole += counter.0;
            let after = if at + 1 < count { at + 1 } else { continue };
            let mut both = Counter::default();
            let mut animation = Animation::new(&mut both);
            animation.add(&reduced(at)?)?;
            animation.add(&reduced(after)?)?;
            animation.finish()?;
            differences += both.0.saturating_sub(counter.0);
            pairs += 1;
        }
        let mean = |sum: u64, of: u64| sum as f64 / of.max(1) as f64;
        Ok((mean(whole, places.len() as u64) + mean(differences, pairs) * (count - 1) as f64) as u64)
    }
}

/// Places all over an export of so many frames.
fn places(count: u64) -> Vec<u64> {
    let places = PLACES.min(count);
    (0..places).map(|place| (count - 1) * (2 * place + 1) / (2 * places)).collect()
}

/// Counts bytes and forgets them.
#[derive(Default)]
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::export;
    use crate::sequence::Rgba;

    /// A coloured ground with noise and a block that moves.
    fn drawn(number: u64) -> Picture {
        let noise = |at: u64| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 60) as u8;
        let pixels = (0..160 * 120_u64).map(|at| {
            let (x, y) = (at % 160, at / 160);
            let is_block = (number * 2..number * 2 + 30).contains(&x) && (40..80).contains(&y);
            let red = if is_block { 250 } else { noise(at) + x as u8 };
            Rgba([red, y as u8 * 2, 80, 255])
        });
        Picture::new(160, 120, pixels.collect())
    }

    #[test]
    fn what_is_told_before_is_near_what_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let frames = KeySet::from_runs([1..=40]);
        for kind in [Kind::Gif, Kind::Pictures(Still::Png), Kind::Pictures(Still::Jpeg)] {
            let output = folder.path().join(format!("{kind:?}"));
            let job = Job { kind, output, replace: false, fps: 25.0 };
            let draw = |number| Ok(drawn(number));
            let told = estimate(&job, &frames, draw, &Progress::new()).unwrap().unwrap();
            let written = export(&job, &frames, draw, &Progress::new()).unwrap().bytes;
            assert!((written / 2..=written * 2).contains(&told), "{kind:?}: told {told}, written {written}");
        }
        let job = Job { kind: Kind::Mp4, output: folder.path().join("a.mp4"), replace: false, fps: 25.0 };
        assert!(estimate(&job, &frames, |number| Ok(drawn(number)), &Progress::new()).unwrap().is_none());
        let job = Job { kind: Kind::Gif, ..job };
        assert!(estimate(&job, &KeySet::default(), |_| Ok(drawn(1)), &Progress::new()).unwrap().is_none());
        let error = estimate(&job, &frames, |_| Err("torn".into()), &Progress::new()).unwrap_err();
        assert!(error.to_string().contains("frame 1: torn"), "{error}");
    }
}
