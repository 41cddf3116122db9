//! What operators do to what is kept, while a server runs or not.

mod rotation;

pub(crate) use rotation::{Rotation, Step};
