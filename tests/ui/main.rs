//! The window without a screen, driven by accessible label.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod archive;
#[path = "../support/archives.rs"]
mod archives;
mod changing;
mod export;
#[cfg(unix)]
#[path = "../support/ffmpeg.rs"]
mod ffmpeg;
mod layers;
mod navigation;
mod opening;
mod panels;
mod pictures;
mod tuning;
mod view;
mod window;
