//! The list.

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

/// Searches for what was typed, and leads to what was found.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = SearchList, prefix = "/admin/api", endpoint = "search", input = PostUrl)]
pub async fn search_list(#[server(default)] find: String) -> Result<(), ApiError> {
    crate::admin::server::search_list(&find).await
}

/// Says what is new in a list, for a page that asks by itself.
///
/// # Errors
/// [`ApiError::Stop`] for whoever may not, [`ApiError::Later`] when the store is
/// out of reach.
#[server(name = ListNews, prefix = "/admin/api", endpoint = "list-news", input = PostUrl, output = Post<LineCodec>)]
pub async fn list_news(
    #[server(default)] list: String,
    #[server(default)] top: String,
) -> Result<ListUpdate, ApiError> {
    crate::admin::server::list_news(&list, &top).await
}
