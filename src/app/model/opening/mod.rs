//! What can be asked to be opened, and what has to be asked back.

pub mod open_question;
pub mod path_request;
pub mod source;
