//! The rules of benchmarks for which `TrackEval` has no values, and which rules a file gets.

use motscope::MotFile;
use motscope::metrics::{Benchmark, Evaluation, Options, evaluate};
use motscope::mot::Progress;

fn file(name: &str, text: &str) -> MotFile {
    MotFile::from_bytes(name, text.as_bytes().to_vec()).unwrap()
}

fn evaluated(benchmark: Benchmark, truth: &str, result: &str) -> Evaluation {
    let options = Options { benchmark, ..Options::default() };
    evaluate(&file("gt.txt", truth), Some(&file("result.txt", result)), &options, &Progress::new()).unwrap()
}

/// The class, true positives, false negatives and false positives.
fn counts(evaluation: &Evaluation) -> Vec<(&str, [u64; 3])> {
    let of = |class: &'_ motscope::metrics::ClassEvaluation| {
        let clear = class.scores.clear;
        [clear.true_positives, clear.false_negatives, clear.false_positives]
    };
    evaluation.classes.iter().map(|class| (class.name.as_str(), of(class))).collect()
}

#[test]
fn visdrone_leaves_out_what_is_half_inside_the_union_of_regions() {
    // Two regions side by side, an ignored one and one of others. The first box of each file is in both by half, the second in
    // none, the third, of the results, by a quarter.
    let truth = "\
1,0,100,100,50,100,0,0,0,0
1,1,150,100,50,100,1,11,0,0
1,2,140,150,20,100,1,4,0,0
1,3,400,100,20,100,1,4,0,0
1,4,600,100,20,100,1,1,0,0
";
    let result = "\
1,2,140,150,20,100,1,4,-1,-1
1,3,400,100,20,100,1,4,-1,-1
1,5,100,176,20,100,1,4,-1,-1
1,4,600,100,20,100,1,1,-1,-1
";
    let evaluation = evaluated(Benchmark::VisDrone, truth, result);
    let expected = [("pedestrian", [1, 0, 0]), ("car", [1, 0, 1]), ("van", [0, 0, 0]), ("truck", [0, 0, 0])];
    assert_eq!(counts(&evaluation)[..4], expected);
    assert_eq!(evaluation.remarks, []);
}

#[test]
fn without_rules_every_row_is_judged_by_class_if_both_files_have_classes() {
    let truth = "1,1,10,10,20,40,1,person\n1,2,200,10,20,40,1,car\n";
    let same = "1,1,10,10,20,40,1,person\n1,2,200,10,20,40,1,person\n";
    let evaluation = evaluated(Benchmark::None, truth, same);
    assert_eq!(counts(&evaluation), [("car", [0, 1, 0]), ("person", [1, 0, 1])]);
    let without = "1,1,10,10,20,40,1\n1,2,200,10,20,40,1\n";
    assert_eq!(counts(&evaluated(Benchmark::None, truth, without)), [("all", [2, 0, 0])]);
}

#[test]
fn rules_follow_from_the_ground_truth() {
    let mot17 = "1,1,10,10,20,40,1,1,0.5\n1,2,200,10,20,40,0,8,1\n";
    let mot15 = "1,1,10,10,20,40,1,-1,-1,-1\n1,2,200,10,20,40,0,-1,-1,-1\n";
    let visdrone = "1,0,593,43,174,190,0,0,0,0\n1,2,545,165,22,38,1,2,0,1\n";
    let kitti = "0 1 Car 0 0 -10 1 1 50 50 1 1 1 1 1 1 1\n0 2 Van 0 0 -10 60 1 90 50 1 1 1 1 1 1 1\n";
    for (name, text, expected) in [
        ("a/gt/gt.txt", mot17, Benchmark::Mot17),
        ("dancetrack/train/dancetrack0001/gt/gt.txt", mot17, Benchmark::Mot17),
        ("MOT16/train/MOT16-02/gt/gt.txt", mot17, Benchmark::Mot16),
        ("MOT20/train/MOT20-01/gt/gt.txt", mot17, Benchmark::Mot20),
        ("MOT15/train/TUD-Campus/gt/gt.txt", mot15, Benchmark::Mot15),
        ("TUD-Campus/gt/gt.txt", mot15, Benchmark::Mot15),
        ("uav.txt", visdrone, Benchmark::VisDrone),
        ("label_02/0001.txt", kitti, Benchmark::Kitti),
        ("own.csv", "frame,id,x,y,w,h\n1,1,10,10,20,40\n", Benchmark::None),
    ] {
        assert_eq!(Benchmark::guess(&file(name, text)), expected, "{name}");
    }
}
