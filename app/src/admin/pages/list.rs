//! List of applications. Views are links, filters a plain form, rows link to their
//! cases, and pages are links. Everything works without a script. The script adds
//! shortcuts and live updates.

mod export;
mod filters;
mod keys;
mod pagination;
mod search_results;
mod table;
mod views;

pub(crate) use export::Export;
pub(crate) use search_results::Search;

use self::{
    filters::Filters,
    keys::{Keys, KeysScript},
    pagination::Pagination,
    table::Table,
    views::Views,
};
use crate::{
    admin::{
        api,
        components::{AdminCsrf, Frame, StaffChanges},
        context::{AdminContext, ListContext, ListView, MatchCount, PageData, admin_context},
        i18n::{self as admin_texts, list as words},
        labels::figure,
        routes::AdminPath,
    },
    api::url,
    i18n::Text,
};
use kyc::admin::{
    Permission,
    list::{AssigneeFilter, ListFilter, PagePosition},
};
use leptos::prelude::*;

/// Address of a list.
fn address(query: &ListFilter) -> String {
    ListContext::list(query, PagePosition::Start).back()
}

/// The list page.
#[component]
pub(crate) fn List() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let list_view = match &context.data {
        PageData::List(list_view) => ListView::clone(list_view),
        _ => ListView::default(),
    };
    let export = context.may(Permission::Export).then(|| {
        let to = AdminPath::Export.at(&list_view.query.segment());
        view! { <a href=to>{words::EXPORT.to(lang)}</a> }
    });
    let (query, place) = (list_view.query.clone(), list_view.place.clone());
    let first = list_view.page.rows.first();
    // Only a first page sorted by newest can show new rows at its top.
    let top = first
        .filter(|_| place == PagePosition::Start && query.newest_first())
        .map(|row| query.cursor(row).text());
    let news = view! {
        <p
            class="news"
            role="status"
            data-ask={url::<api::GetListUpdate>()}
            data-csrf=context.csrf.clone()
            data-list=query.segment()
            data-top=top
            data-show=address(&query)
            data-came=words::NEWS_CAME.to(lang)
        ></p>
    };
    let title = admin_texts::HOME_HEADING.to(lang);
    view! {
        <Frame title>
            <div class="list-head">
                <h1>{title}</h1>
                <SearchForm/>
                <div class="list-tools">{export}<Keys/></div>
            </div>
            <StaffChanges lines=list_view.staff_changes.clone()/>
            <Views list_view=list_view.clone()/>
            <Filters list_view=list_view.clone()/>
            {news}
            <p class="found">{found(&context, list_view.matches)}</p>
            <Body list_view/>
            <KeysScript/>
        </Frame>
    }
}

/// Says how many applications match.
fn found(context: &AdminContext, matches: MatchCount) -> String {
    let fill = |text: Text, n| text.fill(context.lang, &[("n", &figure(n))]);
    match matches {
        MatchCount::Exactly(1) => words::COUNT_ONE.to(context.lang).to_owned(),
        MatchCount::Exactly(n) => fill(words::COUNT_SOME, n),
        MatchCount::MoreThan(n) => fill(words::COUNT_MORE, n),
    }
}

/// The rows, or the reason why there are none.
#[component]
fn Body(list_view: ListView) -> impl IntoView {
    let ListView {
        query,
        place,
        page,
        all,
        ..
    } = list_view;
    let lang = admin_context().lang;
    if !page.rows.is_empty() {
        let to = |place| ListContext::list(&query, place).back();
        let before = page.before.map(PagePosition::Before).map(to);
        let after = page.after.map(PagePosition::After).map(to);
        let start = (place != PagePosition::Start).then(|| address(&query));
        let (sort, way) = (query.sort(), query.direction());
        return view! {
            <Table rows=page.rows query=Some(query)/>
            <Pagination before after start sort way/>
        }
        .into_any();
    }
    let (heading, body, to, link): (Text, Text, String, Option<Text>) = if all.all() == 0 {
        (words::EMPTY, words::EMPTY_BODY, String::new(), None)
    } else if place != PagePosition::Start {
        let first = Some(words::FIRST);
        (words::BEYOND, words::BEYOND_BODY, address(&query), first)
    } else {
        let clear = Some(words::CLEAR);
        (words::NONE, words::NONE_BODY, AdminPath::Home.at(""), clear)
    };
    view! {
        <section class="empty">
            <h2>{heading.to(lang)}</h2>
            <p>{body.to(lang)}</p>
            {link.map(|text| view! { <p><a href=to>{text.to(lang)}</a></p> })}
        </section>
    }
    .into_any()
}

/// Search field. The form uses POST, so that no personal data gets into a URL.
#[component]
fn SearchForm(
    /// Prefilled value.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let lang = admin_context().lang;
    view! {
        <form class="search" role="search" method="post" action={url::<api::SearchList>()} novalidate>
            <AdminCsrf/>
            <label class="visually-hidden" for="find">{words::SEARCH_LABEL.to(lang)}</label>
            <input
                class="input"
                id="find"
                name="find"
                type="search"
                value=value
                placeholder=words::SEARCH_LABEL.to(lang)
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="254"
            />
            <button class="button secondary" type="submit">{words::SEARCH.to(lang)}</button>
        </form>
    }
}

/// Whether a query filters by this assignee and by nothing else.
fn shows(query: &ListFilter, whose: AssigneeFilter) -> bool {
    let plain = ListFilter {
        assignee: whose,
        sorted_by: query.sorted_by,
        order: query.order,
        ..ListFilter::default()
    };
    *query == plain
}
