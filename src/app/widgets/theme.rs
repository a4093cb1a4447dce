//! All colours, spacings and text sizes of the window.

use eframe::egui::{self, Color32, CornerRadius, FontFamily, FontId, Stroke, TextStyle, Visuals};

use crate::app::model::strip::FrameState;
use crate::cache::EventKind;
use crate::mot::ProblemKind;
use crate::palette;

pub use crate::app::model::layers::{NO_IDENTITY, track_color};

/// Distances between things, in points: within a group, between groups, between sections.
pub const SPACE: [f32; 3] = [4.0, 8.0, 12.0];
/// Corner radius of everything that has corners.
pub const RADIUS: u8 = 3;
/// Text sizes in points: small print, body, headings.
pub const TEXT: [f32; 3] = [11.0, 13.0, 15.0];

/// Colours of the states a frame can be in, after Okabe and Ito: apart for colour-blind eyes and on both grounds.
pub mod state {
    use eframe::egui::Color32;

    /// In the cache.
    pub const RESIDENT: Color32 = Color32::from_rgb(0x00, 0x9E, 0x73);
    /// In the cache, prefetched and not asked for yet.
    pub const UNUSED: Color32 = Color32::from_rgb(0x56, 0xC9, 0xA6);
    /// Waiting for a worker.
    pub const QUEUED: Color32 = Color32::from_rgb(0xE6, 0x9F, 0x00);
    /// Being loaded.
    pub const IN_FLIGHT: Color32 = Color32::from_rgb(0x56, 0xB4, 0xE9);
    /// Could not be loaded.
    pub const FAILED: Color32 = Color32::from_rgb(0xD5, 0x5E, 0x00);
    /// Late hits: asked for while in flight.
    pub const LATE: Color32 = Color32::from_rgb(0xCC, 0x79, 0xA7);
    /// Misses: asked for and neither resident nor in flight.
    pub const MISS: Color32 = Color32::from_rgb(0x2F, 0x7F, 0xD0);

    /// Neither in the cache nor on its way.
    pub fn not_loaded(dark: bool) -> Color32 {
        if dark { Color32::from_gray(0x3A) } else { Color32::from_gray(0xC8) }
    }

    /// Frames that the file leaves out.
    pub fn gap(dark: bool) -> Color32 {
        if dark { Color32::from_gray(0x18) } else { Color32::from_gray(0xF0) }
    }
}

/// The colour of a frame's state.
pub fn state_color(of: FrameState, dark: bool) -> Color32 {
    match of {
        FrameState::NotLoaded => state::not_loaded(dark),
        FrameState::Resident => state::RESIDENT,
        FrameState::Unused => state::UNUSED,
        FrameState::Queued => state::QUEUED,
        FrameState::InFlight => state::IN_FLIGHT,
        FrameState::Failed => state::FAILED,
    }
}

/// Bookmarks: the strongest contrast to the states, whatever the eyes.
pub fn bookmark(dark: bool) -> Color32 {
    if dark { Color32::from_rgb(0xF0, 0xE4, 0x42) } else { Color32::from_gray(0x18) }
}

/// A state's colour as text: darkened on light ground.
pub fn readable(color: Color32, dark: bool) -> Color32 {
    if dark { color } else { color.lerp_to_gamma(Color32::BLACK, 0.35) }
}

/// Series of the charts that are no state of a frame: the one looked at first, and the one beside it.
pub fn series(dark: bool) -> [Color32; 2] {
    if dark {
        [Color32::from_gray(0xD8), Color32::from_gray(0x7C)]
    } else {
        [Color32::from_gray(0x28), Color32::from_gray(0x90)]
    }
}

/// The colour of a kind of event: that of the state it leads to.
pub fn event(kind: EventKind, dark: bool) -> Color32 {
    match kind {
        EventKind::Hit | EventKind::LoadComplete => state::RESIDENT,
        EventKind::PrefetchSuccess => state::UNUSED,
        EventKind::LateHit => state::LATE,
        EventKind::Miss => state::MISS,
        EventKind::LoadStart | EventKind::PrefetchStart => state::IN_FLIGHT,
        EventKind::LoadError | EventKind::PrefetchError | EventKind::WorkerError => state::FAILED,
        EventKind::Planned => state::QUEUED,
        EventKind::Evict { .. } | EventKind::Cancelled | EventKind::Rejected | EventKind::Invalidated => {
            series(dark)[1]
        }
    }
}

/// The colour of a kind of problem: the more of the line is lost, the warmer.
pub fn problem(kind: ProblemKind, dark: bool) -> Color32 {
    match kind {
        ProblemKind::Rejected => state::FAILED,
        ProblemKind::Degenerate => state::QUEUED,
        ProblemKind::Duplicate => state::LATE,
        ProblemKind::Pending => series(dark)[1],
    }
}

const fn opaque([red, green, blue]: palette::Rgb) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

/// Behind the boxes.
pub fn canvas(dark: bool) -> Color32 {
    opaque(palette::ground(dark))
}

/// Where a picture would be.
pub fn no_picture(dark: bool) -> Color32 {
    if dark { Color32::from_gray(0x1C) } else { Color32::from_gray(0xD4) }
}

/// Text on a track's colour.
pub fn on_track(color: Color32) -> Color32 {
    opaque(palette::on_track([color.r(), color.g(), color.b()]))
}

/// The colour of a density, from 0 for hardly any box to 1 for the most: the more, the farther from the ground. The
/// stops are those of viridis (Smith and van der Walt 2015), whose lightness rises evenly for all eyes.
pub fn heat(level: f32, dark: bool) -> Color32 {
    const STOPS: [Color32; 6] = [
        Color32::from_rgb(0x44, 0x01, 0x54),
        Color32::from_rgb(0x41, 0x44, 0x87),
        Color32::from_rgb(0x2A, 0x78, 0x8E),
        Color32::from_rgb(0x22, 0xA8, 0x84),
        Color32::from_rgb(0x7A, 0xD1, 0x51),
        Color32::from_rgb(0xFD, 0xE7, 0x25),
    ];
    let level = if dark { level } else { 1.0 - level };
    let place = level.clamp(0.0, 1.0) * (STOPS.len() - 1) as f32;
    let at = (place as usize).min(STOPS.len() - 2);
    STOPS[at].lerp_to_gamma(STOPS[at + 1], place - at as f32)
}

/// Figures that change in place: one width a digit.
pub fn figures() -> FontId {
    FontId::new(TEXT[1], FontFamily::Monospace)
}

/// The same in small print.
pub fn small_figures() -> FontId {
    FontId::new(TEXT[0], FontFamily::Monospace)
}

/// Sets fonts, text sizes, spacing and corners for both themes.
pub fn apply(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    for theme in [egui::Theme::Dark, egui::Theme::Light] {
        ctx.style_mut_of(theme, |style| {
            style.text_styles = [
                (TextStyle::Small, FontId::new(TEXT[0], FontFamily::Proportional)),
                (TextStyle::Body, FontId::new(TEXT[1], FontFamily::Proportional)),
                (TextStyle::Button, FontId::new(TEXT[1], FontFamily::Proportional)),
                (TextStyle::Heading, FontId::new(TEXT[2], FontFamily::Proportional)),
                (TextStyle::Monospace, FontId::new(TEXT[1], FontFamily::Monospace)),
            ]
            .into();
            style.spacing.item_spacing = egui::vec2(SPACE[1], SPACE[0]);
            style.visuals = visuals(theme);
        });
    }
}

/// The default fonts; arrows and signs that the proportional one lacks come from the monospaced one.
fn fonts() -> egui::FontDefinitions {
    let mut fonts = egui::FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Monospace).cloned().unwrap_or_default();
    fonts.families.entry(FontFamily::Proportional).or_default().extend(fallback);
    fonts
}

fn visuals(theme: egui::Theme) -> Visuals {
    let mut visuals = theme.default_visuals();
    let radius = CornerRadius::same(RADIUS);
    let widgets = &mut visuals.widgets;
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = radius;
    }
    if theme == egui::Theme::Dark {
        visuals.panel_fill = Color32::from_gray(0x1B);
        visuals.extreme_bg_color = Color32::from_gray(0x10);
        visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, Color32::from_gray(0xC4));
        visuals.weak_text_color = Some(Color32::from_gray(0x92));
    } else {
        visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, Color32::from_gray(0x30));
        visuals.weak_text_color = Some(Color32::from_gray(0x68));
    }
    visuals
}
