//! Actions on the list: search and export.

use super::{AdminError, AdminService, Principal};
use crate::admin::{
    audit::StaffEvent,
    list::{Columns, ListFilter, SavedSearch, SearchId, SearchTerm},
    ports::StaffCommand,
};

impl AdminService {
    /// Stores a search and returns its id. The staff audit trail records the kind of the term, not
    /// the term.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn search(
        &self,
        principal: &Principal,
        sought: SearchTerm,
    ) -> Result<SearchId, AdminError> {
        let id = SearchId::new(self.random());
        let by = sought.kind().to_owned();
        let search = SavedSearch {
            id,
            owner: principal.reviewer.id,
            term: sought,
            expires_at: self.clock.now() + SavedSearch::LIFE,
        };
        let line = principal.audit(StaffEvent::Searched { by });
        self.apply(vec![StaffCommand::Search(search), line]).await?;
        Ok(id)
    }

    /// Records an export before the file is sent.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn audit_export(
        &self,
        principal: &Principal,
        query: &ListFilter,
        columns: Columns,
    ) -> Result<(), AdminError> {
        let event = StaffEvent::Exported {
            personal: columns == Columns::Personal,
            list: query.segment(),
        };
        let line = principal.audit(event);
        Ok(self.apply(vec![line]).await?)
    }
}
