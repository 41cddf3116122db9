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

pub(super) async fn list(settings: Settings, _: Vec<String>) -> TaskResult {
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

pub(super) async fn release(settings: Settings, operands: Vec<String>) -> TaskResult {
    let mut operands = operands.into_iter();
    let typed = operands.next().unwrap_or_default();
    let reference = Reference::parse(&typed).ok_or("a reference looks like VB-7K2M-9QXD")?;
    let external_id = operands.next().map(|id| ExternalId::parse(&id));
    let store = open_existing(&settings).await?;
    let released = onboarding(&settings, &store)?
        .release(&reference, external_id.transpose()?, None)
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
