//! One try of an attempt: the only module that sends a start request.

use super::{Onboarding, about};
use crate::{
    application::{Application, Attempt},
    ports::VerifierError,
    provider::ProviderUpdate,
};

/// The result of one try.
pub(super) struct Exchange {
    /// The answer to the attempt, from the start request or from a poll.
    pub(super) answer: Result<ProviderUpdate, VerifierError>,
    /// How many tries may have reached the provider without a known result. It stays if nothing was
    /// sent.
    pub(super) sent: u32,
    /// A poll's answer about another id.
    pub(super) other: Option<Box<ProviderUpdate>>,
}

impl Onboarding {
    /// Sends the start request to the provider.
    ///
    /// If an earlier try may have reached the provider, and with a client-assigned id, it polls that
    /// id first. It sends the same bytes again only if the poll does not prove that the provider has
    /// the attempt. Only the answer to a start refuses a start: a rejected poll proves nothing.
    pub(super) async fn query_or_send(
        &self,
        application: &Application,
        attempt: &Attempt,
        tries: u32,
    ) -> Exchange {
        let own = self.verifier.client_assigned_id(&application.user_id);
        let (mut sent, mut other) = (tries.saturating_sub(1), None);
        if let Some(own) = own.as_ref().filter(|_| sent > 0) {
            match about(Some(own), self.verifier.status_of_attempt(own).await) {
                Ok(update) if update.is_conclusive_for(attempt.number) => {
                    let answer = Ok(update);
                    return Exchange {
                        answer,
                        sent,
                        other,
                    };
                }
                Err(VerifierError::OtherId(update)) => other = Some(update),
                Ok(_)
                | Err(
                    VerifierError::Malformed
                    | VerifierError::UnusableId
                    | VerifierError::UnexpectedStatus { .. }
                    | VerifierError::Unauthorized { status: 404 },
                ) => {}
                Err(VerifierError::AlreadyApproved) => {
                    let answer = Err(unusable_status());
                    return Exchange {
                        answer,
                        sent,
                        other,
                    };
                }
                Err(error) => {
                    let answer = Err(error);
                    return Exchange {
                        answer,
                        sent,
                        other,
                    };
                }
            }
            // The provider does not have the earlier tries. Until the request leaves again, there is
            // nothing to poll for.
            sent = 0;
        }
        let known = own.as_ref().or(application.external_id.as_ref());
        let answer = match (self.verifier.start(&attempt.request).await, known) {
            (Err(VerifierError::AlreadyApproved), Some(known)) => {
                sent = tries;
                let answer = self.verifier.status_of_attempt(known).await;
                about(Some(known), answer).map_err(|error| match error {
                    VerifierError::Malformed
                    | VerifierError::AlreadyApproved
                    | VerifierError::UnusableId
                    | VerifierError::UnexpectedStatus { .. }
                    | VerifierError::Unauthorized { status: 404 } => unusable_status(),
                    other => other,
                })
            }
            (answer, _) => {
                // A provider that rejects our access has not taken the attempt either.
                let rejected = matches!(answer, Err(VerifierError::Unauthorized { .. }));
                let arrived = |error: &VerifierError| error.may_have_arrived();
                if !rejected && answer.as_ref().err().is_none_or(arrived) {
                    sent = tries;
                }
                about(own.as_ref(), answer)
            }
        };
        Exchange {
            answer,
            sent,
            other,
        }
    }
}

/// The error of a poll that was rejected although the provider may have the attempt.
const fn unusable_status() -> VerifierError {
    VerifierError::Unavailable {
        cause: "status_rejected",
        retry_after: None,
    }
}
