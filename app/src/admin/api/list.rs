//! Server functions of the list.

use crate::{
    admin::context::ListUpdate,
    api::{ApiError, LineCodec},
};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Runs a search and redirects to its results.
#[server(name = SearchList, prefix = "/admin/api", endpoint = "search", input = PostUrl)]
pub async fn search_list(#[server(default)] find: String) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::admin::list::SearchTerm;

    let back = AdminPath::Home.pattern();
    let Some(principal) = require(Permission::ViewList, back).await? else {
        return Ok(());
    };
    let Some(term) = SearchTerm::read(&find) else {
        redirect_with(AdminPath::Home, AdminFlash::Find);
        return Ok(());
    };
    let stored = services().admin.search(&principal, term).await;
    let id = stored.map_err(log_failure)?;
    redirect(&AdminPath::Search.at(&id.to_string()));
    Ok(())
}

/// Returns the counts of a list and a message about new rows, for an open page that
/// polls.
#[server(name = GetListUpdate, prefix = "/admin/api", endpoint = "list-news", input = PostUrl, output = Post<LineCodec>)]
pub async fn list_update(
    #[server(default)] list: String,
    #[server(default)] top: String,
) -> Result<ListUpdate, ApiError> {
    use crate::admin::{i18n::list as words, labels::figure, server::*};
    use kyc::{
        admin::list::{Assignee, Cursor, ERASED, ListFilter},
        state::StateKind,
    };

    /// Upper limit of the count of new rows.
    const MANY: u32 = 99;

    let back = AdminPath::Home.pattern();
    let Some(principal) = require(Permission::ViewList, back).await? else {
        return Ok(ListUpdate::default());
    };
    let (filter, context, cases) = (
        ListFilter::from_segment(&list),
        admin_context(),
        services().cases,
    );
    let assignee = filter.assignee.by(principal.reviewer.id);
    let counts = cases.counts(assignee).await;
    let counts = counts.map_err(log_failure)?;
    let mut stats: Vec<_> = StateKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), figure(counts.of(*kind))))
        .collect();
    stats.push((ERASED.to_owned(), figure(counts.erased())));
    if assignee == Assignee::Anyone {
        stats.push(("all".to_owned(), figure(counts.all())));
    }
    let ahead = match Cursor::parse(&top) {
        Some(Cursor::Time(top)) => {
            let ahead = cases.count_before(&filter, assignee, top, MANY + 1, context.now);
            ahead.await.map_err(log_failure)?
        }
        // In other sort orders a new row can be anywhere in the list.
        Some(Cursor::Reference(_) | Cursor::State(..) | Cursor::Holder(..)) | None => 0,
    };
    let lang = context.lang;
    let n = ahead.min(MANY).to_string();
    let message = match ahead {
        0 => None,
        1 => Some(words::NEWS_ONE.to(lang).to_owned()),
        2..=MANY => Some(words::NEWS_SOME.fill(lang, &[("n", &n)])),
        _ => Some(words::NEWS_MANY.fill(lang, &[("n", &n)])),
    };
    Ok(ListUpdate {
        counts: stats,
        message,
    })
}
