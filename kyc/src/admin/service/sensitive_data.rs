//! What is done with a dossier.

use super::{AdminError, AdminService, Principal, audit};
use crate::{
    admin::{
        ReviewerId,
        audit::StaffEvent,
        case::{CaseCommand, PersonalField},
        disclosure::{
            EvidenceBundle, OverruleOutcome, OverruleReply, OverruleRequest, ReplyOutcome,
            RequestOutcome, RevealOutcome, RevealRequest, bundle::EvidenceFormat,
            overrule::ReviewerRef,
        },
        ports::StaffCommand,
    },
    audit::StaffText,
    id::Reference,
};

impl AdminService {
    /// Shows somebody a field for a while. Whoever has seen as much as they may
    /// is refused, and that is raised.
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

    /// Puts an alert away that an administrator has looked at. Nobody puts away
    /// the one about themselves: then it says false.
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

    /// Records that somebody wants a decision overruled.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn request_overrule(
        &self,
        command: CaseCommand,
        outcome: OverruleOutcome,
        reason: StaffText,
    ) -> Result<RequestOutcome, AdminError> {
        let ask = OverruleRequest {
            command,
            outcome,
            reason,
        };
        Ok(self
            .sensitive_data
            .request_overrule(ask, self.clock.now())
            .await?)
    }

    /// Records what a second reviewer says to such a request.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn reply_to_overrule(
        &self,
        command: CaseCommand,
        number: u32,
        (confirms, reason): (bool, StaffText),
    ) -> Result<ReplyOutcome, AdminError> {
        let answer = OverruleReply {
            command,
            number,
            confirms,
            reason,
        };
        let answered = self
            .sensitive_data
            .reply_to_overrule(answer, self.clock.now());
        Ok(answered.await?)
    }

    /// The evidence of a case; the trail of the staff says who took it before
    /// they get it. `None` if there is no such case.
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
            let line = audit(principal.actor(), Some(principal.reviewer.id), event);
            self.apply(vec![line]).await?;
        }
        Ok(pack)
    }
}
