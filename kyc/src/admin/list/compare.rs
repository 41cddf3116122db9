//! In which order a list is, and where in it a row stands.

use super::{
    CaseRow, Cursor, Direction, ListFilter, PagePosition, Sort, decision::journey_position,
};
use std::cmp::Ordering;

impl ListFilter {
    /// What it is sorted by.
    #[must_use]
    pub fn sort(&self) -> Sort {
        match self.sorted_by {
            Sort::Event | Sort::Reference if self.age.is_some() => Sort::Age,
            sort => sort,
        }
    }

    /// Whether it may be sorted so.
    #[must_use]
    pub fn offers(&self, sorted_by: Sort) -> bool {
        let wish = Self {
            sorted_by,
            ..self.clone()
        };
        wish.sort() == sorted_by
    }

    /// Which way what it is sorted by goes from the first row on.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.sort().direction(self.order)
    }

    /// Whether what is new comes first.
    #[must_use]
    pub fn newest_first(&self) -> bool {
        self.sort().is_of_time() && self.direction() == Direction::Desc
    }

    /// Whether it is by age that what is alike in it is sorted, or all of it.
    #[must_use]
    pub fn is_sorted_by_age(&self) -> bool {
        self.age.is_some() || self.sort() == Sort::Age
    }

    /// A row's place in it.
    #[must_use]
    pub fn cursor(&self, row: &CaseRow) -> Cursor {
        let spot = if self.is_sorted_by_age() {
            row.opened()
        } else {
            row.last_event()
        };
        match self.sort() {
            Sort::Event | Sort::Age => Cursor::Time(spot),
            Sort::Reference => Cursor::Reference(row.reference.clone()),
            Sort::State => Cursor::State(row.state, spot),
            Sort::Assignee => Cursor::Holder(row.assignee_id, spot),
        }
    }

    /// Whether a cursor is a place in it, and not in a list sorted otherwise.
    #[must_use]
    pub fn accepts(&self, cursor: &Cursor) -> bool {
        match cursor {
            Cursor::Time(_) => self.sort().is_of_time(),
            Cursor::Reference(_) => self.sort() == Sort::Reference,
            Cursor::State(..) => self.sort() == Sort::State,
            Cursor::Holder(..) => self.sort() == Sort::Assignee,
        }
    }

    /// The place, or the first page where it is one of a list sorted otherwise.
    #[must_use]
    pub fn valid_position(&self, place: PagePosition) -> PagePosition {
        let strange = place.cursor().is_some_and(|it| !self.accepts(it));
        if strange { PagePosition::Start } else { place }
    }

    /// Which of two rows comes first. Of those in one state, or in one hand, it is
    /// the latest, whichever end the list begins with.
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
    fn an_age_is_a_stretch_of_the_order_by_age() {
        assert_eq!(read("age=day").sort(), Sort::Age);
        assert_eq!(read("").sort(), Sort::Event);
        assert!(read("age=day").is_filtered() && !read("sort=age&order=oldest").is_filtered());
        assert_eq!(read("age=day&sort=reference").sort(), Sort::Age);
        // Within a state or a hand it is as well.
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
    fn only_a_list_by_time_begins_with_what_is_new() {
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
    fn a_place_of_a_list_sorted_otherwise_is_its_beginning() {
        let spot = TimeKey { at: 7, number: 3 };
        let reference = Reference::from_entropy([7; 5]);
        let cursors = [
            ("event", Cursor::Time(spot)),
            ("reference", Cursor::Reference(reference)),
            ("state", Cursor::State(StateKind::Denied, spot)),
            ("assignee", Cursor::Holder(None, spot)),
        ];
        for (sort, _) in &cursors {
            let query = read(&format!("sort={sort}"));
            for (of, cursor) in &cursors {
                for place in [
                    PagePosition::After(cursor.clone()),
                    PagePosition::Before(cursor.clone()),
                ] {
                    let kept = query.valid_position(place.clone());
                    let expected = if of == sort {
                        place
                    } else {
                        PagePosition::Start
                    };
                    assert_eq!(kept, expected, "{sort} {of}");
                }
            }
        }
    }
}
