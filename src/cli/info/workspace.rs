//! What is in a workspace.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::InfoArgs;
use super::sequence::failed;
use crate::cli::words::plain;
use crate::shown::ShowPath as _;
use crate::workspace::{Layer, Read, Workspace, read, to_path};

/// The text to print about a workspace, and the exit code.
pub(super) fn of_workspace(args: &InfoArgs) -> (String, ExitCode) {
    let Read { workspace, remarks } = match read(&args.path) {
        Ok(read) => read,
        Err(error) => return failed(args, &error),
    };
    let path = std::path::absolute(&args.path).unwrap_or_else(|_| args.path.clone());
    let folder = path.parent().unwrap_or(Path::new("/"));
    let is_there = |file: &str| to_path(folder, file).exists();
    if args.json {
        return (as_json(&args.path, &workspace, &remarks, &is_there).to_string() + "\n", ExitCode::SUCCESS);
    }
    (as_text(&args.path, &workspace, &remarks, &is_there), ExitCode::SUCCESS)
}

/// Whether a layer is shown, as far as that is told.
fn is_shown(layer: &Layer) -> bool {
    layer.look.get("shown").and_then(Value::as_bool).unwrap_or(true)
}

fn as_text(path: &Path, workspace: &Workspace, remarks: &[String], is_there: &dyn Fn(&str) -> bool) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(text, "{name:<12} {value}");
    };
    let told = |file: &str, more: &str| {
        let missing = if is_there(file) { "" } else { ", missing" };
        format!("{}{more}{missing}", plain(file))
    };
    line("workspace", &path.shown());
    let member = workspace.member.as_ref().map(|member| format!(", member {}", plain(member)));
    line("opens", &told(&workspace.open, &member.unwrap_or_default()));
    for (name, file) in [("main text", &workspace.main), ("pictures", &workspace.pictures)] {
        file.iter().for_each(|file| line(name, &told(file, "")));
    }
    for layer in &workspace.layers {
        let main = if layer.is_main { ", main layer" } else { "" };
        let hidden = if is_shown(layer) { "" } else { ", hidden" };
        let filter = if layer.filter.is_null() { "" } else { ", filtered" };
        line("layer", &told(&layer.file, &format!("{main}{hidden}{filter}")));
    }
    workspace.frame.iter().for_each(|frame| line("frame", frame));
    workspace.track.iter().for_each(|track| line("track", track));
    for bookmark in &workspace.bookmarks {
        let mut told = bookmark.frame.to_string();
        for text in [&bookmark.name, &bookmark.note].into_iter().filter(|text| !text.is_empty()) {
            let _ = write!(told, ": {}", plain(text));
        }
        line("bookmark", &told);
    }
    remarks.iter().for_each(|remark| line("remark", &plain(remark)));
    text
}

fn as_json(path: &Path, workspace: &Workspace, remarks: &[String], is_there: &dyn Fn(&str) -> bool) -> Value {
    let layer = |layer: &Layer| {
        json!({
            "file": layer.file,
            "main": layer.is_main,
            "shown": is_shown(layer),
            "filtered": !layer.filter.is_null(),
            "missing": !is_there(&layer.file),
        })
    };
    let layers: Vec<Value> = workspace.layers.iter().map(layer).collect();
    json!({
        "path": path.to_string_lossy(),
        "kind": "workspace",
        "opens": workspace.open,
        "missing": !is_there(&workspace.open),
        "member": workspace.member,
        "main": workspace.main,
        "pictures": workspace.pictures,
        "layers": layers,
        "frame": workspace.frame,
        "track": workspace.track,
        "bookmarks": workspace.bookmarks,
        "remarks": remarks,
    })
}
