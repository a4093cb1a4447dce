//! Which confidences a file has, roughly and at once.

use crate::mot::MotFile;
use crate::provider::DataProvider as _;

/// So many frames are looked at, spread over the file.
const FRAMES: u64 = 64;
/// No more are looked at after so many rows.
const ROWS: usize = 20_000;

/// The least and the greatest confidence in a sample of the frames: a scale of colours needs no better.
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
