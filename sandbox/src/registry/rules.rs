//! The published test values (contract §8): which details lead to which outcome.

use std::fmt;

use time::Date;
use time::macros::date;

/// The outcome of an inquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Verified; an account is provisioned.
    Approved,
    /// Refused.
    Denied,
    /// A person at the provider decides.
    ManualReview,
    /// The applicant has to submit documents again.
    Resubmit,
}

/// The steps of an inquiry: documents or not, and then the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Whether the provider asks for documents before the decision.
    pub documents: bool,
    /// The final decision.
    pub decision: Decision,
}

/// The details that a rule matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The email address, ignoring letter case.
    Email(&'static str),
    /// The given and the family name, ignoring letter case.
    Name(&'static str, &'static str),
    /// The date of birth; matched only if documents are enabled.
    BirthDate(Date),
}

/// A trigger and the plan that it selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The details that it matches.
    pub trigger: Trigger,
    /// The plan that follows.
    pub plan: Plan,
}

/// The details that rules look at.
pub(crate) struct RuleInput<'a> {
    pub(crate) email: &'a str,
    pub(crate) first_name: &'a str,
    pub(crate) last_name: &'a str,
    pub(crate) date_of_birth: Date,
}

/// Every rule, in order of precedence: email, name, date of birth.
pub const RULES: &[Rule] = &[
    at_once(Trigger::Email("reject@example.com"), Decision::Denied),
    at_once(Trigger::Name("Paulina", "Gizela"), Decision::ManualReview),
    at_once(
        Trigger::BirthDate(date!(1985 - 10 - 02)),
        Decision::Approved,
    ),
    at_once(Trigger::BirthDate(date!(1985 - 09 - 04)), Decision::Denied),
    documents_then(date!(1985 - 09 - 02), Decision::Approved),
    documents_then(date!(1985 - 09 - 05), Decision::Denied),
    documents_then(date!(1985 - 09 - 25), Decision::ManualReview),
    documents_then(date!(1985 - 09 - 26), Decision::ManualReview),
    documents_then(date!(1985 - 09 - 01), Decision::Resubmit),
];

/// The plan of an applicant whom no rule matches.
pub(crate) const DEFAULT_PLAN: Plan = Plan {
    documents: false,
    decision: Decision::Approved,
};

const fn at_once(trigger: Trigger, decision: Decision) -> Rule {
    Rule {
        trigger,
        plan: Plan {
            documents: false,
            decision,
        },
    }
}

const fn documents_then(birth_date: Date, decision: Decision) -> Rule {
    Rule {
        trigger: Trigger::BirthDate(birth_date),
        plan: Plan {
            documents: true,
            decision,
        },
    }
}

impl Rule {
    /// Whether the rule is active, given whether documents are enabled.
    pub(crate) const fn applies(&self, documents: bool) -> bool {
        documents || !matches!(self.trigger, Trigger::BirthDate(_))
    }

    fn matches(&self, input: &RuleInput<'_>) -> bool {
        match self.trigger {
            Trigger::Email(email) => equal_text(email, input.email),
            Trigger::Name(first, last) => {
                equal_text(first, input.first_name) && equal_text(last, input.last_name)
            }
            Trigger::BirthDate(birth_date) => birth_date == input.date_of_birth,
        }
    }
}

/// The plan for these details.
pub(crate) fn plan_for(input: &RuleInput<'_>, documents: bool) -> Plan {
    RULES
        .iter()
        .find(|rule| rule.applies(documents) && rule.matches(input))
        .map_or(DEFAULT_PLAN, |rule| rule.plan)
}

fn equal_text(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}

impl Decision {
    /// Every decision.
    pub(crate) const ALL: [Self; 4] = [
        Self::Approved,
        Self::Denied,
        Self::ManualReview,
        Self::Resubmit,
    ];

    /// The name in the control API: `manual-review`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::ManualReview => "manual-review",
            Self::Resubmit => "resubmit",
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::ManualReview => "manual review",
            Self::Resubmit => "documents once more, then approved",
        })
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.documents {
            write!(f, "documents, then {}", self.decision)
        } else {
            write!(f, "{} at once", self.decision)
        }
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(email) => write!(f, "e-mail {email}"),
            Self::Name(first, last) => write!(f, "name {first} {last}"),
            Self::BirthDate(birth_date) => write!(f, "born {birth_date}"),
        }
    }
}
