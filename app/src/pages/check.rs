//! Check your answers: nothing has been sent yet (ux rule 10).

use super::Progress;
use crate::{
    api,
    components::{Page, StepForm, day, moment},
    routes::Path,
    text::{Text, common, start, steps},
    visit::visit,
};
use kyc::{flow::Step, state::State};
use leptos::prelude::*;

/// The check page.
#[component]
pub(crate) fn Check() -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    // The guard lets nobody here without a whole draft.
    let standing = visit.standing.as_deref();
    let summary = standing.and_then(|standing| standing.summary.clone());
    let sent_back = matches!(
        visit.application().map(|a| &a.state),
        Some(State::Draft { sent_back: true })
    );
    let body = summary.map(|s| {
        let agreed = steps::AGREED_AT.fill(
            lang,
            &[("version", &s.consent.version), ("when", &moment(lang, s.consent.agreed_at))],
        );
        let ssn = s.last_four.as_ref().map(|l| steps::SSN_MASKED.fill(lang, &[("last4", l.expose())]));
        view! {
            <h2>{steps::GROUP_YOU.to(lang)}</h2>
            <dl class="answers">
                <Row label=steps::NAME answer=vec![s.name] step=Step::Name/>
                <Row label=steps::BIRTH_DATE answer=vec![day(lang, s.birth)] step=Step::BirthDate/>
            </dl>
            <h2>{steps::GROUP_CONTACT.to(lang)}</h2>
            <dl class="answers">
                <Row label=steps::EMAIL answer=vec![s.email] step=Step::Contact/>
                <Row label=steps::PHONE answer=vec![s.phone] step=Step::Contact/>
                <Row label=steps::REFERRAL answer=s.referral.into_iter().collect() step=Step::Contact/>
            </dl>
            <h2>{steps::GROUP_ADDRESS.to(lang)}</h2>
            <dl class="answers"><Row label=steps::ADDRESS answer=s.address step=Step::Address/></dl>
            <h2>{steps::GROUP_SSN.to(lang)}</h2>
            <dl class="answers">
                <Row label=steps::SSN_LABEL answer=ssn.into_iter().collect() step=Step::Ssn/>
                <Row label=steps::AGREEMENT answer=vec![agreed] step=Step::Consent/>
            </dl>
        }
    });
    view! {
        <Page title=steps::CHECK_HEADING.to(lang) back=Some(Path::Step(Step::Ssn)) form=true>
            <Progress step=Step::Check/>
            <h1>{steps::CHECK_HEADING.to(lang)}</h1>
            {sent_back.then(|| view! { <div class="notice"><p>{steps::CHECK_SENT_BACK.to(lang)}</p></div> })}
            <p class="lede">{steps::CHECK_LEDE.to(lang)}</p>
            {body}
            <p>{start::WHY_BODY.to(lang)}" "{steps::CHECK_DECLARE.to(lang)}</p>
            <StepForm action={api::url::<api::Submit>()} button=steps::SUBMIT>{()}</StepForm>
        </Page>
    }
}

/// One answer with the way to change it.
#[component]
pub(crate) fn Row(
    /// What was asked.
    label: Text,
    /// The answer, a line each; none means that it was left blank.
    answer: Vec<String>,
    /// Where it is changed.
    step: Step,
) -> impl IntoView {
    let lang = visit().lang;
    let answer = if answer.is_empty() {
        view! { <span class="hint">{steps::NOT_PROVIDED.to(lang)}</span> }.into_any()
    } else {
        let lines = answer.into_iter().enumerate();
        lines
            .map(|(n, line)| view! { {(n > 0).then(|| view! { <br/> })}{line} })
            .collect_view()
            .into_any()
    };
    view! {
        <div class="answer">
            <dt>{label.to(lang)}</dt>
            <dd>{answer}</dd>
            <dd class="change">
                <a href=Path::Step(step).href()>
                    {common::CHANGE.to(lang)}
                    <span class="visually-hidden">" "{label.to(lang)}</span>
                </a>
            </dd>
        </div>
    }
}
