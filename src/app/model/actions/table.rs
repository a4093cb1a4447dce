//! The table of all actions: groups, names and keys.

use eframe::egui::Key;

use super::action::Action;
use super::shortcut::Shortcut;

/// A line of the table.
pub struct Entry {
    /// The action.
    pub action: Action,
    /// The group in the list of shortcuts and in the command palette.
    pub group: &'static str,
    /// What it does, in a few words.
    pub name: &'static str,
    /// Its keys, if nobody has chosen others.
    pub keys: &'static [Shortcut],
    /// Whether it is done again and again while the key is held.
    pub repeats: bool,
}

const fn key(key: Key) -> Shortcut {
    Shortcut::key(key)
}

const fn shift(key: Key) -> Shortcut {
    Shortcut::shift(key)
}

const fn command(key: Key) -> Shortcut {
    Shortcut::command(key)
}

const fn alt(key: Key) -> Shortcut {
    Shortcut::alt(key)
}

/// An action that is done once, however long its key is held.
const fn once(group: &'static str, action: Action, name: &'static str, keys: &'static [Shortcut]) -> Entry {
    Entry { action, group, name, keys, repeats: false }
}

/// An action that is done again and again while its key is held.
const fn held(group: &'static str, action: Action, name: &'static str, keys: &'static [Shortcut]) -> Entry {
    Entry { action, group, name, keys, repeats: true }
}

const MOVE: &str = "Move";
const PLAY: &str = "Play";
const VIEW: &str = "View";
const FILE: &str = "File";
const WINDOW: &str = "Window";

/// All actions, by groups.
pub const ENTRIES: &[Entry] = &[
    held(MOVE, Action::StepBack, "one frame back", &[key(Key::ArrowLeft)]),
    held(MOVE, Action::StepForward, "one frame forward", &[key(Key::ArrowRight)]),
    held(MOVE, Action::SmallJumpBack, "back by the second jump size (5)", &[shift(Key::ArrowLeft)]),
    held(MOVE, Action::SmallJumpForward, "forward by the second jump size (5)", &[shift(Key::ArrowRight)]),
    held(MOVE, Action::LargeJumpBack, "back by the third jump size (15)", &[command(Key::ArrowLeft)]),
    held(MOVE, Action::LargeJumpForward, "forward by the third jump size (15)", &[command(Key::ArrowRight)]),
    held(MOVE, Action::BackInHistory, "back to before the last jump", &[alt(Key::ArrowLeft)]),
    held(MOVE, Action::ForwardInHistory, "forward again after that", &[alt(Key::ArrowRight)]),
    held(MOVE, Action::FirstFrame, "first frame", &[key(Key::Home)]),
    held(MOVE, Action::LastFrame, "last frame", &[key(Key::End)]),
    held(
        MOVE,
        Action::PreviousSequence,
        "previous sequence of the data set, with the same layers",
        &[key(Key::PageUp)],
    ),
    held(MOVE, Action::NextSequence, "next sequence of the data set, with the same layers", &[key(Key::PageDown)]),
    once(MOVE, Action::GoToFrame, "go to a frame", &[key(Key::G)]),
    once(MOVE, Action::TrackStart, "first frame of the selected track", &[key(Key::OpenBracket)]),
    once(MOVE, Action::TrackEnd, "last frame of the selected track", &[key(Key::CloseBracket)]),
    once(MOVE, Action::ToggleBookmark, "set or remove a bookmark here", &[key(Key::B)]),
    once(MOVE, Action::NameBookmark, "bookmark here with a name", &[command(Key::B)]),
    held(MOVE, Action::NextBookmark, "next bookmark", &[key(Key::N)]),
    held(MOVE, Action::PreviousBookmark, "previous bookmark", &[shift(Key::N)]),
    once(MOVE, Action::ClearBookmarks, "remove all bookmarks", &[]),
    held(
        MOVE,
        Action::NextError,
        "next error in time: of the kinds switched on, and found by the search",
        &[key(Key::E)],
    ),
    held(MOVE, Action::PreviousError, "previous error in time", &[shift(Key::E)]),
    held(MOVE, Action::NextRow, "next row of the list of errors, in the order of the list", &[key(Key::ArrowDown)]),
    held(MOVE, Action::PreviousRow, "previous row of the list of errors", &[key(Key::ArrowUp)]),
    held(MOVE, Action::NextDifference, "next frame where of two results only the first is right", &[key(Key::A)]),
    held(
        MOVE,
        Action::NextDifferenceReversed,
        "next frame where of two results only the second is right",
        &[shift(Key::A)],
    ),
    once(PLAY, Action::PlayOrPause, "play, pause", &[key(Key::Space)]),
    once(PLAY, Action::PlayBackward, "play backwards, or faster", &[key(Key::J)]),
    once(PLAY, Action::Stop, "stop", &[key(Key::K)]),
    once(PLAY, Action::PlayForward, "play forwards, or faster", &[key(Key::L)]),
    once(PLAY, Action::SetStart, "start of playback at this frame", &[key(Key::I)]),
    once(PLAY, Action::SetEnd, "end of playback at this frame", &[key(Key::O)]),
    once(PLAY, Action::PlayAll, "play all frames", &[]),
    once(PLAY, Action::Loop, "begin again at the end, or not", &[]),
    once(VIEW, Action::Fit, "fit the picture", &[key(Key::F)]),
    held(VIEW, Action::ZoomIn, "zoom in", &[key(Key::Plus), key(Key::Equals)]),
    held(VIEW, Action::ZoomOut, "zoom out", &[key(Key::Minus)]),
    once(
        VIEW,
        Action::ActualSize,
        "actual size: one pixel of the picture is one pixel of the screen",
        &[key(Key::Num1)],
    ),
    once(VIEW, Action::FollowTrack, "follow the selected track, or stop following", &[key(Key::C)]),
    once(VIEW, Action::Solo, "solo: draw only the selected tracks, or end that", &[shift(Key::S)]),
    once(VIEW, Action::HideTracks, "hide the selected tracks", &[shift(Key::H)]),
    once(VIEW, Action::ShowAllTracks, "show all tracks", &[key(Key::U)]),
    once(VIEW, Action::ContextMenu, "menu of what has the focus, or is selected", &[key(Key::Menu), shift(Key::F10)]),
    once(VIEW, Action::SideBySide, "side by side: up to four panes, each with its layers, on or off", &[key(Key::S)]),
    once(VIEW, Action::Wipe, "wipe: two sets of layers, left and right of a divider, on or off", &[key(Key::W)]),
    once(VIEW, Action::Blink, "blink: show the other set of layers; each press swaps", &[key(Key::X)]),
    once(VIEW, Action::OnePicture, "one picture: no side by side, wipe or blink", &[]),
    once(VIEW, Action::AddPane, "add a pane", &[]),
    once(VIEW, Action::ClosePane, "close the active pane", &[]),
    once(VIEW, Action::ShowPicture, "hide or show the picture", &[key(Key::H)]),
    once(VIEW, Action::DimPicture, "dim the picture on or off", &[key(Key::D)]),
    once(VIEW, Action::ShowVerdicts, "mark boxes by verdict on or off: missed, false, switched", &[key(Key::V)]),
    once(VIEW, Action::ShowTracks, "list of tracks on or off", &[key(Key::T)]),
    once(VIEW, Action::ShowIdentities, "timeline of identities on or off", &[key(Key::Y)]),
    once(VIEW, Action::ShowPanels, "panels of cache, tuning, events and errors on or off", &[key(Key::P)]),
    once(VIEW, Action::ShowCloseup, "close-up under the scrubber on or off", &[]),
    once(VIEW, Action::ShowLanes, "lanes under the scrubber on or off", &[]),
    once(VIEW, Action::ShowMinimap, "minimap when zoomed in on or off", &[]),
    once(VIEW, Action::CacheTab, "show the cache", &[]),
    once(VIEW, Action::TuningTab, "show the tuning", &[]),
    once(VIEW, Action::EventsTab, "show the events of the cache", &[]),
    once(VIEW, Action::BookmarksTab, "show the bookmarks", &[]),
    once(VIEW, Action::ErrorsTab, "show the errors", &[]),
    once(VIEW, Action::ReviewLayout, "layout for review: lists, picture, errors", &[]),
    once(VIEW, Action::EngineLayout, "layout for the engine: all charts, tuning", &[]),
    once(VIEW, Action::ResetLayout, "reset the layout: panels where they are at first", &[]),
    held(VIEW, Action::LargerText, "everything larger", &[command(Key::Plus), command(Key::Equals)]),
    held(VIEW, Action::SmallerText, "everything smaller", &[command(Key::Minus)]),
    once(VIEW, Action::UsualText, "everything at its usual size", &[command(Key::Num0)]),
    once(VIEW, Action::Fullscreen, "full screen on or off", &[key(Key::F11)]),
    once(VIEW, Action::DarkTheme, "dark theme", &[]),
    once(VIEW, Action::LightTheme, "light theme", &[]),
    once(VIEW, Action::SystemTheme, "theme of the system", &[]),
    held(VIEW, Action::Undo, "undo the last change of settings", &[command(Key::Z)]),
    held(
        VIEW,
        Action::Redo,
        "make the change of settings again that was undone",
        &[Shortcut { shift: true, ..command(Key::Z) }, command(Key::Y)],
    ),
    once(FILE, Action::Open, "open a file", &[command(Key::O)]),
    once(FILE, Action::OpenByPath, "open by path", &[command(Key::L)]),
    once(FILE, Action::OpenFolder, "open a sequence folder", &[]),
    once(FILE, Action::OpenDemo, "open the demo", &[]),
    once(FILE, Action::AddLayer, "add a layer", &[]),
    once(FILE, Action::ChoosePictures, "choose the folder of pictures", &[]),
    once(FILE, Action::Reload, "open the file again", &[]),
    once(FILE, Action::Export, "export pictures, GIF or video", &[command(Key::E)]),
    once(FILE, Action::SaveWorkspace, "save the workspace: what is shown and how", &[command(Key::S)]),
    once(
        FILE,
        Action::SaveWorkspaceAs,
        "save the workspace under another name",
        &[Shortcut { shift: true, ..command(Key::S) }],
    ),
    once(FILE, Action::CopyPicture, "copy the frame as picture", &[]),
    once(FILE, Action::CopyRows, "copy the rows of the frame as CSV", &[]),
    once(FILE, Action::CopyIds, "copy the ids of the selected tracks", &[]),
    once(FILE, Action::CopyTracks, "copy the selected tracks as CSV", &[]),
    once(FILE, Action::CopyCommandLine, "copy the command line that opens this view again", &[]),
    once(FILE, Action::SaveTrace, "save the trace of moves", &[]),
    once(WINDOW, Action::Tune, "tune for me: search for better settings", &[]),
    once(WINDOW, Action::Learn, "watch it learn", &[]),
    once(WINDOW, Action::Guide, "guide", &[]),
    once(WINDOW, Action::About, "about: version, and what the window is drawn with", &[]),
    once(WINDOW, Action::Shortcuts, "this list of shortcuts", &[key(Key::Questionmark)]),
    once(
        WINDOW,
        Action::Palette,
        "command palette: every command by its name",
        &[Shortcut { shift: true, ..command(Key::P) }],
    ),
    once(WINDOW, Action::Quit, "quit", &[command(Key::Q)]),
];

impl Action {
    /// Its line in the table.
    pub fn entry(self) -> &'static Entry {
        // A test holds that every action is in the table.
        ENTRIES.iter().find(|entry| entry.action == self).unwrap_or(&ENTRIES[0])
    }
}
