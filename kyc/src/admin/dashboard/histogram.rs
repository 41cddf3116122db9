//! Durations as counts in fixed buckets, with estimated quantiles.
//!
//! The first bucket contains values below [`FIRST`] units. Each doubling from there has four
//! buckets, and the last bucket has no end. The caller chooses the unit: milliseconds for
//! decisions, microseconds for answers.
//!
//! A quantile lies in the same bucket as the exact one. Its error is at most
//! [`Histogram::ERROR_PERCENT`].

/// The start of the second bucket.
const FIRST: u64 = 1_000;
/// The starts of the four buckets of the first doubling, in units.
const QUARTERS: [u64; 4] = [FIRST, 1_189, 1_414, 1_682];
/// The count of doublings.
const DOUBLINGS: usize = 24;
/// The count of buckets.
const BUCKETS: usize = 1 + QUARTERS.len() * DOUBLINGS;

/// A histogram of durations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// One count per bucket, or empty while nothing was counted.
    counts: Vec<u64>,
}

impl Histogram {
    /// The maximum error of a quantile, in percent: the relative width of a bucket, except the
    /// first and the last.
    pub const ERROR_PERCENT: u64 = 19;

    /// The count of buckets.
    pub const BUCKETS: usize = BUCKETS;

    /// The start of a bucket, in units.
    #[must_use]
    pub fn begin(bucket: usize) -> u64 {
        let Some(n) = bucket.checked_sub(1) else {
            return 0;
        };
        let n = n.min(BUCKETS - 2);
        QUARTERS[n % QUARTERS.len()] << (n / QUARTERS.len())
    }

    /// The bucket of a value.
    #[must_use]
    pub fn bucket(units: u64) -> usize {
        let beyond = (1..BUCKETS).find(|bucket| units < Self::begin(*bucket));
        beyond.unwrap_or(BUCKETS) - 1
    }

    /// Counts one value.
    pub fn note(&mut self, units: u64) {
        self.add(Self::bucket(units), 1);
    }

    /// Adds a count to a bucket; an index past the end means the last bucket.
    pub fn add(&mut self, bucket: usize, count: u64) {
        self.counts.resize(BUCKETS, 0);
        self.counts[bucket.min(BUCKETS - 1)] += count;
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Self) {
        for (bucket, count) in other.counts.iter().enumerate() {
            self.add(bucket, *count);
        }
    }

    /// The total count.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The quantile of a percentage, by the nearest rank; `None` without values.
    ///
    /// It assumes that the values of a bucket are evenly distributed.
    #[must_use]
    pub fn quantile(&self, percent: u64) -> Option<u64> {
        let total = self.total();
        let rank = (total * percent).div_ceil(100).clamp(1, total.max(1));
        let mut before = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            if before + count >= rank {
                let from = Self::begin(bucket);
                if bucket == BUCKETS - 1 {
                    return Some(from);
                }
                let width = u128::from(Self::begin(bucket + 1) - from);
                // The middle of this value's share of the bucket.
                let along = width * u128::from(2 * (rank - before) - 1) / u128::from(2 * count);
                return Some(from + u64::try_from(along).unwrap_or_default());
            }
            before += count;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn histogram_buckets_are_contiguous_and_within_the_error_bound() {
        for bucket in 1..BUCKETS {
            let (from, before) = (Histogram::begin(bucket), Histogram::begin(bucket - 1));
            assert!(from > before, "{bucket}");
            assert_eq!(Histogram::bucket(from), bucket);
            assert_eq!(Histogram::bucket(from - 1), bucket - 1);
            let widest = before * (100 + Histogram::ERROR_PERCENT) / 100;
            assert!(
                bucket == 1 || from <= widest,
                "{bucket}: {before} to {from}"
            );
        }
        assert_eq!(Histogram::bucket(u64::MAX), BUCKETS - 1);
        // In milliseconds the last bucket starts after five months.
        assert_eq!(Histogram::begin(BUCKETS - 1) / 86_400_000, 163);
    }

    #[test]
    fn empty_histogram_has_no_quantile() {
        assert_eq!(Histogram::default().quantile(50), None);
        let mut one = Histogram::default();
        one.note(60_000);
        let median = one.quantile(50).expect("one");
        assert_eq!(one.quantile(95), Some(median));
        assert!((53_000..64_000).contains(&median), "{median}");
    }

    /// Durations from a millisecond to five months, evenly on a logarithmic scale.
    fn time() -> impl Strategy<Value = u64> {
        (0_u32..33, 0_u64..1_000).prop_map(|(doubling, part)| {
            let from = 1_u64 << doubling;
            from + from * part / 1_000
        })
    }

    proptest! {
        #[test]
        fn quantile_is_within_the_error_bound(
            mut times in prop::collection::vec(time(), 1..300),
            percent in 1_u64..=100,
        ) {
            let mut histogram = Histogram::default();
            for time in &times {
                histogram.note(*time);
            }
            times.sort_unstable();
            let rank = (times.len() * percent as usize).div_ceil(100).max(1);
            let exact = times[rank - 1];
            let estimate = histogram.quantile(percent).expect("there are times");
            prop_assert_eq!(Histogram::bucket(estimate), Histogram::bucket(exact));
            if exact >= FIRST {
                let off = estimate.abs_diff(exact) * 100;
                prop_assert!(off <= exact * Histogram::ERROR_PERCENT, "{estimate} for {exact}");
            }
        }

        #[test]
        fn merged_histograms_equal_one_histogram_of_all_times(
            some in prop::collection::vec(time(), 0..50),
            others in prop::collection::vec(time(), 0..50),
        ) {
            let of = |times: &[u64]| {
                let mut histogram = Histogram::default();
                times.iter().for_each(|time| histogram.note(*time));
                histogram
            };
            let mut apart = of(&some);
            apart.merge(&of(&others));
            let together = of(&[some, others].concat());
            prop_assert_eq!(apart.total(), together.total());
            prop_assert_eq!(apart.quantile(50), together.quantile(50));
            prop_assert_eq!(apart.quantile(95), together.quantile(95));
        }
    }
}
