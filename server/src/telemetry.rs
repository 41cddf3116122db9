//! Structured logs: one line per event, without personal data.

use crate::config::{LogFormat, Settings};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Starts logging to standard error. An invalid filter falls back to `info`.
pub fn start(settings: &Settings) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    let layer = fmt::layer().with_writer(std::io::stderr);
    match settings.log_format {
        LogFormat::Text => registry
            .with(layer.with_target(false).with_ansi(false))
            .init(),
        LogFormat::Json => registry.with(layer.json().flatten_event(true)).init(),
    }
}
