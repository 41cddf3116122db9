//! Who is asking: session, language, application, put together once a request
//! before any page is rendered.

use super::{
    Hall,
    client_ip::client_ip,
    problem,
    session::{self, Handle, Visitor},
};
use app::{
    problem::Problem,
    request::{Services, SessionError},
    routes::Path,
    visit::{Notice, Standing, Visit},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kyc::{application::Application, lang::Lang, request::Details, service::ServiceError};
use std::{net::SocketAddr, sync::Arc};
use time::{Duration, OffsetDateTime};
use tower_sessions::Session;
use url::form_urlencoded;

/// The session is written down as in use at most this often.
const TOUCH: Duration = Duration::minutes(1);

/// Puts [`Visit`] and [`Services`] into the request.
pub(super) async fn layer(
    State(hall): State<Hall>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let ip = client_ip(peer.ip(), request.headers(), &hall.settings.trusted_proxies);
    let services = Services {
        onboarding: hall.onboarding.clone(),
        courier: Arc::new(hall.deliveries.clone()),
        session: Arc::new(Handle(session.clone())),
        ip,
    };
    match visit(&hall, &session, request.headers(), request.uri()).await {
        Ok(visit) => {
            request.extensions_mut().insert(Arc::new(visit));
            request.extensions_mut().insert(services);
            next.run(request).await
        }
        Err(Unseen) => {
            let id = super::log::request_id(request.headers());
            let stranger = Arc::new(stranger(&hall, request.headers(), request.uri()));
            let was = problem::of(Problem::Broken).into_response();
            problem::speak(Problem::Broken, was, true, Some(&stranger), id)
        }
    }
}

/// The store is out of reach: nobody can be recognised.
struct Unseen;

impl From<SessionError> for Unseen {
    fn from(_: SessionError) -> Self {
        Self
    }
}

impl From<ServiceError> for Unseen {
    fn from(error: ServiceError) -> Self {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "an application cannot be read"
        );
        Self
    }
}

/// The visit of somebody unknown.
fn stranger(hall: &Hall, headers: &HeaderMap, uri: &Uri) -> Visit {
    let query = |name: &str| {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        pairs
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let text = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    Visit {
        lang: Lang::negotiate(text(header::ACCEPT_LANGUAGE)),
        csrf: String::new(),
        nonce: random_token::<16>(hall),
        path: Path::from_href(uri.path()),
        notice: query("notice").and_then(|code| Notice::from_code(&code)),
        phone: is_phone(text(header::USER_AGENT)),
        site: hall.site.clone(),
        assets: hall.assets.clone(),
        standing: None,
        referral: query("ref")
            .map(|code| code.chars().take(64).collect())
            .unwrap_or_default(),
        now: hall.onboarding.clock.now(),
    }
}

/// Random bytes as text that fits a header, a form and a page.
fn random_token<const BYTES: usize>(hall: &Hall) -> String {
    let mut token = [0; BYTES];
    hall.onboarding.entropy.fill(&mut token);
    URL_SAFE_NO_PAD.encode(token)
}

/// What the device says it is; the page serves both either way (ux rule 27).
fn is_phone(user_agent: &str) -> bool {
    user_agent.contains("Mobi")
}

/// The visit of whoever the session says it is.
async fn visit(
    hall: &Hall,
    session: &Session,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Visit, Unseen> {
    let mut visit = stranger(hall, headers, uri);
    let visitor = recognise(hall, session, visit.now).await?;
    visit.csrf.clone_from(&visitor.csrf);
    visit.lang = visitor.lang.unwrap_or(visit.lang);
    if let Some(id) = visitor.application {
        // Whoever looks at the status page asks the upstream, too: without a
        // script loading it again is the only question there is.
        let found = if visit.path == Some(Path::Status) {
            hall.onboarding.refresh(id).await
        } else {
            hall.onboarding.find(id).await
        };
        visit.standing = match found {
            Ok(application) => {
                if visitor.external_id != application.external_id {
                    // Heard beside a request: the session learns it now.
                    let external_id = application.external_id.clone();
                    session::write(
                        session,
                        &Visitor {
                            external_id,
                            ..visitor
                        },
                    )
                    .await?;
                }
                Some(Arc::new(standing(hall, application)))
            }
            Err(ServiceError::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
    }
    Ok(visit)
}

/// What follows from an application under today's rules.
fn standing(hall: &Hall, application: Application) -> Standing {
    let today = hall.onboarding.today();
    let assessment = application.draft.assess(&hall.onboarding.policy, today);
    let summary = Details::of(&application.draft, today).map(|d| d.summary(&application.draft));
    Standing {
        application,
        progress: assessment.progress,
        summary,
    }
}

/// The session's visitor; a new one where there is none or its time is over.
async fn recognise(
    hall: &Hall,
    session: &Session,
    now: OffsetDateTime,
) -> Result<Visitor, SessionError> {
    let absolute = Duration::try_from(hall.settings.session_absolute).unwrap_or(Duration::DAY);
    match session::read(session).await? {
        Some(visitor) if visitor.began + absolute > now => {
            if visitor.seen + TOUCH > now {
                return Ok(visitor);
            }
            let visitor = Visitor {
                seen: now,
                ..visitor
            };
            session::write(session, &visitor).await?;
            Ok(visitor)
        }
        over => {
            if over.is_some() {
                // Its time is over: the row goes, a new id comes. (`flush` would
                // make the new row under the old id.)
                session.clear().await;
                session.cycle_id().await.map_err(|_| SessionError)?;
            }
            let visitor = Visitor {
                began: now,
                seen: now,
                csrf: random_token::<32>(hall),
                lang: over.and_then(|visitor| visitor.lang),
                application: None,
                external_id: None,
            };
            session::write(session, &visitor).await?;
            Ok(visitor)
        }
    }
}
