//! Funnel of the form steps: a table whose rows contain the bars.

use super::{
    Framed, Part,
    words::{percent, some},
};
use crate::{
    admin::{
        components::chart::{Bar, Fill},
        context::admin_context,
        i18n::dashboard as texts,
        labels::figure,
    },
    i18n::Text,
};
use kyc::{
    admin::dashboard::{Funnel, FunnelStage},
    flow::Step,
    lang::Lang,
};
use leptos::prelude::*;

const fn word(step: Option<Step>) -> Text {
    match step {
        None => texts::STEP_OPENED,
        Some(Step::Consent) => texts::STEP_CONSENT,
        Some(Step::Name) => texts::STEP_NAME,
        Some(Step::BirthDate) => texts::STEP_BIRTH,
        Some(Step::Contact) => texts::STEP_CONTACT,
        Some(Step::Address) => texts::STEP_ADDRESS,
        Some(Step::Ssn) => texts::STEP_SSN,
        Some(Step::Check) => texts::STEP_CHECK,
    }
}

/// Text alternative of the bars.
fn summary(lang: Lang, funnel: &Funnel, rungs: &[FunnelStage]) -> String {
    if funnel.opened == 0 {
        return texts::DAYS_NONE.to(lang).to_owned();
    }
    let sent = rungs.last().map_or(0, |rung| rung.cases);
    let sent = texts::FUNNEL_SUMMARY.fill(
        lang,
        &[
            ("sent", &figure(sent)),
            ("all", &figure(funnel.opened)),
            ("percent", &percent(lang, sent, funnel.opened)),
        ],
    );
    let most = funnel.steepest().map(|rung| {
        texts::FUNNEL_MOST.fill(
            lang,
            &[
                ("step", word(rung.step).to(lang)),
                ("lost", &figure(rung.lost)),
                ("before", &figure(rung.before)),
                ("percent", &percent(lang, rung.lost, rung.before)),
            ],
        )
    });
    format!("{sent} {}", most.unwrap_or_default())
}

/// Funnel section.
#[component]
pub(super) fn Steps(funnel: Funnel) -> impl IntoView {
    let lang = admin_context().lang;
    let rungs = funnel.stages();
    let summary = summary(lang, &funnel, &rungs);
    let opened = funnel.opened;
    let lines = rungs.into_iter().map(move |rung| {
        let lost = match (rung.step, rung.lost) {
            (None, _) => String::new(),
            (Some(_), 0) => texts::FUNNEL_LOST_NONE.to(lang).to_owned(),
            (Some(_), n) => some(lang, n, rung.before),
        };
        view! {
            <tr>
                <th scope="row">
                    {word(rung.step).to(lang)}
                    <Bar parts=vec![(Fill::Good, rung.cases)] whole=opened/>
                </th>
                <td class="figure">{figure(rung.cases)}</td>
                <td class="figure">{percent(lang, rung.cases, opened)}</td>
                <td class="figure">{lost}</td>
            </tr>
        }
    });
    let heading = texts::FUNNEL_HEADING;
    view! {
        <Part id="funnel" heading summary hint=texts::FUNNEL_HINT.to(lang).to_owned()>
            <Framed of=heading>
                <table class="admin-table bars">
                    <thead>
                        <tr>
                            <th scope="col">{texts::FUNNEL_STEP.to(lang)}</th>
                            <th scope="col" class="figure">{texts::FUNNEL_REACHED.to(lang)}</th>
                            <th scope="col" class="figure">{texts::FUNNEL_SHARE.to(lang)}</th>
                            <th scope="col" class="figure">{texts::FUNNEL_LOST.to(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{lines.collect_view()}</tbody>
                </table>
            </Framed>
        </Part>
    }
}
