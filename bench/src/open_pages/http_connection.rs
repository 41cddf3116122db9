//! A minimal HTTP/1.1 connection. It sends a browser's main headers and needs little
//! memory, since there are thousands.

use crate::result::Fallible;
use std::{net::SocketAddr, time::Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const HEAD_END: &[u8] = b"\r\n\r\n";
const TICK_EVENT: &[u8] = b"event: tick\n";

/// A connection to the server.
pub(crate) struct HttpConnection {
    address: SocketAddr,
    stream: TcpStream,
}

/// A complete response.
pub(crate) struct HttpResponse {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl HttpResponse {
    /// The session cookie in the headers.
    pub(crate) fn cookie(&self) -> Option<String> {
        let set = self.header("set-cookie")?;
        set.split(';').next().map(str::to_owned)
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.find_map(|(field, value)| field.eq_ignore_ascii_case(name).then_some(value))
    }
}

impl HttpConnection {
    pub(crate) async fn open(address: SocketAddr) -> Fallible<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { address, stream })
    }

    /// Gets a page.
    pub(crate) async fn get(&mut self, path: &str, cookie: &str) -> Fallible<HttpResponse> {
        let head = self.head("GET", path, cookie);
        self.send(format!("{head}Accept: text/html\r\n\r\n"))
            .await?;
        self.read_response().await
    }

    /// Posts a form, as a script or a page does.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        cookie: &str,
        accept: &str,
        form: &str,
    ) -> Fallible<HttpResponse> {
        let head = self.head("POST", path, cookie);
        let length = form.len();
        let request = format!(
            "{head}Accept: {accept}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{form}"
        );
        self.send(request).await?;
        self.read_response().await
    }

    fn head(&self, method: &str, path: &str, cookie: &str) -> String {
        let address = self.address;
        let cookie = match cookie {
            "" => String::new(),
            cookie => format!("Cookie: {cookie}\r\n"),
        };
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\n\
             User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept-Language: en-US\r\n{cookie}"
        )
    }

    async fn send(&mut self, request: String) -> Fallible<()> {
        Ok(self.stream.write_all(request.as_bytes()).await?)
    }

    /// Reads until `is_complete` accepts the bytes, and returns all of them.
    async fn read_until(
        &mut self,
        mut is_complete: impl FnMut(&[u8]) -> bool,
    ) -> Fallible<Vec<u8>> {
        let mut bytes = Vec::new();
        while !is_complete(&bytes) {
            if self.stream.read_buf(&mut bytes).await? == 0 {
                return Err("the server closed the connection".into());
            }
        }
        Ok(bytes)
    }

    async fn read_response(&mut self) -> Fallible<HttpResponse> {
        let bytes = self
            .read_until(|bytes| {
                let Some(head) = find(bytes, HEAD_END) else {
                    return false;
                };
                let head_text = String::from_utf8_lossy(&bytes[..head]);
                bytes.len() >= head + HEAD_END.len() + length(&head_text)
            })
            .await?;
        let text = String::from_utf8(bytes)?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or("no head")?;
        Ok(HttpResponse {
            status: status(head)?,
            head: head.to_owned(),
            body: body.to_owned(),
        })
    }

    /// Opens an event stream and waits for its first event.
    pub(crate) async fn open_stream(&mut self, path: &str, cookie: &str) -> Fallible<()> {
        let head = self.head("GET", path, cookie);
        let accept = "Accept: text/event-stream\r\n\r\n";
        self.send(format!("{head}{accept}")).await?;
        let first = self
            .read_until(|bytes| find(bytes, TICK_EVENT).is_some() || is_error(bytes))
            .await?;
        if is_error(&first) {
            return Err(String::from_utf8_lossy(&first).into_owned().into());
        }
        Ok(())
    }

    /// Waits for the next tick event, ignoring heartbeats.
    pub(crate) async fn tick(&mut self) -> Fallible<Instant> {
        self.read_until(|bytes| find(bytes, TICK_EVENT).is_some())
            .await?;
        Ok(Instant::now())
    }
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes
        .windows(pattern.len())
        .position(|window| window == pattern)
}

fn is_error(bytes: &[u8]) -> bool {
    bytes.len() >= 12 && !bytes.starts_with(b"HTTP/1.1 200")
}

fn status(head: &str) -> Fallible<u16> {
    let word = head.split(' ').nth(1).ok_or("no status")?;
    Ok(word.parse()?)
}

/// The `Content-Length` of a response head; an empty response has none.
fn length(head: &str) -> usize {
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths
        .next()
        .and_then(|(_, length)| length.parse().ok())
        .unwrap_or(0)
}
