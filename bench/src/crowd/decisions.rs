//! Decisions, and how soon they are where they are waited for.

use super::{
    AT_ONCE, Crowd,
    line::{Fallible, Line},
    streams::Ticks,
};
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

/// How many decisions are made one after the other.
const SINGLY: usize = 500;
/// When another tab asks again. The server has not asked upstream if it did so for
/// somebody else a moment ago.
const AGAIN: Duration = Duration::from_millis(500);

/// Decides about some, one after the other; the median and the 99th percentile
/// of the milliseconds from what the upstream says to the tick, and to the news
/// that the page then asks for.
pub(super) async fn singly(
    crowd: &Arc<Crowd>,
    ticks: &mut Ticks,
) -> Fallible<((f64, f64), (f64, f64))> {
    let (mut other, mut page) = (
        Line::open(crowd.address).await?,
        Line::open(crowd.address).await?,
    );
    let (mut to_tick, mut to_news) = (Vec::new(), Vec::new());
    for number in AT_ONCE..(AT_ONCE + SINGLY).min(crowd.people.len()) {
        crowd.upstream.decide(number);
        // Another tab has the server hear of it.
        let at = loop {
            crowd.ask(&mut other, number).await?;
            if let Ok(told) = timeout(AGAIN, told(ticks, number)).await {
                break told?;
            }
        };
        let said = crowd.upstream.said(number).ok_or("unsaid")?;
        if !crowd.ask(&mut page, number).await? {
            return Err("told, and nothing was new".into());
        }
        to_tick.push(millis(at - said));
        to_news.push(millis(said.elapsed()));
    }
    Ok((percentiles(to_tick)?, percentiles(to_news)?))
}

/// Waits until somebody is told.
async fn told(ticks: &mut Ticks, number: usize) -> Fallible<Instant> {
    loop {
        match ticks.recv().await {
            Some((who, at)) if who == number => return Ok(at),
            Some(_) => {}
            None => return Err("nobody listens any more".into()),
        }
    }
}

/// Decides about all others at once; the seconds until each of their pages has
/// its news, and how many they are.
pub(super) async fn together(
    crowd: &Arc<Crowd>,
    ticks: &mut Ticks,
    held: usize,
) -> Fallible<(f64, usize)> {
    let first = AT_ONCE + SINGLY;
    let last = crowd.people.len();
    if held < last || first >= last {
        return Ok((f64::NAN, 0));
    }
    (first..last).for_each(|number| crowd.upstream.decide(number));
    let begun = Instant::now();
    let mut at_work = JoinSet::new();
    // The server hears of them all.
    let next = Arc::new(AtomicUsize::new(first));
    for _ in 0..AT_ONCE {
        let (crowd, next) = (crowd.clone(), next.clone());
        at_work.spawn(async move {
            let mut line = Line::open(crowd.address).await?;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= last {
                    return Fallible::Ok(0);
                }
                crowd.ask(&mut line, number).await?;
            }
        });
    }
    // Whoever is told asks.
    let (tell, told) = mpsc::unbounded_channel();
    let told = Arc::new(Mutex::new(told));
    for _ in 0..AT_ONCE {
        let (crowd, told) = (crowd.clone(), told.clone());
        at_work.spawn(async move {
            let (mut line, mut moved) = (Line::open(crowd.address).await?, 0);
            while let Some(number) = next_of(&told).await {
                moved += usize::from(crowd.ask(&mut line, number).await?);
            }
            Fallible::Ok(moved)
        });
    }
    let mut left: HashSet<_> = (first..last).collect();
    while !left.is_empty() {
        let (number, _) = ticks.recv().await.ok_or("nobody listens any more")?;
        if left.remove(&number) {
            tell.send(number)?;
        }
    }
    drop(tell);
    let mut moved = 0;
    while let Some(done) = at_work.join_next().await {
        moved += done??;
    }
    let took = begun.elapsed().as_secs_f64();
    if moved != last - first {
        return Err(format!("{moved} of {} heard the news", last - first).into());
    }
    Ok((took, moved))
}

/// The next of a queue that several take from.
async fn next_of(queue: &Mutex<mpsc::UnboundedReceiver<usize>>) -> Option<usize> {
    queue.lock().await.recv().await
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// The median and the 99th percentile.
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
