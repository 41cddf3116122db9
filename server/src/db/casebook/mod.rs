//! The cases, one at a time: read whole, and written to by the desk.

mod reads;

use super::SqliteStore;
use kyc::{
    desk::case::{Case, Casebook},
    id::Reference,
    port::{Fut, StoreError},
};

/// The column of what is written about a case; its version is the line's number.
const TEXT: &str = "case_texts.text";

impl Casebook for SqliteStore {
    fn open<'a>(&'a self, reference: &'a Reference) -> Fut<'a, Result<Option<Case>, StoreError>> {
        Box::pin(async move { Ok(self.open_case(reference).await?) })
    }
}
