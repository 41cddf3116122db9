//! Server functions of the list.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::{
    admin::context::ListUpdate,
    api::{ApiError, LineCodec},
};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Runs a search and redirects to its results.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
#[server(name = SearchList, prefix = "/admin/api", endpoint = "search", input = PostUrl)]
pub async fn search_list(#[server(default)] find: String) -> Result<(), ApiError> {
    crate::admin::server::search_list(&find).await
}

/// Returns the counts of a list and a message about new rows, for an open page that
/// polls.
///
/// # Errors
/// [`ApiError::Stop`] without the permission, [`ApiError::Later`] when the store is
/// unavailable.
#[server(name = ListNews, prefix = "/admin/api", endpoint = "list-news", input = PostUrl, output = Post<LineCodec>)]
pub async fn list_news(
    #[server(default)] list: String,
    #[server(default)] top: String,
) -> Result<ListUpdate, ApiError> {
    crate::admin::server::list_news(&list, &top).await
}
