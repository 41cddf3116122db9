//! Having the upstream asked now.

use super::panel::{CaseForm, Panel};
use crate::{
    api::url,
    desk::{
        api,
        visit::{Docket, desk_visit},
        words::said,
    },
    text::desk_case as words,
};
use kyc::admin::Permission;
use leptos::prelude::*;
use std::sync::Arc;

/// The panel.
#[component]
pub(super) fn Ask(docket: Arc<Docket>) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    (visit.may(Permission::Act) && docket.case.is_pollable).then(|| {
        let last = said(&docket.case.words);
        let last = if last.is_empty() {
            words::NOTHING_SAID.to(lang).to_owned()
        } else {
            last
        };
        let body = words::ASK_BODY.fill(lang, &[("said", &last)]);
        view! {
            <Panel id="ask" heading=words::ASK>
                <p>{body}</p>
                <CaseForm docket action={url::<api::AskCase>()} button=words::ASK_BUTTON/>
            </Panel>
        }
    })
}
