//! Why something did not work: one page for every refusal and fault, so that
//! nobody ever meets a bare status line.

use crate::{
    components::Page,
    routes::Path,
    text::{Text, problem},
    visit::visit,
};
use leptos::prelude::*;

/// What did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No page there.
    Missing,
    /// The form did not carry this session's token, or came from elsewhere.
    Forged,
    /// The body is larger than any form of ours.
    TooLarge,
    /// The form could not be read.
    Unreadable,
    /// Too many requests.
    TooMany,
    /// A fault on our side.
    Broken,
    /// It took too long.
    TooSlow,
}

impl Problem {
    /// The HTTP status it is sent with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Missing => 404,
            Self::Forged => 403,
            Self::TooLarge => 413,
            Self::Unreadable => 400,
            Self::TooMany => 429,
            Self::Broken => 503,
            Self::TooSlow => 504,
        }
    }

    /// Heading and explanation.
    const fn words(self) -> (Text, Text) {
        match self {
            Self::Missing => (problem::MISSING_TITLE, problem::MISSING_BODY),
            Self::Forged => (problem::FORGED_TITLE, problem::FORGED_BODY),
            Self::TooLarge => (problem::LARGE_TITLE, problem::LARGE_BODY),
            Self::Unreadable => (problem::FORM_TITLE, problem::FORM_BODY),
            Self::TooMany => (problem::MANY_TITLE, problem::MANY_BODY),
            Self::Broken => (problem::BROKEN_TITLE, problem::BROKEN_BODY),
            Self::TooSlow => (problem::SLOW_TITLE, problem::SLOW_BODY),
        }
    }
}

/// The page of a problem, with the request's number to quote to the desk.
pub(crate) fn page(what: Problem, request_id: Option<String>) -> impl IntoView {
    let lang = visit().lang;
    let (title, body) = what.words();
    view! {
        <Page title=title.to(lang)>
            <section class="plain">
                <h1>{title.to(lang)}</h1>
                <p class="lede">{body.to(lang)}</p>
                <p class="actions">
                    <a class="button secondary" href=Path::Start.href()>{problem::HOME.to(lang)}</a>
                </p>
                {request_id.map(|id| view! {
                    <p class="fine">{problem::TELL_US.to(lang)}" "<span class="code">{id}</span></p>
                })}
            </section>
        </Page>
    }
}
