//! Override requests, their answers, and the forms for both. The provider's
//! decision itself stays unchanged.

use super::{
    panel::{Carried, Panel},
    personal::Freshly,
};
use crate::{
    admin::{
        api,
        components::Field,
        context::{AdminFlash, CaseView, admin_context},
        i18n::{case as admin_case, disclosure as texts},
        labels::{self, Timestamp},
    },
    api::url,
};
use kyc::{
    admin::{
        Permission,
        list::Decision,
        overrides::{RecordedRequest, RequestStatus, Statement},
    },
    pii::Pii,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Colour tone of a request's status.
const fn tone(status: RequestStatus) -> &'static str {
    match status {
        RequestStatus::Open => "warn",
        RequestStatus::Confirmed => "good",
        RequestStatus::TurnedDown => "bad",
        RequestStatus::Void => "calm",
    }
}

/// Override panel, if it has content.
#[component]
pub(super) fn Override(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let requests = &case_view.sensitive_data.requests;
    let waits = requests.iter().any(|it| it.status == RequestStatus::Open);
    let asks = !waits
        && !case_view.sensitive_data.outcomes.is_empty()
        && context.may(Permission::RequestOverride);
    if requests.is_empty() && !asks {
        return ().into_any();
    }
    let requests = requests.iter().map(|request| {
        let (case_view, request) = (case_view.clone(), request.clone());
        view! { <Wanted case_view request/> }
    });
    let requests = requests.collect_view();
    view! {
        <Panel id="override" heading=texts::OVERRIDE>
            <p class="fine">{texts::OVERRIDE_LEDE.to(lang)}</p>
            <ol class="wanted">{requests}</ol>
            {asks.then(|| view! { <Ask case_view/> })}
        </Panel>
    }
    .into_any()
}

/// An override request.
#[component]
fn Wanted(case_view: Arc<CaseView>, request: RecordedRequest) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let was = Decision::parse(&request.decision);
    let was = was.map_or("", |was| labels::decision(was).to(lang));
    let was = texts::OVERRIDE_WAS.fill(lang, &[("decision", was)]);
    let me = context.staff_member.as_ref().map(|who| who.id.to_string());
    let is_mine = me.as_ref() == Some(&request.requested.by.id);
    let next = (request.status == RequestStatus::Open).then(|| {
        if is_mine {
            view! { <p class="fine">{texts::OVERRIDE_MINE.to(lang)}</p> }.into_any()
        } else if !context.may(Permission::ConfirmOverride) {
            ().into_any()
        } else if context.fresh {
            view! { <Answer case_view number=request.number/> }.into_any()
        } else {
            view! { <Freshly case_view/> }.into_any()
        }
    });
    view! {
        <li>
            <p><span class=format!("standing {}", tone(request.status))>{context.text(labels::request_status(request.status))}</span></p>
            <p><strong>{labels::outcome(request.outcome).to(lang)}</strong>" · "{was}</p>
            <Words statement=request.requested/>
            {request.answer.map(|statement| view! { <Words statement/> })}
            {next}
        </li>
    }
}

/// Author, time and reason of a statement.
#[component]
fn Words(statement: Statement) -> impl IntoView {
    let lang = admin_context().lang;
    let reason = statement.reason.map(Pii::into_exposed);
    let reason = reason.unwrap_or_else(|| texts::REASON_ERASED.to(lang).to_owned());
    view! {
        <p class="wanted-who"><strong>{statement.by.name}</strong>" "<Timestamp at=statement.at/></p>
        <blockquote class="written" dir="auto">{reason}</blockquote>
    }
}

/// Form that confirms a request or turns it down.
#[component]
fn Answer(case_view: Arc<CaseView>, number: u32) -> impl IntoView {
    let lang = admin_context().lang;
    let typed = case_view.typed("answer", 0);
    view! {
        <form method="post" action={url::<api::ReplyToOverride>()} novalidate>
            <Carried case_view/>
            <input type="hidden" name="number" value=number/>
            <Field id="answer_reason" label=texts::ANSWER_REASON hint=admin_case::WHY_HINT value=typed/>
            <div class="choices">
                <button class="button" type="submit" name="answer" value="confirm">{texts::OVERRIDE_CONFIRM.to(lang)}</button>
                <button class="button secondary" type="submit" name="answer" value="turn-down">{texts::OVERRIDE_REJECT.to(lang)}</button>
            </div>
        </form>
    }
}

/// Form that requests an override.
#[component]
fn Ask(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    if !context.fresh {
        return view! { <Freshly case_view/> }.into_any();
    }
    let buttons = case_view.sensitive_data.outcomes.iter().map(|it| {
        view! {
            <button class="button secondary" type="submit" name="outcome" value=it.as_str()>
                {labels::outcome(*it).to(lang)}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    let typed = case_view.typed("overrule", 0);
    let is_open = context.flash == Some(AdminFlash::OverrideReason) || !typed.is_empty();
    view! {
        <details open=is_open>
            <summary>{texts::OVERRIDE_ASK.to(lang)}</summary>
            <form method="post" action={url::<api::RequestOverride>()} novalidate>
                <Carried case_view/>
                <Field id="override_reason" label=texts::OVERRIDE_REASON hint=admin_case::WHY_HINT value=typed/>
                <div class="choices" role="group" aria-label=texts::OVERRIDE_WHICH.to(lang)>{buttons}</div>
            </form>
        </details>
    }
    .into_any()
}
