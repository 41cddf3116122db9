//! Consent: the version of the agreement and the time (seed `agreementTime`; ux rule 26).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// An applicant's consent to one version of the agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The version that the page showed.
    pub version: String,
    /// When the applicant consented, to the second.
    #[serde(with = "time::serde::rfc3339")]
    pub agreed_at: OffsetDateTime,
}
