//! The open status pages that the measurements share.

use super::{http_connection::HttpConnection, mock_provider::MockProvider};
use crate::result::Fallible;
use std::net::SocketAddr;

/// The number of concurrent clients.
pub(super) const CLIENTS: usize = 48;
const STATUS_PATH: &str = "/api/status";

/// The session of one applicant who waits on the status page.
pub(super) struct ApplicantSession {
    pub(super) cookie: String,
    pub(super) csrf: String,
}

/// The open pages, one per applicant.
pub(super) struct OpenPages {
    pub(super) address: SocketAddr,
    pub(super) sessions: Vec<ApplicantSession>,
    pub(super) provider: MockProvider,
    /// The fingerprint of the status that every page shows.
    pub(super) seen: String,
}

impl OpenPages {
    /// Sends a page's status poll; returns whether the status changed.
    pub(super) async fn poll(
        &self,
        connection: &mut HttpConnection,
        number: usize,
    ) -> Fallible<bool> {
        let ApplicantSession { cookie, csrf } = self.sessions.get(number).ok_or("no session")?;
        let form = format!("csrf={csrf}&seen={}&asked=1", self.seen);
        let answer = connection.post(STATUS_PATH, cookie, "*/*", &form).await?;
        if answer.status != 200 {
            return Err(format!("{STATUS_PATH}: {}", answer.status).into());
        }
        Ok(answer.body.starts_with("moved"))
    }
}

/// The text between `start` and the next quotation mark.
pub(super) fn quoted_after(text: &str, start: &str) -> Option<String> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once('"').map(|(found, _)| found.to_owned())
}
