//! The choices of the export dialog, and what follows from them. No widgets here.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::export::{Kind, Still};
use crate::provider::KeySet;
use crate::render::{Drawing, Rect};

/// Permitted scales: exported pixels per picture pixel.
pub const SCALES: RangeInclusive<f64> = 0.01..=64.0;

/// The form of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The frame on screen.
    #[default]
    Current,
    /// A folder of PNG files.
    Png,
    /// A folder of JPEG files.
    Jpeg,
    /// One animated GIF.
    Gif,
    /// One MP4 video.
    Mp4,
}

impl Form {
    /// All forms with their names.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Current, "This frame as PNG"),
        (Self::Png, "Frames as PNG, in a folder"),
        (Self::Jpeg, "Frames as JPEG, in a folder"),
        (Self::Gif, "Animated GIF"),
        (Self::Mp4, "Video (MP4)"),
    ];

    /// The matching kind of the export library.
    pub fn kind(self) -> Kind {
        match self {
            Self::Current => Kind::Picture(Still::Png),
            Self::Png => Kind::Pictures(Still::Png),
            Self::Jpeg => Kind::Pictures(Still::Jpeg),
            Self::Gif => Kind::Gif,
            Self::Mp4 => Kind::Mp4,
        }
    }

    /// The extension of the file; `None` for a folder.
    pub fn extension(self) -> Option<&'static str> {
        match self {
            Self::Current => Some("png"),
            Self::Png | Self::Jpeg => None,
            Self::Gif => Some("gif"),
            Self::Mp4 => Some("mp4"),
        }
    }

    /// Whether the output has a frame rate.
    pub fn has_fps(self) -> bool {
        matches!(self, Self::Gif | Self::Mp4)
    }
}

/// Which frames are exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    /// All frames.
    #[default]
    All,
    /// The frames of the playback range.
    Played,
    /// The frames from a first to a last one.
    FromTo,
}

/// The choices of the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The form of the output.
    pub form: Form,
    /// Which frames are exported.
    pub span: Span,
    /// First and last frame, for [`Span::FromTo`].
    pub ends: (u64, u64),
    /// Whether only the visible part is exported.
    pub in_view: bool,
    /// Exported pixels per picture pixel.
    pub scale: f64,
    /// Frames per second; `None` for the rate of the sequence.
    pub fps: Option<f64>,
    /// Whether the picture is drawn under the boxes.
    pub picture: bool,
}

impl Default for Choice {
    fn default() -> Self {
        let (form, span) = (Form::default(), Span::default());
        Self { form, span, ends: (0, u64::MAX), in_view: false, scale: 1.0, fps: None, picture: true }
    }
}

/// The possible choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// All frames of the sequence.
    pub keys: Arc<KeySet>,
    /// The frame under the play head.
    pub position: Option<u64>,
    /// First and last frame of the playback range, if chosen.
    pub range: (Option<u64>, Option<u64>),
    /// Frames per second of the sequence.
    pub fps: f64,
    /// The area of the whole picture, or of all boxes if there is no picture.
    pub whole: Rect,
    /// The visible part, if not all is visible.
    pub view: Option<Rect>,
}

impl Choice {
    /// The area that is exported.
    pub fn area(&self, offer: &Offer) -> Rect {
        self.part(offer).unwrap_or(offer.whole)
    }

    /// The area that is exported, if it is only a part.
    pub fn part(&self, offer: &Offer) -> Option<Rect> {
        offer.view.filter(|_| self.in_view)
    }

    /// Width and height in pixels; `None` if that is too large.
    pub fn size(&self, offer: &Offer) -> Option<(u32, u32)> {
        Drawing { area: self.area(offer), scale: self.scale, ..Drawing::default() }.size()
    }

    /// The frame rate of the output, in frames per second.
    pub fn fps(&self, offer: &Offer) -> f64 {
        self.fps.unwrap_or(offer.fps)
    }

    /// The frames that are exported.
    pub fn frames(&self, offer: &Offer) -> KeySet {
        let (first, last) = match (self.form, self.span) {
            (Form::Current, _) => return KeySet::from_keys(offer.position),
            (_, Span::All) => (0, u64::MAX),
            (_, Span::Played) => (offer.range.0.unwrap_or(0), offer.range.1.unwrap_or(u64::MAX)),
            (_, Span::FromTo) => self.ends,
        };
        let cut = |run: RangeInclusive<u64>| (*run.start()).max(first)..=(*run.end()).min(last);
        KeySet::from_runs(offer.keys.runs().map(cut).filter(|run| !run.is_empty()))
    }

    /// Why the export cannot start; `None` if it can.
    pub fn trouble(&self, offer: &Offer, lacks_ffmpeg: bool) -> Option<String> {
        if self.form == Form::Mp4 && lacks_ffmpeg {
            return Some("A video needs the program ffmpeg.".to_owned());
        }
        if self.size(offer).is_none() {
            let area = self.area(offer);
            let (width, height) = (area.width() * self.scale, area.height() * self.scale);
            return Some(format!("{width:.0} × {height:.0} pixels are too many. Choose a smaller scale."));
        }
        self.frames(offer).is_empty().then(|| "There is no frame in this range.".to_owned())
    }

    /// The suggested file or folder name; `document` is the name of the open document.
    pub fn name(&self, document: &str, offer: &Offer) -> String {
        match self.form.extension() {
            None => format!("{document}-frames"),
            Some(extension) if self.form == Form::Current => {
                format!("{document}-{:06}.{extension}", offer.position.unwrap_or_default())
            }
            Some(extension) => format!("{document}.{extension}"),
        }
    }
}

/// The path with the extension of `form`.
pub fn output(path: PathBuf, form: Form) -> PathBuf {
    let Some(extension) = form.extension() else { return path };
    let has = path.extension().is_some_and(|has| has.eq_ignore_ascii_case(extension));
    if has || path.file_name().is_none() {
        return path;
    }
    let mut longer = path.into_os_string();
    longer.push(".");
    longer.push(extension);
    longer.into()
}

/// A typed path, adapted from one form to another.
pub fn renamed(typed: &str, from: Form, to: Form) -> String {
    let path = Path::new(typed.trim());
    let had = from.extension();
    let is_named = had.is_some_and(|had| path.extension().is_some_and(|has| has.eq_ignore_ascii_case(had)));
    let stem = if is_named { path.with_extension("") } else { path.to_owned() };
    output(stem, to).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn offer() -> Offer {
        Offer {
            keys: Arc::new(KeySet::from_runs([1..=10, 21..=30])),
            position: Some(7),
            range: (Some(5), None),
            fps: 25.0,
            whole: Rect::at(0.0, 0.0, 640.0, 480.0),
            view: Some(Rect::at(100.0, 50.0, 32.0, 20.0)),
        }
    }

    fn ends(choice: &Choice, offer: &Offer) -> (Option<u64>, Option<u64>, u64) {
        let frames = choice.frames(offer);
        (frames.first(), frames.last(), frames.len())
    }

    #[test]
    fn the_frames_are_those_chosen_and_there() {
        let mut choice = Choice::default();
        assert_eq!(ends(&choice, &offer()), (Some(7), Some(7), 1));
        choice.form = Form::Gif;
        assert_eq!(ends(&choice, &offer()), (Some(1), Some(30), 20));
        choice.span = Span::Played;
        assert_eq!(ends(&choice, &offer()), (Some(5), Some(30), 16));
        choice.span = Span::FromTo;
        choice.ends = (9, 21);
        assert_eq!(ends(&choice, &offer()), (Some(9), Some(21), 3));
        assert_eq!(choice.trouble(&offer(), true), None);
        for ends in [(11, 20), (9, 8)] {
            choice.ends = ends;
            assert!(choice.trouble(&offer(), false).is_some_and(|reason| reason.contains("no frame")));
        }
    }

    #[test]
    fn the_size_is_that_of_the_part_scaled() {
        let mut choice = Choice::default();
        assert_eq!(choice.size(&offer()), Some((640, 480)));
        choice.in_view = true;
        choice.scale = 10.0;
        assert_eq!(choice.size(&offer()), Some((320, 200)));
        // If everything is in view, "part in view" exports everything.
        assert_eq!(choice.size(&Offer { view: None, ..offer() }), Some((6400, 4800)));
        choice.in_view = false;
        choice.scale = 60.0;
        assert!(choice.trouble(&offer(), false).is_some_and(|reason| reason.contains("38400 × 28800")));
    }

    #[test]
    fn without_ffmpeg_there_is_no_video_and_all_else() {
        for (form, _) in Form::ALL {
            let choice = Choice { form, ..Choice::default() };
            assert_eq!(choice.trouble(&offer(), true).is_some(), form == Form::Mp4);
            assert_eq!(choice.trouble(&offer(), false), None);
        }
    }

    #[test]
    fn the_name_tells_what_is_in_it() {
        let name = |form| Choice { form, ..Choice::default() }.name("a", &offer());
        assert_eq!(Form::ALL.map(|(form, _)| name(form)), ["a-000007.png", "a-frames", "a-frames", "a.gif", "a.mp4"]);
        for (typed, form, path) in [
            ("b", Form::Gif, "b.gif"),
            ("v1.2", Form::Mp4, "v1.2.mp4"),
            ("b.GIF", Form::Gif, "b.GIF"),
            ("b.png", Form::Gif, "b.png.gif"),
            ("b.d", Form::Png, "b.d"),
            ("", Form::Gif, ""),
        ] {
            assert_eq!(output(typed.into(), form), PathBuf::from(path), "{typed}");
        }
        assert_eq!(renamed("d/b.gif", Form::Gif, Form::Mp4), "d/b.mp4");
        assert_eq!(renamed("d/b.png", Form::Current, Form::Png), "d/b");
        assert_eq!(renamed("d/v1.2", Form::Png, Form::Gif), "d/v1.2.gif");
    }

    proptest! {
        #[test]
        fn any_choice_has_a_size_or_a_reason(
            scale in any::<f64>(), width in any::<f64>(), first: u64, last: u64, typed in "\\PC{0,12}", in_view: bool,
        ) {
            let choice = Choice { form: Form::Gif, span: Span::FromTo, ends: (first, last), scale, in_view, ..Choice::default() };
            let offer = Offer { view: Some(Rect::at(0.0, 0.0, width, 5.0)), ..offer() };
            let is_possible = choice.size(&offer).is_some() && !choice.frames(&offer).is_empty();
            prop_assert_eq!(choice.trouble(&offer, false).is_none(), is_possible);
            let path = output(typed.into(), Form::Gif);
            prop_assert!(path.file_name().is_none() || path.to_string_lossy().to_lowercase().ends_with(".gif"));
        }
    }
}
