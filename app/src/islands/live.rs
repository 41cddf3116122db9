//! The live status: listens, asks, says what changed, goes there.

use super::{
    fetch::call,
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

/// How long the news stays up before the page goes there: time to be read out.
const READING: Duration = Duration::from_millis(900);
/// The wait after an answer that could not be had, in milliseconds.
const AFTER_TROUBLE: u32 = 15_000;
/// How long a stream may take to open before the page asks without it, in
/// milliseconds.
const PATIENCE: u32 = 3_000;
/// While the page is told when to ask, it asks so many times as seldom by
/// itself: somewhere on the way a word may be lost.
const SELDOM: u32 = 5;
/// Such a question counts for so many of those that it spared.
const SPARED: u32 = 4;
/// Where there is no stream, each so manieth question looks for one.
const AGAIN: u32 = 8;

/// The live region. Listens while somebody looks, and asks whenever it is told
/// to; where it cannot listen, every so often as the server says. Both stop for
/// good on a final state or a refusal (ux rule 31).
#[island]
pub(crate) fn LiveStatus() -> impl IntoView {
    // In an effect it would ship the scheduler of effects, for what happens once.
    if cfg!(target_family = "wasm") {
        StatusWatcher::start();
    }
    view! { <p class="live" id="live" role="status" aria-live="polite"></p> }
}

/// What the watcher remembers.
#[derive(Default)]
struct StatusWatcher {
    asked: Cell<u32>,
    busy: Cell<bool>,
    /// Told to ask while asking.
    missed: Cell<bool>,
    stopped: Cell<bool>,
    timer: Cell<Option<TimeoutHandle>>,
    stream: RefCell<Option<Stream>>,
    /// What the stream calls.
    heard: OnceCell<Function>,
    /// The wait that the server named last, in milliseconds.
    wait: Cell<u32>,
}

impl StatusWatcher {
    fn start() {
        let watch = Rc::new(Self::default());
        let heard = watch.clone();
        let _ = watch.heard.set(on(move || heard.clone().on_stream_event()));
        let looked = watch.clone();
        let looked = on(move || looked.clone().on_visibility());
        // A page that is left, or kept for the way back, is hidden, too.
        let _ = window().add_event_listener_with_callback("focus", &looked);
        let _ = document().add_event_listener_with_callback("visibilitychange", &looked);
        share::offer_sharing();
        watch.on_visibility();
    }

    /// Somebody looks, or nobody does any more.
    fn on_visibility(self: Rc<Self>) {
        if is_hidden() {
            self.pause();
        } else if self.is_open() {
            self.poll();
        } else if self.stream.borrow().is_none() {
            self.listen();
        }
    }

    /// Whether the page is told when to ask.
    fn is_open(&self) -> bool {
        self.stream.borrow().as_ref().is_some_and(Stream::is_open)
    }

    /// Opens the stream. Its first word comes at once.
    fn listen(self: Rc<Self>) {
        if !self.stopped.get() {
            self.stream.replace(self.heard.get().and_then(Stream::open));
            self.wait(PATIENCE);
        }
    }

    /// The stream says to ask; or it cannot be had, or no more. If it ended for
    /// everybody they do not all ask in the same moment.
    fn on_stream_event(self: Rc<Self>) {
        if self.is_open() {
            return self.poll();
        }
        self.stream.take();
        let wait = f64::from(self.wait.get()) * Math::random();
        self.wait(wait as u32);
    }

    /// Neither listens nor asks until somebody looks.
    fn pause(&self) {
        self.stream.take();
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }

    /// Never again.
    fn stop(&self) {
        self.stopped.set(true);
        self.pause();
    }

    /// Asks now, unless nobody is looking or all is said.
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
            let asked = self.asked.get();
            let counts = if self.is_open() { SPARED } else { 1 };
            self.asked.set(asked + counts);
            let question = [
                ("csrf", data("data-csrf")),
                ("seen", data("data-seen")),
                ("asked", asked.to_string()),
            ];
            let answer = call::<CheckStatus>(&question).await;
            self.busy.set(false);
            let missed = self.missed.take();
            match answer {
                Ok(news) => self.apply_update(news, missed),
                Err(ApiError::Stop) => self.stop(),
                Err(ApiError::Later) => self.wait(AFTER_TROUBLE),
            }
        });
    }

    /// Says the news; goes there or waits for the next.
    fn apply_update(self: Rc<Self>, news: StatusUpdate, missed: bool) {
        write("checked", &news.checked);
        write("live", &news.text);
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
        } else if self.stream.borrow().is_none() && self.asked.get().is_multiple_of(AGAIN) {
            self.listen();
        } else {
            self.wait(news.wait_ms);
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

/// A `data-*` attribute of the state's element.
fn data(name: &str) -> String {
    element("state")
        .and_then(|e| e.get_attribute(name))
        .unwrap_or_default()
}
