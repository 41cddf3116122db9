//! Event stream that triggers polls of the status.

use crate::routes::LIVE;
use web_sys::{EventSource, js_sys::Function};

/// An open or opening event stream. Dropping it closes it.
pub(super) struct Stream(EventSource);

impl Stream {
    /// Opens the stream. `None` if the browser supports none.
    ///
    /// The callback runs on each event, and on the loss of the stream. The page
    /// closes a lost stream itself. The browser's own reconnect would make all
    /// pages reconnect at the same time.
    pub(super) fn open(on_event: &Function) -> Option<Self> {
        let source = EventSource::new(LIVE).ok()?;
        for event in ["tick", "error"] {
            let _ = source.add_event_listener_with_callback(event, on_event);
        }
        Some(Self(source))
    }

    /// Whether the stream is open and delivers events.
    pub(super) fn is_open(&self) -> bool {
        self.0.ready_state() == EventSource::OPEN
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.close();
    }
}
