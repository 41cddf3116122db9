//! Note for other staff members.

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
use kyc::admin::Permission;
use leptos::prelude::*;
use std::sync::Arc;

/// Note panel.
#[component]
pub(super) fn Note(case_view: Arc<CaseView>) -> impl IntoView {
    admin_context().may(Permission::Note).then(|| {
        let typed = case_view.typed("note", 0);
        view! {
            <Panel id="note-panel" heading=words::NOTE>
                <CaseForm case_view action={url::<api::NoteCase>()} button=words::NOTE_BUTTON>
                    <TextArea id="note" label=words::NOTE_LABEL hint=words::NOTE_HINT value=typed/>
                </CaseForm>
            </Panel>
        }
    })
}
