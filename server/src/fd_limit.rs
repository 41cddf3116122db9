//! How many files and connections this process may have open at once.

use rustix::process::{Resource, getrlimit, setrlimit};

/// What pages, database and upstream need at the least.
const OTHERS: u64 = 256;

/// Asks the system for as many as it gives (many start a program with 1,024 and
/// let it have far more), and returns how many connections may be held open at
/// once, at most `wanted`, so that others still get in.
pub(crate) fn to_hold_open(wanted: u32) -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::debug!(%error, "the limit of open files stays as it is");
    }
    let most = getrlimit(Resource::Nofile).current;
    let most = most.map_or(u64::MAX, |most| most - others(most));
    usize::try_from(most.min(wanted.into())).unwrap_or(usize::MAX)
}

/// A twentieth is kept for others.
fn others(most: u64) -> u64 {
    (most / 20).max(OTHERS).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_get_in_whatever_the_limit_is() {
        for (most, kept) in [(100, 100), (1_024, 256), (20_000, 1_000), (524_288, 26_214)] {
            assert_eq!(others(most), kept);
        }
    }

    #[test]
    fn no_more_are_held_open_than_wanted() {
        assert_eq!(to_hold_open(3), 3);
        assert_eq!(to_hold_open(0), 0);
    }
}
