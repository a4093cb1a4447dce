//! The columns of a text, as a person needs to see them to say what they mean.

use super::header::role::Role;
use super::header::roles::Roles;
use super::header::suggest::suggested;
use super::map::values::{number_in_name, numbers_in};
use super::sample::{Cells, Sample};
use crate::mot::line::Separator;
use crate::mot::number;

/// So many columns are told at most.
const COLUMNS: usize = 256;
/// So many values of a column are told at most.
const VALUES: usize = 3;
/// A longer value is cut.
const LETTERS: usize = 40;
/// A text with fewer columns has no frame and box.
const LEAST: usize = 2;

/// A column of a text, as its first lines show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSample {
    /// Its name, if the text has a header.
    pub name: Option<String>,
    /// Its first values, cut if they are long.
    pub values: Vec<String>,
    /// What it is stated to mean, or what its name or its values suggest. Together, such roles need not make a box.
    pub role: Role,
}

/// The first columns of a text, and what they seem to mean. `stated` counts, if it is there. None if the text has too few
/// columns for boxes. The text begins at the start of its first line.
pub(in crate::mot) fn column_samples(text: &[u8], stated: Option<&Roles>) -> Vec<ColumnSample> {
    let sample = Sample::of(text);
    let comment = sample.comment.map(|comment| Cells::of(comment, Separator::of_table_line(comment)));
    // Some programs write the header as a comment.
    let comment = comment.filter(|cells| sample.header.is_none() && cells.count() == sample.usual_count());
    let named = sample.header.as_ref().or(comment.as_ref()).and_then(|cells| suggested(cells, &sample, COLUMNS));
    // A first line that is no header may begin with a word.
    let first_row = sample.header.as_ref().filter(|_| named.is_none());
    let rows: Vec<&Cells<'_>> = first_row.into_iter().chain(&sample.rows).collect();
    let name_count = named.as_ref().map_or(0, Vec::len);
    let count = sample.usual_count().max(first_row.map_or(0, Cells::count)).max(name_count).min(COLUMNS);
    if count < LEAST {
        return Vec::new();
    }
    let column = |at: usize| {
        let filled = rows.iter().map(|row| row.text(at + 1)).filter(|field| !field.is_empty());
        let (name, role) = named.as_ref().and_then(|named| named.get(at)).cloned().unzip();
        let name = name.filter(|name| !name.trim().is_empty());
        ColumnSample { name, values: filled.take(VALUES).map(short).collect(), role: role.unwrap_or(Role::Ignored) }
    };
    let mut columns: Vec<ColumnSample> = (0..count).map(column).collect();
    if let Some(Roles(stated)) = stated {
        for (at, column) in columns.iter_mut().enumerate() {
            column.role = stated.get(at).copied().unwrap_or(Role::Ignored);
        }
    } else {
        suggest_by_values(&mut columns, &sample);
    }
    columns
}

/// What values suggest that no name does: a box in brackets, and names of pictures as frames.
fn suggest_by_values(columns: &mut [ColumnSample], sample: &Sample<'_>) {
    let has = |columns: &[ColumnSample], roles: &[Role]| columns.iter().any(|column| roles.contains(&column.role));
    let place = |columns: &[ColumnSample], is: &dyn Fn(&[u8]) -> bool| {
        let is_unused = |at: &usize| columns[*at].role == Role::Ignored;
        (0..columns.len()).filter(is_unused).find(|at| sample.most(|row| is(row.text(at + 1))))
    };
    let is_box = |field: &[u8]| {
        field.first().is_some_and(|first| b"[(".contains(first))
            && numbers_in(field).is_some_and(|numbers| numbers.iter().all(|text| number::parse(text).is_some()))
    };
    let is_picture = |field: &[u8]| {
        let is_so = |ending: &str| {
            field.len() > ending.len() && field[field.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
        };
        [".jpg", ".jpeg", ".png", ".bmp"].into_iter().any(is_so) && number_in_name(field).is_some()
    };
    if !has(columns, &[Role::Left, Role::CenterX, Role::Box])
        && let Some(at) = place(columns, &is_box)
    {
        columns[at].role = Role::Box;
    }
    if !has(columns, &[Role::Frame, Role::Time])
        && let Some(at) = place(columns, &is_picture)
    {
        columns[at].role = Role::Frame;
    }
}

/// The text of a field, cut if it is long.
fn short(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(&field[..field.len().min(LETTERS * 4)]);
    text.chars().take(LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mot::{MotFile, OpenReason};

    fn roles(text: &str) -> String {
        Roles(column_samples(text.as_bytes(), None).iter().map(|column| column.role).collect()).to_string()
    }

    #[test]
    fn columns_are_told_with_their_names_and_first_values() {
        let columns = column_samples(b"alpha;beta;gamma\n1;;100\n2;b;104\n3;c;108\n4;d;112\n", None);
        let told: Vec<(Option<&str>, Vec<&str>)> = columns
            .iter()
            .map(|column| (column.name.as_deref(), column.values.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            told,
            [
                (Some("alpha"), vec!["1", "2", "3"]),
                (Some("beta"), vec!["b", "c", "d"]),
                (Some("gamma"), vec!["100", "104", "108"]),
            ]
        );
        let columns = column_samples(b"obj,1,2,3\nobj,2,2,3\n", None);
        assert!(columns.iter().all(|column| column.name.is_none()), "{columns:?}");
        assert_eq!((columns.len(), columns[1].values.as_slice()), (4, &["1".to_owned(), "2".to_owned()][..]));
    }

    #[test]
    fn what_names_and_values_suggest_is_told_and_what_is_stated_counts() {
        for (text, expected) in [
            ("frame,alpha,x1,y1,gamma\n1,2,3,4,5\n", "frame,-,left,top,-"),
            ("alpha,beta\n1,2\n", "-,-"),
            ("frame,frame_id,alpha\n1,1,5\n2,2,5\n", "frame,-,-"),
            ("alpha;beta;gamma\na_001.jpg;[1, 2, 3, 4];5\na_002.jpg;[1, 2, 3, 4];5\n", "frame,box,-"),
            ("# frame,alpha,top\n1,2,3\n", "frame,-,top"),
            ("one\ntwo\n", ""),
        ] {
            assert_eq!(roles(text), expected, "{text}");
        }
        let stated = "frame,id".parse::<Roles>().unwrap();
        let columns = column_samples(b"x1,y1,gamma\n1,2,3\n", Some(&stated));
        let roles: Vec<Role> = columns.iter().map(|column| column.role).collect();
        assert_eq!(roles, [Role::Frame, Role::Id, Role::Ignored]);
    }

    #[test]
    fn a_sample_is_small_however_large_the_text_is() {
        let text = format!("{}\n{}\n", vec!["n".repeat(300); 3000].join(","), vec!["v".repeat(300); 3000].join(","));
        let columns = column_samples(text.as_bytes(), None);
        assert_eq!(columns.len(), COLUMNS);
        let letters = |column: &ColumnSample| {
            column.name.as_ref().map_or(0, |name| name.chars().count())
                + column.values.iter().map(|value| value.chars().count()).sum::<usize>()
        };
        assert!(columns.iter().all(|column| letters(column) <= 80 + VALUES * LETTERS));
    }

    #[test]
    fn the_error_of_a_text_has_its_columns_where_stating_them_helps() {
        let columns_of = |text: &str| match MotFile::from_bytes("a.txt", text.as_bytes().to_vec()).map_err(|e| e.reason)
        {
            Err(OpenReason::Other(_, columns)) => columns.len(),
            other => panic!("{text:?}: {other:?}"),
        };
        assert_eq!(columns_of("alpha,beta,gamma,delta\n1,2,3,4\n"), 4);
        assert_eq!(columns_of("frame,id,cx,cy,cz,l,w,h\n1,2,3,4,5,6,7,8\n"), 8);
        assert_eq!(columns_of("[Sequence]\nname=MOT17-02\n"), 0);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_have_bounded_columns(
            text in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(&b",;\t\n1a\"[]#"[..])], 0..300),
        ) {
            prop_assert!(column_samples(&text, None).len() <= COLUMNS);
        }
    }
}
