//! Names in the file that this version does not know.

use serde_json::Value;

use super::form::{KNOWN, KNOWN_OF_BOOKMARK, KNOWN_OF_LAYER};

/// The names of `value` that are not among `known`, each behind `place`.
pub(crate) fn unknown_in(place: &str, value: &Value, known: &[&str]) -> Vec<String> {
    let names = value.as_object().into_iter().flat_map(|object| object.keys());
    names.filter(|name| !known.contains(&name.as_str())).map(|name| format!("{place}{name}")).collect()
}

/// The names that are unknown in a whole file, but for those of its view.
pub(super) fn unknown(file: &Value) -> Vec<String> {
    let mut names = unknown_in("", file, &KNOWN);
    for (list, known) in [("layers", &KNOWN_OF_LAYER[..]), ("bookmarks", &KNOWN_OF_BOOKMARK[..])] {
        for (place, one) in file.get(list).and_then(Value::as_array).into_iter().flatten().enumerate() {
            names.extend(unknown_in(&format!("{list}[{place}]."), one, known));
        }
    }
    names
}
