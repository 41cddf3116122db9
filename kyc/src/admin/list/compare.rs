//! The order of the list, and the position of a row in it.

use super::{
    CaseRow, Cursor, Direction, ListFilter, PagePosition, Sort, decision::journey_position,
};
use std::cmp::Ordering;

impl ListFilter {
    /// The effective sort column: an age filter requires the sort by age instead of event or
    /// reference. Erased applications have no place in an order by state.
    #[must_use]
    pub fn sort(&self) -> Sort {
        match self.sorted_by {
            Sort::Event | Sort::Reference if self.age.is_some() => Sort::Age,
            Sort::State if self.erased && self.age.is_some() => Sort::Age,
            Sort::State if self.erased => Sort::Event,
            sort => sort,
        }
    }

    /// Whether this sort is possible with the filter.
    #[must_use]
    pub fn offers(&self, sorted_by: Sort) -> bool {
        let wish = Self {
            sorted_by,
            ..self.clone()
        };
        wish.sort() == sorted_by
    }

    /// The direction of the values from the first row on.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.sort().direction(self.order)
    }

    /// Whether the newest rows come first.
    #[must_use]
    pub fn newest_first(&self) -> bool {
        self.sort().is_of_time() && self.direction() == Direction::Desc
    }

    /// Whether rows, or rows with equal values, are sorted by age instead of by last event.
    #[must_use]
    pub fn is_sorted_by_age(&self) -> bool {
        self.age.is_some() || self.sort() == Sort::Age
    }

    /// The cursor of a row.
    #[must_use]
    pub fn cursor(&self, row: &CaseRow) -> Cursor {
        let key = if self.is_sorted_by_age() {
            row.opened()
        } else {
            row.last_event()
        };
        match self.sort() {
            Sort::Event | Sort::Age => Cursor::Time(key),
            Sort::Reference => Cursor::Reference(row.reference.clone()),
            Sort::State => Cursor::State(row.state, key),
            Sort::Assignee => Cursor::Holder(row.assignee_id, key),
        }
    }

    /// Whether a cursor belongs to a list with this sort.
    #[must_use]
    pub fn accepts(&self, cursor: &Cursor) -> bool {
        match cursor {
            Cursor::Time(_) => self.sort().is_of_time(),
            Cursor::Reference(_) => self.sort() == Sort::Reference,
            Cursor::State(..) => self.sort() == Sort::State,
            Cursor::Holder(..) => self.sort() == Sort::Assignee,
        }
    }

    /// The position, or the first page if its cursor belongs to another sort.
    #[must_use]
    pub fn valid_position(&self, place: PagePosition) -> PagePosition {
        let strange = place.cursor().is_some_and(|it| !self.accepts(it));
        if strange { PagePosition::Start } else { place }
    }

    /// Compares two rows. Rows with the same state or assignee have the latest first, in either
    /// direction.
    #[must_use]
    pub fn compare(&self, one: &CaseRow, two: &CaseRow) -> Ordering {
        let late = if self.is_sorted_by_age() {
            two.opened().cmp(&one.opened())
        } else {
            two.last_event().cmp(&one.last_event())
        };
        let up = match self.sort() {
            Sort::Event | Sort::Age => late.reverse(),
            Sort::Reference => one.reference.as_str().cmp(two.reference.as_str()),
            Sort::State => journey_position(one.state).cmp(&journey_position(two.state)),
            Sort::Assignee => {
                let command = |row: &CaseRow| (row.assignee_id.is_none(), row.assignee.clone());
                command(one).cmp(&command(two))
            }
        };
        let by = match self.direction() {
            Direction::Asc => up,
            Direction::Desc => up.reverse(),
        };
        by.then(late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{admin::list::TimeKey, id::Reference, state::StateKind};

    fn read(text: &str) -> ListFilter {
        ListFilter::from_segment(&text.replace('&', ";"))
    }

    #[test]
    fn age_filter_sorts_by_age() {
        assert_eq!(read("age=day").sort(), Sort::Age);
        assert_eq!(read("").sort(), Sort::Event);
        assert!(read("age=day").is_filtered() && !read("sort=age&order=oldest").is_filtered());
        assert_eq!(read("age=day&sort=reference").sort(), Sort::Age);
        // The same applies within a state or an assignee.
        for sort in [Sort::State, Sort::Assignee] {
            let query = read(&format!("age=day&sort={}", sort.as_str()));
            assert!(query.sort() == sort && query.is_sorted_by_age());
            assert!(!read(&format!("sort={}", sort.as_str())).is_sorted_by_age());
        }
        let offered = |query: ListFilter| {
            let all = Sort::ALL.iter().copied();
            all.filter(|sort| query.offers(*sort)).collect::<Vec<_>>()
        };
        assert_eq!(offered(read("sort=state")), Sort::ALL);
        let aged = [Sort::Age, Sort::State, Sort::Assignee];
        assert_eq!(offered(read("age=day")), aged);
    }

    #[test]
    fn newest_first_holds_for_descending_time_sorts_only() {
        for (text, way, new) in [
            ("", Direction::Desc, true),
            ("sort=age", Direction::Desc, true),
            ("order=oldest", Direction::Asc, false),
            ("sort=reference", Direction::Asc, false),
            ("sort=reference&order=descending", Direction::Desc, false),
            ("sort=state&order=descending", Direction::Desc, false),
            ("sort=assignee", Direction::Asc, false),
            ("sort=reference&age=day", Direction::Desc, true),
        ] {
            let query = read(text);
            assert_eq!(
                (query.direction(), query.newest_first()),
                (way, new),
                "{text}"
            );
        }
    }

    #[test]
    fn cursor_of_another_sort_falls_back_to_the_start() {
        let key = TimeKey { at: 7, number: 3 };
        let reference = Reference::from_entropy([7; 5]);
        let cursors = [
            ("event", Cursor::Time(key)),
            ("reference", Cursor::Reference(reference)),
            ("state", Cursor::State(StateKind::Denied, key)),
            ("assignee", Cursor::Holder(None, key)),
        ];
        for (sort, _) in &cursors {
            let query = read(&format!("sort={sort}"));
            for (of, cursor) in &cursors {
                for place in [
                    PagePosition::After(cursor.clone()),
                    PagePosition::Before(cursor.clone()),
                ] {
                    let valid = query.valid_position(place.clone());
                    let expected = if of == sort {
                        place
                    } else {
                        PagePosition::Start
                    };
                    assert_eq!(valid, expected, "{sort} {of}");
                }
            }
        }
    }
}
