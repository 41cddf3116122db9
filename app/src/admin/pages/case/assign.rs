//! Assignment of a case: to oneself, to a staff member, or to none.

use super::panel::{CaseForm, Panel};
use crate::{
    admin::{
        api,
        context::{CaseView, admin_context},
        i18n::case as words,
    },
    api::url,
};
use kyc::admin::Permission;
use leptos::prelude::*;
use std::sync::Arc;

/// Assignment panel.
#[component]
pub(super) fn Assign(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let me = context
        .staff_member
        .clone()
        .filter(|_| context.may(Permission::Assign))?;
    let action = url::<api::AssignCase>();
    let holder = case_view.case.assignee;
    let (quick, whom) = if holder == Some(me.id) {
        (words::ASSIGN_DROP, String::new())
    } else {
        (words::ASSIGN_CLAIM, me.id.to_string())
    };
    let may = case_view
        .staff
        .iter()
        .filter(|it| it.is_enabled && it.role.may(Permission::Assign));
    let others = may.map(|it| {
        view! { <option value=it.id.to_string() selected={holder == Some(it.id)}>{it.name.clone()}</option> }
    });
    let others = others.collect_view();
    let flash = context
        .flash
        .filter(|flash| flash.field() == Some("assignee"));
    let fault = flash.map(|flash| view! { <p class="fault">{flash.words(&context)}</p> });
    Some(view! {
        <Panel id="assign" heading=words::ASSIGN>
            <CaseForm case_view=case_view.clone() action button=quick>
                <input type="hidden" name="assignee" value=whom/>
            </CaseForm>
            <CaseForm case_view action button=words::ASSIGN_BUTTON>
                <div class="field">
                    <label for="assignee">{words::ASSIGN_LABEL.to(lang)}</label>
                    {fault}
                    <select class="input" id="assignee" name="assignee">
                        <option value="">{words::UNASSIGNED.to(lang)}</option>
                        {others}
                    </select>
                </div>
            </CaseForm>
        </Panel>
    })
}
