//! The tree `share` of a package, as the XDG specifications name its folders.

use std::io::{self, Cursor};

use clap::Command;
use clap_complete::Shell;
use image::{ImageFormat, RgbaImage};

use super::man;
use crate::cli::completions;
use crate::icon;

/// The sides of icons in pixels, as the icon theme `hicolor` has them.
const ICONS: [u32; 9] = [16, 22, 24, 32, 48, 64, 128, 256, 512];
/// The entry in menus of desktops.
const DESKTOP: &str = include_str!("../../../assets/linux/motscope.desktop");
/// The kinds of files that motscope knows by their names.
const MIME: &str = include_str!("../../../assets/linux/motscope-mime.xml");
/// What software centres show.
const METAINFO: &str = include_str!("../../../assets/linux/motscope.metainfo.xml");

/// The path of each file within `share`, and its bytes.
pub(super) fn files(command: Command) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut files = vec![
        ("applications/motscope.desktop".to_owned(), DESKTOP.into()),
        ("mime/packages/motscope.xml".to_owned(), MIME.into()),
        ("metainfo/motscope.metainfo.xml".to_owned(), METAINFO.into()),
        ("icons/hicolor/scalable/apps/motscope.svg".to_owned(), icon::svg().into_bytes()),
    ];
    for side in ICONS {
        files.push((format!("icons/hicolor/{side}x{side}/apps/motscope.png"), icon(side)?));
    }
    for (shell, path) in [
        (Shell::Bash, "bash-completion/completions/motscope"),
        (Shell::Zsh, "zsh/site-functions/_motscope"),
        (Shell::Fish, "fish/vendor_completions.d/motscope.fish"),
    ] {
        files.push((path.to_owned(), completions::text(shell, command.clone()).into_bytes()));
    }
    files.extend(man::pages(command)?.into_iter().map(|(name, page)| (format!("man/man1/{name}"), page)));
    Ok(files)
}

/// The icon as PNG.
fn icon(side: u32) -> io::Result<Vec<u8>> {
    let picture = RgbaImage::from_raw(side, side, icon::pixels(side))
        .ok_or_else(|| io::Error::other("there is no memory for an icon"))?;
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).map_err(io::Error::other)?;
    Ok(bytes.into_inner())
}
