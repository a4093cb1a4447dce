#!/usr/bin/env bash
# supervision 0.31.2: `get_video_frames_generator(path, start=n)` begins at another frame if OpenCV is installed. Without it,
# supervision reads with PyAV and begins at frame n. With opencv-python-headless 5.0.0.93 it lets OpenCV seek, which goes
# wrong if the frame rate varies: start=45 gives 2 of the 15 frames that are left, and nothing is raised. Only the slow
# `iterative_seek=True`, described as a help for videos that do not open otherwise, gives all 15.
#
# The video has 60 frames: 30 at 30 per second, then 30 at 10 per second, as a phone films when it gets dark.
#
# Seen:
#   without OpenCV: start=0 gives 60 frames from 0
#   without OpenCV: start=30 gives 30 frames from 30
#   without OpenCV: start=45 gives 15 frames from 45
#   without OpenCV: start=45 iterative_seek gives 15 frames from 45
#   with OpenCV: start=0 gives 60 frames from 0
#   with OpenCV: start=30 gives 19 frames from 41
#   with OpenCV: start=45 gives 2 frames from 58
#   with OpenCV: start=45 iterative_seek gives 15 frames from 45
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check supervision==0.31.2 av==18.1.0 numpy==2.4.6
cat >"$work/starts.py" <<'PYTHON'
import sys
from fractions import Fraction
import av
import numpy as np
import supervision

BITS = 6
path, name = sys.argv[1:]


def number(picture):
    return sum(int(picture[16, 16 * bit + 8, 0] > 127) << bit for bit in range(BITS))


with av.open(path, "w") as video:
    stream = video.add_stream("libx264", rate=30, options={"g": "10"})
    stream.width, stream.height, stream.pix_fmt = 16 * BITS, 32, "yuv420p"
    for n in range(60):
        squares = [[255 * (n >> bit & 1) for bit in range(BITS)]]
        frame = av.VideoFrame.from_ndarray(np.kron(squares, np.ones((32, 16))).astype(np.uint8), format="gray")
        frame.time_base, frame.pts = Fraction(1, 30), n if n < 30 else 30 + 3 * (n - 30)
        video.mux(stream.encode(frame))
    video.mux(stream.encode(None))

for start, slow in [(0, False), (30, False), (45, False), (45, True)]:
    frames = supervision.get_video_frames_generator(path, start=start, iterative_seek=slow)
    numbers = [number(frame) for frame in frames]
    assert numbers == list(range(numbers[0], 60))
    print(f"{name}: start={start}{' iterative_seek' if slow else ''} gives {len(numbers)} frames from {numbers[0]}")
PYTHON
"$work/venv/bin/python" "$work/starts.py" "$work/video.mp4" "without OpenCV" | tee "$work/seen"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check opencv-python-headless==5.0.0.93
"$work/venv/bin/python" "$work/starts.py" "$work/video.mp4" "with OpenCV" | tee -a "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "this is not what was seen with supervision 0.31.2" >&2; exit 1; }
without OpenCV: start=0 gives 60 frames from 0
without OpenCV: start=30 gives 30 frames from 30
without OpenCV: start=45 gives 15 frames from 45
without OpenCV: start=45 iterative_seek gives 15 frames from 45
with OpenCV: start=0 gives 60 frames from 0
with OpenCV: start=30 gives 19 frames from 41
with OpenCV: start=45 gives 2 frames from 58
with OpenCV: start=45 iterative_seek gives 15 frames from 45
SEEN
