//! Which rows a benchmark judges, as far as single rows tell it.

use super::benchmark::Benchmark;
use super::role::{ResultRole, TruthRole};
use super::subject::Subject;
use crate::mot::{Detection, Layout};

/// Which rows a benchmark judges, as far as single rows tell it.
///
/// What follows from other boxes of the frame is not known here: results that are matched with a distractor are left out, too,
/// and so are boxes in regions without labels.
///
/// ```
/// use motscope::MotFile;
/// use motscope::metrics::{Benchmark, Judges};
/// let truth = MotFile::from_bytes("gt.txt", b"1,1,10,20,30,40,1,1,1\n1,2,10,20,30,40,0,1,1\n1,3,10,20,30,40,1,8,1\n".to_vec())?;
/// let judges = Judges::of(Benchmark::Mot17, None);
/// let judged = truth.frame(1).detections.iter().map(|row| judges.judges_truth(row, truth.layout())).collect::<Vec<_>>();
/// assert_eq!(judged, [true, false, false]);
/// # Ok::<(), motscope::mot::OpenError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Judges {
    subjects: Vec<Subject>,
}

impl Judges {
    /// By the rules of a benchmark. With a class, only rows of this class are judged.
    pub fn of(benchmark: Benchmark, class: Option<&str>) -> Self {
        let subjects = match (benchmark, class) {
            (Benchmark::None, Some(class)) => vec![Subject::Class(class.to_owned())],
            _ => Subject::of(benchmark, None),
        };
        let is_asked = |subject: &Subject| class.is_none_or(|class| subject.name() == class);
        Self { subjects: subjects.into_iter().filter(is_asked).collect() }
    }

    /// Whether results are judged by a row of the ground truth. They are not by distractors, regions, rows with flag 0 and
    /// rows of other classes. `layout` is that of its file.
    pub fn judges_truth(&self, row: &Detection, layout: Layout) -> bool {
        self.subjects.iter().any(|subject| subject.truth(row, &layout) == TruthRole::Judged)
    }

    /// Whether a row of the results is of a class that is judged. `layout` is that of its file.
    pub fn judges_result(&self, row: &Detection, layout: Layout) -> bool {
        self.subjects.iter().any(|subject| subject.result(row, &layout) == ResultRole::Judged)
    }
}
