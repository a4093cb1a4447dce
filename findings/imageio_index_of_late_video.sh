#!/usr/bin/env bash
# imageio 2.38.1 with av 18.1.0: if the first frame of a video is not at time 0, as when its sound begins earlier, `imread`
# with an index gives wrong frames, although the frame rate is constant and there are no B-frames. Index 1 is right and index
# 2 is frame 0. Here, with frames that begin at 0.5 s, index 15 is frame 0 too, and each index after it gives the frame 15
# before the right one. Index 60, which does not exist, gives frame 45. Reading all frames at once is right.
#
# Seen, for a video of 60 frames at 30 per second:
#   first frame at 0.0 s: all 60, [0] 0 [1] 1 [2] 2 [15] 15 [16] 16 [30] 30 [59] 59 [60] StopIteration
#   first frame at 0.5 s: all 60, [0] 0 [1] 1 [2] 0 [15] 0 [16] 1 [30] 15 [59] 44 [60] 45
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check imageio==2.38.1 av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - "$work/video.mp4" <<'PYTHON' | tee "$work/seen"
import sys
from fractions import Fraction
import av
import imageio.v3 as imageio
import numpy as np

FRAMES, BITS = 60, 6
path = sys.argv[1]


def make(first):
    with av.open(path, "w") as video:
        stream = video.add_stream("libx264", rate=30, options={"g": "10", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = 16 * BITS, 32, "yuv420p"
        for n in range(FRAMES):
            squares = [[255 * (n >> bit & 1) for bit in range(BITS)]]
            frame = av.VideoFrame.from_ndarray(np.kron(squares, np.ones((32, 16))).astype(np.uint8), format="gray")
            frame.time_base, frame.pts = Fraction(1, 30), first + n
            video.mux(stream.encode(frame))
        video.mux(stream.encode(None))


def number(picture):
    return sum(int(picture[16, 16 * bit + 8, 0] > 127) << bit for bit in range(BITS))


def at(index):
    try:
        return number(imageio.imread(path, plugin="pyav", index=index))
    except Exception as error:
        return type(error).__name__


for first in (0, 15):
    make(first)
    every = [number(picture) for picture in imageio.imread(path, plugin="pyav")]
    assert every == list(range(FRAMES))
    print(f"first frame at {first / 30} s: all {len(every)},", *(f"[{n}] {at(n)}" for n in (0, 1, 2, 15, 16, 30, 59, 60)))
PYTHON
diff - "$work/seen" <<'SEEN' || { echo "this is not what was seen with imageio 2.38.1" >&2; exit 1; }
first frame at 0.0 s: all 60, [0] 0 [1] 1 [2] 2 [15] 15 [16] 16 [30] 30 [59] 59 [60] StopIteration
first frame at 0.5 s: all 60, [0] 0 [1] 1 [2] 0 [15] 0 [16] 1 [30] 15 [59] 44 [60] 45
SEEN
