//! What is done with the list: searching in it, and taking it away.

use super::{Desk, DeskError, Seat, told};
use crate::desk::{
    deed::Deed,
    list::{Columns, Query, Search, SearchId, Sought},
    port::Step,
};

impl Desk {
    /// Keeps what somebody searches for and says what it is called; the trail
    /// tells by what kind of thing, and not by which.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn search(&self, seat: &Seat, sought: Sought) -> Result<SearchId, DeskError> {
        let id = SearchId::new(self.random());
        let by = sought.kind().to_owned();
        let search = Search {
            id,
            owner: seat.reviewer.id,
            sought,
            expires_at: self.clock.now() + Search::LIFE,
        };
        let line = told(seat.by(), Some(seat.reviewer.id), Deed::Searched { by });
        self.carry_out(vec![Step::Search(search), line]).await?;
        Ok(id)
    }

    /// Writes down that somebody takes the list away, before they get it.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn exports(
        &self,
        seat: &Seat,
        query: &Query,
        columns: Columns,
    ) -> Result<(), DeskError> {
        let deed = Deed::Exported {
            personal: columns == Columns::Personal,
            list: query.segment(),
        };
        let line = told(seat.by(), Some(seat.reviewer.id), deed);
        Ok(self.carry_out(vec![line]).await?)
    }
}
