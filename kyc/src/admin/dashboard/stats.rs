//! The figures of a date range, added up from the stored counts.

use super::{CaseOutcome, DateRange, Funnel, Histogram, OpenCases};
use crate::state::StateKind;
use time::{Date, Duration, OffsetDateTime};

/// The figures of the dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// The date range.
    pub range: DateRange,
    /// Each day of the range, the first day first.
    pub days: Vec<DayStats>,
    /// The funnel of the applications that were opened in the range.
    pub funnel: Funnel,
    /// All waiting applications, of any age.
    pub waiting: OpenCases,
    /// The count of all applications, of any day.
    pub total: u64,
    /// When the last webhook delivery arrived.
    pub last_webhook_at: Option<OffsetDateTime>,
}

/// The figures of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayStats {
    /// The date.
    pub date: Date,
    /// The applications that were opened on this day, by their current outcome.
    outcomes: [u64; CaseOutcome::ALL.len()],
    /// The durations of the decisions of this day, in milliseconds.
    pub decided: Histogram,
}

impl DayStats {
    /// How many applications of this day have this outcome.
    #[must_use]
    pub const fn of(&self, outcome: CaseOutcome) -> u64 {
        self.outcomes[outcome as usize]
    }

    /// How many applications were opened.
    #[must_use]
    pub fn opened(&self) -> u64 {
        self.outcomes.iter().sum()
    }
}

impl Stats {
    /// Figures without counts.
    #[must_use]
    pub fn new(span: DateRange, today: Date) -> Self {
        let first = span.first(today);
        let days = (0..i64::from(span.days())).map(|n| DayStats {
            date: first.checked_add(Duration::days(n)).unwrap_or(Date::MAX),
            outcomes: [0; CaseOutcome::ALL.len()],
            decided: Histogram::default(),
        });
        Self {
            range: span,
            days: days.collect(),
            funnel: Funnel::default(),
            waiting: OpenCases::default(),
            total: 0,
            last_webhook_at: None,
        }
    }

    /// The day this many days ago. A date in the future, from another server's clock, counts as
    /// today.
    fn day(&mut self, ago: i64) -> Option<&mut DayStats> {
        let ago = usize::try_from(ago.max(0)).ok()?;
        let n = self.days.len().checked_sub(1 + ago)?;
        self.days.get_mut(n)
    }

    /// Adds applications in a state that were opened this many days ago.
    pub fn opened(&mut self, label: StateKind, ago: i64, cases: u64) {
        self.waiting.count(label, ago, cases);
        if let Some(day) = self.day(ago) {
            day.outcomes[CaseOutcome::of(label) as usize] += cases;
            self.funnel.opened += cases;
        }
    }

    /// Adds applications of the range that reached a step of the form.
    pub fn reached(&mut self, place: usize, cases: u64) {
        self.funnel.count(place, cases);
    }

    /// Adds decisions made this many days ago, in a bucket of their durations.
    pub fn decided(&mut self, ago: i64, bucket: usize, cases: u64) {
        if let Some(day) = self.day(ago) {
            day.decided.add(bucket, cases);
        }
    }

    /// How many applications of the range have this outcome.
    #[must_use]
    pub fn of(&self, outcome: CaseOutcome) -> u64 {
        self.days.iter().map(|day| day.of(outcome)).sum()
    }

    /// The durations of the range's decisions, in milliseconds.
    #[must_use]
    pub fn decisions(&self) -> Histogram {
        let mut all = Histogram::default();
        self.days.iter().for_each(|day| all.merge(&day.decided));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        admin::dashboard::{AgeBucket, WaitingOn},
        flow::Step,
    };

    #[test]
    fn counts_fall_into_their_day_and_age_bucket() {
        let today = time::macros::date!(2026 - 11 - 25);
        let mut stats = Stats::new(DateRange::Week, today);
        assert_eq!(stats.days.len(), 7);
        assert_eq!(stats.days[6].date, today);
        stats.opened(StateKind::Approved, 0, 3);
        stats.opened(StateKind::Draft, -1, 2);
        stats.opened(StateKind::Parked, 6, 4);
        stats.opened(StateKind::Parked, 7, 5);
        stats.opened(StateKind::Resubmit, 40, 6);
        assert_eq!(stats.days[6].opened(), 5);
        assert_eq!(stats.days[0].of(CaseOutcome::Parked), 4);
        assert_eq!(stats.of(CaseOutcome::InProgress), 0, "before the span");
        let waiting = &stats.waiting;
        assert_eq!(waiting.of(WaitingOn::Ours, AgeBucket::Week), 4);
        assert_eq!(waiting.of(WaitingOn::Ours, AgeBucket::Month), 5);
        assert_eq!(waiting.of(WaitingOn::Applicants, AgeBucket::Older), 6);
        assert_eq!((waiting.all_of(WaitingOn::Ours), waiting.all()), (9, 15));
        stats.decided(1, 20, 2);
        stats.decided(9, 20, 2);
        assert_eq!(stats.decisions().total(), 2);
    }

    #[test]
    fn funnel_names_the_step_with_the_largest_loss() {
        let mut stats = Stats::new(DateRange::Month, time::macros::date!(2026 - 11 - 25));
        assert_eq!(stats.funnel.steepest(), None);
        stats.opened(StateKind::Draft, 3, 10);
        for (place, cases) in [
            (1, 9),
            (2, 9),
            (3, 4),
            (4, 4),
            (5, 3),
            (6, 3),
            (7, 2),
            (8, 1),
        ] {
            stats.reached(place, cases);
        }
        let stages = stats.funnel.stages();
        assert_eq!(stages.len(), 1 + Step::ALL.len());
        assert_eq!(
            (stages[7].cases, stages[7].before, stages[7].lost),
            (2, 3, 1)
        );
        let steepest = stats.funnel.steepest().expect("some stop");
        assert_eq!(steepest.step, Some(Step::BirthDate));
        assert_eq!((steepest.lost, steepest.before), (5, 9));
    }

    #[test]
    fn undecided_states_wait_on_one_party_and_decided_states_on_none() {
        let waiting: usize = WaitingOn::ALL
            .iter()
            .map(|party| party.state_kinds().count())
            .sum();
        assert_eq!(waiting, StateKind::ALL.len() - 3);
        for label in StateKind::ALL {
            let waits = matches!(
                CaseOutcome::of(*label),
                CaseOutcome::InProgress | CaseOutcome::Parked
            );
            assert_eq!(WaitingOn::of(*label).is_some(), waits, "{label:?}");
        }
    }
}
