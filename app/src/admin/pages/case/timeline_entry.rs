//! Timeline entry of a case: actor, time, event, and state change.

use super::{Answers, Shown};
use crate::{
    admin::{
        context::{AdminContext, CaseView, admin_context},
        i18n::case as texts,
        labels::{self, Timestamp},
    },
    components::{Icon, Shape},
};
use kyc::{
    admin::{
        ReviewerId,
        case::{EntryText, TimelineEntry},
    },
    audit::{Action, Actor},
    lang::Lang,
    state::StateKind,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The timeline entry.
#[component]
pub(super) fn TimelineRow(case_view: Arc<CaseView>, entry: TimelineEntry) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let (side, shape) = mark(entry.actor);
    let who = who(&context, &case_view, entry.actor);
    let what = what(&entry, lang);
    let new = case_view.is_new(&entry);
    let side = if new {
        format!("{side} is-new")
    } else {
        side.to_owned()
    };
    let new = new.then(|| view! { <span class="new">{texts::NEW.to(lang)}</span> });
    let details = details(&context, &case_view, entry.action.as_ref());
    let details = (!details.is_empty()).then(|| {
        let parts = details.into_iter().enumerate();
        let parts = parts.map(|(n, text)| {
            view! { {(n > 0).then_some(" · ")}<bdi>{text}</bdi> }
        });
        view! { " "<span class="trail-more">{parts.collect_view()}</span> }
    });
    let moved = (entry.from != entry.to).then(|| view! { <Moved from=entry.from to=entry.to/> });
    let shown = match entry.action {
        Some(Action::Answered { step }) => Some(Shown::Step(step)),
        Some(Action::Submitted { .. }) => Some(Shown::All),
        _ => None,
    };
    let answers = shown.map(|shown| {
        view! {
            <details class="trail-answers">
                <summary>{texts::ANSWERS_MASKED.to(lang)}</summary>
                <Answers case_view shown/>
            </details>
        }
    });
    view! {
        <li class=side id=format!("line-{}", entry.seq)>
            <p class="trail-who"><Icon shape/><strong>{who}</strong>{new}<Timestamp at=entry.at/></p>
            <p class="trail-what">{what}{moved}{details}</p>
            {entry.text.map(|text| view! { <Quote text/> })}
            {answers}
        </li>
    }
}

/// Old and new state.
#[component]
fn Moved(from: StateKind, to: StateKind) -> impl IntoView {
    let lang = admin_context().lang;
    view! {
        " "
        <span class="moved">
            {labels::state(from).to(lang)}
            <span aria-hidden="true">" → "</span>
            <span class="visually-hidden">" "{texts::TO.to(lang)}" "</span>
            {labels::state(to).to(lang)}
        </span>
    }
}

/// Text written by staff, rendered as plain text.
#[component]
fn Quote(text: EntryText) -> impl IntoView {
    let lang = admin_context().lang;
    match text {
        EntryText::Text(text) => {
            view! { <blockquote class="written" dir="auto">{text.into_exposed()}</blockquote> }
                .into_any()
        }
        EntryText::Erased => view! { <p class="soft">{texts::TEXT_ERASED.to(lang)}</p> }.into_any(),
        EntryText::Unreadable => {
            view! { <p class="soft">{texts::TEXT_UNREADABLE.to(lang)}</p> }.into_any()
        }
    }
}

/// CSS class and icon of an actor.
const fn mark(actor: Option<Actor>) -> (&'static str, Shape) {
    match actor {
        Some(Actor::Applicant) => ("by-applicant", Shape::IdCard),
        Some(Actor::Provider) => ("by-provider", Shape::External),
        Some(Actor::Operator | Actor::Reviewer(_)) => ("by-staff", Shape::Shield),
        Some(Actor::System) | None => ("by-system", Shape::Clock),
    }
}

/// Display name of an actor.
pub(super) fn who(context: &AdminContext, case_view: &CaseView, actor: Option<Actor>) -> String {
    let label = match actor {
        Some(Actor::Applicant) => texts::APPLICANT,
        Some(Actor::Provider) => texts::ACTOR_PROVIDER,
        Some(Actor::System) => texts::SYSTEM,
        Some(Actor::Operator) => texts::OPERATOR,
        Some(Actor::Reviewer(_)) | None => texts::UNKNOWN,
    };
    let name = match actor {
        Some(Actor::Reviewer(id)) => case_view.name(id),
        _ => None,
    };
    name.map_or_else(|| context.text(label), str::to_owned)
}

/// Label of the event.
pub(super) fn what(entry: &TimelineEntry, lang: Lang) -> String {
    labels::event(lang, &entry.word)
}

/// Details of an event.
fn details(context: &AdminContext, case_view: &CaseView, action: Option<&Action>) -> Vec<String> {
    let lang = context.lang;
    let attempt = |n: &u32| texts::ATTEMPT_N.fill(lang, &[("n", &n.to_string())]);
    match action {
        Some(Action::Consented { version }) => {
            vec![texts::VERSION.fill(lang, &[("version", version)])]
        }
        Some(Action::Answered { step }) => labels::step(step)
            .map(|text| text.to(lang).to_owned())
            .into_iter()
            .collect(),
        Some(Action::Submitted { attempt: n, .. } | Action::Refused { attempt: n }) => {
            vec![attempt(n)]
        }
        Some(Action::Undelivered { attempt: n, cause }) => {
            vec![attempt(n), cause.replace('_', " ")]
        }
        Some(Action::ProviderUpdateReceived {
            status,
            external_id,
            recognised,
            ..
        }) => {
            let status = [labels::provider_status(status)]
                .into_iter()
                .filter(|it| !it.is_empty());
            let id = external_id.iter().map(|id| labels::visible(id.as_str()));
            let odd = (!recognised).then(|| texts::NOT_UNDERSTOOD.to(lang).to_owned());
            status.chain(id).chain(odd).collect()
        }
        Some(Action::OtherId {
            words, external_id, ..
        }) => {
            let words = [labels::provider_status(words)]
                .into_iter()
                .filter(|it| !it.is_empty());
            words
                .chain([labels::visible(external_id.as_str())])
                .collect()
        }
        Some(Action::Contradicted { claimed }) => vec![labels::state(*claimed).to(lang).to_owned()],
        Some(Action::Parked { reason }) => {
            let known = labels::stored_reason(reason).map(|text| context.text(text));
            vec![known.unwrap_or_else(|| reason.replace('_', " "))]
        }
        Some(Action::Released { external_id, .. }) => external_id
            .iter()
            .map(|id| labels::visible(id.as_str()))
            .collect(),
        Some(Action::Assigned { from, to }) => {
            let name = |id: &Option<String>| {
                let id = id.as_deref().and_then(ReviewerId::parse);
                let name = id.map(|id| case_view.name(id).unwrap_or(texts::UNKNOWN.to(lang)));
                name.unwrap_or(texts::UNASSIGNED.to(lang)).to_owned()
            };
            let to = name(to);
            vec![if from.is_some() {
                format!("{} → {to}", name(from))
            } else {
                to
            }]
        }
        Some(Action::Erased { cause }) => vec![match cause.as_str() {
            "request" => texts::ERASED_REQUEST.to(lang).to_owned(),
            "retention" => texts::ERASED_RETENTION.to(lang).to_owned(),
            "register" => texts::ERASED_REGISTER.to(lang).to_owned(),
            other => other.replace('_', " "),
        }],
        _ => Vec::new(),
    }
}
