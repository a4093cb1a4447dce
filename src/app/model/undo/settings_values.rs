//! Settings as single values: how two of them differ, and settings with some values replaced.

use serde_json::{Map, Value as Json};

use super::history::Change;
use super::subject::{Subject, Value};
use crate::app::model::settings::Settings;

/// What is remembered for files, and which tab is open: to change that is no change of a setting.
const LEFT_OUT: [&str; 5] = ["recent", "pairings", "class_sources", "columns", "tab"];
/// The values of the cache that end with the program. They are not kept with the others.
const PASSING: [&str; 2] = ["latency_ms", "jitter"];

/// The settings as a tree of values.
fn tree(settings: &Settings) -> Option<Map<String, Json>> {
    let Json::Object(mut tree) = serde_json::to_value(settings).ok()? else { return None };
    tree.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
    if let Some(Json::Object(engine)) = tree.get_mut("engine") {
        for (name, value) in PASSING.into_iter().zip([settings.cache.latency_ms, settings.cache.jitter]) {
            engine.insert(name.to_owned(), Json::from(value));
        }
    }
    Some(tree)
}

/// The values in which two settings differ.
pub fn differences(before: &Settings, after: &Settings) -> Vec<Change<Subject, Value>> {
    let (Some(before), Some(after)) = (tree(before), tree(after)) else { return Vec::new() };
    let mut changes = Vec::new();
    differ(&mut Vec::new(), &before, &after, &mut changes);
    changes
}

fn differ(
    path: &mut Vec<String>,
    before: &Map<String, Json>,
    after: &Map<String, Json>,
    changes: &mut Vec<Change<Subject, Value>>,
) {
    let added = after.keys().filter(|name| !before.contains_key(*name));
    for name in before.keys().chain(added) {
        path.push(name.clone());
        match (before.get(name), after.get(name)) {
            (Some(Json::Object(before)), Some(Json::Object(after))) => differ(path, before, after, changes),
            (before, after) if before != after => changes.push(Change {
                what: Subject::Setting(path.clone()),
                before: Value::Setting(before.cloned()),
                after: Value::Setting(after.cloned()),
            }),
            _ => {}
        }
        path.pop();
    }
}

/// The settings with these values, each at the end of the names that lead to it. `None` if they would not be settings.
pub fn with_values<'a>(
    settings: &Settings,
    values: impl Iterator<Item = (&'a [String], Option<&'a Json>)>,
) -> Option<Settings> {
    let mut tree = tree(settings)?;
    for (path, value) in values {
        put(&mut tree, path, value);
    }
    let number = |name: &str| tree.get("engine")?.get(name)?.as_f64();
    let passing = PASSING.map(|name| number(name).unwrap_or_default());
    let mut changed: Settings = serde_json::from_value(Json::Object(tree)).ok()?;
    [changed.cache.latency_ms, changed.cache.jitter] = passing;
    let Settings { tab, recent, pairings, class_sources, columns, .. } = settings.clone();
    Some(Settings { tab, recent, pairings, class_sources, columns, ..changed.sanitized() })
}

fn put(tree: &mut Map<String, Json>, path: &[String], value: Option<&Json>) {
    match path {
        [] => {}
        [name] => {
            _ = match value {
                Some(value) => tree.insert(name.clone(), value.clone()),
                None => tree.remove(name),
            }
        }
        [name, rest @ ..] => {
            if let Some(Json::Object(tree)) = tree.get_mut(name) {
                put(tree, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::actions::{Action, Shortcut};
    use crate::app::model::settings::{Tab, Theme};
    use crate::predict::PredictorKind;

    /// Makes the changes of `changes` to `settings`.
    fn made(settings: &Settings, changes: &[Change<Subject, Value>]) -> Settings {
        let values = changes.iter().map(|change| match (&change.what, &change.after) {
            (Subject::Setting(path), Value::Setting(value)) => (path.as_slice(), value.as_ref()),
            other => panic!("{other:?}"),
        });
        with_values(settings, values).unwrap()
    }

    #[test]
    fn what_differs_leads_from_one_to_the_other_and_nothing_else_changes() {
        let before = Settings::default();
        let mut after = Settings { theme: Theme::Light, chart_seconds: 60, ..before.clone() };
        after.cache.predictor.kind = PredictorKind::DistanceDecay;
        after.cache.workers = Some(3);
        (after.cache.latency_ms, after.cache.jitter) = (80.0, 0.25);
        after.boxes.line_width = 3.7;
        after.layers.results.opacity = 0.3;
        after.keys.assign(Action::Fit, Shortcut::key(eframe::egui::Key::Z));
        let (there, back) = (differences(&before, &after), differences(&after, &before));
        assert_eq!((there.len(), back.len()), (9, 9), "{there:?}");
        assert_eq!(made(&before, &there), after);
        assert_eq!(made(&after, &back), before);
        // What has changed since then stays.
        let mut later = Settings { tab: Tab::Cache, show_minimap: false, ..after.clone() };
        later.remember(std::path::Path::new("/a.txt"));
        let undone = made(&later, &back);
        assert_eq!((undone.tab, undone.show_minimap, undone.theme), (Tab::Cache, false, before.theme));
        assert_eq!((&undone.recent, undone.cache), (&later.recent, before.cache.clone()));
        assert_eq!(differences(&before, &Settings { tab: Tab::Cache, recent: later.recent, ..before.clone() }), []);
    }
}
