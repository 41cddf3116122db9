//! How staff members enrol and sign in.

use super::{
    credentials::{passkey_answer, totp_code},
    fixture::{EngineFixture, Member, Pick},
    outcome::Outcome,
    staff::{SignIn, StaffOperation},
};
use kyc::{
    admin::{
        AccountName, ReviewerId,
        service::{
            AdminError, AuthContext, EnrolmentOutcome, InviteOutcome, NewCredentials,
            PrimaryFactor, PrimaryOutcome, Principal, SecondFactor, SecondFactorOutcome,
        },
        session::SessionSecret,
    },
    lang::Lang,
};
use std::net::{IpAddr, Ipv4Addr};

const PASSWORD: &str = "mauve gravel tundra 81 orchid";

/// One of a few addresses that staff members sign in from.
pub(super) fn address(number: u8) -> IpAddr {
    Ipv4Addr::new(198, 51, 100, number).into()
}

impl EngineFixture {
    /// Makes an account, and signs its owner in.
    pub(super) async fn hire(&mut self, name: u8, role: u8) {
        self.staff(&StaffOperation::Add { name, role }).await;
        self.enrol(Pick::FIRST, false).await;
    }

    /// The id of the account with this name, and its enrolment link.
    pub(super) async fn note_member(&mut self, name: &AccountName, invite: SessionSecret) {
        let Ok(Some(found)) = self.admin.store.find_by_name(name).await else {
            return;
        };
        let members = &mut self.known.members;
        let place = members.iter().position(|member| member.id == found.id);
        let place = place.unwrap_or(members.len());
        if place == members.len() {
            members.push(Member {
                id: found.id,
                name: name.as_str().to_owned(),
                password: PASSWORD.to_owned(),
                session: None,
                codes: Vec::new(),
            });
        }
        self.known.invites.push((place, invite));
    }

    pub(super) async fn context(
        &self,
        secret: Option<&SessionSecret>,
    ) -> Result<AuthContext, Outcome> {
        let lang = Some(Lang::En);
        let context = self
            .admin
            .resolve_session(secret, true, "Firefox", lang)
            .await;
        context.map_err(|error| Err::<(), _>(error).into())
    }

    /// Follows an enrolment link, more often one of the last.
    pub(super) async fn enrol(&mut self, link: Pick, with_passkey: bool) -> Outcome {
        let links: Vec<_> = self.known.invites.iter().rev().cloned().collect();
        match link.of(&links) {
            Some((index, invite)) => match self.try_enrol(*index, invite, with_passkey).await {
                Ok(outcome) | Err(outcome) => outcome,
            },
            None => Outcome::skipped(),
        }
    }

    async fn try_enrol(
        &mut self,
        index: usize,
        invite: &SessionSecret,
        with_passkey: bool,
    ) -> Result<Outcome, Outcome> {
        let stranger = self.context(None).await?;
        let accepted = self.admin.accept_invite(&stranger.session, invite.expose());
        let secret = match accepted.await {
            Ok(InviteOutcome::StartsEnrolment(secret)) => secret,
            other => return Err(other.into()),
        };
        let (home, context) = (address(0), self.context(Some(&secret)).await?);
        let Some(reviewer) = context.reviewer else {
            return Err(Outcome::skipped());
        };
        let chosen = NewCredentials {
            name: "chosen",
            password: PASSWORD,
            again: PASSWORD,
        };
        let chosen = self
            .admin
            .choose_password(&context.session, &reviewer, chosen);
        let first = Outcome::from(chosen.await);
        let context = self.context(Some(&secret)).await?;
        let Some(reviewer) = context.reviewer else {
            return Err(first);
        };
        let enrolled = if with_passkey {
            let begun = self
                .admin
                .begin_passkey_registration(&context.session, &reviewer)
                .await;
            begun.map_err(|error| Outcome::from(Err::<(), _>(error)))?;
            let session = self.context(Some(&secret)).await?.session;
            let answer = self.new_passkey(reviewer.id);
            self.admin
                .enrol_passkey(&session, &reviewer, (&answer, "phone"), home)
                .await
        } else {
            let code = totp_code(self.now());
            self.admin
                .enrol_totp(&context.session, &reviewer, &code, home)
                .await
        };
        if let Ok(EnrolmentOutcome::SignedIn(secret)) = &enrolled {
            self.signed_in(index, secret).await?;
        }
        Ok(first.then(enrolled.into()))
    }

    pub(super) fn new_passkey(&mut self, owner: ReviewerId) -> String {
        self.known.passkeys += 1;
        passkey_answer(owner, format!("key{}", self.known.passkeys).as_bytes())
    }

    /// Notes a new session of a member, with the recovery codes that it shows.
    async fn signed_in(&mut self, index: usize, secret: &SessionSecret) -> Result<(), Outcome> {
        let codes = self.context(Some(secret)).await?.session.data.codes;
        let member = &mut self.known.members[index];
        member.session = Some(secret.clone());
        if !codes.is_empty() {
            member.codes = codes;
        }
        Ok(())
    }

    pub(super) async fn sign_in(&mut self, who: Pick, how: SignIn, from: u8) -> Outcome {
        match who.index(self.known.members.len()) {
            Some(index) => match self.try_sign_in(index, how, from).await {
                Ok(outcome) | Err(outcome) => outcome,
            },
            None => Outcome::skipped(),
        }
    }

    async fn try_sign_in(
        &mut self,
        index: usize,
        how: SignIn,
        from: u8,
    ) -> Result<Outcome, Outcome> {
        let (from, stranger) = (address(from), self.context(None).await?);
        let member = &self.known.members[index];
        let passkeys = self.admin.store.passkeys(member.id).await;
        let passkeys = passkeys.map_err(|error| Outcome::from(Err::<(), _>(error)))?;
        let key = passkeys.last().map_or(&b"none"[..], |key| &key.credential);
        let answer = passkey_answer(member.id, key);
        if matches!(how, SignIn::PasskeyAlone) {
            let begun = self.admin.begin_passkey_alone(stranger.session.stage);
            let challenge = begun.ok().flatten().map(|(_, challenge)| challenge);
            let done = self
                .admin
                .sign_in_with_passkey(&stranger.session, challenge, &answer, from);
            return self.end_sign_in(index, done.await).await;
        }
        let password = match how {
            SignIn::WrongPassword => "wrong",
            _ => &member.password,
        };
        let proof = PrimaryFactor::Password {
            name: &member.name,
            password,
        };
        let secret = match self
            .admin
            .verify_primary(&stranger.session, proof, from)
            .await
        {
            Ok(PrimaryOutcome::AwaitingSecondFactor(secret)) => secret,
            other => return Ok(other.into()),
        };
        let context = self.context(Some(&secret)).await?;
        let (code, recovery) = (totp_code(self.now()), member.codes.last().cloned());
        let recovery = recovery.unwrap_or_default();
        let proof = match how {
            SignIn::WrongCode => SecondFactor::Code("000000"),
            SignIn::Recovery => SecondFactor::Recovery(&recovery),
            SignIn::Passkey => SecondFactor::Passkey(&answer),
            _ => SecondFactor::Code(&code),
        };
        let reviewer = context.reviewer.as_ref();
        if let (SignIn::Passkey, Some(reviewer)) = (how, reviewer) {
            let begun = self
                .admin
                .begin_passkey_sign_in(&context.session, reviewer)
                .await;
            begun.map_err(|error| Outcome::from(Err::<(), _>(error)))?;
        }
        let session = self.context(Some(&secret)).await?.session;
        let done = self
            .admin
            .verify_second(&session, reviewer, proof, from)
            .await;
        self.end_sign_in(index, done).await
    }

    async fn end_sign_in(
        &mut self,
        index: usize,
        done: Result<SecondFactorOutcome, AdminError>,
    ) -> Result<Outcome, Outcome> {
        if let Ok(SecondFactorOutcome::SignedIn(secret)) = &done {
            self.signed_in(index, secret).await?;
        }
        Ok(done.into())
    }

    /// A signed-in member. One whose session has ended signs in first, if possible.
    pub(super) async fn principal(&mut self, who: Pick) -> Result<(usize, Principal), Outcome> {
        let index = who.index(self.known.members.len());
        let index = index.ok_or_else(Outcome::skipped)?;
        for _ in 0..2 {
            let secret = self.known.members[index].session.clone();
            let context = self.context(secret.as_ref()).await?;
            if let Some(principal) = context.principal() {
                return Ok((index, principal));
            }
            self.try_sign_in(index, SignIn::Right, 0).await?;
        }
        Err(Outcome::of("not signed in"))
    }
}
