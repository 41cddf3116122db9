//! The form's funnel: how many applicants complete each step.

use crate::flow::Step;

/// The counts of the funnel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    /// How many applications were opened.
    pub opened: u64,
    /// How many applications reached at least each step.
    steps: [u64; Step::ALL.len()],
}

/// One stage of the funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunnelStage {
    /// The answered step; `None` for opened applications.
    pub step: Option<Step>,
    /// How many applications reached it.
    pub cases: u64,
    /// How many applications of the previous stage did not.
    pub lost: u64,
    /// How many applications reached the previous stage.
    pub before: u64,
}

impl Funnel {
    /// Adds applications that reached a step, counted from 1.
    pub(super) fn count(&mut self, place: usize, cases: u64) {
        let step = place.checked_sub(1).and_then(|n| self.steps.get_mut(n));
        if let Some(step) = step {
            *step += cases;
        }
    }

    /// The stages, from the first.
    #[must_use]
    pub fn stages(&self) -> Vec<FunnelStage> {
        let opened = FunnelStage {
            step: None,
            cases: self.opened,
            lost: 0,
            before: self.opened,
        };
        let mut stages = vec![opened];
        let mut before = self.opened;
        for (step, cases) in Step::ALL.iter().zip(self.steps) {
            stages.push(FunnelStage {
                step: Some(*step),
                cases,
                lost: before.saturating_sub(cases),
                before,
            });
            before = cases;
        }
        stages
    }

    /// The stage with the most losses, if there are any.
    #[must_use]
    pub fn steepest(&self) -> Option<FunnelStage> {
        let stages = self.stages().into_iter().filter(|stage| stage.lost > 0);
        stages.max_by_key(|stage| stage.lost)
    }
}
