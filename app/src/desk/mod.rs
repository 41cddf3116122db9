//! The reviewers' desk, as its people see it: pages below `/admin`, server
//! functions below `/admin/api`, a frame and a context of its own. It shares
//! words, icons and times with the applicants' pages, and no session.

pub mod api;
mod components;
mod pages;
pub mod routes;
pub(crate) mod shell;
pub mod visit;

/// The page of a problem.
pub(crate) fn problem(
    what: crate::problem::Problem,
    request_id: Option<String>,
) -> leptos::prelude::AnyView {
    use leptos::prelude::IntoAny;
    pages::problem(what, request_id).into_any()
}
