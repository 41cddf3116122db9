//! View models of the list pages.

use crate::{admin::context::StaffMember, api::line_codec::LineEncode};
use kyc::admin::{
    activity::StaffLine,
    list::{Counts, ListFilter, ListPage, PagePosition},
};
use std::borrow::Cow;

/// A page of the list.
#[derive(Clone, Debug, Default)]
pub struct ListView {
    /// Filter and sort order.
    pub query: ListFilter,
    /// Position where the page begins.
    pub place: PagePosition,
    /// Rows of the page.
    pub page: ListPage,
    /// Counts over all cases.
    pub all: Counts,
    /// Counts over the staff member's own cases.
    pub mine: Counts,
    /// Counts over unassigned cases.
    pub unassigned: Counts,
    /// Counts over the cases of the filtered assignee.
    pub shown: Counts,
    /// Applications that match the filter, on all pages.
    pub matches: MatchCount,
    /// Staff members who can be assignees.
    pub staff: Vec<StaffMember>,
    /// Changes of the staff that the staff member has not dismissed, the latest first.
    pub staff_changes: Vec<StaffLine>,
}

/// How many applications match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchCount {
    /// This many.
    Exactly(u64),
    /// More than this many: they were not counted further.
    MoreThan(u64),
}

impl Default for MatchCount {
    fn default() -> Self {
        Self::Exactly(0)
    }
}

/// Search results.
#[derive(Clone, Debug)]
pub struct SearchResults {
    /// The search input as typed.
    pub what: String,
    /// Position where the page begins.
    pub place: PagePosition,
    /// Rows of the page.
    pub page: ListPage,
}

/// Update of an open list page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListUpdate {
    /// Count of each state: its name and the formatted figure.
    pub counts: Vec<(String, String)>,
    /// Message about new rows that the page does not show yet.
    pub message: Option<String>,
}

impl LineEncode for ListUpdate {
    /// First line: the message, which may be empty. Each further line: one count.
    fn write(&self) -> impl IntoIterator<Item = Cow<'_, str>> {
        let message = Cow::from(self.message.as_deref().unwrap_or_default());
        let counts = self.counts.iter();
        let counts = counts.map(|(word, figure)| Cow::from(format!("{word} {figure}")));
        [message].into_iter().chain(counts)
    }

    fn read<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let message = Some(lines.next()?.to_owned()).filter(|message| !message.is_empty());
        let counts = lines.map(|line| {
            let (word, figure) = line.split_once(' ')?;
            Some((word.to_owned(), figure.to_owned()))
        });
        Some(Self {
            counts: counts.collect::<Option<_>>()?,
            message,
        })
    }
}
