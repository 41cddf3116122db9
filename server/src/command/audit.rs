//! Commands of the audit trail: sign a checkpoint, verify the trail.

use super::{TaskResult, say};
use crate::{
    Settings,
    audit::{Anchor, anchor},
    crypto::{CertificateChain, certificate_request},
    jobs::Checkpointer,
    open_store::open_existing,
    system::SystemClock,
};
use std::{
    fmt::{self, Write},
    process::ExitCode,
    sync::Arc,
};

#[derive(clap::Subcommand)]
pub(super) enum AuditCommand {
    /// Verify both audit trails: exit with code 1 and name the first row that was changed, moved or
    /// removed, and each table row that disagrees with them; check that they contain NUMBER:HASH,
    /// a checkpoint from an older log line
    Verify {
        #[arg(value_name = "NUMBER:HASH")]
        anchor: Option<Anchor>,
    },
    /// Sign a checkpoint now and print NUMBER:HASH; a server signs one every minute, on shutdown
    /// and before a backup
    Checkpoint,
    /// Print the public key that signs checkpoints and evidence files, with its id
    PublicKey,
    /// Print the certificate request of that key in PEM, for your certificate authority; its answer
    /// goes into VESTIBULE_SIGNING_CERTIFICATES_FILE
    CertificateRequest,
}

impl AuditCommand {
    pub(super) async fn run(self, settings: Settings) -> TaskResult {
        match self {
            Self::Verify { anchor } => verify(settings, anchor).await,
            Self::Checkpoint => checkpoint(settings).await,
            Self::PublicKey => public_key(settings).await,
            Self::CertificateRequest => print_certificate_request(settings).await,
        }
    }
}

/// Most faults that are printed.
const TOLD: usize = 10;

async fn checkpoint(settings: Settings) -> TaskResult {
    let store = open_existing(&settings).await?;
    let checkpointer = Checkpointer::new(store.clone(), &settings.register, Arc::new(SystemClock));
    let made = checkpointer.sign().await?;
    let last = match made {
        Some(made) => Some(made),
        None => store.last_checkpoint().await?,
    };
    store.close().await;
    say(&last.map_or_else(
        || "the trail is empty".to_owned(),
        |last| format!("checkpoint {}", last.anchor()),
    ));
    Ok(ExitCode::SUCCESS)
}

async fn public_key(settings: Settings) -> TaskResult {
    let store = open_existing(&settings).await?;
    let key = store.key_record();
    store.close().await;
    say(&format!("{} key {}\n{}", key.algorithm, key.id, key.public));
    Ok(ExitCode::SUCCESS)
}

async fn print_certificate_request(mut settings: Settings) -> TaskResult {
    // The certificates of another key must not keep the operator from asking for right ones.
    settings.signing_certificates = CertificateChain::default();
    let store = open_existing(&settings).await?;
    let host = settings.public_url.host_str().unwrap_or_default();
    let name = format!("Vestibule evidence of {host}");
    let request = certificate_request(store.signer(), &name);
    store.close().await;
    say(&request?);
    Ok(ExitCode::SUCCESS)
}

async fn verify(settings: Settings, given: Option<Anchor>) -> TaskResult {
    let store = open_existing(&settings).await?;
    let stored = anchor::read(&anchor::path(&settings.register))?;
    let is_anchored = stored.is_some();
    let anchors: Vec<Anchor> = given.into_iter().chain(stored).collect();
    let report = store.verify_trail(&anchors).await?;
    let staff = store.verify_staff_trail().await?;
    let signed_by = store.signer().to_string();
    store.close().await;

    let mut words = format!(
        "{} events of {} applications",
        report.events, report.applications
    );
    match &report.last {
        Some(last) => write!(words, ", last checkpoint {last}")?,
        None => words.push_str(", no checkpoint"),
    }
    write!(
        words,
        ", {} events since\nsigned by ed25519:{signed_by}\n{} rows of the staff's trail, {} since the last checkpoint",
        report.unsigned, staff.rows, staff.unsigned
    )?;
    if !is_anchored {
        words.push_str("\nno checkpoint is known outside the database: one that was cut off at its end looks whole");
    }
    let rows = [report.rows, staff.accounts].concat();
    if report.faults.is_empty() && staff.faults.is_empty() && rows.is_empty() {
        words.push_str("\nwhole");
        say(&words);
        return Ok(ExitCode::SUCCESS);
    }
    for (whose, faults) in [
        ("BROKEN, first here:", &report.faults),
        ("BROKEN in the staff's trail, first here:", &staff.faults),
    ] {
        list(&mut words, whose, faults)?;
    }
    list(&mut words, "Rows that disagree with the trails:", &rows)?;
    say(&words);
    Ok(ExitCode::FAILURE)
}

/// Appends the first faults below a heading; nothing if there are none.
fn list<T: fmt::Display>(words: &mut String, heading: &str, faults: &[T]) -> fmt::Result {
    if faults.is_empty() {
        return Ok(());
    }
    write!(words, "\n{heading}")?;
    for fault in faults.iter().take(TOLD) {
        write!(words, "\n  {fault}")?;
    }
    if faults.len() > TOLD {
        write!(words, "\n  and {} more", faults.len() - TOLD)?;
    }
    Ok(())
}
