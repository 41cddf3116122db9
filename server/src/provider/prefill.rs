//! Prefill: the provider sends a code by text message and returns known data for it (contract §5).
//! Responses use camel case in every dialect.

use super::{
    client::{ApiCall, Client, in_time},
    reader::{normal, stored_word},
    response::unavailable,
    wire::{Status, text},
};
use kyc::{
    form::{
        address::AddressTyped,
        name::NameTyped,
        prefill::{Code, PrefillData},
    },
    id::ExternalId,
    ports::{CodeCheckOutcome, Fut, PrefillRequest, Prefiller, VerifierError},
};
use serde::Deserialize;

/// Response to a prefill request.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    #[serde(default)]
    status: Option<Status>,
    #[serde(default, deserialize_with = "text")]
    external_id: String,
}

/// Response to a code. All fields but `status` may be absent. The last four digits of the SSN are
/// not read, because the server does not need them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Known {
    status: Status,
    #[serde(default, deserialize_with = "text")]
    first_name: String,
    #[serde(default, deserialize_with = "text")]
    middle_name: String,
    #[serde(default, deserialize_with = "text")]
    last_name: String,
    #[serde(default, deserialize_with = "text")]
    email: String,
    #[serde(default)]
    address: Option<PrefillAddress>,
}

/// `address`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PrefillAddress {
    #[serde(deserialize_with = "text")]
    address_line1: String,
    #[serde(deserialize_with = "text")]
    address_line2: String,
    #[serde(deserialize_with = "text")]
    city: String,
    #[serde(deserialize_with = "text")]
    state: String,
    #[serde(deserialize_with = "text")]
    postal_code: String,
    #[serde(deserialize_with = "text")]
    country: String,
}

/// Provider id of a code that was sent.
fn begun(body: &[u8]) -> Result<ExternalId, VerifierError> {
    let begun: Option<Begun> = serde_json::from_slice(body).ok();
    let id = begun.and_then(|begun| {
        let ids = [
            begun.external_id,
            begun.status.unwrap_or_default().external_id,
        ];
        ids.iter().find_map(|id| ExternalId::parse(id).ok())
    });
    id.ok_or_else(|| unavailable("unreadable", None))
}

/// Result of a code check. Every status but complete counts as pending.
fn checked(body: &[u8]) -> Result<CodeCheckOutcome, VerifierError> {
    let known: Known = serde_json::from_slice(body).map_err(|_| unavailable("unreadable", None))?;
    tracing::info!(
        decision = stored_word(&known.status.decision),
        status = stored_word(&known.status.status),
        "the provider checked a code"
    );
    if normal(&known.status.status) != "prefillcomplete" {
        return Ok(CodeCheckOutcome::Pending);
    }
    let found = PrefillData {
        name: NameTyped {
            given: known.first_name,
            middle: known.middle_name,
            family: known.last_name,
            ..NameTyped::default()
        },
        email: known.email.into(),
        address: known.address.map(typed).unwrap_or_default(),
    };
    Ok(CodeCheckOutcome::Right(Box::new(found)))
}

#[cfg(feature = "test-api")]
/// Prefill data, if the code was correct.
pub(crate) fn prefilled(body: &[u8]) -> Option<PrefillData> {
    match checked(body) {
        Ok(CodeCheckOutcome::Right(found)) => Some(*found),
        Ok(CodeCheckOutcome::Pending) | Err(_) => None,
    }
}

/// Address as form input; empty if it is outside the US.
fn typed(address: PrefillAddress) -> AddressTyped {
    let country = normal(&address.country);
    if !matches!(country.as_str(), "" | "us" | "usa" | "unitedstates") {
        return AddressTyped::default();
    }
    AddressTyped {
        line1: address.address_line1,
        line2: address.address_line2,
        city: address.city,
        state: address.state,
        postal: address.postal_code,
    }
}

impl Prefiller for Client {
    fn begin<'a>(
        &'a self,
        request: &'a PrefillRequest<'_>,
    ) -> Fut<'a, Result<ExternalId, VerifierError>> {
        Box::pin(async move {
            let body = self.provider.dialect.prefill(request);
            let call = ApiCall::post("/prefill", &body);
            let answer = in_time(self.waits.provider_call, self.call(&call)).await?;
            begun(&answer)
        })
    }

    fn check<'a>(
        &'a self,
        id: &'a ExternalId,
        code: &'a Code,
    ) -> Fut<'a, Result<CodeCheckOutcome, VerifierError>> {
        Box::pin(async move {
            let body = self.provider.dialect.code(id, code);
            let call = ApiCall::post("/prefill/otp", &body);
            let answer = in_time(self.waits.provider_call, self.call(&call)).await?;
            checked(&answer)
        })
    }
}

#[cfg(test)]
mod tests;
