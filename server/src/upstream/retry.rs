//! When to try again (contract §2): at about 0, 1, 2, 4 and 8 s, for 429, 5xx
//! and transport failures only.

use std::time::Duration;

/// The waits before each try.
const WAITS: [Duration; 5] = [
    Duration::ZERO,
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
];

/// The longest wait that is sat out within one call. What asks for more is
/// handed to the job, which can wait without holding anything.
const LONGEST: Duration = Duration::from_secs(10);

/// How often a call is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// The whole schedule.
    Patient,
    /// Once: somebody is waiting for a page.
    Once,
}

/// The wait before try number `tried` (from 0), or `None` when it is over.
/// `jitter` in 0..=1 spreads callers over half the wait.
pub(super) fn wait(
    patience: Patience,
    tried: usize,
    jitter: f64,
    asked: Option<Duration>,
) -> Option<Duration> {
    let tries = if patience == Patience::Once {
        1
    } else {
        WAITS.len()
    };
    let planned = WAITS
        .get(tried)
        .filter(|_| tried < tries)?
        .mul_f64(0.75 + jitter / 2.0);
    let wait = planned.max(asked.unwrap_or_default());
    (wait <= LONGEST).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_tries_about_doubling() {
        let waits: Vec<_> = (0..6)
            .map(|tried| wait(Patience::Patient, tried, 0.5, None))
            .collect();
        let seconds: Vec<_> = waits.iter().map(|w| w.map(|w| w.as_secs())).collect();
        assert_eq!(seconds, [Some(0), Some(1), Some(2), Some(4), Some(8), None]);
        assert_eq!(wait(Patience::Once, 1, 0.5, None), None);
    }

    #[test]
    fn what_the_upstream_asks_for_is_honoured_or_handed_on() {
        let asked = |s| wait(Patience::Patient, 1, 0.0, Some(Duration::from_secs(s)));
        assert_eq!(asked(3), Some(Duration::from_secs(3)));
        assert_eq!(asked(60), None);
    }

    #[test]
    fn jitter_stays_within_a_quarter() {
        for jitter in [0.0, 0.3, 1.0] {
            let wait = wait(Patience::Patient, 3, jitter, None)
                .expect("a wait")
                .as_secs_f64();
            assert!((3.0..=5.0).contains(&wait), "{wait}");
        }
    }
}
