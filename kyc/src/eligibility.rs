//! Why an applicant is not eligible.

/// A reason that has its own page instead of a field error (ux rule 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ineligible {
    /// Younger than the policy's minimum age.
    TooYoung,
    /// Lives in a state that the firm does not serve.
    NotServed,
}
