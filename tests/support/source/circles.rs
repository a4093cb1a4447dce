//! Files that import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Import;

/// One description of each group of files in which every file reaches every other by imports. What a file only passes on
/// in a `pub use` is no import of its own: a `mod.rs` that says what a folder offers depends on nothing there.
pub fn circles(imports: &[Import]) -> Vec<String> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let imports: Vec<&Import> = imports.iter().filter(|import| !import.is_passed_on).collect();
    for import in &imports {
        next.entry(&import.from).or_default().insert(&import.to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = next.keys().map(|&file| (file, reached_from(file, &next))).collect();
    let mut described: BTreeSet<&str> = BTreeSet::new();
    let mut circles = Vec::new();
    for (file, reaches) in &reached {
        if !described.contains(file) && reaches.contains(file) {
            let back = |other: &&str| reached.get(other).is_some_and(|reaches| reaches.contains(file));
            let group: BTreeSet<&str> = reaches.iter().copied().filter(back).collect();
            circles.push(describe(&group, &imports));
            described.extend(group);
        }
    }
    circles
}

fn reached_from<'a>(file: &'a str, next: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![file];
    while let Some(file) = waiting.pop() {
        waiting.extend(next.get(file).into_iter().flatten().copied().filter(|&to| reached.insert(to)));
    }
    reached
}

fn describe(group: &BTreeSet<&str>, imports: &[&Import]) -> String {
    let names: Vec<&str> = group.iter().copied().collect();
    let mut text = format!("a circle of {} files: {}", group.len(), names.join(", "));
    let mut uses: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for Import { from, to, item, line, .. } in imports {
        if group.contains(from.as_str()) && group.contains(to.as_str()) {
            uses.entry((from, to)).or_default().push(format!("{item} (line {line})"));
        }
    }
    for ((from, to), items) in uses {
        let _ = write!(text, "\n    {from} uses of {to}: {}", items.join(", "));
    }
    text
}
