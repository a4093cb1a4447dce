//! What each action does: the commands that it stands for.

use super::command::{Command, Commands, TracksCommand, WindowCommand};
use super::model::actions::Action;
use super::model::opening::path_request::PathRequest;
use super::model::opening::source::Source;
use super::model::panes::{MAX_PANES, PaneChange, PaneMode};
use super::model::settings::{Layout, Settings, Tab, Theme};
use super::model::tracks::CopiedRows;
use super::session::document::Document;
use super::session::view::View;
use crate::playback::Direction;

/// The factor by which the picture is zoomed.
const ZOOM_STEP: f64 = 1.25;
/// The factor by which everything is drawn larger.
const SCALE_STEP: f32 = 1.1;

/// Whether an action does something now.
pub fn is_available(action: Action, view: &View<'_>) -> bool {
    let is_open = view.document.is_some();
    match action {
        Action::FollowTrack | Action::TrackStart | Action::TrackEnd => view.state.selected.is_some(),
        Action::Solo => view.is_solo() || !view.all_selected().is_empty(),
        Action::HideTracks | Action::CopyIds | Action::CopyTracks => !view.all_selected().is_empty(),
        Action::ShowPicture | Action::DimPicture => view.has_pictures(),
        Action::NextBookmark | Action::PreviousBookmark | Action::ClearBookmarks => {
            !view.state.bookmarks.frames().is_empty()
        }
        Action::BackInHistory => view.state.jumps.leads_back(),
        Action::ForwardInHistory => view.state.jumps.leads_ahead(),
        Action::Undo => view.state.history.leads_back(),
        Action::Redo => view.state.history.leads_ahead(),
        Action::AddLayer | Action::ChoosePictures | Action::SaveWorkspace | Action::SaveWorkspaceAs => {
            view.document.is_some_and(Document::takes_layers)
        }
        Action::CopyCommandLine => view.document.is_some_and(|document| document.source != Source::Demo),
        Action::OnePicture | Action::ClosePane => view.state.panes.is_compared(),
        Action::AddPane => {
            let panes = &view.state.panes;
            panes.is_compared() && panes.mode() != PaneMode::Wipe && panes.count() < MAX_PANES
        }
        Action::SaveTrace => !view.state.navigation.is_empty(),
        Action::PlayAll => view.document.is_some_and(|document| document.playback().range() != (None, None)),
        Action::StepBack
        | Action::StepForward
        | Action::SmallJumpBack
        | Action::SmallJumpForward
        | Action::LargeJumpBack
        | Action::LargeJumpForward
        | Action::FirstFrame
        | Action::LastFrame
        | Action::GoToFrame
        | Action::PreviousSequence
        | Action::NextSequence
        | Action::ToggleBookmark
        | Action::NameBookmark
        | Action::CopyPicture
        | Action::CopyRows
        | Action::SideBySide
        | Action::Wipe
        | Action::Blink
        | Action::PlayOrPause
        | Action::PlayBackward
        | Action::PlayForward
        | Action::Stop
        | Action::SetStart
        | Action::SetEnd
        | Action::Reload
        | Action::Export
        | Action::Tune => is_open,
        _ => true,
    }
}

/// Asks for what an action stands for.
#[allow(clippy::too_many_lines, reason = "a line or two for each action")]
pub fn perform(action: Action, view: &View<'_>, commands: &mut Commands) {
    let settings = &view.state.settings;
    let mut change = |change: fn(&mut Settings)| commands.change(settings, change);
    let jumps = settings.jumps();
    match action {
        Action::StepBack => commands.push(Command::Step(-1)),
        Action::StepForward => commands.push(Command::Step(1)),
        Action::SmallJumpBack => commands.push(Command::Step(-jump(&jumps.0, 0, 5))),
        Action::SmallJumpForward => commands.push(Command::Step(jump(&jumps.1, 0, 5))),
        Action::LargeJumpBack => commands.push(Command::Step(-jump(&jumps.0, 1, 15))),
        Action::LargeJumpForward => commands.push(Command::Step(jump(&jumps.1, 1, 15))),
        Action::BackInHistory => commands.push(Command::JumpBack),
        Action::ForwardInHistory => commands.push(Command::JumpAhead),
        Action::FirstFrame => commands.push(Command::First),
        Action::LastFrame => commands.push(Command::Last),
        Action::PreviousSequence => commands.push(Command::NextSequence(false)),
        Action::NextSequence => commands.push(Command::NextSequence(true)),
        Action::GoToFrame => commands.push(WindowCommand::EditFrame),
        Action::TrackStart => commands.push(Command::TrackStart),
        Action::TrackEnd => commands.push(Command::TrackEnd),
        Action::ToggleBookmark => commands.push(Command::ToggleBookmark),
        Action::NameBookmark => commands.push(WindowCommand::AskBookmarkName(view.position())),
        Action::NextBookmark => commands.push(Command::NextBookmark),
        Action::PreviousBookmark => commands.push(Command::PreviousBookmark),
        Action::ClearBookmarks => commands.push(Command::ClearBookmarks),
        Action::NextError => commands.push(Command::NextEvent),
        Action::PreviousError => commands.push(Command::PreviousEvent),
        Action::NextRow => commands.push(WindowCommand::StepErrors(true)),
        Action::PreviousRow => commands.push(WindowCommand::StepErrors(false)),
        Action::NextDifference => commands.push(Command::NextDifference(true)),
        Action::NextDifferenceReversed => commands.push(Command::NextDifference(false)),
        Action::PlayOrPause => commands.push(Command::TogglePlay),
        Action::PlayBackward => commands.push(Command::Shuttle(Direction::Backward)),
        Action::Stop => commands.push(Command::Pause),
        Action::PlayForward => commands.push(Command::Shuttle(Direction::Forward)),
        Action::SetStart => commands.push(Command::SetIn(view.position())),
        Action::SetEnd => commands.push(Command::SetOut(view.position())),
        Action::PlayAll => {
            commands.push(Command::SetIn(None));
            commands.push(Command::SetOut(None));
        }
        Action::Loop => change(|settings| settings.play.looping ^= true),
        Action::Fit => commands.push(Command::Fit),
        Action::ZoomIn => commands.push(WindowCommand::Zoom(ZOOM_STEP)),
        Action::ZoomOut => commands.push(WindowCommand::Zoom(1.0 / ZOOM_STEP)),
        Action::ActualSize => commands.push(WindowCommand::ActualSize),
        Action::FollowTrack => commands.push(Command::Lock(view.state.camera.lock.is_none())),
        Action::Solo | Action::HideTracks | Action::ShowAllTracks => commands.push(of_tracks(action, view)),
        Action::ContextMenu => commands.push(WindowCommand::ContextMenu),
        Action::SideBySide => commands.push(Command::ChangePanes(PaneChange::Toggle(PaneMode::SideBySide))),
        Action::Wipe => commands.push(Command::ChangePanes(PaneChange::Toggle(PaneMode::Wipe))),
        Action::Blink => commands.push(Command::ChangePanes(PaneChange::Swap)),
        Action::OnePicture => commands.push(Command::ChangePanes(PaneChange::Turn(PaneMode::Single))),
        Action::AddPane => commands.push(Command::ChangePanes(PaneChange::Add)),
        Action::ClosePane => commands.push(Command::ChangePanes(PaneChange::Close(view.state.panes.active()))),
        Action::ShowPicture => change(|settings| settings.picture.shown ^= true),
        Action::DimPicture => change(|settings| settings.picture.dimmed ^= true),
        Action::ShowVerdicts => change(|settings| settings.judging.show_verdicts ^= true),
        Action::ShowTracks => change(|settings| settings.show_tracks ^= true),
        Action::ShowIdentities => change(|settings| settings.judging.show_timeline ^= true),
        Action::ShowPanels => change(|settings| settings.show_panels ^= true),
        Action::ShowCloseup => change(|settings| settings.show_closeup ^= true),
        Action::ShowLanes => change(|settings| settings.judging.show_lanes ^= true),
        Action::ShowMinimap => change(|settings| settings.show_minimap ^= true),
        Action::CacheTab => change(|settings| (settings.show_panels, settings.tab) = (true, Tab::Cache)),
        Action::TuningTab => change(|settings| (settings.show_panels, settings.tab) = (true, Tab::Tuning)),
        Action::EventsTab => change(|settings| (settings.show_panels, settings.tab) = (true, Tab::Events)),
        Action::BookmarksTab => change(|settings| (settings.show_panels, settings.tab) = (true, Tab::Bookmarks)),
        Action::ErrorsTab => change(|settings| (settings.show_panels, settings.tab) = (true, Tab::Errors)),
        Action::ReviewLayout => change(|settings| settings.layout = Layout::Review),
        Action::EngineLayout => change(|settings| settings.layout = Layout::Engine),
        Action::ResetLayout => commands.push(WindowCommand::ResetLayout),
        Action::LargerText => commands.push(WindowCommand::Scale(Some(SCALE_STEP))),
        Action::SmallerText => commands.push(WindowCommand::Scale(Some(1.0 / SCALE_STEP))),
        Action::UsualText => commands.push(WindowCommand::Scale(None)),
        Action::Fullscreen => commands.push(WindowCommand::Fullscreen),
        Action::DarkTheme => change(|settings| settings.theme = Theme::Dark),
        Action::LightTheme => change(|settings| settings.theme = Theme::Light),
        Action::SystemTheme => change(|settings| settings.theme = Theme::System),
        Action::Undo => commands.push(Command::Undo),
        Action::Redo => commands.push(Command::Redo),
        Action::Open => commands.push(WindowCommand::Ask(PathRequest::Open)),
        Action::OpenByPath => commands.push(WindowCommand::PathField(Some(PathRequest::Open))),
        Action::OpenFolder => commands.push(WindowCommand::Ask(PathRequest::Folder)),
        Action::OpenDemo => commands.push(Command::Open(Source::Demo)),
        Action::AddLayer => commands.push(WindowCommand::Ask(PathRequest::Layer)),
        Action::ChoosePictures => commands.push(WindowCommand::Ask(PathRequest::Pictures)),
        Action::Reload => commands.push(Command::Reload),
        Action::Export => commands.push(WindowCommand::ExportPictures),
        Action::SaveWorkspace => match view.document.and_then(|document| document.source.workspace()) {
            Some(path) if view.state.partial_workspace.as_deref() == Some(path) => {
                commands.push(WindowCommand::AskWorkspace(Some(path.to_owned())));
            }
            Some(path) => commands.push(Command::SaveWorkspace(path.to_owned(), true)),
            None => commands.push(WindowCommand::AskWorkspace(None)),
        },
        Action::SaveWorkspaceAs => commands.push(WindowCommand::AskWorkspace(None)),
        Action::CopyPicture | Action::CopyRows | Action::CopyIds | Action::CopyTracks | Action::CopyCommandLine => {
            copy(action, view, commands);
        }
        Action::SaveTrace => commands.push(WindowCommand::SaveTrace),
        Action::Tune => commands.push(WindowCommand::Tune),
        Action::Learn => commands.push(WindowCommand::Learn(true)),
        Action::About => commands.push(WindowCommand::About(true)),
        Action::Guide => commands.push(WindowCommand::Guide(true)),
        Action::Shortcuts => commands.push(WindowCommand::Help(true)),
        Action::Palette => commands.push(WindowCommand::Palette(true)),
        Action::Quit => commands.push(WindowCommand::Quit),
    }
}

/// Which tracks are drawn after an action.
fn of_tracks(action: Action, view: &View<'_>) -> TracksCommand {
    match action {
        Action::Solo => solo(view),
        Action::HideTracks => TracksCommand::Hide(view.all_selected()),
        _ => TracksCommand::ShowAll,
    }
}

/// Copies what an action names.
fn copy(action: Action, view: &View<'_>, commands: &mut Commands) {
    let Some(frame) = view.position() else { return };
    match action {
        Action::CopyPicture => commands.push(WindowCommand::CopyPicture(frame)),
        Action::CopyRows => commands.push(WindowCommand::CopyRows(CopiedRows::Frame(frame))),
        Action::CopyIds => commands.push(WindowCommand::CopyRows(CopiedRows::Ids(view.all_selected()))),
        Action::CopyTracks => commands.push(WindowCommand::CopyRows(CopiedRows::Tracks(view.all_selected()))),
        Action::CopyCommandLine => {
            view.command_line(frame).into_iter().for_each(|line| commands.push(WindowCommand::Copy(line)));
        }
        _ => {}
    }
}

/// Draws only the selected tracks. If nothing else is drawn already, or nothing is selected, draws the others again.
fn solo(view: &View<'_>) -> TracksCommand {
    let selected = view.all_selected();
    if view.draws_alone(&selected) { TracksCommand::EndSolo } else { TracksCommand::Solo(selected) }
}

/// A jump size above 1 frame: the smallest one (`place` 0) or the next larger one.
fn jump(sizes: &[u64], place: usize, otherwise: i64) -> i64 {
    let larger = sizes.iter().copied().filter(|&size| size > 1).nth(place);
    larger.map_or(otherwise, |size| i64::try_from(size).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps_follow_the_sizes_that_are_set() {
        for (sizes, small, large) in
            [(vec![1, 5, 15], 5, 15), (vec![10, 100], 10, 100), (vec![2], 2, 15), (vec![], 5, 15)]
        {
            assert_eq!((jump(&sizes, 0, 5), jump(&sizes, 1, 15)), (small, large));
        }
    }
}
