//! The texts of a folder that has one for each picture.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::format::FrameFormat;
use crate::mot::names;
use crate::sequence::pictures::{PictureSource as _, Pictures, has_picture_ending, numbers_of_stems};

/// How many texts with boxes are read to find out the format.
const MAX_SAMPLES: usize = 20;
/// How many texts are opened for that, empty ones among them.
const MAX_OPENED: usize = 200;
/// The most bytes that are read of a text. The boxes of one picture are shorter.
const MAX_BYTES: u64 = 8 << 20;
/// How many files are looked at for the picture of an only text.
const MAX_BESIDE: usize = 20_000;
/// Names of folders of texts, each with that of the folder of pictures beside it.
const FOLDERS: [(&str, &str); 4] =
    [("labels", "images"), ("labels_with_ids", "images"), ("annotations", "images"), ("label_2", "image_2")];
/// Names of files with a class name a line, the first for class 0.
const CLASS_FILES: [&str; 3] = ["classes.txt", "obj.names", "labels.txt"];

/// A folder with a text for each picture.
#[derive(Debug)]
pub(in crate::sequence) struct FrameTexts {
    folder: PathBuf,
    /// The names of the texts, sorted.
    names: Vec<String>,
    /// What their lines say.
    pub format: FrameFormat,
}

/// A text, its frame, and the picture that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sequence) struct FrameText {
    pub path: PathBuf,
    /// Its frame; `None` if it is named unlike the others and has no picture.
    pub frame: Option<u64>,
    /// The number of its picture; `None` if it has none.
    pub picture: Option<u64>,
}

impl FrameTexts {
    /// The texts of a folder, if they have the boxes of one picture each.
    pub(in crate::sequence) fn in_folder(folder: &Path) -> Option<Self> {
        let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
        let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
        let names = files.filter_map(|entry| entry.file_name().into_string().ok());
        let is_text = |name: &String| {
            let is_txt = Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
            is_txt && names::is_text_of_boxes(name)
        };
        let mut names: Vec<String> = names.filter(is_text).collect();
        names.sort();
        let texts = Self { folder: folder.to_owned(), names, format: FrameFormat::Jde };
        texts.sampled_format().filter(|_| texts.is_several_or_beside()).map(|format| Self { format, ..texts })
    }

    /// The format of most texts; `None` if most are of none.
    fn sampled_format(&self) -> Option<FrameFormat> {
        // Samples from all over the folder: its first texts may be empty.
        let step = self.names.len().div_ceil(MAX_OPENED).max(1);
        let (mut lines, mut samples, mut of_frames) = (String::new(), 0_usize, 0_usize);
        for name in self.names.iter().step_by(step) {
            let path = self.folder.join(name);
            let text = sample(&path).unwrap_or_default();
            if text.trim().is_empty() {
                continue;
            }
            samples += 1;
            if let Some(boxes) = boxes_in(&text, &path) {
                of_frames += 1;
                boxes.into_iter().for_each(|line| lines.extend([line, "\n"]));
            }
            if samples == MAX_SAMPLES {
                break;
            }
        }
        // Other texts may lie beside them, such as results of the whole sequence.
        (2 * of_frames > samples).then(|| FrameFormat::of(lines.lines(), &self.folder.join("1.txt"))).flatten()
    }

    /// Whether there are several texts, or a picture has the name of the only one: beside it, or in the folder of pictures.
    fn is_several_or_beside(&self) -> bool {
        let only = match self.names.as_slice() {
            [] => return false,
            [only] => stem(only),
            _ => return true,
        };
        let is_picture_of = |name: &str| has_picture_ending(name) && only == stem(name);
        let places = [Some(self.folder.clone()), of_pictures(&self.folder)];
        let entries = places.into_iter().flatten().flat_map(fs::read_dir).flatten().filter_map(Result::ok);
        entries.take(MAX_BESIDE).any(|entry| entry.file_name().to_str().is_some_and(is_picture_of))
    }

    /// The folder that they are in.
    pub(in crate::sequence) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether a text has the boxes of one picture, or none at all.
    pub(in crate::sequence) fn is_one(path: &Path) -> bool {
        sample(path).is_some_and(|text| Self::are_boxes(&text, path))
    }

    /// Whether the text at `path` has the boxes of one picture, or none at all.
    pub(in crate::sequence) fn are_boxes(text: &str, path: &Path) -> bool {
        text.trim().is_empty() || boxes_in(text, path).is_some()
    }

    /// The texts with their frames. The frame of a text is the number of the picture of its name. Without such a picture it
    /// follows from the names (see [`numbers_of`]), unless pictures are numbered otherwise.
    pub(in crate::sequence) fn frames(&self, pictures: Option<&Pictures>) -> Vec<FrameText> {
        let mut numbers: HashMap<String, u64> = HashMap::new();
        if let Some(pictures) = pictures {
            for number in pictures.numbers().runs().flatten() {
                if let Some(name) = pictures.name(number) {
                    numbers.insert(stem(&name).to_owned(), number);
                }
            }
        }
        let own = numbers_of(&self.names);
        let told = |name: &str| numbers.get(stem(name)).copied();
        let is_other = self.names.iter().zip(&own).any(|(name, own)| told(name).is_some_and(|told| Some(told) != *own));
        let frame = |name: &str, own: Option<u64>| told(name).or(own.filter(|_| !is_other));
        let mut texts: Vec<FrameText> = (self.names.iter().zip(own))
            .map(|(name, own)| {
                let path = self.folder.join(name);
                FrameText { path, frame: frame(name, own), picture: told(name) }
            })
            .collect();
        texts.sort_by_key(|text| text.frame);
        texts
    }

    /// The class names that lie beside the texts or in the folder above, the first for class 0.
    pub(in crate::sequence) fn class_names(&self) -> Vec<String> {
        let folders = [Some(self.folder.as_path()), self.folder.parent()];
        let files = folders.into_iter().flatten().flat_map(|folder| CLASS_FILES.map(|name| folder.join(name)));
        let text = files.filter(|file| file.is_file()).find_map(|file| read(&file, MAX_BYTES).ok());
        let names = text.iter().flat_map(|text| text.lines()).map(|name| name.trim().to_owned());
        names.collect()
    }
}

/// The folder of pictures that goes with a folder of texts, by its name.
fn of_pictures(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    let parts: Vec<&OsStr> = absolute.iter().collect();
    let pictures = |part: &OsStr| {
        let pair = FOLDERS.iter().find(|(texts, _)| part.to_str().is_some_and(|part| part.eq_ignore_ascii_case(texts)));
        pair.map(|(_, pictures)| OsStr::new(*pictures))
    };
    let at = parts.iter().rposition(|part| pictures(part).is_some())?;
    Some(
        parts
            .iter()
            .enumerate()
            .map(|(place, part)| if place == at { pictures(part).unwrap_or(part) } else { part })
            .collect(),
    )
}

/// The lines of a text that are boxes of one picture; `None` if most lines are none.
fn boxes_in<'a>(text: &'a str, path: &Path) -> Option<Vec<&'a str>> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let boxes = lines.iter().copied().filter(|line| FrameFormat::of([*line], path).is_some());
    let boxes: Vec<&str> = boxes.collect();
    (2 * boxes.len() >= lines.len()).then_some(boxes)
}

/// The first whole lines of a text; `None` if it cannot be read.
fn sample(path: &Path) -> Option<String> {
    let mut text = path.is_file().then(|| read(path, names::SAMPLE as u64).ok()).flatten()?;
    // The last line may be cut.
    if text.len() >= names::SAMPLE {
        text.truncate(text.rfind('\n').unwrap_or(0));
    }
    Some(text)
}

/// The whole text of a picture, with invalid UTF-8 replaced.
pub(in crate::sequence) fn text_of(path: &Path) -> io::Result<String> {
    // Checked before it is opened: opening a pipe would wait until another program writes to it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    read(path, MAX_BYTES)
}

fn read(path: &Path, most: u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    Path::new(name).file_stem().and_then(OsStr::to_str).unwrap_or(name)
}

/// The frame that the name of each text says, as if it were the name of a picture.
fn numbers_of(names: &[String]) -> Vec<Option<u64>> {
    numbers_of_stems(&names.iter().map(|name| stem(name)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    const BOX: &str = "0 0.5 0.5 0.1 0.2\n";

    #[test]
    fn a_frame_is_the_number_in_the_name_of_its_text_or_of_its_picture() {
        let frames = |files: &[(&str, &str)]| {
            let folder = folder(files);
            let pictures = Pictures::open(folder.path(), None).unwrap();
            let texts = FrameTexts::in_folder(folder.path()).unwrap().frames(Some(&pictures));
            texts.into_iter().map(|text| (text.frame, text.picture)).collect::<Vec<_>>()
        };
        assert_eq!(frames(&[("a_10.txt", BOX), ("a_9.txt", "")]), [(Some(9), None), (Some(10), None)]);
        assert_eq!(frames(&[("left.txt", BOX), ("right.txt", BOX)]), [(Some(1), None), (Some(2), None)]);
        assert_eq!(frames(&[("7.txt", BOX), ("7.jpg", "")]), [(Some(7), Some(7))]);
        let both = [(Some(7), Some(7)), (Some(8), None)];
        assert_eq!(frames(&[("v2_7.txt", BOX), ("v2_7.jpg", ""), ("v2_8.txt", BOX)]), both);
    }

    #[test]
    fn of_the_texts_of_two_videos_those_of_one_count() {
        let numbers = |names: &[&str]| numbers_of(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
        assert_eq!(numbers(&["a_1.txt", "a_2.txt", "b_1.txt"]), [Some(1), Some(2), None]);
        assert_eq!(numbers(&["a_1.txt", "b_1.txt"]), [Some(1), None]);
        assert_eq!(numbers(&["1.txt", "2.txt", "results.txt"]), [Some(1), Some(2), None]);
        assert_eq!(numbers(&["a1x.txt", "b2y.txt", "c3z.txt"]), [Some(1), Some(2), Some(3)]);
        assert_eq!(numbers(&["a1.txt", "b1.txt", "c1.txt"]), [Some(1), Some(2), Some(3)]);
        assert_eq!(numbers(&["18446744073709551616.txt", "x.txt"]), [Some(1), Some(2)]);
    }

    #[test]
    fn texts_of_whole_sequences_are_no_texts_of_pictures() {
        for files in [
            &[("a1.txt", "1,1,10,20,30,40,1\n"), ("a2.txt", "1,1,10,20,30,40,1\n")][..],
            &[("a1.txt", BOX)],
            &[("a1.txt", ""), ("a2.txt", "")],
            &[("classes.txt", BOX), ("labels.txt", BOX)],
            &[],
        ] {
            assert!(FrameTexts::in_folder(folder(files).path()).is_none(), "{files:?}");
        }
        let mixed = folder(&[("1.txt", BOX), ("2.txt", BOX), ("results.txt", "1,1,10,20,30,40,1\n")]);
        assert!(FrameTexts::in_folder(mixed.path()).is_some());
        assert!(
            FrameTexts::is_one(&mixed.path().join("1.txt")) && !FrameTexts::is_one(&mixed.path().join("results.txt"))
        );
    }
}
