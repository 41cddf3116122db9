//! The result type of tasks that run on several threads.

use std::error::Error;

/// A result whose error may cross threads.
pub(crate) type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;
