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
use kyc::{
    desk::Permission,
    state::{Label, Reason},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Whether the upstream knows it and may change its mind.
fn can_be_asked(docket: &Docket) -> bool {
    let case = &docket.case;
    let waits = case.state.awaits_upstream()
        || (case.state == Label::Parked && case.reason == Some(Reason::OutOfAttempts));
    waits && case.external_id.is_some()
}

/// The panel.
#[component]
pub(super) fn Ask(docket: Arc<Docket>) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    (visit.may(Permission::Act) && can_be_asked(&docket)).then(|| {
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
