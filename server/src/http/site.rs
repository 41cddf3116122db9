//! The built files and what the pages know of the installation.

use super::{
    AppState,
    cached::{AN_HOUR, FOREVER, cached},
};
use crate::config::Settings;
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
use tower_http::services::{ServeDir, ServeFile};

/// The built files are not there.
#[derive(Debug, thiserror::Error)]
#[error("the built files are not in {0}: run `make run`, or set VESTIBULE_SITE")]
pub(crate) struct AssetsError(PathBuf);

/// Reads the content hashes that the build wrote.
pub(super) fn assets(folder: &Path) -> Result<Assets, AssetsError> {
    let missing = || AssetsError(folder.to_owned());
    // `make run` writes it beside the files, `cargo leptos` beside the program.
    let beside = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.parent()?.join("hash.txt")));
    let hashes = std::fs::read_to_string(folder.join("hash.txt"))
        .or_else(|_| std::fs::read_to_string(beside.unwrap_or_default()))
        .map_err(|_| missing())?;
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
        // `cargo leptos` makes one style sheet only: there the desk is plain.
        desk_css: file("desk.css").or_else(|_| file("css"))?,
        js: file("js")?,
        wasm: file("wasm")?,
    })
}

/// What the pages know of the installation.
pub(super) fn site(settings: &Settings) -> Site {
    Site {
        url: settings.public_url.origin().ascii_serialization(),
        organisation: settings.organisation.clone(),
        logo: super::logo::href(settings).map(str::to_owned),
        support_email: settings.support_email.clone(),
        support_phone: settings.support_phone.clone(),
        minimum_age: settings.policy.minimum_age,
        agreement_version: settings.policy.agreement_version.clone(),
        prefill: settings.helpers.prefill,
        // All are offered, served or not: whoever lives elsewhere must be able
        // to say so and read why not.
        states: UsState::ALL.to_vec(),
    }
}

/// Longer than any file's path is.
const LONGEST: usize = 120;

/// A file system has a fault, and not a missing file, to report of a name that
/// is too long for it.
async fn limit_path_length(request: Request, next: Next) -> Response {
    if request.uri().path().len() > LONGEST {
        return StatusCode::NOT_FOUND.into_response();
    }
    next.run(request).await
}

/// The files: hashed ones for ever, the others for an hour, all precompressed.
pub(super) fn files(settings: &Settings) -> Router<AppState> {
    let folder = &settings.site;
    let hashed = ServeDir::new(folder.join("pkg"))
        .precompressed_br()
        .precompressed_gzip();
    let hashed = Router::new()
        .nest_service("/pkg", hashed)
        .layer(middleware::from_fn(limit_path_length))
        .layer(middleware::from_fn(|request, next| {
            cached(request, next, FOREVER)
        }));
    let plain = Router::new()
        .route_service("/favicon.svg", ServeFile::new(folder.join("favicon.svg")))
        .route_service("/robots.txt", ServeFile::new(folder.join("robots.txt")))
        .layer(middleware::from_fn(|request, next| {
            cached(request, next, AN_HOUR)
        }));
    hashed.merge(plain)
}
