//! Page for an unknown address.

use crate::problem::Problem;
use leptos::prelude::*;

/// The not-found page.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    super::problem::page(Problem::Missing, None)
}
