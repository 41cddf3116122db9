//! What somebody answered: masked, and in full where that was granted; and the
//! form that asks for it.

use super::{
    Answers, Shown,
    panel::{Carried, Panel},
};
use crate::{
    api::url,
    desk::{
        api,
        components::Field,
        routes::DeskPath,
        visit::{Docket, Notice, desk_visit},
        words,
    },
    text::{desk as desk_words, desk_case, desk_dossier as texts},
};
use kyc::admin::{Permission, case::PersonalField, disclosure::ports::SsnStatus};
use leptos::prelude::*;
use std::sync::Arc;

/// What the script does: it masks what is shown when its time is over, though
/// nobody loads the page anew. Timers of sleeping tabs are late, so that it
/// looks again when the page is shown.
const SCRIPT: &str = r#"{const all=[...document.querySelectorAll("[data-left]")].map(e=>[e,Date.now()+1e3*e.dataset.left]),
look=()=>{for(const[e,end]of all)if(Date.now()>=end&&e.isConnected){const d=e.closest("dd");e.remove();d.textContent=d.dataset.masked}};
for(const[,end]of all)setTimeout(look,Math.max(end-Date.now(),0)+50);
addEventListener("pageshow",look);document.addEventListener("visibilitychange",look)}"#;

/// The panel.
#[component]
pub(super) fn Personal(docket: Arc<Docket>) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let number = match docket.sensitive_data.ssn_status {
        Some(SsnStatus::Held) => Some(texts::NUMBER_HELD),
        Some(SsnStatus::Shredded) => Some(texts::NUMBER_SHREDDED),
        Some(SsnStatus::NotGiven) | None => None,
    };
    let shows = !docket.sensitive_data.revealed.is_empty();
    view! {
        <Panel id="answers" heading=desk_case::ANSWERS>
            <Answers docket=docket.clone() shown=Shown::All whole=true/>
            {number.map(|text| view! { <p class="fine">{text.to(lang)}</p> })}
            {visit.may(Permission::Reveal).then(|| view! { <Reveal docket/> })}
            {shows.then(|| view! { <script nonce=visit.nonce.clone()>{SCRIPT}</script> })}
        </Panel>
    }
}

/// What can be asked for, and why.
#[component]
fn Reveal(docket: Arc<Docket>) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let is_hidden = |datum: &&PersonalField| {
        let shown = docket.sensitive_data.revealed.iter();
        **datum != PersonalField::Ssn
            && docket.case.answer(**datum).is_some()
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
    if !visit.fresh {
        return view! { <Freshly docket/> }.into_any();
    }
    let buttons = hidden.into_iter().map(|datum| {
        view! {
            <button class="button secondary" type="submit" name="field" value=datum.as_str()>
                {words::datum(datum).to(lang)}
            </button>
        }
    });
    let left = docket.budget.saturating_sub(docket.sensitive_data.spent);
    let left = texts::REVEAL_LEFT.fill(lang, &[("n", &left.to_string())]);
    let typed = docket.typed("reveal", 0);
    let is_open = visit.notice == Some(Notice::RevealReason) || !typed.is_empty();
    view! {
        <details class="in-full" open=is_open>
            <summary>{texts::REVEAL.to(lang)}</summary>
            <form method="post" action={url::<api::RevealField>()} novalidate>
                <Carried docket/>
                <Field id="reveal_reason" label=texts::REVEAL_REASON hint=texts::REVEAL_HINT value=typed/>
                <p class="hint">{left}</p>
                <div class="choices" role="group" aria-label=texts::REVEAL_WHICH.to(lang)>{buttons.collect_view()}</div>
            </form>
        </details>
    }
    .into_any()
}

/// The second factor once more, before anything is typed that would be lost.
#[component]
pub(super) fn Freshly(docket: Arc<Docket>) -> impl IntoView {
    let lang = desk_visit().lang;
    let case = DeskPath::Case.at(docket.case.reference.as_str());
    let to = format!("{}?to={case}", DeskPath::Confirm.pattern());
    view! {
        <p class="freshly">
            {texts::FRESHLY.to(lang)}" "<a href=to>{desk_words::ACCOUNT_CONFIRM.to(lang)}</a>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stays_small_and_ends_nowhere_early() {
        assert!(SCRIPT.len() <= 768, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
