//! A twin of the metrics that is slow and plain: whole matrices, one family after the other, as their papers define them.

use std::collections::BTreeMap;

use motscope::metrics::assignment::{Goal, assign};

/// A box: id, left, top, right, bottom.
pub type Box = (u64, [f64; 4]);
/// The boxes of ground truth and results in a frame.
pub type Boxes = (Vec<Box>, Vec<Box>);
/// The boxes of each frame.
pub type Scene = Vec<Boxes>;

/// What the twin computes.
#[derive(Debug, Default, PartialEq)]
pub struct Naive {
    /// TP, FN, FP, switches, fragmentations, mostly tracked, partly tracked, mostly lost.
    pub clear: [u64; 8],
    pub identity: u64,
    pub hota: f64,
    pub association: f64,
}

fn iou(one: &[f64; 4], other: &[f64; 4]) -> f64 {
    let width = (one[2].min(other[2]) - one[0].max(other[0])).max(0.0);
    let height = (one[3].min(other[3]) - one[1].max(other[1])).max(0.0);
    let area = |of: &[f64; 4]| (of[2] - of[0]) * (of[3] - of[1]);
    width * height / (area(one) + area(other) - width * height)
}

/// The similarity of each box of the ground truth (row) to each box of the results (column).
fn matrix((truth, result): &Boxes) -> Vec<f64> {
    truth.iter().flat_map(|one| result.iter().map(move |other| iou(&one.1, &other.1))).collect()
}

pub fn naive(scene: &Scene) -> Naive {
    Naive { clear: clear(scene), identity: identity(scene), ..hota(scene) }
}

fn clear(scene: &Scene) -> [u64; 8] {
    let (mut sums, mut last) = ([0; 8], BTreeMap::new());
    // Of each track of the ground truth: boxes, matched boxes, beginnings of matches.
    let mut tracks: BTreeMap<u64, [u64; 3]> = BTreeMap::new();
    let mut before: BTreeMap<u64, u64> = BTreeMap::new();
    for frame in scene {
        let (truth, result) = frame;
        truth.iter().for_each(|of| tracks.entry(of.0).or_default()[0] += 1);
        let mut matched = 0;
        if !truth.is_empty() && !result.is_empty() {
            let similar = matrix(frame);
            let score = |(at, &value): (usize, &f64)| {
                let (row, column) = (at / result.len(), at % result.len());
                let is_kept = before.get(&truth[row].0) == Some(&result[column].0);
                if value < 0.5 - f64::EPSILON { 0.0 } else { value + 1000.0 * f64::from(u8::from(is_kept)) }
            };
            let scores: Vec<f64> = similar.iter().enumerate().map(score).collect();
            let mut now = BTreeMap::new();
            for (row, column) in assign(truth.len(), result.len(), &scores, Goal::Greatest) {
                if scores[row * result.len() + column] <= f64::EPSILON {
                    continue;
                }
                let (id, by) = (truth[row].0, result[column].0);
                matched += 1;
                sums[3] += u64::from(last.insert(id, by).is_some_and(|earlier| earlier != by));
                let track = tracks.entry(id).or_default();
                track[1] += 1;
                track[2] += u64::from(!before.contains_key(&id));
                now.insert(id, by);
            }
            before = now;
        }
        sums[0] += matched;
        sums[1] += truth.len() as u64 - matched;
        sums[2] += result.len() as u64 - matched;
    }
    for [boxes, matched, begun] in tracks.into_values() {
        sums[4] += begun.saturating_sub(1);
        let share = matched as f64 / boxes as f64;
        sums[if share > 0.8 {
            5
        } else if share >= 0.2 {
            6
        } else {
            7
        }] += 1;
    }
    sums
}

/// The ids of one side, each with its number.
fn numbered<'a>(ids: impl Iterator<Item = &'a Box>) -> BTreeMap<u64, usize> {
    let ids: std::collections::BTreeSet<u64> = ids.map(|of| of.0).collect();
    ids.into_iter().zip(0..).collect()
}

fn identity(scene: &Scene) -> u64 {
    let truth = numbered(scene.iter().flat_map(|frame| &frame.0));
    let result = numbered(scene.iter().flat_map(|frame| &frame.1));
    let mut together = vec![0.0; truth.len() * result.len()];
    for (rows, columns) in scene {
        for (one, other) in rows.iter().flat_map(|one| columns.iter().map(move |other| (one, other))) {
            together[truth[&one.0] * result.len() + result[&other.0]] +=
                f64::from(u8::from(iou(&one.1, &other.1) >= 0.5));
        }
    }
    let matches = assign(truth.len(), result.len(), &together, Goal::Greatest);
    matches.iter().map(|(row, column)| together[row * result.len() + column] as u64).sum()
}

fn hota(scene: &Scene) -> Naive {
    let truth = numbered(scene.iter().flat_map(|frame| &frame.0));
    let result = numbered(scene.iter().flat_map(|frame| &frame.1));
    let mut lengths = (vec![0.0; truth.len()], vec![0.0; result.len()]);
    let mut potential = vec![0.0; truth.len() * result.len()];
    let place = |one: u64, other: u64| truth[&one] * result.len() + result[&other];
    for frame in scene {
        let (rows, columns) = frame;
        let similar = matrix(frame);
        rows.iter().for_each(|of| lengths.0[truth[&of.0]] += 1.0);
        columns.iter().for_each(|of| lengths.1[result[&of.0]] += 1.0);
        for (row, one) in rows.iter().enumerate() {
            for (column, other) in columns.iter().enumerate() {
                let value = similar[row * columns.len() + column];
                let of_row: f64 = similar[row * columns.len()..(row + 1) * columns.len()].iter().sum();
                let of_column: f64 = (0..rows.len()).map(|row| similar[row * columns.len() + column]).sum();
                if value > 0.0 {
                    potential[place(one.0, other.0)] += value / (of_row + of_column - value);
                }
            }
        }
    }
    let aligned = |one: u64, other: u64| {
        let common = potential[place(one, other)];
        common / (lengths.0[truth[&one]] + lengths.1[result[&other]] - common)
    };
    let mut naive = Naive::default();
    for alpha in motscope::metrics::ALPHAS {
        let mut common = vec![0.0; potential.len()];
        let (mut matched, mut boxes) = (0.0, 0.0);
        for frame in scene {
            let (rows, columns) = frame;
            let similar = matrix(frame);
            boxes += (rows.len() + columns.len()) as f64;
            let scores: Vec<f64> = (0..similar.len())
                .map(|at| similar[at] * aligned(rows[at / columns.len()].0, columns[at % columns.len()].0))
                .collect();
            for (row, column) in assign(rows.len(), columns.len(), &scores, Goal::Greatest) {
                if similar[row * columns.len() + column] >= alpha - f64::EPSILON {
                    common[place(rows[row].0, columns[column].0)] += 1.0;
                    matched += 1.0;
                }
            }
        }
        let detection = matched / f64::max(boxes - matched, 1.0);
        let of_pair = |(at, &common): (usize, &f64)| {
            let both = lengths.0[at / result.len()] + lengths.1[at % result.len()];
            common * common / f64::max(both - common, 1.0)
        };
        let association = common.iter().enumerate().map(of_pair).sum::<f64>() / f64::max(matched, 1.0);
        naive.hota += (detection * association).sqrt() / 19.0;
        naive.association += association / 19.0;
    }
    naive
}
