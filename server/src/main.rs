//! The `vestibule` executable.

use server::{Settings, command, harden, telemetry};
use std::process::ExitCode;

/// A page consists of many small strings, allocated on one thread and freed on another. With the
/// system's allocator these take half of the time per page.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    harden();
    command::run(serve_logged).await
}

async fn serve_logged(settings: Settings) -> ExitCode {
    telemetry::start(&settings);
    match serve(settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = &*error, "server failed");
            ExitCode::FAILURE
        }
    }
}

async fn serve(settings: Settings) -> server::Fallible<()> {
    let running = server::start(settings).await?;
    command::welcome(&running);
    running.run_until_signal().await?;
    Ok(())
}
