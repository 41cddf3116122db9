//! The names of the calls' fields, as each dialect cases them (contract §1).

/// What the fields are called that more than one dialect has.
pub(crate) struct Casing {
    pub(super) external_id: &'static str,
    pub(super) user_id: &'static str,
    pub(super) phone_number: &'static str,
    pub(super) date_of_birth: &'static str,
    pub(super) session_token: &'static str,
    pub(super) ip_address: &'static str,
    pub(super) referral_code: &'static str,
    pub(super) webhook_url: &'static str,
}

/// Dialects A and B.
pub(super) const CAMEL: Casing = Casing {
    external_id: "externalId",
    user_id: "userId",
    phone_number: "phoneNumber",
    date_of_birth: "dateOfBirth",
    session_token: "sessionToken",
    ip_address: "ipAddress",
    referral_code: "referralCode",
    webhook_url: "webhookUrl",
};

/// Dialect C.
pub(super) const SNAKE: Casing = Casing {
    external_id: "external_id",
    user_id: "user_id",
    phone_number: "phone_number",
    date_of_birth: "date_of_birth",
    session_token: "session_token",
    ip_address: "ip_address",
    referral_code: "referral_code",
    webhook_url: "webhook_url",
};
