#!/usr/bin/env bash
# trackeval 1.3.0, CLEAR: an object that has nothing to do with a track changes the fragmentations of that track. A frame
# without ground truth or without results is passed over, and the matches of the frame before it stay in force. A frame with
# both ends them for every track, also for tracks that have no box in it.
#
# Here track 1 has boxes in frames 1 and 3, and both are matched by one id. In frame 2 there is nothing (first run), or one
# object far away that is tracked without an error (second run). Everybody is found, nobody is missed, no id changes.
#
# Seen:
#   frame 2 empty           TP 2 FN 0 FP 0 IDSW 0 Frag 0
#   frame 2 with a stranger TP 3 FN 0 FP 0 IDSW 0 Frag 1
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check trackeval==1.3.0 numpy==2.4.6 scipy==1.17.1
"$work/venv/bin/python" - <<'PYTHON' | tee "$work/seen"
import numpy as np
from trackeval.metrics import CLEAR

# Each frame: the numbers of the objects in it. All are found, each by the id of its own number.
RUNS = {"frame 2 empty": [[0], [], [0]], "frame 2 with a stranger": [[0], [1], [0]]}


def evaluated(frames):
    tracks = len({number for frame in frames for number in frame})
    boxes = sum(map(len, frames))
    ids = [np.array(frame, dtype=int) for frame in frames]
    data = {
        "num_timesteps": len(frames),
        "num_gt_ids": tracks,
        "num_tracker_ids": tracks,
        "num_gt_dets": boxes,
        "num_tracker_dets": boxes,
        "gt_ids": ids,
        "tracker_ids": ids,
        "similarity_scores": [np.eye(len(frame)) for frame in frames],
    }
    return CLEAR({"PRINT_CONFIG": False}).eval_sequence(data)


for name, frames in RUNS.items():
    seen = evaluated(frames)
    fields = {"TP": "CLR_TP", "FN": "CLR_FN", "FP": "CLR_FP", "IDSW": "IDSW", "Frag": "Frag"}
    print(f"{name:<24}" + " ".join(f"{short} {int(seen[field])}" for short, field in fields.items()))
PYTHON
diff "$work/seen" - <<'SEEN' || { echo "this is not what was seen with trackeval 1.3.0" >&2; exit 1; }
frame 2 empty           TP 2 FN 0 FP 0 IDSW 0 Frag 0
frame 2 with a stranger TP 3 FN 0 FP 0 IDSW 0 Frag 1
SEEN
