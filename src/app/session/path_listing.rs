//! Lists what a typed path can become, on a thread: a folder may be huge, or on a disk that responds slowly.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui;

use super::background::Newest;
use crate::app::model::opening::path_text::PathText;
use crate::app::model::opening::typed_path::{Collector, Completions};

/// The most names of a folder that are looked at.
const MOST_NAMES: usize = 50_000;
/// How long a folder is listed at most.
const LONGEST: Duration = Duration::from_secs(2);

/// The path that the text of a field means on this machine.
pub fn meant(text: &PathText) -> PathBuf {
    text.path(std::env::home_dir().as_deref(), |name| std::env::var_os(name))
}

/// A thread that completes paths, and its last answer.
#[derive(Default)]
pub struct PathListing {
    worker: Option<Newest<PathText, (PathText, Completions)>>,
    asked: Option<PathText>,
    found: Option<(PathText, Completions)>,
}

impl PathListing {
    /// Asks what `text` can become, if that was not asked yet, and takes in the last answer.
    pub fn ask(&mut self, text: &PathText, ctx: &egui::Context) {
        let worker = self.worker.get_or_insert_with(|| {
            Newest::start("motscope-paths", ctx, |text: PathText, is_overtaken| {
                let found = completions(&text, is_overtaken)?;
                Some((text, found))
            })
        });
        if self.asked.as_ref() != Some(text) {
            self.asked = Some(text.clone());
            worker.ask(text.clone());
        }
        if let Some(found) = worker.answers().last() {
            self.found = Some(found);
        }
    }

    /// What `text` can become, if that is known.
    pub fn of(&self, text: &PathText) -> Option<&Completions> {
        self.found.as_ref().filter(|(of, _)| of == text).map(|(_, found)| found)
    }
}

/// What a text can become. `None` if a newer question waits. A folder that cannot be read has no names.
fn completions(path: &PathText, is_overtaken: &dyn Fn() -> bool) -> Option<Completions> {
    let (text, folder) = (path.text(), path.folder());
    let place = if folder.text().is_empty() { PathBuf::from(".") } else { meant(&folder) };
    let mut collector = Collector::new(text);
    if text == "~" {
        // The home folder itself.
        return Some(Completions { texts: vec!["~/".to_owned()], common: "~/".to_owned(), count: 1, is_cut: false });
    }
    let (began, mut is_cut) = (Instant::now(), false);
    for (at, entry) in std::fs::read_dir(&place).ok().into_iter().flatten().enumerate() {
        if at % 256 == 255 && is_overtaken() {
            return None;
        }
        if at == MOST_NAMES || began.elapsed() > LONGEST {
            is_cut = true;
            break;
        }
        // A name that is not Unicode cannot be typed.
        if let Some(name) = entry.ok().and_then(|entry| entry.file_name().into_string().ok()) {
            collector.add(&name);
        }
    }
    let is_folder = |name: &str| Path::new(&place).join(name).is_dir();
    Some(collector.finish(is_cut, is_folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_folder_complete_a_path_and_folders_end_with_a_separator() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("sequence")).unwrap();
        std::fs::write(folder.path().join("seen.txt"), "").unwrap();
        let base = folder.path().to_str().unwrap();
        let completions = |text: &str| {
            let mut path = PathText::default();
            path.edit(text.to_owned());
            completions(&path, &|| false).unwrap()
        };
        let found = completions(&format!("{base}/se"));
        assert_eq!(found.texts, [format!("{base}/seen.txt"), format!("{base}/sequence/")]);
        assert_eq!(found.common, format!("{base}/se"));
        assert_eq!(completions(&format!("{base}/no/such/f")).count, 0);
        assert_eq!(completions("~").common, "~/");
    }
}
