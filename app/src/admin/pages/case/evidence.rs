//! Links to the evidence.

use super::panel::Panel;
use crate::admin::{
    context::{CaseView, admin_context},
    i18n::disclosure as texts,
    routes::AdminPath,
};
use kyc::admin::Permission;
use leptos::prelude::*;
use std::sync::Arc;

/// Evidence panel.
#[component]
pub(super) fn Evidence(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let reference = case_view.case.reference.as_str().to_owned();
    context.may(Permission::TakeEvidence).then(|| {
        view! {
            <Panel id="evidence" heading=texts::EVIDENCE>
                <p class="fine">{texts::EVIDENCE_LEDE.to(lang)}</p>
                <p class="choices">
                    <a href=AdminPath::Evidence.at(&reference)>{texts::EVIDENCE_PAGE.to(lang)}</a>
                    <a href=AdminPath::EvidenceFile.at(&reference)>{texts::EVIDENCE_FILE.to(lang)}</a>
                </p>
            </Panel>
        }
    })
}
