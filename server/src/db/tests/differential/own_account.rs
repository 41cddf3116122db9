//! What a signed-in staff member changes of the own account.

use super::{
    credentials::totp_code, fixture::EngineFixture, outcome::Outcome, sign_in::address,
    staff::StaffOperation,
};
use kyc::admin::{
    service::{Principal, SecondFactor, SecondFactorOutcome},
    session::SessionSecret,
};

impl EngineFixture {
    pub(super) async fn own_account(
        &mut self,
        index: usize,
        principal: &Principal,
        operation: &StaffOperation,
    ) -> Outcome {
        use StaffOperation as Operation;
        match operation {
            Operation::Confirm(_) => {
                let code = totp_code(self.now());
                let proof = SecondFactor::Code(&code);
                let done = self.admin.confirm(principal, proof, address(0)).await;
                if let Ok(SecondFactorOutcome::SignedIn(secret)) = &done {
                    self.known.members[index].session = Some(secret.clone());
                }
                done.into()
            }
            Operation::ChangePassword {
                is_right,
                ends_others,
                ..
            } => {
                let member = &self.known.members[index];
                let present = if *is_right { &member.password } else { "wrong" };
                let password = format!("{}x", member.password);
                let words = (present, &*password, &*password);
                let changed =
                    self.admin
                        .change_password(principal, words, *ends_others, address(0));
                let changed = changed.await;
                if matches!(changed, Ok(kyc::admin::service::FactorChange::Done)) {
                    self.known.members[index].password = password;
                }
                changed.into()
            }
            Operation::SetTotp(_) => {
                if let Err(error) = self.admin.offer_totp(&principal.session).await {
                    return Err::<(), _>(error).into();
                }
                let code = totp_code(self.now());
                match self.again(index).await {
                    Some(again) => self.admin.set_totp(&again, &code, true).await.into(),
                    None => Outcome::skipped(),
                }
            }
            Operation::RemoveTotp(_) => self.admin.remove_totp(principal).await.into(),
            Operation::AddPasskey(_) => {
                let (session, reviewer) = (&principal.session, &principal.reviewer);
                let begun = self
                    .admin
                    .begin_passkey_registration(session, reviewer)
                    .await;
                if let Err(error) = begun {
                    return Err::<(), _>(error).into();
                }
                let answer = self.new_passkey(principal.reviewer.id);
                match self.again(index).await {
                    Some(again) => {
                        let added = self.admin.add_passkey(&again, (&answer, ""), false);
                        added.await.into()
                    }
                    None => Outcome::skipped(),
                }
            }
            Operation::NamePasskey(_) | Operation::RemovePasskey(_) => {
                let own = self.admin.store.passkeys(principal.reviewer.id).await;
                let Some(handle) = own.ok().and_then(|own| Some(own.first()?.handle())) else {
                    return Outcome::skipped();
                };
                match operation {
                    Operation::NamePasskey(_) => self
                        .admin
                        .name_passkey(principal, &handle, "Zoë's phone")
                        .await
                        .into(),
                    _ => self.admin.remove_passkey(principal, &handle).await.into(),
                }
            }
            Operation::MakeRecovery(_) => {
                let made = self.admin.make_recovery(principal).await;
                if let Some(again) = self.again(index).await {
                    self.known.members[index]
                        .codes
                        .clone_from(&again.session.data.codes);
                    if let Err(error) = self.admin.acknowledge_recovery_codes(&again.session).await
                    {
                        return Err::<(), _>(error).into();
                    }
                }
                made.into()
            }
            Operation::EndOtherSessions(_) => self.admin.end_other_sessions(principal).await.into(),
            _ => Outcome::skipped(),
        }
    }

    /// The member with the session as it is stored now.
    async fn again(&self, index: usize) -> Option<Principal> {
        let secret: &SessionSecret = self.known.members[index].session.as_ref()?;
        let context = self
            .admin
            .resolve_session(Some(secret), false, "Firefox", None)
            .await;
        context.ok()?.principal()
    }
}
