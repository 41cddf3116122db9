//! The published test values (contract §8): which applicant meets which fate.

use std::fmt;

use time::Date;
use time::macros::date;

/// What becomes of an applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Verified; an account is provisioned.
    Approved,
    /// Refused.
    Denied,
    /// Waits for a person upstream.
    ManualReview,
    /// The documents are wanted once more.
    Resubmit,
}

/// The course an inquiry takes: documents first or not, and then the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Whether documents are asked for before the decision.
    pub documents: bool,
    /// The decision at the end.
    pub decision: Decision,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The e-mail address, whatever its letter case.
    Email(&'static str),
    /// The given and the family name, whatever their letter case.
    Name(&'static str, &'static str),
    /// The date of birth; looked at only where documents are enabled.
    BirthDate(Date),
}

/// A trigger and the course it sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it looks at.
    pub trigger: Trigger,
    /// What follows.
    pub plan: Plan,
}

/// What the rules look at in an application.
pub(crate) struct Person<'a> {
    pub(crate) email: &'a str,
    pub(crate) first_name: &'a str,
    pub(crate) last_name: &'a str,
    pub(crate) date_of_birth: Date,
}

/// Every rule, in order of precedence: e-mail, name, date of birth.
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

/// The course of everyone no rule speaks of.
pub const OTHERWISE: Plan = Plan {
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

const fn documents_then(born: Date, decision: Decision) -> Rule {
    Rule {
        trigger: Trigger::BirthDate(born),
        plan: Plan {
            documents: true,
            decision,
        },
    }
}

impl Rule {
    /// Whether the rule counts, given whether documents are enabled.
    #[must_use]
    pub const fn applies(&self, documents: bool) -> bool {
        documents || !matches!(self.trigger, Trigger::BirthDate(_))
    }

    fn matches(&self, person: &Person<'_>) -> bool {
        match self.trigger {
            Trigger::Email(email) => same(email, person.email),
            Trigger::Name(first, last) => {
                same(first, person.first_name) && same(last, person.last_name)
            }
            Trigger::BirthDate(born) => born == person.date_of_birth,
        }
    }
}

/// The course `person` takes.
pub(crate) fn plan_for(person: &Person<'_>, documents: bool) -> Plan {
    RULES
        .iter()
        .find(|rule| rule.applies(documents) && rule.matches(person))
        .map_or(OTHERWISE, |rule| rule.plan)
}

fn same(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 4] = [
        Self::Approved,
        Self::Denied,
        Self::ManualReview,
        Self::Resubmit,
    ];

    /// The name used in the control pages: `manual-review`.
    #[must_use]
    pub const fn name(self) -> &'static str {
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
            Self::BirthDate(born) => write!(f, "born {born}"),
        }
    }
}
