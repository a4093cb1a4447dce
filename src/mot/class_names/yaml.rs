//! The class names in the YAML file of a data set, as ultralytics has it.

use saphyr_parser::{Event, Parser};

/// The key of the names.
const KEY: &str = "names";

/// The class names under the key `names` of the outermost mapping, each with its number: that of a list counts from `first`.
/// Empty if there are none. Entries that are no name are left out.
pub(super) fn names(text: &str, first: i64) -> Result<Vec<(i64, String)>, String> {
    let mut names = Vec::new();
    // How many lists and mappings the place is in.
    let mut depth = 0_u32;
    // Of the outermost mapping: whether the next item is a key, and whether the last key was that of the names.
    let (mut is_key, mut is_names) = (true, false);
    // Of the list or mapping of names: the number of the next name, or the key that was read.
    let (mut next, mut key): (i64, Option<Option<i64>>) = (first, None);
    let mut is_list = false;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        let value = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                depth += 1;
                if depth == 2 {
                    (is_list, key) = (matches!(event, Event::SequenceStart(..)), None);
                }
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                depth = depth.saturating_sub(1);
                None
            }
            Event::Scalar(value, ..) => Some(value),
            Event::Alias(_) => None,
            Event::DocumentEnd => break,
            _ => continue,
        };
        // An item ends here: a scalar, an alias, a list or a mapping.
        match depth {
            1 if is_key => (is_key, is_names) = (false, value.as_deref() == Some(KEY)),
            1 => (is_key, is_names) = (true, false),
            2 if is_names && is_list => {
                names.extend(value.map(|name| (next, name.into_owned())));
                next = next.saturating_add(1);
            }
            2 if is_names => match key.take() {
                None => key = Some(value.and_then(|number| number.parse().ok())),
                Some(number) => {
                    names.extend(number.zip(value).map(|(number, name): (i64, _)| (number, name.into_owned())));
                }
            },
            _ => {}
        }
    }
    Ok(names)
}
