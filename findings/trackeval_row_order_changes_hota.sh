#!/usr/bin/env bash
# trackeval 1.3.0, HOTA: the order of rows within a frame, which means nothing in the format, changes the score. Where pairs
# of boxes are equally good, the row that comes first in the file wins, in each frame anew.
#
# Here two persons stand one in front of the other for two frames: both boxes of the ground truth are equal, and so are both
# boxes of the results. Ids 1 and 2 are in both frames. In the second run, the two result rows of frame 2 change places.
# CLEAR does not mind, because it prefers the identity of the frame before.
#
# Seen:
#   rows sorted by id       HOTA 0.632 AssA 1.000 IDSW 0
#   rows of frame 2 swapped HOTA 0.365 AssA 0.333 IDSW 0
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check trackeval==1.3.0 numpy==2.4.6 scipy==1.17.1
"$work/venv/bin/python" - <<'PYTHON' | tee "$work/seen"
import numpy as np
from trackeval.metrics import CLEAR, HOTA

TRUTH = [[0, 1], [0, 1]]
RUNS = {"rows sorted by id": [[0, 1], [0, 1]], "rows of frame 2 swapped": [[0, 1], [1, 0]]}
# Boxes of 100 x 100 pixels, those of the results 25 pixels further right.
IOU = 75 / 125


def evaluated(rows):
    data = {
        "num_timesteps": 2, "num_gt_ids": 2, "num_tracker_ids": 2, "num_gt_dets": 4, "num_tracker_dets": 4,
        "gt_ids": [np.array(frame) for frame in TRUTH],
        "tracker_ids": [np.array(frame) for frame in rows],
        "similarity_scores": [np.full((2, 2), IOU) for _ in rows],
    }
    return HOTA().eval_sequence(data), CLEAR({"PRINT_CONFIG": False}).eval_sequence(data)


for name, rows in RUNS.items():
    hota, clear = evaluated(rows)
    # Association over those thresholds at which there is a match at all.
    matched = hota["HOTA_TP"] > 0
    print(f"{name:<24}HOTA {hota['HOTA'].mean():.3f} AssA {hota['AssA'][matched].mean():.3f} IDSW {int(clear['IDSW'])}")
PYTHON
diff "$work/seen" - <<'SEEN' || { echo "this is not what was seen with trackeval 1.3.0" >&2; exit 1; }
rows sorted by id       HOTA 0.632 AssA 1.000 IDSW 0
rows of frame 2 swapped HOTA 0.365 AssA 0.333 IDSW 0
SEEN
