//! Messages from the admin to an applicant. They are read only for the status page and its poll.

use app::{api, routes::Path};
use axum::http::Uri;
use kyc::{
    admin::case::{CaseStore, Message},
    id::ApplicationId,
    ports::StoreError,
};

/// Messages, newest first. Empty for every other page.
pub(super) async fn messages(
    book: &dyn CaseStore,
    path: Option<Path>,
    uri: &Uri,
    id: ApplicationId,
) -> Result<Vec<Message>, StoreError> {
    if path == Some(Path::Status) || uri.path() == api::url::<api::CheckStatus>() {
        return book.messages(id).await;
    }
    Ok(Vec::new())
}
