//! The limit: axum with one route and a string, and nothing else.

use axum::{Router, body::Bytes, http::header, routing::any};
use std::{error::Error, fs, io::Write};

/// Serves a file's text at every address, as JSON if that is what it is, until
/// the process is ended.
///
/// # Errors
/// When the file cannot be read or no port can be had.
pub(crate) async fn serve(file: &str) -> Result<(), Box<dyn Error>> {
    let text: &'static str = fs::read_to_string(file)?.leak();
    let kind = if file.ends_with(".json") {
        "application/json"
    } else {
        "text/html; charset=utf-8"
    };
    let page = move |_: Bytes| async move { ([(header::CONTENT_TYPE, kind)], text) };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    Ok(axum::serve(listener, Router::new().fallback(any(page))).await?)
}
