//! What may be done about a case: a panel for each thing, in their order. A
//! panel says by itself whether it has anything to offer to whoever looks.

use super::{
    assign::Assign, evidence::Evidence, message::Message, note::Note, overrule::Overrule,
    poll_now::Ask, release::Release, request_documents::Invite,
};
use crate::admin::context::CaseView;
use leptos::prelude::*;
use std::sync::Arc;

/// Every panel. Of somebody who is erased there is nothing left to do but to
/// take away what is left.
#[component]
pub(super) fn Panels(case_view: Arc<CaseView>) -> impl IntoView {
    let deeds = (!case_view.case.is_erased()).then(|| {
        view! {
            <Assign case_view=case_view.clone()/>
            <Release case_view=case_view.clone()/>
            <Note case_view=case_view.clone()/>
            <Message case_view=case_view.clone()/>
            <Invite case_view=case_view.clone()/>
            <Ask case_view=case_view.clone()/>
        }
    });
    view! {
        {deeds}
        <Overrule case_view=case_view.clone()/>
        <Evidence case_view/>
    }
}
