//! The names that layers have in the window.

use std::collections::HashMap;
use std::path::Path;

use crate::app::model::judging::names::tracker_name;
use crate::app::model::layers::Layer;
use crate::sequence::{LayerFile, LayerKind};

/// Names layers of results by their tracker, where their files are named after the sequence: every tracker has a file of that
/// name. Layers that still have one name get the name of their folder before it.
pub fn name_apart(layers: &mut [Layer], offered: &mut [LayerFile], sequence: &str) {
    let mut named: Vec<Named<'_>> = Vec::new();
    for layer in layers {
        named.push(Named { path: layer.file.path(), kind: layer.kind, name: &mut layer.name });
    }
    for layer in offered {
        named.push(Named { path: &layer.path, kind: layer.kind, name: &mut layer.name });
    }
    let trackers: Vec<Option<String>> = named.iter().map(|layer| layer.tracker(sequence)).collect();
    let counts = counted(trackers.iter().flatten().chain(named.iter().map(|layer| &*layer.name)));
    for (layer, tracker) in named.iter_mut().zip(trackers) {
        if let Some(tracker) = tracker.filter(|tracker| counts[tracker] == 1) {
            *layer.name = tracker;
        }
    }
    let counts = counted(named.iter().map(|layer| &*layer.name));
    for layer in &mut named {
        let folder = layer.path.parent().and_then(Path::file_name).filter(|_| counts[&*layer.name] > 1);
        if let Some(folder) = folder {
            *layer.name = format!("{}/{}", folder.to_string_lossy(), layer.name);
        }
    }
}

/// How often each name is there.
fn counted<'a>(names: impl Iterator<Item = &'a String>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    names.for_each(|name| *counts.entry(name.clone()).or_insert(0) += 1);
    counts
}

/// A layer, and the name that it has so far.
struct Named<'a> {
    path: &'a Path,
    kind: LayerKind,
    name: &'a mut String,
}

impl Named<'_> {
    /// The name of its tracker, if its file is named after the sequence.
    fn tracker(&self, sequence: &str) -> Option<String> {
        let stem = self.path.file_stem()?.to_string_lossy();
        let tracker = tracker_name(self.path, sequence);
        (self.kind == LayerKind::Results && tracker != stem).then_some(tracker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(paths: &[&str], sequence: &str) -> Vec<String> {
        let file = |path: &&str| {
            let name = Path::new(path).file_name().unwrap().to_string_lossy().into_owned();
            LayerFile { path: (*path).into(), kind: LayerKind::Results, name }
        };
        let mut offered: Vec<LayerFile> = paths.iter().map(file).collect();
        name_apart(&mut [], &mut offered, sequence);
        offered.into_iter().map(|layer| layer.name).collect()
    }

    #[test]
    fn results_named_after_their_sequence_are_named_by_their_tracker() {
        let paths = ["/r/sort_v1.2/S-01.txt", "/r/byte/data/S-01.txt", "/d/mine.txt"];
        assert_eq!(named(&paths, "S-01"), ["sort_v1.2", "byte", "mine.txt"]);
        assert_eq!(named(&["/r/one.txt"], "S-01"), ["one.txt"]);
    }

    #[test]
    fn layers_of_one_name_are_told_apart() {
        let two = ["/r/byte/S-02.txt", "/r/byte/S-02-SDP.txt"];
        assert_eq!(named(&two, "S-02-SDP"), ["S-02.txt", "S-02-SDP.txt"], "both are of one tracker");
        assert_eq!(named(&["/a/run.txt", "/b/run.txt"], "S"), ["a/run.txt", "b/run.txt"]);
    }
}
