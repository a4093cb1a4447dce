//! Selects several tracks, and changes which tracks are drawn.

use crate::app::command::TracksCommand;
use crate::app::model::tracks::{TrackSet, Tracks, with_counterparts};
use crate::app::update::controller::Controller;
use crate::mot::TrackId;

impl Controller {
    /// Carries out such a command.
    pub(in crate::app::update) fn apply_to_tracks(&mut self, command: TracksCommand) {
        match command {
            TracksCommand::Toggle(place, track) => self.toggle_selected(place, track),
            TracksCommand::Select(tracks, last) => self.select_tracks(tracks, last),
            TracksCommand::Solo(tracks) => self.solo(&tracks),
            TracksCommand::EndSolo => self.state.shown_tracks.clear(true),
            TracksCommand::Hide(tracks) => self.hide_tracks(&tracks),
            TracksCommand::ShowAll => self.state.shown_tracks.clear(false),
        }
    }

    /// Selects a track of the layer at this place beside the others, or takes it from the selected ones.
    fn toggle_selected(&mut self, place: usize, id: TrackId) {
        let main = self.view().selected_tracks(0);
        let layers = self.session.document.as_ref().map_or(&[][..], |document| &document.layers);
        let (Some(first), Some(layer)) = (layers.first(), layers.get(place)) else { return };
        let (first, path) = (first.file.path(), layer.file.path());
        self.state.several.set(first, main);
        self.state.several.toggle(path, id);
        let left = self.state.several.of(first);
        self.state.selected = match self.state.selected {
            _ if place == 0 && left.contains(&id) => Some(id),
            selected => selected.filter(|id| left.contains(id)).or_else(|| left.last().copied()),
        };
    }

    /// Selects these tracks of the main layer, and no others. `last` is the one that the keys act on.
    fn select_tracks(&mut self, tracks: TrackSet, last: TrackId) {
        let Some(document) = &self.session.document else { return };
        self.state.several.clear();
        self.state.selected = tracks.contains(&last).then_some(last);
        self.state.several.set(document.file.path(), tracks);
    }

    /// Draws only these tracks, and those of other layers that the comparison matches with them.
    fn solo(&mut self, tracks: &Tracks) {
        let alone = with_counterparts(tracks, &self.state.judging.judgements);
        let layers = self.session.document.as_ref().map_or(&[][..], |document| &document.layers);
        for (place, layer) in layers.iter().enumerate() {
            // A layer without any of the tracks shows none.
            let tracks = alone.get(&place).cloned().unwrap_or_default();
            self.state.shown_tracks.change(layer.file.path(), |shown| shown.solo = Some(tracks));
        }
    }

    /// Does not draw these tracks.
    fn hide_tracks(&mut self, tracks: &Tracks) {
        let layers = self.session.document.as_ref().map_or(&[][..], |document| &document.layers);
        for (place, tracks) in tracks {
            if let Some(layer) = layers.get(*place) {
                self.state.shown_tracks.change(layer.file.path(), |shown| shown.hide(tracks));
            }
        }
    }
}
