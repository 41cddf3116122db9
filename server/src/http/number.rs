//! The number of a request, by which the lines of a log belong together, and which
//! a person may read out where something broke.

use axum::http::{HeaderValue, Request};
use kyc::port::Entropy;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tower_http::request_id::{MakeRequestId, RequestId};

/// Where the numbers come from: 64 bits that begin somewhere by chance, so that no
/// two servers give the same one, and count on.
#[derive(Clone)]
pub(super) struct Numbers(Arc<AtomicU64>);

impl Numbers {
    pub(super) fn new(entropy: &dyn Entropy) -> Self {
        let mut begin = [0; 8];
        entropy.fill(&mut begin);
        Self(Arc::new(AtomicU64::new(u64::from_ne_bytes(begin))))
    }

    fn next(&self) -> u64 {
        mixed(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// Another number for each, and none that tells how many came in between: the last
/// steps of SplitMix64 (Steele, Lea and Flood, 2014), each of which can be undone.
const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl MakeRequestId for Numbers {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        let number = HeaderValue::try_from(format!("{:016x}", self.next()));
        number.ok().map(RequestId::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::SystemEntropy;
    use std::collections::HashSet;

    #[test]
    fn every_request_has_a_number_of_its_own() {
        let servers = [Numbers::new(&SystemEntropy), Numbers::new(&SystemEntropy)];
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
