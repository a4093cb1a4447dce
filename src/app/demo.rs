//! The built-in sequence: small, the same every time, made in memory.

use crate::mot::generate::{Amount, Options, to_vec};

/// Size of its picture, in pixels.
pub const SIZE: (u32, u32) = (1920, 1080);

/// Its rows. Nothing here depends on the machine, so that it cannot fail on one and work on another.
pub fn bytes() -> Vec<u8> {
    let options = Options {
        frames: 600,
        amount: Amount::Density(14.0),
        width: SIZE.0,
        height: SIZE.1,
        min_track_length: 40,
        ..Options::default()
    };
    to_vec(&options).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::MotFile;
    use crate::provider::DataProvider;

    #[test]
    fn the_demo_has_something_to_see() {
        let file = MotFile::from_bytes("demo", bytes()).unwrap();
        assert_eq!(file.keys().len(), 600);
        assert!(file.frame(300).detections.len() > 5);
    }
}
