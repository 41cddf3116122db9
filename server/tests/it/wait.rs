//! Waiting for a condition. Besides the soak run, which kills at random moments, this is the only
//! place where a test sleeps.

use std::{
    fmt::Debug,
    time::{Duration, Instant},
};

/// Longest wait by default. A busy machine needs seconds for what normally takes milliseconds.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(120);
const FIRST_PAUSE: Duration = Duration::from_millis(2);
/// Each pause is longer than the one before, up to this.
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

/// Pauses between the looks at a condition, up to a deadline.
pub(crate) struct Wait {
    deadline: Instant,
    pause: Duration,
}

impl Wait {
    pub(crate) fn new() -> Self {
        Self::at_most(DEFAULT_TIMEOUT)
    }

    pub(crate) fn at_most(patience: Duration) -> Self {
        Self {
            deadline: Instant::now() + patience,
            pause: FIRST_PAUSE,
        }
    }

    /// Sleeps until the next look. Returns false, at once, after the deadline.
    pub(crate) async fn pause(&mut self) -> bool {
        if Instant::now() >= self.deadline {
            return false;
        }
        tokio::time::sleep(self.pause).await;
        self.pause = (self.pause * 3 / 2).min(LONGEST_PAUSE);
        true
    }
}

/// What one look at a condition found.
pub(crate) trait Look {
    type Found;
    /// The awaited value, or a description of what is there instead.
    fn found(self) -> Result<Self::Found, String>;
}

impl Look for bool {
    type Found = ();
    fn found(self) -> Result<(), String> {
        self.then_some(()).ok_or_else(|| self.to_string())
    }
}

impl<T> Look for Option<T> {
    type Found = T;
    fn found(self) -> Result<T, String> {
        self.ok_or_else(|| "None".to_owned())
    }
}

impl<T, E: Debug> Look for Result<T, E> {
    type Found = T;
    fn found(self) -> Result<T, String> {
        self.map_err(|seen| format!("{seen:?}"))
    }
}

/// `Ok` if the value is the expected one, otherwise the value itself, for [`eventually!`].
pub(crate) fn equal<T: PartialEq<E>, E>(seen: T, expected: E) -> Result<(), T> {
    if seen == expected { Ok(()) } else { Err(seen) }
}

/// Evaluates a future again and again until it yields `true`, `Some` or `Ok`; returns the value.
/// Panics after [`DEFAULT_TIMEOUT`] with what was awaited and what it saw last.
///
/// This is a macro because tests spawn it. A function that takes an async closure with borrowed
/// state returns a future that is not `Send`.
macro_rules! eventually {
    ($awaited:expr, $look:expr $(,)?) => {{
        let mut wait = $crate::wait::Wait::new();
        loop {
            match $crate::wait::Look::found($look.await) {
                Ok(found) => break found,
                Err(seen) => assert!(wait.pause().await, "never {}: {seen}", $awaited),
            }
        }
    }};
}
pub(crate) use eventually;

#[tokio::test]
async fn eventually_returns_the_first_value_found() {
    let mut looks = 0;
    let found = eventually!("the third look", async {
        looks += 1;
        (looks == 3).then_some(looks)
    });
    assert_eq!(found, 3);
}

#[tokio::test]
async fn wait_ends_at_its_deadline() {
    assert!(!Wait::at_most(Duration::ZERO).pause().await);
    assert!(Wait::new().pause().await);
}
