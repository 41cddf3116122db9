//! Release of a parked case, as the command line does it.

use super::panel::{CaseForm, Panel};
use crate::{
    admin::{
        api,
        components::{Field, TextArea},
        context::{CaseView, admin_context},
        i18n::case as words,
    },
    api::url,
};
use kyc::{
    admin::Permission,
    state::{Reason, StateKind},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Release panel.
#[component]
pub(super) fn Release(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let parked = case_view.case.state == StateKind::Parked && context.may(Permission::Act);
    let reason = case_view.case.reason.filter(|_| parked)?;
    let body = match reason {
        Reason::ProviderUnauthorized => words::RELEASE_REFUSES,
        Reason::UnexpectedStatus | Reason::ApprovedElsewhere => words::RELEASE_ELSEWHERE,
        Reason::OutOfAttempts => words::RELEASE_ATTEMPTS,
        Reason::NoDecision => words::RELEASE_NO_DECISION,
        Reason::NoProviderId => words::RELEASE_ELSEWHERE,
        Reason::SharedProviderId => words::RELEASE_SHARED_ID,
        Reason::UnusableLink => words::RELEASE_LINK,
    };
    let (why, id) = (case_view.typed("release", 0), case_view.typed("release", 1));
    Some(view! {
        <Panel id="release" heading=words::RELEASE>
            <p>{context.text(body)}</p>
            <CaseForm case_view action={url::<api::ReleaseCase>()} button=words::RELEASE_BUTTON>
                <TextArea id="release-reason" label=words::WHY hint=words::WHY_HINT value=why rows=2/>
                <Field id="external" label=words::RELEASE_ID value=id/>
            </CaseForm>
        </Panel>
    })
}
