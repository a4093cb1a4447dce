//! Holds the source text against rules; each check answers with one line a violation.

use std::collections::{BTreeMap, BTreeSet};

use super::{External, Files, Import, Source};

/// A folder or a file without its ending, and what it may import beside itself, both relative to `src`. A file belongs
/// to the longest name that fits.
pub type Row<'a> = (&'a str, &'a [&'a str]);

/// Imports that the table does not allow, and files that it does not know.
pub fn forbidden_imports<'a>(imports: impl IntoIterator<Item = &'a Import>, table: &[Row]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for import in imports {
        let (from, to) = (row_of(&import.from, table), row_of(&import.to, table));
        for (row, file) in [(from, &import.from), (to, &import.to)] {
            if row.is_none() {
                found.insert(format!("{file} is in no row of the table"));
            }
        }
        if let (Some((from, allowed)), Some((to, _))) = (from, to)
            && from != to
            && !allowed.contains(to)
        {
            let Import { from: file, to: other, item, line, .. } = import;
            found.insert(format!("{from} may not use {to}: {file}:{line} uses {item} of {other}"));
        }
    }
    found.into_iter().collect()
}

fn row_of<'a>(file: &str, table: &'a [Row<'a>]) -> Option<&'a Row<'a>> {
    table.iter().filter(|(name, _)| is_of(file, name)).max_by_key(|(name, _)| name.len())
}

/// Whether a file is in a folder of this name, or is the file of this name with its ending.
pub(super) fn is_of(file: &str, name: &str) -> bool {
    file.strip_prefix(name).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Uses of some crates that no rule allows. A rule is a folder or file, and the beginnings of the paths that it may name.
/// The longest folder that fits counts; without one nothing is allowed.
pub fn forbidden_external(externals: &[External], crates: &[&str], rules: &[Row]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for External { from, line, path } in externals {
        // The window system passes its own crates on: `eframe::egui` is `egui`.
        let is_passed_on = path.get(1).is_some_and(|second| crates.contains(&second.as_str()));
        let path = &path[usize::from(is_passed_on)..];
        if !crates.contains(&path[0].as_str()) {
            continue;
        }
        let allowed = row_of(from, rules).map_or(&[][..], |(_, allowed)| allowed);
        let name = path.join("::");
        let is_allowed = |rule: &&str| {
            // A crate's own name is the beginning of longer paths, which are looked at where they stand.
            let is_beginning = path.len() == 1 && rule.split("::").next() == Some(&name);
            is_beginning || name == *rule || name.strip_prefix(rule).is_some_and(|rest| rest.starts_with("::"))
        };
        if !allowed.iter().any(is_allowed) {
            found.insert(format!("{from}:{line} may not name {name}"));
        }
    }
    found.into_iter().collect()
}

/// Places outside some folders or files that can change a value of the type `name`, which is defined below `folder`.
pub fn foreign_mutation(source: &Source, (folder, name): (&str, &str), allowed: &[&str]) -> Vec<String> {
    let is_allowed = |file: &str| allowed.iter().any(|name| is_of(file, name));
    let mut found = source.mutations_of(folder, name);
    found.retain(|(file, ..)| !is_allowed(file));
    found.sort();
    found.into_iter().map(|(file, line, text)| format!("{file}:{line} may not change {name}: {text}")).collect()
}

/// Folders with more than `most` files directly in them.
pub fn crowded_folders(files: &Files, most: usize) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for path in files.paths() {
        *counts.entry(path.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default() += 1;
    }
    let crowded = counts.into_iter().filter(|&(_, count)| count > most);
    crowded.map(|(folder, count)| format!("src/{folder} holds {count} files; at most {most} are allowed")).collect()
}
