//! Commands of the firm's referral codes, stored by the provider (contract §7).

use super::{TaskResult, say};
use crate::{Fallible, Settings, provider::Client, server::client};
use kyc::{ports::VerifierError, value::ReferralCode};
use std::process::ExitCode;

const NO_CODES: &str = "dialect c has no referral codes to list or add";
const NO_CODE: &str = "a referral code is 1 to 64 letters, digits, hyphens and underscores";
const REFUSED: &str = "the provider rejects this code (409): it may be taken";

#[derive(clap::Subcommand)]
pub(super) enum ReferralCommand {
    /// List the firm's referral codes at the provider: code, uses, owner, firm, category; of one
    /// owner with the provider's user id
    List { user_id: Option<String> },
    /// Add a referral code for a user, in one of the firm's categories if given
    Add {
        #[arg(value_parser = code)]
        code: ReferralCode,
        user_id: String,
        category: Option<String>,
    },
}

impl ReferralCommand {
    pub(super) async fn run(self, settings: Settings) -> TaskResult {
        match self {
            Self::List { user_id } => list(settings, user_id.as_deref()).await,
            Self::Add {
                code,
                user_id,
                category,
            } => add(settings, &code, &user_id, category.as_deref()).await,
        }
    }
}

fn code(typed: &str) -> Result<ReferralCode, &'static str> {
    ReferralCode::parse(typed).ok().flatten().ok_or(NO_CODE)
}

async fn list(settings: Settings, user: Option<&str>) -> TaskResult {
    let codes = provider_client(&settings)?.referral_codes(user).await?;
    for code in &codes {
        let used = Some(code.used_count.as_str()).filter(|used| !used.is_empty());
        say(&printable(&format!(
            "{}  used {}  of {}  at {}  {}",
            code.referral_code,
            used.unwrap_or("0"),
            code.user_id,
            code.isv_id,
            code.category,
        )));
    }
    say(&format!("{} referral codes", codes.len()));
    Ok(ExitCode::SUCCESS)
}

async fn add(
    settings: Settings,
    code: &ReferralCode,
    user: &str,
    category: Option<&str>,
) -> TaskResult {
    let provider = provider_client(&settings)?;
    match provider.add_referral_code(user, code, category).await {
        Ok(()) => {
            say(&format!("{} is added", code.as_str()));
            Ok(ExitCode::SUCCESS)
        }
        Err(VerifierError::AlreadyApproved) => Err(REFUSED.into()),
        Err(error) => Err(error.into()),
    }
}

fn provider_client(settings: &Settings) -> Fallible<Client> {
    if !settings.dialect.has_referral_codes() {
        return Err(NO_CODES.into());
    }
    client(settings)
}

/// Text from the provider without control characters, safe to print on a terminal.
fn printable(line: &str) -> String {
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    line.trim_end().to_owned()
}
