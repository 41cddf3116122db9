//! The number of a request, by which the lines of a log belong together, and which
//! a person may read out where something broke.

use axum::http::{HeaderValue, Request};
use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tower_http::request_id::{MakeRequestId, RequestId};

/// Where the numbers come from: a count, hashed under a key of this process, so that
/// no two servers give the same ones, and nobody learns how many came in between.
#[derive(Clone, Default)]
pub(super) struct RequestIds {
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
