//! Taking the list away as a file: what will be in it, and with which columns.

use crate::{
    desk::{
        components::{DeskCsrf, Frame},
        routes::EXPORT,
        visit::desk_visit,
        words,
    },
    text::{Text, desk_list as texts},
};
use kyc::desk::{
    Permission,
    list::{Order, Query, Sort, Whose},
};
use leptos::prelude::*;

/// What a list is filtered by, in words.
fn filters(query: &Query) -> Vec<(Text, Vec<Text>)> {
    let mut said = Vec::new();
    if !query.states.is_empty() {
        let states = query.states.iter().map(|it| words::state(*it));
        said.push((texts::STATE, states.collect()));
    }
    if let Some(it) = query.decision {
        said.push((texts::DECISION, vec![words::decision(it)]));
    }
    if let Some(it) = query.age {
        said.push((texts::AGE, vec![words::age(it)]));
    }
    if query.whose != Whose::Anyone {
        said.push((texts::ASSIGNEE, vec![words::whose(query.whose)]));
    }
    let order = match query.order {
        Order::Newest => texts::SORT_NEWEST,
        Order::Oldest => texts::SORT_OLDEST,
    };
    let sort = match query.sort() {
        Sort::Age => texts::AGE,
        Sort::Event => texts::COLUMN_EVENT,
    };
    said.push((texts::SORTED, vec![sort, order]));
    said
}

/// The page.
#[component]
pub(crate) fn Export() -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let list = visit.parameter.clone().unwrap_or_default();
    let query = Query::from_segment(&list);
    let said = filters(&query).into_iter().map(move |(name, values)| {
        let values: Vec<_> = values.iter().map(|text| text.to(lang)).collect();
        view! { <div><dt>{name.to(lang)}</dt><dd>{values.join(", ")}</dd></div> }
    });
    let personal = visit.may(Permission::ExportPersonal).then(|| {
        view! {
            <div class="field">
                <label class="switch">
                    <input type="checkbox" name="personal" value="yes" aria-describedby="personal-hint"/>
                    {texts::EXPORT_PERSONAL.to(lang)}
                </label>
                <p class="hint" id="personal-hint">{texts::EXPORT_PERSONAL_HINT.to(lang)}</p>
            </div>
        }
    });
    let everything = (!query.narrows()).then(|| view! { <p>{texts::EXPORT_ALL.to(lang)}</p> });
    let back = super::address(&query);
    view! {
        <Frame title=texts::EXPORT_HEADING.to(lang) narrow=true>
            <p><a href=back>{texts::TO_LIST.to(lang)}</a></p>
            <h1>{texts::EXPORT_HEADING.to(lang)}</h1>
            <p class="lede">{texts::EXPORT_LEDE.to(lang)}</p>
            <h2>{texts::EXPORT_FILTERS.to(lang)}</h2>
            {everything}
            <dl class="facts">{said.collect_view()}</dl>
            <form method="post" action=EXPORT novalidate>
                <DeskCsrf/>
                <input type="hidden" name="list" value=query.segment()/>
                {personal}
                <div class="actions"><button class="button" type="submit">{texts::EXPORT_BUTTON.to(lang)}</button></div>
            </form>
        </Frame>
    }
}
