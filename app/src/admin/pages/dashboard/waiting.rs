//! Open cases by responsible party and age: a table whose rows contain the bars.

use super::{Framed, Part};
use crate::{
    admin::{
        components::chart::{Bar, Fill, Legend},
        context::{AdminContext, ListContext, admin_context},
        i18n::dashboard as texts,
        labels::figure,
    },
    i18n::Text,
};
use kyc::admin::{
    Permission,
    dashboard::{AgeBucket, OpenCases, WaitingOn},
    list::{ListFilter, PagePosition},
};
use leptos::prelude::*;

const fn word(turn: WaitingOn) -> Text {
    match turn {
        WaitingOn::Ours => texts::TURN_OURS,
        WaitingOn::Reviewers => texts::TURN_REVIEWERS,
        WaitingOn::Provider => texts::TURN_PROVIDER,
        WaitingOn::Applicants => texts::TURN_APPLICANTS,
    }
}

const fn band(band: AgeBucket) -> Text {
    match band {
        AgeBucket::Today => texts::BAND_TODAY,
        AgeBucket::Days => texts::BAND_DAYS,
        AgeBucket::Week => texts::BAND_WEEK,
        AgeBucket::Month => texts::BAND_MONTH,
        AgeBucket::Older => texts::BAND_OLDER,
    }
}

/// Text alternative of the bars.
fn summary(context: &AdminContext, waiting: &OpenCases) -> String {
    let lang = context.lang;
    if waiting.all() == 0 {
        return texts::WAITING_NONE.to(lang).to_owned();
    }
    let of = |turn| figure(waiting.all_of(turn));
    let all = context.fill(
        texts::WAITING_SUMMARY,
        &[
            ("all", &figure(waiting.all())),
            ("ours", &of(WaitingOn::Ours)),
            ("reviewers", &of(WaitingOn::Reviewers)),
            ("pending", &of(WaitingOn::Provider)),
            ("applicants", &of(WaitingOn::Applicants)),
        ],
    );
    let old: u64 = WaitingOn::ALL
        .map(|turn| waiting.of(turn, AgeBucket::Older))
        .iter()
        .sum();
    if old == 0 {
        return all;
    }
    let old = texts::WAITING_OLD.fill(lang, &[("n", &figure(old))]);
    format!("{all} {old}")
}

/// Address of the list filtered by the responsible party's states.
fn list(turn: WaitingOn) -> String {
    let query = ListFilter {
        states: turn.state_kinds().collect(),
        ..ListFilter::default()
    };
    ListContext::list(&query, PagePosition::Start).back()
}

/// Open cases section.
#[component]
pub(super) fn Queue(waiting: OpenCases) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let summary = summary(&context, &waiting);
    let legend = vec![
        (Fill::Good, texts::AGE_YOUNG.to(lang)),
        (Fill::Bad, texts::AGE_OLD.to(lang)),
    ];
    let most = WaitingOn::ALL
        .map(|turn| waiting.all_of(turn))
        .into_iter()
        .max();
    let most = most.unwrap_or_default();
    let links = context.may(Permission::ViewList);
    let lines = WaitingOn::ALL.map(|turn| {
        let all = waiting.all_of(turn);
        let old = waiting.of(turn, AgeBucket::Month) + waiting.of(turn, AgeBucket::Older);
        let name = context.text(word(turn));
        let name = if links && all > 0 {
            view! { <a href=list(turn)>{name}</a> }.into_any()
        } else {
            name.into_any()
        };
        let bands = AgeBucket::ALL.map(|band| figure(waiting.of(turn, band)));
        let bands = bands.map(|n| view! { <td class="figure">{n}</td> });
        view! {
            <tr>
                <th scope="row">
                    {name}
                    <Bar parts=vec![(Fill::Good, all - old), (Fill::Bad, old)] whole=most/>
                </th>
                <td class="figure">{figure(all)}</td>
                {bands.into_iter().collect_view()}
            </tr>
        }
    });
    let heads =
        AgeBucket::ALL.map(|it| view! { <th scope="col" class="figure">{band(it).to(lang)}</th> });
    let heading = texts::WAITING_HEADING;
    view! {
        <Part id="waiting" heading summary hint=texts::WAITING_HINT.to(lang).to_owned()>
            {(most > 0).then(|| view! { <Legend of=legend/> })}
            <Framed of=heading>
                <table class="admin-table bars">
                    <thead>
                        <tr>
                            <th scope="col">{texts::WAITING_FOR.to(lang)}</th>
                            <th scope="col" class="figure">{texts::EVERY.to(lang)}</th>
                            {heads.into_iter().collect_view()}
                        </tr>
                    </thead>
                    <tbody>{lines.into_iter().collect_view()}</tbody>
                </table>
            </Framed>
        </Part>
    }
}
