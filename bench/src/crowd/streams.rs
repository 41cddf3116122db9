//! Their streams.

use super::{
    AT_ONCE, Crowd,
    line::{Fallible, Line},
};
use std::{sync::Arc, time::Instant};
use tokio::{sync::mpsc, task::JoinSet};

const LIVE: &str = "/status/live";

/// Who was told, and when.
pub(super) type Ticks = mpsc::UnboundedReceiver<(usize, Instant)>;

/// Opens a stream for each, as far as the machine goes, a few dozen at once.
pub(super) async fn listen(crowd: &Arc<Crowd>) -> Fallible<Vec<(usize, Line)>> {
    let mut lines = Vec::with_capacity(crowd.people.len());
    let mut opening = JoinSet::new();
    let mut numbers = 0..crowd.people.len();
    loop {
        while opening.len() < AT_ONCE
            && let Some(number) = numbers.next()
        {
            let crowd = crowd.clone();
            opening.spawn(async move {
                let mut line = Line::open(crowd.address).await?;
                let person = crowd.people.get(number).ok_or("nobody")?;
                line.listen(LIVE, &person.cookie).await?;
                Fallible::Ok((number, line))
            });
        }
        match opening.join_next().await {
            None => break,
            Some(line) => lines.extend(line?.ok()),
        }
    }
    Ok(lines)
}

/// Listens on all of them; who was told, and when.
pub(super) fn hear(lines: Vec<(usize, Line)>) -> Ticks {
    let (tell, told) = mpsc::unbounded_channel();
    for (number, mut line) in lines {
        let tell = tell.clone();
        tokio::spawn(async move {
            while let Ok(at) = line.tick().await {
                if tell.send((number, at)).is_err() {
                    break;
                }
            }
        });
    }
    told
}
