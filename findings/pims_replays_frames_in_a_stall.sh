#!/usr/bin/env bash
# PIMS 0.7, which opens videos for trackpy (with av 18.1.0): where a camera stalled for a second, `pims.open` shows frames
# from before the stall a second time. Its reader has an index for each moment at the mean frame rate. The documentation says
# that missing frames come empty. Instead, they come from its cache of the last 16 frames, oldest first, so that objects jump
# back and move on again. `len` equals the true count, but 12 of the 60 frames are never shown.
#
# The video has 60 frames: 30 at 30 per second, nothing for a second, then 30 more at 30 per second.
#
# Seen, all indices in order:
#   PyAVReaderTimed: 60 frames, 48 different
#   0: 0 1 3 4 6 7 9 10 12 13 15 16 18 19 21 22 24 25 27 28
#   20: 29 6 8 9 11 11 14 15 17 18 20 21 23 24 26 27 29 6 8 9
#   40: 30 31 33 34 36 37 39 40 42 43 45 46 48 49 51 52 54 55 57 58
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pims==0.7 av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - "$work/video.mp4" <<'PYTHON' | tee "$work/seen"
import sys
from fractions import Fraction
import av
import numpy as np
import pims

BITS = 6
path = sys.argv[1]


def number(picture):
    return sum(int(picture[16, 16 * bit + 8, 0] > 127) << bit for bit in range(BITS))


with av.open(path, "w") as video:
    stream = video.add_stream("libx264", rate=30, options={"g": "10"})
    stream.width, stream.height, stream.pix_fmt = 16 * BITS, 32, "yuv420p"
    for n in range(60):
        squares = [[255 * (n >> bit & 1) for bit in range(BITS)]]
        frame = av.VideoFrame.from_ndarray(np.kron(squares, np.ones((32, 16))).astype(np.uint8), format="gray")
        frame.time_base, frame.pts = Fraction(1, 30), n if n < 30 else n + 30
        video.mux(stream.encode(frame))
    video.mux(stream.encode(None))

with av.open(path) as video:
    decoded = [number(frame.to_ndarray(format="rgb24")) for frame in video.decode(video=0)]
assert decoded == list(range(60))
reader = pims.open(path)
shown = [number(reader[n]) for n in range(len(reader))]
print(f"{type(reader).__name__}: {len(reader)} frames, {len(set(shown))} different")
for start in range(0, len(shown), 20):
    print(f"{start}:", *shown[start : start + 20])
PYTHON
diff - "$work/seen" <<'SEEN' || { echo "this is not what was seen with PIMS 0.7" >&2; exit 1; }
PyAVReaderTimed: 60 frames, 48 different
0: 0 1 3 4 6 7 9 10 12 13 15 16 18 19 21 22 24 25 27 28
20: 29 6 8 9 11 11 14 15 17 18 20 21 23 24 26 27 29 6 8 9
40: 30 31 33 34 36 37 39 40 42 43 45 46 48 49 51 52 54 55 57 58
SEEN
