//! The way to the evidence.

use super::panel::Panel;
use crate::{
    desk::{
        routes::DeskPath,
        visit::{Docket, desk_visit},
    },
    text::desk_dossier as texts,
};
use kyc::admin::Permission;
use leptos::prelude::*;
use std::sync::Arc;

/// The panel.
#[component]
pub(super) fn Evidence(docket: Arc<Docket>) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let reference = docket.case.reference.as_str().to_owned();
    visit.may(Permission::TakeEvidence).then(|| {
        view! {
            <Panel id="evidence" heading=texts::EVIDENCE>
                <p class="fine">{texts::EVIDENCE_LEDE.to(lang)}</p>
                <p class="choices">
                    <a href=DeskPath::Evidence.at(&reference)>{texts::EVIDENCE_PAGE.to(lang)}</a>
                    <a href=DeskPath::EvidenceFile.at(&reference)>{texts::EVIDENCE_FILE.to(lang)}</a>
                </p>
            </Panel>
        }
    })
}
