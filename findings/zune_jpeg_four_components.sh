#!/usr/bin/env bash
# zune-jpeg 0.5.15 (with zune-core 0.5.3): a CMYK JPEG of one colour comes out in four colours if RGBA is asked for. The
# decoder returns as many bytes as RGBA needs and no error, but pixels of three bytes lie where pixels of four should be,
# and the end is zero. If RGB is asked for, the colour is right. A viewer whose textures are RGBA shows stripes.
#
# Seen, for 32 × 16 pixels of the colour that Pillow reads as (255, 55, 0):
#   RGB: 1536 bytes, colours [255, 55, 0]
#   RGBA: 2048 bytes, colours [0, 0, 0, 0] [0, 255, 55, 0] [55, 0, 255, 55] [255, 55, 0, 255]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pillow==12.0.0
"$work/venv/bin/python" - "$work/cmyk.jpg" <<'PYTHON'
import sys
from PIL import Image

Image.new("CMYK", (32, 16), (0, 200, 255, 0)).save(sys.argv[1], quality=95, subsampling=0)
assert Image.open(sys.argv[1]).convert("RGB").getcolors() == [(32 * 16, (255, 55, 0))]
PYTHON
mkdir "$work/src"
cat >"$work/Cargo.toml" <<'TOML'
[package]
name = "seen"
version = "0.1.0"
edition = "2024"

[dependencies]
zune-core = "=0.5.3"
zune-jpeg = "=0.5.15"
TOML
cat >"$work/src/main.rs" <<'RUST'
use std::collections::BTreeSet;

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

fn main() {
    let jpeg = std::fs::read("cmyk.jpg").unwrap();
    for (wanted, size) in [(ColorSpace::RGB, 3), (ColorSpace::RGBA, 4)] {
        let options = DecoderOptions::default().jpeg_set_out_colorspace(wanted);
        let pixels = JpegDecoder::new_with_options(ZCursor::new(&jpeg[..]), options).decode().unwrap();
        let colours: BTreeSet<&[u8]> = pixels.chunks(size).collect();
        let colours: Vec<String> = colours.iter().map(|colour| format!("{colour:?}")).collect();
        println!("{wanted:?}: {} bytes, colours {}", pixels.len(), colours.join(" "));
    }
}
RUST
(cd "$work" && CARGO_TARGET_DIR=target cargo run --quiet) | tee "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "this is not what was seen with zune-jpeg 0.5.15" >&2; exit 1; }
RGB: 1536 bytes, colours [255, 55, 0]
RGBA: 2048 bytes, colours [0, 0, 0, 0] [0, 255, 55, 0] [55, 0, 255, 55] [255, 55, 0, 255]
SEEN
