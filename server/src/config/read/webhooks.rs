//! Variables of the webhooks and their secrets.

use super::{Settings, SettingsReader, secret_file};
use crate::config::{Secrets, Webhooks};
use zeroize::Zeroizing;

const SECRETS: &str = "KYC_WEBHOOK_SECRETS";
const FILE: &str = "KYC_WEBHOOK_SECRETS_FILE";

pub(super) fn read(r: &mut SettingsReader<'_>) -> Webhooks {
    let on = r.switch("KYC_WEBHOOKS");
    let firm = r.text("KYC_FIRM_ID");
    Webhooks {
        on,
        secrets: secrets(r),
        firm: (!firm.is_empty()).then_some(firm),
    }
}

fn secrets(r: &mut SettingsReader<'_>) -> Secrets {
    let (name, text) = match (r.set(SECRETS), r.set(FILE)) {
        (None, None) => return Secrets::default(),
        (Some(text), None) => (SECRETS, Zeroizing::new(text)),
        (Some(_), Some(_)) => {
            r.fault(FILE, format!("not both this and {SECRETS}"));
            return Secrets::default();
        }
        (None, Some(path)) => match secret_file::read(&path) {
            Ok(text) => (FILE, text),
            Err(_) => {
                r.fault(FILE, secret_file::WANTED);
                return Secrets::default();
            }
        },
    };
    Secrets::parse(&text).unwrap_or_else(|error| {
        r.fault(name, error.to_string());
        Secrets::default()
    })
}

/// Checks of production mode: with a dialect that signs, webhooks need a secret. To run without
/// webhooks, the operator must turn them off explicitly.
pub(super) fn production(r: &mut SettingsReader<'_>, settings: &Settings) {
    if settings.webhooks.on && !settings.takes_webhooks() {
        r.fault(
            SECRETS,
            "a secret for dialect C in production, or KYC_WEBHOOKS=off to do without webhooks",
        );
    }
}
