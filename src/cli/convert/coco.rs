//! Writes COCO JSON with one video: `frame_id` of images and `track_id` of annotations, as `CocoVID` and TAO have them.

use std::collections::HashMap;
use std::io::Write;

use serde::Serialize;
use serde_json::json;

use super::boxes::Input;
use super::change::BoxesError;
use super::lost::Lost;
use crate::mot::Class;

/// The class of boxes without one: an annotation must have a category.
const NO_CLASS: &str = "object";

#[derive(Serialize)]
struct Annotation {
    id: u64,
    image_id: u32,
    video_id: u32,
    category_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    track_id: Option<u64>,
    bbox: [f64; 4],
    area: f64,
    iscrowd: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visibility: Option<f64>,
}

pub(super) fn write(out: &mut impl Write, input: &Input<'_>, lost: &mut Lost) -> Result<(), BoxesError> {
    let Input { source, change, .. } = input;
    let categories = Categories::of(input);
    let head = json!({ "description": "written by motscope" });
    write!(out, "{{\"info\":{head},\n\"videos\":[{}],\n", json!({ "id": 1, "name": source.name }))?;
    let listed = categories.names.iter().map(|(id, name)| json!({ "id": id, "name": name }).to_string());
    write!(out, "\"categories\":[{}],\n\"images\":[", listed.collect::<Vec<_>>().join(","))?;
    for (at, frame) in source.file.frames().into_iter().enumerate() {
        let number = change.frame(frame.into())?;
        let image = json!({ "id": number, "file_name": format!("{number:06}.jpg"), "video_id": 1, "frame_id": number });
        write!(out, "{}{image}", if at == 0 { "\n" } else { ",\n" })?;
    }
    write!(out, "],\n\"annotations\":[")?;
    let mut count = 0;
    input.for_each(lost, |frame, detection, _| {
        let class = input.class(detection);
        write!(out, "{}", if count == 0 { "\n" } else { ",\n" })?;
        count += 1;
        let annotation = Annotation {
            id: count,
            image_id: frame,
            video_id: 1,
            category_id: categories.id(class.as_deref().unwrap_or(NO_CLASS)),
            track_id: detection.id.map(|id| id.0),
            bbox: [detection.left, detection.top, detection.width, detection.height],
            area: detection.width * detection.height,
            iscrowd: 0,
            score: detection.confidence,
            visibility: input.visibility(detection),
        };
        serde_json::to_writer(&mut *out, &annotation).map_err(|error| BoxesError::Write(error.into()))
    })?;
    writeln!(out, "]}}")?;
    Ok(())
}

/// The categories of a file. Class numbers stay what they are; names get the numbers after them.
struct Categories {
    names: Vec<(i64, String)>,
    ids: HashMap<String, i64>,
}

impl Categories {
    fn of(input: &Input<'_>) -> Self {
        let (layout, Input { summary, change, .. }) = (input.layout(), input);
        let mut categories = Self { names: Vec::new(), ids: HashMap::new() };
        for count in &summary.classes {
            if let Class::Number(number) = count.class {
                let named = change.named(&count.class).unwrap_or_else(|| layout.class_label(&count.class));
                categories.add(number, named.into_owned());
            }
        }
        let mut next = categories.names.iter().map(|(id, _)| id.saturating_add(1)).max().unwrap_or(1).max(1);
        let named = summary.classes.iter().filter_map(|count| match &count.class {
            Class::Name(name) => Some(name.to_string()),
            Class::Number(_) => None,
        });
        let with_class: u64 = summary.classes.iter().map(|count| count.rows).sum();
        let without = (with_class < summary.rows || summary.rows == 0).then(|| NO_CLASS.to_owned());
        for name in named.chain(without) {
            if categories.add(next, name) {
                next = next.saturating_add(1);
            }
        }
        categories
    }

    /// Adds a category, unless there is one of this name. Returns whether it was added.
    fn add(&mut self, id: i64, name: String) -> bool {
        if self.ids.contains_key(&name) {
            return false;
        }
        self.ids.insert(name.clone(), id);
        self.names.push((id, name));
        true
    }

    fn id(&self, name: &str) -> i64 {
        self.ids.get(name).copied().unwrap_or(1)
    }
}
