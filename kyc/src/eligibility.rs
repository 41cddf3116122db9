//! Why somebody cannot apply.

/// A reason with a page of its own rather than a field fault (ux rule 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ineligible {
    /// Younger than the policy allows.
    TooYoung,
    /// Lives where the firm does not serve.
    NotServed,
}
