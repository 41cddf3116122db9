//! Access to the applicants' pages (ux rules 4 and 9): steps open in order. After submission the
//! steps are closed; before it the status page is.

use app::{
    page_context::{ApplicationView, FlashMessage, PageContext},
    routes::Path,
};
use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kyc::{eligibility::Ineligible, flow::Step};
use std::sync::Arc;

/// Redirects to a page that the applicant may open.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let context = request
        .extensions()
        .get::<Arc<PageContext>>()
        .filter(|_| reading);
    let elsewhere = context.and_then(|context| elsewhere(context.path?, context));
    match elsewhere {
        None => next.run(request).await,
        Some((path, flash)) => redirect(path, flash),
    }
}

pub(crate) fn redirect(path: Path, flash: Option<FlashMessage>) -> Response {
    see_other(&flash.map_or_else(|| path.href().to_owned(), |flash| flash.at(path)))
}

/// Redirect (303) to one of our own addresses.
pub(crate) fn see_other(address: &str) -> Response {
    let location = HeaderValue::try_from(address);
    // The conversion cannot fail: the value consists of our own addresses and codes.
    let location = location.unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Page and flash message to redirect to. `None` if the page may be opened.
fn elsewhere(path: Path, context: &PageContext) -> Option<(Path, Option<FlashMessage>)> {
    let Some(application_view) = context.application_view.as_deref() else {
        return match path {
            Path::Start | Path::Return | Path::Cookies => None,
            _ if context.ended => Some((Path::Return, Some(FlashMessage::Ended))),
            _ if context.resume_link.is_some() => Some((Path::Return, None)),
            _ => Some((Path::Start, Some(FlashMessage::NoApplication))),
        };
    };
    let draft = application_view.application.is_draft();
    let step = match path {
        // The resume link of another application, for example of another member of the household.
        Path::Return if context.own_resume_link().is_none() && context.resume_link.is_some() => {
            return None;
        }
        Path::Return if draft => return Some((furthest(application_view), None)),
        Path::Return => return Some((Path::Status, None)),
        Path::Step(step) => step,
        Path::Prefill | Path::Code if draft => return filling_in(path, context, application_view),
        Path::Prefill | Path::Code => return Some((Path::Status, None)),
        Path::NoSsn => Step::Ssn,
        Path::Ineligible(reason) if draft && application_view.ineligible == Some(reason) => {
            return None;
        }
        Path::Ineligible(Ineligible::TooYoung) => Step::BirthDate,
        Path::Ineligible(Ineligible::NotServed) => Step::Address,
        Path::Start | Path::Finish | Path::Cookies => return None,
        Path::Status if draft => return Some((furthest(application_view), None)),
        Path::Status => return None,
        Path::Renew if may_renew(context, application_view) => return None,
        Path::Renew => return Some((Path::Status, None)),
    };
    if !draft {
        return Some((Path::Status, None));
    }
    (!application_view.progress.opens(step))
        .then(|| (furthest(application_view), Some(FlashMessage::StepSkipped)))
}

/// Whether the renewal page may be opened. A link that this very request has found makes a new SSN
/// entry unnecessary.
fn may_renew(context: &PageContext, application_view: &ApplicationView) -> bool {
    let state = &application_view.application.state;
    let is_new = state
        .capture()
        .is_some_and(|capture| capture.offered_at >= context.now);
    state.allows_renewal() && !is_new && application_view.attempts_left > 0
}

/// Redirect for the prefill pages.
fn filling_in(
    path: Path,
    context: &PageContext,
    application_view: &ApplicationView,
) -> Option<(Path, Option<FlashMessage>)> {
    let draft = &application_view.application.draft;
    let behind = application_view.progress.opens(Step::Name);
    let prefill_open = context.site.prefill && behind && draft.may_be_filled_in();
    let sent =
        draft.prefill.waits_for(context.now).is_some() || draft.prefill.is_fresh(context.now);
    let waits = context.site.prefill && behind && sent;
    match path {
        Path::Code if waits => None,
        Path::Code if prefill_open => {
            let over = draft.prefill.has_expired(context.now);
            Some((Path::Prefill, over.then_some(FlashMessage::CodeExpired)))
        }
        Path::Prefill if prefill_open => None,
        // The flash message of the closed page is shown on the redirect's target.
        _ => {
            let shown = match context.flash {
                Some(FlashMessage::CodeExpired) => FlashMessage::PrefillEmpty,
                // A field error is shown at its field.
                Some(FlashMessage::FieldError(_)) | None => FlashMessage::StepSkipped,
                Some(flash) => flash,
            };
            Some((furthest(application_view), Some(shown)))
        }
    }
}

fn furthest(application_view: &ApplicationView) -> Path {
    Path::Step(application_view.progress.furthest())
}
