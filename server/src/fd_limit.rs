//! Limit of open files and connections of this process.

use rustix::process::{Resource, getrlimit, setrlimit};

/// File descriptors reserved for pages, database and provider, at least.
const OTHERS: u64 = 256;

/// Raises the limit of open files to the permitted maximum, because many systems start programs
/// with only 1,024. Returns the number of event streams that may be open, at most `wanted`. The
/// rest stays free for other connections.
pub(crate) fn raise_fd_limit(wanted: u32) -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::debug!(%error, "the limit of open files stays as it is");
    }
    let most = getrlimit(Resource::Nofile).current;
    let most = most.map_or(u64::MAX, |most| most - others(most));
    usize::try_from(most.min(wanted.into())).unwrap_or(usize::MAX)
}

/// Reserved file descriptors: a twentieth of the limit, at least [`OTHERS`].
fn others(most: u64) -> u64 {
    (most / 20).max(OTHERS).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserve_leaves_descriptors_at_any_limit() {
        for (most, expected) in [(100, 100), (1_024, 256), (20_000, 1_000), (524_288, 26_214)] {
            assert_eq!(others(most), expected);
        }
    }

    #[test]
    fn raised_limit_never_exceeds_the_request() {
        assert_eq!(raise_fd_limit(3), 3);
        assert_eq!(raise_fd_limit(0), 0);
    }
}
