//! The status line in the corner of the canvas: displayed frame, scale, and pixel under the pointer.

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Ui, vec2};

use crate::app::model::camera::{Area, Camera, Transform};
use crate::app::model::format::{self, counted};
use crate::app::model::frame::displayed_frame::{DisplayedFrame, UnderBoxes};
use crate::app::model::shown_rows::HiddenRows;
use crate::app::session::describe;
use crate::app::session::view::View;
use crate::app::widgets::theme;
use crate::mot::{Frame, Layout};
use crate::sequence::Orientation;

/// Draws the status line.
pub fn show(
    ui: &Ui,
    painter: &Painter,
    canvas: Rect,
    (view, camera): (&View<'_>, &Camera),
    told: &str,
    transform: Transform,
    pointed: Option<String>,
) {
    let scale = scale(view, camera, transform, ui.pixels_per_point());
    let scene = match view.document.and_then(|document| document.stated_size) {
        _ if view.state.extent.is_picture => String::new(),
        None => " · scaled to the boxes: picture size unknown".to_owned(),
        Some((width, height)) => {
            format!(" · scaled to the boxes: they do not fit the stated {width} × {height} pixels")
        }
    };
    let pointed = pointed.map(|pointed| format!(" · {pointed}")).unwrap_or_default();
    let offset = view.document.and_then(describe::pairing).map(|told| format!(" · {told}")).unwrap_or_default();
    let text = format!("{told} · {scale}{scene}{offset}{pointed}");
    let font = FontId::proportional(theme::TEXT[0]);
    let job = LayoutJob::simple_singleline(text, font, ui.visuals().weak_text_color());
    let wrap = TextWrapping::truncate_at_width((canvas.width() - 2.0 * theme::SPACE[1]).max(0.0));
    let galley = painter.layout_job(LayoutJob { wrap, ..job });
    let at =
        Align2::LEFT_BOTTOM.anchor_rect(Rect::from_min_size(canvas.left_bottom() + vec2(6.0, -4.0), galley.size()));
    painter.rect_filled(
        at.expand2(vec2(4.0, 1.0)),
        theme::RADIUS,
        theme::canvas(ui.visuals().dark_mode).gamma_multiply(0.8),
    );
    painter.galley(at.min, galley, Color32::PLACEHOLDER);
}

/// The scale as text. For a picture: screen pixels per picture pixel, in percent.
fn scale(view: &View<'_>, camera: &Camera, transform: Transform, pixels_per_point: f32) -> String {
    let fit = if camera.viewport.is_fit() { "fit" } else { "" };
    if view.state.extent.is_picture {
        let percent = figure(transform.scale * f64::from(pixels_per_point) * 100.0);
        return if fit.is_empty() { format!("{percent} %") } else { format!("{fit}, {percent} %") };
    }
    if fit.is_empty() { format!("{:.0} % of fit", camera.viewport.zoom() * 100.0) } else { fit.to_owned() }
}

/// A percentage; with one decimal if it is below 10.
fn figure(percent: f64) -> String {
    if percent < 10.0 { format!("{percent:.1}") } else { format!("{percent:.0}") }
}

/// Position and colour of the picture pixel under the pointer. The colour is that of the file, without adjustments.
pub fn pointed(shown: &DisplayedFrame, transform: Transform, pointer: Pos2) -> Option<String> {
    let (x, y) = transform.to_scene(pointer);
    let UnderBoxes::Picture(picture) = shown.under_boxes() else { return None };
    let Area { right, bottom, .. } = Area::of_picture(picture.size());
    if !(x >= 0.0 && y >= 0.0 && x < right && y < bottom) {
        return None;
    }
    let color = picture.pixel(x as u32, y as u32)?;
    Some(format!("x {}, y {}: RGB {} {} {}", x as u32, y as u32, color.r(), color.g(), color.b()))
}

/// How the picture was turned, to be appended to the description of the frame; empty if it was not.
pub fn turned(shown: &DisplayedFrame) -> String {
    match shown.under_boxes() {
        UnderBoxes::Picture(picture) if picture.orientation() != Orientation::AsStored => {
            format!(", picture {} (EXIF)", picture.orientation())
        }
        _ => String::new(),
    }
}

/// What is drawn of the main layer.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    /// Whether the layer is shown.
    pub is_shown: bool,
    /// Number of boxes in view.
    pub boxes: usize,
    /// Whether they are drawn as a density.
    pub is_density: bool,
    /// Rows that are not shown.
    pub hidden: HiddenRows,
}

/// Describes the drawn frame: number, boxes or points, hidden boxes and unreadable lines.
pub fn told(number: u64, frame: &Frame, layout: Layout, drawn: Drawn) -> String {
    let [one, many] = if layout.are_points { ["point", "points"] } else { ["box", "boxes"] };
    let boxes = counted(drawn.boxes as u64, one, many);
    let density = if drawn.is_density { " as density" } else { "" };
    let seen = drawn.boxes + drawn.hidden.count();
    let out_of_view = match frame.detections.len().saturating_sub(seen) {
        outside if outside > 0 && !drawn.is_shown => ", layer not shown".to_owned(),
        outside => out_of_view(outside),
    };
    let rejected = match frame.rejected {
        0 => String::new(),
        rejected => format!(", {} cannot be read", counted(rejected.into(), "line", "lines")),
    };
    format!("frame {number}, {boxes}{density}{}{out_of_view}{rejected}", hidden(drawn.hidden))
}

/// Says how many shown rows are outside of the canvas. Empty if none are.
pub fn out_of_view(outside: usize) -> String {
    if outside == 0 { String::new() } else { format!(", {} out of view", format::count(outside as u64)) }
}

/// Says how many rows of a layer are not shown, and why. Empty if all are.
pub fn hidden(hidden: HiddenRows) -> String {
    let told = |count: usize, why: &str| match count {
        0 => String::new(),
        count => format!(", {} {why}", format::count(count as u64)),
    };
    told(hidden.of_tracks, "hidden") + &told(hidden.filtered, "filtered") + &told(hidden.not_judged, "not judged")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_percentage_is_not_rounded_to_nothing() {
        assert_eq!([0.4, 9.94, 31.6, 3200.0].map(figure), ["0.4", "9.9", "32", "3200"]);
    }
}
