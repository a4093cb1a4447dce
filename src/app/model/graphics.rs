//! What the window is drawn with: [`Graphics`].

/// What the window is drawn with, as the driver of OpenGL tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graphics {
    /// The device, such as `llvmpipe (LLVM 15.0.7, 256 bits)`.
    pub renderer: String,
    /// The version of OpenGL, often with that of the driver.
    pub version: String,
}

impl Graphics {
    /// Whether the processor draws, instead of a graphics card. Told by the names that software drivers have.
    pub fn is_software(&self) -> bool {
        let renderer = self.renderer.to_ascii_lowercase();
        ["llvmpipe", "softpipe", "swrast", "swiftshader", "basic render"].iter().any(|name| renderer.contains(name))
    }
}

/// What to tell about this program when something is wrong with it, one fact a line.
pub fn about(graphics: Option<&Graphics>, pixels_per_point: f32) -> String {
    let mut lines = vec![
        format!("motscope {}", env!("CARGO_PKG_VERSION")),
        format!("System: {} on {}", std::env::consts::OS, std::env::consts::ARCH),
    ];
    match graphics {
        Some(graphics) => {
            let software = if graphics.is_software() { " (drawn by the processor)" } else { "" };
            lines.push(format!("Graphics: {}{software}", graphics.renderer));
            lines.push(format!("OpenGL: {}", graphics.version));
        }
        None => lines.push("Graphics: unknown".to_owned()),
    }
    lines.push(format!("Scale: {} %", (pixels_per_point * 100.0).round()));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn software_is_told_from_a_graphics_card() {
        let graphics =
            |renderer: &str| Graphics { renderer: renderer.to_owned(), version: "4.5 (Core) Mesa".to_owned() };
        assert!(graphics("llvmpipe (LLVM 15.0.7, 256 bits)").is_software());
        assert!(!graphics("Mesa Intel(R) UHD Graphics 620 (KBL GT2)").is_software());
        let told = about(Some(&graphics("llvmpipe")), 1.25);
        assert!(told.contains("drawn by the processor") && told.contains("Mesa") && told.ends_with("Scale: 125 %"));
        assert!(about(None, 1.0).contains("unknown"));
    }
}
