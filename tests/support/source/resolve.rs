//! Finds the file that defines what a path names. Re-exports are followed to the definition.

use std::collections::{BTreeMap, BTreeSet};

use super::{External, Import, Mention, ModulePath, Mutation, Source, Target};

/// Names that are being looked up, so that an import of a name from itself ends.
type Seen = BTreeSet<(ModulePath, String)>;

impl Source {
    /// Which file uses which item of which other file. Naming a module alone uses nothing of it: what is used of it is
    /// named by a longer path. A `*` counts as a use of the module that it empties.
    pub fn imports(&self) -> Vec<Import> {
        let mut found: BTreeMap<(String, String, String), (usize, bool)> = BTreeMap::new();
        for mention in &self.mentions {
            let from = &self.modules[&mention.module].file;
            let is_glob = mention.path.last().is_some_and(|last| last == "*");
            for target in self.targets(mention) {
                let (module, item) = match target {
                    Target::Item(module, item) => (module, item.as_str()),
                    Target::Module(module) if is_glob => (module, "*"),
                    _ => continue,
                };
                let to = &self.modules[module].file;
                if from != to {
                    let first =
                        found.entry((from.clone(), to.clone(), item.to_owned())).or_insert((mention.line, true));
                    *first = (first.0.min(mention.line), first.1 && mention.is_passed_on);
                }
            }
        }
        let import = |((from, to, item), (line, is_passed_on))| Import { from, to, item, line, is_passed_on };
        found.into_iter().map(import).collect()
    }

    /// What files name of other crates.
    pub fn externals(&self) -> Vec<External> {
        let mut found = BTreeSet::new();
        for mention in &self.mentions {
            for target in self.targets(mention) {
                if let Target::External(path) = target {
                    let from = self.modules[&mention.module].file.clone();
                    found.insert(External { from, line: mention.line, path: path.clone() });
                }
            }
        }
        found.into_iter().collect()
    }

    /// Where a value of a type can be changed, which a file whose path begins with `folder` defines: file, line, text.
    pub(super) fn mutations_of(&self, folder: &str, name: &str) -> Vec<(String, usize, String)> {
        let is_it = |target: &Target| match target {
            Target::Item(module, item) => item == name && self.modules[module].file.starts_with(folder),
            _ => false,
        };
        let found = self.mutations.iter().filter(|mutation| self.targets(&mutation.mention).iter().any(is_it));
        let place = |Mutation { mention, text }: &Mutation| {
            (self.modules[&mention.module].file.clone(), mention.line, text.clone())
        };
        found.map(place).collect()
    }

    /// Finds what all paths end at.
    pub(super) fn resolve_all(&mut self) {
        let mut targets: BTreeMap<ModulePath, BTreeMap<Vec<String>, BTreeSet<Target>>> = BTreeMap::new();
        let mutations = self.mutations.iter().map(|mutation| &mutation.mention);
        for Mention { module, path, .. } in self.mentions.iter().chain(mutations) {
            let found = targets.entry(module.clone()).or_default();
            if !found.contains_key(path) {
                let plain = path.strip_suffix(&["*".to_owned()]).unwrap_or(path);
                found.insert(path.clone(), self.resolve(module, plain, &mut Seen::new()));
            }
        }
        self.targets = targets;
    }

    fn targets(&self, mention: &Mention) -> &BTreeSet<Target> {
        &self.targets[&mention.module][&mention.path]
    }

    fn resolve(&self, at: &ModulePath, path: &[String], seen: &mut Seen) -> BTreeSet<Target> {
        let Some((first, rest)) = path.split_first() else { return BTreeSet::new() };
        match first.as_str() {
            "crate" => self.walk(Target::Module(at[..1].to_vec()), rest, seen),
            "self" => self.walk(Target::Module(at.clone()), rest, seen),
            "super" => self.resolve_above(at, rest, seen),
            name => {
                let found = self.look_up(at, name, seen);
                let crate_root = vec![name.to_owned()];
                if !found.is_empty() {
                    found.into_iter().flat_map(|target| self.walk(target, rest, seen)).collect()
                } else if name != "main" && self.modules.contains_key(&crate_root) {
                    self.walk(Target::Module(crate_root), rest, seen)
                } else {
                    [Target::External(path.to_vec())].into()
                }
            }
        }
    }

    fn resolve_above(&self, at: &ModulePath, rest: &[String], seen: &mut Seen) -> BTreeSet<Target> {
        let above = at[..at.len().saturating_sub(1).max(1)].to_vec();
        match rest.split_first() {
            Some((next, rest)) if next == "super" => self.resolve_above(&above, rest, seen),
            _ => self.walk(Target::Module(above), rest, seen),
        }
    }

    /// Follows the rest of a path. What stands behind an item is a variant, a method or the like.
    fn walk(&self, target: Target, rest: &[String], seen: &mut Seen) -> BTreeSet<Target> {
        match (target, rest.split_first()) {
            (Target::Module(module), Some((next, rest))) => {
                let found = self.look_up(&module, next, seen);
                found.into_iter().flat_map(|target| self.walk(target, rest, seen)).collect()
            }
            (Target::External(path), Some(_)) => [Target::External([&path, rest].concat())].into(),
            (target, _) => [target].into(),
        }
    }

    /// All that a name means in a module: a type and a function can share one.
    fn look_up(&self, at: &ModulePath, name: &str, seen: &mut Seen) -> BTreeSet<Target> {
        let mut found = BTreeSet::new();
        let Some(module) = self.modules.get(at) else { return found };
        if !seen.insert((at.clone(), name.to_owned())) {
            return found;
        }
        let child = [&at[..], &[name.to_owned()]].concat();
        if self.modules.contains_key(&child) {
            found.insert(Target::Module(child));
        }
        if module.items.contains(name) {
            found.insert(Target::Item(at.clone(), name.to_owned()));
        }
        for (_, path) in module.imported.iter().filter(|(imported, _)| imported == name) {
            found.extend(self.resolve(at, path, seen));
        }
        if found.is_empty() {
            for glob in &module.globs {
                for target in self.resolve(at, glob, seen) {
                    if let Target::Module(from) = target {
                        found.extend(self.look_up(&from, name, seen));
                    }
                }
            }
        }
        seen.remove(&(at.clone(), name.to_owned()));
        found
    }
}
