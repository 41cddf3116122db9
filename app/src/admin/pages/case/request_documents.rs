//! Request for new documents, while the application is under review or parked without
//! a decision.

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

/// Document request panel.
#[component]
pub(super) fn Invite(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    (context.may(Permission::Act) && case_view.case.may_request_documents).then(|| {
        let next = (case_view.case.attempts + 1).to_string();
        let body = words::INVITE_BODY.fill(lang, &[("n", &next)]);
        let typed = case_view.typed("invite", 0);
        view! {
            <Panel id="invite" heading=words::INVITE>
                <p>{body}</p>
                <CaseForm case_view action={url::<api::InviteCase>()} button=words::INVITE_BUTTON>
                    <TextArea id="invite-reason" label=words::WHY hint=words::WHY_HINT value=typed rows=2/>
                </CaseForm>
            </Panel>
        }
    })
}
