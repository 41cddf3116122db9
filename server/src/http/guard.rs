//! Which page may be opened when (ux rules 4 and 9): steps in order, nothing
//! to fill in after handing in, no status before.

use super::Hall;
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
pub(super) async fn layer(State(_): State<Hall>, request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let visit = request.extensions().get::<Arc<Visit>>().filter(|_| reading);
    let elsewhere = visit.and_then(|visit| {
        visit
            .path
            .and_then(|path| elsewhere(path, visit.standing.as_deref()))
    });
    match elsewhere {
        None => next.run(request).await,
        Some((path, notice)) => redirect(path, notice),
    }
}

fn redirect(path: Path, notice: Option<Notice>) -> Response {
    let query = notice
        .map(|notice| format!("?notice={}", notice.code()))
        .unwrap_or_default();
    let location = HeaderValue::try_from(format!("{}{query}", path.href()));
    // Our own addresses and codes: always a header.
    let location = location.unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Where to go instead, and what to say there; `None` to stay.
fn elsewhere(path: Path, standing: Option<&Standing>) -> Option<(Path, Option<Notice>)> {
    if path == Path::Start {
        return None;
    }
    let Some(standing) = standing else {
        return Some((Path::Start, Some(Notice::Fresh)));
    };
    let draft = standing.application.is_draft();
    let step = match path {
        Path::Step(step) => step,
        Path::NoSsn => Step::Ssn,
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

fn furthest(standing: &Standing) -> Path {
    Path::Step(standing.progress.furthest())
}
