//! The latency from a decision to the pages that wait for it.

use super::{
    event_streams::Ticks,
    http_connection::HttpConnection,
    pages::{CLIENTS, OpenPages},
};
use crate::result::Fallible;
use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinSet,
    time::timeout,
};

/// The number of decisions made one after the other.
const SEQUENTIAL: usize = 500;
/// The wait before the second tab polls again. Just after another poll, the server
/// does not query the provider.
const RETRY_DELAY: Duration = Duration::from_millis(500);

/// Makes decisions one by one. Returns p50 and p99 of the milliseconds from the
/// provider's answer to the tick, and to the page's status update.
pub(super) async fn one_by_one(
    pages: &Arc<OpenPages>,
    ticks: &mut Ticks,
) -> Fallible<((f64, f64), (f64, f64))> {
    let (mut second_tab, mut page) = (
        HttpConnection::open(pages.address).await?,
        HttpConnection::open(pages.address).await?,
    );
    let (mut to_tick, mut to_update) = (Vec::new(), Vec::new());
    for number in CLIENTS..(CLIENTS + SEQUENTIAL).min(pages.sessions.len()) {
        pages.provider.approve(number);
        // The second tab's poll makes the server query the provider.
        let ticked_at = loop {
            pages.poll(&mut second_tab, number).await?;
            if let Ok(tick) = timeout(RETRY_DELAY, wait_for_tick(ticks, number)).await {
                break tick?;
            }
        };
        let answered_at = pages
            .provider
            .answered_at(number)
            .ok_or("the provider did not answer")?;
        if !pages.poll(&mut page, number).await? {
            return Err("a tick without a status change".into());
        }
        to_tick.push(millis(ticked_at - answered_at));
        to_update.push(millis(answered_at.elapsed()));
    }
    Ok((percentiles(to_tick)?, percentiles(to_update)?))
}

/// Waits for the tick of one page.
async fn wait_for_tick(ticks: &mut Ticks, number: usize) -> Fallible<Instant> {
    loop {
        match ticks.recv().await {
            Some((page, at)) if page == number => return Ok(at),
            Some(_) => {}
            None => return Err("every stream has ended".into()),
        }
    }
}

/// Makes all other decisions at once. Returns the seconds until every page has its
/// update, and the number of pages.
pub(super) async fn all_at_once(
    pages: &Arc<OpenPages>,
    ticks: &mut Ticks,
    open: usize,
) -> Fallible<(f64, usize)> {
    let first = CLIENTS + SEQUENTIAL;
    let last = pages.sessions.len();
    if open < last || first >= last {
        return Ok((f64::NAN, 0));
    }
    (first..last).for_each(|number| pages.provider.approve(number));
    let begun = Instant::now();
    let mut clients = JoinSet::new();
    // These polls make the server query the provider for every application.
    let next = Arc::new(AtomicUsize::new(first));
    for _ in 0..CLIENTS {
        let (pages, next) = (pages.clone(), next.clone());
        clients.spawn(async move {
            let mut connection = HttpConnection::open(pages.address).await?;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= last {
                    return Fallible::Ok(0);
                }
                pages.poll(&mut connection, number).await?;
            }
        });
    }
    // Each page that receives a tick polls.
    let (to_poll, polls) = mpsc::unbounded_channel();
    let polls = Arc::new(Mutex::new(polls));
    for _ in 0..CLIENTS {
        let (pages, polls) = (pages.clone(), polls.clone());
        clients.spawn(async move {
            let (mut connection, mut changed) = (HttpConnection::open(pages.address).await?, 0);
            while let Some(number) = take_next(&polls).await {
                changed += usize::from(pages.poll(&mut connection, number).await?);
            }
            Fallible::Ok(changed)
        });
    }
    let mut waiting: HashSet<_> = (first..last).collect();
    while !waiting.is_empty() {
        let (number, _) = ticks.recv().await.ok_or("every stream has ended")?;
        if waiting.remove(&number) {
            to_poll.send(number)?;
        }
    }
    drop(to_poll);
    let mut changed = 0;
    while let Some(done) = clients.join_next().await {
        changed += done??;
    }
    let took = begun.elapsed().as_secs_f64();
    if changed != last - first {
        return Err(format!("{changed} of {} pages had an update", last - first).into());
    }
    Ok((took, changed))
}

/// Takes the next item of a queue with several consumers.
async fn take_next(queue: &Mutex<mpsc::UnboundedReceiver<usize>>) -> Option<usize> {
    queue.lock().await.recv().await
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// p50 and p99.
fn percentiles(mut values: Vec<f64>) -> Fallible<(f64, f64)> {
    values.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        values
            .get(((values.len() - 1) as f64 * share) as usize)
            .copied()
    };
    if values.is_empty() {
        return Err("nothing was measured".into());
    }
    Ok((at(0.5).unwrap_or(f64::NAN), at(0.99).unwrap_or(f64::NAN)))
}
