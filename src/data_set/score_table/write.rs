//! Writes a table of scores as CSV.

use std::io;
use std::path::{Path, PathBuf};

use super::{FILES, NAMES, ScoreTable};
use crate::shown::{ShowPath as _, shown_text};

impl ScoreTable {
    /// Writes the table as CSV. Files have their whole paths, so that the table can be kept anywhere.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, into: impl io::Write) -> csv::Result<()> {
        let mut writer = csv::Writer::from_writer(into);
        let names = self.metrics.iter().map(|metric| metric.name.as_str());
        writer.write_record(NAMES.into_iter().chain(names).chain(FILES))?;
        for row in &self.rows {
            let run = &row.run;
            let value = |(metric, value): (&super::Metric, &Option<f64>)| match value {
                Some(value) if metric.is_count => (*value as u64).to_string(),
                Some(value) => value.to_string(),
                None => String::new(),
            };
            let names = [&run.tracker, &run.sequence, &run.class].map(|name| shown_text(name));
            let member = |member: &Option<String>| member.as_deref().map(shown_text).unwrap_or_default();
            let files =
                [file(run.truth.as_ref()), member(&run.truth_member), file(run.result.as_ref()), member(&run.member)];
            let values = self.metrics.iter().zip(&row.values).map(value);
            writer.write_record(names.into_iter().chain(values).chain(files))?;
        }
        writer.flush().map_err(csv::Error::from)
    }
}

/// The whole path of a file.
fn file(path: Option<&PathBuf>) -> String {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.map(|path| whole(path).shown().to_string()).unwrap_or_default()
}
