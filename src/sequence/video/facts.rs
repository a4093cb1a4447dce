//! What the header of a video says, as `ffprobe` prints it or as a library states it: pure.

use serde::Deserialize;

use super::error::VideoError;
use super::index::KeyFrame;
use super::raw_frame::{Colour, Matrix, RawFormat};
use crate::sequence::pictures::Orientation;

/// The longest side of a frame that is decoded, in pixels.
const MAX_SIDE: u32 = 16_384;
/// The most pixels of a frame that is decoded.
pub(super) const MAX_PIXELS: u64 = 1 << 26;

/// What is known of the video stream of a file before any frame is decoded.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct VideoFacts {
    /// The name of the codec, such as `h264`.
    pub codec: String,
    /// The names of the container's format, such as `mov,mp4,m4a,3gp,3g2,mj2`.
    pub container: String,
    /// Width and height of the stored frames, in pixels.
    pub size: (u32, u32),
    /// Seconds of one unit of a time stamp, as a fraction.
    pub time_base: (u32, u32),
    /// Frames a second, as the file states them.
    pub frame_rate: Option<f64>,
    /// How the frames have to be turned.
    pub orientation: Orientation,
    /// Whether frames are stored in another order than they are shown in.
    pub reorders: bool,
    /// The layout of decoded pixels.
    pub format: RawFormat,
    /// The name of this layout for `ffmpeg`.
    pub format_name: String,
    /// What the numbers of a pixel mean.
    pub colour: Colour,
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    streams: Vec<Stream>,
    #[serde(default)]
    format: Container,
}

#[derive(Deserialize, Default)]
struct Container {
    #[serde(default)]
    format_name: String,
}

#[derive(Deserialize)]
struct Stream {
    #[serde(default)]
    codec_name: String,
    width: Option<u32>,
    height: Option<u32>,
    pix_fmt: Option<String>,
    has_b_frames: Option<i64>,
    avg_frame_rate: Option<String>,
    r_frame_rate: Option<String>,
    time_base: Option<String>,
    color_range: Option<String>,
    color_space: Option<String>,
    #[serde(default)]
    side_data_list: Vec<SideData>,
}

#[derive(Deserialize)]
struct SideData {
    rotation: Option<f64>,
}

/// What a header states of the video stream, whoever reads it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stated {
    /// The name of the codec.
    pub codec: String,
    /// The names of the container's format.
    pub container: String,
    /// Width and height of the stored frames, in pixels.
    pub size: Option<(u32, u32)>,
    /// The name of the pixel format; empty if it is not stated.
    pub pixels: String,
    /// Seconds of one unit of a time stamp, as a fraction of two positive numbers.
    pub time_base: Option<(u32, u32)>,
    /// Frames a second, as fractions of positive numbers: the average, and what the container tells.
    pub rates: [Option<(u32, u32)>; 2],
    /// The degrees that frames are turned by, counterclockwise.
    pub rotation: Option<f64>,
    /// Whether frames are stored in another order than they are shown in.
    pub reorders: bool,
    /// The weights of the colours in the brightness.
    pub matrix: Matrix,
    /// Whether the numbers of a pixel are stated to use their whole range.
    pub is_full: bool,
}

impl VideoFacts {
    /// The fields that `ffprobe` is asked for.
    pub(super) const ENTRIES: &str = "stream=codec_name,width,height,pix_fmt,has_b_frames,avg_frame_rate,r_frame_rate,time_base,color_range,color_space:stream_side_data=rotation:format=format_name";

    /// Reads what `ffprobe` prints.
    ///
    /// # Errors
    /// If there is no video stream, or if its frames are too large.
    pub(super) fn read(json: &[u8]) -> Result<Self, VideoError> {
        let document: Document =
            serde_json::from_slice(json).map_err(|error| VideoError::Undecodable(error.to_string()))?;
        let stream = document.streams.into_iter().next().ok_or(VideoError::NoVideo)?;
        let of_text = |text: Option<String>| text.as_deref().and_then(fraction);
        Self::of(Stated {
            codec: stream.codec_name,
            container: document.format.format_name,
            size: stream.width.zip(stream.height),
            pixels: stream.pix_fmt.unwrap_or_default(),
            time_base: of_text(stream.time_base),
            rates: [stream.avg_frame_rate, stream.r_frame_rate].map(of_text),
            rotation: stream.side_data_list.iter().find_map(|data| data.rotation),
            reorders: stream.has_b_frames.is_some_and(|count| count > 0),
            matrix: Matrix::of(stream.color_space.as_deref().unwrap_or_default()),
            is_full: stream.color_range.as_deref() == Some("pc"),
        })
    }

    /// Judges what a header states, and fills in what it does not.
    ///
    /// # Errors
    /// If it states no size, or if the frames are too large.
    pub(super) fn of(stated: Stated) -> Result<Self, VideoError> {
        let size = stated.size.filter(|&(width, height)| width > 0 && height > 0);
        let size = size.ok_or_else(|| VideoError::Undecodable("its size is not told".to_owned()))?;
        let pixels = u64::from(size.0) * u64::from(size.1);
        if size.0.max(size.1) > MAX_SIDE || pixels > MAX_PIXELS {
            return Err(VideoError::TooLarge(size.0, size.1));
        }
        let format = RawFormat::of(&stated.pixels);
        let is_full = stated.is_full || stated.pixels.starts_with("yuvj");
        Ok(Self {
            codec: stated.codec,
            container: stated.container,
            size,
            time_base: stated.time_base.unwrap_or((1, 1_000_000)),
            frame_rate: stated
                .rates
                .into_iter()
                .flatten()
                .map(|(above, below)| f64::from(above) / f64::from(below))
                .find(|rate| (0.01..=10_000.0).contains(rate)),
            orientation: stated.rotation.map_or(Orientation::AsStored, orientation),
            reorders: stated.reorders,
            format,
            format_name: if format == RawFormat::Rgba { "rgba".to_owned() } else { stated.pixels },
            colour: Colour { matrix: stated.matrix, is_full },
        })
    }

    /// The time that the container's reader finds a key frame by, in units of the stream's time base: when it is shown, or when
    /// it is decoded, which is earlier. Told the other time, a reader would begin after the key frame.
    pub(super) fn seek_time(&self, key: KeyFrame) -> i64 {
        let by_presentation = ["mov,", "matroska,"].iter().any(|name| self.container.starts_with(name));
        if by_presentation { key.time } else { key.decode_time.unwrap_or(key.time) }
    }
}

/// How frames are turned for a rotation in degrees, counterclockwise, as a display matrix states it. `cv2` turns by whole
/// quarters only, and so does this.
fn orientation(degrees: f64) -> Orientation {
    match (degrees.round() as i64).rem_euclid(360) {
        90 => Orientation::Counterclockwise,
        180 => Orientation::UpsideDown,
        270 => Orientation::Clockwise,
        _ => Orientation::AsStored,
    }
}

/// A fraction of two positive numbers, such as `30000/1001`.
fn fraction(text: &str) -> Option<(u32, u32)> {
    let (above, below) = text.split_once('/')?;
    Some((above.parse().ok()?, below.parse().ok()?)).filter(|&(above, below)| above > 0 && below > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200), words in ".*") {
            let _ = VideoFacts::read(&bytes);
            let words = serde_json::to_string(&words).unwrap();
            let stream = format!(
                r#"{{"streams":[{{"width":4,"height":2,"pix_fmt":{words},"time_base":{words},"avg_frame_rate":{words}}}]}}"#
            );
            let facts = VideoFacts::read(stream.as_bytes()).unwrap();
            prop_assert!(facts.time_base.0 > 0 && facts.time_base.1 > 0);
        }
    }

    fn read(stream: &str) -> Result<VideoFacts, VideoError> {
        VideoFacts::read(format!(r#"{{"streams":[{stream}],"format":{{"format_name":"matroska,webm"}}}}"#).as_bytes())
    }

    #[test]
    fn the_header_of_a_phones_video_is_read() {
        let facts = read(
            r#"{"codec_name":"h264","width":1920,"height":1080,"pix_fmt":"yuvj420p","has_b_frames":2,"avg_frame_rate":"30000/1001","r_frame_rate":"30/1","time_base":"1/15360","color_space":"bt709","side_data_list":[{},{"rotation":-90}]}"#,
        )
        .unwrap();
        assert_eq!((facts.codec.as_str(), facts.container.as_str()), ("h264", "matroska,webm"));
        assert_eq!(
            (facts.size, facts.time_base, facts.orientation),
            ((1920, 1080), (1, 15_360), Orientation::Clockwise)
        );
        assert_eq!((facts.format, &*facts.format_name, facts.reorders), (RawFormat::Yuv420, "yuvj420p", true));
        assert_eq!(facts.colour, Colour { matrix: Matrix::Bt709, is_full: true });
        assert!((facts.frame_rate.unwrap() - 29.97).abs() < 0.001);
    }

    #[test]
    fn what_is_missing_has_a_default_and_what_cannot_be_shown_is_refused() {
        let facts =
            read(r#"{"codec_name":"x","width":4,"height":2,"avg_frame_rate":"0/0","time_base":"0/0"}"#).unwrap();
        assert_eq!((facts.format, facts.frame_rate, facts.time_base), (RawFormat::Rgba, None, (1, 1_000_000)));
        assert!(matches!(VideoFacts::read(b"{}"), Err(VideoError::NoVideo)));
        assert!(matches!(VideoFacts::read(b"\xFF"), Err(VideoError::Undecodable(_))));
        assert!(matches!(read(r#"{"width":0,"height":2}"#), Err(VideoError::Undecodable(_))));
        assert!(matches!(read(r#"{"width":16385,"height":2}"#), Err(VideoError::TooLarge(16_385, 2))));
        assert!(matches!(read(r#"{"width":16384,"height":16384}"#), Err(VideoError::TooLarge(..))));
    }

    #[test]
    fn a_key_frame_is_found_by_the_time_that_its_container_goes_by() {
        let key = KeyFrame { time: 20, decode_time: Some(10) };
        for (container, time) in [("mov,mp4,m4a,3gp,3g2,mj2", 20), ("matroska,webm", 20), ("mpegts", 10), ("avi", 10)] {
            let facts = VideoFacts { container: container.to_owned(), ..read(r#"{"width":4,"height":2}"#).unwrap() };
            assert_eq!(facts.seek_time(key), time, "{container}");
            assert_eq!(facts.seek_time(KeyFrame { decode_time: None, ..key }), 20, "{container}");
        }
    }

    #[test]
    fn only_whole_quarters_turn_a_frame() {
        for (degrees, expected) in [
            (0.0, Orientation::AsStored),
            (-90.0, Orientation::Clockwise),
            (270.0, Orientation::Clockwise),
            (90.0, Orientation::Counterclockwise),
            (-180.0, Orientation::UpsideDown),
            (45.0, Orientation::AsStored),
            (f64::NAN, Orientation::AsStored),
        ] {
            assert_eq!(orientation(degrees), expected, "{degrees}");
        }
    }
}
