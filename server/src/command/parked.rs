//! Commands for parked applications, which need an operator.

use super::{TaskResult, say};
use crate::{Settings, open_store::open_existing, server::onboarding};
use kyc::{
    id::{ExternalId, Reference},
    service::Released,
    state::State,
};
use std::process::ExitCode;
use time::format_description::well_known::Rfc3339;

#[derive(clap::Subcommand)]
pub(super) enum ParkedCommand {
    /// List parked applications: reference, reason, since when, the provider's ids
    List,
    /// Release a parked application: the server sends its request again or polls the provider; an
    /// EXTERNAL_ID is the provider's id, which the provider must confirm
    Release {
        #[arg(value_parser = reference)]
        reference: Reference,
        #[arg(value_parser = ExternalId::parse)]
        external_id: Option<ExternalId>,
    },
}

impl ParkedCommand {
    pub(super) async fn run(self, settings: Settings) -> TaskResult {
        match self {
            Self::List => list(settings).await,
            Self::Release {
                reference,
                external_id,
            } => release(settings, &reference, external_id).await,
        }
    }
}

fn reference(typed: &str) -> Result<Reference, &'static str> {
    Reference::parse(typed).ok_or("a reference looks like VB-7K2M-9QXD")
}

async fn list(settings: Settings) -> TaskResult {
    let store = open_existing(&settings).await?;
    let parked = onboarding(&settings, &store)?.parked().await?;
    for application in &parked {
        let State::Parked(reason) = application.state else {
            continue;
        };
        let since = application.since.replace_nanosecond(0)?.format(&Rfc3339)?;
        let external_id = application.external_id.as_ref();
        say(&format!(
            "{}  {:<20}  since {since}  user {}  external {}",
            application.reference.as_str(),
            reason.as_str(),
            application.user_id.as_str(),
            external_id.map_or("unknown", ExternalId::as_str),
        ));
    }
    say(&format!("{} parked", parked.len()));
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn release(
    settings: Settings,
    reference: &Reference,
    external_id: Option<ExternalId>,
) -> TaskResult {
    let store = open_existing(&settings).await?;
    let released = onboarding(&settings, &store)?
        .release(reference, external_id, None)
        .await;
    store.close().await;
    say(&match released? {
        Released::Resumed => format!("{} goes on", reference.as_str()),
        Released::Confirmed(label) => {
            format!(
                "{} is confirmed: it is {}",
                reference.as_str(),
                label.as_str()
            )
        }
    });
    Ok(ExitCode::SUCCESS)
}
