//! A step in words.

use serde_json::Value as Json;

use super::history::Change;
use super::subject::{Subject, Value};
use crate::app::model::actions::ENTRIES;
use crate::app::model::filter::Filter;
use crate::app::model::format::counted;
use crate::app::model::layers::Look;
use crate::app::model::opening::source::short_name;

/// Names of settings where the last word of the path is not the one on screen.
const NAMES: [(&str, &str); 24] = [
    ("boxes.class", "class on labels"),
    ("boxes.confidence", "confidence on labels"),
    ("boxes.id", "id on labels"),
    ("boxes.trail", "length of the trail"),
    ("engine.capacity_entries", "frames in the cache"),
    ("engine.capacity_mb", "megabytes of the cache"),
    ("engine.jitter", "jitter of the latency"),
    ("engine.keep_free_mb", "megabytes left free"),
    ("engine.latency_ms", "simulated latency (ms)"),
    ("engine.predictor.kind", "predictor"),
    ("judging.show_lanes", "lanes under the scrubber"),
    ("judging.show_timeline", "timeline of identities"),
    ("judging.show_verdicts", "marks of verdicts"),
    ("picture.dimmed", "dimming of the picture"),
    ("picture.shown", "picture"),
    ("play.follow", "following a growing file"),
    ("play.fps", "frames a second"),
    ("play.looping", "loop"),
    ("play.real_time", "keeping real time"),
    ("show_closeup", "close-up"),
    ("show_minimap", "minimap"),
    ("show_panels", "panels"),
    ("show_problems", "list of problems"),
    ("show_tracks", "list of tracks"),
];

/// A step in words: what has changed, from which value to which.
pub fn told(changes: &[Change<Subject, Value>]) -> String {
    // A look changes the style that its role is remembered with, too.
    let is_look = changes.iter().any(|change| matches!(change.what, Subject::Look(_)));
    let is_told = |what: &Subject| {
        !(is_look && matches!(what, Subject::Setting(path) if path.first().is_some_and(|one| one == "layers")))
    };
    let mut told = changes.iter().filter(|change| is_told(&change.what));
    let Some(first) = told.next() else { return "settings".to_owned() };
    match told.count() as u64 {
        0 => one(first),
        more => format!("{} and {}", one(first), counted(more, "more setting", "more settings")),
    }
}

fn one(change: &Change<Subject, Value>) -> String {
    let between = |name: &str, values: Option<(String, String)>| match values {
        Some((before, after)) => format!("{name} {before} → {after}"),
        None => name.to_owned(),
    };
    match (&change.what, &change.before, &change.after) {
        (Subject::Setting(path), Value::Setting(before), Value::Setting(after)) => {
            between(&name(path), text(before.as_ref()).zip(text(after.as_ref())))
        }
        (Subject::Look(path), Value::Look(before), Value::Look(after)) => {
            let (name, values) = look(before, after);
            between(&format!("{name} of {}", short_name(path)), values)
        }
        (Subject::Filter(path), Value::Filter(before), Value::Filter(after)) => filter(before, after)
            .map_or_else(|| format!("filter of {}", short_name(path)), |values| between("confidence", Some(values))),
        (Subject::Judging, Value::Judging(before), Value::Judging(after)) if before.threshold != after.threshold => {
            between("least IoU", Some((number(before.threshold), number(after.threshold))))
        }
        (Subject::Fps, Value::Fps(before), Value::Fps(after)) => {
            let told = |fps: &Option<f64>| fps.map_or("as the sequence says".to_owned(), number);
            between("frames a second", Some((told(before), told(after))))
        }
        (Subject::Scale, Value::Scale(before), Value::Scale(after)) => {
            let told = |scale: &f32| format!("{:.0} %", scale * 100.0);
            between("scale", Some((told(before), told(after))))
        }
        (Subject::Panels, ..) => "places of the panels".to_owned(),
        (Subject::Judging, ..) => "matching".to_owned(),
        _ => "settings".to_owned(),
    }
}

/// The name of a setting.
fn name(path: &[String]) -> String {
    if let [first, id] = path
        && first == "keys"
    {
        let entry = ENTRIES.iter().find(|entry| entry.action.id() == *id);
        return entry.map_or_else(|| "keys".to_owned(), |entry| format!("key of “{}”", entry.name));
    }
    let whole = path.join(".");
    let known = NAMES.iter().find(|(known, _)| *known == whole).map(|(_, name)| (*name).to_owned());
    known.unwrap_or_else(|| path.last().map_or_else(String::new, |last| last.replace(['_', '-'], " ")))
}

/// A value of a setting in words. `None` if it is too long for that.
fn text(value: Option<&Json>) -> Option<String> {
    Some(match value {
        None | Some(Json::Null) => "automatic".to_owned(),
        Some(Json::Bool(is_on)) => if *is_on { "on" } else { "off" }.to_owned(),
        Some(Json::Number(value)) => number(value.as_f64()?),
        Some(Json::String(text)) => text.replace(['_', '-'], " "),
        Some(Json::Array(_) | Json::Object(_)) => return None,
    })
}

/// A number with at most three decimals.
fn number(value: f64) -> String {
    ((value * 1000.0).round() / 1000.0).to_string()
}

fn look(before: &Look, after: &Look) -> (&'static str, Option<(String, String)>) {
    let shown = |look: &Look| if look.shown { "shown" } else { "hidden" }.to_owned();
    let of = |value: f32| number(f64::from(value));
    if before.shown != after.shown {
        ("visibility", Some((shown(before), shown(after))))
    } else if before.scale != after.scale {
        ("scale of boxes", None)
    } else if before.style.width != after.style.width {
        ("line width", Some((of(before.style.width), of(after.style.width))))
    } else if before.style.opacity != after.style.opacity {
        ("opacity", Some((of(before.style.opacity), of(after.style.opacity))))
    } else {
        ("style", None)
    }
}

/// The least confidences, if the filters differ in nothing else.
fn filter(before: &Filter, after: &Filter) -> Option<(String, String)> {
    let is_all = Filter { min_confidence: after.min_confidence, ..before.clone() } == *after;
    let told = |filter: &Filter| filter.min_confidence.map_or("any".to_owned(), number);
    is_all.then(|| (told(before), told(after)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::settings::Settings;
    use crate::app::model::undo::settings_values::differences;

    #[test]
    fn a_step_is_told_with_its_values_and_several_are_counted() {
        let before = Settings::default();
        let mut after = before.clone();
        after.cache.degree = 40;
        assert_eq!(told(&differences(&before, &after)), "degree 20 → 40");
        after.cache.workers = Some(3);
        after.show_minimap = false;
        assert_eq!(told(&differences(&before, &after)), "degree 20 → 40 and 2 more settings");
        after = Settings { show_minimap: false, ..before.clone() };
        assert_eq!(told(&differences(&before, &after)), "minimap on → off");
        let filter = |min_confidence| Value::Filter(Filter { min_confidence, ..Filter::default() });
        let what = Subject::Filter("run.txt".into());
        let change = Change { what, before: filter(Some(0.5)), after: filter(Some(0.300_000_01)) };
        assert_eq!(told(&[change]), "confidence 0.5 → 0.3");
    }

    #[test]
    fn every_name_is_of_a_setting() {
        let tree = serde_json::to_value(Settings::default()).unwrap();
        for (path, _) in NAMES {
            let is_passing = path.ends_with("latency_ms") || path.ends_with("jitter");
            assert!(is_passing || tree.pointer(&format!("/{}", path.replace('.', "/"))).is_some(), "{path}");
        }
    }
}
