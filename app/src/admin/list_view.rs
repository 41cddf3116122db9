//! What the list's pages show.

use crate::{admin::context::StaffMember, api::line_codec::LineEncode};
use kyc::admin::list::{Counts, ListFilter, ListPage, PagePosition};
use std::borrow::Cow;

/// A page of the list.
#[derive(Clone, Debug, Default)]
pub struct ListView {
    /// What was asked for.
    pub query: ListFilter,
    /// Where the page begins.
    pub place: PagePosition,
    /// Its rows.
    pub page: ListPage,
    /// How many there are, whosever they are.
    pub all: Counts,
    /// How many are one's own.
    pub mine: Counts,
    /// How many are nobody's.
    pub unassigned: Counts,
    /// How many are theirs whose are shown.
    pub shown: Counts,
    /// Those who may have any.
    pub staff: Vec<StaffMember>,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct SearchResults {
    /// What was searched for, as it was typed.
    pub what: String,
    /// Where the page begins.
    pub place: PagePosition,
    /// Its rows.
    pub page: ListPage,
}

/// What the list says about itself while somebody looks at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListUpdate {
    /// How many there are in each state: its word and the figure to show.
    pub counts: Vec<(String, String)>,
    /// What to say of rows that are not shown yet.
    pub said: Option<String>,
}

impl LineEncode for ListUpdate {
    /// What to say, which may be nothing; then a line for each count.
    fn write(&self) -> impl IntoIterator<Item = Cow<'_, str>> {
        let said = Cow::from(self.said.as_deref().unwrap_or_default());
        let counts = self.counts.iter();
        let counts = counts.map(|(word, figure)| Cow::from(format!("{word} {figure}")));
        [said].into_iter().chain(counts)
    }

    fn read<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let said = Some(lines.next()?.to_owned()).filter(|said| !said.is_empty());
        let counts = lines.map(|line| {
            let (word, figure) = line.split_once(' ')?;
            Some((word.to_owned(), figure.to_owned()))
        });
        Some(Self {
            counts: counts.collect::<Option<_>>()?,
            said,
        })
    }
}
