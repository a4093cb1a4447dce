//! The names of what is compared.

use std::path::Path;

/// The detectors in the names of the sequences of MOT17. Results may leave them out.
const DETECTORS: [&str; 3] = ["-DPM", "-FRCNN", "-SDP"];

/// The name of the sequence whose ground truth this is: that of the folder around `gt/gt.txt`, or else that of the file.
pub fn sequence_name(truth: &Path) -> String {
    let name = stem(truth);
    let folders = || truth.ancestors().skip(1).map(folder_name).find(|folder| !folder.is_empty() && folder != "gt");
    if name == "gt" { folders().unwrap_or(name) } else { name }
}

/// The name of the tracker whose results this is: that of its file, or that of its folder if the file is named after the sequence.
pub fn tracker_name(result: &Path, sequence: &str) -> String {
    let name = stem(result);
    let short = DETECTORS.iter().find_map(|detector| sequence.strip_suffix(detector));
    if name != sequence && Some(name.as_str()) != short {
        return name;
    }
    let folder = result.ancestors().skip(1).map(folder_name).find(|folder| !folder.is_empty() && folder != "data");
    folder.unwrap_or(name)
}

/// The names of several trackers. Those of one name get the folder before them.
pub fn tracker_names(results: &[&Path], sequence: &str) -> Vec<String> {
    let names: Vec<String> = results.iter().map(|path| tracker_name(path, sequence)).collect();
    let is_double = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
    let longer = |(name, path): (&String, &&Path)| {
        let folder = path.ancestors().skip(1).map(folder_name).find(|folder| !folder.is_empty() && folder != name);
        folder.filter(|_| is_double(name)).map_or_else(|| name.clone(), |folder| format!("{folder} / {name}"))
    };
    names.iter().zip(results).map(longer).collect()
}

/// The whole name of a folder, which may have dots.
fn folder_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_named_after_their_sequence_have_the_name_of_their_folder() {
        let sequence = sequence_name(Path::new("/data/MOT17/train/MOT17-02-SDP/gt/gt.txt"));
        assert_eq!(sequence, "MOT17-02-SDP");
        let name = |path: &str| tracker_name(Path::new(path), &sequence);
        assert_eq!(name("/results/MPNTrack/MOT17-02-SDP.txt"), "MPNTrack");
        assert_eq!(name("/results/MPNTrack/data/MOT17-02.txt"), "MPNTrack");
        assert_eq!(name("/results/sort_v1.0/MOT17-02-SDP.txt"), "sort_v1.0");
        assert_eq!(name("/results/mine.txt"), "mine");
        assert_eq!(name("MOT17-02-SDP.txt"), "MOT17-02-SDP");
        assert_eq!(sequence_name(Path::new("gt/gt.txt")), "gt");
        assert_eq!(sequence_name(Path::new("street.txt")), "street");
    }

    #[test]
    fn trackers_of_one_name_are_told_apart() {
        let paths = ["/a/run.txt", "/b/run.txt", "/c/other.txt"].map(Path::new);
        assert_eq!(tracker_names(&paths, "street"), ["a / run", "b / run", "other"]);
    }
}
