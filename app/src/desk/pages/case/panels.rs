//! What may be done about a case: a panel for each thing, in their order. A
//! panel says by itself whether it has anything to offer to whoever looks.

use super::{evidence::Evidence, overrule::Overrule};
use crate::desk::visit::Docket;
use leptos::prelude::*;
use std::sync::Arc;

/// Every panel.
#[component]
pub(super) fn Panels(docket: Arc<Docket>) -> impl IntoView {
    view! {
        <Overrule docket=docket.clone()/>
        <Evidence docket/>
    }
}
