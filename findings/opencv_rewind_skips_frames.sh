#!/usr/bin/env bash
# opencv-python-headless 5.0.0.93: in an MPEG-TS video with B-frames, `set(CAP_PROP_POS_FRAMES, 0)` does not go back to the
# first frame. The next `read()` gives frame 10, the second key frame, and every n from 1 to 11 gives frame 11. So the first
# ten frames can be read only directly after opening. `set` returns True all the same. From frame 12 on, every n is
# right. Without B-frames every n is right.
#
# The video has 60 frames at a constant 30 frames per second and a key frame at every tenth. Frames show their number.
#
# Seen:
#   with B-frames, read after set to 0, 1, ... 12: 10 11 11 11 11 11 11 11 11 11 11 11 12
#   without B-frames, read after set to 0, 1, ... 12: 0 1 2 3 4 5 6 7 8 9 10 11 12
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check opencv-python-headless==5.0.0.93 av==18.1.0 numpy==2.4.6
# The decoder's remarks about frames before the place that was jumped to go to the error output.
"$work/venv/bin/python" - "$work/video.ts" <<'PYTHON' 2>"$work/remarks" | tee "$work/seen"
import sys
import av
import cv2
import numpy as np

FRAMES, BITS = 60, 6
path = sys.argv[1]


def make(b_frames):
    with av.open(path, "w") as video:
        stream = video.add_stream("libx264", rate=30, options={"g": "10", "bf": str(b_frames), "sc_threshold": "0"})
        stream.width, stream.height, stream.pix_fmt = 16 * BITS, 32, "yuv420p"
        for n in range(FRAMES):
            squares = [[255 * (n >> bit & 1) for bit in range(BITS)]]
            picture = np.kron(squares, np.ones((32, 16))).astype(np.uint8)
            video.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="gray")))
        video.mux(stream.encode(None))


def number(reader):
    found, picture = reader.read()
    return sum(int(picture[16, 16 * bit + 8, 0] > 127) << bit for bit in range(BITS)) if found else None


for name, b_frames in [("with B-frames", 3), ("without B-frames", 0)]:
    make(b_frames)
    whole = cv2.VideoCapture(path)
    assert [number(whole) for _ in range(FRAMES + 1)] == [*range(FRAMES), None]
    reader = cv2.VideoCapture(path)
    landed = []
    for n in range(FRAMES):
        assert reader.set(cv2.CAP_PROP_POS_FRAMES, n)
        landed.append(number(reader))
    assert landed[12:] == list(range(12, FRAMES))
    print(f"{name}, read after set to 0, 1, ... 12:", *landed[:13])
PYTHON
diff - "$work/seen" <<'SEEN' || { echo "this is not what was seen with opencv-python-headless 5.0.0.93" >&2; exit 1; }
with B-frames, read after set to 0, 1, ... 12: 10 11 11 11 11 11 11 11 11 11 11 11 12
without B-frames, read after set to 0, 1, ... 12: 0 1 2 3 4 5 6 7 8 9 10 11 12
SEEN
