//! What an attempt to sign in costs, whoever's it is: as many hashes and as
//! many rows for a name that nobody has as for one that somebody has.

use crate::{
    testing::House,
    world::{SystemClock, SystemEntropy},
};
use kyc::{
    desk::{
        AccountName, Reviewer, ReviewerId, Role,
        deed::By,
        port::{Ceremony, ProofError, Proofs, Step},
        reviewer::{Passkey, PasswordHash, Totp, TotpSecret},
        service::{Desk, First, FirstOutcome},
        session::Terms,
    },
    ports::Fut,
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

/// Counts what is hashed, and hashes nothing.
#[derive(Default)]
struct Counting(AtomicUsize);

impl Proofs for Counting {
    fn hash<'a>(&'a self, password: &'a str) -> Fut<'a, Result<PasswordHash, ProofError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(PasswordHash(password.to_owned())) })
    }

    fn fits<'a>(
        &'a self,
        password: &'a str,
        hash: Option<&'a PasswordHash>,
    ) -> Fut<'a, Result<bool, ProofError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(hash.is_some_and(|hash| hash.0 == password)) })
    }

    fn step(&self, _: &TotpSecret, _: &str, _: OffsetDateTime) -> Option<u64> {
        None
    }

    fn setup(&self, _: &TotpSecret, _: &AccountName) -> String {
        String::new()
    }

    fn has_passkeys(&self) -> bool {
        false
    }

    fn ask_new_passkey(&self, _: &Reviewer, _: &[Passkey]) -> Result<Ceremony, ProofError> {
        Err(ProofError)
    }

    fn new_passkey(&self, _: &str, _: &str, _: OffsetDateTime) -> Option<Passkey> {
        None
    }

    fn ask_passkey(&self, _: &[Passkey]) -> Result<Ceremony, ProofError> {
        Err(ProofError)
    }

    fn passkey(&self, _: &str, _: &str, _: &[Passkey], _: OffsetDateTime) -> Option<Passkey> {
        None
    }
}

/// Adds somebody who can sign in with their own name as password.
async fn enrolled(desk: &Desk, name: &str) -> ReviewerId {
    let name = AccountName::parse(name).expect("a name");
    let added = desk.add(By::Operator, name.clone(), Role::Viewer).await;
    added.expect("added");
    let them = desk.store.named(&name).await.expect("an answer");
    let them = them.expect("somebody");
    let id = them.id;
    let with = Reviewer {
        password: Some(PasswordHash(name.as_str().to_owned())),
        totp: Some(Totp {
            secret: TotpSecret(Zeroizing::new(vec![7; 20])),
            last_step: 0,
        }),
        ..them
    };
    let done = desk
        .store
        .carry_out(vec![Step::Update(with)], desk.clock.now());
    done.await.expect("enrolled");
    id
}

#[tokio::test]
async fn unknown_wrong_and_disabled_cost_the_same() {
    let house = House::new();
    let store = house.open().await;
    let proofs = Arc::new(Counting::default());
    let desk = Desk {
        store: Arc::new(store.clone()),
        dossiers: Arc::new(store.clone()),
        proofs: proofs.clone(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        terms: Terms::default(),
        reveals_a_day: 50,
        firm: "Meridian Trading".into(),
    };
    enrolled(&desk, "jane.smith").await;
    let gone = enrolled(&desk, "gone.away").await;
    desk.disable(By::Operator, gone).await.expect("disabled");
    let mut costs = Vec::new();
    for (n, (name, password)) in [
        ("nobody.here", "x"),
        ("jane.smith", "x"),
        ("gone.away", "gone.away"),
        ("no name!", "x"),
    ]
    .into_iter()
    .enumerate()
    {
        let stranger = desk.arrive(None, true, "").await.expect("a session");
        let before = (proofs.0.load(Ordering::Relaxed), rows(&store).await);
        let last = u8::try_from(n).expect("a few");
        let from = IpAddr::V4(Ipv4Addr::new(192, 0, 2, last));
        let proof = First::Password { name, password };
        let outcome = desk.prove_first(&stranger.session, proof, from).await;
        assert!(matches!(outcome, Ok(FirstOutcome::Wrong)), "{name}");
        let after = (proofs.0.load(Ordering::Relaxed), rows(&store).await);
        costs.push((after.0 - before.0, after.1 - before.1));
    }
    // One hash, one line of the trail.
    assert_eq!(costs, [(1, 1); 4]);
}

async fn rows(store: &crate::db::SqliteStore) -> u64 {
    store.examine_staff().await.expect("the trail").rows
}
