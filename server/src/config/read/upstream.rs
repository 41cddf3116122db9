//! The upstream's variables.

use super::Reader;
use crate::config::{Dialect, Mode, Upstream};

/// The upstream, if one is named.
pub(super) fn upstream(
    r: &mut Reader<'_>,
    mode: Mode,
    dialect: Dialect,
    documents: bool,
) -> Option<Upstream> {
    let base = r.set("KYC_BASE_URL")?;
    let base = r.url("KYC_BASE_URL", base.trim());
    if mode == Mode::Production && base.scheme() != "https" {
        r.fault("KYC_BASE_URL", "an https address in production");
    }
    let token = r.text("KYC_TOKEN");
    if token.is_empty() {
        r.fault(
            "KYC_TOKEN",
            "the upstream's bearer token, since KYC_BASE_URL is set",
        );
    }
    let prefix = r.text("KYC_PATH_PREFIX");
    if !prefix.starts_with('/') || prefix.ends_with('/') {
        r.fault("KYC_PATH_PREFIX", "a path such as /v1/kyc");
    }
    Some(Upstream {
        base,
        prefix,
        token,
        dialect,
        documents,
        calls_per_second: r.number("KYC_CALLS_PER_SECOND", 1, 10_000),
    })
}
