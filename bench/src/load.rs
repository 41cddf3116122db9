//! Load: repeats one request on persistent connections.
//!
//! It uses threads and plain sockets, so the client is cheap and is not the
//! bottleneck.

use crate::result::Fallible;
use std::{
    error::Error,
    io::{Read, Write},
    net::TcpStream,
    num::NonZeroUsize,
    thread,
};

/// Sends a request `times` times on `connections` concurrent connections.
///
/// # Errors
/// On the first answer that is not a 200 with a length.
pub(crate) fn run(
    address: &str,
    request: &str,
    times: NonZeroUsize,
    connections: NonZeroUsize,
) -> Result<(), Box<dyn Error>> {
    let (times, connections) = (times.get(), connections.get());
    thread::scope(|scope| {
        let clients: Vec<_> = (0..connections)
            .map(|number| {
                let share = times / connections + usize::from(number < times % connections);
                let request = request.as_bytes();
                scope.spawn(move || send_requests(address, request, share))
            })
            .collect();
        clients.into_iter().try_for_each(|client| {
            let result = client.join().map_err(|_| "a thread panicked")?;
            result.map_err(|error| error.to_string().into())
        })
    })
}

/// A request that gets a path, or posts a form to it.
pub(crate) fn request(address: &str, path: &str, cookie: &str, form: Option<&str>) -> String {
    match form {
        Some(form) => form_post(address, path, cookie, form),
        None => page_get(address, path, cookie),
    }
}

/// A browser's request for a page, with its main headers.
fn page_get(address: &str, path: &str, cookie: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n\
         Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\n\
         Accept-Encoding: gzip, deflate, br\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n\
         Sec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\r\n"
    )
}

/// A page script's request, with its main headers.
fn form_post(address: &str, path: &str, cookie: &str, form: &str) -> String {
    let length = form.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n\
         Accept: */*\r\nAccept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\n\
         Origin: http://{address}\r\nSec-Fetch-Dest: empty\r\nSec-Fetch-Mode: cors\r\n\
         Sec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded;charset=UTF-8\r\n\
         Content-Length: {length}\r\n\r\n{form}"
    )
}

fn send_requests(address: &str, request: &[u8], times: usize) -> Fallible<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut answer = vec![0; 256 * 1024];
    for _ in 0..times {
        stream.write_all(request)?;
        read_answer(&mut stream, &mut answer)?;
    }
    Ok(())
}

/// Reads one complete answer.
fn read_answer(stream: &mut TcpStream, answer: &mut [u8]) -> Fallible<()> {
    const END: &[u8] = b"\r\n\r\n";
    let (mut received, mut total) = (0, None);
    while total.is_none_or(|total| received < total) {
        let free = answer.get_mut(received..).filter(|free| !free.is_empty());
        let more = stream.read(free.ok_or("the answer is too long")?)?;
        if more == 0 {
            return Err("the server closed the connection".into());
        }
        received += more;
        if total.is_none() {
            let head = answer[..received].windows(END.len()).position(|w| w == END);
            total = match head {
                Some(head) => Some(head + END.len() + length(&answer[..head])?),
                None => None,
            };
        }
    }
    Ok(())
}

/// The `Content-Length` of a response head.
fn length(head: &[u8]) -> Fallible<usize> {
    let head = std::str::from_utf8(head)?;
    if !head.starts_with("HTTP/1.1 200 ") {
        return Err(format!("not a 200: {head}").into());
    }
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let (_, length) = lengths.next().ok_or("an answer without Content-Length")?;
    Ok(length.parse()?)
}
