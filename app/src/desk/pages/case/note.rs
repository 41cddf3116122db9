//! A note for the others at the desk.

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
use kyc::admin::Permission;
use leptos::prelude::*;
use std::sync::Arc;

/// The panel.
#[component]
pub(super) fn Note(docket: Arc<Docket>) -> impl IntoView {
    desk_visit().may(Permission::Note).then(|| {
        let typed = docket.typed("note", 0);
        view! {
            <Panel id="note-panel" heading=words::NOTE>
                <CaseForm docket action={url::<api::NoteCase>()} button=words::NOTE_BUTTON>
                    <Prose id="note" label=words::NOTE_LABEL hint=words::NOTE_HINT value=typed/>
                </CaseForm>
            </Panel>
        }
    })
}
