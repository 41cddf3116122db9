//! Commands for the admin's staff: add the first member, and restore access after the loss of all
//! credentials.

use super::{TaskResult, say};
use crate::{
    Settings, credentials,
    open_store::open_existing,
    system::{SystemClock, SystemEntropy},
};
use kyc::admin::{
    AccountName, ReviewerId, Role,
    audit::StaffActor::Operator,
    service::{AdminService, StaffError},
    session::SessionSecret,
};
use std::{process::ExitCode, sync::Arc};

#[derive(clap::Subcommand)]
pub(super) enum ReviewerCommand {
    /// Add a viewer, reviewer or administrator to the admin; print an enrolment link that expires
    /// in one hour
    Add {
        #[arg(value_parser = AccountName::parse)]
        name: AccountName,
        #[arg(value_parser = role)]
        role: Role,
    },
    /// List the admin's staff: name, role, status
    List,
    /// Disable a staff account and end all its sessions at once
    Disable {
        #[arg(value_parser = AccountName::parse)]
        name: AccountName,
    },
    /// Enable a disabled staff account
    Enable {
        #[arg(value_parser = AccountName::parse)]
        name: AccountName,
    },
    /// Remove a staff account's password and second factors and print a new enrolment link
    Reset {
        #[arg(value_parser = AccountName::parse)]
        name: AccountName,
    },
}

fn role(word: &str) -> Result<Role, &'static str> {
    Role::parse(word).ok_or("a role is viewer, reviewer or administrator")
}

impl ReviewerCommand {
    pub(super) async fn run(self, settings: Settings) -> TaskResult {
        let store = open_existing(&settings).await?;
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let admin = credentials::admin_service(&settings, &store, clock, entropy);
        let done = self.apply(&settings, &admin).await;
        store.close().await;
        say(&done?);
        Ok(ExitCode::SUCCESS)
    }

    /// Changes the staff. Returns the text to print.
    async fn apply(self, settings: &Settings, admin: &AdminService) -> Result<String, StaffError> {
        Ok(match self {
            Self::Add { name, role } => {
                let secret = admin.add(Operator, name.clone(), role).await?;
                enrolment(settings, &name, &secret)
            }
            Self::List => list(admin).await?,
            Self::Disable { name } => {
                admin.disable(Operator, id(admin, &name).await?).await?;
                format!("{} is disabled, and out", name.as_str())
            }
            Self::Enable { name } => {
                admin.enable(Operator, id(admin, &name).await?).await?;
                format!("{} may come in", name.as_str())
            }
            Self::Reset { name } => {
                let secret = admin.reset(Operator, id(admin, &name).await?).await?;
                enrolment(settings, &name, &secret)
            }
        })
    }
}

async fn id(admin: &AdminService, name: &AccountName) -> Result<ReviewerId, StaffError> {
    let found = admin.store.find_by_name(name).await?;
    found.map(|them| them.id).ok_or(StaffError::Unknown)
}

/// Text with the enrolment link for a member of the staff.
fn enrolment(settings: &Settings, name: &AccountName, secret: &SessionSecret) -> String {
    let link = credentials::link(&settings.public_url, secret);
    let name = name.as_str();
    format!("{name} enrols here, once and within the hour:\n{link}")
}

async fn list(admin: &AdminService) -> Result<String, StaffError> {
    let staff = admin.store.reviewers().await?;
    let lines = staff.iter().map(|them| {
        let standing = match (them.is_enabled(), them.is_enrolled()) {
            (false, _) if them.is_altered => "altered",
            (false, _) => "disabled",
            (true, true) if them.is_locked() => "locked",
            (true, true) => "active",
            (true, false) => "invited",
        };
        let (name, role) = (them.name.as_str(), them.role.as_str());
        format!("{name:<24}  {role:<13}  {standing}\n")
    });
    Ok(format!(
        "{}{} staff accounts",
        lines.collect::<String>(),
        staff.len()
    ))
}
