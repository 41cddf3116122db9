//! Checking a second factor.

use super::{AdminError, AdminService, RecoveryCode, SecondFactor};
use crate::{
    admin::{
        audit::Factor,
        ports::StaffCommand,
        reviewer::{Reviewer, Totp},
        session::StaffSession,
    },
    value::code,
};

/// The digits of an authenticator app's code (RFC 6238).
pub const CODE_DIGITS: usize = 6;

impl SecondFactor<'_> {
    /// Whether the input can be a factor. Other input is a typing error and costs no try.
    pub(super) fn is_well_formed(&self) -> bool {
        match self {
            Self::Code(typed) => code::digits(typed, CODE_DIGITS).is_some(),
            Self::Recovery(typed) => RecoveryCode::parse(typed).is_some(),
            Self::Passkey(_) => true,
        }
    }

    /// The kind of the factor.
    pub(super) const fn factor(&self) -> Factor {
        match self {
            Self::Code(_) => Factor::Totp,
            Self::Passkey(_) => Factor::Passkey,
            Self::Recovery(_) => Factor::Recovery,
        }
    }
}

impl AdminService {
    /// Returns the command that uses up a valid second factor; `None` if the factor is invalid.
    ///
    /// The command is a conflict if another request has used the factor meanwhile.
    pub(super) async fn check_factor(
        &self,
        session: &StaffSession,
        reviewer: &Reviewer,
        proof: &SecondFactor<'_>,
    ) -> Result<Option<StaffCommand>, AdminError> {
        let now = self.clock.now();
        match proof {
            SecondFactor::Code(code) => {
                let Some(totp) = &reviewer.totp else {
                    return Ok(None);
                };
                let step = self.credentials.totp_step(&totp.secret, code, now);
                let step = step.filter(|step| *step > totp.last_step);
                Ok(step.map(|last_step| {
                    let totp = Totp {
                        secret: totp.secret.clone(),
                        last_step,
                    };
                    StaffCommand::Update(Reviewer {
                        totp: Some(totp),
                        ..reviewer.clone()
                    })
                }))
            }
            SecondFactor::Passkey(answer) => {
                let Some(state) = &session.data.ceremony else {
                    return Ok(None);
                };
                let known = self.store.passkeys(reviewer.id).await?;
                let used = self
                    .credentials
                    .finish_passkey_authentication(state, answer, &known, now);
                Ok(used.map(|passkey| StaffCommand::UsePasskey(reviewer.id, passkey)))
            }
            SecondFactor::Recovery(typed) => {
                let code = RecoveryCode::parse(typed);
                Ok(code.map(|code| StaffCommand::UseRecovery(reviewer.id, code.hash())))
            }
        }
    }
}
