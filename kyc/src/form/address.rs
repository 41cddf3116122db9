//! The home address step.

super::typed! {
    /// The residential address as typed.
    AddressTyped {
        /// Street address.
        line1,
        /// Apartment, suite or unit; may be blank.
        line2,
        /// City.
        city,
        /// State, as a code or a name.
        state,
        /// ZIP code, five or nine digits.
        postal,
    }
}
