//! Submits the applications whose applicants then wait for a decision.

use super::{
    http_connection::HttpConnection,
    mock_provider::email,
    pages::{ApplicantSession, CLIENTS, quoted_after},
};
use crate::{applications::FORMS, result::Fallible};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::task::JoinSet;

/// Submits `count` applications and returns their sessions in order.
pub(super) async fn apply(address: SocketAddr, count: usize) -> Fallible<Vec<ApplicantSession>> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let next = next.clone();
        clients.spawn(async move {
            let (mut connection, mut done) = (HttpConnection::open(address).await?, Vec::new());
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Fallible::Ok(done);
                }
                done.push((number, apply_once(&mut connection, number).await?));
            }
        });
    }
    let mut sessions = Vec::with_capacity(count);
    while let Some(done) = clients.join_next().await {
        sessions.extend(done??);
    }
    sessions.sort_unstable_by_key(|(number, _)| *number);
    Ok(sessions.into_iter().map(|(_, session)| session).collect())
}

/// Completes one application with only the necessary requests.
async fn apply_once(connection: &mut HttpConnection, number: usize) -> Fallible<ApplicantSession> {
    const TOKEN: &str = "name=\"csrf\" value=\"";
    let page = connection.get("/", "").await?;
    let cookie = page.cookie().ok_or("no cookie")?;
    let csrf = quoted_after(&page.body, TOKEN).ok_or("no token")?;
    let form = format!("csrf={csrf}");
    let created = connection
        .post("/api/begin", &cookie, "text/html", &form)
        .await?;
    // The application has a new session id, and with it a new form token.
    let cookie = created.cookie().ok_or("no cookie of a new session")?;
    let page = connection.get("/agreement", &cookie).await?;
    let csrf = quoted_after(&page.body, TOKEN).ok_or("no token of a new session")?;
    for (page, action, fields) in FORMS {
        let fields = match page {
            "/contact" => format!("email={}&phone=%2B15551234567&referral=", email(number)),
            _ => fields.to_owned(),
        };
        let form = format!("csrf={csrf}&{fields}");
        let answer = connection.post(action, &cookie, "text/html", &form).await?;
        if answer.status != 303 {
            return Err(format!("{action}: {}", answer.status).into());
        }
    }
    Ok(ApplicantSession { cookie, csrf })
}
