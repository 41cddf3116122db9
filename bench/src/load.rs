//! A load: the same request again and again on connections that stay open.
//! Threads and plain sockets: what it costs itself counts for nobody, and it
//! shall not be what is waited for.

use std::{
    error::Error,
    io::{Read, Write},
    net::TcpStream,
    thread,
};

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Asks for a path, or sends it a form, `times` times on `lines` connections at once.
///
/// # Errors
/// At the first answer that is not a 200 with a length.
pub(crate) fn run(
    address: &str,
    path: &str,
    cookie: &str,
    times: &str,
    lines: &str,
    form: Option<&str>,
) -> Result<(), Box<dyn Error>> {
    let (times, lines): (usize, usize) = (times.parse()?, lines.parse()?);
    let request = match form {
        Some(form) => question(address, path, cookie, form),
        None => request(address, path, cookie),
    };
    thread::scope(|scope| {
        let askers: Vec<_> = (0..lines)
            .map(|line| {
                let share = times / lines + usize::from(line < times % lines);
                let request = request.as_bytes();
                scope.spawn(move || ask(address, request, share))
            })
            .collect();
        askers.into_iter().try_for_each(|asker| {
            let asked = asker.join().map_err(|_| "a thread ended early")?;
            asked.map_err(|error| error.to_string().into())
        })
    })
}

/// What a browser would send, in the main.
fn request(address: &str, path: &str, cookie: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n\
         Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\n\
         Accept-Encoding: gzip, deflate, br\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n\
         Sec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\r\n"
    )
}

/// What the script of a page sends, in the main.
fn question(address: &str, path: &str, cookie: &str, form: &str) -> String {
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

fn ask(address: &str, request: &[u8], times: usize) -> Fallible<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut answer = vec![0; 256 * 1024];
    for _ in 0..times {
        stream.write_all(request)?;
        hear(&mut stream, &mut answer)?;
    }
    Ok(())
}

/// Reads one answer to its end.
fn hear(stream: &mut TcpStream, answer: &mut [u8]) -> Fallible<()> {
    const END: &[u8] = b"\r\n\r\n";
    let (mut got, mut whole) = (0, None);
    while whole.is_none_or(|whole| got < whole) {
        let free = answer.get_mut(got..).filter(|free| !free.is_empty());
        let more = stream.read(free.ok_or("an answer that is too long")?)?;
        if more == 0 {
            return Err("the server hung up".into());
        }
        got += more;
        if whole.is_none() {
            let head = answer[..got].windows(END.len()).position(|w| w == END);
            whole = match head {
                Some(head) => Some(head + END.len() + length(&answer[..head])?),
                None => None,
            };
        }
    }
    Ok(())
}

/// The length of the body that a head announces.
fn length(head: &[u8]) -> Fallible<usize> {
    let head = std::str::from_utf8(head)?;
    if !head.starts_with("HTTP/1.1 200 ") {
        return Err(format!("not a page: {head}").into());
    }
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let (_, length) = lengths.next().ok_or("an answer without a length")?;
    Ok(length.parse()?)
}
