//! Sharing of the capture link with another device of the applicant. The link is a
//! credential. It goes only to the clipboard or the device's share dialog.

use super::page::{element, on, write};
use leptos::{prelude::window, task::spawn_local};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Navigator, ShareData,
    js_sys::{Promise, Reflect},
};

/// Shows the share buttons that the browser supports. Many computers have no share
/// dialog, and plain HTTP has no clipboard.
pub(super) fn offer_sharing() {
    button("copy", "clipboard", |navigator, link| {
        navigator.clipboard().write_text(link)
    });
    button("share", "share", |navigator, link| {
        let data = ShareData::new();
        data.set_url(link);
        navigator.share_with_data(&data)
    });
}

/// Shows a button if the browser supports its API. A click shares the link, then
/// confirms it in the live region.
fn button(id: &str, needs: &str, give: fn(&Navigator, &str) -> Promise) {
    let able = Reflect::has(&window().navigator(), &needs.into()).unwrap_or_default();
    let (true, Some(button), Some(link)) = (able, element(id), element("link")) else {
        return;
    };
    let done = button.get_attribute("data-done");
    let press = on(move || {
        let link = link.text_content().unwrap_or_default();
        let given = JsFuture::from(give(&window().navigator(), &link));
        let done = done.clone();
        spawn_local(async move {
            // A cancelled share dialog needs no message.
            if let (Ok(_), Some(done)) = (given.await, done) {
                write("live", &done);
            }
        });
    });
    let _ = button.add_event_listener_with_callback("click", &press);
    for shown in [Some(button), element("pass-on")].into_iter().flatten() {
        let _ = shown.remove_attribute("hidden");
    }
}
