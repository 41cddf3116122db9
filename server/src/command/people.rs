//! Finding people, and erasing them.

use super::{say, task::Done};
use crate::{
    Settings,
    db::{By, Erasure},
    opening::open_existing,
    upkeep::{self, Register},
    world::SystemClock,
};
use kyc::ports::Clock;
use std::{io::BufRead, process::ExitCode};
use zeroize::Zeroizing;

pub(super) async fn find_email(settings: Settings, _: Vec<String>) -> Done {
    find(settings, By::Email).await
}

pub(super) async fn find_name(settings: Settings, _: Vec<String>) -> Done {
    find(settings, By::Name).await
}

/// The value comes by standard input: arguments are seen by everybody on the
/// machine and kept in the shell's history.
async fn find(settings: Settings, by: By) -> Done {
    let mut line = Zeroizing::new(String::new());
    std::io::stdin().lock().read_line(&mut line)?;
    let Some(text) = by.typed(&line) else {
        return Err(format!("standard input holds no {}", by.as_str()).into());
    };
    let store = open_existing(&settings).await?;
    store.index_all().await?;
    let hits = store.search(by, &text).await;
    store.close().await;
    let hits = hits?;
    for hit in &hits {
        let since = hit.updated_at.date();
        say(&format!("{}  {}  {since}", hit.reference, hit.state));
    }
    Ok(if hits.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

pub(super) async fn erase(settings: Settings, operands: Vec<String>) -> Done {
    let reference = operands.into_iter().next().unwrap_or_default();
    let reference = reference.trim().to_ascii_uppercase();
    let store = open_existing(&settings).await?;
    let register = Register::new(&settings.register);
    let erased = match store.named(&reference).await? {
        Some(id) => upkeep::erase(&store, &register, id, SystemClock.now()).await,
        None => Ok(Erasure::Unknown),
    };
    store.close().await;
    let (words, code) = match erased? {
        Erasure::Done => ("is erased: state, times and trail stay", ExitCode::SUCCESS),
        Erasure::Already => ("was erased before", ExitCode::SUCCESS),
        Erasure::OnItsWay => (
            "is on its way to the upstream just now: nothing was erased; try again when it has \
             arrived or is parked",
            ExitCode::FAILURE,
        ),
        Erasure::Unknown | Erasure::Changed => ("is no application", ExitCode::FAILURE),
    };
    say(&format!("{reference} {words}"));
    Ok(code)
}
