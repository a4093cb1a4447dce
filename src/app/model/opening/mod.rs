//! What the user can ask to open, and what the window has to ask before it can open it.

pub mod open_question;
pub mod path_request;
pub mod path_text;
pub mod source;
pub mod typed_path;
