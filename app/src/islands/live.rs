//! The live status: asks again, says what changed, goes there.

use super::{
    ask::ask,
    page::{element, write},
    pass_on,
};
use crate::api::{ApiError, CheckStatus, News};
use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle, window_event_listener_untyped},
    prelude::*,
    task::spawn_local,
};
use std::{cell::Cell, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::VisibilityState;

/// How long the news stays up before the page goes there: time to be read out.
const READING: Duration = Duration::from_millis(900);
/// The wait after an answer that could not be had.
const AFTER_TROUBLE: Duration = Duration::from_secs(15);

/// The live region. Asks at once when the page is looked at again, every so
/// often as the server says, never while hidden, and stops for good on a final
/// state or a refusal (ux rule 31).
#[island]
pub(crate) fn LiveStatus() -> impl IntoView {
    // In an effect it would ship the scheduler of effects, for what happens once.
    if cfg!(target_family = "wasm") {
        Watch::start();
    }
    view! { <p class="live" id="live" role="status" aria-live="polite"></p> }
}

/// What the watcher remembers.
#[derive(Default)]
struct Watch {
    asked: Cell<u32>,
    busy: Cell<bool>,
    stopped: Cell<bool>,
    timer: Cell<Option<TimeoutHandle>>,
}

impl Watch {
    fn start() {
        let watch = Rc::new(Self::default());
        let on_focus = watch.clone();
        let _ = window_event_listener_untyped("focus", move |_| on_focus.clone().ask());
        let on_shown = watch.clone();
        on_visibility(move || on_shown.clone().ask());
        pass_on::offer();
        watch.ask();
    }

    /// Asks now, unless somebody is asking, nobody is looking or all is said.
    fn ask(self: Rc<Self>) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let hidden = document().visibility_state() == VisibilityState::Hidden;
        if hidden || self.stopped.get() || self.busy.replace(true) {
            return;
        }
        spawn_local(async move {
            let asked = self.asked.replace(self.asked.get() + 1);
            let question = [
                ("csrf", data("data-csrf")),
                ("seen", data("data-seen")),
                ("asked", asked.to_string()),
            ];
            let answer = ask::<CheckStatus>(&question).await;
            self.busy.set(false);
            match answer {
                Ok(news) => self.tell(news),
                Err(ApiError::Stop) => self.stopped.set(true),
                Err(ApiError::Later) => self.wait(AFTER_TROUBLE),
            }
        });
    }

    /// Says the news; goes there or waits for the next.
    fn tell(self: Rc<Self>, news: News) {
        write("checked", &news.checked);
        write("live", &news.words);
        if news.moved {
            self.stopped.set(true);
            set_timeout(|| drop(window().location().reload()), READING);
        } else if news.wait_ms > 0 {
            self.wait(Duration::from_millis(news.wait_ms.into()));
        }
    }

    fn wait(self: Rc<Self>, duration: Duration) {
        let watch = self.clone();
        let timer = set_timeout_with_handle(move || watch.ask(), duration).ok();
        self.timer.set(timer);
    }
}

/// Calls back whenever the page is shown or hidden.
fn on_visibility(callback: impl Fn() + 'static) {
    let callback = Closure::<dyn Fn()>::new(callback).into_js_value();
    let _ =
        document().add_event_listener_with_callback("visibilitychange", callback.unchecked_ref());
}

/// A `data-*` attribute of the state's element.
fn data(name: &str) -> String {
    element("state")
        .and_then(|e| e.get_attribute(name))
        .unwrap_or_default()
}
