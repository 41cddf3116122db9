//! The list of applications: views and filters as links and a plain form, rows
//! that lead to their cases, pages by links. Everything works without a script;
//! the script adds keys, and brings what is new.

mod export;
mod filters;
mod found;
mod keys;
mod table;
mod turn;
mod views;

pub(crate) use export::Export;
pub(crate) use found::Search;

use self::{
    filters::Filters,
    keys::{Keys, KeysScript},
    table::Table,
    turn::Turn,
    views::Views,
};
use crate::{
    api::url,
    desk::{
        api,
        components::{DeskCsrf, Frame},
        routes::DeskPath,
        visit::{Content, Listing, Whence, desk_visit},
    },
    text::{Text, desk as desk_words, desk_list as words},
};
use kyc::admin::{
    Permission,
    list::{AssigneeFilter, ListFilter, PagePosition},
};
use leptos::prelude::*;

/// The address of a list.
fn address(query: &ListFilter) -> String {
    Whence::list(query, PagePosition::Start).back()
}

/// The page.
#[component]
pub(crate) fn List() -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let listing = match &visit.content {
        Content::List(listing) => Listing::clone(listing),
        _ => Listing::default(),
    };
    let export = visit.may(Permission::Export).then(|| {
        let to = DeskPath::Export.at(&listing.query.segment());
        view! { <a href=to>{words::EXPORT.to(lang)}</a> }
    });
    let (query, place) = (listing.query.clone(), listing.place.clone());
    let first = listing.page.rows.first();
    // Only at the top of a list that begins with what is new.
    let top = first
        .filter(|_| place == PagePosition::Start && query.newest_first())
        .map(|row| query.cursor(row).text());
    let news = view! {
        <p
            class="news"
            role="status"
            data-ask={url::<api::ListNews>()}
            data-csrf=visit.csrf.clone()
            data-list=query.segment()
            data-top=top
            data-show=address(&query)
            data-came=words::NEWS_CAME.to(lang)
        ></p>
    };
    let title = desk_words::HOME_HEADING.to(lang);
    view! {
        <Frame title>
            <div class="list-head">
                <h1>{title}</h1>
                <SearchForm/>
                <div class="list-tools">{export}<Keys/></div>
            </div>
            <Views listing=listing.clone()/>
            <Filters listing=listing.clone()/>
            {news}
            <Body listing/>
            <KeysScript/>
        </Frame>
    }
}

/// The rows, or why there are none.
#[component]
fn Body(listing: Listing) -> impl IntoView {
    let Listing {
        query,
        place,
        page,
        all,
        ..
    } = listing;
    let lang = desk_visit().lang;
    if !page.rows.is_empty() {
        let to = |place| Whence::list(&query, place).back();
        let before = page.before.map(PagePosition::Before).map(to);
        let after = page.after.map(PagePosition::After).map(to);
        let start = (place != PagePosition::Start).then(|| address(&query));
        let (sort, way) = (query.sort(), query.direction());
        return view! {
            <Table rows=page.rows query=Some(query)/>
            <Turn before after start sort way/>
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
        (words::NONE, words::NONE_BODY, DeskPath::Home.at(""), clear)
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

/// The one field that finds people: posted, so that nothing of it stands in an
/// address.
#[component]
fn SearchForm(
    /// What is in it.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let lang = desk_visit().lang;
    view! {
        <form class="search" role="search" method="post" action={url::<api::SearchList>()} novalidate>
            <DeskCsrf/>
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

/// Whether a query shows whose, and nothing else.
fn shows(query: &ListFilter, whose: AssigneeFilter) -> bool {
    let plain = ListFilter {
        assignee: whose,
        sorted_by: query.sorted_by,
        order: query.order,
        ..ListFilter::default()
    };
    *query == plain
}
