//! Which column of a text means what.

use std::sync::Arc;

use crate::mot::columns::header::role::Role;
use crate::mot::columns::header::roles::Roles;
use crate::mot::line::Separator;
use crate::mot::row::ColumnOrder;

/// Which column of a text means what, where it is not the order of `MOTChallenge`: from a header, from the first rows, or as
/// the user states it. Columns are counted from 1.
///
/// [`describe`](Self::describe) tells it in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMap {
    pub(in crate::mot::columns) separator: Separator,
    pub(in crate::mot::columns) frame: FrameSource,
    pub(in crate::mot::columns) shape: Shape,
    pub(in crate::mot::columns) confidence: Option<u32>,
    pub(in crate::mot::columns) class: Option<u32>,
    pub(in crate::mot::columns) visibility: Option<u32>,
    /// A column that is 1 where the object is out of sight. Such a row has no box.
    pub(in crate::mot::columns) lost: Option<u32>,
    /// Whether the class column may have notes of VIAME, which are no classes.
    pub(in crate::mot::columns) has_notes: bool,
    /// Whether the first column is the index of a data frame. The header has none, although it has numbers as names.
    pub(in crate::mot::columns) has_index: bool,
    /// Whether the first line has the numbers from 0 on as names.
    pub(in crate::mot::columns) has_numbers_as_names: bool,
    /// The size of the picture in pixels, if the boxes are given as shares of it.
    pub(in crate::mot::columns) size: Option<(u32, u32)>,
    /// The names in the header; empty without a header.
    pub(in crate::mot::columns) names: Arc<[String]>,
    /// How the map was found.
    pub(in crate::mot::columns) origin: &'static str,
    /// What was concluded from the numbers alone, with the way out.
    pub(in crate::mot::columns) guess: Option<String>,
    /// What else people should know.
    pub(in crate::mot::columns) note: Option<String>,
}

/// Where the frame number of a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mot) enum FrameSource {
    /// A whole number in this column.
    Number(u32),
    /// A number in this column, or the name of a picture whose last digits are the number.
    Name(u32),
    /// A moment in this column.
    Time(u32),
    /// All rows belong to this frame.
    Fixed(u32),
}

impl FrameSource {
    /// The column; `None` if no column has it.
    pub(in crate::mot::columns) fn column(self) -> Option<u32> {
        match self {
            Self::Number(column) | Self::Name(column) | Self::Time(column) => Some(column),
            Self::Fixed(_) => None,
        }
    }
}

/// How the boxes of a line are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::mot::columns) enum Shape {
    /// One box a line.
    One { id: Option<u32>, place: BoxPlace, form: BoxForm },
    /// The boxes of several objects in one line, each in columns of its own.
    Wide(Arc<[WideObject]>),
    /// `frame, n`, then n times the fields of a box.
    Repeated { group: Group, form: BoxForm },
}

/// The fields of each box in a line with several. Places are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mot::columns) struct Group {
    /// How many there are.
    pub(in crate::mot::columns) fields: usize,
    pub(in crate::mot::columns) id: Option<usize>,
    pub(in crate::mot::columns) label: Option<usize>,
    /// The place of the first of four numbers.
    pub(in crate::mot::columns) sides: usize,
}

impl Group {
    /// The most fields: an identity, a label and four numbers.
    pub(in crate::mot::columns) const MOST_FIELDS: usize = 6;
}

/// An object with columns of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::mot::columns) struct WideObject {
    pub(in crate::mot::columns) id: u64,
    pub(in crate::mot::columns) class: Option<Arc<str>>,
    pub(in crate::mot::columns) columns: [u32; 4],
    pub(in crate::mot::columns) form: BoxForm,
}

/// Where the four numbers of a box are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mot::columns) enum BoxPlace {
    Columns([u32; 4]),
    /// All in one field, in brackets.
    Field(u32),
}

/// What the four numbers of a box mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mot::columns) enum BoxForm {
    /// Left, top, width, height.
    Size,
    /// Left, top, right, bottom.
    Corners,
    /// Centre x, centre y, width, height.
    Center,
    /// x and y twice: a point without size.
    Point,
}

impl BoxForm {
    /// The roles of the four numbers.
    fn roles(self) -> [Role; 4] {
        match self {
            Self::Size => [Role::Left, Role::Top, Role::Width, Role::Height],
            Self::Corners => [Role::Left, Role::Top, Role::Right, Role::Bottom],
            Self::Center => [Role::CenterX, Role::CenterY, Role::Width, Role::Height],
            Self::Point => [Role::CenterX, Role::CenterY, Role::CenterX, Role::CenterY],
        }
    }
}

/// The most columns whose meanings are told.
const MOST_ROLES: u32 = 256;

impl ColumnMap {
    /// A map for one box a line.
    pub(in crate::mot::columns) fn one(
        separator: Separator,
        frame: FrameSource,
        id: Option<u32>,
        columns: [u32; 4],
        form: BoxForm,
    ) -> Self {
        Self {
            separator,
            frame,
            shape: Shape::One { id, place: BoxPlace::Columns(columns), form },
            confidence: None,
            class: None,
            visibility: None,
            lost: None,
            has_notes: false,
            has_index: false,
            has_numbers_as_names: false,
            size: None,
            names: Arc::default(),
            origin: "by the first rows",
            guess: None,
            note: None,
        }
    }

    /// What each of so many columns means. In a table with several boxes a line, nothing but the frame is told.
    pub fn roles(&self, count: u32) -> Roles {
        let count = count.max(self.names.len() as u32).min(MOST_ROLES) as usize;
        let mut roles = vec![Role::Ignored; count];
        let mut set = |column: u32, role: Role| {
            if let Some(place) = (column as usize).checked_sub(1).and_then(|at| roles.get_mut(at)) {
                *place = role;
            }
        };
        match self.frame {
            FrameSource::Number(column) | FrameSource::Name(column) => set(column, Role::Frame),
            FrameSource::Time(column) => set(column, Role::Time),
            FrameSource::Fixed(_) => {}
        }
        if let Shape::One { id, place, form } = &self.shape {
            id.iter().for_each(|column| set(*column, Role::Id));
            match place {
                BoxPlace::Field(column) => set(*column, Role::Box),
                BoxPlace::Columns(columns) => {
                    form.roles().into_iter().zip(columns).for_each(|(role, column)| set(*column, role));
                }
            }
        }
        for (column, role) in
            [(self.confidence, Role::Confidence), (self.class, Role::Class), (self.visibility, Role::Visibility)]
        {
            column.iter().for_each(|column| set(*column, role));
        }
        Roles(roles)
    }

    /// The name of a column in the header, if it has one.
    pub fn column_name(&self, column: u32) -> Option<&str> {
        let name = self.names.get((column as usize).checked_sub(1)?)?;
        (!name.is_empty()).then_some(name)
    }

    /// What was concluded from the numbers in the rows alone and may be wrong, with the way out. `None` if nothing was.
    pub fn guess(&self) -> Option<&str> {
        self.guess.as_deref()
    }

    /// Whether the four numbers of a box are corners.
    pub fn has_corners(&self) -> bool {
        match &self.shape {
            Shape::One { form, .. } | Shape::Repeated { form, .. } => *form == BoxForm::Corners,
            Shape::Wide(objects) => objects.iter().any(|object| object.form == BoxForm::Corners),
        }
    }

    /// The columns that are not used, by name or number, of a file with so many columns.
    pub fn unused(&self, count: u32) -> Vec<String> {
        if matches!(self.shape, Shape::Repeated { .. }) {
            return Vec::new();
        }
        let mut roles = self.roles(count);
        if let Shape::Wide(objects) = &self.shape {
            for column in objects.iter().flat_map(|object| object.columns) {
                if let Some(role) = roles.0.get_mut(column as usize - 1) {
                    *role = Role::Left;
                }
            }
        }
        if let Some(role) = self.lost.and_then(|lost| roles.0.get_mut(lost as usize - 1)) {
            *role = Role::Visibility;
        }
        let unused = (1..).zip(&roles.0).filter(|(_, role)| **role == Role::Ignored).map(|(column, _)| column);
        let first = u32::from(self.has_index);
        unused
            .filter(|column| *column > first && *column <= count)
            .map(|column| self.column_name(column).map_or_else(|| format!("column {column}"), str::to_owned))
            .collect()
    }

    /// Whether the rows are points without size.
    pub fn has_points(&self) -> bool {
        match &self.shape {
            Shape::One { form, .. } => *form == BoxForm::Point,
            Shape::Wide(objects) => objects.iter().all(|object| object.form == BoxForm::Point),
            Shape::Repeated { .. } => false,
        }
    }

    /// Whether rows have identities.
    pub fn has_ids(&self) -> bool {
        match self.shape {
            Shape::One { id, .. } => id.is_some(),
            Shape::Wide(_) => true,
            Shape::Repeated { group, .. } => group.id.is_some(),
        }
    }

    /// Whether rows have a class.
    pub fn has_class(&self) -> bool {
        match &self.shape {
            Shape::One { .. } => self.class.is_some(),
            Shape::Wide(objects) => objects.iter().any(|object| object.class.is_some()),
            Shape::Repeated { group, .. } => group.label.is_some(),
        }
    }

    /// Whether rows have a visibility.
    pub fn has_visibility(&self) -> bool {
        self.visibility.is_some()
    }

    /// Whether a line that is no row is the header, although it begins with a number.
    pub(in crate::mot) fn has_numbers_as_names(&self) -> bool {
        self.has_numbers_as_names
    }

    /// Whether a line may have any number of boxes, also none.
    pub(in crate::mot) fn has_many_boxes(&self) -> bool {
        matches!(self.shape, Shape::Repeated { .. })
    }

    /// What is between the fields.
    pub(in crate::mot) fn separator(&self) -> Separator {
        self.separator
    }

    /// Where frame numbers come from.
    pub(in crate::mot) fn frame_source(&self) -> FrameSource {
        self.frame
    }

    /// Whether each line begins with its frame number, as lines of `MOTChallenge` do, and a comma follows it.
    pub(in crate::mot) fn begins_with_frame(&self) -> bool {
        self.frame == FrameSource::Number(1) && self.separator == Separator::Comma
    }

    /// The separator and the column of the frame number, if it is written as a number, with one byte as separator.
    pub(in crate::mot) fn frame_column(&self) -> Option<(u8, u32)> {
        let FrameSource::Number(column) = self.frame else { return None };
        Some((self.separator.byte()?, column))
    }

    /// Whether frame, identity and box are where rows of `MOTChallenge` have them.
    pub(in crate::mot::columns) fn begins_as_motchallenge(&self) -> bool {
        let first = Shape::One { id: Some(2), place: BoxPlace::Columns([3, 4, 5, 6]), form: BoxForm::Size };
        self.frame == FrameSource::Number(1) && self.shape == first
    }

    /// Whether each line of plain numbers has its frame, identity, box, confidence and class, if it has one, where rows of
    /// `MOTChallenge` have them. What is behind them may differ.
    pub(in crate::mot) fn is_plain_at_first(&self) -> bool {
        // Where blanks separate the fields, a line with commas has one field. Everywhere else it is cut by its own separator.
        self.separator != Separator::Blank
            && self.begins_as_motchallenge()
            && self.confidence == Some(7)
            && self.class.is_none_or(|class| class == 8)
            && self.lost.is_none()
            && self.size.is_none()
            && !self.has_index
            && !self.has_numbers_as_names
    }

    /// The order of its columns, if they are plain numbers, and boxes are two corners or a corner and a size.
    pub(in crate::mot) fn plain_order(&self) -> Option<ColumnOrder> {
        let place = |column: u32| (column as usize).checked_sub(1);
        let (FrameSource::Number(frame), Shape::One { id: Some(id), place: BoxPlace::Columns(sides), form }) =
            (self.frame, &self.shape)
        else {
            return None;
        };
        let [left, top, width, height] = *sides;
        let order = ColumnOrder {
            frame: place(frame)?,
            id: place(*id)?,
            sides: [place(left)?, place(top)?, place(width)?, place(height)?],
            has_corners: *form == BoxForm::Corners,
            confidence: self.confidence.and_then(place),
            class: self.class.and_then(place),
        };
        // Where blanks separate the fields, a line with commas has one field.
        let is_plain = self.separator != Separator::Blank
            && matches!(form, BoxForm::Size | BoxForm::Corners)
            && self.lost.is_none()
            && self.size.is_none()
            && !self.has_numbers_as_names;
        (is_plain && order.is_near()).then_some(order)
    }

    /// The least number of columns of a row.
    pub(in crate::mot::columns) fn required(&self) -> u32 {
        let of_box = match &self.shape {
            Shape::One { place: BoxPlace::Columns(columns), .. } => columns.iter().copied().max().unwrap_or(0),
            Shape::One { place: BoxPlace::Field(column), .. } => *column,
            Shape::Wide(_) => 1,
            Shape::Repeated { .. } => 2,
        };
        of_box.max(self.frame.column().unwrap_or(0))
    }
}
