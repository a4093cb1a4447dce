//! The approximate range of the confidences of a file, from a sample that is fast to read.

use crate::mot::MotFile;
use crate::provider::DataProvider as _;

/// How many frames are sampled, spread evenly over the file.
const FRAMES: u64 = 64;
/// The sample ends after this many rows, even if fewer frames were read.
const ROWS: usize = 20_000;

/// The least and the greatest confidence in a sample of the frames. This is exact enough for a scale of colours.
pub fn sampled(file: &MotFile) -> Option<(f64, f64)> {
    let keys = file.keys();
    let step = keys.len().div_ceil(FRAMES).max(1);
    let mut rows = 0;
    let mut range: Option<(f64, f64)> = None;
    for rank in (0..keys.len()).step_by(step as usize) {
        let Some(Ok(frame)) = keys.key_at(rank).map(|key| file.load(key)) else { continue };
        for confidence in frame.detections.iter().filter_map(|row| row.confidence).filter(|value| value.is_finite()) {
            let (low, high) = range.unwrap_or((confidence, confidence));
            range = Some((low.min(confidence), high.max(confidence)));
        }
        rows += frame.detections.len();
        if rows > ROWS {
            break;
        }
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_spans_the_whole_file() {
        let rows: Vec<String> = (1..=640).map(|frame| format!("{frame},1,1,1,5,5,{}\n", frame * 3)).collect();
        let file = MotFile::from_bytes("a.txt", rows.concat().into_bytes()).unwrap();
        let (low, high) = sampled(&file).unwrap();
        assert!(low <= 30.0 && high >= 1890.0, "{low} {high}");
        assert_eq!(sampled(&MotFile::from_bytes("a.txt", Vec::new()).unwrap()), None);
    }
}
