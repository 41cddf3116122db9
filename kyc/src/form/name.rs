//! The name step.

use crate::value::text::{is_blank, tidy};

super::typed! {
    /// The name as typed.
    NameTyped {
        /// First name.
        given,
        /// Middle name; may be blank.
        middle,
        /// Last name.
        family,
        /// `yes` if the applicant has one legal name only.
        single,
    }
}

impl NameTyped {
    /// Stands for the given name that an applicant does not have: "first name unknown", as US
    /// visas and identity documents print it.
    pub const NO_GIVEN: &str = "FNU";

    /// Whether this is one legal name, in either field.
    #[must_use]
    pub fn is_one_name(&self) -> bool {
        self.single == "yes" && (is_blank(&self.given) || is_blank(&self.family))
    }

    /// The initials, for example `J. D.`; empty without a name. They tell applications in one
    /// browser apart before the date of birth is checked.
    #[must_use]
    pub fn initials(&self) -> String {
        let initial = |name: &str| {
            let first = tidy(name).chars().next();
            first.map(|first| format!("{}.", first.to_uppercase()))
        };
        let both = [initial(&self.given), initial(&self.family)];
        Vec::from_iter(both.into_iter().flatten()).join(" ")
    }

    /// The full name, as the provider gets it.
    #[must_use]
    pub fn full(&self) -> String {
        let missing = if self.is_one_name() {
            Self::NO_GIVEN
        } else {
            ""
        };
        tidy(&[missing, &self.given, &self.middle, &self.family].join(" "))
    }
}
