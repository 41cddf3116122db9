//! Referral codes (contract §7).

/// A code somebody may hand on.
#[derive(Clone, Debug)]
pub(crate) struct Referral {
    pub(crate) code: String,
    pub(crate) user_id: String,
    pub(crate) category: String,
    pub(crate) used: u64,
}

/// What the list is narrowed to; an absent part does not narrow.
#[derive(Default)]
pub(crate) struct Filter<'a> {
    pub(crate) user_id: Option<&'a str>,
    pub(crate) category: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
}

/// All codes, in the order they were made.
pub(crate) struct Referrals(Vec<Referral>);

impl Default for Referrals {
    /// The contract's example is there from the first moment.
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

    /// Adds a code; false if it is taken.
    pub(crate) fn add(&mut self, referral: Referral) -> bool {
        let free = self.find(&referral.code).is_none();
        if free {
            self.0.push(referral);
        }
        free
    }

    /// Counts a use. Start does not check codes, so an unknown one is no fault.
    pub(crate) fn count_use(&mut self, code: &str) {
        if let Some(referral) = self.0.iter_mut().find(|referral| referral.code == code) {
            referral.used += 1;
        }
    }

    pub(crate) fn list<'a>(
        &'a self,
        filter: &'a Filter<'_>,
    ) -> impl Iterator<Item = &'a Referral> + 'a {
        let fits = |wanted: Option<&str>, value: &str| wanted.is_none_or(|w| w == value);
        self.0.iter().filter(move |referral| {
            fits(filter.user_id, &referral.user_id)
                && fits(filter.category, &referral.category)
                && fits(filter.code, &referral.code)
        })
    }
}
