//! Filters of the list. The form uses GET, so a filtered list can be bookmarked and
//! shared. No filter contains personal data.

use crate::{
    admin::{
        context::{ListView, admin_context},
        i18n::list as texts,
        labels,
        routes::AdminPath,
    },
    i18n::Text,
};
use kyc::{
    admin::list::{AgeFilter, AssigneeFilter, Decision, ERASED, ListFilter},
    state::StateKind,
};
use leptos::prelude::*;

/// The filter form.
#[component]
pub(super) fn Filters(list_view: ListView) -> impl IntoView {
    let lang = admin_context().lang;
    let ListView {
        query,
        shown,
        staff,
        ..
    } = list_view;
    let chosen = match query.states.len() + usize::from(query.erased) {
        1 if query.erased => texts::ERASED_ROWS.to(lang).to_owned(),
        0 => texts::STATE_ANY.to(lang).to_owned(),
        1 => query
            .states
            .iter()
            .map(|label| labels::state(*label).to(lang))
            .collect(),
        n => texts::STATE_SOME.fill(lang, &[("n", &n.to_string())]),
    };
    let boxes = StateKind::ALL.iter().map(|label| {
        let checked = query.states.contains(label);
        let count = labels::figure(shown.of(*label));
        view! {
            <label>
                <input type="checkbox" name="state" value=label.as_str() checked=checked/>
                <span>{labels::state(*label).to(lang)}</span>
                <span class="count" data-count=label.as_str()>{count}</span>
            </label>
        }
    });
    let erased = view! {
        <label>
            <input type="checkbox" name="state" value=ERASED checked=query.erased/>
            <span>{texts::ERASED_ROWS.to(lang)}</span>
            <span class="count" data-count=ERASED>{labels::figure(shown.erased())}</span>
        </label>
    };
    let option = |value: &str, text: Text| (value.to_owned(), text.to(lang).to_owned());
    let decisions = Decision::ALL
        .iter()
        .map(|it| option(it.as_str(), labels::decision(*it)));
    let ages = AgeFilter::ALL
        .iter()
        .map(|it| option(it.as_str(), labels::age(*it)));
    let whose = AssigneeFilter::ALL
        .iter()
        .map(|it| option(&it.word(), labels::whose(*it)));
    let colleagues = staff
        .into_iter()
        .map(|it| (AssigneeFilter::Of(it.id).word().into_owned(), it.name));
    let whose = whose.chain(colleagues);
    let decision = query.decision.map_or("", Decision::as_str);
    let age = query.age.map_or("", AgeFilter::as_str);
    // Hidden fields keep the sort order when a filter changes.
    let hidden = query.pairs().into_iter();
    let hidden = hidden
        .filter(|(name, _)| matches!(*name, "sort" | "order"))
        .map(|(name, value)| {
            view! { <input type="hidden" name=name value=value/> }
        });
    let heading = match set(&query) {
        0 => texts::FILTERS.to(lang).to_owned(),
        n => texts::FILTERS_SET.fill(lang, &[("n", &n.to_string())]),
    };
    view! {
        // The fold only precedes the form. CSS shows the form on wide screens
        // whether the fold is open or not.
        <details class="fold"><summary>{heading}</summary></details>
        <form class="filters" method="get" action=AdminPath::Home.pattern() aria-label=texts::FILTERS.to(lang)>
            {hidden.collect_view()}
            <details class="pick">
                <summary>
                    <span class="name">{texts::STATE.to(lang)}</span>
                    <span class="chosen">{chosen}</span>
                </summary>
                <fieldset>
                    <legend class="visually-hidden">{texts::STATE.to(lang)}</legend>
                    {boxes.collect_view()}
                    {erased}
                </fieldset>
            </details>
            <Choice name="decision" label=texts::DECISION any=Some(texts::DECISION_ANY) options=decisions.collect() chosen=decision/>
            <Choice name="age" label=texts::AGE any=Some(texts::AGE_ANY) options=ages.collect() chosen=age/>
            <Choice name="whose" label=texts::ASSIGNEE any=None options=whose.collect() chosen=query.assignee.word()/>
            <button class="button secondary" type="submit">{texts::APPLY.to(lang)}</button>
            {query.is_filtered().then(|| view! {
                <a class="clear" href=AdminPath::Home.pattern()>{texts::CLEAR.to(lang)}</a>
            })}
        </form>
    }
}

/// Number of active filters.
fn set(query: &ListFilter) -> usize {
    let each = [
        !query.states.is_empty() || query.erased,
        query.decision.is_some(),
        query.age.is_some(),
        query.assignee != AssigneeFilter::default(),
    ];
    each.into_iter().filter(|set| *set).count()
}

/// A labelled select box.
#[component]
fn Choice(
    name: &'static str,
    label: Text,
    any: Option<Text>,
    /// Value and label of each option.
    options: Vec<(String, String)>,
    #[prop(into)] chosen: String,
) -> impl IntoView {
    let lang = admin_context().lang;
    let any = any.map(|any| view! { <option value="">{any.to(lang)}</option> });
    let options = options.into_iter().map(|(value, text)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }
    });
    view! {
        <div class="choice">
            <label for=name>{label.to(lang)}</label>
            <select class="input" id=name name=name>{any}{options.collect_view()}</select>
        </div>
    }
}
