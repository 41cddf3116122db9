//! Consent: which text was agreed to, and when (seed `agreementTime`; ux rule 26).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// An applicant's agreement to one version of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The version of the text that was on the page.
    pub version: String,
    /// When the button was pressed, to the second.
    #[serde(with = "time::serde::rfc3339")]
    pub agreed_at: OffsetDateTime,
}
