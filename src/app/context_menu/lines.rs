//! What is in a menu: the commands for what it is of.

use super::target::{FramePlace, Target, TracksTarget};
use crate::app::command::{Command, Request, TracksCommand, WindowCommand};
use crate::app::model::actions::Action;
use crate::app::model::format::counted;
use crate::app::model::tracks::CopiedRows;
use crate::app::session::view::View;
use crate::mot::TrackId;

/// A line of a menu.
pub enum Line {
    /// What the menu is of.
    Title(String),
    /// A line between two groups.
    Separator,
    /// A command.
    Entry(Box<Entry>),
}

/// A command in a menu.
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// What it does, or why it does nothing now. It may be empty.
    pub help: String,
    /// The action whose key is shown beside it.
    pub key: Option<Action>,
    /// What it asks for. `None` if it does nothing now.
    pub requests: Option<Vec<Request>>,
}

/// The menu of `target`. It can take long if many tracks are selected, so it is made once, when the menu opens.
pub fn lines(target: &Target, view: &View<'_>) -> Vec<Line> {
    let mut menu = Menu { view, lines: Vec::new() };
    match target {
        Target::Tracks(of) => menu.tracks(of),
        Target::Frame(frame, FramePlace::Canvas) => menu.canvas(*frame),
        Target::Frame(frame, FramePlace::Time) => menu.time(*frame),
    }
    menu.lines
}

/// A menu that is being put together.
struct Menu<'a> {
    view: &'a View<'a>,
    lines: Vec<Line>,
}

impl Menu<'_> {
    fn add(
        &mut self,
        name: &'static str,
        key: Option<Action>,
        help: impl Into<String>,
        requests: impl Into<Option<Vec<Request>>>,
    ) {
        let entry = Entry { name, help: help.into(), key, requests: requests.into() };
        self.lines.push(Line::Entry(Box::new(entry)));
    }

    fn separate(&mut self) {
        self.lines.push(Line::Separator);
    }

    /// The commands for tracks at a frame.
    fn tracks(&mut self, of: &TracksTarget) {
        let (layer, id) = of.pointed;
        let count: usize = of.tracks.values().map(|tracks| tracks.len()).sum();
        let layers = self.view.document.map_or(&[][..], |document| &document.layers);
        let name = layers.get(layer).filter(|_| layers.len() > 1).map(|layer| format!("{}: ", layer.name));
        let title = match count {
            0 | 1 => format!("{}track {id}, frame {}", name.unwrap_or_default(), of.frame),
            count => format!("{} selected, frame {}", counted(count as u64, "track", "tracks"), of.frame),
        };
        self.lines.push(Line::Title(title));
        if count < 2 {
            self.follow(of);
        }
        self.drawn(of);
        self.separate();
        if count < 2 {
            self.ends(layer, id);
            self.separate();
            self.add(
                "Copy id",
                Some(Action::CopyIds),
                id.to_string(),
                vec![WindowCommand::Copy(id.to_string()).into()],
            );
            let row = CopiedRows::Row { layer, id, frame: of.frame };
            let has_row = has_row(self.view, layer, id, of.frame);
            let help = if has_row { "As it stands in the file" } else { "It has no row in this frame" };
            self.add("Copy row", None, help, has_row.then(|| vec![WindowCommand::CopyRows(row).into()]));
        } else {
            let copy = WindowCommand::CopyRows(CopiedRows::Ids(of.tracks.clone())).into();
            self.add("Copy ids", Some(Action::CopyIds), "One id a line", vec![copy]);
        }
        let name = if count < 2 { "Copy track as CSV" } else { "Copy tracks as CSV" };
        let copy = WindowCommand::CopyRows(CopiedRows::Tracks(of.tracks.clone())).into();
        self.add(name, Some(Action::CopyTracks), "Their rows in all frames", vec![copy]);
        self.separate();
        self.marks(of.frame);
    }

    fn follow(&mut self, of: &TracksTarget) {
        let help = match of.main {
            Some(_) => "Goes to this frame, and keeps the box in the middle of the canvas",
            None => "No track of the main layer is here",
        };
        let requests = of.main.map(|track| {
            let is_here = self.view.position() == Some(of.frame);
            let seek = (!is_here).then_some(Command::Seek(of.frame));
            let follow = [Command::Select(Some(track)), Command::Lock(true)];
            seek.into_iter().chain(follow).map(Request::from).collect::<Vec<_>>()
        });
        self.add("Follow", Some(Action::FollowTrack), help, requests);
    }

    /// Which tracks are drawn.
    fn drawn(&mut self, of: &TracksTarget) {
        if self.view.draws_alone(&of.tracks) {
            self.add(
                "End solo",
                Some(Action::Solo),
                "Draws the other tracks again",
                vec![TracksCommand::EndSolo.into()],
            );
        } else {
            let help = "Draws only their boxes, and those of the tracks that are matched with them";
            let solo = TracksCommand::Solo(of.tracks.clone()).into();
            self.add("Solo", Some(Action::Solo), help, vec![solo]);
        }
        let hide = TracksCommand::Hide(of.tracks.clone()).into();
        self.add("Hide", Some(Action::HideTracks), "Does not draw their boxes", vec![hide]);
        self.show_all();
    }

    /// The command that draws all tracks, if not all are drawn.
    fn show_all(&mut self) {
        if self.view.draws_all_tracks() {
            return;
        }
        self.add("Show all tracks", Some(Action::ShowAllTracks), "", vec![TracksCommand::ShowAll.into()]);
    }

    /// The commands that go to the ends of a track.
    fn ends(&mut self, layer: usize, id: TrackId) {
        let ends = self.view.ends_of(layer, id);
        let go = |frame: u64| {
            let select = (layer == 0).then_some(Command::Select(Some(id)));
            select.into_iter().chain([Command::Seek(frame)]).map(Request::from).collect::<Vec<_>>()
        };
        for (name, action, frame, which) in [
            ("Go to start", Action::TrackStart, ends.map(|ends| ends.0), "first"),
            ("Go to end", Action::TrackEnd, ends.map(|ends| ends.1), "last"),
        ] {
            let help = match frame {
                None => "The frames of this track are not known".to_owned(),
                Some(frame) if layer == 0 => format!("frame {frame}"),
                Some(frame) => format!("frame {frame}, the {which} in which it is judged"),
            };
            self.add(name, Some(action), help, frame.map(go));
        }
    }

    /// The commands that mark a frame.
    fn marks(&mut self, frame: u64) {
        let is_marked = self.view.state.bookmarks.frames().contains(&frame);
        if is_marked {
            let remove = Command::RemoveBookmark(frame).into();
            self.add("Remove the bookmark", Some(Action::ToggleBookmark), format!("frame {frame}"), vec![remove]);
        } else {
            let add = Command::AddBookmark(frame).into();
            self.add("Bookmark this frame", Some(Action::ToggleBookmark), format!("frame {frame}"), vec![add]);
        }
        let name = if is_marked { "Name the bookmark…" } else { "Bookmark with a name…" };
        let ask = WindowCommand::AskBookmarkName(Some(frame)).into();
        self.add(name, Some(Action::NameBookmark), format!("frame {frame}"), vec![ask]);
        let help = format!("Playback begins at frame {frame}");
        self.add("Set start here", Some(Action::SetStart), help, vec![Command::SetIn(Some(frame)).into()]);
        let help = format!("Playback ends at frame {frame}");
        self.add("Set end here", Some(Action::SetEnd), help, vec![Command::SetOut(Some(frame)).into()]);
        let range = self.view.document.map_or((None, None), |document| document.playback().range());
        if range != (None, None) {
            let all = vec![Command::SetIn(None).into(), Command::SetOut(None).into()];
            self.add("Play all frames", Some(Action::PlayAll), "", all);
        }
    }

    fn copy_command_line(&mut self, frame: u64) {
        let line = self.view.command_line(frame);
        let help = line.clone().unwrap_or_else(|| "The demo has no path".to_owned());
        let copy = line.map(|line| vec![WindowCommand::Copy(line).into()]);
        self.add("Copy command line", Some(Action::CopyCommandLine), help, copy);
    }

    /// The commands for the frame on the canvas.
    fn canvas(&mut self, frame: u64) {
        self.lines.push(Line::Title(format!("Frame {frame}")));
        let help = "With its boxes, as it is exported";
        let copy = WindowCommand::CopyPicture(frame).into();
        self.add("Copy frame as picture", Some(Action::CopyPicture), help, vec![copy]);
        let copy = WindowCommand::CopyRows(CopiedRows::Frame(frame)).into();
        self.add("Copy rows as CSV", Some(Action::CopyRows), "The rows that are drawn, of all layers", vec![copy]);
        self.copy_command_line(frame);
        self.separate();
        self.marks(frame);
        self.separate();
        self.show_all();
        if self.view.state.camera.lock.is_some() {
            self.add("Release the camera", Some(Action::FollowTrack), "", vec![Command::Lock(false).into()]);
        }
        self.add("Reset the camera", Some(Action::Fit), "Shows the whole picture", vec![Command::Fit.into()]);
        let actual = WindowCommand::ActualSize.into();
        self.add("100 %", Some(Action::ActualSize), "One picture pixel per screen pixel", vec![actual]);
        self.add("Export…", Some(Action::Export), "", vec![WindowCommand::ExportPictures.into()]);
    }

    /// The commands for a frame in time.
    fn time(&mut self, frame: u64) {
        self.lines.push(Line::Title(format!("Frame {frame}")));
        self.add("Go here", None, "", vec![Command::Seek(frame).into()]);
        self.separate();
        self.marks(frame);
        self.separate();
        let has_errors = self.view.state.judging.order().is_some();
        let help = if has_errors { "Of the kinds that are on" } else { "Errors are known once results are compared" };
        let from_here = |go: Command| has_errors.then(|| vec![Command::Seek(frame).into(), go.into()]);
        self.add("Next error from here", Some(Action::NextError), help, from_here(Command::NextEvent));
        self.add("Previous error from here", Some(Action::PreviousError), help, from_here(Command::PreviousEvent));
        self.separate();
        self.copy_command_line(frame);
    }
}

/// Whether a track may have a row in a frame. It is known if that frame is on screen.
fn has_row(view: &View<'_>, layer: usize, id: TrackId, frame: u64) -> bool {
    let Some(shown) = view.state.displayed.as_ref().filter(|shown| shown.number() == frame) else { return true };
    let boxes = match layer.checked_sub(1) {
        None if shown.awaits_main() => return true,
        None => Some(shown.boxes()),
        Some(at) => shown.further_boxes().get(at).and_then(|boxes| boxes.as_ref().ok()),
    };
    boxes.is_none_or(|frame| frame.detections.iter().any(|row| row.id == Some(id)))
}
