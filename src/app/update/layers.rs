//! Adds and removes layers, and changes how they look.

mod panes;
mod tracks;

use std::path::{Path, PathBuf};

use eframe::egui;

use super::controller::Controller;
use crate::app::model::filter::Filter;
use crate::app::model::opening::source::short_name;
use crate::app::model::state::Failure;
use crate::mot::{ClassSource, OpenOptions};

impl Controller {
    /// Shows a text file as a layer, or removes the layer.
    pub(super) fn show_layer(&mut self, path: PathBuf, shown: bool, ctx: &egui::Context) {
        self.reopen(
            |how| {
                how.layers.retain(|other| *other != path);
                if shown {
                    how.layers.push(path);
                }
            },
            ctx,
        );
    }

    /// Shows text files as layers, in addition to the layers already shown. Tells which of them are shown already.
    pub(super) fn add_layers(&mut self, paths: Vec<PathBuf>, ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        // One file may be named by several paths.
        let one = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or(path.to_owned());
        let shown = document.layers.iter().map(|layer| (one(layer.file.path()), layer.name.clone()));
        let mut shown: Vec<(PathBuf, String)> = shown.collect();
        let (mut new, mut known) = (Vec::new(), Vec::new());
        for path in paths {
            let the_file = one(&path);
            if let Some((_, name)) = shown.iter().find(|(file, _)| *file == the_file) {
                known.push(name.clone());
            } else {
                shown.push((the_file, short_name(&path)));
                new.push(path);
            }
        }
        if !new.is_empty() {
            self.reopen(
                |how| {
                    // A file that could not be read before is tried again, and is not added twice.
                    how.layers.retain(|path| !new.contains(path));
                    how.layers.extend(new);
                },
                ctx,
            );
        }
        let told = Self::already_layers(&known);
        if self.session.opening.is_some() {
            // It is told when the new layers are shown.
            self.known_layers = told;
        } else if told.is_some() {
            self.state.failure = told;
        }
    }

    /// The message that files with these names are layers already.
    fn already_layers(names: &[String]) -> Option<Failure> {
        let title = match names {
            [] => return None,
            [name] => format!("{name} is already a layer"),
            [first, second] => format!("{first} and {second} are already layers"),
            [first, rest @ ..] => format!("{first} and {} others are already layers", rest.len()),
        };
        Some(Failure::new(title, "It is shown once."))
    }

    /// Makes a text file the main layer.
    pub(super) fn make_main(&mut self, path: PathBuf, ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        // A sequence without a text file has an empty main layer, which is no file.
        let shown = document.layers.iter().enumerate().filter(|(place, layer)| *place > 0 || layer.file.bytes() > 0);
        let others = shown.map(|(_, layer)| layer.file.path().to_owned()).filter(|other| *other != path).collect();
        // Texts of archives with several stay the ones that are open.
        let named = document.layers.iter().filter(|layer| layer.file.has_other_members());
        let named = named.filter_map(|layer| Some((layer.file.path().to_owned(), layer.file.member()?.to_owned())));
        let (main, members): (Vec<_>, Vec<_>) = named.partition(|(of, _)| *of == path);
        let member = main.into_iter().next().map(|(_, member)| member);
        // Another file has other ids, and its lines may have another format.
        self.state.selected = None;
        self.state.several.clear();
        self.reopen(
            |how| {
                (how.layers, how.layer_members) = (others, members);
                how.main = Some(path);
                how.text = OpenOptions { member, ..OpenOptions::default() };
            },
            ctx,
        );
    }

    /// Begins to open the open sequence again with other names for the class numbers of the layer at this place. They are
    /// remembered for its file.
    pub(super) fn set_class_names(&mut self, place: usize, source: Option<ClassSource>, ctx: &egui::Context) {
        let layers = self.session.document.as_ref().map(|document| &document.layers);
        let Some(layer) = layers.and_then(|layers| layers.get(place)) else { return };
        let source = source.map(|source| match source {
            ClassSource::File(path, first) => ClassSource::File(std::path::absolute(&path).unwrap_or(path), first),
            source => source,
        });
        self.state.settings.class_sources.remember(layer.file.path(), source);
        // The classes that are hidden are known by their names.
        self.state.filters.show_classes(layer.file.path());
        self.reopen(|_| (), ctx);
        self.names_of = Some(place);
    }

    /// Changes the filter of the layer at this place.
    pub(super) fn set_filter(&mut self, place: usize, filter: Filter) {
        let layers = self.session.document.as_ref().map(|document| &document.layers);
        if let Some(layer) = layers.and_then(|layers| layers.get(place)) {
            self.state.filters.set(layer.file.path(), filter);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::app::command::Command;
    use crate::app::model::bookmarks::Bookmarks;
    use crate::app::model::opening::source::Source;
    use crate::app::model::panes::{PaneChange, PaneMode};
    use crate::app::model::settings::Settings;
    use crate::app::model::settings::cache_settings::CacheSettings;

    /// Updates until nothing is being opened.
    fn settle(controller: &mut Controller, ctx: &egui::Context) {
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            controller.update(Duration::ZERO, ctx);
            if controller.session.opening.is_none() {
                return;
            }
            assert!(Instant::now() < deadline);
            thread::yield_now();
        }
    }

    fn open(path: &Path, settings: Settings, ctx: &egui::Context) -> Controller {
        let source = Source::path(path.to_owned());
        let mut controller = Controller::new(settings, Bookmarks::default(), source, (None, None), ctx);
        settle(&mut controller, ctx);
        controller
    }

    /// The classes of the main layer in frame 1.
    fn classes(controller: &Controller) -> Vec<String> {
        let file = &controller.session.document.as_ref().unwrap().file;
        let layout = file.layout();
        let classes: Vec<_> = file.frame(1).detections.iter().filter_map(|row| layout.class_of(row)).collect();
        classes.iter().map(|class| layout.class_label(class).into_owned()).collect()
    }

    #[test]
    fn names_come_from_a_file_for_good_and_one_that_has_none_is_told() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let path = folder.path().join("a.txt");
        fs::write(&path, "1,1,10,10,40,80,0.9,2,-1,-1\n1,2,90,10,40,80,0.8,0,-1,-1\n").unwrap();
        let mut controller = open(&path, Settings::default(), &ctx);
        let choose = |controller: &mut Controller, name: &str, text: &str, first| {
            let file = folder.path().join(name);
            fs::write(&file, text).unwrap();
            controller.apply(Command::SetClassNames(0, Some(ClassSource::File(file, first))), &ctx);
            settle(controller, &ctx);
            classes(controller)
        };
        let (lines, numbers) = ("walker\nrider\nvan\n", ["class 2", "class 0"]);
        assert_eq!(choose(&mut controller, "classes.txt", lines, None), ["van", "walker"]);
        assert_eq!(choose(&mut controller, "data.yaml", "names: [walker, rider, van]", None), ["van", "walker"]);
        assert_eq!(choose(&mut controller, "list.txt", lines, None), ["rider", "class 0"]);
        assert_eq!(choose(&mut controller, "list.txt", lines, Some(0)), ["van", "walker"]);
        // With the settings that are kept, another run has them, too.
        let again = open(&path, controller.state.settings.clone(), &ctx);
        assert_eq!((classes(&again), again.state.failure), (vec!["van".to_owned(), "walker".to_owned()], None));
        assert_eq!(choose(&mut controller, "empty.txt", "\n\n", None), numbers);
        let failure = controller.state.failure.clone().unwrap();
        assert!(failure.reason.contains("empty.txt") && failure.reason.contains("names no class"), "{failure:?}");
        // In another run it is a remark: nobody has just asked for it.
        let again = open(&path, controller.state.settings.clone(), &ctx);
        assert_eq!((classes(&again), again.state.failure), (numbers.map(str::to_owned).to_vec(), None));
        let remarks = &again.session.document.as_ref().unwrap().remarks;
        assert!(remarks.len() == 1 && remarks[0].contains("empty.txt"), "{remarks:?}");
    }

    #[test]
    fn a_text_of_an_archive_with_several_stays_that_text_whichever_layer_is_the_main_one() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let (archive, plain) = (folder.path().join("all.zip"), folder.path().join("b.txt"));
        let mut writer = rawzip::ZipArchiveWriter::new(Vec::new());
        for (name, row) in [("one.txt", "1,1,0,0,9,9,1\n"), ("two.txt", "1,2,0,0,9,9,1\n")] {
            let file = writer.new_file(name).compression_method(rawzip::CompressionMethod::STORE);
            let (mut entry, config) = file.start().unwrap();
            let mut data = config.wrap(&mut entry);
            std::io::Write::write_all(&mut data, row.as_bytes()).unwrap();
            let descriptor = data.finish().unwrap().1;
            entry.finish(descriptor).unwrap();
        }
        fs::write(&archive, writer.finish().unwrap()).unwrap();
        fs::write(&plain, "1,3,0,0,9,9,1\n").unwrap();
        let text = OpenOptions { member: Some("two.txt".to_owned()), ..OpenOptions::default() };
        let source = Source::File(archive.clone(), text.into());
        let mut controller = Controller::new(Settings::default(), Bookmarks::default(), source, (None, None), &ctx);
        settle(&mut controller, &ctx);
        controller.apply(Command::AddLayers(vec![plain.clone()]), &ctx);
        settle(&mut controller, &ctx);
        controller.apply(Command::ChangePanes(PaneChange::Turn(PaneMode::SideBySide)), &ctx);
        let panes = controller.state.panes.clone();
        for (main, ids) in [(&plain, [3, 2]), (&archive, [2, 3])] {
            controller.apply(Command::MakeMain(main.clone()), &ctx);
            settle(&mut controller, &ctx);
            let document = controller.session.document.as_ref().unwrap();
            let id = |layer: &crate::app::model::layers::Layer| layer.file.frame(1).detections[0].id.map(|id| id.0);
            let shown: Vec<_> = document.layers.iter().map(id).collect();
            assert_eq!(shown, ids.map(Some), "{:?}", document.remarks);
            assert_eq!(controller.state.panes, panes);
        }
    }

    #[test]
    fn to_show_or_hide_a_layer_changes_no_style_that_is_remembered() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let (path, other) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
        fs::write(&path, "1,1,10,10,40,80,0.9,-1,-1,-1\n").unwrap();
        fs::write(&other, "1,1,10,10,40,80,0.9,-1,-1,-1\n").unwrap();
        let mut controller = open(&path, Settings::default(), &ctx);
        controller.apply(Command::AddLayers(vec![other]), &ctx);
        settle(&mut controller, &ctx);
        for (place, width) in [(0, 2.0), (1, 3.0)] {
            let mut look = controller.view().look(place).unwrap();
            look.style.width = width;
            controller.apply(Command::SetLook(place, look), &ctx);
        }
        let styles = controller.state.settings.layers;
        let mut look = controller.view().look(0).unwrap();
        (look.shown, look.scale) = (false, [0.5; 2]);
        controller.apply(Command::SetLook(0, look), &ctx);
        assert_eq!(controller.state.settings.layers, styles);
        for change in [PaneChange::Turn(PaneMode::SideBySide), PaneChange::Close(1)] {
            controller.apply(Command::ChangePanes(change), &ctx);
        }
        assert_eq!(controller.state.settings.layers, styles);
        let widths = [0, 1].map(|place| controller.view().look(place).unwrap().style.width);
        assert_eq!((controller.state.panes.is_compared(), widths), (false, [2.0, 3.0]));
    }

    #[test]
    fn a_move_and_a_setting_made_while_a_layer_is_opened_stay() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let (path, other) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
        let rows = (1..=50).map(|frame| format!("{frame},1,10,10,40,80,0.9,-1,-1,-1\n")).collect::<Vec<_>>().concat();
        fs::write(&path, &rows).unwrap();
        fs::write(&other, &rows).unwrap();
        let mut controller = open(&path, Settings::default(), &ctx);
        controller.apply(Command::ShowLayer(other.clone(), true), &ctx);
        controller.apply(Command::Seek(33), &ctx);
        let settings =
            Settings { cache: CacheSettings { latency_ms: 5.0, ..CacheSettings::default() }, ..Settings::default() };
        controller.apply(Command::Set(Box::new(settings)), &ctx);
        settle(&mut controller, &ctx);
        let document = controller.session.document.as_ref().unwrap();
        assert_eq!((document.layers.len(), document.position()), (2, 33));
        assert_eq!(document.cache.stats().misses, 2, "the first frame, and frame 33");
        // The text that was open already is not opened again.
        let main = Arc::clone(&document.file);
        controller.apply(Command::ShowLayer(other, false), &ctx);
        settle(&mut controller, &ctx);
        let document = controller.session.document.as_ref().unwrap();
        assert!(document.layers.len() == 1 && Arc::ptr_eq(&main, &document.file) && document.summary.is_some());
        // To reload it opens all anew.
        controller.apply(Command::Reload, &ctx);
        settle(&mut controller, &ctx);
        assert!(!Arc::ptr_eq(&main, &controller.session.document.as_ref().unwrap().file));
    }
}
