//! Searching in the list, and what is new in it.

use super::{go, go_and_say, require, services};
use crate::{
    api::ApiError,
    desk::{
        routes::DeskPath,
        visit::{News, Notice, desk_visit},
        words::figure,
    },
    request::failed,
    text::desk_list as words,
};
use kyc::{
    admin::{
        Permission,
        list::{Assignee, Cursor, ListFilter, SearchTerm},
    },
    lang::Lang,
    state::StateKind,
};

/// Past so many it is not counted how many are new.
const MANY: u32 = 99;

/// Searches for what was typed.
pub(crate) async fn search_list(find: &str) -> Result<(), ApiError> {
    let Some(principal) = require(Permission::ViewList, DeskPath::Home.pattern()).await? else {
        return Ok(());
    };
    let Some(sought) = SearchTerm::read(find) else {
        go_and_say(DeskPath::Home, Notice::Find);
        return Ok(());
    };
    let kept = services().desk.search(&principal, sought).await;
    let id = kept.map_err(|error| failed(&error))?;
    go(&DeskPath::Search.at(&id.text()));
    Ok(())
}

/// What is new in a list since its first row was shown.
pub(crate) async fn list_news(list: &str, top: &str) -> Result<News, ApiError> {
    let Some(principal) = require(Permission::ViewList, DeskPath::Home.pattern()).await? else {
        return Ok(News::default());
    };
    let (query, visit, cases) = (
        ListFilter::from_segment(list),
        desk_visit(),
        services().cases,
    );
    let holder = query.assignee.by(principal.reviewer.id);
    let counts = cases.counts(holder).await;
    let counts = counts.map_err(|error| failed(&error))?;
    let mut stats: Vec<_> = StateKind::ALL
        .iter()
        .map(|label| (label.as_str().to_owned(), figure(counts.of(*label))))
        .collect();
    if holder == Assignee::Anyone {
        stats.push(("all".to_owned(), figure(counts.all())));
    }
    let ahead = match Cursor::parse(top) {
        Some(Cursor::Time(top)) => {
            let ahead = cases.count_before(&query, holder, top, MANY + 1, visit.now);
            ahead.await.map_err(|error| failed(&error))?
        }
        // Otherwise what is new may stand anywhere.
        Some(Cursor::Reference(_) | Cursor::State(..) | Cursor::Holder(..)) | None => 0,
    };
    Ok(News {
        counts: stats,
        said: said(visit.lang, ahead),
    })
}

fn said(lang: Lang, ahead: u32) -> Option<String> {
    let n = ahead.min(MANY).to_string();
    match ahead {
        0 => None,
        1 => Some(words::NEWS_ONE.to(lang).to_owned()),
        2..=MANY => Some(words::NEWS_SOME.fill(lang, &[("n", &n)])),
        _ => Some(words::NEWS_MANY.fill(lang, &[("n", &n)])),
    }
}
