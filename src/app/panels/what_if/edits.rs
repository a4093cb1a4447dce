//! Which settings somebody had before the change that is being tried out.

use std::time::Duration;

use crate::app::model::settings::cache_settings::EngineSettings;

/// Settings rest if they have not changed for this long.
pub const REST: Duration = Duration::from_millis(100);
/// Changes no farther apart than this are one change, as when a slider is moved by keys.
const TOGETHER: Duration = Duration::from_secs(1);

/// The settings now and before. Times are on the window's clock.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    had: Option<EngineSettings>,
    now: Option<EngineSettings>,
    changed: Option<Duration>,
    /// The pointer has been down since the last change.
    held: bool,
}

impl Edits {
    /// Takes in the settings at a time; `held` if a pointer is down. Whatever changes while it stays down is one change.
    pub fn see(&mut self, at: Duration, settings: &EngineSettings, held: bool) {
        self.held &= held;
        if self.now.as_ref() == Some(settings) {
            return;
        }
        let goes_on = self.held || self.changed.is_some_and(|changed| at.saturating_sub(changed) < TOGETHER);
        let before = self.now.replace(settings.clone());
        if !goes_on {
            self.had = before;
        }
        // The settings that there were at first were not changed.
        if self.had.is_some() {
            self.changed = Some(at);
            self.held = held;
        }
    }

    /// The settings before the last change; those now if nothing was changed yet.
    pub fn had<'a>(&'a self, now: &'a EngineSettings) -> &'a EngineSettings {
        self.had.as_ref().unwrap_or(now)
    }

    /// How long until the settings rest, if nothing changes meanwhile; zero if they do.
    pub fn rest_in(&self, at: Duration) -> Duration {
        self.changed.map_or(Duration::ZERO, |changed| (changed + REST).saturating_sub(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(degree: usize) -> EngineSettings {
        EngineSettings { degree, ..EngineSettings::default() }
    }

    /// The degree there was before, after these changes at milliseconds.
    fn had(changes: &[(u64, usize, bool)]) -> usize {
        let mut edits = Edits::default();
        for &(millis, degree, held) in changes {
            edits.see(Duration::from_millis(millis), &with(degree), held);
        }
        edits.had(&with(changes.last().unwrap().1)).degree
    }

    #[test]
    fn what_there_was_is_what_the_change_began_with() {
        assert_eq!(had(&[(0, 20, false)]), 20);
        assert_eq!(had(&[(0, 20, false), (5000, 30, false)]), 20);
        assert_eq!(had(&[(0, 20, false), (5000, 30, false), (5500, 31, false), (6400, 32, false)]), 20, "by keys");
        let dragged = [(0, 20, false), (5000, 30, true), (9000, 30, true), (9500, 40, true)];
        assert_eq!(had(&dragged), 20, "a slider that rested while it was held");
        let again = [&dragged[..], &[(10_000, 40, false), (12_000, 50, true)]].concat();
        assert_eq!(had(&again), 40);
    }

    #[test]
    fn settings_rest_a_while_after_the_last_change() {
        let mut edits = Edits::default();
        let ms = Duration::from_millis;
        edits.see(ms(0), &with(20), false);
        assert_eq!(edits.rest_in(ms(0)), Duration::ZERO);
        edits.see(ms(500), &with(30), true);
        edits.see(ms(530), &with(30), true);
        assert_eq!((edits.rest_in(ms(530)), edits.rest_in(ms(700))), (ms(70), Duration::ZERO));
    }
}
