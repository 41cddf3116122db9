//! Codec for responses that a script reads: lines of text, encoded by hand. A
//! general serializer would outweigh all other code in the browser. A server
//! function for a script names the codec in its attribute:
//!
//! ```text
//! #[server(name = Ask, prefix = "/api", endpoint = "ask", input = PostUrl, output = Post<LineCodec>)]
//! pub async fn ask() -> Result<Answer, ApiError> { … }
//! ```
//!
//! Its response type implements [`LineEncode`]. The request is a form like any
//! other. No endpoint reads `text/plain`, because another site may post that
//! without a preflight (ASVS 3.5.2).

use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use std::{borrow::Cow, convert::Infallible};

/// Lines of text, one value each.
#[derive(Clone, Copy, Debug)]
pub struct LineCodec;

/// A response that is sent as lines.
pub trait LineEncode: Sized {
    /// Every line. A line break within a value is sent as a space.
    fn write(&self) -> impl IntoIterator<Item = Cow<'_, str>>;

    /// The response from its lines. `None` if they do not match.
    fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Self>;
}

/// The response is unreadable.
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

/// A number on a single line.
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
    fn strings_round_trip_as_one_line_each() {
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
    fn number_round_trips_as_one_line() {
        let sent = LineCodec::encode(&900_u64).expect("never fails");
        assert_eq!(&sent[..], b"900\n");
        assert_eq!(LineCodec::decode(sent), Ok(900_u64));
    }

    #[test]
    fn malformed_body_is_a_decode_error() {
        for sent in [&b"one\n"[..], b"", b"\xff\nfoo\n"] {
            let sent = Bytes::from_static(sent);
            assert_eq!(<LineCodec as Decodes<Pair>>::decode(sent), Err(DecodeError));
        }
    }
}
