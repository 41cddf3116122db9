//! The wizard as a graph: which step follows another, and which steps each one requires.

use serde::{Deserialize, Serialize};

/// A step of the wizard, in order: easy questions come before sensitive ones (ux rule 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Consent to the agreement.
    Consent,
    /// Name.
    Name,
    /// Date of birth.
    BirthDate,
    /// Email and phone.
    Contact,
    /// Home address.
    Address,
    /// Social Security number.
    Ssn,
    /// The page where the applicant checks all answers.
    Check,
}

/// One node of the graph.
struct Node {
    step: Step,
    requires: &'static [Step],
    next: Option<Step>,
}

/// The graph. A step opens when all steps that it requires have valid answers. Each required step
/// comes earlier in the list.
const GRAPH: &[Node] = &[
    Node {
        step: Step::Consent,
        requires: &[],
        next: Some(Step::Name),
    },
    Node {
        step: Step::Name,
        requires: &[Step::Consent],
        next: Some(Step::BirthDate),
    },
    Node {
        step: Step::BirthDate,
        requires: &[Step::Name],
        next: Some(Step::Contact),
    },
    Node {
        step: Step::Contact,
        requires: &[Step::BirthDate],
        next: Some(Step::Address),
    },
    Node {
        step: Step::Address,
        requires: &[Step::Contact],
        next: Some(Step::Ssn),
    },
    Node {
        step: Step::Ssn,
        requires: &[Step::Address],
        next: Some(Step::Check),
    },
    Node {
        step: Step::Check,
        requires: &[Step::Ssn],
        next: None,
    },
];

crate::word_table! {
    /// The word that the audit trail stores.
    Step: as_str {
        Consent => "consent",
        Name => "name",
        BirthDate => "birth_date",
        Contact => "contact",
        Address => "address",
        Ssn => "ssn",
        Check => "check",
    }
}

impl Step {
    fn node(self) -> &'static Node {
        // `GRAPH` lists the steps in the order of their discriminants; a test checks this.
        &GRAPH[self as usize]
    }

    /// The next step; `None` after the last.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.node().next
    }

    /// The previous step; `None` before the first.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        GRAPH
            .iter()
            .find(|node| node.next == Some(self))
            .map(|node| node.step)
    }

    /// The position of the step, from 1 (ux rule 7).
    #[must_use]
    pub const fn number(self) -> usize {
        self as usize + 1
    }
}

/// The set of steps with valid answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress(u8);

impl Progress {
    /// Returns the set with one more step.
    #[must_use]
    pub const fn with(self, step: Step) -> Self {
        Self(self.0 | 1 << step as u8)
    }

    /// Whether a step has a valid answer.
    #[must_use]
    pub const fn has(self, step: Step) -> bool {
        self.0 & (1 << step as u8) != 0
    }

    /// Whether a step may be opened: all steps that it requires, directly or not, have valid
    /// answers.
    #[must_use]
    pub fn opens(self, step: Step) -> bool {
        step.node()
            .requires
            .iter()
            .all(|needed| self.has(*needed) && self.opens(*needed))
    }

    /// The furthest step that may be opened. An applicant who skips ahead is redirected to it (ux
    /// rule 9).
    #[must_use]
    pub fn furthest(self) -> Step {
        Step::ALL
            .iter()
            .copied()
            .rev()
            .find(|step| self.opens(*step))
            .unwrap_or(Step::Consent)
    }

    /// The page after "Continue": the next step, or the check page once every step has a valid
    /// answer (ux rule 10).
    #[must_use]
    pub fn after(self, step: Step) -> Step {
        if self.opens(Step::Check) {
            return Step::Check;
        }
        step.next()
            .filter(|next| self.opens(*next))
            .unwrap_or_else(|| self.furthest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn graph_lists_each_step_once_and_in_order() {
        let steps: Vec<_> = GRAPH.iter().map(|node| node.step).collect();
        assert_eq!(steps, Step::ALL);
        for node in GRAPH {
            assert!(
                node.requires.iter().all(|r| *r < node.step),
                "{:?} looks ahead",
                node.step
            );
            assert_eq!(
                node.step.next().and_then(Step::previous),
                node.next.map(|_| node.step)
            );
        }
    }

    #[test]
    fn step_number_and_word_follow_the_order_of_the_steps() {
        for (place, step) in Step::ALL.iter().enumerate() {
            assert_eq!(step.number(), place + 1);
            let stored = serde_json::to_value(step).expect("JSON");
            assert_eq!(stored, step.as_str());
            assert_eq!(step.next(), Step::ALL.get(place + 1).copied());
        }
        assert_eq!(Step::Consent.previous(), None);
    }

    #[test]
    fn continue_leads_to_the_next_step_or_where_an_answer_is_missing() {
        let answered = |steps: &[Step]| steps.iter().fold(Progress::default(), |p, s| p.with(*s));
        let two = answered(&[Step::Consent, Step::Name]);
        // The next step, though a later one is open.
        assert_eq!(two.after(Step::Consent), Step::Name);
        assert_eq!(two.after(Step::Name), Step::BirthDate);
        // The next step is closed.
        assert_eq!(two.after(Step::Contact), Step::BirthDate);
        assert_eq!(two.after(Step::Check), Step::BirthDate);
        // Nothing is missing.
        let all = answered(&Step::ALL[..6]);
        assert_eq!(all.after(Step::Consent), Step::Check);
    }

    fn progress() -> impl Strategy<Value = Progress> {
        (0..128_u8).prop_map(Progress)
    }

    fn step() -> impl Strategy<Value = Step> {
        prop::sample::select(Step::ALL)
    }

    proptest! {
        #[test]
        fn redirect_never_leads_to_a_closed_step(p in progress(), s in step()) {
            prop_assert!(p.opens(p.furthest()));
            prop_assert!(p.opens(p.after(s)));
        }

        #[test]
        fn adding_a_step_keeps_the_other_steps(p in progress(), s in step(), t in step()) {
            prop_assert_eq!(p.with(s).has(t), s == t || p.has(t));
            prop_assert_eq!(p.with(s).with(s), p.with(s));
        }

        #[test]
        fn answer_never_closes_a_step(p in progress(), s in step(), t in step()) {
            prop_assert!(!p.opens(t) || p.with(s).opens(t));
            prop_assert!(p.with(s).furthest() >= p.furthest());
        }

        #[test]
        fn step_opens_after_all_earlier_answers(p in progress(), s in step()) {
            let all_before = Step::ALL.iter().take_while(|t| **t < s).all(|t| p.has(*t));
            prop_assert_eq!(p.opens(s), all_before);
        }

        #[test]
        fn answering_the_furthest_step_reaches_the_check_page(p in progress()) {
            let mut now = p;
            for _ in Step::ALL {
                now = now.with(now.furthest());
            }
            prop_assert_eq!(now.furthest(), Step::Check);
        }
    }
}
