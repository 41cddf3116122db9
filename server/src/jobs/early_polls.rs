//! Limit of the polls that applicants cause before the poll gap has passed.

use kyc::id::ApplicationId;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use time::{Duration, OffsetDateTime};

/// Early polls of one application in a window. A page that is reloaded every second would otherwise
/// use up the firm's budget (contract §2).
const MAX_EARLY_POLLS: u8 = 3;
/// The length of a window, which begins with its first early poll.
const WINDOW: Duration = Duration::MINUTE;
/// Beyond this number of windows each call removes the ones that are over.
const MANY_WINDOWS: usize = 1_024;

/// Begin of each application's window, and its early polls. Each process counts alone: several
/// servers allow as many times the limit.
#[derive(Default)]
pub(super) struct EarlyPolls(Mutex<HashMap<ApplicationId, (OffsetDateTime, u8)>>);

impl EarlyPolls {
    /// Takes one early poll of the application's limit. False if none is left in this window.
    pub(super) fn take(&self, id: ApplicationId, now: OffsetDateTime) -> bool {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MANY_WINDOWS {
            windows.retain(|_, (began, _)| *began + WINDOW > now);
        }
        let (began, polls) = windows.entry(id).or_insert((now, 0));
        if *began + WINDOW <= now {
            (*began, *polls) = (now, 0);
        }
        let is_left = *polls < MAX_EARLY_POLLS;
        *polls += u8::from(is_left);
        is_left
    }
}
