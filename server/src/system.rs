//! System clock and randomness. No other module reads them.

use kyc::ports::{Clock, Entropy};
use time::OffsetDateTime;

/// System clock. Tests may move it ahead in debug builds: see [`clock_offset`].
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

/// Clock offset that a test has set.
///
/// `VESTIBULE_CLOCK_OFFSET_FILE` names a file with a number of milliseconds. Each read of the clock
/// reads the file, so requests after a test's write see the new time. Release builds do not contain
/// this code.
#[cfg(debug_assertions)]
pub(crate) mod clock_offset {
    use std::{fs, path::PathBuf, sync::OnceLock};
    use time::Duration;

    static FILE: OnceLock<PathBuf> = OnceLock::new();

    /// Sets the file. Only the first call has an effect.
    pub(crate) fn read_from(file: PathBuf) {
        FILE.get_or_init(|| file);
    }

    /// The offset; zero without a file or a valid number.
    pub(super) fn read() -> Duration {
        let text = FILE.get().and_then(|file| fs::read_to_string(file).ok());
        let milliseconds = text.and_then(|text| text.trim().parse().ok());
        Duration::milliseconds(milliseconds.unwrap_or(0))
    }
}

/// Randomness of the operating system.
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
