//! Variables of the provider.

use super::{SettingsReader, secret_file};
use crate::{
    config::{Dialect, Mode, OAuthClient, ProviderCredentials, ProviderSettings},
    crypto::ClientKey,
};
use std::path::Path;
use url::Url;

/// Provider settings, if the provider's URL is set.
pub(super) fn settings(
    r: &mut SettingsReader<'_>,
    mode: Mode,
    dialect: Dialect,
    documents: bool,
) -> Option<ProviderSettings> {
    let base = r.set("KYC_BASE_URL")?;
    let base = r.url("KYC_BASE_URL", base.trim());
    if mode == Mode::Production && base.scheme() != "https" {
        r.fault("KYC_BASE_URL", "an https address in production");
    }
    let credentials = credentials(r, mode, &base);
    let prefix = r.text("KYC_PATH_PREFIX");
    if !prefix.starts_with('/') || prefix.ends_with('/') {
        r.fault("KYC_PATH_PREFIX", "a path such as /v1/kyc");
    }
    Some(ProviderSettings {
        base,
        prefix,
        credentials: credentials?,
        dialect,
        documents,
        calls_per_second: r.number("KYC_CALLS_PER_SECOND", 1, 10_000),
    })
}

/// Provider's name. `None` leaves it to the texts of each language.
pub(super) fn name(r: &mut SettingsReader<'_>) -> Option<String> {
    let name = r.set("KYC_PROVIDER_NAME")?.trim().to_owned();
    if name.chars().count() > 60 || name.chars().any(char::is_control) {
        r.fault(
            "KYC_PROVIDER_NAME",
            "1 to 60 characters without control characters",
        );
    }
    Some(name)
}

/// Variables that an OAuth client requires together.
const CLIENT: [&str; 3] = ["KYC_CLIENT_ID", "KYC_CLIENT_KEY_FILE", "KYC_TOKEN_URL"];

/// Token or OAuth client. `None` after a fault.
fn credentials(r: &mut SettingsReader<'_>, mode: Mode, base: &Url) -> Option<ProviderCredentials> {
    let token = token(r);
    let named = CLIENT.iter().chain(&["KYC_AUDIENCE"]);
    let client = named.filter(|name| r.set(name).is_some()).count() > 0;
    match token {
        Some(_) if client => r.fault(
            "KYC_TOKEN",
            "the provider's bearer token, or KYC_CLIENT_ID with its key, not both",
        ),
        None if !client => r.fault(
            "KYC_TOKEN",
            "the provider's bearer token, or KYC_CLIENT_ID, KYC_CLIENT_KEY_FILE and \
             KYC_TOKEN_URL, since KYC_BASE_URL is set",
        ),
        Some(token) if !token.bytes().all(|byte| byte.is_ascii_graphic()) => {
            r.fault("KYC_TOKEN", "a token without spaces, in ASCII");
        }
        Some(token) => return Some(ProviderCredentials::Token(token)),
        None => {}
    }
    // Read even after a fault, so that all faults are reported at once.
    client.then(|| oauth(r, mode, base)).flatten()
}

/// The fixed token: from its variable or from its file.
fn token(r: &mut SettingsReader<'_>) -> Option<String> {
    let direct = r.set("KYC_TOKEN").map(|token| token.trim().to_owned());
    let Some(path) = r.set("KYC_TOKEN_FILE") else {
        return direct;
    };
    if direct.is_some() {
        r.fault("KYC_TOKEN_FILE", "not both this and KYC_TOKEN");
        return direct;
    }
    match secret_file::read(&path) {
        Ok(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        _ => {
            r.fault("KYC_TOKEN_FILE", secret_file::WANTED);
            // A stand-in, so that the missing token is no second fault.
            Some("unread".to_owned())
        }
    }
}

fn oauth(r: &mut SettingsReader<'_>, mode: Mode, base: &Url) -> Option<ProviderCredentials> {
    for name in CLIENT {
        if r.set(name).is_none() {
            let rest = CLIENT.into_iter().filter(|other| *other != name);
            let rest = rest.collect::<Vec<_>>().join(" and ");
            r.fault(name, format!("this beside {rest}"));
        }
    }
    let key = r.set("KYC_CLIENT_KEY_FILE").and_then(|path| {
        let key = ClientKey::load(Path::new(path.trim()));
        key.map_err(|error| r.fault("KYC_CLIENT_KEY_FILE", error.to_string()))
            .ok()
    });
    let token_url = r.set("KYC_TOKEN_URL").map(|text| {
        let url = r.url("KYC_TOKEN_URL", text.trim());
        if mode == Mode::Production && url.scheme() != "https" {
            r.fault("KYC_TOKEN_URL", "an https address in production");
        }
        url
    });
    let audience = r.text("KYC_AUDIENCE");
    let audience = if audience.is_empty() {
        base.origin().ascii_serialization()
    } else {
        audience
    };
    Some(ProviderCredentials::Client(OAuthClient {
        id: r.set("KYC_CLIENT_ID")?.trim().to_owned(),
        key: key?,
        token_url: token_url?,
        audience,
    }))
}
