//! The window without a screen, driven by accessible label.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod archive;
#[path = "../support/archives.rs"]
mod archives;
mod at_rest;
mod bookmarks;
mod changing;
mod changing_layers;
mod class_names;
mod columns;
mod context_menus;
mod copying;
mod crowded;
mod damaged;
mod errors;
mod errors_list;
mod errors_notes;
mod errors_panel;
mod escape;
mod evaluation;
mod export;
#[cfg(unix)]
#[path = "../support/ffmpeg.rs"]
mod ffmpeg;
mod fitting;
mod focus;
mod formats;
mod guide;
mod identities;
mod judged_only;
mod jumps;
mod keys;
mod layer_colors;
mod layer_filters;
mod layers;
mod layout;
mod navigation;
mod opening;
mod panels;
mod panes;
mod picture_size;
mod pictures;
mod playing;
mod session;
mod several;
#[path = "../support/shared.rs"]
mod shared;
mod shown_layers;
mod small;
mod stepping;
#[path = "../support/storage.rs"]
mod storage;
mod tracks;
mod tuning;
mod undo;
mod videos;
mod view;
mod window;
mod workspace;
