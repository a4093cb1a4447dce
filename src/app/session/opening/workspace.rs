//! Opens a workspace: reads its file, and says what is to be opened.

use std::path::{Path, PathBuf};

use super::error::NotOpened;
use crate::app::model::opening::source::{OpenHow, Source};
use crate::app::model::saved_view::{SavedLayer, SavedView, read_filter, read_look};
use crate::mot::{OpenOptions, TrackId};
use crate::workspace::{Bookmark, Read, Workspace, is_workspace, read, short, to_path};

/// How many remarks are told.
const MAX_REMARKS: usize = 50;

/// A workspace that was opened, and is to be shown.
#[derive(Debug, Default)]
pub struct OpenedWorkspace {
    /// What it keeps of the view.
    pub view: SavedView,
    /// The layers whose files are there.
    pub layers: Vec<SavedLayer>,
    /// The bookmarks.
    pub bookmarks: Vec<Bookmark>,
    /// The selected track.
    pub track: Option<TrackId>,
    /// The files that are missing.
    pub missing: Vec<PathBuf>,
    /// What was left out of it.
    pub remarks: Vec<String>,
    /// Whether it is shown as it was left, and not as it was saved. Only what is not remembered otherwise is taken from it then.
    pub resumes: bool,
}

/// What is to be opened, at which frame, and what is to be shown then.
type Resolved = (Source, Option<u64>, Option<Box<OpenedWorkspace>>);

/// What is to be opened, and at which frame. If `source` is a workspace, it is what that says. Files are read for it.
pub fn resolved(source: Source, start: Option<u64>) -> Result<Resolved, NotOpened> {
    match source {
        Source::File(path, how) if is_workspace(&path) && path.is_file() => {
            let Read { workspace, remarks } = read(&path).map_err(NotOpened::Failed)?;
            let resumes = how.resumes;
            let (source, opened) = of_file(&path, how, &workspace, remarks)?;
            let start = start.or(workspace.frame);
            Ok((source, start, Some(Box::new(OpenedWorkspace { resumes, ..opened }))))
        }
        source => Ok((source, start, None)),
    }
}

fn of_file(
    path: &Path,
    how: OpenHow,
    workspace: &Workspace,
    mut remarks: Vec<String>,
) -> Result<(Source, OpenedWorkspace), NotOpened> {
    if workspace.open.is_empty() {
        return Err(NotOpened::Failed(format!("{}: it does not say what to open", path.display())));
    }
    let folder = path.parent().unwrap_or(Path::new("/"));
    let view = SavedView::read(&workspace.view, folder, &mut remarks);
    let mut missing = Vec::new();
    let mut there = |text: &str| {
        let path = to_path(folder, text);
        if path.exists() {
            return Some(path);
        }
        if !missing.contains(&path) {
            missing.push(path);
        }
        None
    };
    let mut main = workspace.main.as_deref().and_then(&mut there);
    let images = workspace.pictures.as_deref().and_then(&mut there);
    let (mut layers, mut members): (Vec<(bool, SavedLayer)>, _) = (Vec::new(), Vec::new());
    for (place, layer) in workspace.layers.iter().enumerate() {
        if layer.file.is_empty() {
            remarks.push(format!("layers[{place}] of the workspace has no file"));
            continue;
        }
        if let Some(path) = there(&layer.file) {
            if layers.iter().any(|(_, known)| known.path == path) {
                remarks.push(format!("layers[{place}] of the workspace is there already: {}", short(&layer.file)));
                continue;
            }
            let is_main = layer.is_main && !layers.iter().any(|(is_main, _)| *is_main);
            members.extend(layer.member.clone().filter(|_| !is_main).map(|member| (path.clone(), member)));
            let look = read_look(format!("layers[{place}].look"), &layer.look, &mut remarks);
            let (filter, tracks) = read_filter(format!("layers[{place}].filter"), &layer.filter, &mut remarks);
            layers.push((is_main, SavedLayer { path, look, filter, tracks }));
        }
    }
    let mut further: Vec<PathBuf> =
        layers.iter().filter(|(is_main, _)| !is_main).map(|(_, layer)| layer.path.clone()).collect();
    let opened = if let Some(path) = there(&workspace.open) {
        path
    } else {
        // Everything else is shown.
        let any = layers.iter().find(|(is_main, _)| *is_main).or(layers.first());
        let first = any.map(|(_, layer)| layer.path.clone()).or_else(|| main.take()).or_else(|| images.clone());
        let Some(first) = first else {
            return Err(NotOpened::Failed(format!("{}: missing: {}", path.display(), named(&missing))));
        };
        main = None;
        first
    };
    further.retain(|path| *path != opened);
    let text = text_options(&how, workspace, &mut remarks);
    let how = if how.resumes {
        OpenHow { text, pairing: view.pairing, ..how }
    } else {
        let more: Vec<PathBuf> = how.layers.iter().filter(|file| !further.contains(file)).cloned().collect();
        OpenHow {
            text,
            pairing: view.pairing,
            view: view.picture.view,
            images: how.images.clone().or(images),
            main,
            layers: further.into_iter().chain(more).collect(),
            layer_members: members.into_iter().chain(how.layer_members.iter().cloned()).collect(),
            ..how
        }
    };
    let how = OpenHow { workspace: Some(path.to_owned()), resumes: false, ..how };
    let layers = layers.into_iter().map(|(_, layer)| layer).collect();
    let (bookmarks, track) = (workspace.bookmarks.clone(), workspace.track.map(TrackId));
    let more = remarks.len().saturating_sub(MAX_REMARKS);
    remarks.truncate(MAX_REMARKS);
    remarks.iter_mut().for_each(|remark| *remark = short(remark));
    if more > 0 {
        remarks.push(format!("and {more} further remarks on the workspace"));
    }
    let opened_workspace = OpenedWorkspace { view, layers, bookmarks, track, missing, remarks, resumes: false };
    Ok((Source::File(opened, how), opened_workspace))
}

/// The names of some files, as many as can be shown.
pub fn named(files: &[PathBuf]) -> String {
    let names: Vec<String> = files.iter().take(8).map(|path| short(&path.display().to_string())).collect();
    let more =
        if files.len() > names.len() { format!(" and {} more", files.len() - names.len()) } else { String::new() };
    format!("{}{more}", names.join(", "))
}

/// The options for the main text. What is stated now counts more.
fn text_options(how: &OpenHow, workspace: &Workspace, remarks: &mut Vec<String>) -> OpenOptions {
    let mut text = how.text.clone();
    if text.format.is_none() && text.columns.is_none() {
        match workspace.format.as_deref().map(str::parse).transpose() {
            Ok(format) => text.format = format,
            Err(error) => remarks.push(format!("format of the workspace: {error}")),
        }
        match workspace.columns.as_deref().map(str::parse).transpose() {
            Ok(columns) => text.columns = columns,
            Err(error) => remarks.push(format!("columns of the workspace: {error}")),
        }
    }
    text.size = text.size.or(workspace.size.map(|[width, height]| (width, height)));
    text.member = text.member.or_else(|| workspace.member.clone());
    text
}
