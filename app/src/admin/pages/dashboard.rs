//! Dashboard. Each section has a sentence, a chart and a table. It has no script
//! and no form: links choose the date range.

mod days;
mod funnel;
mod health;
mod times;
mod waiting;
mod words;

use self::{days::Days, funnel::Steps, health::Health, times::Times, waiting::Queue};
use crate::{
    admin::{
        components::{Frame, chart::Patterns},
        context::{PageData, admin_context},
        i18n::{self as admin_texts, dashboard as texts},
        routes::AdminPath,
    },
    components::day,
    i18n::Text,
};
use kyc::admin::dashboard::{DateRange, Stats};
use leptos::prelude::*;

/// The dashboard page.
#[component]
pub(crate) fn Overview() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let picture = match &context.data {
        PageData::Overview(picture) => Some(picture.clone()),
        _ => None,
    };
    let title = admin_texts::NAV_DASHBOARD.to(lang);
    let note = texts::NOTE.fill(lang, &[("day", &day(lang, context.now.date()))]);
    view! {
        <Frame title>
            <h1>{title}</h1>
            {picture.map(|picture| view! {
                <Spans chosen=picture.stats.range/>
                <p class="fine dashboard-note">{note}</p>
                <Patterns/>
                <div class="dashboard">
                    <Counted figures=picture.stats.clone()/>
                    <Health health=picture.health last_webhook_at=picture.stats.last_webhook_at/>
                </div>
            })}
        </Frame>
    }
}

/// Links that choose the date range.
#[component]
fn Spans(chosen: DateRange) -> impl IntoView {
    let lang = admin_context().lang;
    let links = DateRange::ALL.map(|span| {
        let days = span.days().to_string();
        let to = format!("{}?days={days}", AdminPath::Overview.pattern());
        let current = (span == chosen).then_some("page");
        view! {
            <li><a href=to aria-current=current>{texts::SPAN_DAYS.fill(lang, &[("n", &days)])}</a></li>
        }
    });
    view! {
        <nav class="views" aria-label=texts::SPANS.to(lang)>
            <ul>{links.into_iter().collect_view()}</ul>
        </nav>
    }
}

/// Statistics, or a hint that there are no applications.
#[component]
fn Counted(figures: Stats) -> impl IntoView {
    let lang = admin_context().lang;
    if figures.total == 0 {
        return view! {
            <section class="empty">
                <h2>{texts::EMPTY.to(lang)}</h2>
                <p>{texts::EMPTY_BODY.to(lang)}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <Days figures=figures.clone()/>
        <Steps funnel=figures.funnel.clone()/>
        <Queue waiting=figures.waiting.clone()/>
        <Times figures/>
    }
    .into_any()
}

/// A dashboard section: heading, summary, chart and hint.
#[component]
fn Part(
    /// Element id, and prefix of the heading's id.
    id: &'static str,
    heading: Text,
    /// Summary sentence.
    summary: String,
    hint: String,
    /// Whether it spans the full width.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let lang = admin_context().lang;
    view! {
        <section id=id class=if wide { "part wide" } else { "part" } aria-labelledby=format!("{id}-heading")>
            <h2 id=format!("{id}-heading")>{heading.to(lang)}</h2>
            <p class="summary">{summary}</p>
            {children()}
            <p class="fine">{hint}</p>
        </section>
    }
}

/// Collapsed table with a chart's figures.
#[component]
fn Figured(
    /// Name of the table.
    of: Text,
    heads: Vec<&'static str>,
    /// Header and figures of each row.
    rows: Vec<(String, Vec<String>)>,
) -> impl IntoView {
    let lang = admin_context().lang;
    let heads = heads.into_iter().enumerate().map(|(n, head)| {
        view! { <th scope="col" class={(n > 0).then_some("figure")}>{head}</th> }
    });
    let rows = rows.into_iter().map(|(head, figures)| {
        let figures = figures.into_iter();
        view! {
            <tr>
                <th scope="row">{head}</th>
                {figures.map(|figure| view! { <td class="figure">{figure}</td> }).collect_view()}
            </tr>
        }
    });
    view! {
        <details class="figures">
            <summary>
                {texts::TABLE.to(lang)}
                <span class="visually-hidden">": "{of.to(lang)}</span>
            </summary>
            <Framed of>
                <table class="admin-table">
                    <thead><tr>{heads.collect_view()}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </Framed>
        </details>
    }
}

/// Scrollable frame of a table. Its accessible name differs from that of its
/// section.
#[component]
fn Framed(
    /// Name of the table.
    of: Text,
    children: Children,
) -> impl IntoView {
    let lang = admin_context().lang;
    let name = format!("{}: {}", of.to(lang), texts::TABLE.to(lang));
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=name>{children()}</div>
    }
}
