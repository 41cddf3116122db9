//! Test installation in a temporary folder, for the tests of this crate.

mod client_keys;
mod cluster;
mod environment;

pub(crate) use client_keys::ClientKeys;
pub(crate) use environment::variable;

use crate::{
    config::{PostgresAddress, PostgresLocation},
    crypto::{Keyring, Signer},
    db::{DatabaseStore, SchemaPolicy},
    system::{SystemClock, SystemEntropy},
};
use async_trait::async_trait;
use cluster::TestCluster;
use kyc::{
    application::SerializedRequest,
    form::{address::AddressTyped, birth::BirthTyped, contact::ContactTyped, name::NameTyped},
    id::{ApplicationId, ExternalId},
    policy::Policy,
    ports::{Clock, Entropy, OptionalLookups, Verifier, VerifierError},
    provider::ProviderUpdate,
    request::StartRequest,
    service::{Intent, Onboarding, StepInput, SubmitOutcome},
};
use std::{
    net::Ipv4Addr,
    path::PathBuf,
    sync::{Arc, Mutex},
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// Verifier whose calls always fail.
struct UnreachableVerifier;

const NOT_THERE: VerifierError = VerifierError::Unavailable {
    cause: "refused",
    retry_after: None,
};

#[async_trait]
impl Verifier for UnreachableVerifier {
    fn serialize_start(&self, _: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(b"{}".to_vec())
    }

    async fn start(&self, _: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        Err(NOT_THERE)
    }

    async fn status(&self, _: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        Err(NOT_THERE)
    }
}

/// Clock that the test sets.
pub(crate) struct FakeClock(Mutex<OffsetDateTime>);

impl FakeClock {
    pub(crate) fn at(start: OffsetDateTime) -> Arc<Self> {
        Arc::new(Self(Mutex::new(start)))
    }

    pub(crate) fn set(&self, now: OffsetDateTime) {
        *self.0.lock().expect("no panic in here") = now;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().expect("no panic in here")
    }
}

/// Temporary folder with key file and database. `VESTIBULE_TEST_POSTGRES` puts the database into the
/// cluster with this address.
pub(crate) struct TestInstallation {
    pub(crate) folder: tempfile::TempDir,
    cluster: Option<TestCluster>,
}

impl TestInstallation {
    pub(crate) fn new() -> Self {
        Self::on(TestCluster::of_the_environment())
    }

    /// The database is a file, also where the environment names a cluster.
    pub(crate) fn with_sqlite() -> Self {
        Self::on(None)
    }

    fn on(cluster: Option<TestCluster>) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            cluster,
        }
    }

    pub(crate) const fn has_cluster(&self) -> bool {
        self.cluster.is_some()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) async fn open(&self) -> DatabaseStore {
        self.open_with(Arc::new(SystemEntropy)).await
    }

    /// Opens the store with another source of random bytes.
    pub(crate) async fn open_with(&self, entropy: Arc<dyn Entropy>) -> DatabaseStore {
        let ring = Keyring::open(&self.path("key"), true, &*entropy).expect("keys");
        let ring = Arc::new(ring);
        let store = match &self.cluster {
            None => DatabaseStore::open(&self.path("db"), ring, entropy).await,
            Some(cluster) => {
                let parse = |url: String| PostgresAddress::parse(&url).expect("an address");
                let location = PostgresLocation {
                    address: parse(cluster.url()),
                    notices: cluster.direct_url().map(parse),
                };
                DatabaseStore::connect(&location, SchemaPolicy::Migrate, ring, entropy).await
            }
        };
        store.expect("a store")
    }
}

/// Use cases over a store, with an unreachable provider.
pub(crate) fn onboarding(store: &DatabaseStore) -> Onboarding {
    onboarding_with(store, Arc::new(UnreachableVerifier))
}

/// Use cases over a store, with the given verifier.
pub(crate) fn onboarding_with(store: &DatabaseStore, verifier: Arc<dyn Verifier>) -> Onboarding {
    Onboarding {
        store: Arc::new(store.clone()),
        verifier,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        policy: Arc::new(Policy::default()),
        lookups: OptionalLookups::default(),
    }
}

/// Creates an application with a complete draft.
pub(crate) async fn answer_all(onboarding: &Onboarding) -> ApplicationId {
    let id = onboarding.create(None).await.expect("opened").id;
    let text = str::to_owned;
    let address = AddressTyped {
        line1: text("123 Main Street"),
        city: text("New York"),
        state: text("NY"),
        postal: text("10001"),
        ..AddressTyped::default()
    };
    let mut entries = contact_entries("John", "john.doe@example.com");
    entries.push(StepInput::Address(address));
    entries.push(StepInput::Ssn(Zeroizing::new(text("123-45-6789"))));
    for entry in entries {
        save(onboarding, id, entry).await;
    }
    id
}

async fn save(onboarding: &Onboarding, id: ApplicationId, entry: StepInput) {
    let application = onboarding.find(id).await.expect("there");
    let saved = onboarding.save(application, entry, Intent::Continue).await;
    saved.expect("saved");
}

/// Submits an application with a complete draft.
pub(crate) async fn submit(onboarding: &Onboarding, id: ApplicationId) {
    let application = onboarding.find(id).await.expect("there");
    let home = Ipv4Addr::LOCALHOST.into();
    let submitted = onboarding.submit(application, home).await;
    assert_eq!(submitted.expect("no error"), SubmitOutcome::Submitted);
}

/// Creates `count` empty applications.
pub(crate) async fn people(store: &DatabaseStore, count: usize) -> Vec<ApplicationId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let begun = onboarding(store).create(None).await;
        ids.push(begun.expect("an application").id);
    }
    ids
}

/// Saves consent, name, birth date and contact of an application.
pub(crate) async fn answer(store: &DatabaseStore, id: ApplicationId, given: &str, email: &str) {
    for entry in contact_entries(given, email) {
        save(&onboarding(store), id, entry).await;
    }
}

/// Input of the first four steps.
fn contact_entries(given: &str, email: &str) -> Vec<StepInput> {
    let name = NameTyped {
        given: given.to_owned(),
        family: "Doe".to_owned(),
        ..NameTyped::default()
    };
    let contact = ContactTyped {
        email: email.to_owned(),
        phone: "+15551234567".to_owned(),
        ..ContactTyped::default()
    };
    let birth = BirthTyped {
        year: "1990".to_owned(),
        month: "1".to_owned(),
        day: "15".to_owned(),
    };
    vec![
        StepInput::Consent(true),
        StepInput::Name(name),
        StepInput::BirthDate(birth),
        StepInput::Contact(contact),
    ]
}

/// Signer with a new random key.
pub(crate) fn a_signer() -> Signer {
    let seed = crate::crypto::key_file::fresh(&SystemEntropy);
    Signer::new(&seed).expect("a key")
}
