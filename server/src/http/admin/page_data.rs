//! What each page shows, read before it is rendered: one arm a page.

use super::{case, evidence, list};
use app::{
    desk::{
        routes::DeskPath,
        visit::{
            Colleague, Content, Crew, DeskVisit, Enrolling, Factors, KeyLine, Member, Offer, Own,
            Picture, SessionLine,
        },
    },
    request::desk::DeskServices,
};
use kyc::{
    admin::{Reviewer, dashboard::DateRange, service::AdminError},
    ports::StoreError,
};
use std::error::Error;

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What the page of a visit shows. Whoever may not see it has been sent
/// elsewhere.
pub(super) async fn page_data(visit: &DeskVisit, services: &DeskServices) -> Fallible<Content> {
    let arrival = &services.arrival;
    let memory = &arrival.session.data;
    let (Some(path), reviewer) = (visit.path, arrival.reviewer.as_ref()) else {
        return Ok(Content::Nothing);
    };
    Ok(match (path, reviewer) {
        (DeskPath::SignIn, _) => Content::SignIn(memory.typed.clone()),
        (DeskPath::Second | DeskPath::Confirm, Some(reviewer)) => {
            Content::Second(factors(services, reviewer).await?)
        }
        (DeskPath::Enrol, Some(reviewer)) => Content::Enrol(enrolling(services, reviewer).await?),
        (DeskPath::Codes, _) => Content::Codes(memory.codes.clone()),
        (DeskPath::Staff, _) => Content::Staff(staff_view(services).await?),
        (DeskPath::Account, Some(reviewer)) => {
            Content::Account(account_view(visit, services, reviewer).await?)
        }
        (DeskPath::Home, Some(me)) => list::list_view(visit, services, me.id).await?,
        (DeskPath::Overview, _) => {
            Content::Overview(Box::new(dashboard_view(visit, services).await?))
        }
        (DeskPath::Search, Some(me)) => list::search_results(visit, services, me.id).await?,
        (DeskPath::Case, Some(me)) => case::case_view(visit, services, me.id).await?,
        (DeskPath::Evidence, Some(_)) => evidence::content(visit, services).await?,
        (DeskPath::Export, Some(me)) => Content::Export(list::assignees(services, me.id).await?),
        (DeskPath::Export | DeskPath::Home | DeskPath::Search | DeskPath::Case, _)
        | (DeskPath::Evidence | DeskPath::EvidenceFile, _) => Content::Nothing,
        (DeskPath::Second | DeskPath::Confirm | DeskPath::Enrol | DeskPath::Account, None) => {
            Content::Nothing
        }
    })
}

/// One's own account. What sets a new factor up is offered while the second
/// factor is fresh.
async fn account_view(
    visit: &DeskVisit,
    services: &DeskServices,
    reviewer: &Reviewer,
) -> Result<Own, AdminError> {
    let (desk, this) = (&services.desk, &services.arrival.session);
    let passkeys = desk.store.passkeys(reviewer.id).await?.into_iter();
    let sessions = desk.store.sessions(reviewer.id).await?.into_iter();
    let sessions = sessions.filter(|other| other.remaining(desk.timeouts, visit.now).is_some());
    let offer = if visit.fresh {
        let session = desk.offer_totp(this).await?;
        Some(Offer {
            secret: desk.totp_text(&session),
            passkey: desk.begin_passkey_registration(&session, reviewer).await?,
        })
    } else {
        None
    };
    Ok(Own {
        app: reviewer.totp.is_some(),
        passkeys: passkeys
            .map(|key| KeyLine {
                handle: key.handle(),
                created_at: key.created_at,
                used_at: key.used_at,
            })
            .collect(),
        recovery_left: reviewer.recovery_left,
        sessions: sessions
            .map(|session| SessionLine {
                handle: session.hash.handle(),
                is_this: session.hash == this.hash,
                began_at: session.began_at,
                seen_at: session.seen_at,
                device: session.data.device,
            })
            .collect(),
        offer,
    })
}

/// The picture of so many days.
async fn dashboard_view(visit: &DeskVisit, services: &DeskServices) -> Result<Picture, StoreError> {
    let span = visit.asked("days").and_then(DateRange::parse);
    let span = span.unwrap_or_default();
    Ok(Picture {
        stats: services.overview.stats(span, visit.now).await?,
        health: services.upstream.health(),
    })
}

/// The staff, with the link that was made last, once.
async fn staff_view(services: &DeskServices) -> Fallible<Crew> {
    let desk = &services.desk;
    let mut members = Vec::new();
    for reviewer in desk.store.reviewers().await? {
        members.push(Member {
            colleague: Colleague::from(&reviewer),
            is_enrolled: reviewer.is_enrolled(),
            sessions: desk.sessions(reviewer.id).await?,
        });
    }
    let link = desk.take_link(&services.arrival.session).await?;
    Ok(Crew { members, link })
}

/// Which second factors somebody has.
async fn factors(services: &DeskServices, reviewer: &Reviewer) -> Result<Factors, AdminError> {
    let session = &services.arrival.session;
    Ok(Factors {
        totp: reviewer.totp.is_some(),
        passkey: services
            .desk
            .begin_passkey_sign_in(session, reviewer)
            .await?,
        recovery: reviewer.recovery_left > 0,
    })
}

/// Where somebody who enrols stands.
async fn enrolling(services: &DeskServices, reviewer: &Reviewer) -> Result<Enrolling, AdminError> {
    let session = &services.arrival.session;
    let has_password = reviewer.password.is_some();
    let passkey = if has_password {
        services
            .desk
            .begin_passkey_registration(session, reviewer)
            .await?
    } else {
        None
    };
    let choosing = reviewer.may_choose_name();
    Ok(Enrolling {
        name: (!choosing).then(|| reviewer.name.as_str().to_owned()),
        typed: session.data.typed.clone(),
        has_password,
        secret: services.desk.totp_text(session),
        passkey,
    })
}
