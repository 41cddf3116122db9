//! Summary of all answers (ux rules 10 and 12). The check page shows it with change
//! links, the status page as the receipt.

use crate::{
    components::{day, day_and_time},
    i18n::{Text, common, steps},
    page_context::page_context,
    routes::Path,
};
use kyc::{flow::Step, form::summary::Summary};
use leptos::prelude::*;

/// All answers, in groups.
#[component]
pub(crate) fn Answers(
    /// The answers.
    summary: Summary,
    /// Whether each answer has a change link.
    change: bool,
) -> impl IntoView {
    let lang = page_context().lang;
    let agreed_at = day_and_time(lang, summary.consent.agreed_at);
    let agreed = [
        ("version", summary.consent.version.as_str()),
        ("when", &agreed_at),
    ];
    let agreed = steps::AGREED_AT.fill(lang, &agreed);
    let ssn = summary
        .last_four
        .map(|last| steps::SSN_MASKED.fill(lang, &[("last4", last.expose())]));
    view! {
        <h3>{steps::GROUP_YOU.to(lang)}</h3>
        <dl class="answers">
            <Row label=steps::NAME answer=vec![summary.name] step=Step::Name change/>
            <Row label=steps::BIRTH_DATE answer=vec![day(lang, summary.birth)] step=Step::BirthDate change/>
        </dl>
        <h3>{steps::GROUP_CONTACT.to(lang)}</h3>
        <dl class="answers">
            <Row label=steps::EMAIL answer=vec![summary.email] step=Step::Contact change/>
            <Row label=steps::PHONE answer=vec![summary.phone] step=Step::Contact change/>
            <Row label=steps::REFERRAL answer=summary.referral.into_iter().collect() step=Step::Contact change/>
        </dl>
        <h3>{steps::GROUP_ADDRESS.to(lang)}</h3>
        <dl class="answers">
            <Row label=steps::ADDRESS answer=summary.address step=Step::Address change/>
        </dl>
        <h3>{steps::GROUP_SSN.to(lang)}</h3>
        <dl class="answers">
            <Row label=steps::SSN_LABEL answer=ssn.into_iter().collect() step=Step::Ssn change/>
            <Row label=steps::AGREEMENT answer=vec![agreed] step=Step::Consent change/>
        </dl>
    }
}

/// One answer.
#[component]
fn Row(
    /// Label of the answer.
    label: Text,
    /// Lines of the answer. Empty if the field was left blank.
    answer: Vec<String>,
    /// Step that changes it.
    step: Step,
    /// Whether it has a change link.
    change: bool,
) -> impl IntoView {
    let lang = page_context().lang;
    let answer = if answer.is_empty() {
        view! { <span class="hint">{steps::NOT_PROVIDED.to(lang)}</span> }.into_any()
    } else {
        let lines = answer.into_iter().enumerate();
        lines
            .map(|(n, line)| view! { {(n > 0).then(|| view! { <br/> })}<bdi>{line}</bdi> })
            .collect_view()
            .into_any()
    };
    let change = change.then(|| {
        view! {
            <dd class="change">
                <a href=Path::Step(step).href()>
                    {common::CHANGE.to(lang)}
                    <span class="visually-hidden">" "{label.to(lang)}</span>
                </a>
            </dd>
        }
    });
    view! {
        <div class="answer">
            <dt>{label.to(lang)}</dt>
            <dd>{answer}</dd>
            {change}
        </div>
    }
}
