//! The classes and the range of the confidences of a file, approximately: from a sample that is fast to read.

use crate::app::model::layers::RowSample;
use crate::mot::MotFile;
use crate::provider::DataProvider as _;

/// How many frames are sampled, spread evenly over the file.
const FRAMES: u64 = 64;
/// The sample ends after this many rows, even if fewer frames were read.
const ROWS: usize = 20_000;
/// The most classes of a sample. A file may have a class of its own in each row.
const CLASSES: usize = 1000;

/// A sample of the frames. It is exact enough for a scale of colours and for a choice of classes.
pub fn sampled(file: &MotFile) -> RowSample {
    let (keys, layout) = (file.keys(), file.layout());
    let step = keys.len().div_ceil(FRAMES).max(1);
    let mut rows = 0;
    let mut sample = RowSample::default();
    for rank in (0..keys.len()).step_by(step as usize) {
        let Some(Ok(frame)) = keys.key_at(rank).map(|key| file.load(key)) else { continue };
        for row in &frame.detections {
            if let Some(confidence) = row.confidence.filter(|value| value.is_finite()) {
                let (low, high) = sample.confidence.unwrap_or((confidence, confidence));
                sample.confidence = Some((low.min(confidence), high.max(confidence)));
            }
            if sample.classes.len() < CLASSES {
                sample.classes.extend(layout.class_of(row));
            }
        }
        rows += frame.detections.len();
        if rows > ROWS {
            break;
        }
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::Class;

    #[test]
    fn a_sample_spans_the_whole_file() {
        let rows: Vec<String> =
            (1..=640).map(|frame| format!("{frame},1,1,1,5,5,{},{}\n", frame * 3, frame / 300)).collect();
        let file = MotFile::from_bytes("a.txt", rows.concat().into_bytes()).unwrap();
        let sample = sampled(&file);
        let (low, high) = sample.confidence.unwrap();
        assert!(low <= 30.0 && high >= 1890.0, "{low} {high}");
        assert!(sample.classes.into_iter().eq([0, 1, 2].map(Class::Number)));
        assert_eq!(sampled(&MotFile::from_bytes("a.txt", Vec::new()).unwrap()), RowSample::default());
    }
}
