//! How far people get in the form, and where they stop.

use crate::flow::Step;

/// How many got how far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    /// How many were opened.
    pub opened: u64,
    /// How many got at least as far as each step.
    steps: [u64; Step::ALL.len()],
}

/// One rung of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunnelStage {
    /// The step that they answered; none for those who opened it.
    pub step: Option<Step>,
    /// How many did.
    pub cases: u64,
    /// How many of the rung before did not.
    pub lost: u64,
    /// How many there were on the rung before.
    pub before: u64,
}

impl Funnel {
    /// Counts so many more that got as far as a place, from 1.
    pub(super) fn count(&mut self, place: usize, cases: u64) {
        let step = place.checked_sub(1).and_then(|n| self.steps.get_mut(n));
        if let Some(step) = step {
            *step += cases;
        }
    }

    /// Its rungs, from the first.
    #[must_use]
    pub fn stages(&self) -> Vec<FunnelStage> {
        let opened = FunnelStage {
            step: None,
            cases: self.opened,
            lost: 0,
            before: self.opened,
        };
        let mut rungs = vec![opened];
        let mut before = self.opened;
        for (step, cases) in Step::ALL.iter().zip(self.steps) {
            rungs.push(FunnelStage {
                step: Some(*step),
                cases,
                lost: before.saturating_sub(cases),
                before,
            });
            before = cases;
        }
        rungs
    }

    /// Where most stop, if anybody does.
    #[must_use]
    pub fn steepest(&self) -> Option<FunnelStage> {
        let rungs = self.stages().into_iter().filter(|rung| rung.lost > 0);
        rungs.max_by_key(|rung| rung.lost)
    }
}
