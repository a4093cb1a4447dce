//! What `TrackEval` refuses is told with file and line, and refused if asked to be strict.

use motscope::MotFile;
use motscope::metrics::{Benchmark, EvaluateError, Evaluation, Options, evaluate};
use motscope::mot::Progress;

const TRUTH: &str = "1,1,0,0,10,10,1,1,1\n2,1,0,0,10,10,1,1,1\n";

fn evaluated(truth: &str, result: &str, is_strict: bool) -> Result<Evaluation, EvaluateError> {
    let open = |name: &str, text: &str| MotFile::from_bytes(name, text.as_bytes().to_vec()).unwrap();
    let sequence = Some(1..=2);
    let options = Options { benchmark: Benchmark::Mot17, sequence, is_strict, ..Options::default() };
    evaluate(&open("gt.txt", truth), Some(&open("result.txt", result)), &options, &Progress::new())
}

#[test]
fn what_is_refused_is_told_with_its_line_and_left_out() {
    for (result, expected) in [
        (
            "1,7,0,0,10,10,1\n1,7,1,0,10,10,1\n2,7,0,0,10,10,1\n",
            "result.txt: line 2: 1 row repeats an id of its frame (frame 1): the first row with an id counts, the others were left out",
        ),
        (
            "1,7,0,0,10,10,1\n2,-1,0,0,10,10,1\n2,-1,0,0,10,10,1\n2,7,0,0,10,10,1\n",
            "result.txt: line 2: 2 rows have no id (first frame 2): left out",
        ),
        (
            "1,7,0,0,10,10,1\n2,7,0,0,10,10,1\n3,7,0,0,10,10,1\n4,7,0,0,10,10,1\n",
            "result.txt: line 3: 2 rows are in frames that the sequence does not have (first frame 3): left out",
        ),
        (
            "1,7,0,0,10,10,1,1\n2,7,0,0,10,10,1,1\n2,8,0,0,10,10,1,3\n",
            "result.txt: line 3: 1 row is of a class that is not evaluated (frame 2): left out",
        ),
    ] {
        let evaluation = evaluated(TRUTH, result, false).unwrap();
        let told: Vec<String> = evaluation.remarks.iter().map(ToString::to_string).collect();
        assert_eq!(told, [expected]);
        assert_eq!(evaluation.classes[0].scores.clear.mota(), 1.0, "{result}");
        let refused = evaluated(TRUTH, result, true).unwrap_err();
        let begin = expected.split(" (").next().unwrap();
        assert!(refused.to_string().starts_with(&begin[..24]), "{refused}");
    }
}

#[test]
fn a_result_that_keeps_the_rules_is_told_nothing() {
    let evaluation = evaluated(TRUTH, "1,7,0,0,10,10,1,-1,-1,-1\n2,7,0,0,10,10,1,-1,-1,-1\n", true).unwrap();
    assert_eq!(evaluation.remarks, []);
}

#[test]
fn a_cancelled_evaluation_ends() {
    let file = MotFile::from_bytes("gt.txt", TRUTH.as_bytes().to_vec()).unwrap();
    let progress = Progress::new();
    progress.cancel();
    let ended = evaluate(&file, Some(&file), &Options::default(), &progress);
    assert!(matches!(ended, Err(EvaluateError::Cancelled)));
}
