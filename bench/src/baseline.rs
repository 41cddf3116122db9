//! The baseline: axum with one route and one string.

use axum::{Router, body::Bytes, http::header, routing::any};
use std::{error::Error, fs, io::Write};

/// Serves a file's text at every path until the process ends. A `.json` file has
/// the JSON media type, any other HTML.
///
/// # Errors
/// If reading the file or binding a port fails.
pub(crate) async fn serve(file: &str) -> Result<(), Box<dyn Error>> {
    let text: &'static str = fs::read_to_string(file)?.leak();
    let media_type = if file.ends_with(".json") {
        "application/json"
    } else {
        "text/html; charset=utf-8"
    };
    let page = move |_: Bytes| async move { ([(header::CONTENT_TYPE, media_type)], text) };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    Ok(axum::serve(listener, Router::new().fallback(any(page))).await?)
}
