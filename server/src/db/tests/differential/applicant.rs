//! What applicants do: the wizard, submissions, resume links and sessions.

use super::{
    fixture::{EngineFixture, Pick, picks},
    outcome::Outcome,
    provider::{PENDING_CODE, RIGHT_CODE, THROTTLED_CODE},
};
use crate::db::sessions::{self, DATA};
use kyc::{
    device::{AccessKey, Device},
    form::{
        address::AddressTyped, birth::BirthTyped, contact::ContactTyped, name::NameTyped,
        prefill::PrefillTyped,
    },
    id::ApplicationId,
    ports::{Change, Store},
    service::{Intent, ResumeOutcome, ServiceError, StepInput},
};
use proptest::prelude::*;
use std::net::{IpAddr, Ipv4Addr};
use time::Duration;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record},
};
use zeroize::Zeroizing;

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const SSNS: [&str; 3] = ["234-56-7890", "345-67-8901", "123-45-6789"];

/// Given name, family name and email address. Some share a search token.
const PEOPLE: [(&str, &str, &str); 5] = [
    ("John", "Doe", "john.doe@example.com"),
    ("doe", "JOHN", "John.Doe@Example.com"),
    ("José", "O'Neil", "jose@example.org"),
    ("Åsa", "Ng", "asa@example.org"),
    ("Zoë", "Smith-Ng", "jose@example.org"),
];

const AGENTS: [&str; 3] = ["Firefox/133.0 Windows", "CriOS/131.0 iPhone", "curl"];

const CODES: [&str; 5] = [RIGHT_CODE, PENDING_CODE, THROTTLED_CODE, "000000", "x"];

#[derive(Clone, Debug)]
pub(super) enum ApplicantOperation {
    Create {
        with_referral: bool,
    },
    InsertAgain(Pick),
    CommitAsCreated(Pick),
    AnswerStep {
        who: Pick,
        step: u8,
        person: u8,
        is_valid: bool,
        continues: bool,
    },
    AnswerAll {
        who: Pick,
        person: u8,
    },
    CreateWithCode {
        code: u8,
    },
    AskForCode {
        who: Pick,
        is_valid: bool,
    },
    EnterCode {
        who: Pick,
        code: u8,
    },
    Submit(Pick),
    Renew {
        who: Pick,
        is_valid: bool,
    },
    Retry(Pick),
    Refresh {
        who: Pick,
        checks_now: bool,
    },
    MakeLink {
        who: Pick,
        device: u8,
    },
    Resume {
        link: Pick,
        is_right: bool,
    },
    EndAccess {
        who: Pick,
        link: Pick,
        session: Pick,
    },
    OpenSession(Pick),
    SaveSession {
        session: Pick,
        who: Pick,
    },
    EndSession(Pick),
}

pub(super) fn operations() -> impl Strategy<Value = ApplicantOperation> {
    use ApplicantOperation as Operation;
    let who = picks;
    let person = || 0..PEOPLE.len() as u8;
    prop_oneof![
        3 => any::<bool>().prop_map(|with_referral| Operation::Create { with_referral }),
        1 => who().prop_map(Operation::InsertAgain),
        1 => who().prop_map(Operation::CommitAsCreated),
        6 => (who(), 0..6_u8, person(), prop::bool::weighted(0.8), prop::bool::weighted(0.8)).prop_map(
            |(who, step, person, is_valid, continues)| {
                Operation::AnswerStep { who, step, person, is_valid, continues }
            }
        ),
        5 => (who(), person()).prop_map(|(who, person)| Operation::AnswerAll { who, person }),
        2 => (0..CODES.len() as u8).prop_map(|code| Operation::CreateWithCode { code }),
        1 => (who(), prop::bool::weighted(0.8))
            .prop_map(|(who, is_valid)| Operation::AskForCode { who, is_valid }),
        2 => (who(), 0..CODES.len() as u8).prop_map(|(who, code)| Operation::EnterCode { who, code }),
        6 => who().prop_map(Operation::Submit),
        2 => (who(), prop::bool::weighted(0.8))
            .prop_map(|(who, is_valid)| Operation::Renew { who, is_valid }),
        1 => who().prop_map(Operation::Retry),
        2 => (who(), any::<bool>())
            .prop_map(|(who, checks_now)| Operation::Refresh { who, checks_now }),
        4 => (who(), 0..3_u8).prop_map(|(who, device)| Operation::MakeLink { who, device }),
        2 => (who(), prop::bool::weighted(0.6))
            .prop_map(|(link, is_right)| Operation::Resume { link, is_right }),
        1 => (who(), who(), who())
            .prop_map(|(who, link, session)| Operation::EndAccess { who, link, session }),
        3 => who().prop_map(Operation::OpenSession),
        1 => (who(), who()).prop_map(|(session, who)| Operation::SaveSession { session, who }),
        1 => who().prop_map(Operation::EndSession),
    ]
}

fn birth(year: &str) -> BirthTyped {
    BirthTyped {
        year: year.to_owned(),
        month: "1".to_owned(),
        day: "15".to_owned(),
    }
}

/// The input of a step, from consent to SSN.
fn input(step: u8, person: u8, is_valid: bool) -> StepInput {
    let text = |valid: &str| if is_valid { valid } else { "" }.to_owned();
    let (given, family, email) = PEOPLE[usize::from(person)];
    match step {
        0 => StepInput::Consent(is_valid),
        1 => StepInput::Name(NameTyped {
            given: text(given),
            family: family.to_owned(),
            ..NameTyped::default()
        }),
        2 => StepInput::BirthDate(birth(&text("1990"))),
        3 => StepInput::Contact(ContactTyped {
            email: text(email),
            phone: format!("+1555123456{person}"),
            referral: ["", "FRIEND1", "STRANGER"][usize::from(person) % 3].to_owned(),
        }),
        4 => StepInput::Address(AddressTyped {
            line1: text("123 Main Street"),
            city: "New York".to_owned(),
            state: "NY".to_owned(),
            postal: "10001".to_owned(),
            ..AddressTyped::default()
        }),
        _ => StepInput::Ssn(Zeroizing::new(text(SSNS[usize::from(person) % SSNS.len()]))),
    }
}

impl EngineFixture {
    pub(super) fn application(&self, pick: Pick) -> Option<ApplicationId> {
        pick.of(&self.known.applications).map(|created| created.id)
    }

    pub(super) async fn applicant(&mut self, operation: &ApplicantOperation) -> Outcome {
        use ApplicantOperation as Operation;
        match *operation {
            Operation::Create { with_referral } => self.create(with_referral).await,
            Operation::CreateWithCode { code } => self.create_with_code(code).await,
            Operation::InsertAgain(who) => {
                let Some(created) = who.of(&self.known.applications) else {
                    return Outcome::skipped();
                };
                self.store.insert(created.clone(), Vec::new()).await.into()
            }
            Operation::CommitAsCreated(who) => {
                let Some(created) = who.of(&self.known.applications) else {
                    return Outcome::skipped();
                };
                let committed = self.store.commit(Change::of(created.clone()));
                committed.await.map(|it| it.version).into()
            }
            Operation::AnswerStep {
                who,
                step,
                person,
                is_valid,
                continues,
            } => {
                let Some(id) = self.application(who) else {
                    return Outcome::skipped();
                };
                let intent = if continues {
                    Intent::Continue
                } else {
                    Intent::Keep
                };
                self.save(id, input(step, person, is_valid), intent).await
            }
            Operation::AnswerAll { who, person } => match self.application(who) {
                Some(id) => self.answer_all(id, person).await,
                None => Outcome::skipped(),
            },
            Operation::MakeLink { .. }
            | Operation::Resume { .. }
            | Operation::EndAccess { .. }
            | Operation::OpenSession(_)
            | Operation::SaveSession { .. }
            | Operation::EndSession(_) => self.access(operation).await,
            Operation::AskForCode { who, .. }
            | Operation::EnterCode { who, .. }
            | Operation::Submit(who)
            | Operation::Renew { who, .. }
            | Operation::Retry(who)
            | Operation::Refresh { who, .. } => match self.application(who) {
                Some(id) => self.proceed(id, operation).await,
                None => Outcome::skipped(),
            },
        }
    }

    pub(super) async fn answer_all(&self, id: ApplicationId, person: u8) -> Outcome {
        let mut outcome = Outcome::of(());
        for step in 0..6 {
            let saved = self.save(id, input(step, person, true), Intent::Continue);
            outcome = outcome.then(saved.await);
        }
        outcome
    }

    pub(super) async fn submit(&self, id: ApplicationId) -> Outcome {
        let submission = ApplicantOperation::Submit(Pick::FIRST);
        self.proceed(id, &submission).await
    }

    pub(super) async fn create(&mut self, with_referral: bool) -> Outcome {
        let referral = with_referral.then_some("FRIEND2");
        match self.onboarding.create(referral).await {
            Ok(created) => {
                self.known.applications.push(created.clone());
                Outcome::of(created)
            }
            Err(error) => Err::<(), _>(error).into(),
        }
    }

    /// Opens an application, consents, asks for a code and enters one.
    async fn create_with_code(&mut self, code: u8) -> Outcome {
        let (created, who) = (self.create(false).await, Pick::FIRST);
        let Some(id) = self.known.applications.last().map(|last| last.id) else {
            return created;
        };
        let agreed = self.save(id, input(0, 0, true), Intent::Continue).await;
        let request = ApplicantOperation::AskForCode {
            who,
            is_valid: true,
        };
        let asked = self.proceed(id, &request).await;
        let entry = ApplicantOperation::EnterCode { who, code };
        let entered = self.proceed(id, &entry).await;
        created.then(agreed).then(asked).then(entered)
    }

    async fn save(&self, id: ApplicationId, input: StepInput, intent: Intent) -> Outcome {
        match self.onboarding.find(id).await {
            Ok(found) => self.onboarding.save(found, input, intent).await.into(),
            Err(error) => Err::<(), _>(error).into(),
        }
    }

    /// Operations on an application that was just read.
    async fn proceed(&self, id: ApplicationId, operation: &ApplicantOperation) -> Outcome {
        use ApplicantOperation as Operation;
        let onboarding = &self.onboarding;
        let found = match onboarding.find(id).await {
            Ok(found) => found,
            Err(error) => return Err::<(), ServiceError>(error).into(),
        };
        match *operation {
            Operation::AskForCode { is_valid, .. } => {
                let born = birth("1990");
                let typed = PrefillTyped {
                    month: born.month,
                    day: born.day,
                    year: born.year,
                    phone: if is_valid { "+12125550123" } else { "1" }.to_owned(),
                };
                onboarding
                    .ask_for_code(found, typed, true, HOME)
                    .await
                    .into()
            }
            Operation::EnterCode { code, .. } => {
                let code = CODES[usize::from(code)];
                onboarding.enter_code(found, code).await.into()
            }
            Operation::Submit(_) => onboarding.submit(found, HOME).await.into(),
            Operation::Renew { is_valid, .. } => {
                let typed = if is_valid { SSNS[0] } else { "1" };
                onboarding.renew(id, typed, HOME).await.into()
            }
            Operation::Retry(_) => onboarding.retry(id).await.into(),
            Operation::Refresh {
                checks_now: true, ..
            } => onboarding.check_now(found).await.into(),
            _ => onboarding.refresh(found).await.into(),
        }
    }

    /// Operations on resume links and sessions.
    async fn access(&mut self, operation: &ApplicantOperation) -> Outcome {
        use ApplicantOperation as Operation;
        match *operation {
            Operation::MakeLink { who, device } => {
                let Some(id) = self.application(who) else {
                    return Outcome::skipped();
                };
                let device = Device::of(AGENTS[usize::from(device)]);
                let made = self.onboarding.make_link(id, device).await;
                if let Ok(Some(secret)) = &made {
                    self.known.links.push(secret.clone());
                }
                made.into()
            }
            Operation::Resume { link, is_right } => {
                let Some(secret) = link.of(&self.known.links) else {
                    return Outcome::skipped();
                };
                let typed = birth(if is_right { "1990" } else { "1991" });
                let device = Device::of(AGENTS[1]);
                let resumed = self.onboarding.resume(secret, &typed, device).await;
                if let Ok(ResumeOutcome::Resumed(_, next)) = &resumed {
                    self.known.links.push(next.clone());
                }
                resumed.into()
            }
            Operation::EndAccess { who, link, session } => {
                let Some(id) = self.application(who) else {
                    return Outcome::skipped();
                };
                let link = link.of(&self.known.links);
                let session = session.of(&self.known.sessions);
                let link = link.map(|secret| AccessKey::Link(secret.hash()));
                let session = session.map(|id| AccessKey::Session(sessions::hash(id)));
                let keys = link.into_iter().chain(session).collect();
                self.onboarding.end_access(id, keys).await.into()
            }
            Operation::OpenSession(who) => {
                let id = Id(1 + self.known.sessions.len() as i128);
                let mut record = self.record(id, who);
                self.known.sessions.push(id);
                self.applicant_sessions.create(&mut record).await.into()
            }
            Operation::SaveSession { session, who } => match session.of(&self.known.sessions) {
                Some(id) => {
                    let record = self.record(*id, who);
                    self.applicant_sessions.save(&record).await.into()
                }
                None => Outcome::skipped(),
            },
            Operation::EndSession(session) => match session.of(&self.known.sessions) {
                Some(id) => self.applicant_sessions.delete(id).await.into(),
                None => Outcome::skipped(),
            },
            _ => Outcome::skipped(),
        }
    }

    /// A session that has an application open, if there is one.
    fn record(&self, id: Id, who: Pick) -> Record {
        let data = serde_json::json!({ "application": self.application(who) });
        Record {
            id,
            data: [(DATA.to_owned(), data)].into(),
            expiry_date: self.now() + Duration::hours(2),
        }
    }
}
