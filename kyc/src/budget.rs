//! The daily budget of provider calls that cost money. Days are days in UTC.

#[cfg(feature = "native")]
use crate::value::Phone;
use crate::value::Ssn;

/// The limits of one day. `None` means no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DailyLimits {
    /// Starts of all applications together.
    pub starts: Option<u32>,
    /// Starts with one SSN, in all applications together.
    pub starts_of_ssn: Option<u32>,
    /// Codes to all phones together.
    pub codes: Option<u32>,
    /// Codes to one phone, in all applications together.
    pub codes_of_phone: Option<u32>,
}

/// A call that costs money.
#[derive(Clone, Copy)]
pub enum PaidCall<'a> {
    /// A start with this SSN.
    Start(&'a Ssn),
    /// A code to this phone.
    #[cfg(feature = "native")]
    Code(&'a Phone),
}

impl DailyLimits {
    /// Whether no limit concerns the call.
    #[must_use]
    pub const fn allow_always(&self, call: PaidCall<'_>) -> bool {
        match call {
            PaidCall::Start(_) => self.starts.is_none() && self.starts_of_ssn.is_none(),
            #[cfg(feature = "native")]
            PaidCall::Code(_) => self.codes.is_none() && self.codes_of_phone.is_none(),
        }
    }
}

/// The count from which the operator is warned: four fifths of the limit.
#[must_use]
pub const fn alarm_at(limit: u32) -> u32 {
    let fifth = limit / 5;
    limit - fifth
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarm_precedes_the_limit() {
        for (limit, alarm) in [(1, 1), (5, 4), (10, 8), (1_000, 800)] {
            assert_eq!(alarm_at(limit), alarm);
        }
    }

    #[cfg(feature = "native")]
    #[test]
    fn call_limit_counts_only_its_own_calls() {
        let codes = DailyLimits {
            codes: Some(1),
            ..DailyLimits::default()
        };
        let phone = Phone::parse("+12125551234").expect("a number");
        assert!(!codes.allow_always(PaidCall::Code(&phone)));
        let ssn = Ssn::parse("123-45-6789").expect("a number");
        assert!(codes.allow_always(PaidCall::Start(&ssn)));
    }
}
