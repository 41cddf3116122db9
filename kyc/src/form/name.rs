//! The name step.

super::typed! {
    /// The name as typed.
    NameTyped {
        /// First name.
        given,
        /// Middle name; may be blank.
        middle,
        /// Last name.
        family,
    }
}
