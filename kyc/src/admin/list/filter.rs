//! The filter and sort of the list, parsed from and written to a URL's query. It contains no
//! personal data.

use super::{AgeFilter, AssigneeFilter, Decision, Sort, SortOrder};
use crate::state::StateKind;
use std::borrow::Cow;
use time::OffsetDateTime;

/// The filter of the list.
///
/// An age filter needs the list sorted by age, as a whole or within each state or assignee.
/// [`ListFilter::sort`] ensures this.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// In one of these states; empty means all.
    pub states: Vec<StateKind>,
    /// Also, or only, the erased applications. Without this they are not in the list.
    pub erased: bool,
    /// With this decision.
    pub decision: Option<Decision>,
    /// Opened within this range of ages.
    pub age: Option<AgeFilter>,
    /// The filter by assignee.
    pub assignee: AssigneeFilter,
    /// The requested sort column.
    pub sorted_by: Sort,
    /// The requested order.
    pub order: SortOrder,
}

impl ListFilter {
    /// Reads the filter from a URL's query. It ignores other parameters and unknown values.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "state" if value == ERASED => query.erased = true,
                "state" => query.states.extend(StateKind::parse(value)),
                "decision" => query.decision = Decision::parse(value),
                "age" => query.age = AgeFilter::parse(value),
                "whose" => query.assignee = AssigneeFilter::parse(value),
                "sort" => query.sorted_by = one_of(Sort::ALL, Sort::as_str, value),
                // Accepts the word of any sort column.
                "order" if Sort::ALL.iter().any(|sort| sort.turned() == value) => {
                    query.order = SortOrder::Reversed;
                }
                "order" => query.order = SortOrder::Default,
                _ => {}
            }
        }
        // Sort the states and remove duplicates, so that one list has one URL.
        let picked = std::mem::take(&mut query.states);
        let all = StateKind::ALL.iter().copied();
        query.states = all.filter(|label| picked.contains(label)).collect();
        query
    }

    /// The pairs of a URL's query; default values are omitted.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, Cow<'static, str>)> {
        let states = self
            .states
            .iter()
            .map(|label| ("state", label.as_str().into()));
        let mut pairs: Vec<_> = states.collect();
        if self.erased {
            pairs.push(("state", ERASED.into()));
        }
        pairs.extend(self.decision.map(|it| ("decision", it.as_str().into())));
        pairs.extend(self.age.map(|it| ("age", it.as_str().into())));
        if self.assignee != AssigneeFilter::default() {
            pairs.push(("whose", self.assignee.word()));
        }
        if self.sorted_by != Sort::default() {
            pairs.push(("sort", self.sorted_by.as_str().into()));
        }
        if self.order != SortOrder::default() {
            pairs.push(("order", self.sorted_by.turned().into()));
        }
        pairs
    }

    /// The query string of the URL.
    #[must_use]
    pub fn text(&self) -> String {
        let pairs = self.pairs().into_iter();
        // These words need no encoding.
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    }

    /// The query string as one path segment, for a URL inside another URL's query.
    #[must_use]
    pub fn segment(&self) -> String {
        let text = self.text().replace('&', ";");
        if text.is_empty() {
            ALL.to_owned()
        } else {
            text
        }
    }

    /// Parses such a segment.
    #[must_use]
    pub fn from_segment(segment: &str) -> Self {
        let pairs = segment.split(';').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<_> = pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self::read(&pairs)
    }

    /// Whether it filters out any application.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        let all = Self {
            sorted_by: self.sorted_by,
            order: self.order,
            ..Self::default()
        };
        *self != all
    }

    /// The states that match both the states and the decision. Empty if they exclude each other.
    #[must_use]
    pub fn state_kinds(&self) -> Vec<StateKind> {
        let fits = |label: &StateKind| {
            (self.states.is_empty() && !self.erased || self.states.contains(label))
                && self.decision.is_none_or(|it| it == Decision::of(*label))
        };
        StateKind::ALL.iter().copied().filter(fits).collect()
    }

    /// Whether erased applications match. Their decision is not known to the list.
    #[must_use]
    pub const fn shows_erased(&self) -> bool {
        self.erased && self.decision.is_none()
    }

    /// The range of opening times, in milliseconds since 1970.
    #[must_use]
    pub fn time_range(&self, now: OffsetDateTime) -> (i64, i64) {
        self.age
            .map_or((i64::MIN, i64::MAX), |age| age.time_range(now))
    }
}

/// The stored state of the case of an erased application, and its word in a URL.
pub const ERASED: &str = "erased";

/// The segment of an unfiltered list.
const ALL: &str = "all";

fn one_of<T: Copy + Default>(all: &[T], word: fn(T) -> &'static str, value: &str) -> T {
    let mut all = all.iter().copied();
    all.find(|it| word(*it) == value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::ReviewerId;

    fn read(text: &str) -> ListFilter {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<_> = pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        ListFilter::read(&pairs)
    }

    #[test]
    fn filter_round_trips_through_its_canonical_query() {
        assert_eq!(read(""), ListFilter::default());
        assert_eq!(ListFilter::default().text(), "");
        let theirs = format!("whose={}", ReviewerId::new([7; 16]));
        for (typed, expected) in [
            ("whose=anyone&sort=event&order=newest", ""),
            (
                "state=denied&state=draft&state=draft",
                "state=draft&state=denied",
            ),
            (
                "order=oldest&sort=age&whose=me&age=week&decision=review",
                "decision=review&age=week&whose=me&sort=age&order=oldest",
            ),
            ("state=erased&state=draft", "state=draft&state=erased"),
            ("order=descending", "order=oldest"),
            ("sort=state&order=oldest", "sort=state&order=descending"),
            ("sort=reference&order=newest", "sort=reference"),
            ("order=ascending&sort=assignee", "sort=assignee"),
            (&theirs, &theirs),
            (&theirs[..theirs.len() - 1], ""),
            (
                "state=nowhere&age=x&decision=&whose=<b>&q=john@example.com",
                "",
            ),
        ] {
            assert_eq!(read(typed).text(), expected, "{typed}");
            assert_eq!(read(expected), read(typed), "{typed}");
            let segment = read(typed).segment();
            assert_eq!(ListFilter::from_segment(&segment), read(typed), "{segment}");
            assert!(!segment.is_empty() && !segment.contains(['&', '/', '?']));
        }
    }

    #[test]
    fn state_and_decision_filters_intersect() {
        assert_eq!(ListFilter::default().state_kinds(), StateKind::ALL);
        assert_eq!(
            read("decision=approved").state_kinds(),
            [StateKind::Provisioning, StateKind::Approved]
        );
        assert_eq!(
            read("decision=approved&state=approved&state=denied").state_kinds(),
            [StateKind::Approved]
        );
        assert_eq!(read("decision=denied&state=draft").state_kinds(), []);
        let erased = read("state=erased");
        assert!(erased.state_kinds().is_empty() && erased.shows_erased());
        assert!(!read("state=erased&decision=approved").shows_erased());
        assert!(!erased.offers(Sort::State));
    }
}
