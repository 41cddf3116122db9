//! Request body that stops halfway, for the failpoints within it. All bytes before the failpoint
//! are sent before the process ends.

use crate::failpoint::{Point, is_armed, reach};
use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

/// Body that is sent in two halves.
pub(super) struct FailpointBody {
    body: Bytes,
    steps: std::array::IntoIter<SendStep, 4>,
}

enum SendStep {
    /// Lets the connection write its buffer.
    Flush,
    /// Passes a failpoint, then returns the given number of bytes.
    Give(Point, usize),
}

impl FailpointBody {
    /// Two-part body, if a failpoint within it is armed.
    pub(super) fn of(body: &[u8]) -> Option<reqwest::Body> {
        let armed = is_armed(Point::BeforeBody) || is_armed(Point::MidBody);
        let half = body.len() / 2;
        armed.then(|| {
            reqwest::Body::wrap(Self {
                body: Bytes::copy_from_slice(body),
                steps: [
                    SendStep::Flush,
                    SendStep::Give(Point::BeforeBody, half),
                    SendStep::Flush,
                    SendStep::Give(Point::MidBody, body.len() - half),
                ]
                .into_iter(),
            })
        })
    }
}

impl Body for FailpointBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.steps.next() {
            None => Poll::Ready(None),
            Some(SendStep::Flush) => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Some(SendStep::Give(point, bytes)) => {
                reach(point);
                Poll::Ready(Some(Ok(Frame::data(self.body.split_to(bytes)))))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.body.len() as u64)
    }
}
