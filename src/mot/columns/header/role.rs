//! What a column can mean.

/// What a column of a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The number of the frame, or the name of a picture that ends in it.
    Frame,
    /// A moment. The distinct moments of a file become its frames, in order, from 1 on.
    Time,
    /// The identity of the track.
    Id,
    /// The left side of the box.
    Left,
    /// The top side of the box.
    Top,
    /// The right side of the box.
    Right,
    /// The bottom side of the box.
    Bottom,
    /// The width of the box.
    Width,
    /// The height of the box.
    Height,
    /// The x of the centre of the box.
    CenterX,
    /// The y of the centre of the box.
    CenterY,
    /// All four numbers of the box in one field, in brackets.
    Box,
    /// The confidence.
    Confidence,
    /// The class, as a number or a name.
    Class,
    /// The visible share of the box, from 0 to 1.
    Visibility,
    /// Nothing that is shown.
    Ignored,
}

impl Role {
    /// All roles, in the order in which a menu lists them.
    pub const ALL: [Self; 16] = [
        Self::Frame,
        Self::Time,
        Self::Id,
        Self::Left,
        Self::Top,
        Self::Width,
        Self::Height,
        Self::Right,
        Self::Bottom,
        Self::CenterX,
        Self::CenterY,
        Self::Box,
        Self::Confidence,
        Self::Class,
        Self::Visibility,
        Self::Ignored,
    ];

    /// Its name, as `--columns` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Time => "time",
            Self::Id => "id",
            Self::Left => "left",
            Self::Top => "top",
            Self::Right => "right",
            Self::Bottom => "bottom",
            Self::Width => "width",
            Self::Height => "height",
            Self::CenterX => "cx",
            Self::CenterY => "cy",
            Self::Box => "box",
            Self::Confidence => "conf",
            Self::Class => "class",
            Self::Visibility => "visibility",
            Self::Ignored => "-",
        }
    }
}
