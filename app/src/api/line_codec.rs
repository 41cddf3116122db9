//! How a server function answers a script: in lines of text, written by hand,
//! because a general serialiser weighs more than all else that the browser
//! does. A server function for a script says so in its attribute,
//!
//! ```text
//! #[server(name = Ask, prefix = "/api", endpoint = "ask", input = PostUrl, output = Post<Plain>)]
//! pub async fn ask() -> Result<Answer, ApiError> { … }
//! ```
//!
//! and says how its answer is lines: [`LineEncode`] for `Answer`. It is asked with
//! a form like any other of ours: nothing of ours reads `text/plain`, which a
//! page of another site may post unasked (ASVS 3.5.2).

use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use std::{borrow::Cow, convert::Infallible};

/// Lines of text, one value each.
#[derive(Clone, Copy, Debug)]
pub struct LineCodec;

/// An answer that is sent as lines.
pub trait LineEncode: Sized {
    /// Every line. A line break within one is sent as a space.
    fn write(&self) -> impl IntoIterator<Item = Cow<'_, str>>;

    /// The answer, from its lines; `None` if they are another's.
    fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Self>;
}

/// What arrived is not what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unreadable")]
pub struct DecodeError;

impl ContentType for LineCodec {
    const CONTENT_TYPE: &'static str = "text/plain; charset=utf-8";
}

impl FormatType for LineCodec {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: LineEncode> Encodes<T> for LineCodec {
    type Error = Infallible;

    fn encode(answer: &T) -> Result<Bytes, Infallible> {
        let mut text = String::new();
        for line in answer.write() {
            text.extend(line.chars().map(|c| if c == '\n' { ' ' } else { c }));
            text.push('\n');
        }
        Ok(text.into())
    }
}

impl<T: LineEncode> Decodes<T> for LineCodec {
    type Error = DecodeError;

    fn decode(text: Bytes) -> Result<T, DecodeError> {
        let text = std::str::from_utf8(&text).map_err(|_| DecodeError)?;
        T::read(text.split_terminator('\n')).ok_or(DecodeError)
    }
}

/// A number, on the one line.
impl LineEncode for u64 {
    fn write(&self) -> impl IntoIterator<Item = Cow<'_, str>> {
        [self.to_string().into()]
    }

    fn read<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        lines.next()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Pair(String, String);

    impl LineEncode for Pair {
        fn write(&self) -> impl IntoIterator<Item = Cow<'_, str>> {
            [self.0.as_str().into(), self.1.as_str().into()]
        }

        fn read<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<Self> {
            Some(Self(lines.next()?.to_owned(), lines.next()?.to_owned()))
        }
    }

    fn pair(one: &str, two: &str) -> Pair {
        Pair(one.to_owned(), two.to_owned())
    }

    #[test]
    fn an_answer_keeps_its_lines_apart() {
        for (answer, arrives) in [
            (pair("one", "zwei ✓"), pair("one", "zwei ✓")),
            (pair("", ""), pair("", "")),
            (pair("one\nmore", "two"), pair("one more", "two")),
        ] {
            let sent = LineCodec::encode(&answer).expect("never fails");
            assert_eq!(LineCodec::decode(sent), Ok(arrives));
        }
    }

    #[test]
    fn a_number_is_a_line() {
        let sent = LineCodec::encode(&900_u64).expect("never fails");
        assert_eq!(&sent[..], b"900\n");
        assert_eq!(LineCodec::decode(sent), Ok(900_u64));
    }

    #[test]
    fn another_answer_is_none() {
        for sent in [&b"one\n"[..], b"", b"\xff\nfoo\n"] {
            let sent = Bytes::from_static(sent);
            assert_eq!(<LineCodec as Decodes<Pair>>::decode(sent), Err(DecodeError));
        }
    }
}
