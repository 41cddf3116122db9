//! What the desk wrote to an applicant, read where their status page shows it or
//! asks whether there is more.

use app::{api, routes::Path};
use axum::http::Uri;
use kyc::{
    admin::case::{CaseStore, Message},
    id::ApplicationId,
    ports::StoreError,
};

/// The messages, the newest first; none where nobody looks for them.
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
