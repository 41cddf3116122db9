//! Live status: watches the event stream, polls, announces changes and reloads the
//! page.

use super::{
    fetch::call,
    local_time::{show_time, show_times},
    page::{element, on, write},
    share,
    stream::Stream,
};
use crate::api::{ApiError, CheckStatus, StatusUpdate};
use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
    task::spawn_local,
};
use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
    time::Duration,
};
use web_sys::{
    VisibilityState,
    js_sys::{Function, Math},
};

/// Delay between the announcement of a change and the reload. Screen readers need
/// the time.
const READING: Duration = Duration::from_millis(900);
/// Delay after a failed poll, in milliseconds.
const RETRY_DELAY: u32 = 15_000;
/// Time until the first poll while a stream opens, in milliseconds.
const STREAM_OPEN_TIMEOUT: u32 = 3_000;
/// Factor on the poll delay while a stream is open. These rare polls cover lost
/// events.
const SELDOM: u32 = 5;
/// Number of regular polls that one poll with an open stream counts for.
const SPARED: u32 = 4;
/// Without a stream, every `AGAIN`th poll tries to open one.
const AGAIN: u32 = 8;

/// Live region of the status page. While visible, it polls on each stream event.
/// Without a stream it polls at the server's interval. Both stop on a final state
/// or a refusal (ux rule 31).
#[island]
pub(crate) fn LiveStatus() -> impl IntoView {
    // An effect would add the reactive scheduler to the WebAssembly, for a single
    // call.
    if cfg!(target_family = "wasm") {
        StatusWatcher::start();
    }
    view! { <p class="live" id="live" role="status" aria-live="polite"></p> }
}

/// State of the live status.
#[derive(Default)]
struct StatusWatcher {
    polls: Cell<u32>,
    busy: Cell<bool>,
    /// Whether an event arrived during a poll.
    missed: Cell<bool>,
    /// Whether the applicant has returned to the page since the last poll.
    returned: Cell<bool>,
    stopped: Cell<bool>,
    /// Whether the live region shows the text of an update.
    announced: Cell<bool>,
    timer: Cell<Option<TimeoutHandle>>,
    stream: RefCell<Option<Stream>>,
    /// Callback of the stream.
    on_event: OnceCell<Function>,
    /// Delay that the server named last, in milliseconds.
    wait: Cell<u32>,
}

impl StatusWatcher {
    fn start() {
        let watch = Rc::new(Self::default());
        let handler = watch.clone();
        let _ = watch
            .on_event
            .set(on(move || handler.clone().on_stream_event()));
        let looked = watch.clone();
        let looked = on(move || {
            looked.returned.set(!is_hidden());
            looked.clone().on_visibility();
        });
        // `visibilitychange` also fires when the page is left or enters the
        // back-forward cache.
        let _ = window().add_event_listener_with_callback("focus", &looked);
        let _ = document().add_event_listener_with_callback("visibilitychange", &looked);
        share::offer_sharing();
        show_times();
        watch.on_visibility();
    }

    /// Starts or pauses the updates when the page's visibility changes.
    fn on_visibility(self: Rc<Self>) {
        if is_hidden() {
            self.pause();
        } else if self.is_open() {
            self.poll();
        } else if self.stream.borrow().is_none() {
            self.listen();
        }
    }

    /// Whether the stream is open.
    fn is_open(&self) -> bool {
        self.stream.borrow().as_ref().is_some_and(Stream::is_open)
    }

    /// Opens the stream. Its first event arrives at once.
    fn listen(self: Rc<Self>) {
        if !self.stopped.get() {
            self.stream
                .replace(self.on_event.get().and_then(Stream::open));
            self.wait(STREAM_OPEN_TIMEOUT);
        }
    }

    /// Polls on a stream event, or schedules a poll after the stream was lost. The
    /// random delay spreads the polls of all pages after a common loss.
    fn on_stream_event(self: Rc<Self>) {
        if self.is_open() {
            return self.poll();
        }
        self.stream.take();
        let wait = f64::from(self.wait.get()) * Math::random();
        self.wait(wait as u32);
    }

    /// Pauses stream and polls until the page is visible again.
    fn pause(&self) {
        self.stream.take();
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }

    /// Stops the updates for good.
    fn stop(&self) {
        self.stopped.set(true);
        self.pause();
    }

    /// Polls now, unless the page is hidden or the updates have stopped.
    fn poll(self: Rc<Self>) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        if is_hidden() || self.stopped.get() {
            return;
        }
        if self.busy.replace(true) {
            self.missed.set(true);
            return;
        }
        spawn_local(async move {
            let polls = self.polls.get();
            let counts = if self.is_open() { SPARED } else { 1 };
            self.polls.set(polls + counts);
            let question = [
                ("csrf", data("data-csrf")),
                ("seen", data("data-seen")),
                ("asked", polls.to_string()),
                ("returned", self.returned.take().to_string()),
            ];
            let answer = call::<CheckStatus>(&question).await;
            self.busy.set(false);
            let missed = self.missed.take();
            match answer {
                Ok(news) => self.apply_update(news, missed),
                Err(ApiError::Stop) => self.stop(),
                Err(ApiError::Later) => self.wait(RETRY_DELAY),
            }
        });
    }

    /// Shows the update, then reloads the page or schedules the next poll.
    fn apply_update(self: Rc<Self>, news: StatusUpdate, missed: bool) {
        show_time("checked-at", &news.checked.to_string());
        self.announce(&news.text);
        self.wait.set(news.wait_ms);
        if news.changed {
            self.stop();
            set_timeout(|| drop(window().location().reload()), READING);
        } else if news.wait_ms == 0 {
            self.stop();
        } else if missed {
            self.poll();
        } else if self.is_open() {
            self.wait(news.wait_ms * SELDOM);
        } else if self.stream.borrow().is_none() && self.polls.get().is_multiple_of(AGAIN) {
            self.listen();
        } else {
            self.wait(news.wait_ms);
        }
    }

    /// Shows the text of an update. An empty text removes only the text of an earlier update: the
    /// confirmation of a copied link must outlast the next poll.
    fn announce(&self, text: &str) {
        let had_text = self.announced.replace(!text.is_empty());
        if had_text || !text.is_empty() {
            write("live", text);
        }
    }

    fn wait(self: Rc<Self>, ms: u32) {
        let watch = self.clone();
        let duration = Duration::from_millis(ms.into());
        let timer = set_timeout_with_handle(move || watch.poll(), duration).ok();
        if let Some(before) = self.timer.replace(timer) {
            before.clear();
        }
    }
}

fn is_hidden() -> bool {
    document().visibility_state() == VisibilityState::Hidden
}

/// A `data-*` attribute of the state element.
fn data(name: &str) -> String {
    element("state")
        .and_then(|e| e.get_attribute(name))
        .unwrap_or_default()
}
