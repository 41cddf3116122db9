//! Personal data of the applicant: masked, revealed on request, with the form for
//! that request.

use super::{
    Answers, Shown,
    panel::{Carried, Panel},
};
use crate::{
    admin::{
        api,
        components::Field,
        context::{AdminFlash, CaseView, admin_context},
        i18n::{self as words, case as admin_case, disclosure as texts},
        labels,
        routes::AdminPath,
    },
    api::url,
};
use kyc::admin::{Permission, case::PersonalField, disclosure::ports::SsnStatus};
use leptos::prelude::*;
use std::sync::Arc;

/// Script that masks a revealed value when its time is over, without a page load.
/// Browsers delay timers of background tabs. So the script checks again when the
/// page becomes visible.
const SCRIPT: &str = r#"{const all=[...document.querySelectorAll("[data-left]")].map(e=>[e,Date.now()+1e3*e.dataset.left]),
look=()=>{for(const[e,end]of all)if(Date.now()>=end&&e.isConnected){const d=e.closest("dd");e.remove();d.textContent=d.dataset.masked}};
for(const[,end]of all)setTimeout(look,Math.max(end-Date.now(),0)+50);
addEventListener("pageshow",look);document.addEventListener("visibilitychange",look)}"#;

/// Personal data panel.
#[component]
pub(super) fn Personal(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let number = match case_view.sensitive_data.ssn_status {
        Some(SsnStatus::Held) => Some(texts::NUMBER_HELD),
        Some(SsnStatus::Shredded) => Some(texts::NUMBER_SHREDDED),
        Some(SsnStatus::NotGiven) | None => None,
    };
    let shows = !case_view.sensitive_data.revealed.is_empty();
    view! {
        <Panel id="answers" heading=admin_case::ANSWERS>
            <Answers case_view=case_view.clone() shown=Shown::All whole=true/>
            {number.map(|text| view! { <p class="fine">{context.text(text)}</p> })}
            {context.may(Permission::Reveal).then(|| view! { <Reveal case_view/> })}
            {shows.then(|| view! { <script nonce=context.nonce.clone()>{SCRIPT}</script> })}
        </Panel>
    }
}

/// Form that reveals one field for a given reason.
#[component]
fn Reveal(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let is_hidden = |datum: &&PersonalField| {
        let shown = case_view.sensitive_data.revealed.iter();
        **datum != PersonalField::Ssn
            && case_view.case.answer(**datum).is_some()
            && !shown.map(|it| it.field).any(|field| field == **datum)
    };
    let hidden: Vec<_> = PersonalField::ALL
        .iter()
        .filter(is_hidden)
        .copied()
        .collect();
    if hidden.is_empty() {
        return ().into_any();
    }
    if !context.fresh {
        return view! { <Freshly case_view/> }.into_any();
    }
    let buttons = hidden.into_iter().map(|datum| {
        view! {
            <button class="button secondary" type="submit" name="field" value=datum.as_str()>
                {labels::datum(datum).to(lang)}
            </button>
        }
    });
    let left = case_view
        .budget
        .saturating_sub(case_view.sensitive_data.spent);
    let left = texts::REVEAL_LEFT.fill(lang, &[("n", &left.to_string())]);
    let typed = case_view.typed("reveal", 0);
    let is_open = context.flash == Some(AdminFlash::RevealReason) || !typed.is_empty();
    view! {
        <details class="in-full" open=is_open>
            <summary>{texts::REVEAL.to(lang)}</summary>
            <form method="post" action={url::<api::RevealField>()} novalidate>
                <Carried case_view/>
                <Field id="reveal_reason" label=texts::REVEAL_REASON hint=texts::REVEAL_HINT value=typed/>
                <p class="hint">{left}</p>
                <div class="choices" role="group" aria-label=texts::REVEAL_WHICH.to(lang)>{buttons.collect_view()}</div>
            </form>
        </details>
    }
    .into_any()
}

/// Link to reauthenticate. It replaces the form, so that no typed input is lost.
#[component]
pub(super) fn Freshly(case_view: Arc<CaseView>) -> impl IntoView {
    let lang = admin_context().lang;
    let case = AdminPath::Case.at(case_view.case.reference.as_str());
    let to = format!("{}?to={case}", AdminPath::Confirm.pattern());
    view! {
        <p class="freshly">
            {texts::FRESHLY.to(lang)}" "<a href=to>{words::ACCOUNT_CONFIRM.to(lang)}</a>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_is_small_and_closes_no_tag() {
        assert!(SCRIPT.len() <= 768, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
