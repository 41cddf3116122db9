//! What the pages know about the installation.

use kyc::value::UsState;

/// The firm behind the hall, from its configuration.
#[derive(Clone, Debug)]
pub struct Site {
    /// The address at which people find this site, without a slash at the end.
    pub url: String,
    /// Its name.
    pub organisation: String,
    /// The address of its logo on our own origin; without one the house mark.
    pub logo: Option<String>,
    /// Where its support desk reads mail.
    pub support_email: String,
    /// Where its support desk answers.
    pub support_phone: String,
    /// The youngest age that may apply.
    pub minimum_age: u8,
    /// The version of the agreement in force.
    pub agreement_version: String,
    /// Whether people may have things filled in by a code to their phone.
    pub prefill: bool,
    /// The states offered in the address form.
    pub states: Vec<UsState>,
}

/// The addresses of the built files, with their content hashes.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The stylesheet.
    pub css: String,
    /// The stylesheet of the reviewers' desk.
    pub desk_css: String,
    /// The JavaScript glue of the islands.
    pub js: String,
    /// The WebAssembly of the islands.
    pub wasm: String,
}
