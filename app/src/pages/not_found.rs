//! No page at this address.

use crate::problem::Problem;
use leptos::prelude::*;

/// The page for an address without one.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    super::problem::page(Problem::Missing, None)
}
