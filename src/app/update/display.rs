//! Which of the frames that have arrived is shown.

use std::time::Duration;

use crate::app::canvas::let_go;
use crate::app::model::displayed_frame::{Shot, Shown, Under};
use crate::app::model::latency_stats::{Cause, Drawn};
use crate::app::model::state::{State, Wanted};
use crate::app::session::document::Document;
use crate::cache::Request;

/// A picture is waited for so long before boxes are shown without one.
pub const GRACE: Duration = Duration::from_millis(40);

impl State {
    /// Looks at the cache, as after a move that somebody made.
    pub fn refresh(&mut self) {
        self.refresh_after(Cause::Person);
    }

    /// Looks at the cache: the frame to show, what has become of the wanted one, and its state. If the play head has moved,
    /// `cause` is why.
    pub fn refresh_after(&mut self, cause: Cause) {
        let Some(document) = &self.document else { return };
        let asked = document.ask();
        if let Some(frame) = document.playback().frame() {
            self.navigation.record(self.now, frame);
        }
        let shown = self.arrived(document, asked.as_ref());
        // Frames that do arrive are a sign of life: only a picture that stands still is dimmed.
        let number = |shown: &Option<Shown>| shown.as_ref().map(Shown::number);
        let stands = number(&shown) == number(&self.shown);
        let wanted = match asked {
            None | Some(Request::Ready(_)) => Wanted::Shown,
            Some(Request::Failed(error)) => Wanted::Failed(error.to_string()),
            Some(Request::Pending) => match &self.wanted {
                pending @ Wanted::Pending(_) if stands => pending.clone(),
                _ => Wanted::Pending(self.now),
            },
        };
        self.wanted = wanted;
        if let Some(old) = std::mem::replace(&mut self.shown, shown) {
            let_go(old);
        }
        document.cache.snapshot_into(&mut self.snapshot);
        self.snapshot_version += 1;
        self.telemetry.sample(document.cache.uptime(), &self.snapshot.stats);
        self.stats.saw(&self.snapshot, cause);
        self.measure();
    }

    /// What can be shown by now: the frame asked for, else its boxes, else the newest frame that has arrived.
    fn arrived(&self, document: &Document, asked: Option<&Request<Shot>>) -> Option<Shown> {
        let whole = || document.cache.latest().map(|(number, shot)| Shown::Whole(number, shot));
        let Some(wanted) = document.playback().frame() else { return whole() };
        if !document.has_pictures() || !matches!(asked, Some(Request::Pending)) {
            return whole();
        }
        match document.sketch(wanted) {
            Some(sketch) if self.is_due(&sketch) => Some(sketch),
            // A sketch of a frame that was asked for later than any whole one stays until there is something newer.
            _ => match &self.shown {
                Some(shown @ Shown::Sketch(..)) => Some(shown.clone()),
                _ => whole(),
            },
        }
    }

    /// Whether boxes are to be shown before their picture: at once over a small picture, over none after a moment in which
    /// most pictures arrive, because ground and pictures in turn would flicker.
    fn is_due(&self, sketch: &Shown) -> bool {
        match (sketch.under(), &self.wanted) {
            (Under::Coming, Wanted::Pending(since)) => self.now.saturating_sub(*since) >= GRACE,
            (Under::Coming, _) => self.shown.is_none(),
            _ => true,
        }
    }

    /// What `--stats` is told of what was drawn.
    pub fn drawn(&self, shown: &Shown) -> Drawn {
        let spacing = || self.document.as_ref()?.scenery.as_ref()?.proxies.spacing();
        let has_picture = match shown.under() {
            Under::Nothing | Under::Picture(_) | Under::Missing | Under::Damaged(_) => true,
            Under::Proxy(of, _) => spacing().is_some_and(|spacing| of.abs_diff(shown.number()) <= spacing),
            Under::Coming => false,
        };
        Drawn { frame: shown.number(), is_whole: shown.is_whole(), has_picture }
    }
}
