//! Progress list below the state: done, current and later stages.

use crate::{
    i18n::{Text, outcome},
    page_context::page_context,
};
use kyc::state::{Reason, State};
use leptos::prelude::*;

/// Progress of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StageProgress {
    Done,
    Now,
    Later,
}

impl StageProgress {
    /// CSS keyword and displayed text.
    const fn words(self) -> (&'static str, Text) {
        match self {
            Self::Done => ("done", outcome::STEP_DONE),
            Self::Now => ("current", outcome::STEP_NOW),
            Self::Later => ("next", outcome::STEP_LATER),
        }
    }
}

/// The stages in order. The document stage is shown only if documents are needed.
const fn stages(state: &State) -> [(Text, Option<StageProgress>); 4] {
    use StageProgress::{Done, Later, Now};
    let (sent, checked, photos, decision) = match state {
        // The provider has not accepted the application yet, or rejects our
        // credentials.
        State::Draft { .. }
        | State::Submitting { .. }
        | State::Parked(
            Reason::ProviderUnauthorized | Reason::UnexpectedStatus | Reason::NoProviderId,
        ) => (Now, Later, None, Later),
        State::Processing
        | State::ManualReview
        | State::Parked(
            Reason::ApprovedElsewhere | Reason::NoDecision | Reason::SharedProviderId,
        ) => (Done, Now, None, Later),
        State::DocumentsRequired(_)
        | State::Expired
        | State::Resubmit
        | State::Parked(Reason::OutOfAttempts | Reason::UnusableLink) => {
            (Done, Done, Some(Now), Later)
        }
        State::DocumentsUnderReview => (Done, Done, Some(Done), Now),
        State::Provisioning => (Done, Done, None, Now),
        State::Approved(_) | State::Denied => (Done, Done, None, Done),
    };
    [
        (outcome::NEXT_SENT, Some(sent)),
        (outcome::NEXT_CHECKED, Some(checked)),
        (outcome::NEXT_DOCUMENTS, photos),
        (outcome::NEXT_DECISION, Some(decision)),
    ]
}

/// The list of stages.
#[component]
pub(crate) fn Timeline(state: State) -> impl IntoView {
    let lang = page_context().lang;
    let over = state.kind().is_final();
    let items = stages(&state).into_iter().filter_map(|(text, stage)| {
        let stage = stage?;
        let (step, word) = stage.words();
        Some(view! {
            <li data-step=step aria-current=(stage == StageProgress::Now).then_some("step")>
                {text.to(lang)}" "<span class="hint step-status">{word.to(lang)}</span>
            </li>
        })
    });
    view! {
        <h2>{if over { outcome::PROGRESS } else { outcome::WHAT_NEXT }.to(lang)}</h2>
        <ol class="timeline">{items.collect_view()}</ol>
    }
}
