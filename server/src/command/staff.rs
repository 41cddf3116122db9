//! Commands for the admin's staff: add the first member, and restore access after the loss of all
//! credentials.

use super::{TaskResult, say};
use crate::{
    Settings, credentials,
    db::SqliteStore,
    open_store::open_existing,
    system::{SystemClock, SystemEntropy},
};
use kyc::admin::{
    AccountName, ReviewerId, Role,
    audit::StaffActor,
    reviewer::MalformedName,
    service::{AdminService, StaffError},
    session::SessionSecret,
};
use std::{error::Error, process::ExitCode, sync::Arc};

/// Admin service over the installation's database.
async fn open(
    settings: &Settings,
) -> Result<(SqliteStore, AdminService), Box<dyn Error + Send + Sync>> {
    let store = open_existing(settings).await?;
    let desk = credentials::admin_service(
        settings,
        &store,
        Arc::new(SystemClock),
        Arc::new(SystemEntropy),
    );
    Ok((store, desk))
}

/// Closes the store and prints the result.
async fn close(store: SqliteStore, done: Result<String, StaffError>) -> TaskResult {
    store.close().await;
    say(&done?);
    Ok(ExitCode::SUCCESS)
}

async fn reviewer(desk: &AdminService, name: &AccountName) -> Result<ReviewerId, StaffError> {
    let found = desk.store.find_by_name(name).await?;
    found.map(|them| them.id).ok_or(StaffError::Unknown)
}

/// Text with the enrolment link for the new member.
fn print_link(settings: &Settings, name: &AccountName, secret: &SessionSecret) -> String {
    let (name, link) = (
        name.as_str(),
        credentials::link(&settings.public_url, secret),
    );
    format!("{name} enrols here, once and within the hour:\n{link}")
}

fn name(operands: &[String]) -> Result<AccountName, MalformedName> {
    AccountName::parse(operands.first().map_or("", String::as_str))
}

pub(super) async fn add(settings: Settings, operands: Vec<String>) -> TaskResult {
    let name = name(&operands)?;
    let role = operands.get(1).and_then(|word| Role::parse(word));
    let role = role.ok_or("a role is viewer, reviewer or administrator")?;
    let (store, desk) = open(&settings).await?;
    let added = desk.add(StaffActor::Operator, name.clone(), role).await;
    close(
        store,
        added.map(|secret| print_link(&settings, &name, &secret)),
    )
    .await
}

pub(super) async fn reset(settings: Settings, operands: Vec<String>) -> TaskResult {
    let name = name(&operands)?;
    let (store, desk) = open(&settings).await?;
    let reset = match reviewer(&desk, &name).await {
        Ok(id) => desk.reset(StaffActor::Operator, id).await,
        Err(error) => Err(error),
    };
    close(
        store,
        reset.map(|secret| print_link(&settings, &name, &secret)),
    )
    .await
}

pub(super) async fn disable(settings: Settings, operands: Vec<String>) -> TaskResult {
    let name = name(&operands)?;
    let (store, desk) = open(&settings).await?;
    let done = match reviewer(&desk, &name).await {
        Ok(id) => desk.disable(StaffActor::Operator, id).await,
        Err(error) => Err(error),
    };
    close(
        store,
        done.map(|()| format!("{} is disabled and signed out", name.as_str())),
    )
    .await
}

pub(super) async fn enable(settings: Settings, operands: Vec<String>) -> TaskResult {
    let name = name(&operands)?;
    let (store, desk) = open(&settings).await?;
    let done = match reviewer(&desk, &name).await {
        Ok(id) => desk.enable(StaffActor::Operator, id).await,
        Err(error) => Err(error),
    };
    close(
        store,
        done.map(|()| format!("{} is enabled", name.as_str())),
    )
    .await
}

pub(super) async fn list(settings: Settings, _: Vec<String>) -> TaskResult {
    let (store, desk) = open(&settings).await?;
    let staff = desk.store.reviewers().await;
    let said = staff.map_err(StaffError::from).map(|staff| {
        let lines = staff.iter().map(|them| {
            let standing = match (them.is_enabled(), them.is_enrolled()) {
                (false, _) => "disabled",
                (true, true) => "active",
                (true, false) => "invited",
            };
            let (name, role) = (them.name.as_str(), them.role.as_str());
            format!("{name:<24}  {role:<13}  {standing}\n")
        });
        format!(
            "{}{} staff accounts",
            lines.collect::<String>(),
            staff.len()
        )
    });
    close(store, said).await
}
