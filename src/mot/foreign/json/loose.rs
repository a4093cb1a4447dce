//! JSON values of any type, as far as a box needs them. A value of an unexpected type spoils one box, not the document.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::mot::foreign::found_box::{FoundClass, FoundId};
use crate::mot::number;
use crate::mot::row::MAX_FRAME;

/// Any JSON value. Of lists and objects, only that they are there.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Loose<'a> {
    /// The field is not there.
    #[default]
    Absent,
    Null,
    Bool(bool),
    Negative(i64),
    Whole(u64),
    Float(f64),
    Text(Cow<'a, str>),
    List,
    Object,
}

impl Loose<'_> {
    /// Whether there is no value.
    pub(super) fn is_none(&self) -> bool {
        matches!(self, Self::Absent | Self::Null)
    }

    /// The value as a number.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Negative(number) => Some(*number as f64),
            Self::Whole(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Text(text) => number::parse(text.trim().as_bytes()),
            _ => None,
        }
    }

    /// The value as a whole number, however it is written.
    pub(super) fn whole(&self) -> Option<i64> {
        match self {
            Self::Negative(number) => Some(*number),
            Self::Whole(number) => i64::try_from(*number).ok(),
            Self::Float(number) => (number.abs() < 9e15 && number.fract() == 0.0).then_some(*number as i64),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The value as the number of a frame.
    pub(super) fn frame(&self) -> Option<u32> {
        self.whole().and_then(|number| u32::try_from(number).ok()).filter(|frame| *frame <= MAX_FRAME)
    }

    /// The value as an identity. `None` if it can be none.
    pub(super) fn id(&self) -> Option<FoundId<'_>> {
        match self {
            Self::Absent | Self::Null => Some(FoundId::None),
            Self::Whole(number) => Some(FoundId::Number(*number)),
            Self::Negative(number) => Some(negative(*number)),
            Self::Float(_) => {
                let number = self.whole()?;
                Some(u64::try_from(number).map_or_else(|_| negative(number), FoundId::Number))
            }
            Self::Text(text) if text.is_empty() => Some(FoundId::None),
            Self::Text(text) => match text.parse::<i64>() {
                Ok(number) if number < 0 => Some(negative(number)),
                _ => Some(FoundId::Text(text)),
            },
            Self::Bool(_) | Self::List | Self::Object => None,
        }
    }

    /// Whether the value says yes: true, or a number other than 0.
    pub(super) fn is_yes(&self) -> bool {
        *self == Self::Bool(true) || self.number().is_some_and(|number| number != 0.0)
    }

    /// The value as a class.
    pub(super) fn class(&self) -> FoundClass<'_> {
        match self {
            Self::Text(text) if !text.is_empty() => FoundClass::Name(text),
            _ => self.whole().map_or(FoundClass::None, FoundClass::Number),
        }
    }

    /// The value in a message.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Absent => "not there".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Negative(number) => number.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Float(number) if number.abs() < 1e15 => number.to_string(),
            Self::Float(number) => format!("{number:e}"),
            Self::Text(text) => crate::mot::row::excerpt(text.as_bytes()),
            Self::List => "a list".to_owned(),
            Self::Object => "an object".to_owned(),
        }
    }
}

/// A negative identity: −1 says that there is none.
fn negative(number: i64) -> FoundId<'static> {
    if number == -1 { FoundId::None } else { FoundId::Negative }
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Loose::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(u64::try_from(value).map_or(Loose::Negative(value), Loose::Whole))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Loose::Whole(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Loose::Float(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Loose::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Object)
    }
}

/// An object of a known kind, or any other value in its place.
#[derive(Debug, Default)]
pub(super) enum Element<T> {
    Object(T),
    #[default]
    Other,
}

impl<T> Element<T> {
    /// The object, if it is one.
    pub(super) fn object(&self) -> Option<&T> {
        match self {
            Self::Object(object) => Some(object),
            Self::Other => None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ElementVisitor(PhantomData))
    }
}

struct ElementVisitor<T>(PhantomData<T>);

macro_rules! other {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E>(self, _: $type) -> Result<Self::Value, E> {
            Ok(Element::Other)
        })*
    };
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ElementVisitor<T> {
    type Value = Element<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    other!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Element::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Element::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Element::Object)
    }
}

/// Four numbers in a list: left, top, width and height, or two corners.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Sides {
    #[default]
    Absent,
    Four([f64; 4]),
    /// Anything else.
    Other,
}

impl<'de> Deserialize<'de> for Sides {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Four plain numbers are read in half the time when they are read from their text.
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        match four_numbers(raw.as_bytes()) {
            Some(sides) => Ok(Self::Four(sides)),
            None => serde_json::Deserializer::from_str(raw).deserialize_any(SidesVisitor).map_err(D::Error::custom),
        }
    }
}

/// The numbers of a JSON list that has four numbers and nothing else.
fn four_numbers(list: &[u8]) -> Option<[f64; 4]> {
    let (mut rest, mut sides) = (list.strip_prefix(b"[")?, [0.0; 4]);
    for (at, side) in sides.iter_mut().enumerate() {
        let (value, length) = number::prefix(rest.trim_ascii_start())?;
        *side = value;
        rest = rest.trim_ascii_start()[length..].trim_ascii_start();
        rest = rest.strip_prefix(if at == 3 { b"]" } else { b"," })?;
    }
    rest.is_empty().then_some(sides)
}

struct SidesVisitor;

macro_rules! no_sides {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E>(self, _: $type) -> Result<Self::Value, E> {
            Ok(Sides::Other)
        })*
    };
}

impl<'de> Visitor<'de> for SidesVisitor {
    type Value = Sides;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of four numbers")
    }

    no_sides!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Sides::Absent)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (mut sides, mut count, mut are_numbers) = ([0.0; 4], 0, true);
        while let Some(value) = list.next_element::<Loose<'de>>()? {
            match (sides.get_mut(count), value.number()) {
                (Some(side), Some(number)) => *side = number,
                _ => are_numbers = false,
            }
            count += 1;
        }
        Ok(if are_numbers && count == 4 { Sides::Four(sides) } else { Sides::Other })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Sides::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_numbers_are_sides_however_they_are_written() {
        for (text, sides) in [
            ("[1,2.5,-3e1,4]", Sides::Four([1.0, 2.5, -30.0, 4.0])),
            (" [ 1 ,\n2, 3 , 4 ] ", Sides::Four([1.0, 2.0, 3.0, 4.0])),
            ("[\"1\", 2, 3, 4]", Sides::Four([1.0, 2.0, 3.0, 4.0])),
            ("[1,2,3]", Sides::Other),
            ("[1,2,3,4,5]", Sides::Other),
            ("[1,2,3,null]", Sides::Other),
            ("{}", Sides::Other),
            ("null", Sides::Absent),
        ] {
            assert_eq!(serde_json::from_str::<Sides>(text).unwrap(), sides, "{text}");
        }
        assert!(serde_json::from_str::<Sides>("[1,2,3,4").is_err());
    }
}
