//! The whole server without a socket, for the benchmarks and the fuzz targets.

use super::assemble;
use crate::{
    Fallible, config::Settings, credentials, jobs::BackgroundTasks, open_store::open_store,
    provider::ThrottledVerifier,
};
use axum::Router;
use kyc::ports::{Clock, Entropy, OptionalLookups, Verifier};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Router of the whole server without a socket. Callers in this process, such as the fuzz targets,
/// pass their own verifier. Each request needs axum's `ConnectInfo<SocketAddr>` among its
/// extensions.
///
/// # Errors
/// Any error of key file, database or built files.
pub async fn in_process(
    settings: Settings,
    (verifier, helpers): (Arc<dyn Verifier>, OptionalLookups),
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Fallible<Router> {
    let store = open_store(&settings, &entropy).await?;
    let throttle = Arc::new(ThrottledVerifier::new(verifier, clock.clone(), u32::MAX));
    // Dropping the background tasks stops them, so no job runs beside the requests.
    let background = BackgroundTasks::default();
    let admin = credentials::admin_service(&settings, &store, clock, entropy.clone());
    let (router, _) = assemble(
        settings,
        store,
        (throttle, helpers),
        admin,
        entropy,
        (&background, &CancellationToken::new()),
    )?;
    Ok(router)
}
