//! All dialogs of the window, and how keys and commands act on them.

use eframe::egui::{self, Rect, Ui};

use super::about;
use super::bookmark_dialog::BookmarkDialog;
use super::choice_dialog::{self, ChoiceDialog};
use super::columns_dialog::{self, ColumnsDialog};
use super::command_palette::CommandPalette;
use super::evaluate_dialog::EvaluateDialog;
use super::export_dialog::Export;
use super::export_dialog::save_workspace::SaveWorkspace;
use super::guide::Guide;
use super::help::Help;
use super::learn::Learn;
use super::note;
use super::path_field::PathField;
use super::picture_export::Exporter;
use super::system_dialog::{DialogAnswer, SystemDialog};
use super::tune::Tune;
use super::unpack_dialog;
use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::actions::Action;
use crate::app::model::graphics::Graphics;
use crate::app::model::opening::open_question::{Choices, OpenQuestion};
use crate::app::session::copying::{self, Copying};
use crate::app::session::view::View;

/// Which dialogs are visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenDialogs {
    /// Whether any dialog is visible.
    pub any: bool,
    /// Whether the list of shortcuts is visible.
    pub help: bool,
    /// Whether the next key that is pressed will be assigned to an action.
    pub waits_for_key: bool,
}

/// All dialogs of the window.
#[derive(Default)]
pub struct Dialogs {
    /// The list of shortcuts, while it is visible.
    help: Option<Help>,
    palette: CommandPalette,
    /// Whether it is told what the program runs on.
    about: bool,
    bookmark: Option<BookmarkDialog>,
    graphics: Option<Graphics>,
    guide: Guide,
    path_field: PathField,
    system: SystemDialog,
    /// The export of a table to a file.
    export: Option<Export>,
    pictures: Exporter,
    /// The rows that are being copied.
    copying: Copying<String>,
    /// Where to save the workspace.
    workspace: Option<SaveWorkspace>,
    /// What is asked to be evaluated.
    evaluate: Option<EvaluateDialog>,
    tune: Option<Tune>,
    learn: Option<Learn>,
    /// The choice of a file or sequence to open.
    choice: Option<ChoiceDialog>,
    /// The choice of what columns mean.
    columns: Option<ColumnsDialog>,
}

impl Dialogs {
    /// No dialog is visible. `graphics` is what the window is drawn with, if that is known.
    pub fn new(graphics: Option<Graphics>) -> Self {
        Self { graphics, ..Self::default() }
    }

    /// Executes a command for a dialog. Returns the command if it is not for a dialog.
    pub fn apply(&mut self, command: WindowCommand, view: &View<'_>, ctx: &egui::Context) -> Option<WindowCommand> {
        match command {
            WindowCommand::Help(shown) => self.help = shown.then(Help::default),
            WindowCommand::Palette(shown) => self.palette.open(shown && !self.palette.is_open()),
            WindowCommand::About(shown) => self.about = shown,
            WindowCommand::AskBookmarkName(frame) => {
                self.bookmark = frame.map(|frame| BookmarkDialog::new(view, frame));
            }
            WindowCommand::Guide(shown) => self.guide.open(shown),
            WindowCommand::Ask(request) => self.system.show(request, ctx),
            WindowCommand::PathField(request) => self.path_field.open(request, view.document),
            WindowCommand::SaveTrace => self.export = view.trace().map(Export::trace),
            WindowCommand::SaveTelemetry(telemetry) => {
                let name = view.document.map_or("motscope", |document| &document.name);
                self.export = Some(Export::counters(telemetry, name));
            }
            WindowCommand::SaveEvents(listing) => self.export = Some(Export::events(listing)),
            WindowCommand::SaveListed(listed, is_table) => self.export = Some(Export::listed(listed, is_table)),
            WindowCommand::AskEvaluation(proposal) => self.evaluate = Some(EvaluateDialog::new(*proposal)),
            WindowCommand::AskWorkspace(taken) => self.workspace = Some(SaveWorkspace::new(view, taken.as_deref())),
            WindowCommand::CopyPicture(frame) => {
                self.copying.stop();
                self.pictures.copied.start(view, frame, self.pictures.canvas(), ctx);
            }
            WindowCommand::CopyRows(rows) => {
                self.pictures.copied.0.stop();
                copying::start(&mut self.copying, &rows, view, ctx);
            }
            WindowCommand::Copy(_) | WindowCommand::CopyImage(_) => {
                // What was asked for earlier would take its place in the clipboard.
                self.copying.stop();
                self.pictures.copied.0.stop();
                return Some(command);
            }
            WindowCommand::ExportPictures => self.pictures.open(view.state.settings.picture.shown, ctx),
            WindowCommand::Tune => self.tune = Some(Tune::start(ctx, view)),
            WindowCommand::Learn(shown) => self.learn = shown.then(|| Learn::start(ctx)),
            other => return Some(other),
        }
        None
    }

    /// Closes one dialog, as Escape does: the one that is drawn over all others. Without a dialog, ends a copy that takes long.
    /// Returns whether there was any of these.
    pub fn close(&mut self) -> bool {
        if self.palette.is_open() {
            self.palette.open(false);
            return true;
        }
        self.help.take().is_some()
            || std::mem::take(&mut self.about)
            || self.bookmark.take().is_some()
            || self.export.take().is_some()
            || self.workspace.take().is_some()
            || self.evaluate.take().is_some()
            || self.path_field.close()
            || self.tune.take().is_some()
            || self.learn.take().is_some()
            || self.guide.close()
            || self.pictures.close()
            || self.copying.stop_long()
            || self.pictures.copied.0.stop_long()
    }

    /// Collects results of the system's file dialog, of an export, and of what is being copied.
    pub fn poll(&mut self, view: &View<'_>, commands: &mut Commands) {
        match self.system.poll() {
            Some(DialogAnswer::Chosen(request, paths)) if EvaluateDialog::asks(request) => {
                self.evaluate.iter_mut().for_each(|dialog| dialog.take(request, &paths));
            }
            Some(DialogAnswer::Unavailable(request)) if EvaluateDialog::asks(request) => {
                self.evaluate.iter_mut().for_each(EvaluateDialog::has_no_system_dialog);
            }
            Some(DialogAnswer::Chosen(request, paths)) => commands.extend(Command::for_paths(request, paths)),
            Some(DialogAnswer::Unavailable(request)) => commands.push(WindowCommand::PathField(Some(request))),
            Some(DialogAnswer::Cancelled) | None => {}
        }
        match self.copying.take(view) {
            Some(Ok(text)) => commands.push(WindowCommand::Copy(text)),
            Some(Err(failure)) => commands.push(Command::Fail(failure)),
            None => {}
        }
        match self.pictures.copied.0.take(view) {
            Some(Ok(picture)) => commands.push(WindowCommand::CopyImage(picture)),
            Some(Err(failure)) => commands.push(Command::Fail(failure)),
            None => {}
        }
        if let Some(failure) = self.pictures.poll() {
            commands.push(Command::Fail(failure));
        }
    }

    /// The status of a picture export whose dialog is hidden, and whether it is still running.
    pub fn export_status(&self) -> Option<(String, bool)> {
        self.pictures.status().map(|status| (status, self.pictures.is_busy()))
    }

    /// Whether pictures are being exported.
    pub fn is_exporting(&self) -> bool {
        self.pictures.is_busy()
    }

    /// Which dialogs are visible.
    pub fn are_open(&self) -> OpenDialogs {
        let any = self.help.is_some()
            || self.palette.is_open()
            || self.about
            || self.bookmark.is_some()
            || self.export.is_some()
            || self.workspace.is_some()
            || self.evaluate.is_some()
            || self.path_field.is_open()
            || self.tune.is_some()
            || self.learn.is_some()
            || self.guide.is_open()
            || self.pictures.is_open();
        let waits_for_key = self.help.as_ref().is_some_and(Help::waits_for_key);
        OpenDialogs { any, help: self.help.is_some(), waits_for_key }
    }

    /// Draws the path field. It is drawn first, below all other dialogs.
    pub fn show_path_field(&mut self, ui: &Ui, view: &View<'_>, commands: &mut Commands) {
        self.path_field.show(ui, view, commands);
    }

    /// Draws all other dialogs. `canvas` is its area on the screen, in points. `is_available` says whether an action does
    /// something now.
    pub fn show(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        canvas: Rect,
        is_available: &dyn Fn(Action) -> bool,
        commands: &mut Commands,
    ) {
        self.export = self.export.take().and_then(|mut export| export.show(ui).then_some(export));
        self.workspace = self.workspace.take().and_then(|mut dialog| dialog.show(ui, commands).then_some(dialog));
        self.pictures.show(ui, view, canvas);
        self.evaluate = self.evaluate.take().and_then(|mut dialog| dialog.show(ui, commands).then_some(dialog));
        self.guide.show(ui, commands);
        self.learn = self.learn.take().and_then(|mut learn| learn.show(ui, view).then_some(learn));
        self.tune = self.tune.take().and_then(|mut tune| tune.show(ui, view, commands).then_some(tune));
        match &view.state.question {
            None => (self.choice, self.columns) = (None, None),
            Some(question @ OpenQuestion { choices: Choices::Unpack(needs, layer), .. }) => {
                unpack_dialog::show(ui, &question.name(), needs, layer.is_some(), commands);
            }
            Some(OpenQuestion { source, choices: Choices::Columns(_, columns), .. }) => {
                let dialog = self.columns.get_or_insert_with(|| ColumnsDialog::new(source.name(), columns));
                columns_dialog::show(ui, dialog, commands);
            }
            Some(question) => {
                let choice = self.choice.get_or_insert_with(|| ChoiceDialog::new(question));
                choice_dialog::show(ui, choice, commands);
            }
        }
        self.bookmark = self.bookmark.take().and_then(|mut dialog| dialog.show(ui, commands).then_some(dialog));
        if self.about {
            about::show(ui, self.graphics.as_ref(), commands);
        }
        let settings = &view.state.settings;
        if let Some(help) = &mut self.help {
            help.show(ui, settings, commands);
        }
        let until_copying = self.copying.until_told().or(self.pictures.copied.0.until_told());
        note::show(ui, canvas, view, until_copying);
        self.palette.show(ui, &settings.keys, is_available, commands);
    }

    /// Cancels a running picture export and removes its output. Called at the end of the program.
    pub fn end(&mut self) {
        self.pictures.end();
    }
}
