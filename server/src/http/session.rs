//! The applicant's session: a random cookie, everything else in the database.

use crate::{config::Settings, db::Sessions};
use app::request::{Session as Port, SessionError};
use kyc::{
    application::Application,
    id::{ApplicationId, ExternalId},
    lang::Lang,
    port::Fut,
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite};

/// The one key of the session's data.
const KEY: &str = "visitor";

/// What a session remembers. No personal data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Visitor {
    /// When it began: it ends a fixed time later, however busy it is (ASVS 7.3.2).
    #[serde(with = "time::serde::timestamp")]
    pub(super) began: OffsetDateTime,
    /// When it was last written down as in use.
    #[serde(with = "time::serde::timestamp")]
    pub(super) seen: OffsetDateTime,
    /// The token of its forms.
    pub(super) csrf: String,
    /// The language, once chosen.
    pub(super) lang: Option<Lang>,
    /// The application, once there is one.
    pub(super) application: Option<ApplicationId>,
    /// The upstream's id, once heard (seed: "Store externalId").
    pub(super) external_id: Option<ExternalId>,
}

/// The layer that ties a cookie to its row. Lax: people come back from the
/// capture page by a link of another site (ASVS 3.3.2).
pub(super) fn layer(settings: &Settings, sessions: Sessions) -> SessionManagerLayer<Sessions> {
    let secure = settings.is_secure();
    let idle = Duration::try_from(settings.session_idle).unwrap_or(Duration::HOUR);
    SessionManagerLayer::new(sessions)
        // `__Host-` needs Secure; over plain http on this machine a plain name.
        .with_name(if secure {
            "__Host-vestibule-session"
        } else {
            "vestibule-session"
        })
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(idle))
}

/// Reads what the session remembers.
pub(super) async fn read(session: &Session) -> Result<Option<Visitor>, SessionError> {
    // A value of another shape is from another version: begin anew.
    session
        .get_value(KEY)
        .await
        .map_err(logged)
        .map(|value| value.and_then(|value| serde_json::from_value(value).ok()))
}

/// Writes it down.
pub(super) async fn write(session: &Session, visitor: &Visitor) -> Result<(), SessionError> {
    session.insert(KEY, visitor).await.map_err(logged)
}

fn logged(error: tower_sessions::session::Error) -> SessionError {
    tracing::error!(%error, "the session store failed");
    SessionError
}

/// The session as server functions may touch it.
pub(super) struct Handle(pub(super) Session);

impl Handle {
    async fn change(&self, change: impl FnOnce(&mut Visitor) + Send) -> Result<(), SessionError> {
        let mut visitor = read(&self.0).await?.ok_or(SessionError)?;
        change(&mut visitor);
        write(&self.0, &visitor).await
    }
}

impl Port for Handle {
    fn bind<'a>(&'a self, application: &'a Application) -> Fut<'a, Result<(), SessionError>> {
        Box::pin(async move {
            // A change of privilege: whoever planted the old id gets nothing (ASVS 7.2.4).
            self.0.cycle_id().await.map_err(logged)?;
            self.change(|visitor| visitor.application = Some(application.id))
                .await
        })
    }

    fn note<'a>(&'a self, application: &'a Application) -> Fut<'a, Result<(), SessionError>> {
        Box::pin(self.change(|visitor| visitor.external_id.clone_from(&application.external_id)))
    }

    fn speak(&self, lang: Lang) -> Fut<'_, Result<(), SessionError>> {
        Box::pin(self.change(move |visitor| visitor.lang = Some(lang)))
    }
}
