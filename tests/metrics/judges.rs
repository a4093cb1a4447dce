//! Which rows are judged, told from single rows: as many as the evaluation counts.

use motscope::MotFile;
use motscope::metrics::{Benchmark, Judges, Options, evaluate};
use motscope::mot::Progress;
use proptest::prelude::*;

/// Rows with ids from 1, of these classes and flags, that do not overlap. `behind` is what follows the class.
fn file(name: &str, rows: &[(u8, u8)], behind: &str) -> MotFile {
    let row = |(at, (class, flag)): (usize, &(u8, u8))| {
        format!("1,{},{},10,40,80,{flag},{class}{behind}\n", at + 1, 100 * at)
    };
    let text: String = rows.iter().enumerate().map(row).collect();
    MotFile::from_bytes(name, text.into_bytes()).unwrap()
}

fn judged(file: &MotFile, is_judged: impl Fn(&motscope::mot::Detection) -> bool) -> u64 {
    file.frame(1).detections.iter().filter(|row| is_judged(row)).count() as u64
}

proptest! {
    #[test]
    fn as_many_rows_are_judged_as_the_evaluation_counts(
        truth in prop::collection::vec((1..14_u8, 0..2_u8), 1..12),
        result in prop::collection::vec((0..14_u8, 1..2_u8), 1..12),
    ) {
        for benchmark in [Benchmark::Mot15, Benchmark::Mot16, Benchmark::Mot17, Benchmark::Mot20, Benchmark::VisDrone, Benchmark::None] {
            let is_visdrone = benchmark == Benchmark::VisDrone;
            // Regions leave out what is inside them, which single rows do not tell.
            let truth: Vec<_> = truth.iter().copied().filter(|(class, _)| !is_visdrone || *class != 11).collect();
            prop_assume!(!truth.is_empty());
            let truth = file("gt.txt", &truth, if is_visdrone { ",0,0" } else { ",1" });
            let result = file("a.txt", &result, ",-1,-1");
            // Away from all of the ground truth, so that none is left out as it is matched with a distractor.
            let options = Options { benchmark, ..Options::default() };
            let count = |result: Option<&MotFile>| {
                let classes = evaluate(&truth, result, &options, &Progress::new()).unwrap().classes;
                classes.iter().fold((0, 0), |(truth, result), class| {
                    let count = class.scores.count;
                    (truth + count.truth_boxes, result + count.result_boxes)
                })
            };
            let judges = Judges::of(benchmark, None);
            let truths = judged(&truth, |row| judges.judges_truth(row, truth.layout()));
            prop_assert_eq!(truths, count(None).0, "{}", benchmark);
            let far = MotFile::from_bytes("b.txt", b"1,99,9000,9000,5,5,1,1,1\n".to_vec()).unwrap();
            let results = judged(&result, |row| judges.judges_result(row, result.layout()));
            let classes = evaluate(&far, Some(&result), &options, &Progress::new()).unwrap().classes;
            let counted: u64 = classes.iter().map(|class| class.scores.count.result_boxes).sum();
            if benchmark != Benchmark::None {
                prop_assert_eq!(results, counted, "{}", benchmark);
            }
        }
    }
}

#[test]
fn with_a_class_only_its_rows_are_judged() {
    let rows = file("a.txt", &[(1, 1), (4, 1), (4, 1)], ",-1,-1");
    let count = |judges: &Judges| judged(&rows, |row| judges.judges_result(row, rows.layout()));
    assert_eq!(count(&Judges::of(Benchmark::VisDrone, None)), 3);
    assert_eq!(count(&Judges::of(Benchmark::VisDrone, Some("car"))), 2);
    assert_eq!(count(&Judges::of(Benchmark::None, None)), 3);
    assert_eq!(count(&Judges::of(Benchmark::None, Some("class 1"))), 1);
}
