//! What the cases need from the world.

use super::Case;
use crate::{
    id::Reference,
    port::{Fut, StoreError},
};

/// The cases, and what is written about them.
pub trait Casebook: Send + Sync {
    /// Opens the case that people call by this reference.
    fn open<'a>(&'a self, reference: &'a Reference) -> Fut<'a, Result<Option<Case>, StoreError>>;
}
