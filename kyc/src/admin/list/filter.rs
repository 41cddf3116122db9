//! What the list is filtered and sorted by, to and from the query of an
//! address. Nothing in it is personal.

use super::{AgeFilter, AssigneeFilter, Decision, Sort, SortOrder};
use crate::state::StateKind;
use std::borrow::Cow;
use time::OffsetDateTime;

/// What somebody wants to see. An age is a stretch of the order by age: it wants
/// the list sorted by it, as a whole or within each state or hand;
/// [`Query::sort`] sees to that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// In one of these states; in any, if there is none.
    pub states: Vec<StateKind>,
    /// With this decision.
    pub decision: Option<Decision>,
    /// Opened so long ago.
    pub age: Option<AgeFilter>,
    /// Whose.
    pub assignee: AssigneeFilter,
    /// What it shall be sorted by where it may be.
    pub sorted_by: Sort,
    /// Which end comes first.
    pub order: SortOrder,
}

impl ListFilter {
    /// Reads what of an address's query is about the list; the rest is none of
    /// its business, and what it does not know counts for nothing.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "state" => query.states.extend(StateKind::parse(value)),
                "decision" => query.decision = Decision::parse(value),
                "age" => query.age = AgeFilter::parse(value),
                "whose" => query.assignee = AssigneeFilter::parse(value),
                "sort" => query.sorted_by = one_of(Sort::ALL, Sort::as_str, value),
                // Whichever way it is said, and by whatever it is sorted.
                "order" if Sort::ALL.iter().any(|sort| sort.turned() == value) => {
                    query.order = SortOrder::Reversed;
                }
                "order" => query.order = SortOrder::Default,
                _ => {}
            }
        }
        // In one order and each once, so that one list has one address.
        let picked = std::mem::take(&mut query.states);
        let all = StateKind::ALL.iter().copied();
        query.states = all.filter(|label| picked.contains(label)).collect();
        query
    }

    /// The pairs of an address's query; what is as it is anyway is left out.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, Cow<'static, str>)> {
        let states = self
            .states
            .iter()
            .map(|label| ("state", label.as_str().into()));
        let mut pairs: Vec<_> = states.collect();
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

    /// What follows the address's question mark.
    #[must_use]
    pub fn text(&self) -> String {
        let pairs = self.pairs().into_iter();
        // Words of our own: nothing in them has to be encoded.
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    }

    /// The same as one part of a path, for an address that has to come through
    /// the query of another one.
    #[must_use]
    pub fn segment(&self) -> String {
        let text = self.text().replace('&', ";");
        if text.is_empty() {
            ALL.to_owned()
        } else {
            text
        }
    }

    /// The query of such a part.
    #[must_use]
    pub fn from_segment(segment: &str) -> Self {
        let pairs = segment.split(';').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<_> = pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self::read(&pairs)
    }

    /// Whether it shows less than everything.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        let all = Self {
            sorted_by: self.sorted_by,
            order: self.order,
            ..Self::default()
        };
        *self != all
    }

    /// The states that fit both the states and the decision. Never none but
    /// where nothing can.
    #[must_use]
    pub fn state_kinds(&self) -> Vec<StateKind> {
        let fits = |label: &StateKind| {
            (self.states.is_empty() || self.states.contains(label))
                && self.decision.is_none_or(|it| it == Decision::of(*label))
        };
        StateKind::ALL.iter().copied().filter(fits).collect()
    }

    /// The stretch of time, in milliseconds, that it is confined to.
    #[must_use]
    pub fn time_range(&self, now: OffsetDateTime) -> (i64, i64) {
        self.age
            .map_or((i64::MIN, i64::MAX), |age| age.time_range(now))
    }
}

/// The part of a path that stands for everything.
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
    fn a_query_comes_back_from_its_address_in_one_form() {
        assert_eq!(read(""), ListFilter::default());
        assert_eq!(ListFilter::default().text(), "");
        let theirs = format!("whose={}", ReviewerId::new([7; 16]));
        for (typed, kept) in [
            ("whose=anyone&sort=event&order=newest", ""),
            (
                "state=denied&state=draft&state=draft",
                "state=draft&state=denied",
            ),
            (
                "order=oldest&sort=age&whose=me&age=week&decision=review",
                "decision=review&age=week&whose=me&sort=age&order=oldest",
            ),
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
            assert_eq!(read(typed).text(), kept, "{typed}");
            assert_eq!(read(kept), read(typed), "{typed}");
            let segment = read(typed).segment();
            assert_eq!(ListFilter::from_segment(&segment), read(typed), "{segment}");
            assert!(!segment.is_empty() && !segment.contains(['&', '/', '?']));
        }
    }

    #[test]
    fn states_and_decision_come_to_one_set_of_states() {
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
    }
}
