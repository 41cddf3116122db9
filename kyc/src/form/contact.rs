//! The contact step.

super::typed! {
    /// E-mail, phone and referral code as typed.
    ContactTyped {
        /// E-mail address.
        email,
        /// Phone number in any format.
        phone,
        /// Referral code; may be blank, may come from `?ref=`.
        referral,
    }
}
