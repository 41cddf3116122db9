//! Panels of the available commands, in order. Each panel decides itself whether it
//! has content for the signed-in role.

use super::{
    assign::Assign, evidence::Evidence, message::Message, note::Note, overrides::Override,
    poll_now::Ask, release::Release, request_documents::Invite,
};
use crate::admin::context::CaseView;
use leptos::prelude::*;
use std::sync::Arc;

/// All panels. An erased application keeps only the override and evidence panels.
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
        <Override case_view=case_view.clone()/>
        <Evidence case_view/>
    }
}
