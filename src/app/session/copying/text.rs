//! Rows as text.

use super::job::{Job, NotCopied, TracksOfFile};
use crate::app::model::opening::source::short_name;
use crate::app::model::shown_rows::HiddenRows;
use crate::app::model::tracks::Tracks;
use crate::mot::{Detection, Frame, Layout, MotFile, TrackId, write};
use crate::provider::DataProvider as _;

/// The most text that is copied, in bytes.
const MOST: usize = 32 << 20;

/// The columns of CSV. `layer` stands before them if there are several layers.
const COLUMNS: [&str; 9] = ["frame", "id", "left", "top", "width", "height", "confidence", "class", "visibility"];

/// The text of a job. It is given up when `is_cancelled` says so.
pub fn of(job: &Job, is_cancelled: &dyn Fn() -> bool) -> Result<String, NotCopied> {
    match job {
        Job::Row(file, id, frame) => row(file, *id, *frame),
        Job::Frame(layers, number) => {
            let mut table = Table::new(layers.len() > 1);
            for (name, file, rows) in layers {
                let (layout, mut hidden) = (file.layout(), HiddenRows::default());
                let mut frame = Frame { number: *number, detections: Vec::new(), rejected: 0 };
                read(name, file, *number, &mut frame)?;
                let shown = frame.detections.iter().filter(|row| rows.shows(*number, row, layout, &mut hidden));
                for row in shown {
                    table.add(name, *number, row, layout)?;
                }
            }
            table.finish()
        }
        Job::Tracks(of) => {
            let mut table = Table::new(of.len() > 1);
            for tracks in of {
                tracks_of_file(tracks, &mut table, is_cancelled)?;
            }
            table.finish()
        }
        Job::Ids(tracks) => ids(tracks, is_cancelled),
    }
}

/// Reads the rows of a frame, all of them.
fn read(layer: &str, file: &MotFile, number: u64, frame: &mut Frame) -> Result<(), NotCopied> {
    if file.frame_into(number, frame) {
        return Ok(());
    }
    Err(NotCopied::Because(format!("{layer}: frame {number} can no longer be read.")))
}

/// The ids, one a line.
fn ids(tracks: &Tracks, is_cancelled: &dyn Fn() -> bool) -> Result<String, NotCopied> {
    let mut text = String::new();
    for id in tracks.values().flat_map(|ids| ids.iter()) {
        if is_cancelled() {
            return Err(NotCopied::Cancelled);
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&id.to_string());
        if text.len() > MOST {
            return Err(NotCopied::Because("These ids are more than 32 MB of text.".to_owned()));
        }
    }
    Ok(text)
}

/// The row as it stands in the file; of a document, as a row of `MOTChallenge`.
fn row(file: &MotFile, id: TrackId, number: u64) -> Result<String, NotCopied> {
    let mut frame = Frame { number, detections: Vec::new(), rejected: 0 };
    // A line of a file that has changed may be cut, so this comes first.
    read(&short_name(file.path()), file, number, &mut frame)?;
    if let Some(line) = file.line_of(number, id) {
        return Ok(line);
    }
    let missing = || NotCopied::Because(format!("Track {id} has no row in frame {number}."));
    let row = frame.detections.iter().find(|row| row.id == Some(id)).ok_or_else(missing)?;
    let layout = file.layout();
    let class = layout.class_of(row).map(|class| layout.class_label(&class).into_owned());
    let mut text = Vec::new();
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    // Writing to memory cannot fail.
    let _ = write::named_row(&mut text, number, row, class.as_deref().filter(|_| !layout.has_class_numbers));
    Ok(String::from_utf8_lossy(&text).trim_end().to_owned())
}

fn tracks_of_file(of: &TracksOfFile, table: &mut Table, is_cancelled: &dyn Fn() -> bool) -> Result<(), NotCopied> {
    let (layout, keys) = (of.file.layout(), of.file.keys());
    let mut frame = Frame { number: 0, detections: Vec::new(), rejected: 0 };
    let first = keys.nearest(of.ends.0).and_then(|key| keys.rank_of(key)).unwrap_or(0);
    for number in (first..keys.len()).map_while(|rank| keys.key_at(rank)).take_while(|key| *key <= of.ends.1) {
        if is_cancelled() {
            return Err(NotCopied::Cancelled);
        }
        read(&of.layer, &of.file, number, &mut frame)?;
        for row in frame.detections.iter().filter(|row| row.id.is_some_and(|id| of.ids.contains(&id))) {
            table.add(&of.layer, number, row, layout)?;
        }
    }
    Ok(())
}

/// Rows as CSV.
struct Table {
    writer: csv::Writer<Vec<u8>>,
    has_layers: bool,
    bytes: usize,
}

impl Table {
    fn new(has_layers: bool) -> Self {
        let mut table = Self { writer: csv::Writer::from_writer(Vec::new()), has_layers, bytes: 0 };
        let names = ["layer"].into_iter().filter(|_| has_layers).chain(COLUMNS);
        // Writing to memory cannot fail.
        let _ = table.writer.write_record(names);
        table
    }

    fn add(&mut self, layer: &str, frame: u64, row: &Detection, layout: Layout) -> Result<(), NotCopied> {
        let some = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let class = layout.class_of(row).map(|class| layout.class_label(&class).into_owned());
        let fields = [
            frame.to_string(),
            row.id.map_or_else(|| "-1".to_owned(), |id| id.to_string()),
            row.left.to_string(),
            row.top.to_string(),
            row.width.to_string(),
            row.height.to_string(),
            some(row.confidence),
            class.unwrap_or_default(),
            some(layout.visibility_of(row)),
        ];
        let layer = [layer].into_iter().filter(|_| self.has_layers);
        let fields = layer.chain(fields.iter().map(String::as_str));
        self.bytes += fields.clone().map(|field| field.len() + 1).sum::<usize>();
        if self.bytes > MOST {
            let reason = "These rows are more than 32 MB of text. motscope convert writes a whole file.";
            return Err(NotCopied::Because(reason.to_owned()));
        }
        let _ = self.writer.write_record(fields);
        Ok(())
    }

    fn finish(self) -> Result<String, NotCopied> {
        let bytes = self.writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).map_err(|_| NotCopied::Because("The names of classes are no text.".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::model::shown_rows::ShownRows;

    fn file(name: &str, rows: &str) -> Arc<MotFile> {
        Arc::new(MotFile::from_bytes(name, rows.as_bytes().to_vec()).unwrap())
    }

    fn text(job: &Job) -> String {
        of(job, &|| false).unwrap_or_else(|_| "nothing".to_owned())
    }

    const ROWS: &str = "1,7, 10.50,20,30,40,1,1,0.5\n1,8,1,2,3,4,1,2,1\n2,8,1,2,3,4,0,2,1\n3,7,9,20,30,40,1,1,0.25\n";

    #[test]
    fn a_row_is_copied_as_it_stands_and_that_of_a_document_as_motchallenge() {
        let gt = file("gt.txt", ROWS);
        assert_eq!(text(&Job::Row(Arc::clone(&gt), TrackId(7), 1)), "1,7, 10.50,20,30,40,1,1,0.5");
        assert!(of(&Job::Row(gt, TrackId(7), 2), &|| false).is_err());
        let coco = r#"{"images": [{"id": 1, "file_name": "000005.jpg", "frame_id": 5, "width": 64, "height": 48}],
            "categories": [{"id": 1, "name": "a car"}],
            "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "track_id": 3, "bbox": [1, 2, 3.5, 4]}]}"#;
        let document = file("a.json", coco);
        let number = document.keys().first().unwrap();
        let copied = text(&Job::Row(document, TrackId(3), number));
        assert!(copied.starts_with(&format!("{number},3,1,2,3.5,4")), "{copied}");
    }

    #[test]
    fn the_rows_of_a_frame_are_those_that_are_drawn_with_their_layers() {
        let (one, other) = (file("gt/gt.txt", ROWS), file("run.txt", "1,9,1,2,3,4,0.5,-1,-1,-1\n"));
        let rows = ShownRows::default;
        let job = Job::Frame(vec![("gt".to_owned(), one, rows()), ("a, b".to_owned(), other, rows())], 1);
        let copied = text(&job);
        let lines: Vec<&str> = copied.lines().collect();
        assert_eq!(lines[0], "layer,frame,id,left,top,width,height,confidence,class,visibility");
        assert!(lines[1].starts_with("gt,1,7,10.5,20,30,40,1,") && lines[1].ends_with(",0.5"), "{copied}");
        assert_eq!(lines[3], "\"a, b\",1,9,1,2,3,4,0.5,,");
        assert_eq!(lines.len(), 4);
    }

    #[test]
    fn the_rows_of_tracks_are_those_of_all_frames_until_something_else_is_copied() {
        let of_file = |ends| TracksOfFile {
            layer: "gt".to_owned(),
            file: file("gt.txt", ROWS),
            ids: Arc::new([TrackId(7)].into()),
            ends,
        };
        let all = text(&Job::Tracks(vec![of_file((0, u64::MAX))]));
        assert_eq!(all.lines().map(|line| line.split(',').next().unwrap()).collect::<Vec<_>>(), ["frame", "1", "3"]);
        assert_eq!(text(&Job::Tracks(vec![of_file((2, 2))])).lines().count(), 1);
        let cancelled = of(&Job::Tracks(vec![of_file((0, 9))]), &|| true);
        assert!(matches!(cancelled, Err(NotCopied::Cancelled)));
    }

    #[test]
    fn of_a_file_that_was_shortened_nothing_is_copied_and_it_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.txt");
        let row = |frame: u32| format!("{frame},1,0,0,9,9,1,-1,-1,-1\n");
        let rows: String = (1..=1000).map(row).collect();
        std::fs::write(&path, &rows).unwrap();
        let file = Arc::new(MotFile::open(&path).unwrap());
        std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(100).unwrap();
        let frame = vec![("run".to_owned(), Arc::clone(&file), ShownRows::default())];
        for job in [Job::Row(Arc::clone(&file), TrackId(1), 200), Job::Frame(frame, 200)] {
            let Err(NotCopied::Because(reason)) = of(&job, &|| false) else { panic!("it is copied") };
            assert!(reason.starts_with("run") && reason.ends_with("frame 200 can no longer be read."), "{reason}");
        }
    }

    #[test]
    fn ids_are_copied_one_a_line_until_something_else_is_copied() {
        let set = |ids: &[u64]| Arc::new(ids.iter().copied().map(TrackId).collect());
        let job = Job::Ids([(0, set(&[7, 12])), (2, set(&[3]))].into());
        assert_eq!(text(&job), "7\n12\n3");
        assert!(matches!(of(&job, &|| true), Err(NotCopied::Cancelled)));
    }
}
