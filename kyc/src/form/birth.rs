//! The date of birth step.

super::typed! {
    /// The date of birth as typed, in three fields (ux rule 21).
    BirthTyped {
        /// Month, as a number or a name.
        month,
        /// Day of the month.
        day,
        /// Year, four digits.
        year,
    }
}
