//! A body that stops on its way, for the failpoints within it: the connection
//! stands and all that came before is on the wire when the program ends.

use crate::failpoint::{Point, is_armed, reach};
use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

/// Two halves, each sent by itself.
pub(super) struct Torn {
    body: Bytes,
    steps: std::array::IntoIter<SendStep, 4>,
}

enum SendStep {
    /// Lets the connection write out what it was given.
    Flush,
    /// Gets to a point, then goes on with so many bytes.
    Give(Point, usize),
}

impl Torn {
    /// The body, if a point within it is armed.
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

impl Body for Torn {
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
