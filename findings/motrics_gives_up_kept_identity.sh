#!/usr/bin/env bash
# motrics 0.3.0 and trackeval 1.3.0 disagree on CLEAR for one pair of valid files. If a frame has two ways to match, one
# that keeps the identity of the frame before and one that matches more boxes, trackeval keeps the identity (its bonus of
# 1000 outweighs any further match), and motrics gives it up for the further match. So motrics counts another match, no
# miss and no false box, but a switch, and its MOTA is twice as high here.
#
# The second frame, with boxes of 100 x 100 pixels side by side (left sides): result 2 at 0, truth 1 at 25, result 1 at 54,
# truth 2 at 79. IoU is 0.55 for truth 1 with result 1, which were matched in the frame before, and 0.60 for each of truth 1
# with result 2 and truth 2 with result 1.
#
# Seen:
#   motrics   TP 3 FN 0 FP 0 IDSW 1 MOTA 0.667
#   trackeval TP 2 FN 1 FP 1 IDSW 0 MOTA 0.333
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check motrics==0.3.0 trackeval==1.3.0 numpy==2.4.6 scipy==1.17.1
"$work/venv/bin/python" - <<'PYTHON' | tee "$work/seen"
import motrics
import numpy as np
from trackeval.metrics import CLEAR

SIDE = 100
ids = [[1], [1, 2]]
truth, result = [[25], [25, 79]], [[25], [54, 0]]


def boxes(frames):
    return [[[left, 0, SIDE, SIDE] for left in frame] for frame in frames]


def overlap(one, other):
    common = max(0, SIDE - abs(one - other)) * SIDE
    return common / (2 * SIDE * SIDE - common)


counted = motrics.compute_clear(ids, boxes(truth), ids, boxes(result), iou_threshold=0.5, box_format="xywh")
print(f"motrics   TP {counted.num_matches} FN {counted.num_misses} FP {counted.num_false_positives} IDSW {counted.num_switches} MOTA {counted.mota:.3f}")
numbers = [np.array(frame) - 1 for frame in ids]
data = {
    "num_timesteps": 2, "num_gt_ids": 2, "num_tracker_ids": 2, "num_gt_dets": 3, "num_tracker_dets": 3,
    "gt_ids": numbers, "tracker_ids": numbers,
    "similarity_scores": [np.array([[overlap(a, b) for b in found] for a in real]) for real, found in zip(truth, result)],
}
kept = CLEAR({"PRINT_CONFIG": False}).eval_sequence(data)
counts = " ".join(f"{name} {kept[key]}" for name, key in [("TP", "CLR_TP"), ("FN", "CLR_FN"), ("FP", "CLR_FP"), ("IDSW", "IDSW")])
print(f"trackeval {counts} MOTA {kept['MOTA']:.3f}")
PYTHON
diff - "$work/seen" <<'SEEN' || { echo "this is not what was seen with motrics 0.3.0 and trackeval 1.3.0" >&2; exit 1; }
motrics   TP 3 FN 0 FP 0 IDSW 1 MOTA 0.667
trackeval TP 2 FN 1 FP 1 IDSW 0 MOTA 0.333
SEEN
