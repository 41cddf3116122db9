//! The real time and real randomness: the one place that reaches for them.

use kyc::ports::{Clock, Entropy};
use time::OffsetDateTime;

/// The machine's clock. In a debug build a test of the whole program may move
/// it ahead: see [`clock_offset`].
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everybody else is handed"
    )]
    fn now(&self) -> OffsetDateTime {
        let now = OffsetDateTime::now_utc();
        #[cfg(debug_assertions)]
        let now = now + clock_offset::read();
        now
    }
}

/// How far a test has moved this program's clock ahead.
///
/// `VESTIBULE_CLOCK_OFFSET_FILE` names a file with a number of milliseconds. Each
/// look at the clock reads it, so that a test which has written it knows that
/// every later request sees the new time. A release build has no such code.
#[cfg(debug_assertions)]
pub(crate) mod clock_offset {
    use std::{fs, path::PathBuf, sync::OnceLock};
    use time::Duration;

    static FILE: OnceLock<PathBuf> = OnceLock::new();

    /// Names the file. Later calls change nothing.
    pub(crate) fn read_from(file: PathBuf) {
        FILE.get_or_init(|| file);
    }

    /// The offset; zero where no file is named, or it holds no number.
    pub(super) fn read() -> Duration {
        let text = FILE.get().and_then(|file| fs::read_to_string(file).ok());
        let milliseconds = text.and_then(|text| text.trim().parse().ok());
        Duration::milliseconds(milliseconds.unwrap_or(0))
    }
}

/// The machine's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the source that everybody else is handed"
    )]
    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing here may go on"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the machine gives no randomness");
    }
}
