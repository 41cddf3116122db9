//! Cost of a sign-in attempt: known and unknown names cause equally many hashes and rows.

use crate::{
    system::{SystemClock, SystemEntropy},
    test_support::TestInstallation,
};
use async_trait::async_trait;
use kyc::admin::{
    AccountName, Reviewer, ReviewerId, Role,
    audit::{StaffActor, StaffAuditEntry, StaffEvent},
    ports::{CredentialError, CredentialVerifier, HashQueue, StaffCommand, WebauthnChallenge},
    reviewer::{Passkey, PasswordHash, Totp, TotpSecret},
    service::{AdminService, PrimaryFactor, PrimaryOutcome},
    session::StaffSessionTimeouts,
};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// Counts hash operations without computing them.
#[derive(Default)]
struct Counting(AtomicUsize);

#[async_trait]
impl CredentialVerifier for Counting {
    async fn hash(&self, password: &str) -> Result<PasswordHash, CredentialError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(PasswordHash(password.to_owned()))
    }

    async fn verify_password(
        &self,
        password: &str,
        hash: Option<&PasswordHash>,
        _: HashQueue,
    ) -> Result<bool, CredentialError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(hash.is_some_and(|hash| hash.0 == password))
    }

    fn totp_step(&self, _: &TotpSecret, _: &str, _: OffsetDateTime) -> Option<u64> {
        None
    }

    fn totp_setup(&self, _: &TotpSecret, _: &AccountName) -> String {
        String::new()
    }

    fn has_passkeys(&self) -> bool {
        false
    }

    fn begin_passkey_registration(
        &self,
        _: &Reviewer,
        _: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError> {
        Err(CredentialError::Unavailable)
    }

    fn finish_passkey_registration(&self, _: &str, _: &str, _: OffsetDateTime) -> Option<Passkey> {
        None
    }

    fn begin_passkey_authentication(
        &self,
        _: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError> {
        Err(CredentialError::Unavailable)
    }

    fn finish_passkey_authentication(
        &self,
        _: &str,
        _: &str,
        _: &[Passkey],
        _: OffsetDateTime,
    ) -> Option<Passkey> {
        None
    }

    fn begin_passkey_alone(&self) -> Result<WebauthnChallenge, CredentialError> {
        Err(CredentialError::Unavailable)
    }

    fn passkey_owner(&self, _: &str) -> Option<ReviewerId> {
        None
    }

    fn finish_passkey_alone(
        &self,
        _: &str,
        _: &str,
        _: &[Passkey],
        _: OffsetDateTime,
    ) -> Option<Passkey> {
        None
    }
}

/// Adds a reviewer whose password is the account name.
async fn enrolled(admin: &AdminService, name: &str) -> ReviewerId {
    let name = AccountName::parse(name).expect("a name");
    let added = admin
        .add(StaffActor::Operator, name.clone(), Role::Viewer)
        .await;
    added.expect("added");
    let them = admin.store.find_by_name(&name).await.expect("an answer");
    let them = them.expect("a reviewer");
    let id = them.id;
    let with = Reviewer {
        password: Some(PasswordHash(name.as_str().to_owned())),
        totp: Some(Totp {
            secret: TotpSecret(Zeroizing::new(vec![7; 20])),
            last_step: 0,
        }),
        ..them
    };
    let enrolled = StaffCommand::Audit(StaffAuditEntry {
        actor: StaffActor::Reviewer(id),
        about: Some(id),
        event: StaffEvent::Enrolled,
    });
    let steps = vec![StaffCommand::Update(with), enrolled];
    let done = admin.store.apply(steps, admin.clock.now());
    done.await.expect("enrolled");
    id
}

#[tokio::test]
async fn password_check_costs_the_same_for_unknown_wrong_and_disabled() {
    let installation = TestInstallation::new();
    let store = installation.open().await;
    let proofs = Arc::new(Counting::default());
    let admin = AdminService {
        store: Arc::new(store.clone()),
        sensitive_data: Arc::new(store.clone()),
        credentials: proofs.clone(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        timeouts: StaffSessionTimeouts::default(),
        reveals_a_day: 50,
        firm: "Meridian Trading".into(),
    };
    enrolled(&admin, "jane.smith").await;
    let gone = enrolled(&admin, "gone.away").await;
    admin
        .disable(StaffActor::Operator, gone)
        .await
        .expect("disabled");
    let mut costs = Vec::new();
    for (n, (name, password)) in [
        ("unknown.account", "x"),
        ("jane.smith", "x"),
        ("gone.away", "gone.away"),
        ("no name!", "x"),
    ]
    .into_iter()
    .enumerate()
    {
        let stranger = admin
            .resolve_session(None, true, "", None)
            .await
            .expect("a session");
        let before = (proofs.0.load(Ordering::Relaxed), rows(&store).await);
        let last = u8::try_from(n).expect("a few");
        let from = IpAddr::V4(Ipv4Addr::new(192, 0, 2, last));
        let proof = PrimaryFactor::Password { name, password };
        let outcome = admin.verify_primary(&stranger.session, proof, from).await;
        assert!(matches!(outcome, Ok(PrimaryOutcome::Wrong)), "{name}");
        let after = (proofs.0.load(Ordering::Relaxed), rows(&store).await);
        costs.push((after.0 - before.0, after.1 - before.1));
    }
    // One hash and one audit event for each attempt.
    assert_eq!(costs, [(1, 1); 4]);
}

async fn rows(store: &crate::db::DatabaseStore) -> u64 {
    store.verify_staff_trail().await.expect("the trail").rows
}
