//! A scene as a source of pictures: each is drawn when it is asked for.

use std::sync::Arc;

use super::street_scene::Scene;
use crate::provider::KeySet;
use crate::sequence::{Backdrop, Picture, PictureSource, Pool};

impl PictureSource for Scene {
    fn numbers(&self) -> Arc<KeySet> {
        Arc::clone(self.frame_numbers())
    }

    fn load(&self, number: u64, pool: &Pool) -> Backdrop<Picture> {
        let Some(frame) = u32::try_from(number).ok().filter(|_| self.frame_numbers().contains(number)) else {
            return Backdrop::Missing;
        };
        let (width, height) = (self.options().width, self.options().height);
        let mut pixels = pool.take(width as usize * height as usize);
        self.render(frame, &mut pixels);
        Backdrop::Ready(Picture::new(width, height, pixels))
    }

    fn size(&self) -> Option<(u32, u32)> {
        Some((self.options().width, self.options().height))
    }

    fn name(&self, number: u64) -> Option<String> {
        self.frame_numbers().contains(number).then(|| format!("street {number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::SceneOptions;

    #[test]
    fn pictures_are_drawn_for_all_frames_there_are_and_for_no_others() {
        let scene = Scene::new(&SceneOptions { frames: 3, width: 64, height: 48, ..SceneOptions::default() }).unwrap();
        let pool = Pool::default();
        let mut expected = vec![crate::sequence::Rgba::default(); 64 * 48];
        scene.render(2, &mut expected);
        assert_eq!(scene.load(2, &pool), Backdrop::Ready(Picture::new(64, 48, expected)));
        for none in [0, 4, u64::MAX] {
            assert_eq!(scene.load(none, &pool), Backdrop::Missing);
        }
        assert_eq!((scene.numbers().len(), scene.size()), (3, Some((64, 48))));
    }
}
