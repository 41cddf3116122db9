//! One application: where it stands, everything that happened to it in one
//! order, and, beside that, what may be done about it. Each panel of what may be
//! done has a file of its own.

mod answers;
mod ask;
mod assign;
mod changed;
mod evidence;
mod head;
mod invite;
mod line;
mod message;
mod note;
mod overrule;
mod panel;
mod panels;
mod personal;
mod release;
mod turn;

use self::{
    answers::{Answers, Shown},
    changed::Changed,
    head::Head,
    line::Line,
    panels::Panels,
    personal::Personal,
    turn::Turn,
};
use crate::{
    desk::{
        components::Frame,
        visit::{Content, Docket, desk_visit},
    },
    text::desk_case as words,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The page.
#[component]
pub(crate) fn Case() -> impl IntoView {
    // Where there is none the answer is another page.
    let docket = match &desk_visit().content {
        Content::Case(docket) => Some(docket.clone()),
        _ => None,
    };
    docket.map(|docket| view! { <Opened docket/> })
}

/// The page of a case that is there.
#[component]
fn Opened(docket: Arc<Docket>) -> impl IntoView {
    let lang = desk_visit().lang;
    let reference = docket.case.reference.as_str();
    let title = words::TITLE.fill(lang, &[("reference", reference)]);
    let lines = docket.case.trail.iter().map(|entry| {
        let (docket, entry) = (docket.clone(), entry.clone());
        view! { <Line docket entry/> }
    });
    let lines = lines.collect_view();
    view! {
        <Frame title>
            <Turn docket=docket.clone()/>
            <Changed docket=docket.clone()/>
            <Head docket=docket.clone()/>
            <div class="case-columns">
                <section class="case-story" aria-labelledby="story">
                    <h2 id="story">{words::STORY.to(lang)}</h2>
                    <ol class="trail">{lines}</ol>
                </section>
                <aside class="case-side" aria-label=words::SIDE.to(lang)>
                    <Personal docket=docket.clone()/>
                    <Panels docket/>
                </aside>
            </div>
        </Frame>
    }
}
