//! What the list's pages show.

use kyc::desk::list::{Counts, Page, Place, Query};

/// A page of the list.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// What was asked for.
    pub query: Query,
    /// Where the page begins.
    pub place: Place,
    /// Its rows.
    pub page: Page,
    /// How many there are, whosever they are.
    pub all: Counts,
    /// How many are one's own.
    pub mine: Counts,
    /// How many are nobody's.
    pub nobodys: Counts,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// What was searched for, as it was typed.
    pub what: String,
    /// Where the page begins.
    pub place: Place,
    /// Its rows.
    pub page: Page,
}

/// What the list says about itself while somebody looks at it.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct News {
    /// How many there are in each state: its word and the figure to show.
    pub counts: Vec<(String, String)>,
    /// What to say of rows that are not shown yet.
    pub said: Option<String>,
}
