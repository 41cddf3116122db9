//! Poll of the provider on request.

use super::panel::{CaseForm, Panel};
use crate::{
    admin::{
        api,
        context::{CaseView, admin_context},
        i18n::case as words,
        labels::provider_status,
    },
    api::url,
};
use kyc::admin::Permission;
use leptos::prelude::*;
use std::sync::Arc;

/// Poll panel.
#[component]
pub(super) fn Ask(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    (context.may(Permission::Act) && case_view.case.is_pollable).then(|| {
        let last = provider_status(&case_view.case.words);
        let last = if last.is_empty() {
            words::NO_STATUS.to(lang).to_owned()
        } else {
            last
        };
        // Isolated, because a word may be of a script that runs from right to left.
        let last = format!("\u{2068}{last}\u{2069}");
        let body = context.fill(words::ASK_BODY, &[("status", &last)]);
        view! {
            <Panel id="ask" heading=words::ASK>
                <p>{body}</p>
                <CaseForm case_view action={url::<api::AskCase>()} button=words::ASK_BUTTON/>
            </Panel>
        }
    })
}
