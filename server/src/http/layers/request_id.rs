//! Request ids. They connect the log lines of a request, and error pages show them for support.

use axum::http::{HeaderValue, Request};
use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tower_http::request_id::{MakeRequestId, RequestId};

/// Source of request ids: a counter, hashed under a random key of this process. The ids do not
/// collide between servers and do not reveal the number of requests.
#[derive(Clone, Default)]
pub(crate) struct RequestIds {
    key: RandomState,
    count: Arc<AtomicU64>,
}

impl RequestIds {
    fn next(&self) -> u64 {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        self.key.hash_one(count)
    }
}

impl MakeRequestId for RequestIds {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        let number = HeaderValue::try_from(format!("{:016x}", self.next()));
        number.ok().map(RequestId::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_request_has_a_number_of_its_own() {
        let servers = [RequestIds::default(), RequestIds::default()];
        let mut seen = HashSet::new();
        for numbers in servers {
            let mut another = numbers.clone();
            for _ in 0..1_000 {
                assert!(seen.insert(numbers.next()));
                let id = another.make_request_id(&Request::new(()));
                let id = id.expect("a number").into_header_value();
                let id = id.to_str().expect("text");
                assert_eq!(id.len(), 16);
                assert!(seen.insert(u64::from_str_radix(id, 16).expect("hex")));
            }
        }
    }
}
