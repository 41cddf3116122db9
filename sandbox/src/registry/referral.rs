//! Referral codes (contract §7).

/// A code that a user may share.
#[derive(Clone, Debug)]
pub(crate) struct Referral {
    pub(crate) code: String,
    pub(crate) user_id: String,
    pub(crate) category: String,
    pub(crate) used: u64,
}

/// The list's filter; `None` matches everything.
#[derive(Default)]
pub(crate) struct Filter<'a> {
    pub(crate) user_id: Option<&'a str>,
    pub(crate) category: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
}

/// All codes, in order of creation.
pub(crate) struct Referrals(Vec<Referral>);

impl Default for Referrals {
    /// Starts with the contract's example code.
    fn default() -> Self {
        Self(vec![Referral {
            code: "REF123".into(),
            user_id: "user_sandbox".into(),
            category: String::new(),
            used: 0,
        }])
    }
}

impl Referrals {
    pub(crate) fn find(&self, code: &str) -> Option<&Referral> {
        self.0.iter().find(|referral| referral.code == code)
    }

    /// Adds a code; returns false if it exists.
    pub(crate) fn add(&mut self, referral: Referral) -> bool {
        let free = self.find(&referral.code).is_none();
        if free {
            self.0.push(referral);
        }
        free
    }

    /// Counts a use. Ignores unknown codes, since start does not check them.
    pub(crate) fn count_use(&mut self, code: &str) {
        if let Some(referral) = self.0.iter_mut().find(|referral| referral.code == code) {
            referral.used += 1;
        }
    }

    pub(crate) fn list<'a>(
        &'a self,
        filter: &'a Filter<'_>,
    ) -> impl Iterator<Item = &'a Referral> + 'a {
        let matches = |expected: Option<&str>, value: &str| expected.is_none_or(|w| w == value);
        self.0.iter().filter(move |referral| {
            matches(filter.user_id, &referral.user_id)
                && matches(filter.category, &referral.category)
                && matches(filter.code, &referral.code)
        })
    }
}
