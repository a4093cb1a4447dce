//! Adjusts brightness, contrast and gamma of pictures. Two million pixels take milliseconds, so a thread does it while
//! the previous picture stays on screen. Without adjustments there is no thread and no copy.

use std::sync::{Arc, Weak};

use eframe::egui::{ColorImage, Context};

use crate::app::model::frame::displayed_frame::{AdjustedImage, DisplayedFrame, UnderBoxes};
use crate::app::model::frame::texture_image::{self, TextureImage};
use crate::app::session::background::Newest;
use crate::render::PictureAdjustment;
use crate::sequence::Pool;

struct AdjustmentRequest {
    serial: u64,
    frame: DisplayedFrame,
    picture: Arc<TextureImage>,
    look: PictureAdjustment,
}

struct AdjustedFrame {
    asked: AdjustmentRequest,
    image: Arc<TextureImage>,
}

impl AdjustmentRequest {
    /// Adjusts the picture.
    fn answer(self, pool: &Arc<Pool>) -> AdjustedFrame {
        let image = Arc::new(self.picture.toned(&self.look, pool));
        AdjustedFrame { asked: self, image }
    }

    /// Whether it is about this picture. The boxes over it may be others.
    fn is_about(&self, picture: &Arc<TextureImage>, look: &PictureAdjustment) -> bool {
        Arc::ptr_eq(&self.picture, picture) && self.look == *look
    }
}

/// Requests adjusted pictures from a thread and keeps the last one.
#[derive(Default)]
pub struct Tone {
    worker: Option<Newest<AdjustmentRequest, AdjustedFrame>>,
    /// Number of requests so far.
    serial: u64,
    /// Results of requests up to this number are older than the picture on screen.
    passed: u64,
    asked: Option<(Weak<TextureImage>, PictureAdjustment)>,
    ready: Option<AdjustedFrame>,
    proxy: Option<(Weak<ColorImage>, PictureAdjustment, Arc<ColorImage>)>,
}

impl Tone {
    /// Forgets the frames of before, because others are open now. The picture of `shown` stays adjusted if it is known.
    pub fn turn_to(&mut self, shown: &DisplayedFrame) {
        let UnderBoxes::Picture(picture) = shown.under_boxes() else { return *self = Self::default() };
        let known = self.ready.take().filter(|ready| Arc::ptr_eq(&ready.asked.picture, picture));
        self.pass();
        self.ready = known;
    }

    /// The frame to draw after `shown` has arrived; `None` if it is drawn already. It may be older than `shown`, but is
    /// never older than the frame drawn before.
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
            (Some(_), UnderBoxes::Picture(picture)) => self.whole(ctx, shown, picture, look),
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
        shown: &DisplayedFrame,
        picture: &Arc<TextureImage>,
        look: &PictureAdjustment,
    ) -> Option<DisplayedFrame> {
        let worker = self.worker.get_or_insert_with(|| {
            // A separate pool, because the buffers for decoding are counted in the memory budget.
            let pool = Arc::new(Pool::default());
            Newest::start("motscope-tone", ctx, move |question: AdjustmentRequest, _| Some(question.answer(&pool)))
        });
        if let Some(answer) = worker.answers().filter(|answer| answer.asked.serial > self.passed).last() {
            self.ready = Some(answer);
        }
        if self.ready.as_ref().is_some_and(|ready| ready.asked.is_about(picture, look)) {
            // Earlier requests are no longer needed.
            self.passed = self.serial;
            self.asked = None;
            let image = Arc::clone(&self.ready.as_ref()?.image);
            return Some(shown.clone().with_adjusted(AdjustedImage::Whole(image)));
        }
        let new = (Arc::downgrade(picture), *look);
        let is_asked = |asked: &(Weak<TextureImage>, PictureAdjustment)| asked.0.ptr_eq(&new.0) && asked.1 == new.1;
        if !self.asked.as_ref().is_some_and(is_asked) {
            self.serial += 1;
            let (serial, frame, picture) = (self.serial, shown.clone(), Arc::clone(picture));
            worker.ask(AdjustmentRequest { serial, frame, picture, look: *look });
            self.asked = Some(new);
        }
        let ready = self.ready.as_ref()?;
        Some(ready.asked.frame.clone().with_adjusted(AdjustedImage::Whole(Arc::clone(&ready.image))))
    }

    /// Adjusts a preview picture at once: it is so small that a thread would not be faster.
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

    /// Drops the results of pending requests, because a newer frame was drawn without the thread.
    fn pass(&mut self) {
        self.passed = self.serial;
        self.asked = None;
        self.ready = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::frame::texture_image::PreviewFrame;
    use crate::app::model::frame::whole_frame::WholeFrame;
    use crate::mot::Frame;
    use crate::sequence::{Backdrop, Picture, Pooled, Rgba, SequenceFrame};

    const DARK: PictureAdjustment = PictureAdjustment { brightness: -0.2, contrast: 1.0, gamma: 1.0, dim: 0.0 };
    const LIGHT: PictureAdjustment = PictureAdjustment { brightness: 0.2, ..DARK };

    fn frame<P>(backdrop: Backdrop<P>) -> SequenceFrame<P> {
        let boxes = Arc::new(Frame { number: 1, detections: Vec::new(), rejected: 0 });
        SequenceFrame { boxes, overlays: Box::default(), backdrop }
    }

    /// Frame `number` with a picture of one grey pixel of value `number`.
    fn whole(number: u8) -> DisplayedFrame {
        let pool = Arc::new(Pool::default());
        let picture = Picture::new(1, 1, vec![Rgba([number, number, number, 255])]);
        let image = TextureImage::new(Pooled::new(picture, Arc::clone(&pool)), &pool);
        let frame = frame(Backdrop::Ready(Arc::new(image)));
        let frame = WholeFrame::new(frame, Some(number.into()), Arc::default(), Box::default());
        DisplayedFrame::whole(number.into(), Arc::new(frame), &Arc::default())
    }

    fn grey(drawn: &DisplayedFrame) -> u8 {
        drawn.image().unwrap().pixels[0].r()
    }

    /// Calls `choose` until `shown` is drawn with `look`. Returns all frames drawn on the way.
    fn until_drawn(tone: &mut Tone, shown: &DisplayedFrame, look: &PictureAdjustment) -> Vec<DisplayedFrame> {
        let mut drawn = Vec::new();
        loop {
            if let Some(chosen) = tone.choose(&Context::default(), shown, look) {
                drawn.push(chosen);
            }
            if drawn.last().is_some_and(|last| {
                last.number() == shown.number()
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
                assert_eq!(u64::from(grey(&drawn)), drawn.number() - 51);
                numbers.push(drawn.number());
            }
        }
        assert!(numbers.is_sorted());
    }

    #[test]
    fn the_frame_stays_as_it_was_until_it_is_adjusted_anew() {
        let (mut tone, shown) = (Tone::default(), whole(100));
        until_drawn(&mut tone, &shown, &DARK);
        let drawn = until_drawn(&mut tone, &shown, &LIGHT);
        assert!(drawn.iter().all(|drawn| drawn.number() == 100 && [49, 151].contains(&grey(drawn))));
    }

    #[test]
    fn what_is_late_does_not_replace_what_is_newer() {
        let mut tone = Tone::default();
        let (old, new) = (whole(60), whole(80));
        assert!(tone.choose(&Context::default(), &old, &DARK).is_none());
        let image = Arc::new(ColorImage::filled([1, 1], eframe::egui::Color32::from_gray(70)));
        let preview = PreviewFrame { frame: frame(Backdrop::Ready(())), proxy: Some((70, Arc::clone(&image))) };
        let preview = DisplayedFrame::preview(70, Arc::new(preview));
        for _ in 0..2 {
            let drawn = tone.choose(&Context::default(), &preview, &DARK).unwrap();
            assert_eq!((drawn.number(), grey(&drawn)), (70, 19));
        }
        assert!(until_drawn(&mut tone, &new, &DARK).iter().all(|drawn| drawn.number() == 80));
    }

    #[test]
    fn without_adjustments_the_picture_itself_is_drawn_and_no_thread_runs() {
        let (mut tone, shown) = (Tone::default(), whole(100));
        until_drawn(&mut tone, &shown, &DARK);
        let drawn = tone.choose(&Context::default(), &shown, &PictureAdjustment::default()).unwrap();
        let UnderBoxes::Picture(image) = shown.under_boxes() else { panic!() };
        assert!(Arc::ptr_eq(drawn.image().unwrap(), image.image().unwrap()));
        assert!(tone.worker.is_none());
    }
}
