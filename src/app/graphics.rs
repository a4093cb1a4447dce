//! Asks the driver what the window is drawn with.

use eframe::glow::{self, HasContext as _};

use super::model::graphics::Graphics;

/// What the driver tells. Called while the window is created.
#[allow(unsafe_code, reason = "all functions of OpenGL are unsafe")]
pub fn of(gl: &glow::Context) -> Graphics {
    // SAFETY: the context is the current one of this thread while the window is created. Reading two strings changes nothing.
    unsafe {
        Graphics { renderer: gl.get_parameter_string(glow::RENDERER), version: gl.get_parameter_string(glow::VERSION) }
    }
}
