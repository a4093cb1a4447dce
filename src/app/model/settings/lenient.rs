//! Reads settings that can be read only in part, field by field and element by element. A newer or older version may have written them, or a person
//! may have edited them.

use std::collections::BTreeSet;

use eframe::Storage;
use serde::de::DeserializeOwned;

/// The most structs within each other that are looked into.
const MAX_DEPTH: usize = 8;

/// A setting of type `T` that was read from text.
pub struct Lenient<T> {
    /// The value. Fields that cannot be read have their defaults.
    pub value: T,
    /// Whether all of the text was read.
    pub is_whole: bool,
}

/// Reads a struct whose fields all have defaults. Each field that cannot be read falls back to its default alone, and so do
/// the fields of the structs in it. Of a list, what cannot be read is left out.
pub fn read<T: DeserializeOwned + Default>(text: &str) -> Lenient<T> {
    if let Some(value) = parsed(text) {
        return Lenient { value, is_whole: true };
    }
    let readable = readable_fields(text, &|fields| parsed::<T>(fields).is_some(), MAX_DEPTH);
    Lenient { value: readable.as_deref().and_then(parsed).unwrap_or_default(), is_whole: false }
}

/// Reads a text as eframe reads a stored value.
fn parsed<T: DeserializeOwned>(text: &str) -> Option<T> {
    eframe::get_value(&OneText(text), "")
}

/// The struct `text` without the fields that `reads` refuses. `None` if it is no struct.
fn readable_fields(text: &str, reads: &dyn Fn(&str) -> bool, depth: usize) -> Option<String> {
    let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    let (mut kept, mut names) = (Vec::new(), BTreeSet::new());
    for field in fields(inner) {
        let Some((name, value)) = field.split_once(':') else { continue };
        if !names.insert(name.trim()) {
            continue;
        }
        let is_readable = |value: &str| reads(&format!("({name}:{value})"));
        kept.extend(readable(value, &is_readable, depth).map(|value| format!("{name}:{value}")));
    }
    let kept = format!("({})", kept.join(","));
    reads(&kept).then_some(kept)
}

/// As much of a value as `reads` accepts: all of it, or a struct without some fields, or a list without some elements. `None` if that
/// is nothing.
fn readable(text: &str, reads: &dyn Fn(&str) -> bool, depth: usize) -> Option<String> {
    if reads(text) {
        return Some(text.to_owned());
    }
    let depth = depth.checked_sub(1)?;
    readable_fields(text, reads, depth)
        .or_else(|| readable_elements(text, reads, depth))
        .or_else(|| readable_tuple(text, reads, depth))
}

/// The list `text` without the elements that `reads` refuses. `None` if it is no list.
fn readable_elements(text: &str, reads: &dyn Fn(&str) -> bool, depth: usize) -> Option<String> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let is_readable = |element: &str| reads(&format!("[{element}]"));
    let kept: Vec<String> =
        fields(inner).into_iter().filter_map(|element| readable(element, &is_readable, depth)).collect();
    let kept = format!("[{}]", kept.join(","));
    reads(&kept).then_some(kept)
}

/// The tuple `text` with the one part that cannot be read reduced to what can. `None` if it is no such tuple.
fn readable_tuple(text: &str, reads: &dyn Fn(&str) -> bool, depth: usize) -> Option<String> {
    let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    let parts = fields(inner);
    (0..parts.len()).find_map(|at| {
        let with = |part: &str| {
            let parts = parts.iter().enumerate().map(|(place, other)| if place == at { part } else { other });
            format!("({})", parts.collect::<Vec<_>>().join(","))
        };
        let part = readable(parts[at], &|part| reads(&with(part)), depth)?;
        Some(with(&part))
    })
}

/// The parts of `text` between commas that are in no bracket and in no string.
fn fields(text: &str) -> Vec<&str> {
    let (mut fields, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '"' => {
                // To the end of the string. A quote in it has a backslash before it.
                while let Some((_, letter)) = letters.next() {
                    match letter {
                        '\\' => _ = letters.next(),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            ',' if depth == 0 => {
                fields.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    fields.push(&text[start..]);
    fields
}

/// A storage with one text under every key.
struct OneText<'a>(&'a str);

impl Storage for OneText<'_> {
    fn get_string(&self, _: &str) -> Option<String> {
        Some(self.0.to_owned())
    }

    fn set_string(&mut self, _: &str, _: String) {}

    fn remove_string(&mut self, _: &str) {}

    fn flush(&mut self) {}
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
    enum Colour {
        #[default]
        Red,
        Green,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default)]
    struct Inner {
        colour: Colour,
        width: u8,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default)]
    struct Outer {
        name: String,
        inner: Inner,
        limit: Option<u8>,
        list: Vec<u8>,
        map: BTreeMap<String, u8>,
    }

    #[test]
    fn each_field_that_cannot_be_read_falls_back_alone() {
        let inner = Inner { colour: Colour::Green, width: 3 };
        let name = "a, (b\\\"".to_owned();
        let whole = Outer { name, inner, limit: Some(4), list: vec![1, 2], map: [("x,".to_owned(), 1)].into() };
        let text = "(name:\"a, (b\\\\\\\"\",inner:(colour:Green,width:3),limit:Some(4),list:[1,2],map:{\"x,\":1})";
        assert_eq!((read::<Outer>(text).value, read::<Outer>(text).is_whole), (whole.clone(), true));
        for (old, new, fallen) in [
            ("Green", "Purple", Outer { inner: Inner { width: 3, ..Inner::default() }, ..whole.clone() }),
            ("width:3", "width:300", Outer { inner: Inner { colour: Colour::Green, width: 0 }, ..whole.clone() }),
            ("Some(4)", "Some(\"4\")", Outer { limit: None, ..whole.clone() }),
            ("[1,2]", "[1,-2]", Outer { list: vec![1], ..whole.clone() }),
            ("[1,2]", "{1:2}", Outer { list: vec![], ..whole.clone() }),
            ("width:3", "width:4,width:3", Outer { inner: Inner { colour: Colour::Green, width: 4 }, ..whole.clone() }),
            ("(colour:Green,width:3)", "7", Outer { inner: Inner::default(), ..whole.clone() }),
        ] {
            let read = read::<Outer>(&text.replace(old, new));
            assert_eq!((read.value, read.is_whole), (fallen, false), "{new}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in any::<String>(), cut in 0_usize..80) {
            let _ = read::<Outer>(&text);
            let whole = "(name:\"a\",inner:(colour:Green,width:3),limit:Some(4),list:[1,2],map:{\"x\":1})";
            let cut = cut.min(whole.len());
            let _ = read::<Outer>(&format!("{}{text}{}", &whole[..cut], &whole[cut..]));
            let _ = read::<Outer>(&"(inner:".repeat(cut * 100));
        }
    }
}
