//! A server without its socket, and a provider that approves at once.

use crate::result::Fallible;
use async_trait::async_trait;
use axum::Router;
use kyc::{
    application::SerializedRequest,
    id::ExternalId,
    ports::{Clock, OptionalLookups, Verifier, VerifierError},
    provider::{Approval, ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    request::StartRequest,
};
use server::{
    Settings,
    system::{SystemClock, SystemEntropy},
};
use std::{fs, path::Path, sync::Arc};

/// A provider that approves every application at once.
struct ApprovingVerifier;

#[async_trait]
impl Verifier for ApprovingVerifier {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    async fn start(&self, request: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        let name = String::from_utf8_lossy(request.expose());
        let approval = Approval::new("firms/p/users/u", "firms/f/accounts/a");
        Ok(ProviderUpdate {
            source: Source::Start,
            requested_at: SystemClock.now(),
            external_id: ExternalId::parse(&format!("ext_{name}")).ok(),
            status: ProviderStatus::default(),
            outcome: approval.map_or(ProviderOutcome::Denied, ProviderOutcome::Approved),
            recognised: true,
        })
    }

    async fn status(&self, _: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        Err(VerifierError::Unauthorized { status: 404 })
    }
}

/// Starts a server whose key file and pages are in the folder. Without a database it is a file of SQLite there.
///
/// # Errors
/// Any error of the settings, the key file or the database.
pub(super) async fn router(folder: &Path, database: Option<&str>) -> Fallible<Router> {
    fs::create_dir_all(folder.join("site/pkg"))?;
    fs::write(folder.join("site/hash.txt"), "js: a\nwasm: b\ncss: c\n")?;
    let settings = settings(folder, database)?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let provider = (
        Arc::new(ApprovingVerifier) as Arc<dyn Verifier>,
        OptionalLookups::default(),
    );
    server::server::in_process(settings, provider, clock, entropy).await
}

fn settings(folder: &Path, database: Option<&str>) -> Fallible<Settings> {
    let path = |name: &str| folder.join(name).to_str().map(str::to_owned);
    let settings = server::config::read(&|name| match name {
        "VESTIBULE_DATA" => path("data"),
        "VESTIBULE_SITE" => path("site"),
        "VESTIBULE_RATE_PER_MINUTE" => Some("100000".to_owned()),
        "DATABASE_URL" => database.map(str::to_owned),
        _ => None,
    });
    settings.map_err(|_| "the settings are invalid".into())
}
