//! In which order a list is, and where in it a row stands.

use super::{Cursor, Place, Query, Row, Sort, Way, decision::along};
use std::cmp::Ordering;

impl Query {
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
    pub fn way(&self) -> Way {
        self.sort().way(self.order)
    }

    /// Whether what is new comes first.
    #[must_use]
    pub fn begins_with_new(&self) -> bool {
        self.sort().is_of_time() && self.way() == Way::Down
    }

    /// Whether it is by age that what is alike in it is sorted, or all of it.
    #[must_use]
    pub fn is_by_age(&self) -> bool {
        self.age.is_some() || self.sort() == Sort::Age
    }

    /// A row's place in it.
    #[must_use]
    pub fn cursor(&self, row: &Row) -> Cursor {
        let spot = if self.is_by_age() {
            row.opened()
        } else {
            row.happened()
        };
        match self.sort() {
            Sort::Event | Sort::Age => Cursor::Time(spot),
            Sort::Reference => Cursor::Reference(row.reference.clone()),
            Sort::State => Cursor::State(row.state, spot),
            Sort::Assignee => Cursor::Holder(row.holder, spot),
        }
    }

    /// Whether a cursor is a place in it, and not in a list sorted otherwise.
    #[must_use]
    pub fn knows(&self, cursor: &Cursor) -> bool {
        match cursor {
            Cursor::Time(_) => self.sort().is_of_time(),
            Cursor::Reference(_) => self.sort() == Sort::Reference,
            Cursor::State(..) => self.sort() == Sort::State,
            Cursor::Holder(..) => self.sort() == Sort::Assignee,
        }
    }

    /// The place, or the first page where it is one of a list sorted otherwise.
    #[must_use]
    pub fn place(&self, place: Place) -> Place {
        let strange = place.cursor().is_some_and(|it| !self.knows(it));
        if strange { Place::Start } else { place }
    }

    /// Which of two rows comes first. Of those in one state, or in one hand, it is
    /// the latest, whichever end the list begins with.
    #[must_use]
    pub fn compare(&self, one: &Row, two: &Row) -> Ordering {
        let late = if self.is_by_age() {
            two.opened().cmp(&one.opened())
        } else {
            two.happened().cmp(&one.happened())
        };
        let up = match self.sort() {
            Sort::Event | Sort::Age => late.reverse(),
            Sort::Reference => one.reference.as_str().cmp(two.reference.as_str()),
            Sort::State => along(one.state).cmp(&along(two.state)),
            Sort::Assignee => {
                let hand = |row: &Row| (row.holder.is_none(), row.assignee.clone());
                hand(one).cmp(&hand(two))
            }
        };
        let by = match self.way() {
            Way::Up => up,
            Way::Down => up.reverse(),
        };
        by.then(late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{desk::list::Spot, id::Reference, state::StateKind};

    fn read(text: &str) -> Query {
        Query::from_segment(&text.replace('&', ";"))
    }

    #[test]
    fn an_age_is_a_stretch_of_the_order_by_age() {
        assert_eq!(read("age=day").sort(), Sort::Age);
        assert_eq!(read("").sort(), Sort::Event);
        assert!(read("age=day").narrows() && !read("sort=age&order=oldest").narrows());
        assert_eq!(read("age=day&sort=reference").sort(), Sort::Age);
        // Within a state or a hand it is as well.
        for sort in [Sort::State, Sort::Assignee] {
            let query = read(&format!("age=day&sort={}", sort.as_str()));
            assert!(query.sort() == sort && query.is_by_age());
            assert!(!read(&format!("sort={}", sort.as_str())).is_by_age());
        }
        let offered = |query: Query| {
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
            ("", Way::Down, true),
            ("sort=age", Way::Down, true),
            ("order=oldest", Way::Up, false),
            ("sort=reference", Way::Up, false),
            ("sort=reference&order=descending", Way::Down, false),
            ("sort=state&order=descending", Way::Down, false),
            ("sort=assignee", Way::Up, false),
            ("sort=reference&age=day", Way::Down, true),
        ] {
            let query = read(text);
            assert_eq!((query.way(), query.begins_with_new()), (way, new), "{text}");
        }
    }

    #[test]
    fn a_place_of_a_list_sorted_otherwise_is_its_beginning() {
        let spot = Spot { at: 7, number: 3 };
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
                for place in [Place::After(cursor.clone()), Place::Before(cursor.clone())] {
                    let kept = query.place(place.clone());
                    let expected = if of == sort { place } else { Place::Start };
                    assert_eq!(kept, expected, "{sort} {of}");
                }
            }
        }
    }
}
