//! Those who wait: each hands in an application that the upstream looks at.

use super::{
    AT_ONCE, Person, between,
    line::{Fallible, Line},
    upstream::email,
};
use crate::applications::FORMS;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::task::JoinSet;

/// Hands in an application for each.
pub(super) async fn apply(address: SocketAddr, count: usize) -> Fallible<Vec<Person>> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut at_work = JoinSet::new();
    for _ in 0..AT_ONCE {
        let next = next.clone();
        at_work.spawn(async move {
            let (mut line, mut done) = (Line::open(address).await?, Vec::new());
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Fallible::Ok(done);
                }
                done.push((number, person(&mut line, number).await?));
            }
        });
    }
    let mut people = Vec::with_capacity(count);
    while let Some(done) = at_work.join_next().await {
        people.extend(done??);
    }
    people.sort_unstable_by_key(|(number, _)| *number);
    Ok(people.into_iter().map(|(_, person)| person).collect())
}

/// One person's whole way; only what has to be sent is sent.
async fn person(line: &mut Line, number: usize) -> Fallible<Person> {
    let page = line.get("/", "").await?;
    let cookie = page.cookie().ok_or("no cookie")?;
    let csrf = between(&page.body, "name=\"csrf\" value=\"").ok_or("no token")?;
    let form = format!("csrf={csrf}");
    let begun = line.post("/api/begin", &cookie, "text/html", &form).await?;
    let cookie = begun.cookie().ok_or("no cookie of a new session")?;
    for (page, action, fields) in FORMS {
        let fields = match page {
            "/contact" => format!("email={}&phone=%2B15551234567&referral=", email(number)),
            _ => fields.to_owned(),
        };
        let form = format!("csrf={csrf}&{fields}");
        let answer = line.post(action, &cookie, "text/html", &form).await?;
        if answer.status != 303 {
            return Err(format!("{action}: {}", answer.status).into());
        }
    }
    Ok(Person { cookie, csrf })
}
