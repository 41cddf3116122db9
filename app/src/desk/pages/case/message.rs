//! A message that the applicant reads on their status page.

use super::panel::{CaseForm, Panel};
use crate::{
    api::url,
    desk::{
        api,
        components::Prose,
        visit::{Docket, desk_visit},
    },
    text::desk_case as words,
};
use kyc::{admin::Permission, state::StateKind};
use leptos::prelude::*;
use std::sync::Arc;

/// The panel.
#[component]
pub(super) fn Message(docket: Arc<Docket>) -> impl IntoView {
    // Whoever fills in has no status page yet to read it on.
    let reads = docket.case.state != StateKind::Draft;
    (reads && desk_visit().may(Permission::Message)).then(|| {
        let typed = docket.typed("message", 0);
        view! {
            <Panel id="message-panel" heading=words::MESSAGE>
                <CaseForm docket action={url::<api::MessageCase>()} button=words::MESSAGE_BUTTON>
                    <Prose id="message" label=words::MESSAGE_LABEL hint=words::MESSAGE_HINT value=typed/>
                </CaseForm>
            </Panel>
        }
    })
}
