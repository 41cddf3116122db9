//! Settings of the installation that pages show.

use kyc::value::UsState;

/// The organisation, from its configuration.
#[derive(Clone, Debug)]
pub struct Site {
    /// Public base URL, without a trailing slash.
    pub url: String,
    /// Name of the organisation.
    pub organisation: String,
    /// URL of its logo on our own origin. `None` shows the default logo.
    pub logo: Option<String>,
    /// Email address of support.
    pub support_email: String,
    /// Phone number of support.
    pub support_phone: String,
    /// Minimum age of applicants.
    pub minimum_age: u8,
    /// Version of the agreement in force.
    pub agreement_version: String,
    /// Whether the prefill by a code to the phone is enabled.
    pub prefill: bool,
    /// States offered in the address form.
    pub states: Vec<UsState>,
}

/// URLs of the built files, with their content hashes.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// Stylesheet of the applicants' pages.
    pub css: String,
    /// Stylesheet of the admin.
    pub admin_css: String,
    /// JavaScript glue of the islands.
    pub js: String,
    /// WebAssembly of the islands.
    pub wasm: String,
}
