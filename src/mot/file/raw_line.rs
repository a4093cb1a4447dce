//! A row as it stands in the file.

use super::mot_file::MotFile;
use crate::mot::detection::TrackId;
use crate::mot::line;

/// A longer line is no text to show to a person.
const LONGEST: usize = 64 << 10;

impl MotFile {
    /// The line with the row of a track in a frame, as it stands in the file, without its end. `None` if there is no such row, if
    /// the line is no Unicode text or longer than 64 KiB, or if the file is a document, which has no lines of rows.
    ///
    /// ```
    /// use motscope::mot::{MotFile, TrackId};
    /// let file = MotFile::from_bytes("a.txt", b"1, 7, 10.50,20,30,40,.9\n2,7,11,20,30,40,0.8\n".to_vec())?;
    /// assert_eq!(file.line_of(1, TrackId(7)).as_deref(), Some("1, 7, 10.50,20,30,40,.9"));
    /// assert_eq!(file.line_of(3, TrackId(7)), None);
    /// # Ok::<(), motscope::mot::OpenError>(())
    /// ```
    pub fn line_of(&self, frame: u64, id: TrackId) -> Option<String> {
        let indexed = self.indexed();
        let number = u32::try_from(frame).ok().filter(|_| self.converted.is_none())?;
        let (body, reader) = (indexed.body_bytes(), indexed.reader());
        for span in indexed.spans(number) {
            for (_, text) in line::lines(body.get(span)?) {
                let mut is_wanted = false;
                let _ = reader.rows(text, 0, &mut |row| {
                    is_wanted |= row.frame == number && row.detection.id == Some(id);
                });
                if is_wanted {
                    // Copied before it is looked at: another program may write the file.
                    let bytes = text.get(..=LONGEST).map_or_else(|| Some(text.to_vec()), |_| None)?;
                    let text = indexed.is_intact().then(|| String::from_utf8(bytes).ok()).flatten()?;
                    return Some(text.trim_end_matches(['\r', '\n']).to_owned());
                }
            }
        }
        None
    }
}
