//! Letting a parked case go on, as the command line does.

use super::panel::{CaseForm, Panel};
use crate::{
    api::url,
    desk::{
        api,
        components::{Field, Prose},
        visit::{Docket, desk_visit},
    },
    text::desk_case as words,
};
use kyc::{
    admin::Permission,
    state::{Reason, StateKind},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The panel.
#[component]
pub(super) fn Release(docket: Arc<Docket>) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let parked = docket.case.state == StateKind::Parked && visit.may(Permission::Act);
    let reason = docket.case.reason.filter(|_| parked)?;
    let body = match reason {
        Reason::ProviderUnauthorized => words::RELEASE_REFUSES,
        Reason::ApprovedElsewhere => words::RELEASE_ELSEWHERE,
        Reason::OutOfAttempts => words::RELEASE_ATTEMPTS,
        Reason::NoDecision => words::RELEASE_NO_DECISION,
    };
    let (why, id) = (docket.typed("release", 0), docket.typed("release", 1));
    Some(view! {
        <Panel id="release" heading=words::RELEASE>
            <p>{body.to(lang)}</p>
            <CaseForm docket action={url::<api::ReleaseCase>()} button=words::RELEASE_BUTTON>
                <Prose id="release-reason" label=words::WHY hint=words::WHY_HINT value=why rows=2/>
                <Field id="external" label=words::RELEASE_ID value=id/>
            </CaseForm>
        </Panel>
    })
}
