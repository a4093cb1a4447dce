#!/usr/bin/env bash
# decord 0.6.0: an mp4 that was trimmed without encoding it anew has more frames for decord than it shows, and one index gives
# two pictures. The trimmed file starts with the frames since the key frame before the cut, which its edit list hides. decord
# hides them too, but counts them: `len` is 60 for 45 frames. Read in order, frame n is right and the last picture comes 15
# times more. Read alone, index 40 gives the picture that belongs to index 25. Nothing is raised.
#
# The video has 60 frames at 30 per second, one key frame, and is cut at 0.5 s: it shows pictures 15 to 59.
#
# Seen:
#   ffmpeg: 45 frames, first 15, last 59
#   decord: 60 frames
#   in order: [0] 15 [10] 25 [25] 40 [40] 55 [44] 59 [45] 59 [59] 59
#   alone:    [0] 15 [10] 25 [25] 40 [40] 40 [44] 44 [45] 45 [59] 59
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check decord==0.6.0 imageio-ffmpeg==0.8.1 numpy==2.4.6
"$work/venv/bin/python" - "$work/whole.mp4" "$work/trimmed.mp4" <<'PYTHON' | tee "$work/seen"
import subprocess
import sys
import imageio_ffmpeg
import numpy as np
from decord import VideoReader

WIDTH, HEIGHT, BITS = 96, 32, 6
whole, trimmed = sys.argv[1:]


def picture(n):
    squares = [[255 * (n >> bit & 1) for bit in range(BITS)]]
    return np.kron(squares, np.ones((HEIGHT, WIDTH // BITS))).astype(np.uint8).tobytes()


def number(pixels):
    return sum(int(pixels[HEIGHT // 2, 16 * bit + 8] > 127) << bit for bit in range(BITS))


def ffmpeg(*words, pixels=None):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *words]
    return subprocess.run(command, input=pixels, stdout=subprocess.PIPE, check=True).stdout


raw = ["-f", "rawvideo", "-pix_fmt", "gray"]
ffmpeg(*raw, "-s", f"{WIDTH}x{HEIGHT}", "-r", "30", "-i", "-", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "250", whole,
       pixels=b"".join(map(picture, range(60))))
ffmpeg("-ss", "0.5", "-i", whole, "-c", "copy", trimmed)
shown = np.frombuffer(ffmpeg("-i", trimmed, "-fps_mode", "passthrough", *raw, "-"), np.uint8).reshape(-1, HEIGHT, WIDTH)
print(f"ffmpeg: {len(shown)} frames, first {number(shown[0])}, last {number(shown[-1])}")
reader = VideoReader(trimmed)
print(f"decord: {len(reader)} frames")
asked = (0, 10, 25, 40, 44, 45, 59)
in_order = [number(frame.asnumpy()[..., 0]) for frame in (reader[n] for n in range(len(reader)))]
print("in order:", *(f"[{n}] {in_order[n]}" for n in asked))
print("alone:   ", *(f"[{n}] {number(VideoReader(trimmed)[n].asnumpy()[..., 0])}" for n in asked))
PYTHON
diff - "$work/seen" <<'SEEN' || { echo "this is not what was seen with decord 0.6.0" >&2; exit 1; }
ffmpeg: 45 frames, first 15, last 59
decord: 60 frames
in order: [0] 15 [10] 25 [25] 40 [40] 55 [44] 59 [45] 59 [59] 59
alone:    [0] 15 [10] 25 [25] 40 [40] 40 [44] 44 [45] 45 [59] 59
SEEN
