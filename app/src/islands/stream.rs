//! The stream that says when to ask.

use crate::routes::LIVE;
use web_sys::{EventSource, js_sys::Function};

/// An open stream, or one that is about to open, until dropped.
pub(super) struct Stream(EventSource);

impl Stream {
    /// Opens it; `None` where the browser has none to offer. It calls back
    /// whenever it is time to ask, and when it is lost: it does not stand any
    /// more then. The browser would open it anew, everybody's at the same time;
    /// when to do so is for the page to say.
    pub(super) fn open(heard: &Function) -> Option<Self> {
        let source = EventSource::new(LIVE).ok()?;
        for event in ["tick", "error"] {
            let _ = source.add_event_listener_with_callback(event, heard);
        }
        Some(Self(source))
    }

    /// Whether it stands: whatever happens is told.
    pub(super) fn is_open(&self) -> bool {
        self.0.ready_state() == EventSource::OPEN
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.close();
    }
}
