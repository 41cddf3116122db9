//! Password hashes: argon2id at 64 MiB and three passes, with a pepper outside the database (ASVS
//! 11.4.2). A semaphore limits concurrent hashes, because each needs 64 MiB.

use crate::{config::PasswordCost, crypto::Secret};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash as Phc, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use kyc::{
    admin::{ports::CredentialError, reviewer::PasswordHash},
    ports::Entropy,
};
use std::sync::Arc;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

const LANES: u32 = 1;
/// Hashes that are computed concurrently; further ones wait.
const AT_ONCE: usize = 2;

/// Computes and verifies password hashes.
pub(super) struct Passwords {
    cost: PasswordCost,
    pepper: Arc<Secret>,
    entropy: Arc<dyn Entropy>,
    turns: Arc<Semaphore>,
}

fn argon(cost: PasswordCost, pepper: &[u8]) -> Result<Argon2<'_>, CredentialError> {
    let PasswordCost { memory_kib, passes } = cost;
    let params = Params::new(memory_kib, passes, LANES, None).map_err(|_| CredentialError)?;
    let made = Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params);
    made.map_err(|_| CredentialError)
}

impl Passwords {
    pub(super) fn new(cost: PasswordCost, pepper: Secret, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            cost,
            pepper: Arc::new(pepper),
            entropy,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Hashes a password with a new salt.
    pub(super) async fn hash(&self, password: &str) -> Result<PasswordHash, CredentialError> {
        let mut salt = [0; 16];
        self.entropy.fill(&mut salt);
        let salt = SaltString::encode_b64(&salt).map_err(|_| CredentialError)?;
        let work = move |argon: &Argon2<'_>, password: &[u8]| {
            let made = argon.hash_password(password, &salt);
            made.map(|phc| phc.to_string()).map_err(|_| CredentialError)
        };
        self.spawn_hash(password, work).await?.map(PasswordHash)
    }

    /// Whether the password matches the hash. Without a hash it does the same work, so that the
    /// response time does not reveal unknown names.
    pub(super) async fn fits(
        &self,
        password: &str,
        hash: Option<&PasswordHash>,
    ) -> Result<bool, CredentialError> {
        let Some(hash) = hash.cloned() else {
            return self.hash(password).await.map(|_| false);
        };
        let work = move |argon: &Argon2<'_>, password: &[u8]| {
            let phc = Phc::new(&hash.0).map_err(|_| CredentialError)?;
            Ok(argon.verify_password(password, &phc).is_ok())
        };
        self.spawn_hash(password, work).await?
    }

    /// Runs the work in a blocking thread once a permit is free, so that it does not delay
    /// requests.
    async fn spawn_hash<T: Send + 'static>(
        &self,
        password: &str,
        work: impl FnOnce(&Argon2<'_>, &[u8]) -> T + Send + 'static,
    ) -> Result<T, CredentialError> {
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|_| CredentialError)?;
        let password = Zeroizing::new(password.to_owned());
        let (cost, pepper) = (self.cost, self.pepper.clone());
        let done = tokio::task::spawn_blocking(move || {
            let done = argon(cost, &**pepper).map(|argon| work(&argon, password.as_bytes()));
            drop(turn);
            done
        });
        done.await.map_err(|_| CredentialError)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::SystemEntropy;

    fn passwords(pepper: u8) -> Passwords {
        let pepper = Zeroizing::new([pepper; 32]);
        Passwords::new(PasswordCost::FULL, pepper, Arc::new(SystemEntropy))
    }

    #[tokio::test]
    async fn hash_names_its_parameters_and_verifies_one_password_and_pepper() {
        let hash = passwords(1).hash("vague otter lends a kettle").await;
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
            let result = passwords(pepper).fits(password, Some(&hash)).await;
            assert_eq!(result, Ok(fits), "{pepper} {password}");
        }
        assert_eq!(passwords(1).fits("whoever", None).await, Ok(false));
    }
}
