//! Token handling against a strict token endpoint, with a fake clock.

use super::*;
use crate::{
    config::{Dialect, OAuthClient, ProviderSettings, Waits},
    provider::{CaptureHosts, Client},
    system::{SystemClock, SystemEntropy},
    test_support::ClientKeys,
};
use kyc::{
    application::SerializedRequest, id::ExternalId, ports::Verifier, provider::ProviderUpdate,
};
use sandbox::{
    ClientRegistration,
    Endpoint::{Start, Status, Token},
    Fault, FaultKind, Options, Sandbox,
};
use std::{sync::Mutex, time::Duration};
use time::OffsetDateTime;
use tokio::task::JoinSet;
use url::Url;

/// Clock that the test advances.
struct FakeClock(Mutex<OffsetDateTime>);

impl Clock for FakeClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().expect("no panic in here")
    }
}

struct Rig {
    sandbox: Sandbox,
    clock: Arc<FakeClock>,
    client: Arc<Client>,
}

const CLIENT: &str = "client_1";

async fn rig() -> Rig {
    let keys = ClientKeys::get();
    let registered = ClientRegistration::new(CLIENT, keys.public_pem());
    rig_with(Some(registered), |sandbox| {
        ProviderCredentials::Client(OAuthClient {
            id: CLIENT.to_owned(),
            key: keys.client_key(),
            token_url: Url::parse(&sandbox.token_url()).expect("an address"),
            audience: sandbox.base_url().to_owned(),
        })
    })
    .await
}

async fn rig_with(
    registered: Option<ClientRegistration>,
    credentials: impl FnOnce(&Sandbox) -> ProviderCredentials,
) -> Rig {
    let options = Options {
        client: registered,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.expect("a sandbox");
    let clock = Arc::new(FakeClock(Mutex::new(SystemClock.now())));
    let provider = ProviderSettings {
        base: Url::parse(sandbox.base_url()).expect("an address"),
        prefix: "/v1/kyc".to_owned(),
        credentials: credentials(&sandbox),
        dialect: Dialect::A,
        documents: true,
        calls_per_second: 1,
    };
    let client = Client::new(
        provider,
        CaptureHosts::default(),
        time::Duration::MINUTE,
        Waits::PRODUCT,
        clock.clone(),
        Arc::new(SystemEntropy),
    );
    Rig {
        sandbox,
        clock,
        client: Arc::new(client.expect("a client")),
    }
}

impl Rig {
    fn passes(&self, seconds: u64) {
        let by = Duration::from_secs(seconds);
        *self.clock.0.lock().expect("no panic in here") += by;
        self.sandbox.advance(by);
    }

    fn fault(&self, fault: Fault) {
        self.sandbox.fault(fault);
    }

    /// Polls an unknown id: a provider that accepts the token answers that it does not exist.
    fn ask(&self) -> impl Future<Output = Result<ProviderUpdate, VerifierError>> + use<> {
        let client = self.client.clone();
        async move {
            let id = ExternalId::parse("ext_nobody").expect("an id");
            client.status(&id).await
        }
    }

    async fn lets_us_in(&self) -> bool {
        self.ask().await == LET_IN
    }

    fn token_requests(&self) -> u64 {
        self.sandbox.calls(Token)
    }
}

const LET_IN: Result<ProviderUpdate, VerifierError> =
    Err(VerifierError::Unauthorized { status: 404 });
const REFUSED: Result<ProviderUpdate, VerifierError> =
    Err(VerifierError::Unauthorized { status: 401 });

fn no_token(cause: &'static str) -> Result<ProviderUpdate, VerifierError> {
    Err(VerifierError::Unavailable {
        cause,
        retry_after: None,
    })
}

/// Results of concurrent calls.
async fn at_once(rig: &Rig, calls: usize) -> Vec<Result<ProviderUpdate, VerifierError>> {
    let asking: JoinSet<_> = (0..calls).map(|_| rig.ask()).collect();
    asking.join_all().await
}

#[tokio::test]
async fn concurrent_calls_request_one_token() {
    let rig = rig().await;
    rig.fault(Fault::once(Token, FaultKind::Latency(200)));
    let answers = at_once(&rig, 64).await;
    assert!(
        answers.iter().all(|answer| *answer == LET_IN),
        "{answers:?}"
    );
    assert_eq!((rig.token_requests(), rig.sandbox.calls(Status)), (1, 64));
    // All calls are rejected at once: the first of them requests the replacement for all.
    rig.sandbox.revoke_tokens();
    rig.fault(Fault::once(Token, FaultKind::Latency(200)));
    let answers = at_once(&rig, 64).await;
    assert!(
        answers.iter().all(|answer| *answer == LET_IN),
        "{answers:?}"
    );
    assert_eq!(rig.token_requests(), 2);
}

#[tokio::test]
async fn token_is_replaced_thirty_seconds_before_it_expires() {
    let rig = rig().await;
    for round in 1..=3 {
        assert!(rig.lets_us_in().await);
        assert_eq!(rig.token_requests(), round);
        rig.passes(149);
        assert!(rig.lets_us_in().await);
        assert_eq!(rig.token_requests(), round, "it lives");
        rig.passes(1);
    }
}

#[tokio::test]
async fn refused_token_is_replaced_and_the_call_repeated_once() {
    let rig = rig().await;
    assert!(rig.lets_us_in().await);
    rig.sandbox.revoke_tokens();
    assert!(rig.lets_us_in().await);
    assert_eq!((rig.token_requests(), rig.sandbox.calls(Status)), (2, 3));
    // A new token that is rejected as well ends the attempt.
    rig.fault(Fault::always(Status, FaultKind::Error(401)));
    assert_eq!(rig.ask().await, REFUSED);
    assert_eq!((rig.token_requests(), rig.sandbox.calls(Status)), (3, 5));
    for (status, calls) in [(403, 6), (404, 7)] {
        rig.sandbox.clear_faults();
        rig.fault(Fault::once(Status, FaultKind::Error(status)));
        assert_eq!(rig.ask().await, Err(VerifierError::Unauthorized { status }));
        assert_eq!(
            (rig.token_requests(), rig.sandbox.calls(Status)),
            (3, calls)
        );
    }
}

#[tokio::test]
async fn refused_static_token_is_not_replaced() {
    let rig = rig_with(None, |_| ProviderCredentials::Token("other".to_owned())).await;
    assert_eq!(rig.ask().await, REFUSED);
    assert_eq!((rig.token_requests(), rig.sandbox.calls(Status)), (0, 1));
}

#[tokio::test]
async fn failed_token_request_holds_calls_back_with_its_cause() {
    let rig = rig().await;
    for (kind, cause) in [
        (FaultKind::Error(500), "token_server_error"),
        (FaultKind::Error(401), "token_refused"),
        (FaultKind::Error(302), "token_refused"),
        (FaultKind::NonJson(200), "token_unreadable"),
        (FaultKind::NonJson(502), "token_server_error"),
        (FaultKind::EmptyBody, "token_unreadable"),
        (FaultKind::DropBefore, "token_transport"),
        (FaultKind::DropAfter, "token_transport"),
    ] {
        rig.fault(Fault::once(Token, kind));
        assert_eq!(rig.ask().await, no_token(cause), "{kind:?}");
    }
    rig.fault(Fault::once(Token, FaultKind::RateLimited(7)));
    let expected = VerifierError::Unavailable {
        cause: "token_rate_limited",
        retry_after: Some(Duration::from_secs(7)),
    };
    assert_eq!(rig.ask().await, Err(expected));
    assert_eq!(rig.sandbox.calls(Status), 0, "nothing was sent");
    assert!(rig.lets_us_in().await);
}

#[tokio::test]
async fn waiters_of_a_failed_token_request_send_no_request() {
    let rig = rig().await;
    rig.fault(Fault::once(Token, FaultKind::Latency(200)));
    rig.fault(Fault::once(Token, FaultKind::Error(503)));
    let answers = at_once(&rig, 64).await;
    let failed = no_token("token_server_error");
    assert!(
        answers.iter().all(|answer| *answer == failed),
        "{answers:?}"
    );
    assert_eq!(rig.token_requests(), 1);
    assert!(rig.lets_us_in().await, "the next one asks anew");
}

#[tokio::test]
async fn token_without_replacement_is_used_until_it_expires() {
    let rig = rig().await;
    assert!(rig.lets_us_in().await);
    rig.fault(Fault::always(Token, FaultKind::Error(503)));
    rig.passes(150);
    assert!(rig.lets_us_in().await);
    assert!(rig.lets_us_in().await);
    assert_eq!(rig.token_requests(), 2, "not tried again with every call");
    rig.passes(5);
    assert!(rig.lets_us_in().await);
    assert_eq!(rig.token_requests(), 3);
    rig.passes(25);
    assert_eq!(rig.ask().await, no_token("token_server_error"));
    rig.sandbox.clear_faults();
    assert!(rig.lets_us_in().await);
}

#[tokio::test]
async fn start_request_refused_for_its_token_is_sent_again_unchanged() {
    let rig = rig().await;
    assert!(rig.lets_us_in().await);
    rig.sandbox.revoke_tokens();
    let request = SerializedRequest::new(br#"{"userId":"user_1"}"#.to_vec());
    assert_eq!(
        rig.client.start(&request).await,
        Err(VerifierError::Malformed)
    );
    let sent = rig.sandbox.ledger();
    let answers: Vec<_> = sent.iter().map(|entry| entry.answer).collect();
    assert_eq!(answers, [Some(401), Some(400)]);
    assert_eq!(sent[0].body, sent[1].body);
    assert_eq!(rig.sandbox.calls(Start), 2);
}
