//! Timeline entry of a case: actor, time, event, and state change.

use super::{Answers, Shown};
use crate::{
    admin::{
        context::{CaseView, admin_context},
        labels::{self, Timestamp},
    },
    components::{Icon, Shape},
    i18n::admin_case as texts,
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
    let lang = admin_context().lang;
    let (side, shape) = mark(entry.actor);
    let who = who(&case_view, entry.actor, lang);
    let what = what(&entry, lang);
    let new = case_view.is_new(&entry);
    let side = if new {
        format!("{side} is-new")
    } else {
        side.to_owned()
    };
    let new = new.then(|| view! { <span class="new">{texts::NEW.to(lang)}</span> });
    let details = details(&case_view, lang, entry.action.as_ref());
    let details = (!details.is_empty())
        .then(|| view! { " "<span class="trail-more">{details.join(" · ")}</span> });
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
        Some(Actor::Provider) => ("by-upstream", Shape::External),
        Some(Actor::Operator | Actor::Reviewer(_)) => ("by-staff", Shape::Shield),
        Some(Actor::System) | None => ("by-system", Shape::Clock),
    }
}

/// Display name of an actor.
pub(super) fn who(case_view: &CaseView, actor: Option<Actor>, lang: Lang) -> String {
    let said = match actor {
        Some(Actor::Applicant) => texts::APPLICANT,
        Some(Actor::Provider) => texts::UPSTREAM,
        Some(Actor::System) => texts::SYSTEM,
        Some(Actor::Operator) => texts::OPERATOR,
        Some(Actor::Reviewer(_)) | None => texts::SOMEBODY,
    };
    let name = match actor {
        Some(Actor::Reviewer(id)) => case_view.name(id),
        _ => None,
    };
    name.unwrap_or(said.to(lang)).to_owned()
}

/// Label of the event.
pub(super) fn what(entry: &TimelineEntry, lang: Lang) -> String {
    labels::event(lang, &entry.word)
}

/// Details of an event.
fn details(case_view: &CaseView, lang: Lang, action: Option<&Action>) -> Vec<String> {
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
        Some(Action::Heard {
            words: said,
            external_id,
            understood,
            ..
        }) => {
            let said = [labels::said(said)].into_iter().filter(|it| !it.is_empty());
            let id = external_id.iter().map(|id| id.as_str().to_owned());
            let odd = (!understood).then(|| texts::NOT_UNDERSTOOD.to(lang).to_owned());
            said.chain(id).chain(odd).collect()
        }
        Some(Action::OtherId {
            words: said,
            external_id,
            ..
        }) => {
            let said = [labels::said(said)].into_iter().filter(|it| !it.is_empty());
            said.chain([external_id.as_str().to_owned()]).collect()
        }
        Some(Action::Contradicted { claimed }) => vec![labels::state(*claimed).to(lang).to_owned()],
        Some(Action::Parked { reason }) => vec![reason.replace('_', " ")],
        Some(Action::Released { external_id, .. }) => external_id
            .iter()
            .map(|id| id.as_str().to_owned())
            .collect(),
        Some(Action::Assigned { from, to }) => {
            let name = |id: &Option<String>| {
                let id = id.as_deref().and_then(ReviewerId::parse);
                let name = id.map(|id| case_view.name(id).unwrap_or(texts::SOMEBODY.to(lang)));
                name.unwrap_or(texts::NOBODY.to(lang)).to_owned()
            };
            vec![format!("{} → {}", name(from), name(to))]
        }
        Some(Action::Erased { cause }) => vec![cause.replace('_', " ")],
        _ => Vec::new(),
    }
}
