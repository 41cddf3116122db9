//! The contact step.

super::typed! {
    /// Email, phone and referral code as typed.
    ContactTyped {
        /// Email address.
        email,
        /// Phone number in any format.
        phone,
        /// Referral code; may be blank, may come from `?ref=`.
        referral,
    }
}
