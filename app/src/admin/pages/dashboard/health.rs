//! Health of the provider: whether calls succeed, and their results of the last
//! hour.

use super::{
    Framed,
    words::{brief, some},
};
use crate::{
    admin::{
        components::chart::{Bar, Fill},
        context::admin_context,
        i18n::dashboard as texts,
        labels::{RelativeTime, figure},
    },
    components::{Icon, Shape, time_of_day},
    i18n::Text,
};
use kyc::admin::dashboard::{Call, ProviderHealth};
use leptos::prelude::*;
use time::OffsetDateTime;

const fn word(call: Call) -> Text {
    match call {
        Call::Start => texts::CALL_START,
        Call::Status => texts::CALL_STATUS,
        Call::Prefill => texts::CALL_PREFILL,
        Call::Referral => texts::CALL_REFERRAL,
    }
}

/// Provider health section.
#[component]
pub(super) fn Health(
    health: ProviderHealth,
    last_webhook_at: Option<OffsetDateTime>,
) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let status = match health.down_until {
        None => view! {
            <span class="standing good"><Icon shape=Shape::Approved/>{texts::HEALTH_UP.to(lang)}</span>
        }
        .into_any(),
        Some(until) => {
            let down = texts::HEALTH_DOWN.fill(lang, &[("time", &time_of_day(until))]);
            view! { <span class="standing warn"><Icon shape=Shape::Alert/>{down}</span> }.into_any()
        }
    };
    let last_webhook = match last_webhook_at {
        Some(at) => {
            let from = context.text(texts::HEALTH_TOLD);
            view! { {from}" "<RelativeTime at alone=true/> }.into_any()
        }
        None => texts::HEALTH_NEVER.to(lang).into_any(),
    };
    let since = texts::HEALTH_SINCE.fill(lang, &[("time", &time_of_day(health.since))]);
    // Optional calls are listed only if there were any.
    let counts = |call: &Call| {
        let calls = health.of(*call);
        !call.is_convenience() || calls.made() + calls.throttled > 0
    };
    let lines = Call::ALL.into_iter().filter(counts).map(|call| {
        let calls = health.of(call);
        let failed = match calls.made() {
            0 => texts::HEALTH_NO_CALLS.to(lang).to_owned(),
            made => some(lang, calls.failed, made),
        };
        let time = |percent| {
            let time = calls.times.quantile(percent);
            time.map_or_else(|| "–".to_owned(), |time| brief(lang, time))
        };
        view! {
            <tr>
                <th scope="row">
                    {word(call).to(lang)}
                    <Bar parts=vec![(Fill::Good, calls.answered), (Fill::Bad, calls.failed)] whole=calls.made()/>
                </th>
                <td class="figure">{figure(calls.made())}</td>
                <td class="figure">{failed}</td>
                <td class="figure">{figure(calls.throttled)}</td>
                <td class="figure">{time(50)}</td>
                <td class="figure">{time(95)}</td>
            </tr>
        }
    });
    let lines = lines.collect_view();
    let heads = [
        texts::HEALTH_MADE,
        texts::HEALTH_FAILED,
        texts::HEALTH_HELD,
        texts::TIMES_HALF,
        texts::TIMES_MOST,
    ];
    let heads = heads.map(|head| view! { <th scope="col" class="figure">{head.to(lang)}</th> });
    view! {
        <section id="provider" class="part wide" aria-labelledby="provider-heading">
            <h2 id="provider-heading">{texts::HEALTH_HEADING.to(lang)}</h2>
            <p class="summary">{status}</p>
            <Framed of=texts::HEALTH_HEADING>
                <table class="admin-table bars">
                    <thead>
                        <tr>
                            <th scope="col">{texts::HEALTH_CALL.to(lang)}</th>
                            {heads.into_iter().collect_view()}
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </Framed>
            <p>{last_webhook}</p>
            <p class="fine">{since}</p>
        </section>
    }
}
