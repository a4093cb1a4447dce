//! Reads modules, names and paths out of source text. Whatever is compiled for tests only is left out.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

use super::{Files, Mention, Module, ModulePath, Mutation, Source};

impl Source {
    /// The crates that begin in `lib.rs` and `main.rs`. The library goes by `name`, and the program by `main`.
    pub fn parse(files: &Files, name: &str) -> Self {
        let mut reader = Reader::default();
        for (root, name) in [("lib.rs", name), ("main.rs", "main")] {
            if files.0.contains_key(root) {
                reader.waiting.push((vec![name.to_owned()], root.to_owned()));
            }
        }
        while let Some((module, file)) = reader.waiting.pop() {
            let parsed = syn::parse_file(&files.0[&file]).unwrap_or_else(|error| panic!("{file}: {error}"));
            reader.file.clone_from(&file);
            reader.module = module;
            reader.begin_module();
            let before = reader.waiting.len();
            reader.visit_file(&parsed);
            for (module, place) in &mut reader.waiting[before..] {
                *place = [format!("{place}.rs"), format!("{place}/mod.rs")]
                    .into_iter()
                    .find(|path| files.0.contains_key(path))
                    .unwrap_or_else(|| panic!("{file}: no file of module {}", module.join("::")));
            }
        }
        reader.source.resolve_all();
        reader.source
    }
}

#[derive(Default)]
struct Reader {
    source: Source,
    module: ModulePath,
    file: String,
    is_passing_on: bool,
    /// Modules in files of their own that are still to be read, each with its file's path without the ending.
    waiting: Vec<(ModulePath, String)>,
}

impl Reader {
    fn begin_module(&mut self) {
        let module = Module { file: self.file.clone(), ..Module::default() };
        self.source.modules.insert(self.module.clone(), module);
    }

    fn current(&mut self) -> &mut Module {
        self.source.modules.get_mut(&self.module).expect("a module is begun before its items are read")
    }

    fn mention(&mut self, path: Vec<String>, line: usize) {
        let mention = Mention { module: self.module.clone(), path, line, is_passed_on: self.is_passing_on };
        self.source.mentions.push(mention);
    }

    fn import(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &with(&path.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before)),
            UseTree::Name(name) if name.ident == "self" => {
                let last = before.last().cloned().unwrap_or_default();
                self.add_import(last, before.to_vec(), name.ident.span().start().line);
            }
            UseTree::Name(name) => {
                self.add_import(name.ident.to_string(), with(&name.ident), name.ident.span().start().line);
            }
            UseTree::Rename(rename) => {
                let path = if rename.ident == "self" { before.to_vec() } else { with(&rename.ident) };
                self.add_import(rename.rename.to_string(), path, rename.ident.span().start().line);
            }
            UseTree::Glob(glob) => {
                self.current().globs.push(before.to_vec());
                let line = glob.star_token.spans[0].start().line;
                self.mention([before, &["*".to_owned()]].concat(), line);
            }
        }
    }

    fn add_import(&mut self, name: String, path: Vec<String>, line: usize) {
        self.current().imported.push((name, path.clone()));
        self.mention(path, line);
    }

    /// Paths in the tokens of a macro or attribute, whose grammar nobody knows.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path = Vec::new();
        let mut line = 0;
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => colons += 1,
                TokenTree::Ident(ident) if colons == 2 => {
                    path.push(ident.to_string());
                    colons = 0;
                }
                other => {
                    self.found_in_tokens(&mut path, line);
                    colons = 0;
                    match other {
                        TokenTree::Ident(ident) => {
                            line = ident.span().start().line;
                            path.push(ident.to_string());
                        }
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        _ => (),
                    }
                }
            }
        }
        self.found_in_tokens(&mut path, line);
    }

    fn found_in_tokens(&mut self, path: &mut Vec<String>, line: usize) {
        if !path.is_empty() {
            self.mention(std::mem::take(path), line);
        }
    }

    fn mutation(&mut self, path: &syn::Path, line: usize, text: String) {
        let mention = Mention { module: self.module.clone(), path: segments(path), line, is_passed_on: false };
        self.source.mutations.push(Mutation { mention, text });
    }
}

fn segments(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        if attributes_of(item).iter().any(is_for_tests) {
            return;
        }
        if let Some(name) = name_of(item) {
            self.current().items.insert(name);
        }
        match item {
            Item::Mod(module) if module.content.is_some() => {
                self.module.push(module.ident.to_string());
                self.begin_module();
                visit::visit_item_mod(self, module);
                self.module.pop();
            }
            Item::Mod(module) => {
                let path = [&self.module[..], &[module.ident.to_string()]].concat();
                let place = path[1..].join("/");
                self.waiting.push((path, place));
            }
            Item::Use(item) => {
                self.is_passing_on = !matches!(item.vis, syn::Visibility::Inherited);
                self.import(&item.tree, &[]);
                self.is_passing_on = false;
            }
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let syn::Type::Path(of) = &*item.self_ty {
            for member in &item.items {
                if let syn::ImplItem::Fn(method) = member
                    && !method.attrs.iter().any(is_for_tests)
                    && method
                        .sig
                        .receiver()
                        .is_some_and(|receiver| receiver.reference.is_some() && receiver.mutability.is_some())
                {
                    let name = &method.sig.ident;
                    self.mutation(&of.path, name.span().start().line, format!("{name} takes &mut self"));
                }
            }
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
        if let (Some(_), syn::Type::Path(to)) = (&reference.mutability, &*reference.elem) {
            let line = reference.and_token.spans[0].start().line;
            self.mutation(&to.path, line, "it is borrowed as &mut".to_owned());
        }
        visit::visit_type_reference(self, reference);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Const(item) => &item.attrs,
            syn::ImplItem::Fn(item) => &item.attrs,
            syn::ImplItem::Type(item) => &item.attrs,
            syn::ImplItem::Macro(item) => &item.attrs,
            _ => return,
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if !field.attrs.iter().any(is_for_tests) {
            visit::visit_field(self, field);
        }
    }

    fn visit_stmt(&mut self, statement: &'ast syn::Stmt) {
        let attributes = match statement {
            syn::Stmt::Local(local) => &local.attrs[..],
            syn::Stmt::Macro(statement) => &statement.attrs[..],
            _ => &[],
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_stmt(self, statement);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            self.mention(segments(path), first.ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// Whether an attribute says that what follows is compiled for tests only.
fn is_for_tests(attribute: &Attribute) -> bool {
    if attribute.path().is_ident("test") {
        return true;
    }
    match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => {
            syn::parse2::<syn::Meta>(list.tokens.clone()).is_ok_and(|condition| never_outside_tests(&condition))
        }
        _ => false,
    }
}

/// Whether a condition never holds where `test` and `doctest` do not. Whatever else it asks for may hold or not.
fn never_outside_tests(condition: &syn::Meta) -> bool {
    match condition {
        syn::Meta::Path(path) => path.is_ident("test") || path.is_ident("doctest"),
        syn::Meta::List(list) => {
            let each = syn::punctuated::Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated;
            let parts = syn::parse::Parser::parse2(each, list.tokens.clone()).unwrap_or_default();
            if list.path.is_ident("all") {
                parts.iter().any(never_outside_tests)
            } else {
                list.path.is_ident("any") && parts.iter().all(never_outside_tests)
            }
        }
        syn::Meta::NameValue(_) => false,
    }
}
