//! Status page: every state has its own screen (seed, "Handle all decision
//! states").

use super::{
    Answers, StatusSnapshot, StatusText, handoff::Handoff, messages::Messages, timeline::Timeline,
};
use crate::{
    api,
    components::{Csrf, Icon, Page, ReturnLink, datetime, time_of_day},
    i18n::{Text, common, outcome, steps},
    islands::{Hydrate, LiveStatus},
    page_context::{PageContext, page_context, t},
    routes::Path,
};
use kyc::{
    application::Application,
    state::{Reason, State, StateKind},
};
use leptos::prelude::*;

/// Whether the page polls, because the state is not final.
pub(crate) fn is_waiting(context: &PageContext) -> bool {
    context
        .application()
        .is_some_and(|application| !application.state.kind().is_final())
}

/// The status page.
#[component]
pub(crate) fn Status() -> impl IntoView {
    // The route guard requires an application here.
    let application = page_context().application().cloned();
    application.map(|application| view! { <StatusBody application/> })
}

/// Status page of one application.
#[component]
fn StatusBody(application: Application) -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let words = StatusText::of(&application.state);
    let waiting = is_waiting(&context);
    let receipt = context
        .application_view
        .as_deref()
        .and_then(|application_view| application_view.summary.clone());
    let label = application.state.kind();
    let messages = context
        .application_view
        .as_deref()
        .map(|it| it.messages.clone());
    let messages = messages.unwrap_or_default();
    let seen = StatusSnapshot::of(&application, &messages).fingerprint();
    view! {
        <Page title=words.title.to(lang)>
            <section class="state" data-state=words.mood id="state" data-label=label.as_str() data-seen=seen data-csrf=waiting.then_some(context.csrf.clone())>
                <p class="state-badge"><Icon shape=words.icon/><span>{words.badge.to(lang)}</span></p>
                <h1>{words.title.to(lang)}</h1>
                <p class="lede">{t(words.lede)}</p>
                <StateDetails state=application.state.clone()/>
            </section>
            <Messages messages/>
            {waiting.then(|| view! { <Waiting label/> })}
            <Timeline state=application.state.clone()/>
            {application.submitted_at.map(|at| view! {
                <p class="fine">{outcome::RECEIVED.to(lang)}": "{datetime(lang, at)}" UTC"</p>
            })}
            <ReturnLink/>
            {receipt.map(|summary| view! {
                <h2>{steps::YOUR_ANSWERS.to(lang)}</h2>
                <Answers summary change=false/>
            })}
            {waiting.then(|| view! { <Hydrate/> })}
        </Page>
    }
}

/// Details of the state: ids, the hand-off, or a button.
#[component]
fn StateDetails(state: State) -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let fact = |label: Text, value: &str| {
        view! { <div><dt>{label.to(lang)}</dt><dd class="code">{value.to_owned()}</dd></div> }
    };
    match state {
        State::Approved(approval) => view! {
            <dl class="facts">
                {fact(outcome::PARTICIPANT, approval.participant())}
                {fact(outcome::ACCOUNT, approval.account())}
            </dl>
            <p class="screen-only">{outcome::KEEP.to(lang)}</p>
        }
        .into_any(),
        State::Denied => view! {
            <p>{outcome::DENIED_NEXT.to(lang)}</p>
            <p>{t(common::HELP_BODY)}</p>
        }
        .into_any(),
        State::DocumentsRequired(capture) => view! { <Handoff capture/> }.into_any(),
        State::Parked(Reason::OutOfAttempts) => view! { <p>{t(common::HELP_BODY)}</p> }.into_any(),
        State::Expired | State::Resubmit => view! {
            <AttemptsLeft/>
            <p class="actions"><a class="button" href=Path::Renew.href()>{outcome::NEW_LINK.to(lang)}</a></p>
        }
        .into_any(),
        State::Submitting { .. } if !state.is_delayed() => ().into_any(),
        State::Submitting { .. } | State::Parked(Reason::ProviderUnauthorized) => view! {
            <form method="post" action={api::url::<api::Retry>()}>
                <Csrf/>
                <div class="actions"><button class="button" type="submit">{outcome::TRY_AGAIN.to(lang)}</button></div>
            </form>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// Number of new capture links left, with a warning before the last one (ux rule
/// 33).
#[component]
pub(crate) fn AttemptsLeft() -> impl IntoView {
    let context = page_context();
    let left = context.application_view.as_deref()?.attempts_left;
    let words = match left {
        1 => outcome::LAST_LINK.to(context.lang).to_owned(),
        more => outcome::LINKS_LEFT.fill(context.lang, &[("n", &more.to_string())]),
    };
    Some(view! { <p>{words}</p> })
}

/// Polling section: the live region, the time of the last check, and a button for
/// browsers without a script (ux rule 30).
#[component]
fn Waiting(label: StateKind) -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let at = time_of_day(context.now);
    // No progress animation where a person has to act first or the review takes
    // days.
    let quiet = matches!(
        label,
        StateKind::DocumentsRequired
            | StateKind::Expired
            | StateKind::Resubmit
            | StateKind::ManualReview
            | StateKind::Parked
    );
    view! {
        {(!quiet).then(|| view! { <div class="waiting" aria-hidden="true"></div> })}
        <LiveStatus/>
        <form class="again" method="get" action=Path::Status.href()>
            <p class="fine">
                <span id="checked">{outcome::LAST_CHECKED.fill(lang, &[("time", &at)])}</span>" "
                <noscript>{outcome::UPDATES_RELOAD.to(lang)}</noscript>
            </p>
            <button class="button secondary" type="submit">{outcome::CHECK_NOW.to(lang)}</button>
        </form>
    }
}
