//! Which page may be opened when (ux rules 4 and 9): steps in order, nothing
//! to fill in after handing in, no status before.

use super::AppState;
use app::{
    routes::Path,
    visit::{Notice, Standing, Visit},
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kyc::{eligibility::Ineligible, flow::Step};
use std::sync::Arc;

/// Sends whoever may not be here to where they may.
pub(super) async fn layer(State(_): State<AppState>, request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let visit = request.extensions().get::<Arc<Visit>>().filter(|_| reading);
    let elsewhere = visit.and_then(|visit| elsewhere(visit.path?, visit));
    match elsewhere {
        None => next.run(request).await,
        Some((path, notice)) => redirect(path, notice),
    }
}

pub(super) fn redirect(path: Path, notice: Option<Notice>) -> Response {
    let address = notice.map_or_else(|| path.href().to_owned(), |notice| notice.at(path));
    let location = HeaderValue::try_from(address);
    // Our own addresses and codes: always a header.
    let location = location.unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Where to go instead, and what to say there; `None` to stay.
fn elsewhere(path: Path, visit: &Visit) -> Option<(Path, Option<Notice>)> {
    let Some(standing) = visit.standing.as_deref() else {
        return match path {
            Path::Start | Path::Return => None,
            _ if visit.ended => Some((Path::Return, Some(Notice::Ended))),
            _ if visit.returning.is_some() => Some((Path::Return, None)),
            _ => Some((Path::Start, Some(Notice::Fresh))),
        };
    };
    let draft = standing.application.is_draft();
    let step = match path {
        // Somebody else's link, such as of another member of the household.
        Path::Return if visit.own_return().is_none() && visit.returning.is_some() => return None,
        Path::Return if draft => return Some((furthest(standing), None)),
        Path::Return => return Some((Path::Status, None)),
        Path::Step(step) => step,
        Path::Prefill | Path::Code if draft => return filling_in(path, visit, standing),
        Path::Prefill | Path::Code => return Some((Path::Status, None)),
        Path::NoSsn => Step::Ssn,
        Path::Ineligible(reason) if draft && standing.ineligible == Some(reason) => return None,
        Path::Ineligible(Ineligible::TooYoung) => Step::BirthDate,
        Path::Ineligible(Ineligible::NotServed) => Step::Address,
        Path::Start => return None,
        Path::Status if draft => return Some((furthest(standing), None)),
        Path::Status => return None,
        Path::Renew if standing.application.state.allows_renewal() => return None,
        Path::Renew => return Some((Path::Status, None)),
    };
    if !draft {
        return Some((Path::Status, None));
    }
    (!standing.progress.opens(step)).then(|| (furthest(standing), Some(Notice::Order)))
}

/// Where to go instead of having things filled in.
fn filling_in(path: Path, visit: &Visit, standing: &Standing) -> Option<(Path, Option<Notice>)> {
    let draft = &standing.application.draft;
    let behind = standing.progress.opens(Step::Name);
    let may_ask = visit.site.prefill && behind && draft.may_be_filled_in();
    let sent = draft.prefill.waits_for(visit.now).is_some() || draft.prefill.is_fresh(visit.now);
    let waits = visit.site.prefill && behind && sent;
    match path {
        Path::Code if waits => None,
        Path::Code if may_ask => {
            let over = draft.prefill.has_run_out(visit.now);
            Some((Path::Prefill, over.then_some(Notice::RunOut)))
        }
        Path::Prefill if may_ask => None,
        // What was to be said there is said where they come out.
        _ => {
            let said = match visit.notice {
                Some(Notice::RunOut) => Notice::Unfilled,
                // A fault has its words at its field.
                Some(Notice::FieldError(_)) | None => Notice::Order,
                Some(notice) => notice,
            };
            Some((furthest(standing), Some(said)))
        }
    }
}

fn furthest(standing: &Standing) -> Path {
    Path::Step(standing.progress.furthest())
}
