//! Password hashes: argon2id at 64 MiB and three passes, with a pepper outside the database (ASVS
//! 11.4.2). Each hash needs 64 MiB, so few run at once and few wait: more would only delay every
//! sign-in. Sign-ins from trusted addresses have a queue of their own.

use crate::{config::PasswordCost, crypto::Secret};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash as Phc, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use kyc::{
    admin::{
        password::normalized,
        ports::{CredentialError, HashQueue},
        reviewer::PasswordHash,
    },
    ports::Entropy,
};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

const LANES: u32 = 1;
/// Hashes of one queue that are computed concurrently.
const AT_ONCE: usize = 2;
/// Further hashes of one queue that wait: about a second. Beyond them the caller is told at once.
const WAITING: usize = 8;

/// Computes and verifies password hashes.
pub(super) struct Passwords {
    cost: PasswordCost,
    pepper: Arc<Secret>,
    entropy: Arc<dyn Entropy>,
    strangers: Queue,
    known: Queue,
}

/// A queue with few places. Some of them compute, the others wait.
struct Queue {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Queue {
    fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Waits for a turn, which lasts as long as the permits. Fails at once if the queue is full.
    async fn turn(&self) -> Result<[OwnedSemaphorePermit; 2], CredentialError> {
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| CredentialError::Busy)?;
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|_| CredentialError::Unavailable)?;
        Ok([turn, place])
    }
}

fn argon(cost: PasswordCost, pepper: &[u8]) -> Result<Argon2<'_>, CredentialError> {
    let PasswordCost { memory_kib, passes } = cost;
    let params =
        Params::new(memory_kib, passes, LANES, None).map_err(|_| CredentialError::Unavailable)?;
    let made = Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params);
    made.map_err(|_| CredentialError::Unavailable)
}

impl Passwords {
    pub(super) fn new(cost: PasswordCost, pepper: Secret, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            cost,
            pepper: Arc::new(pepper),
            entropy,
            strangers: Queue::new(),
            known: Queue::new(),
        }
    }

    /// Hashes a password with a new salt.
    pub(super) async fn hash(
        &self,
        password: &str,
        queue: HashQueue,
    ) -> Result<PasswordHash, CredentialError> {
        let mut salt = [0; 16];
        self.entropy.fill(&mut salt);
        let salt = SaltString::encode_b64(&salt).map_err(|_| CredentialError::Unavailable)?;
        let work = move |argon: &Argon2<'_>, password: &[u8]| {
            let made = argon.hash_password(password, &salt);
            made.map(|phc| phc.to_string())
                .map_err(|_| CredentialError::Unavailable)
        };
        let password = normalized(password);
        let made = self.spawn_hash(&password, queue, work).await?;
        made.map(PasswordHash)
    }

    /// Whether the password matches the hash. Without a hash it does the same work, so that the
    /// response time does not reveal unknown names.
    pub(super) async fn fits(
        &self,
        password: &str,
        hash: Option<&PasswordHash>,
        queue: HashQueue,
    ) -> Result<bool, CredentialError> {
        let Some(hash) = hash else {
            return self.hash(password, queue).await.map(|_| false);
        };
        let plain = normalized(password);
        let fits = self.verify(&plain, hash, queue).await?;
        // Earlier versions hashed what was typed.
        if !fits && *plain != password {
            return self.verify(password, hash, queue).await;
        }
        Ok(fits)
    }

    async fn verify(
        &self,
        password: &str,
        hash: &PasswordHash,
        queue: HashQueue,
    ) -> Result<bool, CredentialError> {
        let hash = hash.clone();
        let work = move |argon: &Argon2<'_>, password: &[u8]| {
            let phc = Phc::new(&hash.0).map_err(|_| CredentialError::Unavailable)?;
            Ok(argon.verify_password(password, &phc).is_ok())
        };
        self.spawn_hash(password, queue, work).await?
    }

    /// Runs the work in a blocking thread once a permit is free, so that it does not delay
    /// requests.
    async fn spawn_hash<T: Send + 'static>(
        &self,
        password: &str,
        queue: HashQueue,
        work: impl FnOnce(&Argon2<'_>, &[u8]) -> T + Send + 'static,
    ) -> Result<T, CredentialError> {
        let turn = match queue {
            HashQueue::Strangers => self.strangers.turn().await?,
            HashQueue::Known => self.known.turn().await?,
        };
        let password = Zeroizing::new(password.to_owned());
        let (cost, pepper) = (self.cost, self.pepper.clone());
        let done = tokio::task::spawn_blocking(move || {
            let done = argon(cost, &**pepper).map(|argon| work(&argon, password.as_bytes()));
            drop(turn);
            done
        });
        done.await.map_err(|_| CredentialError::Unavailable)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::SystemEntropy;
    use futures_util::FutureExt;

    fn passwords(pepper: u8) -> Passwords {
        let pepper = Zeroizing::new([pepper; 32]);
        Passwords::new(PasswordCost::FULL, pepper, Arc::new(SystemEntropy))
    }

    #[tokio::test]
    async fn hash_names_its_parameters_and_verifies_one_password_and_pepper() {
        let queue = HashQueue::Known;
        let hash = passwords(1).hash("vague otter lends a kettle", queue).await;
        let hash = hash.expect("a hash");
        assert!(
            hash.0.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"),
            "{}",
            hash.0
        );
        for (pepper, password, fits) in [
            (1, "vague otter lends a kettle", true),
            (1, "vague otter lends a kettlf", false),
            (2, "vague otter lends a kettle", false),
        ] {
            let result = passwords(pepper).fits(password, Some(&hash), queue).await;
            assert_eq!(result, Ok(fits), "{pepper} {password}");
        }
        assert_eq!(passwords(1).fits("unknown", None, queue).await, Ok(false));
    }

    #[tokio::test]
    async fn full_queue_refuses_at_once_and_leaves_the_other_one_free() {
        let passwords = passwords(1);
        let mut turns = Vec::new();
        for _ in 0..AT_ONCE {
            turns.push(passwords.strangers.turn().await.expect("a turn"));
        }
        let mut waiting: Vec<_> = (0..WAITING)
            .map(|_| Box::pin(passwords.fits("unknown", None, HashQueue::Strangers)))
            .collect();
        for one in &mut waiting {
            assert!(one.now_or_never().is_none());
        }
        let next = passwords.fits("unknown", None, HashQueue::Strangers);
        assert_eq!(next.await, Err(CredentialError::Busy));
        let known = passwords.fits("unknown", None, HashQueue::Known);
        assert_eq!(known.await, Ok(false));
        drop((turns, waiting));
        let next = passwords.fits("unknown", None, HashQueue::Strangers);
        assert_eq!(next.await, Ok(false));
    }

    #[tokio::test]
    async fn password_fits_in_each_unicode_spelling() {
        let passwords = passwords(1);
        let queue = HashQueue::Known;
        let (composed, decomposed) = ("el ni\u{f1}o \u{fb01}nge bien", "el nin\u{303}o finge bien");
        let hash = passwords.hash(composed, queue).await.expect("a hash");
        for typed in [composed, decomposed] {
            let fits = passwords.fits(typed, Some(&hash), queue).await;
            assert_eq!(fits, Ok(true), "{typed}");
        }
        // A hash of an earlier version, of the text as typed.
        let work = |argon: &Argon2<'_>, password: &[u8]| {
            let salt = SaltString::encode_b64(&[7; 16]).expect("a salt");
            argon
                .hash_password(password, &salt)
                .map(|phc| phc.to_string())
        };
        let old = passwords.spawn_hash(decomposed, queue, work).await;
        let old = PasswordHash(old.expect("done").expect("a hash"));
        let fits = passwords.fits(decomposed, Some(&old), queue).await;
        assert_eq!(fits, Ok(true));
    }
}
