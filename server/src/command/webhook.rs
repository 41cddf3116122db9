//! Commands for webhooks: register the URL, list deliveries, replay them.

use super::{TaskResult, say};
use crate::{
    Fallible, Settings,
    db::{DatabaseStore, DeliveryStatus, UnappliedDelivery},
    open_store::open_existing,
    server::{client, onboarding, webhook_processor},
    system::SystemClock,
    webhook,
};
use kyc::ports::Clock;
use std::{process::ExitCode, time::Duration};
use time::format_description::well_known::Rfc3339;

#[derive(clap::Subcommand)]
pub(super) enum WebhookCommand {
    /// Register the webhook address, and in dialect C the first secret, with the provider; the
    /// provider tests it at once, so a server must run
    Register,
    /// List stored webhooks that were not applied, and why
    List,
    /// Process a stored webhook again; `all` instead of the number processes all of them
    Replay {
        #[arg(value_parser = which)]
        number: Which,
    },
}

impl WebhookCommand {
    pub(super) async fn run(self, settings: Settings) -> TaskResult {
        match self {
            Self::Register => register(settings).await,
            Self::List => list(settings).await,
            Self::Replay { number } => replay(settings, number.0).await,
        }
    }
}

/// Number of the webhook to process again; `None` is `all`.
#[derive(Clone, Copy)]
pub(super) struct Which(Option<i64>);

fn which(typed: &str) -> Result<Which, &'static str> {
    match typed {
        "all" => Ok(Which(None)),
        number => match number.parse() {
            Ok(number) => Ok(Which(Some(number))),
            Err(_) => Err("a number of `webhook list`, or `all`"),
        },
    }
}

async fn register(settings: Settings) -> TaskResult {
    let address = settings.public_url.join(webhook::PATH)?;
    let secret = settings.webhooks.secrets.first();
    client(&settings)?
        .register(settings.dialect, &address, secret)
        .await?;
    say(&format!("{address} is registered, and was tried"));
    Ok(ExitCode::SUCCESS)
}

async fn list(settings: Settings) -> TaskResult {
    let store = open_existing(&settings).await?;
    let unapplied = store.unapplied_deliveries().await;
    store.close().await;
    let unapplied = unapplied?;
    for message in &unapplied {
        say(&line(message)?);
    }
    say(&format!("{} kept and not applied", unapplied.len()));
    Ok(ExitCode::SUCCESS)
}

fn line(message: &UnappliedDelivery) -> Result<String, time::error::Format> {
    let came = message.received_at.replace_nanosecond(0);
    let came = came.unwrap_or(message.received_at).format(&Rfc3339)?;
    Ok(format!(
        "{:>6}  {:<10}  came {came}  {}  about {}  message {}",
        message.number,
        message.status.as_str(),
        message.kind,
        message.about.as_deref().unwrap_or("no known id"),
        message.webhook_id,
    ))
}

async fn replay(settings: Settings, which: Option<i64>) -> TaskResult {
    let store = open_existing(&settings).await?;
    let replayed = replayed(&settings, &store, which).await;
    store.close().await;
    let replayed = replayed?;
    for (number, status) in &replayed {
        say(&format!("{number:>6}  {}", status.as_str()));
    }
    say(&format!("{} looked at again", replayed.len()));
    Ok(if which.is_some() && replayed.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Marks deliveries as due and processes them. A running server may process them first, so the
/// function waits for their status.
async fn replayed(
    settings: &Settings,
    store: &DatabaseStore,
    which: Option<i64>,
) -> Fallible<Vec<(i64, DeliveryStatus)>> {
    let processor = webhook_processor(settings, store.clone(), onboarding(settings, store)?);
    let mut numbers: Vec<i64> = Vec::new();
    for message in store.unapplied_deliveries().await? {
        numbers.extend((which.is_none_or(|n| n == message.number)).then_some(message.number));
    }
    store.replay_deliveries(which, SystemClock.now()).await?;
    while processor.process_due(AT_ONCE).await? > 0 {}
    let mut statuses = Vec::new();
    for number in numbers {
        let mut status = None;
        for _ in 0..MAX_CHECKS {
            status = store.delivery_status(number, SystemClock.now()).await?;
            if status.is_some() {
                break;
            }
            tokio::time::sleep(CHECK_INTERVAL).await;
        }
        statuses.push((number, status.unwrap_or(DeliveryStatus::Stored)));
    }
    Ok(statuses)
}

/// Deliveries that are processed concurrently.
const AT_ONCE: u32 = 16;
/// Number of status checks while a running server processes a delivery.
const MAX_CHECKS: u32 = 100;
/// Pause between two status checks.
const CHECK_INTERVAL: Duration = Duration::from_millis(50);
