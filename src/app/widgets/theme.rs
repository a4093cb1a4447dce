//! All colours, spacings and text sizes of the window.

use eframe::egui::{self, Color32, CornerRadius, FontFamily, FontId, Stroke, TextStyle, Visuals};

use crate::app::model::lanes::ErrorLane;
use crate::app::model::strip::FrameState;
use crate::cache::EventKind;
use crate::metrics;
use crate::mot::ProblemKind;
use crate::palette;

pub use crate::app::model::layers::{NO_IDENTITY, track_color};

/// Spacing in points: within a group, between groups, between sections.
pub const SPACE: [f32; 3] = [4.0, 8.0, 12.0];
/// Corner radius of all widgets and windows, in points.
pub const RADIUS: u8 = 3;
/// Text sizes in points: small print, body, headings.
pub const TEXT: [f32; 3] = [11.0, 13.0, 15.0];

/// Colours of the states of a frame, from the Okabe-Ito palette: distinct for colour-blind users, in both themes.
pub mod state {
    use eframe::egui::Color32;

    /// Resident in the cache.
    pub const RESIDENT: Color32 = Color32::from_rgb(0x00, 0x9E, 0x73);
    /// Resident, prefetched, and not requested yet.
    pub const UNUSED: Color32 = Color32::from_rgb(0x56, 0xC9, 0xA6);
    /// Waiting for a worker.
    pub const QUEUED: Color32 = Color32::from_rgb(0xE6, 0x9F, 0x00);
    /// Being loaded.
    pub const IN_FLIGHT: Color32 = Color32::from_rgb(0x56, 0xB4, 0xE9);
    /// Could not be loaded.
    pub const FAILED: Color32 = Color32::from_rgb(0xD5, 0x5E, 0x00);
    /// Late hits: requested while in flight.
    pub const LATE: Color32 = Color32::from_rgb(0xCC, 0x79, 0xA7);
    /// Misses: requested while neither resident nor in flight.
    pub const MISS: Color32 = Color32::from_rgb(0x2F, 0x7F, 0xD0);

    /// Neither resident, queued nor in flight.
    pub fn not_loaded(dark: bool) -> Color32 {
        if dark { Color32::from_gray(0x3A) } else { Color32::from_gray(0xC8) }
    }

    /// Frame numbers that the file does not contain.
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

/// The colour of bookmarks: contrasts with all state colours, also for colour-blind users.
pub fn bookmark(dark: bool) -> Color32 {
    if dark { Color32::from_rgb(0xF0, 0xE4, 0x42) } else { Color32::from_gray(0x18) }
}

/// The colours of the ring around what has the keyboard focus, and of the line around the ring. One of them contrasts with any ground.
pub fn focus(dark: bool) -> [Color32; 2] {
    if dark {
        [Color32::from_rgb(0x7C, 0xC4, 0xFF), Color32::BLACK]
    } else {
        [Color32::from_rgb(0x00, 0x4E, 0xB4), Color32::WHITE]
    }
}

/// A colour for use as text: darkened in the light theme.
pub fn readable(color: Color32, dark: bool) -> Color32 {
    if dark { color } else { color.lerp_to_gamma(Color32::BLACK, 0.35) }
}

/// Colours of chart series that are not states of a frame: main series, secondary series.
pub fn series(dark: bool) -> [Color32; 2] {
    if dark {
        [Color32::from_gray(0xD8), Color32::from_gray(0x7C)]
    } else {
        [Color32::from_gray(0x28), Color32::from_gray(0x90)]
    }
}

/// The colour of a kind of event: the colour of the state it leads to.
pub fn event(kind: EventKind, dark: bool) -> Color32 {
    match kind {
        EventKind::Hit | EventKind::LoadComplete | EventKind::Refreshed => state::RESIDENT,
        EventKind::PrefetchSuccess | EventKind::Neighbour => state::UNUSED,
        EventKind::LateHit => state::LATE,
        EventKind::Miss => state::MISS,
        EventKind::LoadStart | EventKind::PrefetchStart => state::IN_FLIGHT,
        EventKind::LoadError | EventKind::PrefetchError | EventKind::RefreshError | EventKind::WorkerError => {
            state::FAILED
        }
        EventKind::Planned => state::QUEUED,
        EventKind::Evict { .. } | EventKind::Cancelled | EventKind::Rejected | EventKind::Invalidated => {
            series(dark)[1]
        }
    }
}

/// The colour of a kind of mistake of a tracker: wrong identities, misses, false boxes, and what is nearly right.
pub fn mistake(kind: metrics::EventKind, dark: bool) -> Color32 {
    use metrics::EventKind as Kind;
    match kind {
        Kind::Switch | Kind::Swap | Kind::Transfer => error_lane(ErrorLane::Switch, dark),
        Kind::MissedStretch | Kind::LateStart | Kind::EarlyEnd => error_lane(ErrorLane::Missed, dark),
        Kind::GhostStretch | Kind::Duplicate => error_lane(ErrorLane::False, dark),
        Kind::Fragmentation => error_lane(ErrorLane::Fragmentation, dark),
        Kind::LooseBox => series(dark)[1],
    }
}

/// The colour of a kind of problem: warmer if more of the line is lost.
pub fn problem(kind: ProblemKind, dark: bool) -> Color32 {
    match kind {
        ProblemKind::Rejected => state::FAILED,
        ProblemKind::Degenerate => state::QUEUED,
        ProblemKind::Duplicate => state::LATE,
        ProblemKind::Pending => series(dark)[1],
    }
}

/// The colour of a lane of errors, and of the boxes that it counts. Colour-blind people can tell them apart (palette of Okabe and
/// Ito, darker in the light theme).
pub fn error_lane(lane: ErrorLane, dark: bool) -> Color32 {
    let [on_dark, on_light] = match lane {
        ErrorLane::Missed => [(0xFF, 0x7A, 0x3C), (0xC2, 0x45, 0x00)],
        ErrorLane::False => [(0x4F, 0xA8, 0xFF), (0x00, 0x5F, 0xB0)],
        ErrorLane::Switch => [(0xF4, 0xE0, 0x30), (0x7A, 0x62, 0x00)],
        ErrorLane::Fragmentation => [(0xE0, 0x8C, 0xC6), (0x9A, 0x2F, 0x78)],
    };
    let (red, green, blue) = if dark { on_dark } else { on_light };
    Color32::from_rgb(red, green, blue)
}

/// The ground of the lanes under the scrubber.
pub fn lane_ground(dark: bool) -> Color32 {
    if dark { Color32::from_gray(0x28) } else { Color32::from_gray(0xE2) }
}

const fn opaque([red, green, blue]: palette::Rgb) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

/// The background of the canvas.
pub fn canvas(dark: bool) -> Color32 {
    opaque(palette::ground(dark))
}

/// The area of a picture that is not shown.
pub fn no_picture(dark: bool) -> Color32 {
    if dark { Color32::from_gray(0x1C) } else { Color32::from_gray(0xD4) }
}

/// The text colour that is readable on a track's colour.
pub fn on_track(color: Color32) -> Color32 {
    opaque(palette::on_track([color.r(), color.g(), color.b()]))
}

/// The colour of a box density, from 0 (hardly any box) to 1 (the most). Higher densities contrast more with the
/// background. Stops of viridis (Smith and van der Walt, 2015): its lightness is even, also for colour-blind users.
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

/// The font of numbers that change in place: all digits have one width.
pub fn figures() -> FontId {
    FontId::new(TEXT[1], FontFamily::Monospace)
}

/// The small font of numbers that change in place: all digits have one width.
pub fn small_figures() -> FontId {
    FontId::new(TEXT[0], FontFamily::Monospace)
}

/// The room beside what scrolls, for the scroll bar, in points.
const SCROLL_BAR: f32 = 8.0;

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
            // A scroll bar has room of its own: it would lie over the last digits of what is right-aligned.
            style.spacing.scroll.floating_allocated_width = SCROLL_BAR;
            style.visuals = visuals(theme);
        });
    }
}

/// The default fonts. Arrows and signs that the proportional font lacks come from the monospaced font.
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
