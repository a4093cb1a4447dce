#!/usr/bin/env bash
# opencv-python-headless 5.0.0.93 (4.13.0.92 does so, too): of an interlaced H.264 video, `VideoCapture.read()` returns True
# for every frame, and one and the same picture for all of them. The reason goes to the error output only. A tracker that is fed
# so sees nothing move, and no error stops it.
#
# The video has 30 frames. Frames show their number.
#
# Seen:
#   progressive: 30 reads succeed, 30 different pictures, numbers right: True
#   interlaced: 30 reads succeed, 1 different pictures, numbers right: False
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check opencv-python-headless==5.0.0.93 av==18.1.0 numpy==2.4.6
cat >"$work/make.py" <<'PYTHON'
import sys
import av
import numpy as np

for name, options in [("progressive", {}), ("interlaced", {"flags": "+ilme+ildct", "x264-params": "interlaced=1"})]:
    with av.open(f"{sys.argv[1]}/{name}.mp4", "w") as video:
        stream = video.add_stream("libx264", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = 160, 64, "yuv420p"
        for n in range(30):
            squares = [[255 * (n >> bit & 1) for bit in range(5)]]
            picture = np.kron(squares, np.ones((64, 32))).astype(np.uint8)
            video.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="gray")))
        video.mux(stream.encode(None))
PYTHON
cat >"$work/read.py" <<'PYTHON'
import sys
import cv2

for title, path in zip(sys.argv[1::2], sys.argv[2::2]):
    reader = cv2.VideoCapture(path)
    numbers, pictures = [], set()
    while True:
        found, picture = reader.read()
        if not found:
            break
        numbers.append(sum(int(picture[32, 32 * bit + 16, 0] > 127) << bit for bit in range(5)))
        pictures.add(picture.tobytes())
    right = numbers == list(range(30))
    print(f"{title}: {len(numbers)} reads succeed, {len(pictures)} different pictures, numbers right: {right}")
PYTHON
"$work/venv/bin/python" "$work/make.py" "$work"
"$work/venv/bin/python" "$work/read.py" progressive "$work/progressive.mp4" interlaced "$work/interlaced.mp4" \
    2>"$work/remarks" | tee "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "this is not what was seen with opencv-python-headless 5.0.0.93" >&2; exit 1; }
progressive: 30 reads succeed, 30 different pictures, numbers right: True
interlaced: 30 reads succeed, 1 different pictures, numbers right: False
SEEN
