//! Message that the applicant reads on the status page.

use super::panel::{CaseForm, Panel};
use crate::{
    admin::{
        api,
        components::TextArea,
        context::{CaseView, admin_context},
        i18n::case as words,
    },
    api::url,
};
use kyc::{admin::Permission, state::StateKind};
use leptos::prelude::*;
use std::sync::Arc;

/// Message panel.
#[component]
pub(super) fn Message(case_view: Arc<CaseView>) -> impl IntoView {
    // A draft has no status page, so the applicant could not read a message.
    let reads = case_view.case.state != StateKind::Draft;
    (reads && admin_context().may(Permission::Message)).then(|| {
        let typed = case_view.typed("message", 0);
        view! {
            <Panel id="message-panel" heading=words::MESSAGE>
                <CaseForm case_view action={url::<api::MessageCase>()} button=words::MESSAGE_BUTTON>
                    <TextArea id="message" label=words::MESSAGE_LABEL hint=words::MESSAGE_HINT value=typed/>
                </CaseForm>
            </Panel>
        }
    })
}
