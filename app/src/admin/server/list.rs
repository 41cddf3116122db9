//! Search of the list, and its live updates.

use super::{redirect, redirect_with, require, services};
use crate::{
    admin::{
        context::{AdminFlash, ListUpdate, admin_context},
        i18n::list as words,
        labels::figure,
        routes::AdminPath,
    },
    api::ApiError,
    server::log_failure,
};
use kyc::{
    admin::{
        Permission,
        list::{Assignee, Cursor, ListFilter, SearchTerm},
    },
    lang::Lang,
    state::StateKind,
};

/// Upper limit of the count of new rows.
const MANY: u32 = 99;

/// Runs a search.
pub(crate) async fn search_list(find: &str) -> Result<(), ApiError> {
    let Some(principal) = require(Permission::ViewList, AdminPath::Home.pattern()).await? else {
        return Ok(());
    };
    let Some(sought) = SearchTerm::read(find) else {
        redirect_with(AdminPath::Home, AdminFlash::Find);
        return Ok(());
    };
    let kept = services().admin.search(&principal, sought).await;
    let id = kept.map_err(|error| log_failure(&error))?;
    redirect(&AdminPath::Search.at(&id.text()));
    Ok(())
}

/// Counts of a list, and the number of rows above its first shown row.
pub(crate) async fn list_news(list: &str, top: &str) -> Result<ListUpdate, ApiError> {
    let Some(principal) = require(Permission::ViewList, AdminPath::Home.pattern()).await? else {
        return Ok(ListUpdate::default());
    };
    let (query, context, cases) = (
        ListFilter::from_segment(list),
        admin_context(),
        services().cases,
    );
    let holder = query.assignee.by(principal.reviewer.id);
    let counts = cases.counts(holder).await;
    let counts = counts.map_err(|error| log_failure(&error))?;
    let mut stats: Vec<_> = StateKind::ALL
        .iter()
        .map(|label| (label.as_str().to_owned(), figure(counts.of(*label))))
        .collect();
    if holder == Assignee::Anyone {
        stats.push(("all".to_owned(), figure(counts.all())));
    }
    let ahead = match Cursor::parse(top) {
        Some(Cursor::Time(top)) => {
            let ahead = cases.count_before(&query, holder, top, MANY + 1, context.now);
            ahead.await.map_err(|error| log_failure(&error))?
        }
        // In other sort orders a new row can be anywhere in the list.
        Some(Cursor::Reference(_) | Cursor::State(..) | Cursor::Holder(..)) | None => 0,
    };
    Ok(ListUpdate {
        counts: stats,
        said: new_rows_text(context.lang, ahead),
    })
}

fn new_rows_text(lang: Lang, ahead: u32) -> Option<String> {
    let n = ahead.min(MANY).to_string();
    match ahead {
        0 => None,
        1 => Some(words::NEWS_ONE.to(lang).to_owned()),
        2..=MANY => Some(words::NEWS_SOME.fill(lang, &[("n", &n)])),
        _ => Some(words::NEWS_MANY.fill(lang, &[("n", &n)])),
    }
}
