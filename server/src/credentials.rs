//! Staff credentials: password hashes, TOTP codes and passkeys; and the construction of the admin
//! service.

mod passkeys;
mod password;
#[cfg(test)]
mod tests;
mod totp;
mod verifier;

use crate::{config::Settings, db::DatabaseStore};
use kyc::{
    admin::service::AdminService,
    ports::{Clock, Entropy},
};
use std::sync::Arc;
use verifier::LocalCredentials;

/// Admin service over a store.
pub(crate) fn admin_service(
    settings: &Settings,
    store: &DatabaseStore,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> AdminService {
    AdminService {
        store: Arc::new(store.clone()),
        sensitive_data: Arc::new(store.clone()),
        credentials: Arc::new(LocalCredentials::new(
            settings,
            store.pepper(),
            entropy.clone(),
        )),
        clock,
        entropy,
        timeouts: settings.admin,
        reveals_a_day: settings.reveals_a_day,
        firm: settings.organisation.as_str().into(),
    }
}

/// URL of an enrolment link.
pub(crate) fn link(public_url: &url::Url, secret: &kyc::admin::session::SessionSecret) -> String {
    let origin = public_url.origin().ascii_serialization();
    let path = app::admin::routes::ENROL_LINK;
    format!("{origin}{path}{}", secret.expose())
}
