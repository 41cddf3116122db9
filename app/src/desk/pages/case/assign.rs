//! Who looks after a case: one claims it, gives it up, or gives it to somebody.

use super::panel::{CaseForm, Panel};
use crate::{
    api::url,
    desk::{
        api,
        visit::{Docket, desk_visit},
    },
    text::desk_case as words,
};
use kyc::admin::Permission;
use leptos::prelude::*;
use std::sync::Arc;

/// The panel.
#[component]
pub(super) fn Assign(docket: Arc<Docket>) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let me = visit
        .who
        .clone()
        .filter(|_| visit.may(Permission::Assign))?;
    let action = url::<api::AssignCase>();
    let holder = docket.case.assignee;
    let (quick, whom) = if holder == Some(me.id) {
        (words::ASSIGN_DROP, String::new())
    } else {
        (words::ASSIGN_CLAIM, me.id.to_string())
    };
    let may = docket
        .staff
        .iter()
        .filter(|it| it.is_enabled && it.role.may(Permission::Assign));
    let others = may.map(|it| {
        view! { <option value=it.id.to_string() selected={holder == Some(it.id)}>{it.name.clone()}</option> }
    });
    let others = others.collect_view();
    let notice = visit
        .notice
        .filter(|notice| notice.field() == Some("assignee"));
    let fault = notice.map(|notice| view! { <p class="fault">{notice.words(lang)}</p> });
    Some(view! {
        <Panel id="assign" heading=words::ASSIGN>
            <CaseForm docket=docket.clone() action button=quick>
                <input type="hidden" name="assignee" value=whom/>
            </CaseForm>
            <CaseForm docket action button=words::ASSIGN_BUTTON>
                <div class="field">
                    <label for="assignee">{words::ASSIGN_LABEL.to(lang)}</label>
                    {fault}
                    <select class="input" id="assignee" name="assignee">
                        <option value="">{words::NOBODY.to(lang)}</option>
                        {others}
                    </select>
                </div>
            </CaseForm>
        </Panel>
    })
}
