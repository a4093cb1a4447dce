#!/usr/bin/env bash
# motmetrics 1.4.0 (with pandas 3.1.1): `motmetrics.io.loadtxt` moves every box of a MOTChallenge text one pixel left and
# up, for both formats 'mot15-2D' and 'mot16'. It takes MOTChallenge coordinates, in which the first pixel is 1, to begin
# at 0. Many trackers write coordinates that begin at 0, so a box at the left edge comes out at -1. Metrics stay right as
# long as both files are read this way, but boxes that are read with it and compared or drawn elsewhere are off by one.
#
# Seen, for the boxes (100, 200, 30, 40) and (0, 0, 30, 40):
#   mot15-2D (99, 199, 30, 40) (-1, -1, 30, 40)
#   mot16 (99, 199, 30, 40) (-1, -1, 30, 40)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check motmetrics==1.4.0 pandas==3.1.1 numpy==2.4.6
printf '%s\n' '1,1,100,200,30,40,1,-1,-1,-1' '2,1,0,0,30,40,1,-1,-1,-1' >"$work/boxes.txt"
"$work/venv/bin/python" - "$work/boxes.txt" <<'PYTHON' | tee "$work/seen"
import sys
import motmetrics

for fmt in ("mot15-2D", "mot16"):
    table = motmetrics.io.loadtxt(sys.argv[1], fmt=fmt)
    boxes = table[["X", "Y", "Width", "Height"]].itertuples(index=False)
    print(fmt, *(tuple(int(value) for value in box) for box in boxes))
PYTHON
diff - "$work/seen" <<'SEEN' || { echo "this is not what was seen with motmetrics 1.4.0" >&2; exit 1; }
mot15-2D (99, 199, 30, 40) (-1, -1, 30, 40)
mot16 (99, 199, 30, 40) (-1, -1, 30, 40)
SEEN
