//! What may be done about a case: a panel for each thing, in their order. A
//! panel says by itself whether it has anything to offer to whoever looks.

use super::{
    ask::Ask, assign::Assign, evidence::Evidence, invite::Invite, message::Message, note::Note,
    overrule::Overrule, release::Release,
};
use crate::desk::visit::Docket;
use leptos::prelude::*;
use std::sync::Arc;

/// Every panel. Of somebody who is erased there is nothing left to do but to
/// take away what is left.
#[component]
pub(super) fn Panels(docket: Arc<Docket>) -> impl IntoView {
    let deeds = (!docket.case.is_erased()).then(|| {
        view! {
            <Assign docket=docket.clone()/>
            <Release docket=docket.clone()/>
            <Note docket=docket.clone()/>
            <Message docket=docket.clone()/>
            <Invite docket=docket.clone()/>
            <Ask docket=docket.clone()/>
        }
    });
    view! {
        {deeds}
        <Overrule docket=docket.clone()/>
        <Evidence docket/>
    }
}
