//! Reads the source text of a crate: its modules, the names they define, and which file uses what of which other file.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod circles;
mod parse;
mod resolve;
mod rules;
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

pub use circles::circles;
pub use rules::{Row, crowded_folders, forbidden_external, forbidden_imports, foreign_mutation};

/// The path of a module, the name of its crate first: `["motscope", "mot", "index"]`.
pub type ModulePath = Vec<String>;

/// Source files by path, relative to the folder that the crate is in: `lib.rs`, `mot/mod.rs`.
pub struct Files(BTreeMap<String, String>);

impl Files {
    /// Every Rust file under a folder.
    pub fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                    files.insert(name, fs::read_to_string(&path).unwrap());
                }
            }
        }
        Self(files)
    }

    /// Files made up for a test.
    pub fn made_up(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect())
    }

    /// Whether there is a folder, or a file without its ending, of this name.
    pub fn is_there(&self, name: &str) -> bool {
        self.paths().any(|path| rules::is_of(path, name))
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// What is known of a module once its text is read.
#[derive(Default)]
struct Module {
    file: String,
    /// Names of the items that it defines itself.
    items: BTreeSet<String>,
    /// Names that `use` brings in, each with the path as it is written.
    imported: Vec<(String, Vec<String>)>,
    /// Paths before a `::*`.
    globs: Vec<Vec<String>>,
}

/// A path as it stands in the text, in a `use` or anywhere else.
struct Mention {
    module: ModulePath,
    path: Vec<String>,
    line: usize,
    /// It stands in a `pub use`, which passes a name on and does nothing with it.
    is_passed_on: bool,
}

/// A place where something can change a value of a type: a `&mut Type`, or a method of it that takes `&mut self`.
struct Mutation {
    mention: Mention,
    text: String,
}

/// The parsed source text.
#[derive(Default)]
pub struct Source {
    modules: BTreeMap<ModulePath, Module>,
    mentions: Vec<Mention>,
    mutations: Vec<Mutation>,
    /// What the paths of each module end at.
    targets: BTreeMap<ModulePath, BTreeMap<Vec<String>, BTreeSet<Target>>>,
}

/// What a path can end at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Module(ModulePath),
    /// An item, by the module that defines it.
    Item(ModulePath, String),
    /// Something of another crate, by its whole path.
    External(Vec<String>),
}

/// One file uses an item that another one defines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    pub from: String,
    pub to: String,
    pub item: String,
    /// Where in `from` the item is named first, counted from 1.
    pub line: usize,
    /// `from` does nothing with it but pass it on in a `pub use`.
    pub is_passed_on: bool,
}

/// A file names something of another crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct External {
    pub from: String,
    pub line: usize,
    /// The whole path, the name of the crate first, whatever was imported under whichever name.
    pub path: Vec<String>,
}
