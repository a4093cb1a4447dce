//! Words of messages.

/// A count with its noun, such as `1 box` or `2 boxes`.
pub(super) fn counted(count: u64, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    let ending = if noun.ends_with(['x', 's']) { "es" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// A name in which control characters and others that cannot be seen are escaped.
pub(super) fn shown(text: &str) -> String {
    let letter = |letter: char| match letter {
        '"' | '\'' | '\\' => letter.to_string(),
        other => other.escape_debug().to_string(),
    };
    text.chars().map(letter).collect()
}

/// A name without control characters, which a terminal would obey.
pub(super) fn plain(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_is_plural_unless_there_is_one() {
        let told =
            [(0, "row"), (1, "row"), (2, "row"), (1, "box"), (3, "box")].map(|(count, noun)| counted(count, noun));
        assert_eq!(told, ["0 rows", "1 row", "2 rows", "1 box", "3 boxes"]);
    }
}
