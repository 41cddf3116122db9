//! Predefined views of the list: one link each, with its count.

use super::{address, shows};
use crate::{
    admin::{
        context::{ListView, admin_context},
        i18n::list as words,
        labels::figure,
    },
    i18n::Text,
};
use kyc::{
    admin::list::{AssigneeFilter, Counts, ListFilter},
    state::StateKind,
};
use leptos::prelude::*;

/// View filtered by states.
fn in_states(states: &[StateKind]) -> ListFilter {
    ListFilter {
        states: states.to_vec(),
        ..ListFilter::default()
    }
}

/// The views.
#[component]
pub(super) fn Views(list_view: ListView) -> impl IntoView {
    let lang = admin_context().lang;
    let ListView {
        query,
        all,
        mine,
        unassigned,
        ..
    } = list_view;
    let assigned_to = |assignee| ListFilter {
        assignee,
        ..ListFilter::default()
    };
    let here = |view: &ListFilter| {
        if view.states.is_empty() {
            shows(&query, view.assignee)
        } else {
            let sorted = ListFilter {
                sorted_by: query.sorted_by,
                order: query.order,
                ..view.clone()
            };
            sorted == query
        }
    };
    let open = StateKind::ALL.iter().copied();
    let open: Vec<_> = open.filter(|kind| !kind.is_final()).collect();
    let review = [StateKind::DocumentsUnderReview, StateKind::ManualReview];
    let views: [(Text, ListFilter, &Counts, &[StateKind], &'static str); 5] = [
        (
            words::VIEW_ALL,
            ListFilter::default(),
            &all,
            StateKind::ALL,
            "all",
        ),
        (
            words::VIEW_MINE,
            assigned_to(AssigneeFilter::Mine),
            &mine,
            StateKind::ALL,
            "",
        ),
        (
            words::VIEW_UNASSIGNED,
            ListFilter {
                assignee: AssigneeFilter::Unassigned,
                ..in_states(&open)
            },
            &unassigned,
            &open,
            "",
        ),
        (words::VIEW_REVIEW, in_states(&review), &all, &review, ""),
        (
            words::VIEW_PARKED,
            in_states(&[StateKind::Parked]),
            &all,
            &[StateKind::Parked],
            "",
        ),
    ];
    let links = views.into_iter().map(|(text, view, counts, labels, key)| {
        let current = here(&view).then_some("page");
        let key = (!key.is_empty()).then_some(key);
        view! {
            <li>
                <a href=address(&view) aria-current=current>
                    {text.to(lang)}
                    " "
                    <span class="count" data-count=key>{figure(counts.among(labels))}</span>
                </a>
            </li>
        }
    });
    view! {
        <nav class="views" aria-label=words::VIEWS.to(lang)>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}
