//! A store on one engine with the use cases over it, and what earlier operations have made.

use super::{
    credentials::StubCredentials,
    provider::{ScriptedProvider, lookups},
};
use crate::{
    config::{Dialect, Webhooks},
    db::{DatabaseStore, Sessions, named_leases::NamedLease},
    jobs::Checkpointer,
    maintenance::ErasureRegister,
    test_support::{FakeClock, TestInstallation},
    webhook::WebhookProcessor,
};
use kyc::{
    admin::{
        ReviewerId,
        case::CaseService,
        list::SearchId,
        service::AdminService,
        session::{SessionSecret, StaffSessionTimeouts},
    },
    application::Application,
    budget::DailyLimits,
    jobs::{DeliveryLease, Job},
    policy::Policy,
    ports::{Clock, Entropy},
    return_link::ReturnSecret,
    service::Onboarding,
};
use proptest::prelude::*;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};
use time::{Duration, OffsetDateTime, macros::datetime};
use tower_sessions_core::session::Id;

/// A Monday, so that two business days are two calendar days.
const START: OffsetDateTime = datetime!(2026-11-23 10:00 UTC);

/// How long a lease lasts.
pub(super) const LEASE: Duration = Duration::seconds(20);

/// One of the things that earlier operations have made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pick(u8);

impl Pick {
    pub(super) const FIRST: Self = Self(0);

    pub(super) fn index(self, count: usize) -> Option<usize> {
        usize::from(self.0).checked_rem(count)
    }

    pub(super) fn of<T>(self, from: &[T]) -> Option<&T> {
        from.get(self.index(from.len())?)
    }
}

pub(super) fn picks() -> impl Strategy<Value = Pick> {
    (0..8_u8).prop_map(Pick)
}

/// Random bytes that are the same on both engines: their rows are then equal to the last byte.
struct SeededEntropy(Mutex<u64>);

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        let mut state = self.0.lock().expect("no panic in here");
        for bytes in buffer.chunks_mut(8) {
            // SplitMix64.
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut x = *state;
            x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            bytes.copy_from_slice(&(x ^ (x >> 31)).to_be_bytes()[..bytes.len()]);
        }
    }
}

/// A staff member.
pub(super) struct Member {
    pub(super) id: ReviewerId,
    pub(super) name: String,
    pub(super) password: String,
    /// The secret of the last session.
    pub(super) session: Option<SessionSecret>,
    /// The recovery codes that were shown last.
    pub(super) codes: Vec<String>,
}

/// What earlier operations have made. It follows from their outcomes, and so is equal on both engines.
#[derive(Default)]
pub(super) struct Known {
    /// Applications as they were created.
    pub(super) applications: Vec<Application>,
    pub(super) links: Vec<ReturnSecret>,
    pub(super) sessions: Vec<Id>,
    /// Claimed jobs, whose leases may be over.
    pub(super) jobs: Vec<Job>,
    /// Claimed webhook deliveries, whose leases may be over.
    pub(super) deliveries: Vec<DeliveryLease>,
    pub(super) webhooks: usize,
    pub(super) leases: Vec<NamedLease>,
    pub(super) members: Vec<Member>,
    /// Members by their place, with the secrets of their enrolment links.
    pub(super) invites: Vec<(usize, SessionSecret)>,
    pub(super) passkeys: usize,
    pub(super) searches: Vec<(SearchId, ReviewerId)>,
}

/// A store on one engine, and everything that works on it.
pub(super) struct EngineFixture {
    installation: TestInstallation,
    pub(super) clock: Arc<FakeClock>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) provider: Arc<ScriptedProvider>,
    pub(super) store: DatabaseStore,
    pub(super) onboarding: Onboarding,
    pub(super) admin: AdminService,
    pub(super) cases: CaseService,
    pub(super) applicant_sessions: Sessions,
    pub(super) webhooks: WebhookProcessor,
    pub(super) checkpointer: Checkpointer,
    pub(super) register: ErasureRegister,
    pub(super) known: Known,
}

/// Small budgets, so that operations use them up.
fn policy() -> Policy {
    Policy {
        attempts: 2,
        daily: DailyLimits {
            starts: Some(5),
            starts_of_ssn: Some(3),
            codes: Some(3),
            codes_of_phone: Some(2),
        },
        ..Policy::default()
    }
}

impl EngineFixture {
    pub(super) async fn new(installation: TestInstallation, client_assigned: bool) -> Self {
        let clock = FakeClock::at(START);
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy(Mutex::default()));
        let store = installation.open_with(Arc::clone(&entropy)).await;
        let provider = Arc::new(ScriptedProvider::new(clock.clone(), client_assigned));
        let onboarding = Onboarding {
            store: Arc::new(store.clone()),
            verifier: provider.clone(),
            clock: clock.clone(),
            entropy: Arc::clone(&entropy),
            policy: Arc::new(policy()),
            lookups: lookups(),
        };
        let admin = AdminService {
            store: Arc::new(store.clone()),
            sensitive_data: Arc::new(store.clone()),
            credentials: Arc::new(StubCredentials),
            clock: clock.clone(),
            entropy: Arc::clone(&entropy),
            timeouts: StaffSessionTimeouts::default(),
            reveals_a_day: 2,
            firm: "Acme".into(),
        };
        let cases = CaseService {
            cases: Arc::new(store.clone()),
            admin: Arc::new(store.clone()),
            onboarding: Arc::new(onboarding.clone()),
        };
        let webhooks = WebhookProcessor {
            dialect: Dialect::C,
            webhooks: Webhooks {
                firm: Some("acme".to_owned()),
                ..Webhooks::default()
            },
            store: store.clone(),
            onboarding: onboarding.clone(),
        };
        let register = installation.path("register");
        Self {
            clock: clock.clone(),
            entropy,
            provider,
            onboarding,
            admin,
            cases,
            applicant_sessions: Sessions::new(store.clone(), clock.clone()),
            webhooks,
            checkpointer: Checkpointer::new(store.clone(), &register, clock),
            register: ErasureRegister::new(&register),
            known: Known::default(),
            store,
            installation,
        }
    }

    pub(super) fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    pub(super) fn wait(&self, by: Duration) {
        self.clock.set(self.now() + by);
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.installation.path(name)
    }
}
