//! A provider that gives the answers of the operations, and its optional lookups.

use crate::test_support::FakeClock;
use async_trait::async_trait;
use kyc::{
    application::SerializedRequest,
    form::{
        address::AddressTyped,
        name::NameTyped,
        prefill::{Code, PrefillData},
    },
    id::{ExternalId, UserId},
    ports::{
        Clock, CodeCheckOutcome, OptionalLookups, PrefillRequest, Prefiller, Referrals, Verifier,
        VerifierError,
    },
    provider::{Approval, Capture, ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    request::StartRequest,
    value::ReferralCode,
};
use proptest::prelude::*;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use time::{Duration as Span, OffsetDateTime};

/// The id that an answer names.
#[derive(Clone, Copy, Debug)]
pub(super) enum AnsweredId {
    Own,
    /// One id for all applications.
    Shared,
    Nothing,
}

/// The meaning of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    NotStarted,
    Processing,
    Documents,
    DocumentsWithoutLink,
    UnusableLink,
    CaptureOver,
    UnderReview,
    InReview,
    ManualReview,
    Provisioning,
    Approved,
    Denied,
    Resubmit,
}

impl Meaning {
    pub(super) fn outcome(self, now: OffsetDateTime) -> ProviderOutcome {
        match self {
            Self::NotStarted => ProviderOutcome::NotStarted,
            Self::Processing => ProviderOutcome::Processing,
            Self::Documents => ProviderOutcome::DocumentsRequired(Some(capture(now))),
            Self::DocumentsWithoutLink => ProviderOutcome::DocumentsRequired(None),
            Self::UnusableLink => ProviderOutcome::UnusableLink,
            Self::CaptureOver => ProviderOutcome::CaptureOver,
            Self::UnderReview => ProviderOutcome::DocumentsUnderReview,
            Self::InReview => ProviderOutcome::InReview,
            Self::ManualReview => ProviderOutcome::ManualReview,
            Self::Provisioning => ProviderOutcome::Provisioning,
            Self::Approved => {
                let approval = Approval::new("firms/p/users/u", "firms/f/accounts/a");
                ProviderOutcome::Approved(approval.expect("both ids"))
            }
            Self::Denied => ProviderOutcome::Denied,
            Self::Resubmit => ProviderOutcome::Resubmit,
        }
    }
}

/// A capture link that is offered for twenty minutes.
fn capture(now: OffsetDateTime) -> Capture {
    Capture {
        url: format!("https://verify.socure.com/{}", now.unix_timestamp()).into(),
        qr_png: None,
        token: "token".to_owned().into(),
        sdk_key: String::new(),
        event_id: String::new(),
        offered_at: now,
        expires_at: now + Span::minutes(20),
        alive_until: None,
    }
}

/// An answer of the provider.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answer {
    Says(Meaning, AnsweredId),
    Malformed,
    AlreadyApproved,
    Unauthorized,
    UnexpectedStatus,
    UnusableId,
    Unavailable,
    RetryAfter,
    Throttled,
}

/// The meanings, the most useful ones more often.
pub(super) fn meanings() -> impl Strategy<Value = Meaning> {
    prop_oneof![
        4 => Just(Meaning::Processing),
        3 => Just(Meaning::ManualReview),
        3 => Just(Meaning::Documents),
        2 => Just(Meaning::Approved),
        2 => Just(Meaning::Denied),
        1 => Just(Meaning::NotStarted),
        1 => Just(Meaning::DocumentsWithoutLink),
        1 => Just(Meaning::UnusableLink),
        1 => Just(Meaning::CaptureOver),
        1 => Just(Meaning::UnderReview),
        1 => Just(Meaning::InReview),
        1 => Just(Meaning::Provisioning),
        1 => Just(Meaning::Resubmit),
    ]
}

pub(super) fn answers() -> impl Strategy<Value = Answer> {
    let named = prop_oneof![8 => Just(AnsweredId::Own), 1 => Just(AnsweredId::Shared), 1 => Just(AnsweredId::Nothing)];
    prop_oneof![
        12 => (meanings(), named).prop_map(|(meaning, named)| Answer::Says(meaning, named)),
        1 => Just(Answer::Malformed),
        1 => Just(Answer::AlreadyApproved),
        1 => Just(Answer::Unauthorized),
        1 => Just(Answer::UnexpectedStatus),
        1 => Just(Answer::UnusableId),
        1 => Just(Answer::Unavailable),
        1 => Just(Answer::RetryAfter),
        1 => Just(Answer::Throttled),
    ]
}

/// A provider that gives the listed answers in order, and "processing" afterwards.
pub(super) struct ScriptedProvider {
    clock: Arc<FakeClock>,
    client_assigned: bool,
    answers: Mutex<VecDeque<Answer>>,
}

impl ScriptedProvider {
    pub(super) fn new(clock: Arc<FakeClock>, client_assigned: bool) -> Self {
        Self {
            clock,
            client_assigned,
            answers: Mutex::default(),
        }
    }

    pub(super) fn will_answer(&self, answer: Answer) {
        let mut answers = self.answers.lock().expect("no panic in here");
        answers.push_back(answer);
    }

    fn answer(&self, source: Source, id: &str) -> Result<ProviderUpdate, VerifierError> {
        let next = self.answers.lock().expect("no panic in here").pop_front();
        let unavailable = |retry_after| VerifierError::Unavailable {
            cause: "server_error",
            retry_after,
        };
        let (meaning, named) =
            match next.unwrap_or(Answer::Says(Meaning::Processing, AnsweredId::Own)) {
                Answer::Says(meaning, named) => (meaning, named),
                Answer::Malformed => return Err(VerifierError::Malformed),
                Answer::AlreadyApproved => return Err(VerifierError::AlreadyApproved),
                Answer::Unauthorized => return Err(VerifierError::Unauthorized { status: 403 }),
                Answer::UnexpectedStatus => {
                    return Err(VerifierError::UnexpectedStatus { status: 410 });
                }
                Answer::UnusableId => return Err(VerifierError::UnusableId),
                Answer::Unavailable => return Err(unavailable(None)),
                Answer::RetryAfter => return Err(unavailable(Some(Duration::from_secs(90)))),
                Answer::Throttled => {
                    let (cause, wait) = ("circuit_open", Duration::from_secs(30));
                    return Err(VerifierError::Throttled { cause, wait });
                }
            };
        let named = match named {
            AnsweredId::Own => Some(id),
            AnsweredId::Shared => Some("ext_shared"),
            AnsweredId::Nothing => None,
        };
        let now = self.clock.now();
        Ok(ProviderUpdate {
            source,
            requested_at: now,
            external_id: named.and_then(|id| ExternalId::parse(id).ok()),
            status: ProviderStatus {
                decision: format!("{meaning:?}"),
                ..ProviderStatus::default()
            },
            outcome: meaning.outcome(now),
            recognised: true,
        })
    }
}

#[async_trait]
impl Verifier for ScriptedProvider {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    fn client_assigned_id(&self, user: &UserId) -> Option<ExternalId> {
        ExternalId::parse(user.as_str())
            .ok()
            .filter(|_| self.client_assigned)
    }

    async fn start(&self, request: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        let user = String::from_utf8_lossy(request.expose()).into_owned();
        let id = if self.client_assigned {
            user
        } else {
            format!("ext_{user}")
        };
        self.answer(Source::Start, &id)
    }

    async fn status(&self, id: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        self.answer(Source::Status, id.as_str())
    }
}

/// A code that fills in the form, one that the provider checks still, and one that is throttled. Others
/// are wrong.
pub(super) const RIGHT_CODE: &str = "111111";
pub(super) const PENDING_CODE: &str = "222222";
pub(super) const THROTTLED_CODE: &str = "333333";

/// Lookups that always have an answer.
struct StubLookups;

#[async_trait]
impl Prefiller for StubLookups {
    async fn begin(&self, request: &PrefillRequest<'_>) -> Result<ExternalId, VerifierError> {
        let id = format!("code_{}", request.user_id.as_str());
        Ok(ExternalId::parse(&id).expect("an id"))
    }

    async fn check(&self, _: &ExternalId, code: &Code) -> Result<CodeCheckOutcome, VerifierError> {
        match code.as_str() {
            RIGHT_CODE => Ok(CodeCheckOutcome::Right(Box::new(PrefillData {
                name: NameTyped {
                    given: "Zoë".to_owned(),
                    family: "Smith".to_owned(),
                    ..NameTyped::default()
                },
                email: "zoe@example.org".to_owned().into(),
                address: AddressTyped::default(),
            }))),
            PENDING_CODE => Ok(CodeCheckOutcome::Pending),
            THROTTLED_CODE => Err(VerifierError::Throttled {
                cause: "budget",
                wait: Duration::from_secs(5),
            }),
            _ => Err(VerifierError::Malformed),
        }
    }
}

#[async_trait]
impl Referrals for StubLookups {
    async fn is_known(&self, code: &ReferralCode) -> Result<bool, VerifierError> {
        Ok(code.as_str().starts_with("FRIEND"))
    }
}

pub(super) fn lookups() -> OptionalLookups {
    OptionalLookups {
        prefill: Some(Arc::new(StubLookups)),
        referrals: Some(Arc::new(StubLookups)),
    }
}
