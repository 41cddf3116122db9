//! The limit: axum with one route and a string, and nothing else.

use axum::{Router, http::header, routing::get};
use std::{error::Error, fs, io::Write};

/// Serves a file's text at every address until the process is ended.
///
/// # Errors
/// When the file cannot be read or no port can be had.
pub(crate) async fn serve(file: &str) -> Result<(), Box<dyn Error>> {
    let text: &'static str = fs::read_to_string(file)?.leak();
    let page = move || async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text) };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    Ok(axum::serve(listener, Router::new().fallback(get(page))).await?)
}
