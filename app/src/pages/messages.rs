//! Messages from staff to the applicant, rendered as plain text.

use crate::{
    components::{Icon, Shape, day_and_time},
    i18n::outcome,
    page_context::{page_context, t},
};
use kyc::admin::case::Message;
use leptos::prelude::*;

/// The messages, newest first.
#[component]
pub(crate) fn Messages(messages: Vec<Message>) -> impl IntoView {
    let lang = page_context().lang;
    (!messages.is_empty()).then(|| {
        let messages = messages.into_iter().map(|message| {
            view! {
                <li>
                    <p class="fine">{day_and_time(lang, message.at)}" UTC"</p>
                    <p class="message" dir="auto">{message.text.into_exposed()}</p>
                </li>
            }
        });
        view! {
            <section class="messages" aria-labelledby="messages">
                <h2 id="messages"><Icon shape=Shape::Mail/>{t(outcome::MESSAGES)}</h2>
                <ol reversed>{messages.collect_view()}</ol>
            </section>
        }
    })
}
