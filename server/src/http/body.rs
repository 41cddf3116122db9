//! Size-limited reading of request bodies.

use axum::body::{Body, Bytes};
use http_body_util::BodyExt;

/// Bytes of an oversized body that are read and discarded. If the server closed at once, the
/// connection would be reset before the client reads the response.
const DRAINED: usize = 1024 * 1024;

/// The body is too large, or the connection broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// Reads a body of at most `largest` bytes.
pub(super) async fn read(mut body: Body, largest: usize) -> Result<Bytes, TooLarge> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| TooLarge)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        length += data.len();
        if length <= largest {
            bytes.extend_from_slice(data);
        } else if length > DRAINED {
            break;
        }
    }
    if length > largest {
        return Err(TooLarge);
    }
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn body_within_the_limit_is_read_and_larger_one_refused() {
        for (length, largest) in [(0, 0), (1, 1), (70_000, 70_000)] {
            let read = read(Body::from(vec![b'x'; length]), largest).await;
            assert_eq!(read.map(|bytes| bytes.len()), Ok(length));
        }
        for length in [2, 70_000, DRAINED + 1] {
            assert_eq!(read(Body::from(vec![b'x'; length]), 1).await, Err(TooLarge));
        }
    }
}
