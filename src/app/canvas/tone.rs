//! Adjusted pictures: two million pixels take milliseconds, so a thread makes what is shown, and what is on screen stays
//! until then. Without adjustments there is no thread and no copy.

use std::sync::{Arc, Weak};

use eframe::egui::{ColorImage, Context};

use crate::app::model::frame::displayed_frame::{AdjustedImage, DisplayedFrame, UnderBoxes};
use crate::app::model::frame::texture_image::{self, TextureImage};
use crate::app::session::background::Newest;
use crate::render::PictureAdjustment;
use crate::sequence::{Pool, SequenceFrame};

struct AdjustmentRequest {
    serial: u64,
    number: u64,
    frame: Arc<SequenceFrame<TextureImage>>,
    look: PictureAdjustment,
}

struct AdjustedFrame {
    asked: AdjustmentRequest,
    photo: Arc<TextureImage>,
}

impl AdjustmentRequest {
    /// Makes the picture; none where there is none.
    fn answer(self, pool: &Arc<Pool>) -> Option<AdjustedFrame> {
        let photo = self.frame.backdrop.ready()?.toned(&self.look, pool);
        Some(AdjustedFrame { asked: self, photo: Arc::new(photo) })
    }

    fn is_about(&self, frame: &Arc<SequenceFrame<TextureImage>>, look: &PictureAdjustment) -> bool {
        Arc::ptr_eq(&self.frame, frame) && self.look == *look
    }
}

/// Asks for adjusted pictures, and keeps the last one.
#[derive(Default)]
pub struct Tone {
    worker: Option<Newest<AdjustmentRequest, AdjustedFrame>>,
    /// Questions so far.
    serial: u64,
    /// Answers to questions up to this one are older than what is on screen.
    passed: u64,
    asked: Option<(Weak<SequenceFrame<TextureImage>>, PictureAdjustment)>,
    ready: Option<AdjustedFrame>,
    proxy: Option<(Weak<ColorImage>, PictureAdjustment, Arc<ColorImage>)>,
}

impl Tone {
    /// What is to be drawn now that `shown` has arrived; `None` if that is what is drawn already. It may be an older
    /// frame, but never one older than what was drawn before.
    pub fn choose(
        &mut self,
        ctx: &Context,
        shown: &DisplayedFrame,
        look: &PictureAdjustment,
    ) -> Option<DisplayedFrame> {
        if look.is_identity() {
            if self.worker.is_some() || self.proxy.is_some() {
                *self = Self::default();
            }
            return Some(shown.clone());
        }
        match (shown.loaded(), shown.under_boxes()) {
            (Some(frame), UnderBoxes::Picture(_)) => self.whole(ctx, shown.number(), frame, look),
            (_, UnderBoxes::Proxy(_, image)) => {
                let toned = self.proxy(image, look);
                self.pass();
                Some(shown.clone().with_adjusted(AdjustedImage::Proxy(toned)))
            }
            _ => {
                self.pass();
                Some(shown.clone())
            }
        }
    }

    fn whole(
        &mut self,
        ctx: &Context,
        number: u64,
        frame: &Arc<SequenceFrame<TextureImage>>,
        look: &PictureAdjustment,
    ) -> Option<DisplayedFrame> {
        let worker = self.worker.get_or_insert_with(|| {
            // Buffers of its own: those that are decoded into are counted.
            let pool = Arc::new(Pool::default());
            Newest::start("motscope-tone", ctx, move |question: AdjustmentRequest, _| question.answer(&pool))
        });
        if let Some(answer) = worker.answers().filter(|answer| answer.asked.serial > self.passed).last() {
            self.ready = Some(answer);
        }
        if self.ready.as_ref().is_some_and(|ready| ready.asked.is_about(frame, look)) {
            // Whatever else was asked for is not wanted any more.
            self.passed = self.serial;
            self.asked = None;
        } else {
            let new = (Arc::downgrade(frame), *look);
            let is_asked = |asked: &(Weak<SequenceFrame<TextureImage>>, PictureAdjustment)| {
                asked.0.ptr_eq(&new.0) && asked.1 == new.1
            };
            if !self.asked.as_ref().is_some_and(is_asked) {
                self.serial += 1;
                worker.ask(AdjustmentRequest { serial: self.serial, number, frame: Arc::clone(frame), look: *look });
                self.asked = Some(new);
            }
        }
        let ready = self.ready.as_ref()?;
        let frame = DisplayedFrame::whole(ready.asked.number, Arc::clone(&ready.asked.frame));
        Some(frame.with_adjusted(AdjustedImage::Whole(Arc::clone(&ready.photo))))
    }

    /// A small picture adjusted: as quick as asking somebody.
    fn proxy(&mut self, image: &Arc<ColorImage>, look: &PictureAdjustment) -> Arc<ColorImage> {
        let of = Arc::downgrade(image);
        if let Some((known, known_look, toned)) = &self.proxy
            && known.ptr_eq(&of)
            && known_look == look
        {
            return Arc::clone(toned);
        }
        let toned = Arc::new(texture_image::toned(image, look, &Pool::default()));
        self.proxy = Some((of, *look, Arc::clone(&toned)));
        toned
    }

    /// Something is drawn that needs no thread: what was asked for before it is too late.
    fn pass(&mut self) {
        self.passed = self.serial;
        self.asked = None;
        self.ready = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::frame::texture_image::Sketch;
    use crate::mot::Frame;
    use crate::sequence::{Backdrop, Picture, Pooled, Rgba, SequenceFrame};

    const DARK: PictureAdjustment = PictureAdjustment { brightness: -0.2, contrast: 1.0, gamma: 1.0, dim: 0.0 };
    const LIGHT: PictureAdjustment = PictureAdjustment { brightness: 0.2, ..DARK };

    fn frame<P>(backdrop: Backdrop<P>) -> SequenceFrame<P> {
        let boxes = Arc::new(Frame { number: 1, detections: Vec::new(), rejected: 0 });
        SequenceFrame { boxes, overlays: Box::default(), backdrop }
    }

    /// Frame `number`, whose picture is a pixel of that grey.
    fn whole(number: u8) -> DisplayedFrame {
        let pool = Arc::new(Pool::default());
        let picture = Picture { width: 1, height: 1, pixels: vec![Rgba([number, number, number, 255])] };
        let photo = TextureImage::new(Pooled::new(picture, Arc::clone(&pool)), &pool);
        DisplayedFrame::Whole(number.into(), Arc::new(frame(Backdrop::Ready(photo))))
    }

    fn grey(drawn: &Drawn) -> u8 {
        drawn.image().unwrap().pixels[0].r()
    }

    /// Chooses until `shown` is drawn under `look`; everything that was drawn on the way.
    fn until_drawn(tone: &mut Tone, shown: &DisplayedFrame, look: &PictureAdjustment) -> Vec<Drawn> {
        let mut drawn = Vec::new();
        loop {
            if let Some(chosen) = tone.choose(&Context::default(), shown, look) {
                drawn.push(chosen);
            }
            if drawn.last().is_some_and(|last| {
                last.shown.number() == shown.number()
                    && i16::from(grey(last)) - shown.number() as i16 == if *look == DARK { -51 } else { 51 }
            }) {
                return drawn;
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn boxes_and_adjusted_picture_are_of_one_frame_and_frames_never_go_back() {
        let mut tone = Tone::default();
        let mut numbers = vec![0];
        for number in 60..90 {
            for drawn in until_drawn(&mut tone, &whole(number), &DARK) {
                assert_eq!(u64::from(grey(&drawn)), drawn.shown.number() - 51);
                numbers.push(drawn.shown.number());
            }
        }
        assert!(numbers.is_sorted());
    }

    #[test]
    fn the_frame_stays_as_it_was_until_it_is_adjusted_anew() {
        let (mut tone, shown) = (Tone::default(), whole(100));
        until_drawn(&mut tone, &shown, &DARK);
        let drawn = until_drawn(&mut tone, &shown, &LIGHT);
        assert!(drawn.iter().all(|drawn| drawn.shown.number() == 100 && [49, 151].contains(&grey(drawn))));
    }

    #[test]
    fn what_is_late_does_not_replace_what_is_newer() {
        let mut tone = Tone::default();
        let (old, new) = (whole(60), whole(80));
        assert!(tone.choose(&Context::default(), &old, &DARK).is_none());
        let image = Arc::new(ColorImage::filled([1, 1], eframe::egui::Color32::from_gray(70)));
        let sketch = Sketch { frame: frame(Backdrop::Ready(())), proxy: Some((70, Arc::clone(&image))) };
        let sketch = DisplayedFrame::Sketch(70, Arc::new(sketch));
        for _ in 0..2 {
            let drawn = tone.choose(&Context::default(), &sketch, &DARK).unwrap();
            assert_eq!((drawn.shown.number(), grey(&drawn)), (70, 19));
        }
        assert!(until_drawn(&mut tone, &new, &DARK).iter().all(|drawn| drawn.shown.number() == 80));
    }

    #[test]
    fn without_adjustments_the_picture_itself_is_drawn_and_no_thread_runs() {
        let (mut tone, shown) = (Tone::default(), whole(100));
        until_drawn(&mut tone, &shown, &DARK);
        let drawn = tone.choose(&Context::default(), &shown, &PictureAdjustment::default()).unwrap();
        let UnderBoxes::Picture(photo) = shown.under_boxes() else { panic!() };
        assert!(Arc::ptr_eq(drawn.image().unwrap(), photo.image().unwrap()));
        assert!(tone.worker.is_none());
    }
}
