//! Remembers the settings from before the change that the user is trying out.

use std::time::Duration;

use crate::app::model::settings::cache_settings::CacheSettings;

/// Settings count as settled when they have not changed for this long.
pub const REST: Duration = Duration::from_millis(100);
/// Changes within this time of each other count as one, such as key presses on a slider.
const TOGETHER: Duration = Duration::from_secs(1);

/// Current and earlier settings. Times are on the window's clock.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    had: Option<CacheSettings>,
    now: Option<CacheSettings>,
    changed: Option<Duration>,
    /// Whether the pointer has been down since the last change.
    held: bool,
}

impl Edits {
    /// Records the settings at a time; `held` if the pointer is down. All changes while it stays down count as one.
    pub fn see(&mut self, at: Duration, settings: &CacheSettings, held: bool) {
        self.held &= held;
        if self.now.as_ref() == Some(settings) {
            return;
        }
        let goes_on = self.held || self.changed.is_some_and(|changed| at.saturating_sub(changed) < TOGETHER);
        let before = self.now.replace(settings.clone());
        if !goes_on {
            self.had = before;
        }
        // The first settings seen are not a change.
        if self.had.is_some() {
            self.changed = Some(at);
            self.held = held;
        }
    }

    /// The settings before the last change, or the current ones if nothing changed yet.
    pub fn had<'a>(&'a self, now: &'a CacheSettings) -> &'a CacheSettings {
        self.had.as_ref().unwrap_or(now)
    }

    /// Time until the settings count as settled if nothing changes; zero if they already do.
    pub fn rest_in(&self, at: Duration) -> Duration {
        self.changed.map_or(Duration::ZERO, |changed| (changed + REST).saturating_sub(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(degree: usize) -> CacheSettings {
        CacheSettings { degree, ..CacheSettings::default() }
    }

    /// The degree before the last change, after changes given as (milliseconds, degree, pointer is down).
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
