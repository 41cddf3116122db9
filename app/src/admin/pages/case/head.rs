//! Header of a case: reference, state and assignee.

use crate::{
    admin::{
        context::{CaseView, admin_context},
        i18n::{case as texts, disclosure, list as admin_list},
        labels::{self, RelativeTime, StateMark},
    },
    components::{Icon, Shape},
    i18n::Text,
};
use kyc::{
    admin::{
        list::{Decision, Person},
        overrides::RequestStatus,
    },
    pii::Pii,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Header of the case page.
#[component]
pub(super) fn Head(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let case = &case_view.case;
    let not_given = || admin_list::NOT_GIVEN.to(lang).to_owned();
    let (name, email) = match &case.person {
        Person::Known { name, email } => {
            let shown = |text: &Option<Pii<String>>| {
                let text = text.clone().map(Pii::into_exposed);
                text.unwrap_or_else(not_given)
            };
            (shown(name), shown(email))
        }
        Person::Erased => {
            let erased = admin_list::ERASED.to(lang).to_owned();
            (erased.clone(), erased)
        }
        Person::Unreadable => {
            let unreadable = admin_list::UNREADABLE.to(lang).to_owned();
            (unreadable.clone(), unreadable)
        }
    };
    let external_id = case.external_id.as_ref();
    let external_id = external_id.map_or_else(
        || texts::NO_ID.to(lang).to_owned(),
        |id| labels::visible(id.as_str()),
    );
    let status = labels::provider_status(&case.words);
    let status = if status.is_empty() {
        texts::NO_STATUS.to(lang).to_owned()
    } else {
        status
    };
    let holder = match case.assignee {
        None => admin_list::UNASSIGNED.to(lang),
        Some(id) => case_view.name(id).unwrap_or_default(),
    };
    let reason = case
        .reason
        .map(|reason| context.text(labels::reason(reason)))
        .map(|reason| view! { <Fact label=texts::REASON value=reason/> });
    view! {
        <div class="case-head">
            <h1><span class="visually-hidden">{texts::CASE.to(lang)}" "</span><span class="code">{case.reference.as_str().to_owned()}</span></h1>
            <p class="case-marks">
                <StateMark label=case.state/>
                <DecisionMark decision=Decision::of(case.state)/>
                <OverrideMark case_view=case_view.clone()/>
                <span class="case-age">{texts::OPENED.to(lang)}" "<RelativeTime at=case.opened_at alone=true/></span>
            </p>
        </div>
        <dl class="case-facts">
            {reason}
            <Fact label=admin_list::ASSIGNEE value=holder/>
            <Fact label=texts::NAME value=name/>
            <Fact label=texts::EMAIL value=email/>
            <Fact label=texts::EXTERNAL_ID value=external_id code=true/>
            <Fact label=texts::USER_ID value=case.user_id.as_str() code=true/>
            <Fact label=texts::ATTEMPT value=case.attempts.to_string()/>
            <Fact label=admin_list::COLUMN_PROVIDER value=status/>
        </dl>
    }
}

/// Badge for an open or confirmed override request.
#[component]
fn OverrideMark(case_view: Arc<CaseView>) -> impl IntoView {
    let lang = admin_context().lang;
    let last = case_view.sensitive_data.requests.first();
    let text = match last.map(|request| request.status) {
        Some(RequestStatus::Open) => disclosure::MARK_OPEN,
        Some(RequestStatus::Confirmed) => disclosure::MARK_CONFIRMED,
        Some(RequestStatus::TurnedDown | RequestStatus::Void) | None => return ().into_any(),
    };
    view! {
        <a class="standing warn" href="#override"><Icon shape=Shape::Alert/>{text.to(lang)}</a>
    }
    .into_any()
}

/// One labelled value.
#[component]
fn Fact(
    label: Text,
    #[prop(into)] value: String,
    /// Whether the value is an id, set in a monospaced font.
    #[prop(optional)]
    code: bool,
) -> impl IntoView {
    let lang = admin_context().lang;
    view! { <div><dt>{label.to(lang)}</dt><dd class=code.then_some("code")><bdi>{value}</bdi></dd></div> }
}

/// Decision badge of label and icon.
#[component]
fn DecisionMark(decision: Decision) -> impl IntoView {
    let lang = admin_context().lang;
    let (tone, shape) = match decision {
        Decision::None => ("calm", Shape::Clock),
        Decision::Review => ("busy", Shape::Shield),
        Decision::Documents => ("calm", Shape::IdCard),
        Decision::Approved => ("good", Shape::Approved),
        Decision::Denied => ("bad", Shape::Denied),
    };
    view! {
        <span class=format!("standing {tone}")>
            <Icon shape/>
            {admin_list::DECISION.to(lang)}": "{labels::decision(decision).to(lang)}
        </span>
    }
}
