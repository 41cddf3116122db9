//! Looking at a second factor.

use super::{Desk, DeskError, RecoveryCode, Second};
use crate::desk::{
    deed::Factor,
    port::Step,
    reviewer::{Reviewer, Totp},
    session::Session,
};

impl Second<'_> {
    /// Which factor it is.
    pub(super) const fn factor(&self) -> Factor {
        match self {
            Self::Code(_) => Factor::Totp,
            Self::Passkey(_) => Factor::Passkey,
            Self::Recovery(_) => Factor::Recovery,
        }
    }
}

impl Desk {
    /// What follows from a second factor that is theirs; `None` if it is not.
    /// The step that uses it up is a conflict if it was used meanwhile.
    pub(super) async fn look_at(
        &self,
        session: &Session,
        reviewer: &Reviewer,
        proof: &Second<'_>,
    ) -> Result<Option<Step>, DeskError> {
        let now = self.clock.now();
        match proof {
            Second::Code(code) => {
                let Some(totp) = &reviewer.totp else {
                    return Ok(None);
                };
                let step = self.proofs.step(&totp.secret, code, now);
                let step = step.filter(|step| *step > totp.last_step);
                Ok(step.map(|last_step| {
                    let totp = Totp {
                        secret: totp.secret.clone(),
                        last_step,
                    };
                    Step::Update(Reviewer {
                        totp: Some(totp),
                        ..reviewer.clone()
                    })
                }))
            }
            Second::Passkey(answer) => {
                let Some(state) = &session.memory.ceremony else {
                    return Ok(None);
                };
                let known = self.store.passkeys(reviewer.id).await?;
                let used = self.proofs.passkey(state, answer, &known, now);
                Ok(used.map(|passkey| Step::UsePasskey(reviewer.id, passkey)))
            }
            Second::Recovery(typed) => {
                let code = RecoveryCode::parse(typed);
                Ok(code.map(|code| Step::UseRecovery(reviewer.id, code.hash())))
            }
        }
    }
}
