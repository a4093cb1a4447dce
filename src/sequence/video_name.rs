//! The video that names of pictures state, such as `S1` in `S1_000001.jpg`: pure.

use std::collections::BTreeMap;

/// What the names of pictures say about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing against it.
    Nothing,
    /// The pictures whose names begin with this are those of the text. Others are of other videos.
    Own(String),
    /// They are of a video of this name, and not of the text.
    Other(String),
}

/// The video that the name of a picture states, in lower case: what is before its last number.
pub(super) fn stated(picture: &str) -> Option<String> {
    let stem = picture.rsplit_once('.').map_or(picture, |(stem, _)| stem);
    let last = stem.rfind(|letter: char| letter.is_ascii_digit())?;
    let begin = stem[..last].rfind(|letter: char| !letter.is_ascii_digit());
    let begin = begin.map_or(0, |at| at + stem[at..].chars().next().map_or(1, char::len_utf8));
    let video = stem[..begin].trim_end_matches(|letter: char| !letter.is_alphanumeric());
    (!video.is_empty()).then(|| video.to_lowercase())
}

/// Whether two names differ, but only in their numbers: then they are names of two videos.
pub(super) fn differ_in_numbers(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.replace(|letter: char| letter.is_ascii_digit(), "").to_lowercase();
    let digits = |name: &str| -> Vec<u64> {
        let runs = name.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty());
        runs.map(|run| run.parse().unwrap_or(u64::MAX)).collect()
    };
    letters(one) == letters(other) && digits(one) != digits(other)
}

/// The videos that the names of pictures state.
#[derive(Debug)]
pub(super) struct Videos {
    /// How many names state each.
    counts: BTreeMap<String, usize>,
    /// How many names there are.
    all: usize,
}

impl Videos {
    pub(super) fn of(pictures: impl IntoIterator<Item = String>) -> Self {
        let mut videos = Self { counts: BTreeMap::new(), all: 0 };
        for name in pictures {
            videos.all += 1;
            if let Some(video) = stated(&name) {
                *videos.counts.entry(video).or_default() += 1;
            }
        }
        videos
    }

    /// What they say about a text of this name, which has no endings.
    pub(super) fn said(&self, text: &str) -> Said {
        let own = text.to_lowercase();
        if let Some(&count) = self.counts.get(&own) {
            return if count < self.all { Said::Own(own) } else { Said::Nothing };
        }
        let has_digit = |video: &str| video.contains(|letter: char| letter.is_ascii_digit());
        let is_other = |video: &str| has_digit(video) && differ_in_numbers(video, &own);
        let others: Vec<(&String, &usize)> = self.counts.iter().filter(|(video, _)| is_other(video)).collect();
        let count: usize = others.iter().map(|(_, count)| **count).sum();
        match others.first() {
            Some((video, _)) if count * 2 > self.all => Said::Other((*video).clone()),
            _ => Said::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_video_is_what_is_before_the_last_number() {
        for (name, expected) in [
            ("S1_000001.jpg", Some("s1")),
            ("cam2-0007.png", Some("cam2")),
            ("frame (12).jpg", Some("frame")),
            ("é_1.png", Some("é")),
            ("000001.jpg", None),
            ("cover.jpg", None),
            ("", None),
        ] {
            assert_eq!(stated(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn pictures_of_another_video_are_told_from_the_own() {
        let said = |text: &str, videos: &[&str]| {
            let names = videos.iter().flat_map(|video| (1..4).map(move |number| format!("{video}{number:06}.jpg")));
            Videos::of(names).said(text)
        };
        assert_eq!(said("S2", &["S1_"]), Said::Other("s1".to_owned()));
        assert_eq!(said("S2", &["S1_", "S2_"]), Said::Own("s2".to_owned()));
        for (text, videos) in [("S2", "S2_"), ("S2", ""), ("results", "S1_"), ("img2", "img_"), ("street", "shop_")] {
            assert_eq!(said(text, &[videos]), Said::Nothing, "{text} {videos}");
        }
    }

    proptest! {
        #[test]
        fn any_names_are_answered(text in any::<String>(), names in prop::collection::vec(any::<String>(), 0..5)) {
            Videos::of(names).said(&text);
        }
    }
}
