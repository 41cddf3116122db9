//! The use cases of sensitive data.

use super::{AdminError, AdminService, Principal, audit};
use crate::{
    admin::{
        ReviewerId,
        activity::StaffFilter,
        audit::StaffEvent,
        case::PersonalField,
        disclosure::{EvidenceBundle, RevealOutcome, RevealRequest, bundle::EvidenceFormat},
        overrides::ReviewerRef,
        ports::StaffCommand,
    },
    audit::StaffText,
    id::Reference,
};
use time::Duration;

/// Reloads of one case within this time are one visit.
const SAME_VISIT: Duration = Duration::minutes(15);

impl AdminService {
    /// Unmasks a field for a limited time. Over the daily budget it is refused, and administrators
    /// get an alert.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn reveal(
        &self,
        principal: &Principal,
        case: Reference,
        field: PersonalField,
        reason: StaffText,
    ) -> Result<RevealOutcome, AdminError> {
        let reveal = RevealRequest {
            case,
            field,
            by: principal.reviewer.id,
            reason,
            budget: self.reveals_a_day,
        };
        Ok(self.sensitive_data.reveal(reveal, self.clock.now()).await?)
    }

    /// Records that a staff member opened a case. Opening the same case again within
    /// [`SAME_VISIT`] adds no event.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn record_case_opened(
        &self,
        principal: &Principal,
        case: &Reference,
    ) -> Result<(), AdminError> {
        let event = StaffEvent::CaseOpened {
            case: case.as_str().to_owned(),
        };
        let me = principal.reviewer.id;
        let last = StaffFilter {
            who: Some(me),
            kind: Some(event.as_str().to_owned()),
            before: None,
            limit: 1,
        };
        let last = self.store.staff_events(last).await?;
        let now = self.clock.now();
        if last
            .iter()
            .any(|line| line.event == event && now - line.at < SAME_VISIT)
        {
            return Ok(());
        }
        let line = audit(principal.actor(), Some(me), event);
        Ok(self.apply(vec![line]).await?)
    }

    /// Records an export of the staff audit trail.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn audit_activity_export(&self, principal: &Principal) -> Result<(), AdminError> {
        let me = Some(principal.reviewer.id);
        let line = audit(principal.actor(), me, StaffEvent::ActivityExported);
        Ok(self.apply(vec![line]).await?)
    }

    /// Dismisses the alert about a staff member. Returns false for an alert about oneself.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn dismiss_alert(
        &self,
        principal: &Principal,
        about: ReviewerId,
    ) -> Result<bool, AdminError> {
        if about == principal.reviewer.id {
            return Ok(false);
        }
        let line = audit(principal.actor(), Some(about), StaffEvent::AlertSeen);
        self.apply(vec![StaffCommand::DismissAlert(about), line])
            .await?;
        Ok(true)
    }

    /// Returns the evidence bundle of a case; `None` if the case does not exist. The staff audit
    /// trail records it first.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn evidence(
        &self,
        principal: &Principal,
        case: &Reference,
        form: EvidenceFormat,
    ) -> Result<Option<EvidenceBundle>, AdminError> {
        let by = ReviewerRef {
            id: principal.reviewer.id.to_string(),
            name: principal.reviewer.name.as_str().to_owned(),
        };
        let pack = self
            .sensitive_data
            .evidence_bundle(case, by, self.clock.now())
            .await?;
        if pack.is_some() {
            let event = StaffEvent::EvidenceTaken {
                case: case.as_str().to_owned(),
                file: form == EvidenceFormat::File,
            };
            let line = principal.audit(event);
            self.apply(vec![line]).await?;
        }
        Ok(pack)
    }
}
