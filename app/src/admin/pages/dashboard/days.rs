//! Applications per day, by outcome.

use super::{Figured, Part, words::edges};
use crate::{
    admin::{
        components::chart::{Fill, Legend, Stacks, Tick, scale},
        context::admin_context,
        i18n::dashboard as texts,
        labels::figure,
    },
    components::day,
    i18n::Text,
};
use kyc::{
    admin::dashboard::{CaseOutcome, Stats},
    lang::Lang,
};
use leptos::prelude::*;

const fn word(outcome: CaseOutcome) -> Text {
    match outcome {
        CaseOutcome::Approved => texts::OUTCOME_APPROVED,
        CaseOutcome::Denied => texts::OUTCOME_DENIED,
        CaseOutcome::InProgress => texts::OUTCOME_WAY,
        CaseOutcome::Parked => texts::OUTCOME_PARKED,
        CaseOutcome::NotSent => texts::OUTCOME_UNSENT,
    }
}

const fn fill(outcome: CaseOutcome) -> Fill {
    match outcome {
        CaseOutcome::Approved => Fill::Good,
        CaseOutcome::Denied => Fill::Bad,
        CaseOutcome::InProgress => Fill::Busy,
        CaseOutcome::Parked => Fill::Warn,
        CaseOutcome::NotSent => Fill::Empty,
    }
}

/// Text alternative of the chart.
fn summary(lang: Lang, figures: &Stats) -> String {
    let Some(most) = figures.days.iter().max_by_key(|day| day.opened()) else {
        return String::new();
    };
    if most.opened() == 0 {
        return texts::DAYS_NONE.to(lang).to_owned();
    }
    let of = |outcome| figure(figures.of(outcome));
    let all = texts::DAYS_SUMMARY.fill(
        lang,
        &[
            ("all", &figure(figures.funnel.opened)),
            ("approved", &of(CaseOutcome::Approved)),
            ("denied", &of(CaseOutcome::Denied)),
            ("way", &of(CaseOutcome::InProgress)),
            ("parked", &of(CaseOutcome::Parked)),
            ("unsent", &of(CaseOutcome::NotSent)),
        ],
    );
    let (n, on) = (figure(most.opened()), day(lang, most.date));
    let most = texts::DAYS_MOST.fill(lang, &[("n", &n), ("day", &on)]);
    format!("{all} {most}")
}

/// Section with the daily chart.
#[component]
pub(super) fn Days(figures: Stats) -> impl IntoView {
    let lang = admin_context().lang;
    let summary = summary(lang, &figures);
    let alt = texts::CHART.fill(lang, &[("summary", &summary)]);
    let opened = figures.days.iter().map(|day| day.opened());
    let end = scale(opened.max().unwrap_or_default());
    let ticks = [(0.0, 0), (0.5, end / 2), (1.0, end)].map(|(at, n)| Tick {
        at,
        text: figure(n),
    });
    let stacks = figures.days.iter().map(|day| {
        let parts = CaseOutcome::ALL.map(|outcome| (fill(outcome), day.of(outcome)));
        parts.to_vec()
    });
    let stacks = stacks.collect();
    let names = CaseOutcome::ALL.map(|outcome| word(outcome).to(lang));
    let legend = CaseOutcome::ALL.map(|outcome| (fill(outcome), word(outcome).to(lang)));
    let heads = [texts::DAY.to(lang), texts::EVERY.to(lang)];
    // Newest day first: staff look for recent days.
    let rows = figures.days.iter().rev().map(|line| {
        let parts = CaseOutcome::ALL.map(|outcome| figure(line.of(outcome)));
        let figures = [figure(line.opened())].into_iter().chain(parts).collect();
        (day(lang, line.date), figures)
    });
    let rows = rows.collect();
    let heads = heads.into_iter().chain(names).collect();
    let edges = edges(lang, &figures.days);
    view! {
        <Part id="days" heading=texts::DAYS_HEADING summary hint=texts::DAYS_HINT.to(lang).to_owned() wide=true>
            <Legend of=legend.to_vec()/>
            <Stacks alt stacks end ticks=ticks.to_vec() days=edges/>
            <Figured of=texts::DAYS_HEADING heads rows/>
        </Part>
    }
}
