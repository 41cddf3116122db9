//! Static files, and installation data for the pages.

use super::logo;
use crate::{
    config::Settings,
    http::{
        AppState,
        embedded::EmbeddedFiles,
        layers::cached::{AN_HOUR, FOREVER, cached},
    },
};
use app::site::{Assets, Site};
use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use kyc::value::UsState;
use std::path::{Path, PathBuf};
use tower_http::services::fs::{Backend, ServeDir, TokioBackend};

/// The built files are missing.
#[derive(Debug, thiserror::Error)]
#[error("the built files are not in {0}: run `make run`, or set VESTIBULE_SITE")]
pub(crate) struct AssetsError(PathBuf);

/// Paths of the built files, from the content hashes in a folder or in the executable.
pub(crate) fn assets(folder: Option<&Path>) -> Result<Assets, AssetsError> {
    let missing = || AssetsError(folder.map_or_else(|| "the program".into(), Path::to_owned));
    let hashes = match folder {
        Some(folder) => hashes_on_disk(folder),
        None => EmbeddedFiles::site().text("hash.txt").map(str::to_owned),
    };
    let hashes = hashes.ok_or_else(missing)?;
    let hash = |kind: &str| {
        let mut lines = hashes.lines().filter_map(|line| line.split_once(':'));
        lines
            .find(|(name, _)| *name == kind)
            .map(|(_, hash)| hash.trim().to_owned())
    };
    let file = |kind: &str| {
        hash(kind)
            .map(|hash| format!("/pkg/vestibule.{hash}.{kind}"))
            .ok_or_else(missing)
    };
    Ok(Assets {
        css: file("css")?,
        // `cargo leptos` builds a single style sheet: there the admin uses the applicants' one.
        admin_css: file("admin.css").or_else(|_| file("css"))?,
        js: file("js")?,
        wasm: file("wasm")?,
    })
}

/// Content hashes on disk: `make run` writes them beside the files, `cargo leptos` beside the
/// executable.
fn hashes_on_disk(folder: &Path) -> Option<String> {
    let beside = || Some(std::env::current_exe().ok()?.parent()?.join("hash.txt"));
    std::fs::read_to_string(folder.join("hash.txt"))
        .or_else(|_| std::fs::read_to_string(beside().unwrap_or_default()))
        .ok()
}

/// Installation data that the pages show.
pub(crate) fn site(settings: &Settings) -> Site {
    Site {
        url: settings.public_url.origin().ascii_serialization(),
        organisation: settings.organisation.clone(),
        logo: logo::href(settings).map(str::to_owned),
        support_email: settings.support_email.clone(),
        support_phone: settings.support_phone.clone(),
        minimum_age: settings.policy.minimum_age,
        agreement_version: settings.policy.agreement_version.clone(),
        prefill: settings.helpers.prefill,
        // All states are offered, also those not served: applicants there must be able to select
        // theirs and read the reason.
        states: UsState::ALL.to_vec(),
    }
}

/// Upper limit of a file's path, in bytes.
const LONGEST: usize = 120;

/// Rejects with 404 what no file can be called: long paths, and names with a NUL. The file system
/// would report an error for them, which would become a 500.
async fn reject_impossible_names(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.len() > LONGEST || path.contains("%00") {
        return StatusCode::NOT_FOUND.into_response();
    }
    next.run(request).await
}

/// Routes of the static files: hashed ones cached without limit, others for an hour.
pub(crate) fn files(settings: &Settings) -> Router<AppState> {
    match &settings.site {
        Some(folder) => routes(folder, &TokioBackend),
        // `ServeDir` looks paths up below this folder, which is the backend's root.
        None => routes(Path::new(""), &EmbeddedFiles::site()),
    }
}

/// Routes of the files in a folder of this backend.
pub(crate) fn routes<S, B>(folder: &Path, backend: &B) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    B: Backend,
{
    let hashed = ServeDir::with_backend(folder.join("pkg"), backend.clone())
        .precompressed_br()
        .precompressed_gzip();
    let hashed = Router::new()
        .nest_service("/pkg", hashed)
        .layer(middleware::from_fn(reject_impossible_names))
        .layer(middleware::from_fn(|request, next| {
            cached(request, next, FOREVER)
        }));
    let plain = ServeDir::with_backend(folder, backend.clone());
    let plain = Router::new()
        .route_service("/favicon.svg", plain.clone())
        .route_service("/robots.txt", plain)
        .layer(middleware::from_fn(|request, next| {
            cached(request, next, AN_HOUR)
        }));
    hashed.merge(plain)
}
