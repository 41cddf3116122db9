//! The use cases of override requests. The store checks that requester and replier are two people.

use super::{AdminError, AdminService};
use crate::{
    admin::{
        case::CaseCommand,
        overrides::{
            OverrideOutcome, OverrideReply, OverrideRequest, ReplyOutcome, RequestOutcome,
        },
    },
    audit::StaffText,
};

impl AdminService {
    /// Records an override request.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn request_override(
        &self,
        command: CaseCommand,
        outcome: OverrideOutcome,
        reason: StaffText,
    ) -> Result<RequestOutcome, AdminError> {
        let ask = OverrideRequest {
            command,
            outcome,
            reason,
        };
        Ok(self
            .sensitive_data
            .request_override(ask, self.clock.now())
            .await?)
    }

    /// Records a second reviewer's reply to such a request.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn reply_to_override(
        &self,
        command: CaseCommand,
        number: u32,
        (confirms, reason): (bool, StaffText),
    ) -> Result<ReplyOutcome, AdminError> {
        let answer = OverrideReply {
            command,
            number,
            confirms,
            reason,
        };
        let answered = self
            .sensitive_data
            .reply_to_override(answer, self.clock.now());
        Ok(answered.await?)
    }
}
