//! List context: the list a case was opened from, and the position in it. It
//! travels in the case's address and yields the back, previous and next links.

use super::routes::AdminPath;
use kyc::{
    admin::list::{CaseRow, Cursor, ListFilter, PagePosition, SearchId},
    id::Reference,
};

/// List, position and page that a case was opened from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListContext {
    /// The filtered list.
    pub list: Option<ListFilter>,
    /// Position of the case in the list. The next case follows it.
    pub at: Option<Cursor>,
    /// The search that found the case.
    pub search: Option<SearchId>,
    /// Where the page of the list or search began.
    pub place: PagePosition,
}

impl ListContext {
    /// The position of a row on a page of the list or of a search.
    pub(crate) fn of(
        search: Option<&str>,
        place: PagePosition,
        query: Option<&ListFilter>,
        row: &CaseRow,
    ) -> Self {
        Self {
            at: query.map(|query| query.cursor(row)),
            list: query.cloned(),
            search: search.and_then(SearchId::parse),
            place,
        }
    }

    /// Reads the context from query parameters. Unknown and malformed values are
    /// ignored.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let value = |name: &str| {
            let mut pairs = pairs.iter();
            let pair = pairs.find(|(key, _)| key == name);
            pair.map(|(_, value)| value.as_str())
        };
        let cursor = |name| value(name).and_then(Cursor::parse);
        Self {
            list: value("list").map(ListFilter::from_segment),
            at: cursor("at"),
            search: value("search").and_then(SearchId::parse),
            place: match (cursor("after"), cursor("before")) {
                (Some(after), _) => PagePosition::After(after),
                (None, Some(before)) => PagePosition::Before(before),
                (None, None) => PagePosition::Start,
            },
        }
    }

    /// Reads the context from a form's hidden field.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<_> = pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self::read(&pairs)
    }

    /// Query string of a case's address. Its values need no percent-encoding,
    /// because only this application's own words are in them.
    #[must_use]
    pub fn text(&self) -> String {
        let mut pairs = Vec::new();
        pairs.extend(
            self.list
                .as_ref()
                .map(|it| format!("list={}", it.segment())),
        );
        pairs.extend(self.at.as_ref().map(|it| format!("at={}", it.text())));
        pairs.extend(self.search.map(|it| format!("search={it}")));
        pairs.extend(self.page());
        pairs.join("&")
    }

    /// Address of a case that is opened from here.
    #[must_use]
    pub fn case(&self, reference: &Reference) -> String {
        with(&AdminPath::Case.at(reference.as_str()), &self.text())
    }

    /// Context of a page of the list.
    pub(crate) fn list(query: &ListFilter, place: PagePosition) -> Self {
        Self {
            list: Some(query.clone()),
            place,
            ..Self::default()
        }
    }

    /// Address of the list or search page that the case was opened from.
    #[must_use]
    pub fn back(&self) -> String {
        let page = self.page().unwrap_or_default();
        if let Some(search) = self.search {
            return with(&AdminPath::Search.at(&search.to_string()), &page);
        }
        let list = self.list.as_ref().map(ListFilter::text).unwrap_or_default();
        let parts = [list, page].into_iter().filter(|part| !part.is_empty());
        with(
            &AdminPath::Home.at(""),
            &parts.collect::<Vec<_>>().join("&"),
        )
    }

    fn page(&self) -> Option<String> {
        match &self.place {
            PagePosition::Start => None,
            PagePosition::After(cursor) => Some(format!("after={}", cursor.text())),
            PagePosition::Before(cursor) => Some(format!("before={}", cursor.text())),
        }
    }
}

/// Address with the query appended, if there is one.
fn with(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kyc::admin::list::TimeKey;

    #[test]
    fn list_context_round_trips_and_links_to_the_same_list_page() {
        let here = Cursor::Time(TimeKey { at: 7, number: 3 }).text();
        let there = format!("denied.{here}");
        for (text, back) in [
            (String::new(), "/admin".to_owned()),
            (format!("list=all&at={here}"), "/admin".to_owned()),
            (
                format!("list=state=parked;whose=me&at={here}&after={here}"),
                format!("/admin?state=parked&whose=me&after={here}"),
            ),
            (
                format!("list=sort=state&at={there}&before={there}"),
                format!("/admin?sort=state&before={there}"),
            ),
            (
                "list=sort=reference&at=VB-28T5-CY4T&after=VB-28T5-CY4T".to_owned(),
                "/admin?sort=reference&after=VB-28T5-CY4T".to_owned(),
            ),
            (
                format!("search={here}&before={here}"),
                format!("/admin/search/{here}?before={here}"),
            ),
        ] {
            let list_context = ListContext::parse(&text);
            assert_eq!(list_context.text(), text);
            assert_eq!(list_context.back(), back);
            let reference = Reference::parse("VB-28T5-CY4T").expect("a reference");
            assert!(
                list_context
                    .case(&reference)
                    .starts_with("/admin/case/VB-28T5-CY4T")
            );
        }
        let odd = ListContext::parse("list=<b>&at=x&after=//evil.example&search=john");
        assert_eq!(odd.text(), "list=all");
    }
}
