//! One HTTP connection by hand: what a browser sends in the main, and no more
//! memory than has to be, since there are thousands.

use std::{error::Error, net::SocketAddr, time::Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub(crate) type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

const END: &[u8] = b"\r\n\r\n";
const TICK: &[u8] = b"event: tick\n";

/// A connection to the server.
pub(crate) struct Line {
    address: SocketAddr,
    stream: TcpStream,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The session cookie that it sets.
    pub(crate) fn cookie(&self) -> Option<String> {
        let set = self.header("set-cookie")?;
        set.split(';').next().map(str::to_owned)
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.find_map(|(field, value)| field.eq_ignore_ascii_case(name).then_some(value))
    }
}

impl Line {
    pub(crate) async fn open(address: SocketAddr) -> Fallible<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { address, stream })
    }

    /// Asks for a page.
    pub(crate) async fn get(&mut self, path: &str, cookie: &str) -> Fallible<Answer> {
        let head = self.head("GET", path, cookie);
        self.send(format!("{head}Accept: text/html\r\n\r\n"))
            .await?;
        self.answer().await
    }

    /// Sends a form, as a script or a page does.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        cookie: &str,
        accept: &str,
        form: &str,
    ) -> Fallible<Answer> {
        let head = self.head("POST", path, cookie);
        let length = form.len();
        let request = format!(
            "{head}Accept: {accept}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{form}"
        );
        self.send(request).await?;
        self.answer().await
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

    /// Reads until something has arrived that `whole` finds, and returns it
    /// with what is behind it.
    async fn read(&mut self, mut whole: impl FnMut(&[u8]) -> bool) -> Fallible<Vec<u8>> {
        let mut bytes = Vec::new();
        while !whole(&bytes) {
            if self.stream.read_buf(&mut bytes).await? == 0 {
                return Err("the server hung up".into());
            }
        }
        Ok(bytes)
    }

    async fn answer(&mut self) -> Fallible<Answer> {
        let bytes = self
            .read(|bytes| {
                let Some(head) = find(bytes, END) else {
                    return false;
                };
                let head_text = String::from_utf8_lossy(&bytes[..head]);
                bytes.len() >= head + END.len() + length(&head_text)
            })
            .await?;
        let text = String::from_utf8(bytes)?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or("no head")?;
        Ok(Answer {
            status: status(head)?,
            head: head.to_owned(),
            body: body.to_owned(),
        })
    }

    /// Opens a stream, and waits for its first word.
    pub(crate) async fn listen(&mut self, path: &str, cookie: &str) -> Fallible<()> {
        let head = self.head("GET", path, cookie);
        let accept = "Accept: text/event-stream\r\n\r\n";
        self.send(format!("{head}{accept}")).await?;
        let first = self
            .read(|bytes| find(bytes, TICK).is_some() || refused(bytes))
            .await?;
        if refused(&first) {
            return Err(String::from_utf8_lossy(&first).into_owned().into());
        }
        Ok(())
    }

    /// Waits for the next word that is no heartbeat.
    pub(crate) async fn tick(&mut self) -> Fallible<Instant> {
        self.read(|bytes| find(bytes, TICK).is_some()).await?;
        Ok(Instant::now())
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn refused(bytes: &[u8]) -> bool {
    bytes.len() >= 12 && !bytes.starts_with(b"HTTP/1.1 200")
}

fn status(head: &str) -> Fallible<u16> {
    let word = head.split(' ').nth(1).ok_or("no status")?;
    Ok(word.parse()?)
}

/// The length that a head announces; an empty answer announces none.
fn length(head: &str) -> usize {
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths
        .next()
        .and_then(|(_, length)| length.parse().ok())
        .unwrap_or(0)
}
