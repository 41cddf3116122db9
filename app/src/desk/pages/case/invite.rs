//! Inviting the applicant to send documents again, where pictures are in or
//! nothing came of them.

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
pub(super) fn Invite(docket: Arc<Docket>) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    (visit.may(Permission::Act) && docket.case.may_request_documents).then(|| {
        let next = (docket.case.attempts + 1).to_string();
        let body = words::INVITE_BODY.fill(lang, &[("n", &next)]);
        let typed = docket.typed("invite", 0);
        view! {
            <Panel id="invite" heading=words::INVITE>
                <p>{body}</p>
                <CaseForm docket action={url::<api::InviteCase>()} button=words::INVITE_BUTTON>
                    <Prose id="invite-reason" label=words::WHY hint=words::WHY_HINT value=typed rows=2/>
                </CaseForm>
            </Panel>
        }
    })
}
