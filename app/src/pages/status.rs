//! Status page: every state has its own screen (seed, "Handle all decision
//! states").

use super::{
    Answers, StatusSnapshot, StatusText, devices::Devices, handoff::Handoff, messages::Messages,
    timeline::Timeline,
};
use crate::{
    api,
    components::{Csrf, Icon, Page, ReturnLink, TimeSentence, day_and_time},
    i18n::{Text, common, outcome, steps},
    islands::{Hydrate, LiveStatus},
    page_context::{PageContext, page_context, t},
    routes::{Path, STATUS_STILL},
};
use kyc::{
    application::Application,
    state::{Reason, State, StateKind},
};
use leptos::prelude::*;

/// Whether the page polls, because the state is not final.
fn is_polling(application: &Application) -> bool {
    !application.state.kind().is_final()
}

/// Whether the page reloads by itself where no script runs. It does so only while the
/// state may change within minutes, until the applicant stops it (WCAG 2.2.1).
pub(crate) fn reloads(context: &PageContext) -> bool {
    let application = context.application().filter(|_| !context.still);
    application.is_some_and(|application| application.may_change_soon(context.now))
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
    let polling = is_polling(&application);
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
            <section class="state" data-state=words.mood id="state" data-label=label.as_str() data-seen=seen data-csrf=polling.then_some(context.csrf.clone())>
                <p class="state-badge"><Icon shape=words.icon/><span>{words.badge.to(lang)}</span></p>
                <h1>{words.title.to(lang)}</h1>
                <p class="lede">{t(lede(&application, &words))}</p>
                <StateDetails application=application.clone()/>
            </section>
            <Messages messages/>
            {polling.then(|| view! { <Updates application=application.clone()/> })}
            <Timeline state=application.state.clone()/>
            {application.submitted_at.map(|at| view! {
                <p class="fine">{outcome::RECEIVED.to(lang)}": "{day_and_time(lang, at)}" UTC"</p>
            })}
            <ReturnLink/>
            <Devices/>
            {receipt.map(|summary| view! {
                <h2>{steps::YOUR_ANSWERS.to(lang)}</h2>
                <Answers summary change=false/>
            })}
            {polling.then(|| view! { <Hydrate reload=reloads(&context)/> })}
        </Page>
    }
}

/// Explanation of the state. Whether photos were taken is known from the updates only.
fn lede(application: &Application, words: &StatusText) -> Text {
    match application.state {
        State::Resubmit if !application.update_log.has_offered_link() => {
            outcome::LEDE_RESUBMIT_FIRST
        }
        _ => words.lede,
    }
}

/// Details of the state: ids, the hand-off, or a button.
#[component]
fn StateDetails(application: Application) -> impl IntoView {
    let lang = page_context().lang;
    let retry_at = application.retry_allowed_at();
    let state = application.state;
    let fact = |label: Text, value: &str| {
        view! { <div><dt>{label.to(lang)}</dt><dd class="code"><bdi>{value.to_owned()}</bdi></dd></div> }
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
        State::Submitting { .. } if retry_at > page_context().now => view! {
            <p><TimeSentence text=outcome::TRY_AT id="retry-at" at=retry_at/></p>
        }
        .into_any(),
        State::Submitting { .. } => view! {
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

/// Updates of the page (ux rule 30): the live region, the time of the last check, and
/// controls without a script.
#[component]
fn Updates(application: Application) -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let kind = application.state.kind();
    // No progress animation where a person has to act first or the review takes days.
    let animated = kind.is_in_progress() && kind != StateKind::ManualReview;
    let soon = application.may_change_soon(context.now);
    let still = context.still && soon;
    let reload = soon && !still;
    view! {
        {animated.then(|| view! { <div class="waiting" aria-hidden="true"></div> })}
        <LiveStatus/>
        <form class="again" method="get" action=Path::Status.href()>
            {still.then(|| view! { <input type="hidden" name="still" value="1"/> })}
            <p class="fine">
                <TimeSentence text=outcome::LAST_CHECKED id="checked-at" at=context.now/>" "
                {reload.then(|| view! {
                    <noscript><Reload/></noscript>
                    // The loader shows this if the script cannot run.
                    <span id="reload" hidden><Reload/></span>
                })}
                {still.then(|| view! {
                    <noscript>
                        {outcome::RELOADS_STOPPED.to(lang)}" "
                        <a href=Path::Status.href()>{outcome::RELOADS_RESUME.to(lang)}</a>
                    </noscript>
                })}
            </p>
            <button class="button secondary" type="submit">{outcome::CHECK_NOW.to(lang)}</button>
        </form>
    }
}

/// Says that the page reloads by itself, with a link that stops it.
#[component]
fn Reload() -> impl IntoView {
    let lang = page_context().lang;
    view! {
        {outcome::UPDATES_RELOAD.to(lang)}" "
        <a href=STATUS_STILL>{outcome::RELOADS_STOP.to(lang)}</a>
    }
}
