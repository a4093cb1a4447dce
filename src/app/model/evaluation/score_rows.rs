//! The rows of a table of scores as they are shown: which trackers, in which order, as values or as differences.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use crate::app::model::format::{NONE, count};
use crate::app::model::judging::words::signed;
use crate::data_set::{COLUMNS, COMBINED, Metric, ScoreTable};

/// Which trackers are shown. They are named by their places among [`trackers`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShownTrackers {
    /// All of them, side by side for each sequence.
    #[default]
    All,
    /// One of them.
    One(usize),
    /// How much more one has than the first.
    MinusFirst(usize),
}

/// In which order rows are shown: by the value at this place, the greatest first if it is descending. Otherwise by sequence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScoreOrder {
    /// The place of a value of the rows.
    pub value: Option<usize>,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

/// A row as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRowView {
    /// The place of the row in the table.
    pub row: usize,
    /// What it is of.
    pub name: String,
    /// Its value of each metric that is shown.
    pub values: Vec<Option<f64>>,
    /// Whether it is all sequences together.
    pub is_combined: bool,
}

/// The most trackers that are offered one by one.
const MOST_TRACKERS: usize = 200;

/// The names of the first trackers of a table, in its order, and how many others there are.
pub fn trackers(table: &ScoreTable) -> (Vec<String>, usize) {
    let mut known = HashSet::new();
    let names = table.rows.iter().map(|row| row.run.tracker.as_str()).filter(|name| known.insert(*name));
    let mut names: Vec<&str> = names.collect();
    let others = names.len().saturating_sub(MOST_TRACKERS);
    names.truncate(MOST_TRACKERS);
    (names.into_iter().map(str::to_owned).collect(), others)
}

/// The columns that come first, because they are in view where there is little room.
const FIRST: [&str; 4] = ["HOTA", "MOTA", "IDF1", "IDSW"];

/// The places of the metrics that are shown.
pub fn columns(table: &ScoreTable) -> Vec<usize> {
    let others = COLUMNS.into_iter().filter(|name| !FIRST.contains(name));
    FIRST.into_iter().chain(others).filter_map(|name| table.metric(name)).collect()
}

/// The rows that are shown, with their values of the metrics at these places. All sequences together come first.
pub fn rows(
    table: &ScoreTable,
    columns: &[usize],
    trackers: &[String],
    shown: ShownTrackers,
    order: ScoreOrder,
) -> Vec<ScoreRowView> {
    let name = |place: usize| trackers.get(place).map(String::as_str);
    let (only, first) = match shown {
        ShownTrackers::All => (None, None),
        ShownTrackers::One(place) => (name(place), None),
        ShownTrackers::MinusFirst(place) => (name(place), name(0)),
    };
    let key = |place: usize| (table.rows[place].run.sequence.as_str(), table.rows[place].run.class.as_str());
    let mut before: HashMap<(&str, &str), &[Option<f64>]> = HashMap::new();
    for (place, row) in table.rows.iter().enumerate().filter(|(_, row)| Some(row.run.tracker.as_str()) == first) {
        before.entry(key(place)).or_insert(&row.values);
    }
    let mut names = Names::of(table);
    let mut shown_rows = Vec::new();
    for (place, row) in table.rows.iter().enumerate() {
        if only.is_some_and(|only| only != row.run.tracker) {
            continue;
        }
        let value = |values: &[Option<f64>], at: usize| values.get(at).copied().flatten();
        let mut values: Vec<Option<f64>> = columns.iter().map(|&at| value(&row.values, at)).collect();
        if first.is_some() {
            let Some(before) = before.get(&key(place)) else { continue };
            for (own, &at) in values.iter_mut().zip(columns) {
                *own = own.zip(value(before, at)).map(|(own, before)| own - before);
            }
        }
        let has_tracker = only.is_none() && trackers.len() > 1;
        let is_combined = row.run.sequence == COMBINED;
        shown_rows.push((
            names.place_of(key(place)),
            ScoreRowView { row: place, name: names.name(table, place, has_tracker), values, is_combined },
        ));
    }
    shown_rows.sort_by(|(one_at, one), (other_at, other)| {
        let value = |row: &ScoreRowView| order.value.and_then(|at| row.values.get(at).copied().flatten());
        let by_value = match (value(one), value(other)) {
            (Some(one), Some(other)) if order.descending => other.total_cmp(&one),
            (Some(one), Some(other)) => one.total_cmp(&other),
            // What has no value comes last.
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        other.is_combined.cmp(&one.is_combined).then(by_value).then(one_at.cmp(other_at)).then(one.row.cmp(&other.row))
    });
    shown_rows.into_iter().map(|(_, row)| row).collect()
}

/// The names of rows, and the order in which their sequences come.
struct Names<'a> {
    has_classes: bool,
    places: HashMap<(&'a str, &'a str), usize>,
}

impl<'a> Names<'a> {
    fn of(table: &'a ScoreTable) -> Self {
        let first = table.rows.first().map(|row| &row.run.class);
        Self { has_classes: table.rows.iter().any(|row| Some(&row.run.class) != first), places: HashMap::new() }
    }

    /// The place of a sequence and class, in the order in which they come.
    fn place_of(&mut self, key: (&'a str, &'a str)) -> usize {
        let next = self.places.len();
        *self.places.entry(key).or_insert(next)
    }

    fn name(&self, table: &ScoreTable, place: usize, has_tracker: bool) -> String {
        let run = &table.rows[place].run;
        let class = Some(&run.class).filter(|class| self.has_classes && !class.is_empty());
        let tracker = Some(&run.tracker).filter(|_| has_tracker);
        let parts = [Some(&run.sequence), class, tracker].into_iter().flatten();
        parts.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}

/// A value as text: a count, or per cent. Differences have a sign.
pub fn text(metric: &Metric, value: Option<f64>, is_difference: bool) -> String {
    match value {
        None => NONE.to_owned(),
        Some(value) if value.is_nan() => NONE.to_owned(),
        Some(value) if is_difference && metric.is_count => signed(value, 0),
        Some(value) if is_difference => signed(100.0 * value, 2),
        Some(value) if metric.is_count => count(value.max(0.0) as u64),
        Some(value) => format!("{:.2}", 100.0 * value).replace('-', "−"),
    }
}

/// How much better a difference makes it; negative if worse, 0 if neither.
pub fn gain(metric: &Metric, difference: f64) -> f64 {
    match metric.name.as_str() {
        "Dets" => 0.0,
        _ if metric.is_count => -difference,
        _ => difference,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_set::ScoreRow;
    use crate::metrics::event_list::Run;

    fn table() -> ScoreTable {
        let metric = |name: &str, is_count| Metric { name: name.to_owned(), is_count };
        let row = |tracker: &str, sequence: &str, hota: f64, switches: f64| ScoreRow {
            run: Run { tracker: tracker.to_owned(), sequence: sequence.to_owned(), ..Run::default() },
            values: vec![Some(hota), Some(switches)],
        };
        let rows = vec![
            row("a", "02", 0.5, 10.0),
            row("a", "04", 0.75, 4.0),
            row("a", COMBINED, 0.625, 14.0),
            row("b", "02", 0.625, 12.0),
            row("b", "04", 0.5, 4.0),
            row("b", COMBINED, 0.5625, 16.0),
        ];
        ScoreTable { metrics: vec![metric("HOTA", false), metric("IDSW", true)], rows, is_cut: false }
    }

    #[test]
    fn trackers_stand_side_by_side_or_alone_or_as_differences() {
        let table = table();
        let (trackers, others) = trackers(&table);
        assert_eq!(others, 0);
        let names = |shown, order| -> Vec<String> {
            rows(&table, &[0, 1], &trackers, shown, order).into_iter().map(|row| row.name).collect()
        };
        let order = ScoreOrder::default();
        let side_by_side = ["COMBINED · a", "COMBINED · b", "02 · a", "02 · b", "04 · a", "04 · b"];
        assert_eq!(names(ShownTrackers::All, order), side_by_side);
        assert_eq!(names(ShownTrackers::One(1), order), ["COMBINED", "02", "04"]);
        let by_hota = ScoreOrder { value: Some(0), descending: true };
        assert_eq!(names(ShownTrackers::One(0), by_hota), ["COMBINED", "04", "02"]);
        let differences = rows(&table, &[0, 1], &trackers, ShownTrackers::MinusFirst(1), by_hota);
        let values: Vec<_> = differences.iter().map(|row| (row.name.as_str(), row.values.clone())).collect();
        let of = |hota: f64, switches: f64| vec![Some(hota), Some(switches)];
        assert_eq!(values, [("COMBINED", of(-0.0625, 2.0)), ("02", of(0.125, 2.0)), ("04", of(-0.25, 0.0))]);
    }

    #[test]
    fn values_are_per_cent_or_counts_and_differences_have_a_sign() {
        let table = table();
        let [share, number] = [&table.metrics[0], &table.metrics[1]];
        assert_eq!([text(share, Some(0.5), false), text(number, Some(1234.0), false)], ["50.00", "1,234"]);
        assert_eq!([text(share, Some(-0.125), true), text(number, Some(2.0), true)], ["−12.50", "+2"]);
        assert_eq!([text(share, None, false), text(share, Some(f64::NAN), false)], [NONE, NONE]);
        assert!(gain(share, 0.1) > 0.0 && gain(number, 2.0) < 0.0);
    }
}
