//! Data of each page, read before it is rendered.

use super::{activity, case, evidence, list};
use crate::Fallible;
use app::{
    admin::server::AdminServices,
    admin::{
        context::{
            AccountView, AdminContext, AvailableFactors, DashboardView, Enrolling, FactorSetup,
            InviteLink, KeyLine, PageData, SessionLine, SignInView, StaffMember, StaffRow,
            StaffView,
        },
        routes::AdminPath,
    },
};
use kyc::{
    admin::{Reviewer, dashboard::DateRange, service::AdminError, session::SessionSecret},
    ports::StoreError,
};

/// Data of the context's page. The guard layer has already rejected requests without access.
pub(crate) async fn page_data(
    context: &AdminContext,
    services: &AdminServices,
) -> Fallible<PageData> {
    let arrival = &services.auth;
    let memory = &arrival.session.data;
    let (Some(path), reviewer) = (context.path, arrival.reviewer.as_ref()) else {
        return Ok(PageData::Nothing);
    };
    Ok(match (path, reviewer) {
        (AdminPath::SignIn, _) => {
            let begun = services.admin.begin_passkey_alone(arrival.session.stage)?;
            let (passkey, challenge) = begun.unzip();
            let challenge = challenge.map(|challenge| services.challenges.seal(&challenge));
            PageData::SignIn(SignInView {
                typed: memory.typed.clone(),
                passkey,
                challenge: challenge.unwrap_or_default(),
            })
        }
        (AdminPath::Second | AdminPath::Confirm, Some(reviewer)) => {
            PageData::Second(factors(services, reviewer).await?)
        }
        (AdminPath::Enrol, Some(reviewer)) => PageData::Enrol(enrolling(services, reviewer).await?),
        (AdminPath::Codes, _) => PageData::Codes(memory.codes.clone()),
        (AdminPath::Staff, _) => PageData::Staff(staff_view(context, services).await?),
        (AdminPath::Activity, Some(_)) => activity::content(context, services).await?,
        (AdminPath::Account, Some(reviewer)) => {
            PageData::Account(account_view(context, services, reviewer).await?)
        }
        (AdminPath::Home, Some(me)) => list::list_view(context, services, me.id).await?,
        (AdminPath::Overview, _) => {
            PageData::Overview(Box::new(dashboard_view(context, services).await?))
        }
        (AdminPath::Search, Some(me)) => list::search_results(context, services, me.id).await?,
        (AdminPath::Case, Some(me)) => opened_case(context, services, me).await?,
        (AdminPath::Evidence, Some(_)) => evidence::content(context, services).await?,
        (AdminPath::Export, Some(me)) => PageData::Export(list::assignees(services, me.id).await?),
        (AdminPath::Export | AdminPath::Home | AdminPath::Search | AdminPath::Case, _)
        | (AdminPath::Evidence | AdminPath::EvidenceFile, _)
        | (AdminPath::Activity | AdminPath::ActivityFile | AdminPath::CodesFile, _) => {
            PageData::Nothing
        }
        (AdminPath::Second | AdminPath::Confirm | AdminPath::Enrol | AdminPath::Account, None) => {
            PageData::Nothing
        }
    })
}

/// One case. The staff audit trail records who opens it.
async fn opened_case(
    context: &AdminContext,
    services: &AdminServices,
    me: &Reviewer,
) -> Fallible<PageData> {
    let data = case::case_view(context, services, me.id).await?;
    if let (PageData::Case(view), Some(principal)) = (&data, services.auth.principal()) {
        let case = &view.case.reference;
        services.admin.record_case_opened(&principal, case).await?;
    }
    Ok(data)
}

/// Data of the reviewer's own account page. Setup of a new factor is offered only while the second
/// factor is fresh.
async fn account_view(
    context: &AdminContext,
    services: &AdminServices,
    reviewer: &Reviewer,
) -> Result<AccountView, AdminError> {
    let (admin, this) = (&services.admin, &services.auth.session);
    let passkeys = admin.store.passkeys(reviewer.id).await?.into_iter();
    let sessions = admin.store.sessions(reviewer.id).await?.into_iter();
    let sessions = sessions.filter(|other| other.remaining(admin.timeouts, context.now).is_some());
    let offer = if context.fresh {
        let session = admin.offer_totp(this).await?;
        Some(FactorSetup {
            secret: admin.totp_text(&session),
            passkey: admin.begin_passkey_registration(&session, reviewer).await?,
        })
    } else {
        None
    };
    Ok(AccountView {
        app: reviewer.totp.is_some(),
        passkeys: passkeys
            .map(|key| KeyLine {
                handle: key.handle(),
                name: key.name,
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
        setup: offer,
    })
}

/// Dashboard for the date range in the query.
async fn dashboard_view(
    context: &AdminContext,
    services: &AdminServices,
) -> Result<DashboardView, StoreError> {
    let span = context.query_value("days").and_then(DateRange::parse);
    let span = span.unwrap_or_default();
    Ok(DashboardView {
        stats: services.dashboard.stats(span, context.now).await?,
        health: services.provider.health(),
    })
}

/// The staff, with the enrolment link created last; the link is shown once.
async fn staff_view(context: &AdminContext, services: &AdminServices) -> Fallible<StaffView> {
    let admin = &services.admin;
    let mut members = Vec::new();
    for reviewer in admin.store.reviewers().await? {
        members.push(StaffRow {
            colleague: StaffMember::from(&reviewer),
            is_enrolled: reviewer.is_enrolled(),
            sessions: admin.sessions(reviewer.id).await?,
        });
    }
    let mut link = None;
    if let Some(secret) = admin.take_link(&services.auth.session).await?
        && let Some(parsed) = SessionSecret::parse(&secret)
        && let Some(id) = admin.store.invited(parsed.hash(), context.now).await?
    {
        let member = members.iter().find(|it| it.colleague.id == id);
        link = member.map(|member| InviteLink {
            secret,
            name: member.colleague.name.clone(),
        });
    }
    Ok(StaffView {
        members,
        link,
        requests: admin.store.staff_requests().await?,
    })
}

/// Second factors that the reviewer has.
async fn factors(
    services: &AdminServices,
    reviewer: &Reviewer,
) -> Result<AvailableFactors, AdminError> {
    let session = &services.auth.session;
    Ok(AvailableFactors {
        totp: reviewer.totp.is_some(),
        passkey: services
            .admin
            .begin_passkey_sign_in(session, reviewer)
            .await?,
        recovery: reviewer.recovery_left > 0,
    })
}

/// Enrolment progress of a reviewer.
async fn enrolling(services: &AdminServices, reviewer: &Reviewer) -> Result<Enrolling, AdminError> {
    let session = &services.auth.session;
    let has_password = reviewer.password.is_some();
    let passkey = if has_password {
        services
            .admin
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
        secret: services.admin.totp_text(session),
        passkey,
        locked_at: reviewer.locked_at,
    })
}
