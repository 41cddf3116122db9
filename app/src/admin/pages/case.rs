//! Case page: its state, its timeline in one order, and the available commands.

mod answers;
mod changed;
mod head;
mod overrides;
mod panel;
mod panels;
mod personal;
mod prev_next;
mod timeline_entry;

use self::{
    answers::{Answers, Shown},
    changed::Changed,
    head::Head,
    panels::Panels,
    personal::Personal,
    prev_next::PrevNext,
    timeline_entry::TimelineRow,
};
use crate::admin::{
    components::Frame,
    context::{CaseView, PageData, admin_context},
    i18n::case as words,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The case page.
#[component]
pub(crate) fn Case() -> impl IntoView {
    // Without a case the server renders another page.
    let case_view = match &admin_context().data {
        PageData::Case(case_view) => Some(case_view.clone()),
        _ => None,
    };
    case_view.map(|case_view| view! { <Opened case_view/> })
}

/// Page of an existing case.
#[component]
fn Opened(case_view: Arc<CaseView>) -> impl IntoView {
    let lang = admin_context().lang;
    let reference = case_view.case.reference.as_str();
    let title = words::TITLE.fill(lang, &[("reference", reference)]);
    let lines = case_view.case.trail.iter().map(|entry| {
        let (case_view, entry) = (case_view.clone(), entry.clone());
        view! { <TimelineRow case_view entry/> }
    });
    let lines = lines.collect_view();
    view! {
        <Frame title>
            <PrevNext case_view=case_view.clone()/>
            <Changed case_view=case_view.clone()/>
            <Head case_view=case_view.clone()/>
            <div class="case-columns">
                <section class="case-story" aria-labelledby="story">
                    <h2 id="story">{words::ACTIVITY.to(lang)}</h2>
                    <ol class="trail">{lines}</ol>
                </section>
                <aside class="case-side" aria-label=words::SIDE.to(lang)>
                    <Personal case_view=case_view.clone()/>
                    <Panels case_view/>
                </aside>
            </div>
        </Frame>
    }
}
